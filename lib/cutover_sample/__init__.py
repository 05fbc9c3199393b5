"""The synthetic client and its answer key; shares no code with the readers."""
