"""Leg three, claims to postings: each claim payment in exactly one class, each posting in exactly one.

Cents tie out on both sides: what the remittances say, less what is not posted, plus what is posted beside
it, is what the systems say. A difference of zero that is made of two errors is still two rows.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import numpy as np
import pandas as pd

from cutover.reading.postings.tables import MEDI, NOT_NAMED, OFFICE_ALLY, OWN
from cutover.wording import several
from cutover.workstreams.parallel_run import matching as by
from cutover.workstreams.parallel_run.matching import Matched
from cutover.workstreams.parallel_run.posted_again import AGAIN_ALONE, posted_again
from cutover.workstreams.parallel_run.whole_checks import (
    HOWS,
    LOGGED,
    OTHER,
    RENUMBERED,
    payment_of,
    swapped,
)


class Posted(StrEnum):
    """What became of a claim payment, with what that means, in the order in which they are shown."""

    meaning: str

    def __new__(cls, words: str, meaning: str) -> Posted:
        """Make a state of its words; its meaning is what readers see beside them."""
        made = str.__new__(cls, words)
        made._value_, made.meaning = words, meaning
        return made

    RIGHT = "posted", "once, with its amount, in the system where it belongs"
    SIDE_UNKNOWN = "posted, side not known", "once, with its amount; in which system it belongs is not known"
    OTHER_CHECK = (
        "posted under another check number",
        "once, with its amount; the posting names another check number",
    )
    LANDED = (
        "posted in Medi, where it came",
        "once; an old claim's remittance that came to Medi, since its payer has switched: expected",
    )
    IN_OWN = "posted in the practice's own system", "once, with its amount, in the practice's own PM or EHR"
    SYSTEM_UNKNOWN = "posted, system not known", "once, with its amount; no file says in which system"
    ASTRAY = "posted in the other system", "once, with its amount, in the system where it does not belong"
    SPREAD = (
        "posted in parts in both systems",
        "once in all, but part of it in the system where it does not belong",
    )
    BOTH = "posted in both systems", "in one and again in the other"
    TWICE = "posted twice", "more than once in one system"
    MAYBE_TWICE = (
        "perhaps posted twice",
        "in a list of one system and in a list that names none: two postings, or one in both lists",
    )
    OTHER_AMOUNT = "posted with another amount", "once, the amount differs"
    BY_CHECK = (
        "posted with its whole check",
        "its check is keyed once with its amount, in a log that names no claims",
    )
    WRONG_CLAIM = "posted to the wrong claim", "its check and amount stand under another claim"
    AT_CUTOVER = (
        "to post in Office Ally",
        "not posted; paid before the cutover: it is posted in Office Ally, never carried over",
    )
    LATE = "not posted", "late; on claims and at provider level, with their signs"
    CUT = (
        "not posted, of a file that is cut",
        "its remittance is here in part alone: download it again, then post all of it",
    )
    WAITING = "not due yet", "not posted; paid so short a time ago that it is not late"
    UNSEEN = (
        "no postings on file",
        "no posting of its system is on file, or a file that was not read may have it: nothing is known of it",
    )
    NOTHING = "nothing to post", "zero paid, and no posting is there: a denial is worked, not posted"
    FORWARDED = (
        "forwarded and taken",
        "a balance that the payer carried to a later check and took there: together nothing, and nothing to post",
    )
    EARLIER = "before the postings begin", "older than the first posting on file, so nothing is known of it"
    COPY = "copy", "its remittance is in the files twice and is counted once"
    STRANGER = "somebody else's", "paid to somebody else"


FORWARD = "FB"  # of a PLB: a balance carried to a later payment, or taken there
NOT_COUNTED = (Posted.COPY, Posted.STRANGER)
# wrong for sure, whoever looks
WRONG = (
    Posted.LATE,
    Posted.CUT,
    Posted.BOTH,
    Posted.TWICE,
    Posted.OTHER_AMOUNT,
    Posted.WRONG_CLAIM,
    Posted.AT_CUTOVER,
)
# class of a posting
POSTING_CLASSES = {
    "first": "the first posting of a claim payment",
    "again": "a further posting of a claim payment that is posted already",
    AGAIN_ALONE: "a further posting of one claim, check and amount that no remittance on file explains",
    "taken back": "a posting and the one that undoes it",
    "no remittance": "no remittance on file explains it",
    "on paper": "the explanation came on paper: it is on file, or the payer sends no remittance by the payer list",
    "logged": "a row of a log by check whose claims are posted one by one in another list: counted there",
    "elsewhere": "its remittance lies in another practice's folder: move the file",
    "cut": "its check is on file in a file that is cut, and the claim is in what is missing: download it again",
    "zero": "no money, and no claim payment asks for it: a note, or a denial once more",
}

APART = ("on paper", "elsewhere", "logged", "cut")


def classes(
    items: pd.DataFrame,
    matched: Matched,
    cutover: dt.date | None,
    late_before: pd.Timestamp,
    since: pd.Timestamp | None,
    in_hand: frozenset[str],
    sent_late: frozenset[str] = frozenset(),
) -> pd.Series:
    """Return the class of each item, one of Posted.

    `items`: `counts` (null, or why its payment does not count), `belongs`, `feed`, `paid_on`, `cents`. What was paid
    on or after `late_before` is not late; what was paid before `since`, the first posting in hand, is not judged, nor
    is what belongs to a system that is not `in_hand`: without its postings nobody knows what stands there. An old claim
    whose remittance came to Medi may be posted there, unless Office Ally sent it after the cutover (`sent_late`).
    """
    found, cents = matched.items, items["cents"]
    absent = found["how"].isna()
    elsewhere = (found["posted_in"] != items["belongs"]).fillna(True).astype(bool)
    elsewhere &= found["posted_in"].isin((OFFICE_ALLY, MEDI))
    spread = found["how"].eq(by.SPREAD).fillna(False) & (found["astray_cents"] != 0)
    legacy = _at_cutover(items, cutover)
    came = (items["feed"] == MEDI) & items["belongs"].eq(OFFICE_ALLY) & found["posted_in"].eq(MEDI)
    came = came.fillna(False) & ~items["claim"].isin(sent_late)
    early = (items["paid_on"] >= late_before) & ~legacy
    unseen = items["belongs"].notna() & ~items["belongs"].isin(in_hand) & ~early
    before = items["paid_on"] < since if since is not None else pd.Series(False, items.index)
    rules = [
        (items["counts"].eq("other payee").fillna(False), Posted.STRANGER),
        (items["counts"].notna(), Posted.COPY),
        ((found["again"] > 0) & found["again_elsewhere"], Posted.BOTH),
        (found["again_unsure"], Posted.MAYBE_TWICE),
        (found["again"] > 0, Posted.TWICE),
        (found["how"].isin([by.AMOUNT, OTHER]), Posted.OTHER_AMOUNT),
        (
            found["how"].eq(by.OTHER_CLAIM).fillna(False) & (items["kind"] == "claim"),
            Posted.WRONG_CLAIM,
        ),
        (absent & ((cents == 0) | _nothing_in_all(items, found)), Posted.NOTHING),
        (absent & before, Posted.EARLIER),
        (_forwarded(items, absent), Posted.FORWARDED),
        (absent & unseen, Posted.UNSEEN),
        (absent & legacy, Posted.AT_CUTOVER),
        (absent & (items["paid_on"] >= late_before), Posted.WAITING),
        (absent, Posted.LATE),
        (items["belongs"].isna(), Posted.SIDE_UNKNOWN),
        (spread, Posted.SPREAD),
        (came, Posted.LANDED),
        (elsewhere, Posted.ASTRAY),
        (found["how"].isin([by.OTHER_CHECK, RENUMBERED]), Posted.OTHER_CHECK),
        (found["posted_in"].eq(OWN).fillna(False), Posted.IN_OWN),
        (found["posted_in"].eq(NOT_NAMED).fillna(False), Posted.SYSTEM_UNKNOWN),
        (found["how"].isin(HOWS), Posted.BY_CHECK),
    ]
    told = np.select([np.asarray(mask, bool) for mask, _ in rules], [name for _, name in rules], Posted.RIGHT)
    return pd.Series(told, items.index, dtype="str")


def _nothing_in_all(items: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    """Which items are judged by a check that pays nothing in all: nobody keys it."""
    if not found["by_check"].any():
        return pd.Series(False, items.index)
    return found["by_check"] & items.groupby(payment_of(items))["cents"].transform("sum").eq(0)


def _forwarded(items: pd.DataFrame, absent: pd.Series) -> pd.Series:
    """The parts of balances that a payer forwarded and took in full, none of them posted: by reference, else by amount.

    Where one part is posted and the other is not, the balance is off by it: none of them is meant.
    """
    is_forward = items["reason_code"].eq(FORWARD).fillna(False)
    named = items["reference"].astype("str").str.strip().str.upper()
    rows = items[is_forward].assign(reference=named.mask(named.eq("")), absent=absent)
    if rows.empty:
        return pd.Series(False, items.index)
    told = rows[rows["reference"].notna()]
    one = [told["payer"], told["reference"]]
    settled = told["cents"].groupby(one).transform("sum").eq(0)
    settled &= told["absent"].groupby(one).transform("all")
    left = rows[~settled.reindex(rows.index, fill_value=False)]
    whole = settled.reindex(items.index, fill_value=False) | _by_amount(left).reindex(
        items.index, fill_value=False
    )
    return whole.astype(bool)


def _by_amount(rows: pd.DataFrame) -> pd.Series:
    """Which two parts are one balance by their amount: the only two of a payer, taken on the day or later.

    They must not bear two references.
    """
    one = [rows["payer"], rows["cents"].abs()]
    group = rows.groupby(one)
    found = group["cents"].transform("size").eq(2) & group["cents"].transform("sum").eq(0)
    found &= group["reference"].transform("nunique").le(1) & ~group["reference"].transform("count").eq(2)
    given = rows["paid_on"].where(rows["cents"] > 0).groupby(one).transform("max")
    taken = rows["paid_on"].where(rows["cents"] < 0).groupby(one).transform("max")
    return (found & (given <= taken) & group["absent"].transform("all")).fillna(False).astype(bool)


def _at_cutover(items: pd.DataFrame, cutover: dt.date | None) -> pd.Series:
    """Of remittances that Office Ally had when the practice moved."""
    if cutover is None:
        return pd.Series(False, items.index)
    return (items["feed"] == OFFICE_ALLY) & (items["paid_on"] < pd.Timestamp(cutover))


def posting_classes(
    postings: pd.DataFrame,
    matched: Matched,
    on_paper: pd.Series,
    elsewhere: pd.Series,
    lacked: pd.DataFrame,
) -> pd.Series:
    """Return the class of each posting, a key of POSTING_CLASSES.

    `on_paper` flags those that are explained on paper, `elsewhere` those of remittances in another practice's folder;
    `lacked` (`check`, `cents`) is what files that are cut lack of their checks.
    """
    how = matched.postings["how"]
    absent, paper, there = how.isna(), on_paper.to_numpy(bool), elsewhere.to_numpy(bool)
    cut = of_cut(postings, absent.to_numpy(bool), lacked)
    again = posted_again(postings, pd.Series(absent.to_numpy(bool), postings.index)).to_numpy(bool)
    told = np.select(
        [
            absent & (postings["cents"] == 0),
            absent & again,
            absent & paper,
            absent & there,
            absent & cut,
            absent,
            how == by.AGAIN,
            how == by.TAKEN_BACK,
            how == LOGGED,
        ],
        [
            "zero",
            AGAIN_ALONE,
            "on paper",
            "elsewhere",
            "cut",
            "no remittance",
            "again",
            "taken back",
            "logged",
        ],
        "first",
    )
    return pd.Series(told, postings.index, dtype="str")


def of_cut(postings: pd.DataFrame, absent: np.ndarray, lacked: pd.DataFrame) -> np.ndarray:
    """Tell which postings that match nothing are of checks in files that are cut, no more than what these lack.

    All such postings of a check are, or none: where they come to more, nobody can say which of them are its.
    """
    whole = lacked.groupby("check")["cents"].sum()
    theirs = postings["cents"].where(pd.Series(absent, postings.index), 0)
    sums = theirs.groupby(postings["check"]).transform("sum")
    lacks = postings["check"].map(whole)
    return (absent & (theirs > 0) & (sums <= lacks)).fillna(False).to_numpy(bool)


def swaps(items: pd.DataFrame, postings: pd.DataFrame, matched: Matched) -> pd.Series:
    """Return in what two digits are swapped between an item and its posting: amount, claim, check, or null."""
    told = pd.Series(None, items.index, dtype=object)
    sides = {by.AMOUNT: "cents", by.OTHER_CLAIM: "claim", by.OTHER_CHECK: "check", RENUMBERED: "check"}
    for how, column in sides.items():
        rows = matched.items.index[matched.items["how"].eq(how).fillna(False)]
        partner = postings.iloc[matched.items.loc[rows, "posting"]]
        for row, ours, theirs in zip(rows, items.loc[rows, column], partner[column], strict=True):
            if swapped(_text(ours), _text(theirs)):
                told[row] = "amount" if column == "cents" else f"{column} number"
    return told.astype("str")


def _text(value: object) -> str | None:
    return (
        None if pd.isna(value) else f"{abs(value):03d}" if isinstance(value, int | np.integer) else str(value)
    )


def leg(items: pd.DataFrame, postings: pd.DataFrame) -> dict[str, int]:
    """Return the leg in cents: both totals, what is unmatched on either side, and what remains (must be 0).

    `items` with `class`, `posted_cents`; `postings` with `class`. remittances - not posted + differences + again +
    without remittance (apart from it, where there are any, those of APART) = postings.
    """
    counted = items[~items["class"].isin(NOT_COUNTED)]
    copied = items[items["class"].isin(NOT_COUNTED)]
    absent = counted["how"].isna()
    by_class = postings.groupby("class")["cents"].sum()
    figures = {
        "remittances": int(counted["cents"].sum()),
        "not posted": int(counted.loc[absent, "cents"].sum()),
        "differences": int((counted["posted_cents"] - counted["cents"])[~absent].sum()),
        "again": int(by_class.get("again", 0)) + int(by_class.get(AGAIN_ALONE, 0)),
        "no remittance": int(by_class.get("no remittance", 0)) + int(copied["posted_cents"].sum()),
        **{kind: int(by_class[kind]) for kind in APART if kind in by_class},
        "postings": int(postings["cents"].sum()),
    }
    said = figures["remittances"] - figures["not posted"] + figures["differences"]
    said += figures["again"] + figures["no remittance"] + sum(figures.get(kind, 0) for kind in APART)
    return figures | {"remains": figures["postings"] - said}


def by_amount(posted: pd.DataFrame) -> tuple[str, ...]:
    """Return the limit on postings that name a patient's account alone, nothing where there is none."""
    number = int(posted["by_amount"].fillna(False).sum()) if "by_amount" in posted else 0
    if not number:
        return ()
    return (
        f"{several(number, 'posting')} named the patient's account alone. Each is taken for the claim with its check "
        "and amount; whether the right claim has it is not known.",
    )
