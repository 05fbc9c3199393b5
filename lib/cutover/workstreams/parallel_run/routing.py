"""Where each claim payment belongs: to the system that has its claim, else to Office Ally or to Medi by day of service.

| case | where it belongs | rule |
|---|---|---|
| one system alone sent the claim, as far as the lists of both tell | that system | sent through it alone |
| the whole service lies before the cutover date | Office Ally | service before the cutover |
| the whole service lies on or after it | Medi | service on or after the cutover |
| the service spans the date | Office Ally: the encounter began there and was billed there | spans the cutover |
| no day of service in the remittance | by the claim history's day of service | claim history |
| nor there, but paid before the cutover | Office Ally: nothing is paid before it is served | paid before the cutover |
| none of these | not known: a person looks | no service date |
| a reversal and its correction lie on two sides | where the claim's first payment belongs | follows the first payment |
| an amount at provider level | where the claim that it names belongs, else where it landed | names a claim / landed |
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from cutover.identifiers import compared
from cutover.lookup import among
from cutover.reading.claims.era_submissions import SOURCE as ERA
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.workstreams.remittance_items import NOT_TOLD

REVERSAL = "22"  # CLP02: reversal of an earlier payment (domain facts, 5)
BEFORE, AFTER, SPANS = "service before the cutover", "service on or after the cutover", "spans the cutover"
FOLLOWS, PAID_BEFORE, UNKNOWN = "follows the first payment", "paid before the cutover", "no service date"
BILLED = "sent through it alone"
NAMES, LANDED, NO_CUTOVER = "names a claim", "landed there", "no cutover date"


def route(items: pd.DataFrame, cutover: dt.date | None, billed: pd.Series | None = None) -> pd.DataFrame:
    """Return `belongs` (a system, null where it is not known) and `rule` for each item, on the same index.

    `items` has one row per claim payment or provider-level amount: `kind`, `feed`, `payer`, `claim`, `status`,
    `paid_on`, `service_from`, `service_through`, `names_claim`. `billed` (`sent_alone`) has the system that alone sent
    the claim of an item: it goes before the day of service, and `rule` says so where the day says otherwise. Without a
    cutover date nothing belongs anywhere.
    """
    if cutover is None:
        nowhere = pd.Series(None, items.index, dtype="str")
        return pd.DataFrame({"belongs": nowhere, "rule": NO_CUTOVER}, index=items.index)
    found = _by_service(items, pd.Timestamp(cutover))
    if billed is not None:
        other = billed.notna() & found["belongs"].ne(billed).fillna(True)
        found = found.assign(
            belongs=found["belongs"].mask(other, billed), rule=found["rule"].mask(other, BILLED)
        )
    found = _following(items, found)
    return _provider_level(items, found)


def sent_alone(items: pd.DataFrame, sent: pd.DataFrame, submitted: pd.DataFrame) -> pd.Series:
    """Return the system that alone sent the claim of each item, null where both did or nobody knows.

    `sent` (SENT_CLAIMS) are Medi's lists, `submitted` (SUBMITTED_CLAIMS) what went out through Office Ally; what
    remittances alone tell of says nothing. Without a list of Medi nothing is known. What went out after its last day
    may be in a list that is not on file.
    """
    nobody = pd.Series(None, items.index, dtype="str")
    if sent.empty:
        return nobody
    went = submitted["submission_date"].fillna(submitted["service_from"])
    old = submitted[submitted["source"].ne(ERA) & submitted["state"].ne("rejected").fillna(True)]
    ours = _numbers(sent)
    reached = _numbers(old[(went.reindex(old.index) <= sent["sent_on"].max()).fillna(False)])
    in_medi, in_old = among(items["claim"], ours), among(items["claim"], _numbers(old))
    found = nobody.mask(in_medi & ~in_old, MEDI)
    return found.mask(among(items["claim"], reached) & ~in_medi, OFFICE_ALLY)


def _numbers(rows: pd.DataFrame) -> pd.Series:
    return pd.concat([compared(rows["patient_control_number"]), compared(rows["claim_number"])])


def _by_service(items: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    first = items["service_from"].fillna(items["service_through"])
    last = items["service_through"].fillna(first)
    known, old, new = first.notna(), first < day, last >= day
    paid_before = ~known & (items["paid_on"] < day)
    belongs = np.select([known & old, known, paid_before], [OFFICE_ALLY, MEDI, OFFICE_ALLY], "")
    rule = np.select(
        [known & old & new, known & old, known, paid_before], [SPANS, BEFORE, AFTER, PAID_BEFORE], UNKNOWN
    )
    found = pd.DataFrame({"belongs": belongs, "rule": rule}, index=items.index).astype("str")
    return found.assign(belongs=found["belongs"].where(found["belongs"] != ""))


def _following(items: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Reversals and what corrects them stay on one side: that of the claim's first payment that has one."""
    claims = items["claim"].notna() & (items["kind"] == "claim")
    keys = pd.DataFrame({"payer": items["payer"], "claim": items["claim"]})[claims]
    turned = items.loc[claims, "status"].eq(REVERSAL).fillna(False)
    touched = keys[turned].drop_duplicates()
    if touched.empty:
        return frame
    rows = keys.reset_index(names="row").merge(touched, on=["payer", "claim"]).set_index("row")
    rows = rows.assign(
        belongs=frame["belongs"], paid_on=items["paid_on"], late=turned.astype(bool)
    ).sort_values(["paid_on", "late"], kind="stable")
    first = rows.groupby(["payer", "claim"])["belongs"].transform("first")
    moved = first.notna() & (rows["belongs"] != first).fillna(True)
    followed = frame.copy()
    followed.loc[moved[moved].index, "belongs"] = first[moved]
    followed.loc[moved[moved].index, "rule"] = FOLLOWS
    return followed


def _provider_level(items: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Amounts without a claim of their own: with the claim that the reference names, else where they landed."""
    loose = items["kind"] != "claim"
    if not loose.any():
        return rows
    sides = pd.DataFrame({"claim": items["claim"], "side": rows["belongs"]})[~loose].dropna()
    side = sides.drop_duplicates("claim").set_index("claim")["side"]
    named = items.loc[loose, "names_claim"].map(side).astype("str")
    placed = rows.copy()
    placed.loc[named.index, "belongs"] = named.fillna(items["side"].mask(items["side"].eq(NOT_TOLD)))
    placed.loc[named.index, "rule"] = np.where(named.notna(), NAMES, LANDED)
    return placed
