"""Kept visits of the practice's own lists that nobody billed, and until when their payer takes a claim for them.

A visit is billed where its list names a claim, or where the history, a submission or a remittance has a claim of that
patient and day. A list without a column of claims tells it only where most of its kept visits meet such a claim: else
its patients are written otherwise than in the claims, and what lacks is not known.
"""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.reading.payers.deadlines import FILING
from cutover.reading.payers.names import compared as named_as
from cutover.reading.practice.visits import CANCELED, KEPT, NO_SHOW, STATES, visits_too_early
from cutover.workstreams.columns import PAYER, count, text
from cutover.workstreams.open_claims.due import NO_RULE, limited
from cutover.workstreams.open_claims.inputs import Inputs
from cutover.workstreams.remittance_items import compared

UNBILLED = (
    PAYER, Column("deadline_on", Kind.DATE, "Last day to file", "null: not known", Privacy.DESK),
    text("why", "Why it is not known", "null: it is known"),
    Column("service_from", Kind.DATE, "Day of the visit", "", Privacy.DESK),
    text("account", "Patient", "as the list writes it", Privacy.PHI),
    text("source_file", "File", "", Privacy.PHI), count("source_row", "Row"),
)  # fmt: skip
COUNTED = (
    text("state", "What became of the visit", "as the practice's own lists say"), count("visits", "Visits"),
    count("unbilled", "Never billed", "kept, up to the report's date; null: not known, or no visit that was kept"),
)  # fmt: skip
NO_PAYER = "no claim names the patient's payer"
_MOST = (
    0.5  # share of kept visits that meet a claim, by which a list without claims tells what was not billed
)


def unbilled(inputs: Inputs) -> pd.DataFrame:
    """Return the kept visits without a claim up to the report's date (UNBILLED), the limit that ends first on top."""
    kept = inputs.visits[inputs.visits["state"].eq(KEPT) & inputs.visits["service_from"].le(inputs.today)]
    if kept.empty:
        return empty(UNBILLED)
    claims = _claims(inputs)
    billed = kept["claim_number"].notna() | _key(kept["account"], kept["service_from"]).isin(claims["key"])
    met = billed.groupby(kept["source_file"]).transform("mean")
    rows = kept[~billed & (kept["tells_claims"].astype(bool) | met.ge(_MOST))]
    payer = compared(rows["account"]).map(_payers(inputs.visits, claims)).astype("str")
    about = pd.Series(FILING, rows.index, dtype="str").where(payer.notna())
    last = limited(payer, about, rows["service_from"], inputs.deadlines)["deadline_on"]
    why = pd.Series(NO_RULE, rows.index, dtype="str").mask(payer.isna(), NO_PAYER).mask(last.notna())
    told = rows.assign(payer=payer, deadline_on=last, why=why)
    ordered = told.sort_values(["deadline_on", "service_from"], kind="stable", na_position="last")
    return conform(ordered[[column.name for column in UNBILLED]].reset_index(drop=True), UNBILLED)


def is_known(inputs: Inputs) -> bool:
    """Whether the lists tell of their kept visits which were billed."""
    kept = inputs.visits[inputs.visits["state"].eq(KEPT)]
    met = (
        _key(kept["account"], kept["service_from"]).isin(_claims(inputs)["key"])
        | kept["claim_number"].notna()
    )
    each = (
        met.groupby(kept["source_file"]).mean().ge(_MOST) | kept.groupby("source_file")["tells_claims"].any()
    )
    return bool(len(each) and each.all())


def by_state(inputs: Inputs, never: pd.DataFrame) -> pd.DataFrame:
    """Return the visits of the lists by what became of them (COUNTED); without a list no row."""
    counts = inputs.visits["state"].value_counts()
    shown = [state for state in STATES if state in counts or state in (KEPT, NO_SHOW, CANCELED)]
    rows = [
        {"state": state, "visits": int(counts.get(state, 0)),
         "unbilled": len(never) if state == KEPT and is_known(inputs) else None}
        for state in shown
    ]  # fmt: skip
    return (
        conform(pd.DataFrame(rows, columns=[c.name for c in COUNTED], dtype=object), COUNTED)
        if len(counts)
        else (empty(COUNTED))
    )


def note(inputs: Inputs) -> str:
    """Return when a visit is billed, and which states of visits nobody can know yet."""
    billed = "a visit is billed where its list names a claim, or a claim of its patient and day is on file"
    return "; ".join(filter(None, (billed, visits_too_early(inputs.visits, inputs.today))))


def _claims(inputs: Inputs) -> pd.DataFrame:
    """Every claim that some file has: its numbers, its payer, and the `key` of patient and day."""
    names = ["patient_control_number", "claim_number", "service_from", "payer"]
    history = inputs.history.assign(payer=inputs.history["payer_name"])
    sent = inputs.submitted.assign(payer=inputs.submitted["payer_name"])
    decided = inputs.decisions.assign(claim_number=None)
    parts = [part.reindex(columns=names) for part in (history, sent, decided) if len(part)]
    whole = pd.concat([part.astype(object) for part in parts], ignore_index=True) if parts else pd.DataFrame(
        columns=names)  # fmt: skip
    numbers = [whole.assign(number=compared(whole[name].astype("str"))) for name in names[:2]]
    rows = pd.concat(numbers, ignore_index=True)
    rows = (
        rows.assign(row=[*range(len(whole))] * 2).dropna(subset=["number"]).sort_values("row", kind="stable")
    )
    return rows.assign(key=_key(rows["number"], pd.to_datetime(rows["service_from"])))


def _key(numbers: pd.Series, days: pd.Series) -> pd.Series:
    """Patient and day in one text; null where either is not known."""
    return (compared(numbers.astype("str")) + "|" + days.dt.strftime("%Y-%m-%d").astype("str")).astype("str")


def _payers(visits: pd.DataFrame, claims: pd.DataFrame) -> dict[str, str]:
    """The payer of each patient of the lists: the one of all claims under which the patient's visits were billed."""
    named = claims.dropna(subset=["payer"]).drop_duplicates("number").set_index("number")["payer"]
    who, number = compared(visits["account"]), compared(visits["claim_number"])
    own = who.map(named).astype("str")
    told = pd.DataFrame({"who": who, "payer": number.map(named).astype("str").fillna(own)}).dropna()
    told = told.assign(name=told["payer"].map(lambda payer: named_as(payer).words))
    one = told.groupby("who").agg(names=("name", "nunique"), payer=("payer", "first"))
    return one.loc[one["names"].eq(1), "payer"].to_dict()
