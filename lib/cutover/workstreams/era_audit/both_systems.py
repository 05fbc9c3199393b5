"""The remittances of Office Ally and of Medi together: what they hold, a remittance in both systems once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.columns import framed
from cutover.identifiers import compared, masked_tin
from cutover.reading.claims.crossovers import FORWARDED, stems
from cutover.reading.era.archive import Archive
from cutover.reading.era.parts import as_whole
from cutover.reading.era.row_ids import Places, as_texts, positions
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.result import Table
from cutover.workstreams.answers import Answer
from cutover.workstreams.columns import cents, count, text
from cutover.workstreams.decisions import LATER_PAYERS
from cutover.workstreams.era_audit.control_totals import effect
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.take_backs import REVERSAL
from cutover.workstreams.findings import table, total
from cutover.workstreams.remittance_items import remittances

_COLUMNS = (
    text("what", "What"),
    count("office_ally", "In Office Ally"),
    count("medi", "In Medi"),
    count("both", "In both together", "each once"),
    cents("amount_cents", "Amount", "of both together, as it changes what was paid"),
)
_NOTE = (
    "A remittance that came to both systems counts once in the last number and in the amount. A check in two files is "
    "two remittances and one payment. One that is cut off has the amount that its beginning states. A provider "
    "adjustment has the sign of what it does: above zero it raises the payments, the reverse of its sign in the 835."
)
WHOLE, CUT_OFF = "remittances that are whole", "remittances that are cut off"
_PAYMENT = ["content", "payment_id"]
_ALONE = "No remittance came to Medi: what is here is Office Ally's alone. "
_NO_TIN = "no Tax ID that is stated"
_SYSTEMS = [OFFICE_ALLY, MEDI]
_DECISIONS = {  # CLP02
    "taken back (CLP02 22)": [REVERSAL],
    "sent on to the next payer (CLP02 19 to 21)": FORWARDED,
    "decided by a later payer (CLP02 2, 3, 20, 21)": LATER_PAYERS,
}


def findings_and_tables(inputs: Inputs) -> Answer:
    """Return the table of both systems; it has no findings of its own."""
    return Answer((), (("both_systems", both_table(inputs)),))


def both_table(inputs: Inputs) -> Table:
    """Return what the remittances of both systems hold, one row per kind; without rows where none is in either."""
    title = "Remittances of both systems together"
    here, there = (
        one is not None and one.payments["set_aside"].isna().any() for one in (inputs.archive, inputs.medi)
    )
    if inputs.medi is None or not (here or there):
        return table(title, framed([], _COLUMNS), _COLUMNS, _ALONE)
    paid = remittances(inputs.archive, inputs.medi, inputs.as_of)
    paid = with_whole(paid, inputs.archive, inputs.medi)
    paid = paid.assign(own=paid["set_aside"].isna(), once=paid["counts"].isna())
    rows = [*_payments(paid), *_below(inputs.archive, inputs.medi, paid)]
    return table(title, framed(rows, _COLUMNS), _COLUMNS, _NOTE if there else _ALONE + _NOTE)


def _payments(paid: pd.DataFrame) -> list[tuple]:
    """The payments, and those that bring no money or take some back."""
    once = as_whole(paid[paid["once"]])
    ways = (
        ("payments", lambda amounts: amounts.notna() | amounts.isna()),
        ("payments of zero", lambda amounts: amounts.eq(0)),
        ("payments below zero", lambda amounts: amounts.lt(0)),
    )
    found = []
    for what, is_one in ways:
        chosen = once[is_one(once["paid_cents"]).fillna(False).astype(bool)]
        own = [
            int(is_one(_own(paid, feed)["paid_cents"]).fillna(False).sum()) for feed in (OFFICE_ALLY, MEDI)
        ]
        money = total(chosen["paid_cents"]) if len(chosen) else 0
        found.append((what, *own, len(chosen), money))
    return [*found, *_apart(paid, once), *_whole_and_cut(paid), *_by_tax_id(paid[paid["whole"]])]


def _whole_and_cut(paid: pd.DataFrame) -> list[tuple]:
    """The remittances that are whole, and those that are cut off: the amounts of both are those of the payments."""
    return [
        _row(what, paid[paid["whole"].eq(is_whole)], "paid_cents")
        for what, is_whole in ((WHOLE, True), (CUT_OFF, False))
    ]


def _by_tax_id(whole: pd.DataFrame) -> list[tuple]:
    """The remittances that are whole by the Tax ID that is paid, without rows where one alone is."""
    shown = whole["payee_tin"].map(masked_tin, na_action="ignore").astype("str").fillna(_NO_TIN)
    name = shown + whole["payee_tin"].fillna("")  # two may end alike
    parts = [(shown.loc[part.index[0]], part) for _, part in whole.groupby(name)]
    rows = [_row(f"{WHOLE}, to {end}", part, "paid_cents") for end, part in parts]
    return rows if len(rows) > 1 else []


def with_whole(paid: pd.DataFrame, office_ally: Archive, medi: Archive) -> pd.DataFrame:
    """Return the payments of both systems with `whole`, whether the file holds each to its end."""
    told = pd.concat(
        [
            archive.payments[[*_PAYMENT, "is_whole"]].assign(feed=feed)
            for feed, archive in ((OFFICE_ALLY, office_ally), (MEDI, medi))
        ]
    )
    found = paid[["feed", *_PAYMENT]].merge(told, how="left", on=["feed", *_PAYMENT])["is_whole"]
    return paid.assign(whole=found.fillna(False).to_numpy(bool))


def _apart(paid: pd.DataFrame, once: pd.DataFrame) -> list[tuple]:
    """The payments by the system to which they came: one alone, or both."""
    keys = {feed: set(_own(paid, feed)["payment_key"].dropna()) for feed in (OFFICE_ALLY, MEDI)}
    in_both = once["payment_key"].isin(keys[OFFICE_ALLY] & keys[MEDI])
    found = []
    for what, rows, here in (
        ("payments in Office Ally alone", once[~in_both & once["feed"].eq(OFFICE_ALLY)], (1, 0)),
        ("payments in Medi alone", once[~in_both & once["feed"].eq(MEDI)], (0, 1)),
        ("payments in both systems", once[in_both], (1, 1)),
    ):
        number = len(rows)
        found.append(
            (what, *(number * one for one in here), number, total(rows["paid_cents"]) if number else 0)
        )
    return found


def _own(paid: pd.DataFrame, feed: str) -> pd.DataFrame:
    """The payments of one system by themselves, those that are in the other one too among them."""
    rows = paid[paid["own"] & paid["side"].eq(feed)]
    key = rows["payment_key"].where(rows["paid_cents"].ne(rows["stated_cents"]).fillna(False))
    return rows.assign(paid_cents=rows["stated_cents"].fillna(rows["paid_cents"]))[
        ~key.duplicated() | key.isna()
    ]


def _below(office_ally: Archive, medi: Archive, paid: pd.DataFrame) -> list[tuple]:
    """Claims, their lines and provider adjustments."""
    feeds = ((OFFICE_ALLY, office_ally), (MEDI, medi))
    claims, lines, loose = (
        _together([_rows(archive, feed, name, columns, paid) for feed, archive in feeds])
        for name, columns in (
            ("claims", ["claim_id", "status", "paid_cents", "patient_control_number", "statement_from"]),
            ("services", ["paid_cents"]),
            ("provider_adjustments", ["amount_cents"]),
        )
    )
    claims = claims.assign(claim=answered(dated(claims, feeds)))
    claims = claims.drop(columns=["patient_control_number", "statement_from", "claim_id", "content"])
    status = claims["status"]
    return [
        _row("answers to claims (CLP): decided or taken back", claims, "paid_cents"),
        _row("claims that they answer, each once", claims, "paid_cents", each="claim"),
        *(
            _row(f"of them {what}", claims, "paid_cents", of=status.isin(states).to_numpy(bool))
            for what, states in _DECISIONS.items()
        ),
        *_of_whole(claims),
        _row("service lines", lines, "paid_cents"),
        _adjustments(loose),
    ]


def _of_whole(claims: pd.DataFrame) -> list[tuple]:
    """The answers of whole remittances and the claims that they answer, without rows where none is cut off."""
    whole = claims["whole"].to_numpy(bool)
    if whole.all():
        return []
    return [
        _row(f"answers to claims in {WHOLE}", claims, "paid_cents", of=whole),
        _row(f"claims that {WHOLE} answer, each once", claims, "paid_cents", of=whole, each="claim"),
    ]


def _together(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The rows of both systems; those of one alone are not copied, and keep their categories."""
    held = [part for part in parts if len(part)]
    return held[0] if len(held) == 1 else pd.concat(held or parts, ignore_index=True)


