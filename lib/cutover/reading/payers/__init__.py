"""Payers: their lists, names and status, what they require, and what was filed with them."""
