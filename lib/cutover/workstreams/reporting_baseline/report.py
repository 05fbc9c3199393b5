"""Reporting baseline: will the owner's monthly report go on?

The measures are defined in `data/reference/report_measures.toml`; which months are whole is judged in `coverage`.
"""

from __future__ import annotations

import pandas as pd

from cutover.money import dollars
from cutover.result import Result
from cutover.wording import several
from cutover.workstreams import (
    absences,
    aging_days,
    aging_figures,
    aging_weeks,
    status_words,
    unread_cells,
    unread_files,
    whose_rows,
)
from cutover.workstreams.answers import signed
from cutover.workstreams.reporting_baseline import findings as baseline_findings
from cutover.workstreams.reporting_baseline import holes, payments, receivable
from cutover.workstreams.reporting_baseline.book import Book, book_of
from cutover.workstreams.reporting_baseline.charges import said_from
from cutover.workstreams.reporting_baseline.deposited import of_members, paid_on_paper
from cutover.workstreams.reporting_baseline.inputs import Inputs
from cutover.workstreams.reporting_baseline.months import name
from cutover.workstreams.reporting_baseline.tables import tables
from cutover.workstreams.reporting_baseline.verdict import figures, state, verdict

TITLE = "Reporting baseline"
LIMITS = (
    "What patients have paid is in no source here: payments are those of payers.",
    "A remittance missing within a payer's usual interval is seen only where a claim history calls its claims paid.",
    "The first decision on a claim may lie before the first remittance on file; then a later one is taken for it.",
    "What was open at a past month's end counts the whole charge of a claim that was resolved since.",
    "A claim that is denied stays open in a claim history until somebody writes it off.",
    "Of the client's own reports an A/R aging by payer and tables of charges and payments by month are read. Type the "
    "figures of others into the intake's sheet client figures: each is then compared with the files.",
)


def assess(inputs: Inputs) -> Result:
    """Return the monthly report of a practice as its files tell it, and whether it can go on after the cutover.

    Raises ReferenceDataError where the rules do not hold on that day.
    """
    return report(book_of(inputs))


def report(book: Book) -> Result:
    """Return the result of a practice's monthly report."""
    inputs = book.inputs
    history = inputs.claims.history
    every = [*baseline_findings.made(book), *status_words.findings(history)]
    found = whose_rows.with_findings(every, inputs.not_own)
    made = Result(
        title=TITLE,
        verdict=unread_files.told(status_words.told(verdict(book), history, inputs.decisions), inputs.files),
        figures=figures(book),
        findings=unread_files.with_findings(found, inputs.files),
        tables=tables(book),
        limits=(*LIMITS, *_unseen(book), *aging_figures.limits(inputs.aging, book.aging_reported),
                *aging_days.limits(inputs.aging), *aging_weeks.limits(inputs.aging, pd.Timestamp(inputs.as_of)),
                *status_words.limits(history, inputs.decisions),
                *unread_files.limits(inputs.files), *whose_rows.limits(inputs.not_own),
                *inputs.notes, *(f"Assumption: {said}" for said in inputs.rules.assumptions)),
        sources=(inputs.measures.source, inputs.rules.source, inputs.families.source),
    )  # fmt: skip
    made = absences.told(made, "reporting_baseline", {
        "remittance": len(inputs.counted) > 0,
        "claim history": len(history) > 0,
        "A/R aging of the client": len(inputs.aging.rows) > 0,
        "cash book or log of patients' payments": len(inputs.cash) > 0,
    })  # fmt: skip
    told = unread_cells.told(made, unread_cells.of([inputs.practice], "reporting_baseline"))
    return signed(told, "reporting_baseline", state(book))


def period(inputs: Inputs) -> str:
    """Return the months of the report, such as `2024-08 to 2026-07`."""
    months = book_of(inputs).months
    return f"{name(months[0])} to {name(months[-1])}"


def _unseen(book: Book) -> tuple[str, ...]:
    """What is in no month, and which source tells of charges."""
    inputs, said = book.inputs, [f"Source of charges: {said_from(book.inputs.claims, book.inputs.sent)}."]
    undated = payments.undated(inputs.counted)
    if len(undated):
        said.append(f"Remittances without a day of payment, in no month: {len(undated):,}.")
    no_day = int(book.billed["month"].isna().sum())
    if no_day:
        said.append(f"Claims without a day of service, in no month: {no_day:,}.")
    lost = int(book.billed["charge_cents"].isna().sum())
    if lost:
        said.append(f"Claims without a charge, in no sum: {lost:,}.")
    stuck = len(receivable.without_a_day(book.owed))
    if stuck:
        said.append(f"Claims resolved on no known day, open at no month's end: {stuck:,}.")
    untold = receivable.of_unknown_amount(book.owed)
    if untold:
        said.append(f"Open claims without an amount, in no sum: {untold:,}. More is open than is shown.")
    paid = holes.undated(inputs)
    if len(paid):
        money = dollars(int(paid["history_paid_cents"].fillna(0).sum()))
        said.append(
            f"Claims paid without a remittance and a day of payment, in no month: {len(paid):,}, {money}."
        )
    for whose, rows in (("explained on paper", paid_on_paper), ("of capitation", of_members)):
        found = rows(inputs)
        if len(found):
            sums = found.groupby("month")["amount_cents"].sum()
            months = zip(pd.DatetimeIndex(sums.index), sums, strict=True)
            parts = ", ".join(f"{name(month)} {dollars(int(cents))}" for month, cents in months)
            money = dollars(int(found["amount_cents"].sum()))
            said.append(f"Deposits {whose}, in no month's payments: {len(found):,}, {money} ({parts}).")
    if len(inputs.cash):
        days, money = inputs.cash["paid_on"], dollars(int(inputs.cash["paid_cents"].sum()))
        many = several(len(inputs.cash), "payment")
        said.append(
            f"What patients paid by cash books and payment logs, in no other figure: {many}, {money} "
            f"({days.min():%Y-%m-%d} to {days.max():%Y-%m-%d})."
        )
    later = int((inputs.remittances["paid_on"] > inputs.today).sum())
    if later:
        said.append(f"Remittances dated after the report, in no month: {later:,}.")
    if pd.isna(book.monthly["net"]).all():
        said.append(
            "The allowed amount is known of too few lines in every month, so there is no net collection rate."
        )
    return tuple(said)
