"""What people attest of this cutover, and what was printed on the last sheet of the day that came back."""

from __future__ import annotations

import datetime as dt

from cutover.workstreams.answers import once
from cutover.workstreams.attested import Word, last_words
from cutover.workstreams.readiness.inputs import Inputs

__all__ = ["Word", "printed", "words"]


@once
def words(inputs: Inputs) -> dict[str, Word]:
    """Return the last word on each item by its code (`attested.last_words`)."""
    return last_words(inputs.intake.tables, inputs.returned, inputs.today)


@once
def printed(inputs: Inputs) -> tuple[dt.date | None, dict[str, str]]:
    """Return the day of the last sheet that came back, and the state of each item when it was printed."""
    rows = inputs.returned.attestations.dropna(subset=["item", "state_printed", "printed_on"])
    rows = rows[rows["printed_on"] <= inputs.today]
    if rows.empty:
        return None, {}
    last = rows[rows["printed_on"] == rows["printed_on"].max()].drop_duplicates("item", keep="last")
    states = dict(zip(last["item"].str.strip().str.lower(), last["state_printed"], strict=True))
    return last["printed_on"].iloc[0].date(), states
