"""What may leave: which values a practice's inputs hold, and how a page for owners is kept free of them."""
