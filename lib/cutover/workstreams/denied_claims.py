"""Claims that the remittances of both systems deny, each once, and how many each reason denies over all payers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from cutover.columns import Kind, contract, empty
from cutover.money import dollars
from cutover.reading.era.archive import Archive
from cutover.reading.era.row_ids import Places, as_texts, positions
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.reference import code_list
from cutover.result import Table
from cutover.wording import several
from cutover.workstreams.columns import canonical, cents, count, text
from cutover.workstreams.denials import DENIED, PATIENT, claims_once, refusals
from cutover.workstreams.findings import table
from cutover.workstreams.remittances import ID

CLAIM = ["content", "claim_id"]
ADJUSTMENT = [*CLAIM, "group_code", "reason_code", "amount_cents"]
NOT_DECIDED = ["reversal", "forwarded", "predetermination"]  # roles of CLP02
_OF_CLAIM = [
    *CLAIM,
    "payment_id",
    "status",
    "charge_cents",
    "paid_cents",
    "patient_control_number",
    "statement_from",
]
_OF_PAYMENT = ["payer", "paid_on"]
NOTHING = contract(
    *((name, Kind.TEXT, name) for name in (*CLAIM, "payer", "status", "outcome", "group_code", "reason_code",
                                           "patient_control_number", "feed")),
    ("charge_cents", Kind.CENTS, "Charged"), ("paid_on", Kind.DATE, "Paid on"), ("statement_from", Kind.DATE, "From"),
)  # fmt: skip
_REASON = ["group_code", "reason_code"]


def paid_nothing(archive: Archive, paid: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return the decided claims of an archive with a charge and without payment, one row each (NOTHING).

    `paid` are the payments of the archive that count (`content`, `payment_id`, `payer`, `paid_on`). `outcome` is how a
    claim is read, `group_code` and `reason_code` are those of its largest refusal (`denials.refusals`).
    """
    every = archive.part("claims", ["status", "charge_cents", "paid_cents"])
    role = code_list("claim_status", as_of).meaning(every["status"], "role")
    nothing = (every["paid_cents"].eq(0) & every["charge_cents"].gt(0)).fillna(False).astype(bool)
    claims = as_texts(archive.part("claims", _OF_CLAIM, (nothing & ~role.isin(NOT_DECIDED)).to_numpy(bool)))
    claims = claims.merge(as_texts(paid[[*ID, *_OF_PAYMENT]]), on=ID)
    if claims.empty:
        return empty(NOTHING)
    told = refusals(claims, as_texts(adjustments_of(archive, claims)), as_of)
    told = told.rename(columns={"zero": "outcome"})
    return claims.merge(told[[*CLAIM, "outcome", *_REASON]], on=CLAIM, how="left")


def adjustments_of(archive: Archive, claims: pd.DataFrame) -> pd.DataFrame:
    """Return the adjustments of some claims of an archive, one row per triple (ADJUSTMENT)."""
    places = Places(archive)
    owners = places.ids(archive.part("adjustments", CLAIM), "claim_id")
    theirs = positions(places.ids(claims, "claim_id"), owners) >= 0
    return archive.part("adjustments", ADJUSTMENT, theirs)


def denied_once(
    feeds: Sequence[tuple[str, Archive]],
    paid: pd.DataFrame,
    as_of: dt.date,
    known: Mapping[str, pd.DataFrame] = MappingProxyType({}),
) -> pd.DataFrame:
    """Return the denied claims of the systems, each once by its last denial (NOTHING with `feed` and `whole`).

    `feeds` are the names of the systems with their archives, `paid` the payments that count, each in one `feed`.
    `whole` tells whether the file holds the remittance of the claim to its end. `known` are the claims paid nothing of
    some systems (`paid_nothing`, of all payments), where they were read before.
    """
    parts = []
    for feed, archive in feeds:
        theirs = paid[paid["feed"].eq(feed)]
        rows = _paid_by(known[feed], theirs) if feed in known else paid_nothing(archive, theirs, as_of)
        rows = rows[rows["outcome"].eq(DENIED)]
        whole = as_texts(archive.payments[[*ID, "is_whole"]])
        if len(rows):
            parts.append(rows.merge(whole, how="left", on=ID).assign(feed=feed))
    if not parts:
        return empty(NOTHING).assign(whole=pd.Series(dtype=bool))
    found = claims_once(pd.concat(parts, ignore_index=True))
    return found.assign(whole=found["is_whole"].fillna(False).astype(bool))


