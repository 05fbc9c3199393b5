"""One encrypted file for an owner: what goes in, how it is locked, and who was given what."""
