"""The book on disk: clients, practices, every file that a practice holds, and whose it is."""
