"""Reporting baseline: will the owner's monthly report go on?"""
