"""Claims that a payer took back: what it paid first, what it decided then, and what the claim came to in the end.

A claim is often paid in one system, and taken back and decided again in the other: both are looked at together.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.columns import Kind, contract, empty
from cutover.identifiers import compared
from cutover.lookup import among
from cutover.reading.era.row_ids import as_texts
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.workstreams.answers import once
from cutover.workstreams.era_audit.both_systems import answered, dated
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.refused_in_medi import came_alone
from cutover.workstreams.era_audit.take_backs import NO_NUMBER, REVERSAL, as_here, audited_medi
from cutover.workstreams.refunds import acknowledged
from cutover.workstreams.remittances import ID

_NUMBERS = ("patient_control_number", "payer_claim_number", "original_reference_number")
_KEYS = (
    ("patient_control_number", "patient_control_number"),
    ("payer_claim_number", "payer_claim_number"),
    ("payer_claim_number", "original_reference_number"),
)
_CLAIM = ["content", "claim_id"]
_OTHERS = ["payer", "paid_on", "paid_cents", "side", "status", "statement_from", *ID, "claim_id", *_NUMBERS]
_FOUND = contract(
    ("corrected_on", Kind.DATE, ""), ("corrected_cents", Kind.CENTS, ""), ("corrected_side", Kind.TEXT, ""),
    ("amount_cents", Kind.CENTS, ""), ("first_cents", Kind.CENTS, ""), ("first_side", Kind.TEXT, ""),
    ("net_cents", Kind.CENTS, ""),
)  # fmt: skip


@once
def reversals(inputs: Inputs) -> pd.DataFrame:
    """Return the reversed claims (CLP02 22) of both systems, one row per CLP, with what came before and after each.

    `side` is the system of the reversal; a remittance in both counts in Office Ally. `is_refund` where the payment
    acknowledges with it what the practice returned: then no new decision is due.

    A correction (`corrected_...`) is a claim of the same payer that is no reversal, has the same CLP01 or CLP07 (or
    names the reversed CLP07 in its REF*F8), and stands in the same or a later payment; the first of them counts. Where
    it stands in the same payment it may stand before the reversal: payers do both. `first_...` is the decision that is
    taken back, `net_cents` what the payer paid on the claim in the end (`_ended`); null where that is not known.
    """
    feeds = _feeds(inputs)
    taken = _together([as_texts(rows[rows["status"] == REVERSAL]) for rows in feeds])
    if taken.empty:
        return taken.assign(**empty(_FOUND), is_refund=False)
    loose = [inputs.provider_adjustments]
    loose += [audited_medi(inputs).provider_adjustments] if len(feeds) > 1 else []
    taken = taken.assign(is_refund=acknowledged(taken, _together([as_texts(rows) for rows in loose])))
    others = _together([_decisions(rows, taken) for rows in feeds])
    rows = taken.reset_index(names="row")
    found = pd.concat([_corrections(rows, others, left, right) for left, right in _KEYS])
    first = found.sort_values(["row", "corrected_on", "correction"]).drop_duplicates("row").set_index("row")
    joined = taken.join(first[["corrected_on", "corrected_cents", "corrected_side", "correction"]])
    made = _ended(inputs, joined.assign(amount_cents=joined["paid_cents"].abs()), others)
    return made.drop(columns="correction").reset_index(drop=True)


def _feeds(inputs: Inputs) -> list[pd.DataFrame]:
    """The claims of counted payments, of Office Ally and of what came to Medi alone, each with its `side`."""
    ours = inputs.claim_rows
    ours = ours.assign(side=OFFICE_ALLY)
    if inputs.medi is None or not inputs.medi.rows("claims"):
        return [ours]
    alone = came_alone(inputs)
    theirs = audited_medi(inputs).claim_rows
    theirs = theirs[pd.MultiIndex.from_frame(theirs[ID]).isin(pd.MultiIndex.from_frame(alone[ID]))]
    return [ours, theirs.assign(side=MEDI, payer=as_here(inputs, theirs["payer"]))]


def _decisions(rows: pd.DataFrame, taken: pd.DataFrame) -> pd.DataFrame:
    """The claims of one system that are no reversals and bear a number of one that is taken back."""
    named = np.logical_or.reduce([among(rows[right], taken[left]) for left, right in _KEYS])
    return as_texts(rows.loc[named & rows["status"].ne(REVERSAL).to_numpy(bool), _OTHERS])


def _together(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The rows of several systems, numbered anew."""
    some = [part for part in parts if len(part)] or parts[:1]
    return pd.concat(some, ignore_index=True)


