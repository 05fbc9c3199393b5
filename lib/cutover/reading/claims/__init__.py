"""What was submitted and what became of it: claim histories, file summaries, invoices, portal reports."""
