"""What people wrote down of open claims, in the intake and in workbooks that came back, laid together."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cutover.intake.handoff_workbook import CLAIMS, printed
from cutover.workstreams import own_lists
from cutover.workstreams.open_claims.inputs import Inputs
from cutover.workstreams.open_claims.matching import NOBODY, Known
from cutover.workstreams.payer_spellings import one_name
from cutover.workstreams.remittance_items import compared
from cutover.workstreams.written_down import together

INTAKE = "intake"


@dataclass(frozen=True)
class Notes:
    """What people say: `by_claim` has one row per claim with OF_PEOPLE and `said_in`; `conflicts` one row per claim
    and field in which two sources differ; `unknown` the rows that name a claim that no file holds; `unused` how many
    rows name no claim at all; `unmet` the rows of the client's own lists, as file and row, that name a claim which is
    not among these. They make no open claim."""

    by_claim: pd.DataFrame
    conflicts: pd.DataFrame
    unknown: pd.DataFrame
    unused: int
    unmet: frozenset[tuple[str, int]] = frozenset()


def notes(inputs: Inputs, claims: pd.DataFrame, known: Known) -> Notes:
    """Return the notes of people on the claims of the files, laid together claim by claim."""
    rows = written(inputs)
    places = _places(rows, claims, known)
    named = rows["claim_number"].notna() | rows["account"].notna() | rows["case"].notna()
    of_list = rows["source"].isin(inputs.returned.lists["source_file"])
    lost = places == NOBODY
    strange = rows[lost & named & ~of_list]
    placed = rows.assign(claim=places)[places != NOBODY]
    told, conflicts = together(placed)
    conflicts = pd.DataFrame(
        [*conflicts.to_dict("records"), *_states(placed, claims)], columns=conflicts.columns
    )
    unmet = rows.loc[lost & named & of_list, ["source", "source_row"]].itertuples(index=False, name=None)
    return Notes(
        told, conflicts, strange.reset_index(drop=True), int((lost & ~named).sum()), frozenset(unmet)
    )


def _states(rows: pd.DataFrame, claims: pd.DataFrame) -> list[dict]:
    """States that a person changed in a workbook and the files do not tell, the last word on each claim."""
    found: dict[int, dict] = {}
    for row in rows[rows["as_printed"].notna() & rows["state"].notna()].to_dict("records"):
        was, now = (printed(row["as_printed"]) or {}).get("state"), claims["status"].get(row["claim"])
        if was and row["state"] != was:
            found[row["claim"]] = {"claim": row["claim"], "field": CLAIMS.field("state").header, "one": now,
                                   "other": row["state"], "source": row["source"]}  # fmt: skip
    return [one for one in found.values() if one["other"] != one["one"]]


def written(inputs: Inputs) -> pd.DataFrame:
    """Return every row that people wrote, the intake's first, then the client's own lists, then file by file."""
    intake = inputs.intake["open claims"]
    old = intake.reindex(columns=[c.name for c in CLAIMS.columns]).assign(source=INTAKE)
    back = inputs.returned.claims
    listed = own_lists.as_notes(inputs.returned.lists)
    named = (part.assign(source=part["source_file"]) for part in (listed, back))
    parts = [part for part in (old, *named) if len(part)] or [old]
    rows = pd.concat(parts, ignore_index=True)
    return rows.assign(payer=one_name(rows["payer"], inputs.remittances["payer"], inputs.same))


def _places(rows: pd.DataFrame, claims: pd.DataFrame, known: Known) -> pd.Series:
    """The claim of each row: by its case, else by its numbers and day of service."""
    by_case = pd.Series(claims.index.to_numpy("int64"), claims["case"].to_numpy())
    found = rows["case"].astype("str").map(by_case.to_dict()).fillna(NOBODY).astype("int64")
    days = rows["service_on"].astype("datetime64[ms]")
    number, account = compared(rows["claim_number"]), compared(rows["account"])
    told = known.find([number, account], days, rows["payer"], number)
    undated = pd.Series(pd.NaT, rows.index, dtype="datetime64[ms]")
    loose = known.find([number, account], undated, rows["payer"], number)
    return found.where(found != NOBODY, told.where(told != NOBODY, loose)).astype("int64")
