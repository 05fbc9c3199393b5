"""What was read from a practice's files, kept in `data/processed` for whoever reads it next."""
