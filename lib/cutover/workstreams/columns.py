"""The columns that the audit's tables share, beside those of the canonical tables."""

from __future__ import annotations

from dataclasses import replace

from cutover.columns import Column, Kind, Privacy
from cutover.reading.era.tables import ARCHIVE_FILES, REMITTANCE

_OF = {name: {c.name: c for c in columns} for name, columns in REMITTANCE.items()}
_OF["files"] = {c.name: c for c in ARCHIVE_FILES}


def canonical(table: str, *names: str) -> tuple[Column, ...]:
    """Return columns of a canonical table as its contract has them."""
    return tuple(_OF[table][name] for name in names)


def renamed(column: Column, name: str, label: str, meaning: str | None = None) -> Column:
    """Return a column under another name and header, with the kind and privacy that it has."""
    return replace(column, name=name, label=label, meaning=column.meaning if meaning is None else meaning)


def count(name: str, label: str, meaning: str = "") -> Column:
    """Return an open column that holds a number of things."""
    return Column(name, Kind.COUNT, label, meaning)


def cents(name: str, label: str, meaning: str = "") -> Column:
    """Return an open column that holds money in whole cents."""
    return Column(name, Kind.CENTS, label, meaning)


def text(name: str, label: str, meaning: str = "", privacy: Privacy = Privacy.OPEN) -> Column:
    """Return a text column, open unless told."""
    return Column(name, Kind.TEXT, label, meaning, privacy)


def date(name: str, label: str, meaning: str = "") -> Column:
    """Return an open column that holds a day."""
    return Column(name, Kind.DATE, label, meaning)


def share(name: str, label: str, meaning: str = "") -> Column:
    """Return an open column that holds a part of a whole, 0 to 1."""
    return Column(name, Kind.SHARE, label, meaning)


def number(name: str, label: str, meaning: str = "") -> Column:
    """Return an open column that holds a quantity, such as days."""
    return Column(name, Kind.NUMBER, label, meaning)


KEY = text("key", "Case", "stable key of the case, the same in the evidence workbook")
PAYER = text(
    "payer", "Payer", "the spelling met most often; names that differ in signs or case alone are one"
)
PAID_ON = date(
    "paid_on", "Paid on", "BPR16, else DTM*405, else the interchange's date; not one that cannot be"
)
MONTH = Column("month", Kind.MONTH, "Month")
TRACE = canonical("payments", "trace_number")[0]
ORIGIN = canonical("payments", "source_file", "source_row")
