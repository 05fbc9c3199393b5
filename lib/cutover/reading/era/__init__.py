"""Remittances: 835 files and their text versions, one by one and as an archive."""
