"""The contract files as they were read: each rate with its days, its payer, and the paid lines that it holds for."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy
from cutover.workstreams.columns import cents, count, date, text
from cutover.workstreams.fee_schedules.book import Book
from cutover.workstreams.fee_schedules.payers import own_name

AS_READ = (
    text("payer_name", "Payer as written"),
    text(
        "payer",
        "Payer as matched",
        "as the remittances call it; null: no remittance on file is of this payer",
    ),
    text("schedule", "Schedule or contract"),
    text("procedure_code", "Procedure"),
    text("modifiers", "Modifiers"),
    text("place", "Place"),
    text("credential", "Credential"),
    cents("rate_cents", "Rate", "for one unit where nothing else is stated"),
    text("per", "Rate is for", "null: not stated, taken as one unit"),
    date("effective_from", "From", "null: not stated"),
    date("effective_through", "Through", "null: not stated"),
    count("lines", "Paid lines", "lines of remittances for which this rate holds"),
    text("source_file", "File", "path below the practice's folder", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Row", "row or line in it, from 1", Privacy.DESK),
)


def as_read(book: Book) -> pd.DataFrame:
    """Return the rates of contract files, one row each, in the order of the files (AS_READ)."""
    given = book.inputs.contracts
    names = own_name(given["payer_name"], book.inputs)
    met = names.isin(book.lines.every["payer"])
    counts = book.contracted.lines["rate_row"].value_counts()
    lines = pd.Series(range(len(given)), given.index).map(counts).fillna(0).astype("int64")
    return given.assign(payer=names.where(met).astype("str"), lines=lines).reset_index(drop=True)


def without_line(book: Book) -> tuple[int, int]:
    """Return how many rates of contract files hold for no paid line, and how many rates there are."""
    rows = as_read(book)
    return int(rows["lines"].eq(0).sum()), len(rows)
