"""What is due in the days after a report, whether the closeout runs or is over."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Privacy
from cutover.workstreams.columns import PAYER, cents, date, text
from cutover.workstreams.open_claims.appeals import beside_claims, stake
from cutover.workstreams.open_claims.book import Book, is_soon
from cutover.workstreams.open_claims.since_cutover import since_cutover

ACTIONS = (
    date("due_on", "Due on"),
    text("what", "Of what"),
    text("case", "Claim", "case of the claim; null: no open claim fits"),
    PAYER,
    cents(
        "cents", "Open", "of an appeal without a claim on file: at stake; null: unknown, or in an earlier row"
    ),
    text("claim_number", "Claim no.", "", Privacy.PHI),
    text("next_action", "Next action", "", Privacy.PHI),
    text("owner", "Owner", "", Privacy.DESK),
)
_CLAIM, _LATER, _APPEAL = "open claim", "open claim since the cutover", "appeal"


def actions(book: Book) -> pd.DataFrame:
    """Return the next actions that are due from the report's date on, for so many days (ACTIONS), the earliest first.

    One that a claim has from its appeal is the appeal's alone; what both state for one day is the claim's. The first
    row of a claim alone has its money, so that each claim counts once.
    """
    later = since_cutover(book.inputs)
    parts = [book.worked.assign(what=_CLAIM), later.assign(what=_LATER)]
    worked = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    own = worked[~worked["is_of_appeal"]]
    of_claims = own.assign(cents=own["worth_cents"])
    theirs = beside_claims(book.appeals, worked)
    of_appeals = theirs.assign(what=_APPEAL, cents=stake(theirs))
    names = [c.name for c in ACTIONS]
    parts = []
    for rows in (of_claims, of_appeals):
        told = rows.rename(columns={"next_action_on": "due_on"})
        left = (told["due_on"] - book.inputs.today).dt.days
        parts.append(told.loc[left.between(0, book.inputs.rules.week_days).fillna(False), names])
    whole = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    whole["cents"] = (
        whole.groupby("case")["cents"].transform("first").where(whole["case"].notna(), whole["cents"])
    )
    ordered = whole.sort_values(["due_on", "cents"], ascending=[True, False], kind="stable")
    return ordered.assign(cents=ordered["cents"].mask(_is_again(ordered)))


def again(rows: pd.DataFrame) -> int:
    """Return how many of these actions are further ones of a claim that has another among them."""
    return int(_is_again(rows).sum())


def _is_again(rows: pd.DataFrame) -> pd.Series:
    return rows["case"].duplicated() & rows["case"].notna()


__all__ = ["ACTIONS", "actions", "again", "is_soon"]
