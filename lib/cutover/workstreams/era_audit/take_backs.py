"""Money that moves between payments: balances carried forward, recoupments, interest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import pandas as pd

from cutover.columns import Kind, contract, empty
from cutover.lookup import among
from cutover.reading.era.row_ids import as_texts
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.workstreams.answers import once
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.remittances import ID, payer_names
from cutover.workstreams.silences import rules

REVERSAL = "22"  # CLP02: reversal of an earlier payment
NO_NUMBER = ["0", ""]  # what payers write for an account number that they do not have

_OF_CLAIM = contract(
    ("patient_control_number", Kind.TEXT, ""), ("payer_claim_number", Kind.TEXT, ""),
    ("claim_paid_on", Kind.DATE, ""), ("claim_paid_cents", Kind.CENTS, ""),
)  # fmt: skip


def signed(inputs: Inputs, reasons: list[str], positive: bool) -> pd.DataFrame:
    """Return the provider adjustments of some reasons that lower (positive) or raise a payment.

    One row per pair, `amount_cents` without its sign, with the check number of the payment.
    """
    rows = inputs.provider_adjustments
    sign = rows["amount_cents"] > 0 if positive else rows["amount_cents"] < 0
    found = rows[rows["reason_code"].isin(reasons) & sign.fillna(False).astype(bool)]
    found = found.merge(inputs.counted[[*ID, "trace_number"]], on=ID, how="left")
    return found.assign(amount_cents=found["amount_cents"].abs())


@once
def recoupments(inputs: Inputs) -> pd.DataFrame:
    """Return the money taken back (WO above zero), one row per pair, with the claim it takes from.

    `side` is the system in which its remittance lies; one in both counts in Office Ally. The claim is the payer's
    latest one, paid no later and not a reversal, whose CLP07 or CLP01 is a word of the reference; its columns are null
    where there is none.
    """
    ours, theirs = signed(inputs, ["WO"], positive=True), _in_medi(inputs)
    taken = pd.concat([ours.assign(side=OFFICE_ALLY), theirs] if len(theirs) else [ours.assign(side=OFFICE_ALLY)],
                      ignore_index=True)  # fmt: skip
    if taken.empty:
        return taken.assign(**empty(_OF_CLAIM))
    words = (
        taken.assign(row=taken.index, word=taken["reference"].str.split())
        .explode("word")
        .astype({"word": "str"})  # all null, it would be a column of floats
        .dropna(subset="word")
    )
    known = numbered(inputs, words["word"].unique())
    if len(theirs):
        there = numbered(audited_medi(inputs), words["word"].unique())
        there = there.assign(payer=as_here(inputs, there["payer"]))
        known = pd.concat([known, there], ignore_index=True)
    found = words[["row", "payer", "word", "paid_on"]].merge(known, on=["payer", "word"])
    found = found[found["claim_paid_on"] <= found["paid_on"]].sort_values(
        ["row", "claim_paid_on"], kind="stable"
    )
    claim = found.drop_duplicates("row", keep="last").set_index("row")
    columns = ["patient_control_number", "payer_claim_number", "claim_paid_on", "claim_paid_cents"]
    return taken.join(claim[columns])


@once
def audited_medi(inputs: Inputs) -> Inputs:
    """Return the archive of Medi as the audit reads that of Office Ally."""
    assert inputs.medi is not None
    return Inputs(inputs.medi, inputs.practice, inputs.as_of)


def _in_medi(inputs: Inputs) -> pd.DataFrame:
    """The money taken back in remittances that came to Medi and not to Office Ally, with the payers' names here."""
    if inputs.medi is None or not inputs.medi.rows("provider_adjustments"):
        return pd.DataFrame()
    medi = audited_medi(inputs)
    taken = signed(medi, ["WO"], positive=True)
    if taken.empty:
        return taken
    taken = taken.merge(medi.counted[[*ID, "payment_key"]], on=ID, how="left")
    here = set(inputs.counted["payment_key"].dropna())
    alone = taken[~taken["payment_key"].isin(here)].drop(columns="payment_key")
    return alone.assign(payer=as_here(inputs, alone["payer"]), side=MEDI)