def _paid_by(claims: pd.DataFrame, paid: pd.DataFrame) -> pd.DataFrame:
    """Those of claims paid nothing that stand in these payments, with the payer and the day of the payment."""
    if claims.empty:
        return empty(NOTHING)
    told = as_texts(claims).drop(columns=_OF_PAYMENT).merge(as_texts(paid[[*ID, *_OF_PAYMENT]]), on=ID)
    return told[[*_OF_CLAIM, *_OF_PAYMENT, "outcome", *_REASON]]


def by_reason(denied: pd.DataFrame, has_medi: bool, as_of: dt.date) -> Table:
    """Return the denied claims (`denied_once`) by group and reason over all payers, one row a reason, most first.

    `has_medi` tells whether any remittance that counts came to Medi.
    """
    rows = denied.assign(in_medi=denied["feed"].eq(MEDI))
    frame = rows.groupby(_REASON, dropna=False, as_index=False).agg(
        all_count=("claim_id", "size"), all_cents=("charge_cents", "sum"), medi_count=("in_medi", "sum"),
        payer_count=("payer", "nunique"),
    )  # fmt: skip
    known = code_list("adjustment_reasons", as_of).meaning(frame["reason_code"])
    frame = frame.assign(reason=known.fillna("not in our list of reasons"))
    frame = frame.sort_values(["all_count", "all_cents", *_REASON], ascending=[False, False, True, True])
    columns = (
        *canonical("adjustments", *_REASON),
        text("reason", "Meaning", "of the reason with the largest amount on the claim"),
        count("all_count", "Claims denied", "each claim once"),
        cents("all_cents", "Charged on them"),
        *([count("medi_count", "Of them in Medi")] if has_medi else []),
        count("payer_count", "Payers"),
    )
    whose = f"{OFFICE_ALLY} and Medi" if has_medi else OFFICE_ALLY
    return table(
        f"Denied claims by reason, all payers, {whose}", frame, columns, _note(rows) if len(rows) else ""
    )


def shares(
    feeds: Sequence[tuple[Archive, pd.DataFrame]],
    as_of: dt.date,
    read: Callable[[Archive, pd.DataFrame], pd.DataFrame] = adjustments_of,
) -> str:
    """Return a sentence on claims that are the patient's share alone, by the patient's reasons, in whole remittances.

    `feeds` are archives, each with its claims paid nothing (`content`, `claim_id`, `payment_id`, `outcome`). A claim of
    several reasons counts with all of them together. Empty where there is no such claim. `read` gives the adjustments
    of claims, in which those of further claims may be.
    """
    found: list[str] = []
    reasons = code_list("adjustment_reasons", as_of)
    for archive, claims in feeds:
        if not claims["outcome"].eq(PATIENT).any():  # where none is, its frame may lack the payment
            continue
        whole = as_texts(archive.payments.loc[archive.payments["is_whole"].fillna(False).astype(bool), ID])
        asked = as_texts(claims.loc[claims["outcome"].eq(PATIENT), [*CLAIM, "payment_id"]]).merge(
            whole, on=ID
        )
        if asked.empty:
            continue
        told = as_texts(read(archive, asked)).merge(asked[CLAIM], on=CLAIM)
        told = told[told["group_code"].eq("PR") & told["amount_cents"].ne(0)]
        names = told.assign(name=reasons.meaning(told["reason_code"]).str.lower().fillna("another reason"))
        each = names.groupby(CLAIM)["name"].agg(lambda one: " with ".join(sorted(set(one))))
        found += each.tolist()
    if not found:
        return ""
    counts = pd.Series(found).value_counts().sort_index()
    parts = ", ".join(f"{name} {number}" for name, number in counts.items())
    return f"The patient's share in whole remittances, {several(len(found), 'claim')}: {parts}."


def _note(rows: pd.DataFrame) -> str:
    """What is said beside the table: all reasons together, and what of it stands in remittances that are cut off."""
    worth = dollars(int(rows["charge_cents"].sum()))
    said = f"Whole claims, and no lines: {several(len(rows), 'claim')}, {worth}, in all. "
    cut = rows[~rows["whole"]]
    if len(cut):
        money, verb = dollars(int(cut["charge_cents"].sum())), "stands" if len(cut) == 1 else "stand"
        said += f"Of these {several(len(cut), 'claim')}, {money}, {verb} in remittances that are cut off. "
        rest = rows[rows["whole"]]
        money = dollars(int(rest["charge_cents"].sum()))
        said += f"In whole remittances: {several(len(rest), 'claim')}, {money}. "
    return f"{said}A claim counts with its largest reason, and once where it was denied twice, by its last denial."
