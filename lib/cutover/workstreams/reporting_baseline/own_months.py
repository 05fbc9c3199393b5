"""The practice's own figures by month beside the claims, by month of service and of submission, to the cent."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cutover.columns import Privacy, framed
from cutover.money import dollars
from cutover.reading.claims.monthly_tables import BY_SUBMISSION, CHARGES, CLAIMS, PAYMENTS, VISITS
from cutover.result import Table
from cutover.wording import and_joined, several
from cutover.workstreams.columns import MONTH, cents, text
from cutover.workstreams.findings import table
from cutover.workstreams.reporting_baseline import charges
from cutover.workstreams.reporting_baseline.book import Book
from cutover.workstreams.reporting_baseline.months import month_of, name

SERVICE, SUBMISSION, BOTH, NEITHER, UNKNOWN = (
    "month of service", "month of submission", "both", "neither", "not known here",
)  # fmt: skip
OWN_MONTHS = (
    MONTH,
    text("figure", "Figure"),
    text("reported", "In the practice's table"),
    text("by_service", "By month of service", "of the claims on file; empty: no claim of the month is"),
    text("off_service", "Difference, service", "the practice's less ours"),
    text("by_submission", "By month of submission", "of the claims on file"),
    text("off_submission", "Difference, submission", "the practice's less ours"),
    text("agrees", "Agrees with", f"{SERVICE}, {SUBMISSION}, {BOTH}, {NEITHER}"),
    text("said", "Its column says", "by which day it counts; empty: it does not say"),
    cents("off_service_cents", "Difference, money", "by month of service"),
    cents("off_submission_cents", "Difference by submission, money"),
    text("report", "Report", "path below the practice's folder", Privacy.PHI),
)
_MOST = 3  # months that are named in a sentence


def rows(book: Book) -> pd.DataFrame:
    """Return the charges and claims of the practice's own tables, one row per month and figure (OWN_MONTHS)."""
    own = book.inputs.months_told
    own = own[own["figure"].isin([CHARGES, CLAIMS])].dropna(subset=["month"])
    if own.empty:
        return framed([], OWN_MONTHS)
    billed = book.billed
    sums = {
        (CHARGES, day): charges.by_month(billed, day) for day in ("service_from", "submission_date")
    } | {
        (CLAIMS, day): billed.groupby(month_of(billed[day])).size().astype("Int64")
        for day in ("service_from", "submission_date")
    }  # fmt: skip
    made = [_row(one, sums, book.inputs.rules.agree_cents) for one in own.to_dict("records")]
    return framed(made, OWN_MONTHS).sort_values(["month", "figure"], kind="stable", ignore_index=True)


def _row(one: dict, sums: dict[tuple[str, str], pd.Series], near: int) -> tuple:
    figure, month = one["figure"], pd.Timestamp(one["month"])
    said = one["amount_cents"] if figure == CHARGES else one["number"]
    ours = [sums[figure, day].get(month, pd.NA) for day in ("service_from", "submission_date")]
    off = [pd.NA if pd.isna(said) or pd.isna(mine) else int(said) - int(mine) for mine in ours]
    same = [bool(pd.notna(one) and abs(one) <= (near if figure == CHARGES else 0)) for one in off]
    state = {(True, True): BOTH, (True, False): SERVICE, (False, True): SUBMISSION}.get(
        (same[0], same[1]), NEITHER
    )
    state = UNKNOWN if all(map(pd.isna, off)) else state
    shown = [_shown(value, figure) for value in (said, *ours)]
    signed = [_shown(value, figure, signed=True) for value in off]
    money = off if figure == CHARGES else [pd.NA, pd.NA]
    return (month, figure, shown[0], shown[1], signed[0], shown[2], signed[1], state, one["basis"], *money,
            one["source_file"])  # fmt: skip


def _shown(value: Any, figure: str, signed: bool = False) -> str | None:
    if pd.isna(value):
        return None
    size = dollars(abs(int(value))) if figure == CHARGES else f"{abs(int(value)):,}"
    return ("\N{MINUS SIGN}" if value < 0 else "+" if signed and value > 0 else "") + size


def said(book: Book) -> str:
    """Return in words how many months of the practice's own charges agree, and which do not; "" where none is told."""
    return _said(rows(book))


def _said(found: pd.DataFrame) -> str:
    found = found[found["figure"].eq(CHARGES) & found["reported"].notna() & found["agrees"].ne(UNKNOWN)]
    if found.empty:
        return ""
    by = {
        basis: found["agrees"].isin([basis, BOTH]) & found[f"{column}_cents"].notna()
        for basis, column in ((SERVICE, "off_service"), (SUBMISSION, "off_submission"))
    }
    best = SUBMISSION if by[SUBMISSION].sum() > by[SERVICE].sum() else SERVICE
    column = "off_service" if best == SERVICE else "off_submission"
    number = int(by[best].sum())
    verb = "agrees" if number == 1 else "agree"
    told = f"Of {several(len(found), 'month')} of the practice's own charges {number:,} {verb}, counted by {best}."
    off = found[~by[best] & found[column].notna()]
    if off.empty:
        return told
    named = [f"{name(row.month)} by {getattr(row, column)}" for row in off.head(_MOST).itertuples()]
    more = [f"{several(len(off) - _MOST, 'month')} more"] if len(off) > _MOST else []
    return f"{told} They differ in {and_joined([*named, *more])}."


def shown(book: Book) -> Table:
    """Return the table of the practice's own months."""
    own, found = book.inputs.months_told, rows(book)
    parts = [_said(found)]
    undated = book.billed[book.billed["submission_date"].isna()]
    if len(own) and len(undated):
        parts.append(
            f"In no month of submission: {several(len(undated), 'claim')} without a day of submission."
        )
    visits = int(own["figure"].eq(VISITS).sum())
    if visits:
        parts.append(
            f"{several(visits, 'figure')} of visits: not compared, a claim may be of several visits."
        )
    if own["figure"].eq(PAYMENTS).any():
        parts.append("Payments are in the table of the client's figures.")
    return table(
        "The practice's own charges and claims by month",
        found,
        OWN_MONTHS,
        " ".join(filter(None, parts)),
        "not known: no table of the practice's own months is on file",
    )


def as_figures(own: pd.DataFrame, typed: pd.DataFrame) -> pd.DataFrame:
    """Return the charges and payments of the practice's own tables as figures of its reports (CLIENT_FIGURES).

    Without those of which the intake has a figure of the same month, and those counted by a day of submission, which
    are compared by that day alone. `own` has MONTHLY, `typed` CLIENT_FIGURES.
    """
    kept = own[own["figure"].isin([CHARGES, PAYMENTS]) & own["month"].notna() & own["amount_cents"].notna()]
    kept = kept[~(kept["figure"].eq(CHARGES) & kept["basis"].eq(BY_SUBMISSION).fillna(False))]
    known = pd.MultiIndex.from_frame(typed[["month", "measure"]])
    kept = kept[~pd.MultiIndex.from_frame(kept[["month", "figure"]]).isin(known)]
    kept = kept.drop_duplicates(["month", "figure"])
    return kept.assign(measure=kept["figure"], number=pd.NA, rate=None, report=kept["source_file"])
