"""The contracts of what receipts for claims say: files (999, 997), sets, errors, and the status of claims (277CA)."""

from __future__ import annotations

from cutover.reference import columns_of

ACKNOWLEDGMENTS = columns_of("acknowledgments", "acknowledgments")
SETS = columns_of("acknowledgments", "sets")
ERRORS = columns_of("acknowledgments", "errors")
STATUSES = columns_of("acknowledgments", "statuses")
ASIDE = columns_of("acknowledgments", "aside")

# `True` is damage, `False` information
ASIDE_REASONS = {
    "no column": (False, "a segment of the receipt that the tables have no column for"),
    "another transaction": (False, "a segment of a transaction that is no receipt"),
    "not an amount": (True, "text where an amount in whole cents belongs"),
    "not a date": (True, "text where a date belongs"),
    "not a number": (True, "text where a number belongs"),
    "no outcome": (True, "a receipt or status that does not say what it decides"),
    "counts differ": (True, "an SE that counts other segments, or bears another control number, than its ST"),
    "out of place": (True, "a segment outside any receipt, set or claim"),
    "cut": (True, "the file ends inside this segment or before the SE"),
    "damaged": (True, "text that is no X12 segment"),
}
