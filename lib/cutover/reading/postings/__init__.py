"""Money as people booked it: postings, bank deposits, and what meetings wrote down."""
