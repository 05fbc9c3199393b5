"""Lists of claims sent through Medi that bear no number of Medi's own, and what names their claims instead.

That a claim was sent, when, for how much, and how it was answered, is known without that number. The practice's own
number takes its place, else one made of day, patient and procedure (`stand_ins`), which gives way to the number that a
remittance has for the same day, patient and charge.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cutover.reading.claims.era_submissions import era_claims
from cutover.reading.claims.stand_ins import is_made, numbered, with_stand_in
from cutover.reading.era.archive import load_archive
from cutover.reading.mapping.header_fit import SHARED
from cutover.reading.mapping.suggest import ACCEPT
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.practice.book import Practice

_MEDI, _OWN = "claim_number", "patient_control_number"
_REMITTANCES = ("era", "medi_era")


def with_number(table: MappedTable) -> MappedTable:
    """Return a list without a number of Medi's own with another number of its claims; any other list as it is.

    Its one number that may be Medi's or the practice's is taken as the practice's: claims are compared by either.
    """
    walk = table.crosswalk
    label = walk.target.field(_MEDI).label
    if label not in walk.missing:
        return table
    rows = walk.rows
    unsure = rows[rows["key"].isin([_MEDI, _OWN]) & rows["state"].eq("unsure") & rows["score"].ge(SHARED)]
    if unsure.empty:
        return with_stand_in(table)
    column = unsure.sort_values("score", ascending=False, kind="stable")["source_column"].iloc[0]
    rows, place = rows.copy(), rows["key"].eq(_OWN)
    rows.loc[rows["source_column"].eq(column), ["source_column", "score", "state"]] = [None, 0.0, "missing"]
    rows.loc[place, ["source_column", "state"]] = [column, "suggested"]
    rows.loc[place, "evidence"] = f"`{column}` is the one number of its claims, Medi's or the practice's own"
    rows.loc[place, "score"] = ACCEPT
    return replace(table, crosswalk=replace(walk, rows=rows))


def as_remitted(practice: Practice, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows (SENT_CLAIMS) with a made number replaced by that of the one claim a remittance has there."""
    if not is_made(rows[_MEDI]).any():
        return rows
    claims = [era_claims(load_archive(practice, folder=folder)) for folder in _REMITTANCES]
    known = pd.concat([part for part in claims if len(part)] or claims[:1], ignore_index=True)
    return numbered(rows, known)
