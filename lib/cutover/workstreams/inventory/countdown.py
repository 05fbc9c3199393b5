"""The countdown to the closing: what is not on file yet, and the days that are left for it."""

from __future__ import annotations

import pandas as pd

from cutover.columns import empty
from cutover.result import Table
from cutover.wording import several
from cutover.workstreams import dated_notes
from cutover.workstreams.answers import Answer
from cutover.workstreams.columns import date, text
from cutover.workstreams.findings import table
from cutover.workstreams.inventory.inputs import Inputs
from cutover.workstreams.inventory.must_move import ELSEWHERE, IN_HAND, name_of, statuses

_COLUMNS = (
    text("what", "Not on file yet"),
    date("today", "From"),
    date("cutover", "Cutover"),
    date(
        "closing",
        "Closeout ends",
        "the old claims are worked until then; Office Ally must be open that long",
    ),
    date(
        "account",
        "Office Ally closes",
        "as the client's own plan or the newest note says, the earlier of the two; null: neither names a day",
    ),
)


def findings_and_tables(inputs: Inputs) -> Answer:
    """Return the table of the countdown; what is missing has its findings already."""
    return Answer((), (("countdown", countdown(inputs)),))


def countdown(inputs: Inputs) -> Table:
    """Return what must move and is not on file, one row each, with today, the cutover and the end of the closeout.

    Without a cutover date there is no row, nor after the closeout, unless the account is open longer by the client's
    own plan or a note. Where all is on file one row says so.
    """
    if inputs.cutover is None:
        return table("Countdown: no cutover date is set", empty(_COLUMNS), _COLUMNS)
    closing = inputs.cutover + pd.Timedelta(days=inputs.closeout_days)
    left, until = (closing - inputs.today).days, (inputs.cutover - inputs.today).days
    stands = {code: status.state for code, status in statuses(inputs).items()}
    told_days = [one.day for one in dated_notes.closings(inputs.holdings.practice)]
    account = pd.Timestamp(min(told_days)) if told_days else pd.NaT
    still = 0 if pd.isna(account) else (account - inputs.today).days
    lacking = [
        f"{name_of(code)}: {state}" for code, state in stands.items() if state not in (IN_HAND, ELSEWHERE)
    ]
    names = (lacking or ["all is on file"]) if max(left, still) > 0 else []
    rows = pd.DataFrame({"what": names}).assign(
        today=inputs.today, cutover=inputs.cutover, closing=closing, account=account
    )
    rows = rows.astype({"account": "datetime64[ms]"})
    first = f"{several(until, 'day')} to the cutover, " if until > 0 else ""
    ends = f"{several(left, 'day')} to the end of the closeout"
    over = f"the closeout ended on {closing:%Y-%m-%d}, {several(-left, 'day')} ago"
    title = f"Countdown: {first}{ends if left >= 0 else over}"
    title += f", {several(still, 'day')} to the closing of Office Ally" if still > 0 else ""
    told = dated_notes.told_closing(inputs.holdings.practice, closing.date())
    note = "What must move and is not on file"
    note += "; Office Ally must be open until the closeout ends" if left >= 0 else ""
    return table(title, rows, _COLUMNS, f"{note}; {told}." if told else f"{note}.")
