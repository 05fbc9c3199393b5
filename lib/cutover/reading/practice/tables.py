"""The contracts of what a practice's folder holds."""

from __future__ import annotations

from cutover.reference import columns_of

OPENS, SHUT, EMPTY, ASIDE, CLUTTER = "opens", "does not open", "empty", "not read here", "system file"
STATES = {
    OPENS: "it opens, and what it holds was read",
    SHUT: "damaged, cut, protected or refused",
    EMPTY: "no bytes, or no row of data",
    ASIDE: "a document or a kind without a reader here: a person must open it once",
    CLUTTER: "made by an operating system, holds no data",
}

HELD_FILES = columns_of("practice", "held_files")
HELD_SHEETS = columns_of("practice", "held_sheets")
HELD_NOTES = columns_of("practice", "held_notes")
HELD_ROWS_ASIDE = columns_of("practice", "held_rows_aside")
HELD_DAYS = columns_of("practice", "held_days")
HELD_IDENTIFIERS = columns_of("practice", "held_identifiers")
HELD_MENTIONS = columns_of("practice", "held_mentions")
