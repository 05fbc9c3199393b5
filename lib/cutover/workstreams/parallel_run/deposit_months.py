"""What came to the bank month by month: deposits of insurers, with and without a remittance, and of others."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Privacy, empty, framed
from cutover.workstreams.bank import of_capitation, of_no_payer
from cutover.workstreams.columns import cents, count, date, text
from cutover.workstreams.parallel_run.bank_cases import bank_months, holes
from cutover.workstreams.parallel_run.inputs import Inputs

INSURER, OTHER = "insurer", "not an insurer"
WITH, WITHOUT = "with a remittance", "without a remittance"
PAPER, MEMBERS, ELSEWHERE = "explained on paper", "capitation", "remittance in another practice's folder"
NO_LINES, TOTAL, UNDATED = "no line of the bank is on file", "all months", "no day"
MONTHS = (
    text("month", "Month", "by the bank's date"),
    count("insurers", "Of insurers"),
    cents("insurers_cents", "Amount of insurers"),
    count("matched", "With a remittance"),
    cents("matched_cents", "Amount with one"),
    count("open", "Without one"),
    cents("open_cents", "Amount without one", "also capitation and what is explained on paper: see the list"),
    count("others", "Of others", "cards, transfers of the practice, grants: no payer made them"),
    cents("others_cents", "Amount of others"),
    count("deposits", "All deposits"),
    cents("deposits_cents", "Amount of all"),
    text("said", "On file"),
)
DEPOSITED = (
    text("month", "Month"),
    date("deposit_date", "Deposited on"),
    cents("amount_cents", "Amount"),
    text("whose", "Of whom"),
    text("what", "Remittance"),
    text("how", "Matched by"),
    text("description", "Description", "the bank's own words", Privacy.DESK),
    text("trace_number", "Trace or check no.", "", Privacy.DESK),
    text("source_file", "File", "", Privacy.PHI),
    count("source_row", "Row"),
)
_PARTS = ("insurers", "matched", "open", "others", "deposits")


def deposited(run: Inputs) -> pd.DataFrame:
    """Return each deposit with its month, of whom it is and what is known of its remittance (DEPOSITED)."""
    rows = run.deposits.reset_index(drop=True)
    if rows.empty:
        return empty(DEPOSITED)
    rows = rows.join(run.bank.deposits[["how"]])
    other, members = (of(rows, run.bank) for of in (of_no_payer, of_capitation))
    what = pd.Series(WITHOUT, rows.index).mask(run.banked_elsewhere, ELSEWHERE).mask(run.on_paper, PAPER)
    what = what.mask(members, MEMBERS).mask(rows["how"].notna(), WITH).mask(other)
    whose = pd.Series(INSURER, rows.index).mask(other, OTHER)
    month = rows["deposit_date"].dt.strftime("%Y-%m").fillna(UNDATED)
    told = rows.assign(month=month.astype("str"), whose=whose, what=what.astype("str"))
    return told.sort_values(["month", "deposit_date", "amount_cents"], kind="stable")[
        [c.name for c in DEPOSITED]
    ]


def by_month(run: Inputs, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the deposits of each month and of all (MONTHS), one row each, also of months without a line of the bank.

    Such a month lies between others: nothing of it came, or its statement is not on file.
    """
    if rows.empty:
        return empty(MONTHS)
    seen = bank_months(run)
    made = [_sums(rows[rows["month"] == one], one, "" if one in seen else NO_LINES)
            for one in sorted({*seen, *holes(run)})]  # fmt: skip
    undated = rows[rows["month"] == UNDATED]
    made += [_sums(undated, UNDATED, "")] if len(undated) else []
    return framed([*made, _sums(rows, TOTAL, "")], MONTHS)


def _sums(rows: pd.DataFrame, month: str, said: str) -> tuple:
    ours = rows["whose"].eq(INSURER)
    parts = (ours, ours & rows["what"].eq(WITH), ours & rows["what"].ne(WITH), ~ours, ours | ~ours)
    sums = (value for part in parts for value in (int(part.sum()), int(rows.loc[part, "amount_cents"].sum())))
    return (month, *(sums if not said else [None] * (2 * len(_PARTS))), said or None)
