"""What people wrote down of open claims, in the intake and in workbooks that came back, together as one word a claim.

A cell counts as said where it differs from what was printed in it. A later word takes the place of the one that it was
printed beside; two words that do not know of each other are a conflict, of which the later file's is used.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cutover.intake.handoff_workbook import CLAIMS, OF_PEOPLE, printed, text_of
from cutover.workstreams.open_claims.inputs import Inputs
from cutover.workstreams.open_claims.matching import NOBODY, Known
from cutover.workstreams.payer_spellings import one_name
from cutover.workstreams.remittance_items import compared

INTAKE = "intake"


@dataclass(frozen=True)
class Notes:
    """What people say: `by_claim` has one row per claim with OF_PEOPLE and `said_in`; `conflicts` one row per claim
    and field in which two sources differ; `unknown` the rows that name a claim that no file holds; `unused` how many
    rows name no claim at all."""

    by_claim: pd.DataFrame
    conflicts: pd.DataFrame
    unknown: pd.DataFrame
    unused: int


def notes(inputs: Inputs, claims: pd.DataFrame, known: Known) -> Notes:
    """Return the notes of people on the claims of the files, laid together claim by claim."""
    rows = written(inputs)
    places = _places(rows, claims, known)
    named = rows["claim_number"].notna() | rows["account"].notna() | rows["case"].notna()
    strange = rows[(places == NOBODY) & named]
    placed = rows.assign(claim=places)[places != NOBODY]
    told, conflicts = together(placed)
    conflicts = pd.DataFrame(
        [*conflicts.to_dict("records"), *_states(placed, claims)], columns=conflicts.columns
    )
    return Notes(told, conflicts, strange.reset_index(drop=True), int(((places == NOBODY) & ~named).sum()))


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
    """Return every row that people wrote, the intake's first, then file by file."""
    intake = inputs.intake["open claims"]
    old = intake.reindex(columns=[c.name for c in CLAIMS.columns]).assign(source=INTAKE)
    back = inputs.returned.claims
    parts = [part for part in (old, back.assign(source=back["source_file"])) if len(part)] or [old]
    rows = pd.concat(parts, ignore_index=True)
    return rows.assign(payer=one_name(rows["payer"], inputs.remittances["payer"]))


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


def together(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return one row per claim with the word that holds in each field, and the conflicts."""
    said: dict[int, dict[str, object]] = {}
    conflicts = []
    for row in rows.to_dict("records"):
        mine = said.setdefault(row["claim"], {})
        base = printed(row["as_printed"])
        for name in OF_PEOPLE:
            found = _laid(mine, name, text_of(name, row[name]), base, row["source"])
            if found is not None:
                conflicts.append({"claim": row["claim"], "field": CLAIMS.field(name).header, "one": found,
                                  "other": text_of(name, row[name]), "source": row["source"]})  # fmt: skip
            if mine.get(f"{name}:from") == row["source"]:
                mine[name] = None if pd.isna(row[name]) else row[name]
        mine["said_in"] = row["source"]
    columns = [*OF_PEOPLE, "said_in"]
    index = pd.Index(list(said), name="claim", dtype="int64")
    told = [{name: mine.get(name) for name in columns} for mine in said.values()]
    frame = pd.DataFrame(told, index=index, columns=columns, dtype=object)
    kinds = {c.name: c.dtype for c in CLAIMS.columns if c.name in OF_PEOPLE} | {"said_in": "str"}
    names = ["claim", "field", "one", "other", "source"]
    return frame.astype(kinds), pd.DataFrame(conflicts, columns=names)


def _laid(mine: dict, name: str, word: str, base: dict[str, str] | None, source: str) -> str | None:
    """Lay one cell over what is known of its claim; return what it contradicts."""
    now = mine.get(f"{name}:word", "")
    if word == now or (base is not None and word == base.get(name, "")) or (base is None and not word):
        return None
    mine[f"{name}:word"], mine[f"{name}:from"] = word, source
    knew = base is not None and base.get(name, "") == now
    return now if now and not knew else None
