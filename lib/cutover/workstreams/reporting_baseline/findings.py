"""What somebody must act on: months with holes, holes that look like drops, drops, what ends, figures that differ."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cutover.result import Finding
from cutover.workstreams import aging_days, aging_figures
from cutover.workstreams.columns import MONTH, cents, text
from cutover.workstreams.findings import by_severity, finding
from cutover.workstreams.reporting_baseline.against import AGAINST, DIFFERS, against
from cutover.workstreams.reporting_baseline.book import Book
from cutover.workstreams.reporting_baseline.coverage import COVERAGE, HOLE

FALLS = (MONTH, cents("paid_cents", "Payments on file", "null: none"),
         cents("usual_cents", "Usual", "the middle one of the whole months before"), cents("short_cents", "Less by"),
         cents("missing_cents", "Known to be missing", "of that; null: not known"),
         text("why", "What is missing"))  # fmt: skip
ENDS = (text("measure", "Measure"), text("basis", "Counted by"), text("definition", "What it is"))


def made(book: Book) -> tuple[Finding, ...]:
    """Return the findings in order of severity."""
    return by_severity(_found(book))


def holes(book: Book) -> pd.DataFrame:
    """Return the months with something missing, one row per month and source; those told as a drop are left out."""
    rows = book.coverage[book.coverage["kind"].eq(HOLE).fillna(False)]
    dropped = book.falls.loc[book.falls["is_hole"], "month"]
    told = rows["source"].eq("remittances") & rows["month"].isin(dropped)
    return rows[~told]


def ends(book: Book) -> pd.DataFrame:
    """Return the measures that Medi's remittances alone do not go on telling, one row each; none without a cutover.

    Nor where the claim history or Medi's lists go on past the cutover: they tell them then.
    """
    found = [one for one in book.inputs.measures.measure if not book.inputs.goes_on_telling(one)]
    rows = [(one.label, one.basis, one.text) for one in found] if book.inputs.cutover is not None else []
    return pd.DataFrame(rows, columns=[c.name for c in ENDS])


def _found(book: Book) -> Iterator[Finding]:
    falls, figures = book.falls, against(book)
    sure = falls["is_hole"] & ~falls["is_likely"]
    yield from finding("baseline-hole-like-drop", falls[sure], FALLS, ["month"], "missing_cents")
    yield from finding("baseline-hole-likely", falls[falls["is_likely"]], FALLS, ["month"], "short_cents")
    differs = figures[figures["state"] == DIFFERS]
    absolute = differs.assign(difference_cents=differs["difference_cents"].abs())
    yield from finding("baseline-figure-differs", absolute, AGAINST, ["month", "measure"], "difference_cents")
    yield from finding(
        "baseline-aging-differs",
        aging_figures.cases(aging_days.newest(book.aging_reported, book.inputs.aging)), aging_figures.AGED,
        ["report", "payer", "band"], "difference_cents",
    )  # fmt: skip
    yield from finding("baseline-drop", falls[~falls["is_hole"]], FALLS, ["month"], "short_cents")
    yield from finding(
        "baseline-month-not-whole", holes(book), COVERAGE, ["month", "source"], "missing_cents"
    )
    yield from finding("baseline-measure-ends", ends(book), ENDS, ["measure"])
