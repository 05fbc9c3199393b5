"""Money that moves between payments: balances carried forward, recoupments, interest, reversals."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from cutover.workstreams.answers import once
from cutover.workstreams.remittances import ID, Basis

REVERSAL = "22"  # CLP02: reversal of an earlier payment
_NO_NUMBER = ["0", ""]  # what payers write for an account number that they do not have


def signed(basis: Basis, reasons: list[str], positive: bool) -> pd.DataFrame:
    """Return the provider adjustments of some reasons that lower (positive) or raise a payment.

    One row per pair, `amount_cents` without its sign, with the check number of the payment.
    """
    rows = basis.provider_adjustments
    sign = rows["amount_cents"] > 0 if positive else rows["amount_cents"] < 0
    found = rows[rows["reason_code"].isin(reasons) & sign.fillna(False).astype(bool)]
    found = found.merge(basis.counted[[*ID, "trace_number"]], on=ID, how="left")
    return found.assign(amount_cents=found["amount_cents"].abs())


@once
def forward_balances(basis: Basis) -> pd.DataFrame:
    """Return the balances carried forward (FB below zero), one row per pair, oldest first.

    `came_back_on` is the day of the later payment of the same payer that has FB or WO above zero with the
    same reference, else the same amount; null while there is none. Each such take-back settles one balance,
    the oldest first, so that two balances of one amount need two of them.
    """
    carried = signed(basis, ["FB"], positive=False).sort_values(
        ["paid_on", "source_file", "source_row", "pair"]
    )
    carried = carried.reset_index(drop=True)
    takes = signed(basis, ["FB", "WO"], positive=True).sort_values(
        ["paid_on", "source_file", "source_row", "pair"]
    )
    came_back = pd.Series(pd.NaT, index=carried.index, dtype="datetime64[ms]")
    used: set[int] = set()
    for by in ("reference", "amount_cents"):
        open_rows = carried[came_back.isna()]
        for row, take in _settled(open_rows, takes, by, used):
            came_back[row] = takes.loc[take, "paid_on"]
    return carried.assign(came_back_on=came_back)


def _settled(carried: pd.DataFrame, takes: pd.DataFrame, by: str, used: set[int]) -> list[tuple[int, int]]:
    """Pairs of a balance and the first later take-back that is left for it; provider adjustments are few."""
    waiting = defaultdict(list)
    known = takes.dropna(subset=[by, "paid_on"])
    for take, payer, value, day in zip(known.index, known["payer"], known[by], known["paid_on"], strict=True):
        waiting[payer, value].append((day, take))
    found = []
    for row, payer, value, day in zip(
        carried.index, carried["payer"], carried[by], carried["paid_on"], strict=True
    ):
        later = (take for when, take in waiting.get((payer, value), ()) if when > day and take not in used)
        take = None if pd.isna(value) else next(later, None)
        if take is not None:
            used.add(take)
            found.append((row, take))
    return found


@once
def recoupments(basis: Basis) -> pd.DataFrame:
    """Return the money taken back (WO above zero), one row per pair, with the claim it takes from.

    The claim is the payer's latest one, paid no later and not a reversal, whose CLP07 or CLP01 is a word of
    the reference; its columns are null where there is none.
    """
    taken = signed(basis, ["WO"], positive=True).reset_index(drop=True)
    words = (
        taken.assign(row=taken.index, word=taken["reference"].str.split())
        .explode("word")
        .astype({"word": "str"})  # all null, it would be a column of floats
        .dropna(subset="word")
    )
    found = words[["row", "payer", "word", "paid_on"]].merge(_numbered(basis), on=["payer", "word"])
    found = found[found["claim_paid_on"] <= found["paid_on"]].sort_values(
        ["row", "claim_paid_on"], kind="stable"
    )
    claim = found.drop_duplicates("row", keep="last").set_index("row")
    columns = ["patient_control_number", "payer_claim_number", "claim_paid_on", "claim_paid_cents"]
    return taken.join(claim[columns])


def _numbered(basis: Basis) -> pd.DataFrame:
    """The claims that are no reversals by each of their numbers, one row per claim and number."""
    claims = basis.claims[basis.claims["status"] != REVERSAL]
    claims = claims[["payer", "paid_on", "paid_cents", "patient_control_number", "payer_claim_number"]]
    claims = claims.rename(columns={"paid_on": "claim_paid_on", "paid_cents": "claim_paid_cents"})
    by = [claims.assign(word=claims[name]) for name in ("patient_control_number", "payer_claim_number")]
    numbered = pd.concat(by).dropna(subset="word")
    return numbered[~numbered["word"].isin(_NO_NUMBER)]


@once
def interest(basis: Basis) -> pd.DataFrame:
    """Return the interest paid, one row per PLB L6 below zero, and per AMT*I of a payment without L6.

    A payment that has L6 repeats in AMT*I what L6 pays, so the claims of such a payment are left out.
    """
    columns = ["payer", "paid_on", "amount_cents", "content", "payment_id", "source_file", "source_row"]
    levied = signed(basis, ["L6"], positive=False)
    claims = basis.claims
    paid = claims[(claims["interest_cents"] > 0).fillna(False).astype(bool)]
    paid = paid.merge(levied[ID].drop_duplicates().assign(has_l6=True), on=ID, how="left")
    paid = paid[paid["has_l6"].isna()].assign(amount_cents=lambda rows: rows["interest_cents"])
    said = [
        levied[[*columns, "pair"]].assign(told_in="PLB L6"),
        paid[columns].assign(pair=pd.array([None] * len(paid), dtype="Int64"), told_in="AMT*I of a claim"),
    ]
    return pd.concat(said, ignore_index=True)


@once
def reversals(basis: Basis) -> pd.DataFrame:
    """Return the reversed claims (CLP02 22), one row per CLP, with the decision that corrected each.

    A correction is a claim of the same payer that is no reversal, has the same CLP01 or CLP07 (or names the
    reversed CLP07 in its REF*F8), and stands in the same or a later payment; the first of them counts. Where
    it stands in the same payment it may stand before the reversal: payers do both.
    """
    claims = basis.claims.reset_index(names="row")
    taken = claims[claims["status"] == REVERSAL]
    others = claims[claims["status"] != REVERSAL]
    keys = ("patient_control_number", "patient_control_number"), ("payer_claim_number", "payer_claim_number")
    keys = (*keys, ("payer_claim_number", "original_reference_number"))
    found = pd.concat([_corrections(taken, others, left, right) for left, right in keys])
    first = found.sort_values(["row", "corrected_on", "correction"]).drop_duplicates("row").set_index("row")
    joined = taken.set_index("row").join(first[["corrected_on", "corrected_cents"]])
    return joined.assign(amount_cents=joined["paid_cents"].abs()).reset_index(drop=True)


def _corrections(taken: pd.DataFrame, others: pd.DataFrame, left: str, right: str) -> pd.DataFrame:
    """Reversals beside the decisions of the same or a later payment with the same number."""
    ours = taken[["row", "payer", "paid_on", *ID]].assign(number=taken[left])
    theirs = pd.DataFrame(
        {
            "payer": others["payer"],
            "number": others[right],
            "correction": others["row"],
            "corrected_on": others["paid_on"],
            "corrected_cents": others["paid_cents"],
            "their_content": others["content"],
            "their_payment": others["payment_id"],
        }
    )
    usable = ours["number"].notna() & ~ours["number"].isin(_NO_NUMBER)
    found = ours[usable].merge(theirs, on=["payer", "number"])
    same = (found["content"] == found["their_content"]) & (found["payment_id"] == found["their_payment"])
    return found[same | (found["corrected_on"] > found["paid_on"])]
