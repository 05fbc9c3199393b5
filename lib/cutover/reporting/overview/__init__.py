"""What a client's reports come to: index pages, next steps, what changed, what was shared, what need not run again."""
