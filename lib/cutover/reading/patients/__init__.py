"""Patient exports, read and mapped, and what the other files know of the same patients."""
