"""Which column of a table is which field: proposed by header and values, confirmed by a person, kept."""
