"""Is every dollar landing once, in the right system, and may the old account close?"""