def _rows(archive: Archive, feed: str, name: str, columns: list[str], paid: pd.DataFrame) -> pd.DataFrame:
    """The rows of one table of an archive with whether their payment counts in its system, and in both."""
    rows, places = archive.part(name, ["content", "payment_id", *columns]), Places(archive)
    of_feed = paid[paid["feed"] == feed]
    at = positions(places.ids(of_feed, "payment_id"), places.ids(rows, "payment_id"))
    dropped = ["payment_id"] if "claim_id" in columns else ["content", "payment_id"]
    counts = at >= 0
    rows = (rows if counts.all() else rows[counts]).drop(columns=dropped).reset_index(drop=True)
    told = of_feed.assign(side=pd.Categorical(of_feed["side"], _SYSTEMS))
    told = told[["side", "own", "once", "whole"]].take(at[counts]).reset_index(drop=True)
    feeds = pd.Categorical.from_codes(np.full(len(rows), _SYSTEMS.index(feed), np.int8), _SYSTEMS)
    return rows.assign(feed=feeds, **dict(told.items()))


def _row(
    what: str, rows: pd.DataFrame, amount: str, *, of: np.ndarray | None = None, each: str | None = None
) -> tuple:
    """One row of the table, of all rows or those that `of` marks; with `each`, what that column names counts once."""
    of = np.ones(len(rows), bool) if of is None else of
    own, once = (of & rows[name].to_numpy(bool) for name in ("own", "once"))
    sides = rows["side"]
    marked = [*(own & sides.eq(feed).to_numpy(bool) for feed in _SYSTEMS), once]
    numbers = [int(one.sum()) if each is None else rows.loc[one, each].nunique() for one in marked]
    return what, *numbers, (total(rows.loc[once, amount]) if once.any() else 0)


