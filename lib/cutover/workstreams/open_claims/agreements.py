"""What must be in writing before the old claims are left to somebody: who works them, and who owns them."""

from __future__ import annotations

import pandas as pd

from cutover.reference import load_checklist
from cutover.workstreams.open_claims.inputs import Inputs

WANTED = ("closeout-agreed", "trailing-ar-owned")


def attested(inputs: Inputs) -> pd.DataFrame:
    """Return the attestations of the intake and of the sheets that came back, the last word on each item."""
    old, back = inputs.intake["attestations"], inputs.returned.attestations
    parts = [part for part in (old, back.reindex(columns=old.columns)) if len(part)] or [old]
    rows = pd.concat(parts, ignore_index=True)
    said = rows[rows["holds"].notna() & rows["item"].notna()]
    return said.assign(item=said["item"].str.strip().str.lower()).drop_duplicates("item", keep="last")


def unwritten(inputs: Inputs) -> pd.DataFrame:
    """Return the agreements that nobody attests with name and day, one row each: `item`, `statement`."""
    said = attested(inputs)
    holds = (
        said["holds"].astype("boolean").fillna(False)
        & said["attested_by"].notna()
        & said["attested_on"].notna()
    )
    there = set(said.loc[holds.astype(bool), "item"])
    items = [one for one in load_checklist("day_zero").items if one.code in WANTED and one.code not in there]
    return pd.DataFrame({"item": [i.code for i in items], "statement": [i.text for i in items]}, dtype="str")
