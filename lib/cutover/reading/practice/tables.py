"""The contracts of what a practice's folder holds."""

from __future__ import annotations

from cutover.columns import Kind, Privacy, contract

TEXT, COUNT, DATE, FLAG = Kind.TEXT, Kind.COUNT, Kind.DATE, Kind.FLAG
OPEN, DESK, PHI = Privacy.OPEN, Privacy.DESK, Privacy.PHI


_FILE = ("source_file", TEXT, "File", "path below the practice's folder; inside a zip after a `!`", PHI)

OPENS, SHUT, EMPTY, ASIDE, CLUTTER = "opens", "does not open", "empty", "not read here", "system file"
STATES = {
    OPENS: "it opens, and what it holds was read",
    SHUT: "damaged, cut, protected or refused",
    EMPTY: "no bytes, or no row of data",
    ASIDE: "a document or a kind without a reader here: a person must open it once",
    CLUTTER: "made by an operating system, holds no data",
}

# one row per file of the practice's folder: loose, or a member of a zip (the zip itself has a row too)
HELD_FILES = contract(
    _FILE,
    (
        "folder",
        TEXT,
        "Folder",
        "the known folder it lies in; empty: the practice's own; other: any other",
        OPEN,
    ),
    ("container", TEXT, "Container", "the zip it stands in, null for a loose file", PHI),
    ("bytes", COUNT, "Size", "bytes, unpacked", OPEN),
    ("content", TEXT, "Content", "sha256 of its bytes; null where it was not read", DESK),
    ("format", TEXT, "Format", "by content, never by name", OPEN),
    ("subject", TEXT, "What it is", "by content, else by its folder; null: unknown", OPEN),
    ("told_by", TEXT, "Known by", "content or folder", OPEN),
    ("guess", TEXT, "First guess", "of a file that nothing tells", OPEN),
    ("state", TEXT, "State", "a key of STATES", OPEN),
    ("sentence", TEXT, "What to do", "what was found and what to do, where it was not simply read", DESK),
    ("remarks", TEXT, "Remarks", "codes of the reader's notes that a person should know", OPEN),
    ("sheets", COUNT, "Sheets", "tables in it; null where it is none", OPEN),
    ("rows", COUNT, "Rows", "rows of data; payments of an 835, checks of a text, claims of a summary", OPEN),
    ("rows_aside", COUNT, "Rows aside", "titles, totals, empty and broken rows", OPEN),
    ("formulas", COUNT, "Formulas", "cells with a formula, or with text that would run as one", OPEN),
    ("encoding", TEXT, "Encoding", "of a text", OPEN),
    ("stated_day", DATE, "Date in the name", "", OPEN),
    ("duplicate_of", TEXT, "Copy of", "the file of the same bytes that counts", PHI),
    ("coverage_parts", TEXT, "Parts", "of a patient record that its header has", OPEN),
)
# one row per table of a spreadsheet file
HELD_SHEETS = contract(
    _FILE,
    ("sheet", TEXT, "Sheet", "name of the tab", DESK),
    ("subject", TEXT, "What it is", "by its header", OPEN),
    ("rows", COUNT, "Rows", "rows of data", OPEN),
    ("rows_aside", COUNT, "Rows aside", "titles, totals, empty and broken rows", OPEN),
    ("columns", COUNT, "Columns", "", OPEN),
    ("header_row", COUNT, "Header row", "null where none was found", OPEN),
    ("hidden", FLAG, "Hidden", "", OPEN),
)
# one row per file, kind of date and day
HELD_DAYS = contract(
    _FILE,
    ("role", TEXT, "Date of", "service, payment, billed, other", OPEN),
    ("day", DATE, "Day", "", OPEN),
    ("rows", COUNT, "Rows", "", OPEN),
)
# one row per file and identifier in it
HELD_IDENTIFIERS = contract(
    _FILE,
    ("kind", TEXT, "Kind", "NPI, Tax ID, name, title", OPEN),
    ("value", TEXT, "Value", "a Tax ID may be an SSN; a title may hold anything", PHI),
    ("rows", COUNT, "Rows", "", OPEN),
    ("is_own", FLAG, "This practice's", "null where the practice's own are not known", OPEN),
    ("belongs_to", TEXT, "Belongs to", "other practices of the client that have it", OPEN),
)
# one row per file and product of Office Ally that it names
HELD_MENTIONS = contract(
    _FILE,
    ("term", TEXT, "Product", "", OPEN),
    ("rows", COUNT, "Lines", "", OPEN),
)