def _adjustments(loose: pd.DataFrame) -> tuple:
    """The provider adjustments with the sign of what they do to the payments: one below zero in the 835 raises them."""
    what, *numbers, amount = _row("provider adjustments", loose, "amount_cents")
    added = 0 if amount is None else -amount
    return (f"{what}{effect(added)}", *numbers, None if amount is None else added)


def answered(rows: pd.DataFrame) -> pd.Series:
    """Return the claim that each answer (CLP) is of, as a whole number: claims are one by number and day of service.

    An answer without a number is a claim of its own. Answers of later payers and take-backs are of the claim that the
    first payer answered; a later payer's number may have an ending (`crossovers.stems`). An answer without a day is of
    its number's claim where that has one day.
    """
    texts = compared(rows["patient_control_number"])
    number, known = pd.factorize(texts)  # -1 where there is none; numbers take less room than texts
    later = rows["status"].isin(LATER_PAYERS).to_numpy(bool)
    if later.any():
        first = known.get_indexer(compared(stems(rows.loc[later, "patient_control_number"])))
        number[later] = np.where(np.isin(first, number[~later]) & (first >= 0), first, number[later])
    day, days = pd.factorize(rows["statement_from"])
    day = np.where(day < 0, _only_day(number, day, len(known))[number], day)
    claim = number * (len(days) + 1) + day
    return pd.Series(np.where(number < 0, -1 - np.arange(len(rows)), claim), rows.index)


def _only_day(number: np.ndarray, day: np.ndarray, numbers: int) -> np.ndarray:
    """The one day of each number among so many, as the number of no day where it has none or several."""
    dated = (number >= 0) & (day >= 0)
    first, last = np.full(numbers + 1, np.iinfo(np.int64).max), np.full(numbers + 1, -1, np.int64)
    np.minimum.at(first, number[dated], day[dated])
    np.maximum.at(last, number[dated], day[dated])
    nothing = day.max(initial=-1) + 1
    return np.where(first == last, last, nothing)


def dated(rows: pd.DataFrame, feeds: tuple[tuple[str, Archive], ...]) -> pd.DataFrame:
    """Return claims (`feed`, `content`, `claim_id`) with the first day of their lines, where they bear no own day."""
    bare = rows["statement_from"].isna()
    if not bare.any():
        return rows
    parts = []
    for feed, archive in feeds:
        held = set(rows.loc[bare & rows["feed"].eq(feed), "content"])
        theirs = archive.part("services", ["content"])["content"].isin(held).to_numpy(bool)
        lines = as_texts(archive.part("services", ["content", "claim_id", "service_date"], theirs))
        parts.append(
            lines.groupby(["content", "claim_id"])["service_date"].min().reset_index().assign(feed=feed)
        )
    days = pd.concat(parts, ignore_index=True)
    at = as_texts(rows[["content", "claim_id", "feed"]]).merge(
        days, how="left", on=["content", "claim_id", "feed"]
    )
    return rows.assign(statement_from=rows["statement_from"].fillna(at["service_date"]))
