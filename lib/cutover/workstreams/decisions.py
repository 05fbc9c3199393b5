"""What payers decided: each claim payment that counts, with its denial, and what became of the claim in the end."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from cutover.identifiers import compared
from cutover.reading.era.archive import Archive
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.reference import code_list
from cutover.workstreams.denials import CAPITATION, LATER_PAYERS, PATIENT, PRIOR, TO_PATIENT, refusals
from cutover.workstreams.denials import DENIED as REFUSED
from cutover.workstreams.refunds import acknowledged
from cutover.workstreams.remittance_items import ID

REVERSAL = "reversal"
DUPLICATE = "duplicate"  # class of a denial: the payer has the claim already
PAID, PARTLY, DENIED, REVERSED, REFUNDED, SECONDARY, SHARE, NOTHING, MET, REPEATED = (
    "paid", "partly paid", "denied", "reversed", "refunded", "secondary due", "patient's share", "paid nothing",
    "met by an earlier payer", "repeats another claim",
)  # fmt: skip
_CLAIM = ["claim_id", "patient_control_number", "payer_claim_number", "status", "charge_cents", "paid_cents",
          "patient_responsibility_cents", "other_subscriber_last_name", "remark_codes", "statement_from",
          "crossover_payer_name", "patient_first_name", "patient_id", "insured_id",
          "source_file", "source_row"]  # fmt: skip
_OF = ["content", "claim_id"]
_OF_ITEMS = [
    "original_reference_number",
    "statement_through",
]  # what `remittance_items.items` asks for besides
_USED = {"claims": ["content", "payment_id", *_CLAIM, *_OF_ITEMS],
         "services": [*_OF, "service_date", "service_end", "remark_codes"],
         "adjustments": [*_OF, "group_code", "reason_code", "amount_cents"]}  # fmt: skip


def needed(archive: Archive) -> Archive:
    """Return an archive with those columns of claims, services and adjustments alone that the handoff asks for.

    A claim of an 835 has more than a hundred columns; held together they would be most of the memory of a report.
    """
    return archive.with_columns(_USED)


def decisions(office_ally: Archive, medi: Archive, paid: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return the claim payments (CLP) of remittances that count, one row each, in order of time.

    `role` is that of CLP02 (decided, reversal); claims of other payers and predeterminations are left out. `outcome`
    is what one decision says (paid, partly paid, denied, reversed, secondary due, patient's share, paid to the patient,
    paid nothing; a reversal that acknowledges a refund is refunded; a later payer's zero for what an earlier one paid
    is met by an earlier payer), `reason` group and reason code of the adjustment
    that refuses most (`CO-197`), `refused_cents` all that is refused.
    """
    feeds = ((OFFICE_ALLY, office_ally), (MEDI, medi))
    parts = [
        _of_feed(archive, paid[(paid["feed"] == feed) & paid["counts"].isna()], as_of)
        for feed, archive in [one for one in feeds if len(one[1].claims)] or feeds[:1]
    ]
    filled = [part for part in parts if len(part)] or parts[:1]
    whole = pd.concat(filled, ignore_index=True)
    back = whole["role"].eq(REVERSAL)
    whole = whole.assign(outcome=_outcome(whole), back=back)
    # of one day a reversal goes before its correction
    order = ["paid_on", "back", "source_file", "source_row"]
    return whole.sort_values(order, ascending=[True, False, True, True], kind="stable", ignore_index=True)


