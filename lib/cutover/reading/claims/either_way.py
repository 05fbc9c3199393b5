"""What a practice sent through either system: its submissions, and those that Medi's lists alone tell of.

A claim that Office Ally's files and Medi's lists both have is one submission. One that Medi rejected and that was sent
again is two, the second one resubmitted, as Office Ally's own are. The non-par fee counts Office Ally's alone.
"""

from __future__ import annotations

import pandas as pd

from cutover.columns import conform
from cutover.reading.claims.era_submissions import SOURCE as ERA
from cutover.reading.claims.sent import REPLACEMENT, SOURCE, VOID
from cutover.reading.claims.submissions import joined
from cutover.reading.claims.tables import SUBMITTED_CLAIMS
from cutover.reading.postings.tables import MEDI

_STATES = {"rejected": "rejected", "accepted": "accepted", "decided": "accepted"}


def with_sent(submitted: pd.DataFrame, sent: pd.DataFrame) -> pd.DataFrame:
    """Return submissions (SUBMITTED_CLAIMS) with those of Medi's lists (SENT_CLAIMS) that no other source has."""
    rows = _submissions(sent)
    return joined(submitted, rows, submitted.head(0))[0] if len(rows) else submitted


def sent_first(submitted: pd.DataFrame, sent: pd.DataFrame) -> pd.DataFrame:
    """Return submissions as `with_sent`, where a list is believed before a remittance: it states the day."""
    rows = _submissions(sent)
    if rows.empty:
        return submitted
    proven = submitted["source"].eq(ERA).fillna(False).astype(bool)
    return joined(submitted[~proven], rows, submitted[proven])[0]


def _submissions(sent: pd.DataFrame) -> pd.DataFrame:
    """The rows of Medi's lists as submissions (SUBMITTED_CLAIMS): taking a claim back is none."""
    rows = sent[sent["frequency"].ne(VOID).fillna(True).astype(bool)].reset_index(drop=True)
    stated = rows["sent_on"].notna()
    again = rows["frequency"].eq(REPLACEMENT).fillna(False).astype(bool)
    made = rows.assign(
        submission_date=rows["sent_on"],
        date_basis=pd.Series(None, rows.index, dtype="str").mask(stated, "stated"),
        state=rows["state"].map(_STATES).fillna("unknown"),
        submission=pd.Series("unknown", rows.index, dtype="str").mask(again, "resubmitted"),
        sent_through=MEDI,
        source=SOURCE,
    )
    return conform(made.reindex(columns=[c.name for c in SUBMITTED_CLAIMS]), SUBMITTED_CLAIMS)
