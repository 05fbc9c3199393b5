"""What must be in writing before the old claims are left to somebody: who works them, and who owns them."""

from __future__ import annotations

import pandas as pd

from cutover.reference import load_checklist
from cutover.workstreams.attested import Word, last_words
from cutover.workstreams.open_claims.inputs import Inputs

WANTED = ("closeout-agreed", "trailing-ar-owned")


def agreements(inputs: Inputs) -> pd.DataFrame:
    """Return the agreements, one row each: `item`, `statement`, `state`, `attested_on`, `attested_by`."""
    said = last_words(inputs.intake, inputs.returned, inputs.today)
    rows = []
    for one in load_checklist("day_zero").items:
        if one.code in WANTED:
            word = said.get(one.code, Word())
            rows.append((one.code, one.text, _state(word), pd.to_datetime(word.on), word.who))
    return pd.DataFrame(
        rows, columns=["item", "statement", "state", "attested_on", "attested_by"], dtype=object
    )


def _state(word: Word) -> str:
    if word.is_yes:
        return "attested"
    return "not signed with name and day" if word.holds and not word.counts else "not in writing"


def unwritten(inputs: Inputs) -> pd.DataFrame:
    """Return the agreements that nobody attests with name and day, one row each: `item`, `statement`."""
    rows = agreements(inputs)
    return rows.loc[rows["state"] != "attested", ["item", "statement"]].reset_index(drop=True).astype("str")
