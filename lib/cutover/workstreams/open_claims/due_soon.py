"""What is due in the days after a report, whether the closeout runs or is over."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Privacy
from cutover.workstreams.columns import PAYER, cents, date, text
from cutover.workstreams.open_claims.appeals import beside_claims, stake
from cutover.workstreams.open_claims.book import Book, is_soon

ACTIONS = (
    date("due_on", "Due on"),
    text("what", "Of what"),
    text("case", "Claim", "case of the claim; null: no open claim fits"),
    PAYER,
    cents("cents", "Open", "of an appeal without a claim on file: at stake; null: unknown"),
    text("claim_number", "Claim no.", "", Privacy.PHI),
    text("next_action", "Next action", "", Privacy.PHI),
    text("owner", "Owner", "", Privacy.DESK),
)
_CLAIM, _APPEAL = "open claim", "appeal"


def actions(book: Book) -> pd.DataFrame:
    """Return the next actions that are due from the report's date on, for so many days (ACTIONS), the earliest first.

    One that a claim has from its appeal is the appeal's alone; what both state for one day is the claim's.
    """
    own = book.worked[~book.worked["is_of_appeal"]]
    of_claims = own.assign(what=_CLAIM, cents=own["worth_cents"])
    theirs = beside_claims(book.appeals, book.worked)
    of_appeals = theirs.assign(what=_APPEAL, cents=stake(theirs))
    names = [c.name for c in ACTIONS]
    parts = []
    for rows in (of_claims, of_appeals):
        told = rows.rename(columns={"next_action_on": "due_on"})
        left = (told["due_on"] - book.inputs.today).dt.days
        parts.append(told.loc[left.between(0, book.inputs.rules.week_days).fillna(False), names])
    whole = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return whole.sort_values(["due_on", "cents"], ascending=[True, False], kind="stable")


__all__ = ["ACTIONS", "actions", "is_soon"]
