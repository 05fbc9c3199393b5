"""Fee schedules: what does each payer really pay, since when, and where did it pay less?"""
