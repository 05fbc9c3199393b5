"""Do we hold everything that must move, and does it open?"""
