"""What an owner sees of single cases: months, payers and money, and no count that is too small."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from cutover.columns import FEWEST_CASES, FEWEST_CLAIMS, Column, Kind, Privacy, conform
from cutover.result import Figure, Result, Table
from cutover.signals import rules

CASES = Column(
    "cases", Kind.COUNT, "Cases", "single cases of the month; each is in the consultant's workbook"
)
# a row of these is a whole check with all its claims, and what to fetch is found by its day
_OF_CHECKS = frozenset({"download"})
_PAYERS = frozenset({"payer", "payer_name", "payers"})
_CLAIMS = frozenset(
    {"claims", "nonpar", "nonpar_most", "reported_claims", "reported_nonpar", "denied_count", "decided_count"}
)
_NOTE = "One row a month and kind; the single cases are in the consultant's workbook."


MOST_FIGURES = 5  # that an owner sees before unfolding more


# the path of a file, perhaps in a zip, at the beginning of a sentence about it; the cents of `$20.00,` end no path
_FILE_FIRST = re.compile(r"^(?:[^:$]|(?>\$[\d,]*(?:\.\d\d(?!\w))?))*\.[A-Za-z0-9]{2,5}(?=[:,])")


def unnamed(sentences: Iterable[str]) -> tuple[str, ...]:
    """Return sentences about files without the files' names, which may hold a patient's: `A file: not used`."""
    return tuple(_FILE_FIRST.sub("A file", said) for said in sentences)


def figures(result: Result) -> tuple[list[Figure], list[Figure]]:
    """Return the figures that an owner sees first, in the order that `signals.toml` gives them, and the others."""
    told = rules().get(result.signal.of) if result.signal else None
    order = {label: place for place, label in enumerate(told.figures if told else ())}
    ranked = sorted(result.figures, key=lambda one: order.get(one.label, len(order)))
    first = ranked[:MOST_FIGURES]
    return first, [one for one in result.figures if one not in first]


def seen(columns: tuple[Column, ...]) -> list[Column]:
    """Return the columns that an owner may see at all."""
    return [column for column in columns if column.privacy is Privacy.OPEN]


def months(name: str, table: Table) -> Table:
    """Return a table of single cases with payer, day and amount as its months; any other table as it is.

    One row per month of the first day in a row and whatever its texts say, with the number of cases and the sum of
    each amount; a sum of which a part is unknown is unknown.
    """
    columns = seen(table.columns)
    days = [c for c in columns if c.kind is Kind.DATE]
    amounts = [c for c in columns if c.kind is Kind.CENTS]
    names = {c.name for c in columns}
    if name in _OF_CHECKS or "key" not in names or not names & _PAYERS or not days or not amounts:
        return table
    texts = [c for c in columns if c.kind in (Kind.TEXT, Kind.FLAG) and c.name != "key"]
    month = Column(
        "month", Kind.MONTH, f"Month: {days[0].label[:1].lower()}{days[0].label[1:]}", days[0].meaning
    )
    shown = (month, *texts, CASES, *amounts)
    frame = table.frame.assign(month=table.frame[days[0].name].dt.to_period("M").dt.to_timestamp())
    by = ["month", *(c.name for c in texts)]
    grouped = frame.groupby(by, dropna=False, sort=True, observed=True)
    sums = grouped[[c.name for c in amounts]].agg(lambda cents: cents.sum(skipna=False)).reset_index()
    made = sums.assign(cases=grouped.size().to_numpy())
    note = f"{table.note.rstrip('.')}. {_NOTE}" if table.note else _NOTE
    return Table(table.title, conform(made[[c.name for c in shown]], shown), shown, note, table.absent)


def fewest(columns: list[Column]) -> dict[str, int]:
    """Return the columns of a table whose counts are told no lower than a number, and that number.

    Cases of a month, and claims of one month of one provider or payer: a count of one would point at a patient.
    """
    names = {c.name for c in columns}
    if CASES in columns:
        return {CASES.name: FEWEST_CASES}
    narrow = any(c.kind is Kind.MONTH for c in columns) and names & {"npi", *_PAYERS}
    return dict.fromkeys(names & _CLAIMS, FEWEST_CLAIMS) if narrow else {}


def instead(value: object, least: int) -> str | None:
    """Return the words for a count too small to be shown; None for one that may be shown."""
    return f"fewer than {least}" if not pd.isna(value) and 0 < value < least else None
