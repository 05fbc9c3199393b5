"""The one record of the files of every kind of table: what was looked at, what became of it, and why.

A file is `read` (with a reason where a person must look at it, `LOOK`); `partly read`, where a table of
it with rows is not (the reason says which and what it lacks); `rows lacking`, where rows of it lack a day, a claim or
an amount and are not used as the others are (the reason says how many lack what); `duplicate`, where another file has
its bytes; or `not read`. For each: rows in = rows used + rows set aside.
"""

from __future__ import annotations

from collections.abc import Mapping

from cutover.columns import Kind, Privacy, contract

READ, PARTLY, DUPLICATE, NOT_READ = "read", "partly read", "duplicate", "not read"
LACKING = "rows lacking"
LOOK = "A person must look whether that is so"  # in the reason of a file of which something is in doubt
UNREAD = (PARTLY, NOT_READ)  # nothing may be said as if these held nothing

# one row per file that was looked at
FILES = contract(
    ("source", Kind.TEXT, "Source", "the kind of rows", Privacy.OPEN),
    ("source_file", Kind.TEXT, "File", "path below the practice's or the client's folder", Privacy.PHI),
    ("state", Kind.TEXT, "State", "read, partly read, rows lacking, duplicate, not read", Privacy.OPEN),
    ("reason", Kind.TEXT, "Why", "what was found and what to do, where it was not simply read", Privacy.DESK),
    ("rows_in", Kind.COUNT, "Rows", "data rows of its tables", Privacy.OPEN),
    ("rows_used", Kind.COUNT, "Used", "", Privacy.OPEN),
    ("rows_set_aside", Kind.COUNT, "Set aside", "", Privacy.OPEN),
)


def lacking(counts: Mapping[str, int]) -> str | None:
    """Return how many rows of a file lack what, in words; None where no row lacks anything."""
    said = [
        f"{number:,} row{'' if number == 1 else 's'}: {words}" for words, number in counts.items() if number
    ]
    return "; ".join(said) or None