def as_here(inputs: Inputs, payers: pd.Series) -> pd.Series:
    """Return the names of payers in Medi as Office Ally's archive writes them, where one payer is in both."""
    ours, theirs = (list(names.unique()) for names in (inputs.counted["payer"], payers))
    folded = payer_names(pd.Series([*ours, *theirs], dtype="str")).tolist()
    here = dict(zip(folded, ours, strict=False))
    told = {name: here.get(one, name) for name, one in zip(theirs, folded[len(ours) :], strict=True)}
    return payers.map(told).astype("str")


def numbered(inputs: Inputs, words: Collection[str]) -> pd.DataFrame:
    """The claims that are no reversals by each of their numbers among `words`, one row per claim and number."""
    names, known = ("patient_control_number", "payer_claim_number"), pd.Index(list(words), dtype="str")
    claims = inputs.claim_rows[["payer", "paid_on", "paid_cents", *names]]
    claims = claims.rename(columns={"paid_on": "claim_paid_on", "paid_cents": "claim_paid_cents"})
    kept = inputs.claim_rows["status"] != REVERSAL
    chosen = ((name, among(claims[name], known) & kept) for name in names)
    by = [claims[which].assign(word=claims.loc[which, name]) for name, which in chosen]
    numbered = pd.concat(by)
    return numbered[~numbered["word"].isin(NO_NUMBER)]


@once
def interest(inputs: Inputs) -> pd.DataFrame:
    """Return the interest paid, one row per PLB L6 below zero, and per AMT*I that no L6 pays.

    A payment that has L6 repeats in AMT*I what L6 pays, so the claims of such a payment are left out. Where a claim's
    AMT*I stands in one remittance and its L6 in another, the amount counts once: as the L6 of the payer that names the
    claim or its check, or that has the very amount, each L6 for one claim.
    """
    columns = ["payer", "paid_on", "amount_cents", "content", "payment_id", "source_file", "source_row"]
    levied = signed(inputs, ["L6"], positive=False)
    claims = inputs.claim_rows
    paid = as_texts(claims[(claims["interest_cents"] > 0).fillna(False).astype(bool)])
    free = levied.merge(paid[ID].drop_duplicates().assign(told=True), on=ID, how="left")["told"].isna()
    elsewhere = levied[free.to_numpy()]
    paid = paid.merge(levied[ID].drop_duplicates().assign(has_l6=True), on=ID, how="left")
    paid = paid[paid["has_l6"].isna()].merge(inputs.counted[[*ID, "trace_number"]], on=ID, how="left")
    apart = pd.Timedelta(days=rules(inputs.as_of).interest_apart_days)
    paid = paid[~_paid_elsewhere(paid, elsewhere, apart)].assign(
        amount_cents=lambda rows: rows["interest_cents"]
    )
    said = [
        levied[[*columns, "pair"]].assign(told_in="PLB L6"),
        paid[columns].assign(pair=pd.array([None] * len(paid), dtype="Int64"), told_in="AMT*I of a claim"),
    ]
    return pd.concat(said, ignore_index=True)


def _paid_elsewhere(claims: pd.DataFrame, levied: pd.DataFrame, apart: pd.Timedelta) -> pd.Series:
    """Which claims' interest an L6 of another remittance pays; an L6 pays one claim."""
    left: dict[tuple, list[tuple]] = defaultdict(list)
    for payer, cents, reference, day in zip(
        levied["payer"], levied["amount_cents"], levied["reference"], levied["paid_on"], strict=True
    ):
        left[payer, int(cents)].append(("" if pd.isna(reference) else str(reference), day))
    numbers = ["trace_number", "payer_claim_number", "patient_control_number"]
    found = []
    for claim in claims.to_dict("records"):
        alike = left[claim["payer"], claim["interest_cents"]]
        same = [one for one in alike if abs(one[1] - claim["paid_on"]) <= apart]
        names = {claim[name] for name in numbers} - {None}
        same.sort(key=lambda one: not names & set(one[0].split()))
        if same:
            alike.remove(same[0])
        found.append(bool(same))
    return pd.Series(found, claims.index, dtype=bool)
