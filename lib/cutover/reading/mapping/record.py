"""The one record of the files of every kind of table: what was looked at, what became of it, and why.

A file is `read`; `partly read`, where a table of it with rows is not (the reason says which and what it lacks);
`duplicate`, where another file has its bytes; or `not read`. For each: rows in = rows used + rows set aside.
"""

from __future__ import annotations

from cutover.columns import Kind, Privacy, contract

READ, PARTLY, DUPLICATE, NOT_READ = "read", "partly read", "duplicate", "not read"
UNREAD = (PARTLY, NOT_READ)  # nothing may be said as if these held nothing

# one row per file that was looked at
FILES = contract(
    ("source", Kind.TEXT, "Source", "the kind of rows", Privacy.OPEN),
    ("source_file", Kind.TEXT, "File", "path below the practice's or the client's folder", Privacy.PHI),
    ("state", Kind.TEXT, "State", "read, partly read, duplicate, not read", Privacy.OPEN),
    ("reason", Kind.TEXT, "Why", "what was found and what to do, where it was not simply read", Privacy.DESK),
    ("rows_in", Kind.COUNT, "Rows", "data rows of its tables", Privacy.OPEN),
    ("rows_used", Kind.COUNT, "Used", "", Privacy.OPEN),
    ("rows_set_aside", Kind.COUNT, "Set aside", "", Privacy.OPEN),
)
