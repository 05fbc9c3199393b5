"""What payers allowed for each service line: a room for every family that asks for it."""
