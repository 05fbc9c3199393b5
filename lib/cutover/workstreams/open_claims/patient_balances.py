"""What patients owe by the client's own list of their balances, and apart from it the credits that are owed to them.

A credit is one patient's money and pays nobody else's balance: what the list comes to in all stands beside the two.
"""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform
from cutover.money import dollars
from cutover.result import Figure, Table
from cutover.wording import several
from cutover.workstreams.columns import cents, count, text
from cutover.workstreams.findings import table
from cutover.workstreams.open_claims.inputs import Inputs

LISTS = (
    count("accounts", "Accounts of the list"),
    count("owing", "Accounts that owe"),
    cents("owed_cents", "Owed by patients", "balances above zero"),
    count("in_credit", "Accounts with a credit"),
    cents("credit_cents", "Credits, owed to patients", "balances below zero, as amounts to give back"),
    cents("net_cents", "Owed less the credits", "what the list comes to as a whole; no patient owes it"),
    count("at_zero", "Accounts at zero"),
    text("heading", "Column of the list", "as written", Privacy.DESK),
    text("source_file", "File", "path below the practice's folder", Privacy.PHI),
)
CREDITS = (
    cents("credit_cents", "Credit, owed to the patient"),
    text("account", "Account no.", "", Privacy.PHI),
    text("heading", "Column of the list", "as written", Privacy.DESK),
    text("source_file", "File", "path below the practice's folder", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)
_TITLE = "What patients owe, and the credits owed to them"
_NOTE = "by each of the client's own lists of patients' balances; credits are in no sum of what is owed"
_CREDITS = "Patients' credits, account by account"
_EACH = "the largest first: look up each, and give back what is the patient's"
_ABSENT = "not known: no list of patients' balances lies among the claims"


def by_list(inputs: Inputs) -> pd.DataFrame:
    """Return what patients owe and their credits, both above zero, one row for each list of their balances (LISTS)."""
    rows = []
    for (file, heading), part in _rows(inputs).groupby(["source_file", "heading"], sort=False):
        amounts = part["amount_cents"]
        above, below = amounts[amounts.gt(0)], amounts[amounts.lt(0)]
        rows.append((
            len(part), len(above), int(above.sum()), len(below), -int(below.sum()), int(amounts.sum()),
            int(amounts.eq(0).sum()), heading, file,
        ))  # fmt: skip
    return conform(pd.DataFrame(rows, columns=[column.name for column in LISTS]), LISTS)


def credits(inputs: Inputs) -> pd.DataFrame:
    """Return each account with a balance below zero, its credit above zero, the largest first (CREDITS)."""
    rows = _rows(inputs)
    rows = rows[rows["amount_cents"].lt(0)].assign(credit_cents=-rows["amount_cents"])
    rows = rows.sort_values(["credit_cents", "account"], ascending=[False, True], kind="stable")
    return conform(rows[[column.name for column in CREDITS]].reset_index(drop=True), CREDITS)


def shown(inputs: Inputs) -> dict[str, Table]:
    """Return both tables of a report by name."""
    absent = _ABSENT if _rows(inputs).empty else "no account has a credit"
    return {
        "patients_owe": table(_TITLE, by_list(inputs), LISTS, _NOTE, _ABSENT),
        "patients_credits": table(_CREDITS, credits(inputs), CREDITS, _EACH, absent),
    }


def figures(inputs: Inputs) -> tuple[Figure, ...]:
    """Return what patients owe and their credits as two figures, nothing where no list or more than one tells them."""
    lists = by_list(inputs)
    if len(lists) != 1:
        return ()
    (one,) = lists.to_dict("records")
    owing = f"{several(one['owing'], 'account')}, by the client's list of patients' balances"
    if one["in_credit"]:
        owing += (
            f"; less the credits the list comes to {dollars(int(one['net_cents']))}, which no patient owes"
        )
    told = several(one["in_credit"], "account") + " with a credit, by that list"
    return (
        Figure("Owed by patients", dollars(int(one["owed_cents"])), owing),
        Figure("Credits of patients", dollars(int(one["credit_cents"])), told),
    )


def limits(inputs: Inputs) -> tuple[str, ...]:
    """Return what is said of lists of patients' balances: that they are compared with no claims."""
    number = len(by_list(inputs))
    if not number:
        return ()
    verb = "is" if number == 1 else "are"
    return (
        f"{several(number, 'list')} of what patients owe {verb} compared with no open claims: payers owe those.",
    )


def _rows(inputs: Inputs) -> pd.DataFrame:
    return inputs.balances[inputs.balances["of_patients"].astype(bool)]
