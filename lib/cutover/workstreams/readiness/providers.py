"""Did the providers arrive? The NPIs of the intake against those in Medi's claims, receipts, ERAs and patients."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform
from cutover.reading.postings.tables import MEDI
from cutover.workstreams.answers import once
from cutover.workstreams.columns import date, text
from cutover.workstreams.readiness.inputs import Inputs

RECEIPT, PAYEE, RENDERING, EXPORT = "receipt", "payee of an ERA", "rendering in an ERA", "patient export"
CLAIM = "claim sent through Medi"
SEEN, UNSEEN, STRANGE, ENDED = "seen", "not seen yet", "not in the intake", "ended before the cutover"
PROVIDERS = (
    text("npi", "NPI"),
    text("name", "Name", "by the intake", Privacy.DESK),
    text("npi_type", "Kind"),
    text("taxonomy", "Taxonomy", "by the intake; null: it states none"),
    date("ends_on", "Until", "the last day of work, by the intake"),
    Column("bills", Kind.FLAG, "Bills"),
    text("state", "State", f"{SEEN}, {UNSEEN}, {ENDED}; {STRANGE}: only Medi's files name it"),
    text("seen_in", "Named in Medi's files as"),
    date("last_on", "Last on"),
)
_OF_INTAKE = ["npi", "name", "npi_type", "taxonomy", "bills", "ends_on"]


@once
def providers(inputs: Inputs) -> pd.DataFrame:
    """Return every NPI of the intake's providers and of Medi's files (PROVIDERS), one row each, the intake's first.

    What is not seen has not failed to arrive: no file of Medi has named it by the report's date. One whose last day is
    before the cutover, or where none is planned before the report's date, has ended and need not arrive, also where
    files of Medi name it.
    """
    listed = inputs.intake.tables["providers"].dropna(subset=["npi"]).drop_duplicates("npi")
    told = _named(inputs).groupby("npi").agg(seen_in=("source", _joined), last_on=("on", "max"))
    rows = listed[_OF_INTAKE].merge(told.reset_index(), on="npi", how="outer")
    known, seen = rows["npi"].isin(set(listed["npi"])), rows["seen_in"].notna()
    state = pd.Series(UNSEEN, rows.index, dtype="str").mask(seen, SEEN).mask(~known, STRANGE)
    begins = inputs.today if inputs.cutover is None else min(pd.Timestamp(inputs.cutover), inputs.today)
    state = state.mask((pd.to_datetime(rows["ends_on"]) < begins).fillna(False), ENDED)
    order = rows.assign(state=state, strange=~known).sort_values(["strange", "npi"], kind="stable")
    return conform(order[[c.name for c in PROVIDERS]].reset_index(drop=True), PROVIDERS)


def _joined(sources: pd.Series) -> str:
    return ", ".join(sorted(set(sources)))


def _named(inputs: Inputs) -> pd.DataFrame:
    """Every NPI in Medi's files: `npi`, `source`, `on`; patient exports bear no day."""
    paid = inputs.enrolled.remitted
    paid = paid[paid["feed"] == MEDI]
    claims = inputs.enrolled.files.medi.claims
    claims = claims[claims["rendering_id_qualifier"] == "XX"][["content", "payment_id", "rendering_id"]]
    claims = claims.merge(paid[["content", "payment_id", "paid_on"]], on=["content", "payment_id"])
    receipts = inputs.receipts.claims[~(inputs.receipts.claims["answered_on"] > inputs.today)]
    parts = [
        *_of_claims(inputs),
        _part(receipts["provider_npi"], RECEIPT, receipts["answered_on"]),
        _part(paid["payee_npi"], PAYEE, paid["paid_on"]),
        _part(claims["rendering_id"], RENDERING, claims["paid_on"]),
    ]
    if inputs.there.is_there:
        npis = inputs.arrived.patients["provider_npi"]
        parts.append(_part(npis, EXPORT, pd.Series(pd.NaT, npis.index, dtype="datetime64[ms]")))
    return pd.concat(parts, ignore_index=True).dropna(subset=["npi"])


def _of_claims(inputs: Inputs) -> list[pd.DataFrame]:
    """The NPIs that claims sent through Medi by the report's date name: those of its lists, and of its 837 files."""
    roles = ("rendering_npi", "billing_npi")
    sent = [rows[~(rows["sent_on"] > inputs.today).fillna(False)] for rows in (inputs.sent, inputs.batches)]
    return [_part(rows[role], CLAIM, rows["sent_on"]) for rows in sent for role in roles]


def _part(npis: pd.Series, source: str, on: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"npi": npis.astype("str"), "source": source, "on": on})