def _corrections(taken: pd.DataFrame, others: pd.DataFrame, left: str, right: str) -> pd.DataFrame:
    """Reversals beside the decisions of the same or a later payment with the same number."""
    ours = taken[["row", "payer", "paid_on", *ID]].assign(number=taken[left])
    theirs = pd.DataFrame(
        {
            "payer": others["payer"],
            "number": others[right],
            "correction": others.index,
            "corrected_on": others["paid_on"],
            "corrected_cents": others["paid_cents"],
            "corrected_side": others["side"],
            "their_content": others["content"],
            "their_payment": others["payment_id"],
        }
    )
    usable = ours["number"].notna() & ~ours["number"].isin(NO_NUMBER)
    found = ours[usable].merge(theirs, on=["payer", "number"])
    same = (found["content"] == found["their_content"]) & (found["payment_id"] == found["their_payment"])
    return found[same | (found["corrected_on"] > found["paid_on"])]


def _ended(inputs: Inputs, taken: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Reversals with the decision that each takes back, and with the net of all that its payer paid on the claim.

    A claim is a number (CLP01) and a first day of service. The net is not known where a decision that is taken back is
    not on file, where the correction has another number, or where more than one payment stands: a number may be several
    claims'.
    """
    every = pd.concat([taken[_OTHERS], others[_OTHERS]], ignore_index=True)
    archives = [(OFFICE_ALLY, inputs.archive), *([(MEDI, inputs.medi)] if inputs.medi is not None else [])]
    every = dated(every.assign(feed=every["side"]), tuple(archives))
    number = compared(every["patient_control_number"])
    every = every.assign(patient_control_number=number.mask(number.isin(NO_NUMBER)))
    every = every.assign(claim=every["payer"] + "|" + answered(every).astype("str"))
    back, made = every.iloc[: len(taken)], every.iloc[len(taken) :]
    pairs = _pairs(back, made)
    theirs = every["claim"].reindex(taken["correction"] + len(taken)).set_axis(taken.index)
    elsewhere = taken["correction"].notna() & ~theirs.eq(back["claim"]).fillna(False)
    before = made.reindex(pairs.reindex(taken.index)).set_axis(taken.index)
    return taken.assign(
        first_cents=before["paid_cents"].astype("Int64"),
        first_side=before["side"].astype("str"),
        net_cents=_net(back, made, pairs).mask(elsewhere.astype(bool)),
    )


def _pairs(back: pd.DataFrame, made: pd.DataFrame) -> pd.Series:
    """The decision that each reversal takes back, by the reversal: of its claim and amount, no later, each once."""
    of = ["claim", "paid_cents", "nth"]
    turned = back.assign(paid_cents=-back["paid_cents"])
    ours, theirs = (
        rows.assign(nth=rows.groupby(of[:2]).cumcount()).rename_axis("at").reset_index()
        for rows in (one.sort_values("paid_on", kind="stable") for one in (turned, made))
    )
    known = [rows.loc[rows["paid_cents"].notna(), [*of, "at", "paid_on"]] for rows in (ours, theirs)]
    both = known[0].merge(known[1], on=of, suffixes=("", "_of_decision"))
    both = both[~(both["paid_on_of_decision"] > both["paid_on"]).fillna(False)]
    return both.set_index("at")["at_of_decision"]


def _net(back: pd.DataFrame, made: pd.DataFrame, pairs: pd.Series) -> pd.Series:
    """What the payer paid in the end on the claim of each reversal, null where it is not known, by the reversal."""
    left = made.drop(index=pairs)
    standing = left[left["paid_cents"].ne(0).fillna(True).astype(bool)]
    of = standing.groupby("claim")["paid_cents"]
    paid, number = back["claim"].map(of.sum(min_count=1)), back["claim"].map(of.size()).fillna(0)
    all_found = back["claim"].isin(set(back["claim"]) - set(back["claim"].drop(index=pairs.index)))
    return paid.astype("Int64").mask(number.eq(0), 0).mask((number > 1) | ~all_found)
