"""The non-par fee as a rule, the submissions that it counts, and its months; notebooks 04 and 05 share it."""