def _of_feed(archive: Archive, paid: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    carried = paid[[*ID[1:], "payer", "paid_on"]]
    found = archive.claims[["content", "payment_id", *_CLAIM]].merge(carried, on=["content", "payment_id"])
    role = code_list("claim_status", as_of).meaning(found["status"], "role").fillna("decided")
    kept = found.assign(role=role)[role.isin(["decided", REVERSAL])]
    told = kept.merge(_days(archive), on=_OF, how="left")
    refused = refusals(kept, archive.adjustments, as_of)
    kind = code_list("denial_classes", as_of).meaning(refused["reason_code"], "class")
    refused = refused.assign(is_duplicate=kind.eq(DUPLICATE).fillna(False).astype(bool))
    refused = refused.drop(columns=["group_code", "reason_code"])
    told = told.merge(refused, on=_OF, how="left")
    back = told[told["role"].eq(REVERSAL)]
    refund = acknowledged(back, archive.provider_adjustments).reindex(told.index, fill_value=False)
    line = told["line_remarks"].fillna("")
    return told.assign(
        service_from=told["first"].fillna(told["statement_from"]),
        remarks=(told["remark_codes"].fillna("") + " " + line).str.strip().astype("str"),
        refused_cents=told["refused_cents"].fillna(0).astype("int64"),
        patient_responsibility_cents=_owed(told),
        is_refund=refund.astype(bool),
    ).drop(columns=["first", "line_remarks", "remark_codes", "statement_from", "beside_share_cents"])


def _owed(rows: pd.DataFrame) -> pd.Series:
    """What the patient owes the practice: CLP05, and what the payer sent to the patient under another group than PR."""
    beside = rows["beside_share_cents"].fillna(0).astype("Int64")
    owed = rows["patient_responsibility_cents"].astype("Int64")
    return owed.where(beside.eq(0), owed.fillna(0) + beside)


def _days(archive: Archive) -> pd.DataFrame:
    """First day of service and the remarks of the lines, one row per claim that has lines."""
    lines = archive.services[[*_OF, "service_date", "remark_codes"]]
    first = lines.groupby(_OF, as_index=False).agg(first=("service_date", "min"))
    marked = lines.dropna(subset=["remark_codes"]).groupby(_OF)["remark_codes"].agg(" ".join)
    return first.merge(marked.rename("line_remarks").reset_index(), on=_OF, how="left")


def _outcome(rows: pd.DataFrame) -> pd.Series:
    """What one decision says of its claim; a partly paid one has lines that are refused."""
    paid = rows["paid_cents"].fillna(0) > 0
    owed = rows["patient_responsibility_cents"].fillna(0) > 0
    other = rows["other_subscriber_last_name"].notna() & rows["status"].eq("1")
    outcome = pd.Series(NOTHING, rows.index, dtype="str")
    outcome = outcome.mask(rows["zero"].eq(PATIENT).fillna(False), SHARE)
    outcome = outcome.mask(rows["zero"].eq(TO_PATIENT).fillna(False), TO_PATIENT)
    outcome = outcome.mask(rows["zero"].eq(CAPITATION).fillna(False), CAPITATION)
    met = rows["zero"].eq(PRIOR).fillna(False) & rows["status"].isin(LATER_PAYERS)
    outcome = outcome.mask(met, MET)
    outcome = outcome.mask(paid, PAID).mask(paid & (rows["refused_cents"] > 0), PARTLY)
    outcome = outcome.mask((paid | outcome.eq(SHARE)) & owed & other & ~outcome.eq(PARTLY), SECONDARY)
    outcome = outcome.mask(rows["zero"].eq(REFUSED).fillna(False), DENIED)
    outcome = outcome.mask(rows["role"].eq(REVERSAL), REVERSED)
    return outcome.mask(rows["is_refund"].fillna(False).astype(bool), REFUNDED)


def _are_duplicates(rows: pd.DataFrame) -> pd.Series:
    """Whether the payer denies a claim because it has it already."""
    return rows["outcome"].eq(DENIED) & rows["is_duplicate"].fillna(False).astype(bool)


def ends(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what became of each claim, one row per `claim` of decisions in order of time.

    `outcome`, `reason`, `remarks`, `decided_on` are of the last decision; `paid_cents` is the sum over all of them,
    a reversal with its sign; `first_denied_on` and `first_reason` are of the first denial. A claim whose last word is
    a reversal is reversed: no correction has followed. A denial as a duplicate after another decision says nothing new
    of a claim: that decision stays its last. Nor does a later payer's zero say anything new of a claim that the first
    one denied or took back.
    """
    resent = _are_duplicates(rows)
    rows = rows[~(resent & rows["claim"].duplicated())]
    before = rows.groupby("claim", sort=False)["outcome"].shift()
    rows = rows[~(rows["outcome"].eq(MET) & before.isin([DENIED, REVERSED]))]
    grouped = rows.groupby("claim", sort=False)
    last = grouped.tail(1).set_index("claim")
    reason = last["reason"]
    first = rows[rows["outcome"] == DENIED].drop_duplicates("claim").set_index("claim")
    return pd.DataFrame({
        "outcome": last["outcome"], "reason": reason.where(last["outcome"].isin([DENIED, PARTLY])),
        "remarks": last["remarks"], "decided_on": last["paid_on"], "era_payer": last["payer"],
        "era_charge_cents": grouped["charge_cents"].max(), "era_paid_cents": grouped["paid_cents"].sum(min_count=1),
        "refused_cents": last["refused_cents"], "patient_cents": last["patient_responsibility_cents"],
        "reversed_cents": last["paid_cents"].abs().where(last["outcome"] == REVERSED),
        "first_denied_on": first["paid_on"].reindex(last.index),
        "first_reason": first["reason"].reindex(last.index),
        "era_file": last["source_file"], "era_row": last["source_row"],
    })  # fmt: skip


def repeated(rows: pd.DataFrame) -> pd.Series:
    """Return the claim that another one repeats, by the repeating `claim` of decisions.

    A claim repeats another where its payer says nothing but that it has it already, and one other claim alone has the
    same payer, member, first name, day of service and charge. Without a member's number nothing is compared.
    """
    known = rows["insured_id"].fillna(rows["patient_id"])
    rows = rows.assign(member=compared(known), first=compared(rows["patient_first_name"]))
    resent = _are_duplicates(rows)
    place = ["payer", "member", "first", "service_from", "charge_cents"]
    theirs = rows[~resent & ~rows["back"]].dropna(subset=place)[["claim", *place]].drop_duplicates()
    alone = theirs[~theirs.duplicated(place, keep=False)]
    mine = rows[resent & ~rows["claim"].isin(rows.loc[~resent, "claim"])].drop_duplicates("claim")
    found = mine[["claim", *place]].merge(alone, on=place, suffixes=("", "_of"))
    return found.set_index("claim")["claim_of"]


def chains(rows: pd.DataFrame, as_of: pd.Timestamp, ripe_days: int) -> pd.DataFrame:
    """Return the practice's own record of denials, one row per claim that was ever denied and has had time to end.

    `recovered_cents` is what later decisions paid, never below zero, `days` from the first denial to the first
    payment after it; a claim is ripe where its denial is so many days old. `paid` is whether anything came.
    """
    denied = rows[rows["outcome"] == DENIED].drop_duplicates("claim")
    since = denied[["claim", "paid_on", "payer", "charge_cents"]].assign(reason=denied["reason"])
    later = rows.merge(since[["claim", "paid_on"]].rename(columns={"paid_on": "denied_on"}), on="claim")
    later = later[later["paid_on"] >= later["denied_on"]]
    sums = later.groupby("claim")["paid_cents"].sum().clip(lower=0)
    first = later[later["paid_cents"].gt(0).fillna(False).astype(bool)].groupby("claim")["paid_on"].min()
    found = since.rename(columns={"paid_on": "denied_on"})
    recovered = _at(sums, found["claim"]).fillna(0).astype("int64")
    days = (_at(first, found["claim"]) - found["denied_on"]).dt.days
    ripe = (as_of - found["denied_on"]).dt.days >= ripe_days
    told = found.assign(recovered_cents=recovered, days=days.where(recovered > 0), paid=recovered > 0)
    return told[ripe].reset_index(drop=True)


def _at(table: pd.Series, claims: pd.Series) -> pd.Series:
    return table.reindex(claims).set_axis(claims.index)


def first_answers(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the first decision on each claim, one row per claim: what was charged and paid, and when."""
    decided = rows[rows["role"] != REVERSAL].drop_duplicates("claim")
    return decided[["claim", "payer", "charge_cents", "paid_cents", "paid_on", "service_from"]].assign(
        paid=np.where(decided["paid_cents"].fillna(0) > 0, True, False)
    )
