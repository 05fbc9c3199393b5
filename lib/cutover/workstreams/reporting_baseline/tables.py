"""The tables of the monthly report: for the page, and for the workbook that an owner knows."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind
from cutover.reading.claims.batches import SOURCE as FILES
from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.claims.sent import SOURCE as SENT
from cutover.reading.claims.submissions import LIST
from cutover.result import Table
from cutover.workstreams import aging_days, aging_figures, open_balance
from cutover.workstreams.columns import MONTH, PAYER, cents, count, text
from cutover.workstreams.findings import table
from cutover.workstreams.legacy_claims import BUCKETS
from cutover.workstreams.reporting_baseline import (
    charges,
    own_months,
    payments,
    receivable,
    sent_to_paid,
    served,
)
from cutover.workstreams.reporting_baseline.against import AGAINST, against
from cutover.workstreams.reporting_baseline.book import Book
from cutover.workstreams.reporting_baseline.coverage import COVERAGE, NONE, WHOLE
from cutover.workstreams.reporting_baseline.decided import GROUPS
from cutover.workstreams.reporting_baseline.months import end_of
from cutover.workstreams.reporting_baseline.rules import AGING, CLAIMS, REMITTANCES, Measure

BEFORE, WITHIN, AFTER = "before", "switch", "after"
SELF_PAY = cents(
    "self_pay_cents", "Self-pay, apart", "visits of the month that no payer is asked to pay: no charge"
)
_LACKED = "claims that the claim history lacks; they are in the charges"
CHARGED_BY = {
    HISTORY: cents(
        "by_history_cents", "Charges by the claim history", "null: none of its claims states a charge"
    ),
    FILES: cents("in_files_cents", "In 837 files alone", _LACKED),
    LIST: cents("in_lists_cents", "In lists of what was sent alone", _LACKED),
    SENT: cents("in_medi_cents", "In Medi's lists alone", _LACKED),
}
_KINDS = {"cents": Kind.CENTS, "count": Kind.COUNT, "share": Kind.SHARE, "number": Kind.NUMBER}
SIDE = text("side", "Cutover", f"{BEFORE}, {AFTER}, or {WITHIN}: the month in which it lies")
WHOLENESS = text("whole", "Data", "whole, or what is missing of which source")
_MONEY = ("charges", "payments", "on_claims", "adjusted", "patient", "gross", "net")
_CLAIMS = ("decided", "denied", "denial_rate", "first_pass", "days")
_GROUPS = {"CO": "co_cents", "PR": "pr_cents", "OA": "oa_cents", "PI": "pi_cents", "CR": "cr_cents",
           "prior payer": "prior_cents", "no group": "other_cents"}  # fmt: skip
BY_GROUP = (
    MONTH, cents("co_cents", "Contract (CO)", "what the contract takes off, and denials under it"),
    cents("pr_cents", "Patient (PR)"), cents("oa_cents", "Other (OA)"), cents("pi_cents", "Payer's own (PI)"),
    cents("cr_cents", "Correction (CR)"), cents("prior_cents", "Prior payer", "paid or taken off by an earlier payer"),
    cents("other_cents", "No known group"), WHOLENESS,
)  # fmt: skip
BY_PAYER = (PAYER, text("family", "Family"), text("feed", "System"), count("payments", "Payments"),
            cents("paid_cents", "Paid"), count("months", "Months"),
            Column("last_month", Kind.MONTH, "Last"))  # fmt: skip
BY_PAYER_AND_MONTH = (MONTH, text("family", "Family"), PAYER, text("feed", "System"), count("payments", "Payments"),
                      cents("paid_cents", "Paid"))  # fmt: skip
BY_FAMILY = (MONTH, text("family", "Family"), cents("paid_cents", "Paid"))
BUCKET_COLUMNS = tuple(
    cents(name, f"{bucket} days") for name, bucket in zip(receivable.NAMES, BUCKETS, strict=True)
)
AGED = (
    Column("day", Kind.DATE, "On"),
    *BUCKET_COLUMNS,
    cents("open", "Open"),
    count("claims", "Claims"),
    WHOLENESS,
)
DRAWN = (MONTH, cents("payments", "Payments of payers"), cents("charges", "Charges"),
         cents("open", "Open with payers (A/R)"),
         text("payments_state", "State"), text("charges_state", "State of charges"),
         text("open_state", "State of A/R"))  # fmt: skip
OF_PATIENTS = (MONTH, text("method", "How"), count("payments", "Payments"), cents("paid_cents", "Paid"))
DEFINED = (text("measure", "Measure"), text("basis", "Counted by"), text("definition", "What it is"),
           text("told_by", "Source"), text("after", "After the cutover"))  # fmt: skip


def tables(book: Book) -> dict[str, Table]:
    """Return the tables of the report by name; those of the workbook alone are `payers_by_month`."""
    note = "What is not known is empty, and never a zero. The column Data says which source is not whole."
    return {
        "money": _money(book, note),
        "claims": table("Claims by month of payment", _of(book, _CLAIMS, (REMITTANCES,)), _columns(book, _CLAIMS),
                        note),
        "groups": _by_group(book, note),
        **served.tables(book, _whole(book, (CLAIMS,))),
        "aging": table("Open at each month's end, by age", _aged(book), AGED, note),
        "balance": open_balance.shown(
            book.inputs.claims.history, book.inputs.today, book.inputs.cutover, book.inputs.decisions
        ),
        "payers": table("Payments by payer", _by_payer(book), BY_PAYER, "checks and EFTs of the months shown"),
        "payers_by_month": table("Payments by payer and month", _shown(book), BY_PAYER_AND_MONTH, note),
        "families": table("Payments by family of payers", _by_family(book), BY_FAMILY),
        "coverage": table("Which months are not whole, and why", _gaps(book), COVERAGE,
                          "Of a month that is not listed, nothing is known to be missing."),
        "against": table("The client's own figures", against(book), AGAINST[:-1],
                         "the intake's sheet client figures, and the practice's own tables by month"),
        "own_months": own_months.shown(book),
        "sent_to_paid": sent_to_paid.table_of(book.inputs, book.decided),
        "aging_reported": table("The client's own A/R aging", book.aging_reported, aging_figures.AGED,
                                "each amount to the cent, against the balances of the claim history on that day"),
        "aging_days": table(aging_days.TITLE, aging_days.by_day(book.inputs.aging, book.inputs.today),
                            aging_days.BY_DAY, aging_days.NOTE),
        "drawn": table("What is drawn", _drawn(book), DRAWN),
        "patients_paid": table("What patients paid themselves, by month", payments.of_patients(book.inputs.cash),
                               OF_PATIENTS, "of cash books and payment logs; in no other figure, and in no remittance"),
        "definitions": table("What each measure means", _defined(book), DEFINED),
    }  # fmt: skip


def _columns(book: Book, codes: tuple[str, ...]) -> tuple[Column, ...]:
    of = [book.inputs.measures.named(code) for code in codes]
    return (MONTH, SIDE, *(_column(one) for one in of), WHOLENESS)


def _money(book: Book, note: str) -> Table:
    """The money by month; visits that patients pay themselves have their column where there are any."""
    rows, columns = _of(book, _MONEY, (CLAIMS, REMITTANCES)), _columns(book, _MONEY)
    if book.self_pay.notna().any():
        known = ~book.state(book.inputs.measures.named("charges")).eq(NONE)
        told = book.self_pay.fillna(0).astype("Int64").where(known)
        rows = rows.assign(self_pay_cents=rows["month"].map(told).astype("Int64"))
        columns = (*columns[:3], SELF_PAY, *columns[3:])
    if parts := _parts(book):
        rows = _charged_by(book, rows, parts)
        columns = (*columns[:3], *(CHARGED_BY[source] for source in parts), *columns[3:])
        note = f"{note} Charges are the sum of the {len(parts)} columns beside them."
    return table("Money by month", rows[[column.name for column in columns]], columns, note)


def _parts(book: Book) -> list[str]:
    """The sources whose claims the charges of the months shown are of; none where the history has them all."""
    held = set(book.billed.loc[book.billed["month"].isin(book.months), "source"])
    parts = [source for source in CHARGED_BY if source in held]
    return parts if HISTORY in held and len(parts) > 1 and held <= set(parts) else []


def _charged_by(book: Book, rows: pd.DataFrame, parts: list[str]) -> pd.DataFrame:
    """The rows with what each source charges; 0 where it has no claim of the month, null where none states a charge."""
    known = ~book.state(book.inputs.measures.named("charges")).eq(NONE)
    told = {}
    for source in parts:
        own = book.billed[book.billed["source"].eq(source)]
        lacks = ~book.months.isin(own["month"])
        said = charges.by_month(own).reindex(book.months).mask(lacks, 0).where(known)
        told[CHARGED_BY[source].name] = rows["month"].map(said).astype("Int64")
    return rows.assign(**told)


def _column(one: Measure) -> Column:
    name = f"{one.code}_cents" if one.kind == "cents" else one.code
    return Column(name, _KINDS[one.kind], one.label, f"{one.text} Counted by {one.basis}.")


def _of(book: Book, codes: tuple[str, ...], sources: tuple[str, ...]) -> pd.DataFrame:
    found = book.monthly[list(codes)].rename(columns={
        code: _column(book.inputs.measures.named(code)).name for code in codes
    })  # fmt: skip
    told = found.assign(side=[side(book, month) for month in book.months], whole=_whole(book, sources))
    return _latest_first(told.rename_axis("month").reset_index())


def _latest_first(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[::-1].reset_index(drop=True)


def side(book: Book, month: pd.Timestamp) -> str:
    """Return on which side of the cutover a month lies."""
    day = book.inputs.cutover
    if day is None or end_of(month) < pd.Timestamp(day):
        return BEFORE
    return AFTER if month >= pd.Timestamp(day) else WITHIN


def _whole(book: Book, sources: tuple[str, ...]) -> list[str]:
    """What is said of each month: whole, or each source that is not with its state."""
    rows = book.coverage[book.coverage["source"].isin(sources)]
    bad = rows[rows["state"] != WHOLE]
    said = (
        (bad["source"] + " " + bad["state"].replace({NONE: "not known"})).groupby(bad["month"]).agg("; ".join)
    )
    return [said.get(month, WHOLE) for month in book.months]


def _by_group(book: Book, note: str) -> Table:
    """The adjustments by group; a rare group has its column where it has an amount."""
    rows = _groups(book)
    rare = [name for name in ("cr_cents", "other_cents") if not rows[name].fillna(0).any()]
    columns = tuple(column for column in BY_GROUP if column.name not in rare)
    return table("Adjustments by group and month of payment", rows, columns, note)


def _groups(book: Book) -> pd.DataFrame:
    wide = book.groups.pivot_table(index="month", columns="group", values="amount_cents", aggfunc="sum")
    wide = wide.reindex(index=book.months, columns=list(GROUPS)).astype("Int64")
    seen = book.monthly["decided"].notna().to_numpy()
    told = wide.fillna(0).where(pd.Series(seen, wide.index)).rename(columns=_GROUPS)
    told = told.assign(whole=_whole(book, (REMITTANCES,)))
    return _latest_first(told.rename_axis(index="month", columns=None).reset_index())


def _aged(book: Book) -> pd.DataFrame:
    days = [min(end_of(month), book.inputs.today) for month in book.months]
    known = ~book.state(book.inputs.measures.named("open")).eq(NONE)
    told = book.aging.mask(pd.DataFrame(dict.fromkeys(book.aging, ~known), index=book.months))
    told = told.assign(day=days, whole=_whole(book, (AGING,)))[[c.name for c in AGED]]
    return _latest_first(told)


def _shown(book: Book) -> pd.DataFrame:
    rows = book.payers[book.payers["month"].isin(book.months)]
    order = ["month", "family", "payer", "feed"]
    return rows.sort_values(order, ascending=[False, True, True, True], kind="stable", ignore_index=True)


def _by_payer(book: Book) -> pd.DataFrame:
    grouped = _shown(book).groupby(["payer", "family", "feed"], as_index=False)
    sums = grouped.agg(payments=("payments", "sum"), paid_cents=("paid_cents", "sum"), months=("month", "nunique"),
                       last_month=("month", "max"))  # fmt: skip
    return sums.sort_values(["paid_cents", "payer", "feed"], ascending=[False, True, True], ignore_index=True)


def _by_family(book: Book) -> pd.DataFrame:
    sums = _shown(book).groupby(["month", "family"], as_index=False)["paid_cents"].sum()
    order = sums.groupby("family")["paid_cents"].transform("sum")
    return sums.assign(order=-order).sort_values(
        ["order", "family", "month"], kind="stable", ignore_index=True
    )


def _gaps(book: Book) -> pd.DataFrame:
    rows = book.coverage[book.coverage["state"] != WHOLE]
    return rows.sort_values(["month", "source"], ascending=[False, False], kind="stable", ignore_index=True)


def _drawn(book: Book) -> pd.DataFrame:
    found = book.monthly[["payments", "charges", "open"]].rename_axis("month").reset_index()
    states = {f"{code}_state": book.state(book.inputs.measures.named(code)).to_numpy() for code in
              ("payments", "charges", "open")}  # fmt: skip
    return found.assign(**states)


def _after(book: Book, measure: Measure) -> str:
    if measure.after:
        return "goes on from remittances in Medi"
    if book.inputs.goes_on:
        return "goes on from the claim history"
    if book.inputs.goes_on_telling(measure):
        return "goes on from Medi's lists of claims"
    lack = "" if book.inputs.lists_from is None else " with their balances"
    return f"needs an export of Medi's claims{lack}"


def _defined(book: Book) -> pd.DataFrame:
    rows = [
        (one.label, one.basis, one.text, " and ".join(one.told_by), _after(book, one))
        for one in book.inputs.measures.measure
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[c.name for c in DEFINED])
