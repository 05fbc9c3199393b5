"""What does the non-par fee cost, before and under the rule of 2026, and what would end it?"""
