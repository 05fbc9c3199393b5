"""The client's own balances by account beside what the claims of each have open: a control of the claim list."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.identifiers import compared
from cutover.money import dollars
from cutover.result import Table
from cutover.wording import several
from cutover.workstreams import open_balance
from cutover.workstreams.answers import once
from cutover.workstreams.columns import cents, count, text
from cutover.workstreams.findings import table
from cutover.workstreams.legacy_claims import known_sum
from cutover.workstreams.open_claims.inputs import Inputs

AGREES, DIFFERS, NOT_HERE, NOT_THERE, UNKNOWN = (
    "agrees",
    "another amount",
    "only in the list",
    "only in the claim history",
    "a claim of it is of unknown amount",
)
ACCOUNTS = (
    text("state", "State"),
    cents("listed_cents", "In the client's list", "null: not in it"),
    cents(
        "ours_cents", "Here", "open with payers, by its claims in the claim history; null: none, or unknown"
    ),
    cents("off_cents", "Apart", "the list less the claims; null: not known"),
    count("claims", "Open claims"),
    text("account", "Account no.", "", Privacy.PHI),
    text("heading", "Column of the list", "as written", Privacy.DESK),
    text("source_file", "File", "path below the practice's folder", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)
_TITLE = "The client's own balances by account, and the claims of each"
_NOTE = "the largest account first; open with payers before and since the cutover, what patients owe left out"
_ABSENT = "no list of such sums is on file"


@once
def by_account(inputs: Inputs) -> pd.DataFrame:
    """Return each account of the client's lists of balances with what its claims have open (ACCOUNTS), largest first.

    An account that the history has open and a list lacks has a row too. A list whose accounts are none of the
    history's cannot be compared: its rows stand there with nothing beside them. What patients owe is no control of
    claims (`patient_balances`).
    """
    balances = inputs.balances[~inputs.balances["of_patients"].astype(bool)]
    if balances.empty:
        return empty(ACCOUNTS)
    parts = [_of_list(rows, _ours(inputs)) for _, rows in balances.groupby("source_file", sort=False)]
    whole = pd.concat(parts, ignore_index=True)
    size = whole["listed_cents"].fillna(whole["ours_cents"])
    order = whole.assign(size=size).sort_values(["size", "account"], ascending=[False, True], kind="stable")
    return conform(order[[c.name for c in ACCOUNTS]].reset_index(drop=True), ACCOUNTS)


def shown(inputs: Inputs) -> Table:
    """Return the accounts as a table of a report."""
    return table(_TITLE, by_account(inputs), ACCOUNTS, _NOTE, _ABSENT)


def limits(inputs: Inputs) -> tuple[str, ...]:
    """Return what is said of each list of balances: both sums, and how many accounts agree."""
    said = []
    for _, rows in by_account(inputs).groupby("source_file", sort=False):
        listed, ours = rows["listed_cents"].dropna(), rows["ours_cents"].dropna()
        if ours.empty and listed.ne(0).any():
            money = dollars(int(listed.sum()))
            said.append(
                f"The client's balances by account, {money}, are not compared: the claim history has none of them open."
            )
            continue
        agree = int(rows["state"].eq(AGREES).sum())
        said.append(
            f"The client's balances by account add up to {dollars(int(listed.sum()))} for "
            f"{several(len(listed), 'account')}, the claims of these and others to {dollars(int(ours.sum()))}: "
            f"{agree:,} of {several(len(rows), 'account')} agree."
        )
    return tuple(said)


def _ours(inputs: Inputs) -> pd.DataFrame:
    """What the claims of each account have open with payers, by the number as compared."""
    rows = open_balance.each_open(inputs.listed, inputs.today, inputs.decisions)
    rows = rows[~rows["is_patient"] & ~rows["is_alone"]]
    rows = rows.assign(key=compared(rows["patient_control_number"])).dropna(subset="key")
    return rows.groupby("key").agg(
        ours_cents=("amount_cents", known_sum), unknown=("amount_cents", lambda c: int(c.isna().sum())),
        claims=("amount_cents", "size"), account=("patient_control_number", "first"),
    )  # fmt: skip


def _of_list(rows: pd.DataFrame, ours: pd.DataFrame) -> pd.DataFrame:
    """One list against the open claims by account."""
    told = rows.assign(key=compared(rows["account"]), listed_cents=rows["amount_cents"]).set_index("key")
    both = told.join(ours.drop(columns="account"))
    if not told.index.isin(ours.index).any():
        return both.assign(ours_cents=pd.NA, off_cents=pd.NA, state=NOT_HERE, claims=0)
    more = ours[~ours.index.isin(told.index)].assign(source_file=rows["source_file"].iloc[0])
    whole = pd.concat([both, more]) if len(more) else both
    ours_cents, listed = whole["ours_cents"].astype("Int64"), whole["listed_cents"].astype("Int64")
    off = (listed - ours_cents).mask(whole["unknown"].gt(0).fillna(False))
    state = pd.Series(DIFFERS, whole.index, dtype="str").mask(off.eq(0).fillna(False), AGREES)
    state = state.mask(whole["unknown"].gt(0).fillna(False), UNKNOWN).mask(whole["claims"].isna(), NOT_HERE)
    # what is not open any more and what was never listed come to the same: nothing
    state = state.mask(whole["claims"].isna() & listed.eq(0).fillna(False), AGREES).mask(
        listed.isna(), NOT_THERE
    )
    return whole.assign(
        ours_cents=ours_cents, off_cents=off, state=state, claims=whole["claims"].fillna(0).astype(int)
    )
