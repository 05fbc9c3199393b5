"""Will every patient, coverage and authorization arrive as it is today?"""
