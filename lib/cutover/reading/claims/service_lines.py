"""Claim reports with one row per service line: the lines of a claim as one row of the claim history.

Lines are rows of one table with the same claim number, payer and day of submission that differ in procedure, modifier
or line number. What does not differ in these is the same claim standing again, as in any other report.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cutover.reading.claims.continued import LINE
from cutover.reading.claims.line_amounts import summed
from cutover.reading.claims.line_groups import grouped, in_doubt, with_lines
from cutover.reading.claims.line_rules import line_rules
from cutover.reading.claims.states import WITHDRAWN, submission_states
from cutover.reading.mapping.record import LOOK
from cutover.wording import several

FURTHER = "a further service line of a claim: its amounts are in the claim's row"
AGAIN = "the same service line of a claim stands twice in the file"
MONEY = {"charge": "Billed", "paid": "Paid", "adjusted": "Adjusted", "balance": "Balance"}


@dataclass(frozen=True)
class Joined:
    """The claims of one table (CLAIM_HISTORY), each under the label of its first line, and what a person should know.

    `further` are the rows of CLAIM_HISTORY that are in another one's: their charge is null, since it is summed there.
    `again` are lines that stand twice. Rows in = claims + `further` + `again`.
    """

    claims: pd.DataFrame
    further: pd.DataFrame
    again: pd.DataFrame
    notes: tuple[str, ...] = ()


def joined(table: pd.DataFrame, found: pd.DataFrame, used: dict[str, str], below: pd.Series) -> Joined:
    """Return the claims of a table, one row each, from its typed rows and what they were mapped from.

    `used` names the column of each field, `below` are the rows whose claim number was filled down from the row above.
    """
    none, names_lines = table.iloc[:0], bool(set(LINE) & set(used))
    if not names_lines and table["claim_number"].dropna().is_unique:
        return Joined(table, none, none)
    rows = grouped(table, found, below)
    if not names_lines:
        return Joined(table, none, none, tuple(in_doubt(rows)))
    rows, notes = with_lines(rows)
    lines, again = rows[rows["is_line"]], rows.index[rows["is_again"]]
    rest = rows[~rows["is_line"] & ~rows["is_again"]]
    doubts = in_doubt(rest)
    if lines.empty:
        return Joined(table, none, none, (*notes, *doubts))
    claims, said = _claims(table, lines, rest, used)
    more = table.loc[lines.index.difference(claims.index)]
    whole = pd.concat([table.loc[rest.index], claims.astype(table.dtypes)]).sort_index()
    further = more.assign(charge_cents=pd.array([None] * len(more), "Int64"))
    return Joined(whole, further, table.loc[again], (*notes, *said, *doubts))


def _claims(
    table: pd.DataFrame, lines: pd.DataFrame, rest: pd.DataFrame, used: dict[str, str]
) -> tuple[pd.DataFrame, list[str]]:
    """One row of CLAIM_HISTORY per claim of several lines, under the label of its first, and notes."""
    rows = table.loc[lines.index].assign(claim=lines["claim"])
    label = pd.Series(lines.index, lines.index).groupby(lines["claim"]).first()
    claims = rows.groupby("claim").first()
    by_claim = rows.groupby("claim")
    last = rows[["service_from", "service_through"]].max(axis=1).groupby(rows["claim"]).max()
    claims["service_from"], claims["paid_date"] = by_claim["service_from"].min(), by_claim["paid_date"].max()
    spans = claims["service_through"].notna() | (last > claims["service_from"])
    claims["service_through"] = last.where(spans)
    said = by_claim["procedures"].agg(
        lambda each: " ".join(dict.fromkeys(" ".join(each.dropna()).split())) or None
    )
    claims = claims.assign(procedures=said.astype("str"), **_states(rows))
    own, notes = _own_rows(lines)
    counts = ~_void_lines(rows)
    for name, words in MONEY.items():
        if name not in used:
            continue
        cents = f"{name}_cents"
        found = lines.assign(cents=rows[cents])
        borne = found["cents"].mask(own).groupby(found["claim"]).transform("count") > 0
        alone = rest.assign(cents=table[cents])
        told = summed(found[~(own & borne) & counts], alone, used[name], words, is_charge=name == "charge")
        claims[cents] = told.cents
        notes += told.notes
    return claims.set_axis(pd.Index(label.reindex(claims.index)))[list(table.columns)], notes


def _own_rows(lines: pd.DataFrame) -> tuple[pd.Series, list[str]]:
    """The row of a claim itself among those of its lines: it names none, and its charge is the sum of theirs."""
    bare = lines["procedure"].isna() & lines["line_number"].isna() & ~lines["below"]
    only = bare.groupby(lines["claim"]).transform("sum") == 1
    charge = lines["charge_cents"]
    others = charge.mask(bare).groupby(lines["claim"]).transform("sum")
    own = (bare & only & charge.eq(others).fillna(False)).astype(bool)
    odd = lines.loc[bare & ~own & charge.notna(), "claim"].nunique()
    said = f"{several(odd, 'claim')} with rows without a procedure beside the lines: all are added up. {LOOK}"
    return own, [said] if odd else []


def _void_lines(rows: pd.DataFrame) -> pd.Series:
    """Which lines are void or replaced in a claim that has others: their amounts are none of the claim's."""
    void = rows["state"].isin(WITHDRAWN)
    return void & (~void).groupby(rows["claim"]).transform("any")


def _states(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """State, its word and the reason of a denial: those of the line that is farthest from being paid.

    A line without a word for its state says nothing where another of its claim has one. A claim of which a line is open
    and another is decided or waits was sent: without a day of submission it is pending, since open alone is not sent.
    """
    rank = {state: place for place, state in enumerate(line_rules().order)}
    order = rows["state"].map(rank).astype("int64") + len(rank) * rows["state_as_written"].isna()
    first = rows.assign(order=order).sort_values(["claim", "order"], kind="stable").groupby("claim")
    deciding = first.head(1).set_index("claim")
    of_lines = rows[rows["state_as_written"].notna()]
    mixed = of_lines.groupby("claim")["state"].nunique().reindex(deciding.index).gt(1)
    rejected = submission_states(deciding["state_as_written"]).eq("rejected")
    sent = mixed & deciding["state"].eq("open") & deciding["submission_date"].isna() & ~rejected
    reason = deciding["denial_reason"].fillna(rows.groupby("claim")["denial_reason"].first())
    return {
        "state": deciding["state"].mask(sent, "pending"),
        "state_as_written": deciding["state_as_written"],
        "denial_reason": reason,
    }
