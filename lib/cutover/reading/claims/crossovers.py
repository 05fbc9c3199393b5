"""Claims that the first payer sent on to a later one by itself: rows of a report that nobody submitted.

Medicare does so for most supplements. A remittance of the first payer says it (CLP02 19 to 21); a practice's report
often has a second row for the later payer, under the same number or under that number with an ending.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.lookup import among, days_of
from cutover.reading.payers.names import compared, loosely, telling_words

FORWARDED = ("19", "20", "21")
_SIGNS = r"[^0-9A-Z]"


@dataclass(frozen=True)
class _Endings:
    letters: tuple[str, ...]
    numbers: tuple[str, ...]
    forwarding_remarks: tuple[str, ...]


@cache
def _ending() -> re.Pattern[str]:
    said = reference.load("crossovers", _Endings)
    letters, numbers = ("|".join(map(re.escape, sorted(part, key=len, reverse=True)))
                        for part in (said.letters, said.numbers))  # fmt: skip
    return re.compile(rf"^(?:(.*\d){_SIGNS}?(?:{letters})|(.*[0-9A-Z]){_SIGNS}(?:{numbers}))$")


@cache
def forwarding_remarks() -> str:
    """Return the pattern of the remark codes by which a payer says that it sent the claim on."""
    said = reference.load("crossovers", _Endings).forwarding_remarks
    return rf"\b(?:{'|'.join(map(re.escape, said))})\b"


def stems(numbers: pd.Series) -> pd.Series:
    """Return the number of the first claim that a later payer's number is made of, null where it has no ending.

    `T5005S`, `T5005-S` and `T5005-2` are the later claims of `T5005`; `T50052` is a number of its own. Without signs.
    """
    parts = numbers.astype("str").str.upper().str.strip().str.extract(_ending())
    return _plain(parts[0].fillna(parts[1]))


def _plain(numbers: pd.Series) -> pd.Series:
    plain = numbers.astype("str").str.upper().str.replace(_SIGNS, "", regex=True)
    return plain.where(plain != "").astype("str")


def _at(numbers: pd.Series, days: pd.Series) -> pd.Series:
    return (numbers + "|" + days.dt.strftime("%Y-%m-%d").astype("str")).astype("str")


def sent_on(numbers: pd.Series, first: pd.Series) -> pd.Series:
    """Return whether a number, or what is before its ending, is one of the first claims' numbers."""
    known = _plain(first).dropna()
    return among(_plain(numbers), known) | among(stems(numbers), known)


def forwarded_on(history: pd.DataFrame, eras: pd.DataFrame) -> pd.Series:
    """Return the day on which the first payer sent on the claim that a row is, null where the practice sent it.

    `history` has CLAIM_HISTORY, `eras` the claims of remittances. A row is such a claim where a first payer's
    remittance forwards its number and day of service, and the row is the later payer's: by the ending of its number, or
    because its payer is not the one that forwarded and stands beside that one's row. Where the first payer's remittance
    is not held, it is one if every other pair of claims of the same two payers is.
    """
    found = pd.Series(pd.NaT, history.index, dtype="datetime64[ms]")
    if history.empty:
        return found
    counted = eras[eras["set_aside"].isna()]
    sent = counted[counted["status"].isin(FORWARDED)].dropna(subset=["patient_control_number"])
    place = _at(_plain(sent["patient_control_number"]), sent["service_from"])
    first = pd.DataFrame({"place": place, "on": sent["paid_on"], "payer": sent["payer_name"].astype("str")})
    first = first.dropna(subset=["place"]).sort_values("on", kind="stable").drop_duplicates("place")
    first = first.set_index("place")
    if first.empty:
        return found
    for number in ("claim_number", "patient_control_number"):
        days = history["service_from"]
        by_ending, same = _at(stems(history[number]), days), _at(_plain(history[number]), days)
        doubled = same.notna() & same.duplicated(keep=False)
        place = by_ending.where(among(by_ending, first.index), same.where(doubled))
        other = _differ(history["payer_name"], first["payer"].reindex(place).set_axis(history.index))
        found = found.fillna(days_of(place.where(other), first["on"]))
    return found.fillna(_by_pair(history, counted, found))


def _differ(one: pd.Series, other: pd.Series) -> pd.Series:
    """Whether both payers are known and nothing makes them one."""
    told = one.notna() & other.notna()
    pairs = zip(one[told], other[told], strict=True)
    return pd.Series([not _alike(*pair) for pair in pairs], one.index[told], dtype=bool).reindex(
        one.index, fill_value=False
    )


@cache
def _alike(one: str, other: str) -> bool:
    left, right = loosely(one), loosely(other)
    if left.words == right.words or compared(one) == compared(other):
        return True
    own, theirs = telling_words(compared(one)), telling_words(compared(other))
    return own <= theirs or theirs <= own


def _by_pair(history: pd.DataFrame, eras: pd.DataFrame, found: pd.Series) -> pd.Series:
    """The day of the first payer's payment, of claims whose first remittance is not held, by the pairs of payers."""
    days, none = history["service_from"], pd.Series(pd.NaT, history.index, dtype="datetime64[ms]")
    decided = set(_at(_plain(eras["patient_control_number"]), eras["service_from"]).dropna())
    number = history["claim_number"].fillna(history["patient_control_number"])
    own, base = _at(_plain(number), days), _at(stems(number), days)
    rows = history.assign(own=own).dropna(subset=["own"]).drop_duplicates("own").set_index("own")
    beside = among(base, rows.index)
    first = rows["payer_name"].reindex(base).set_axis(history.index)
    pair = (first + "|" + history["payer_name"]).where(beside & _differ(history["payer_name"], first))
    seen = pair.notna() & among(base, decided)
    always = found.notna()[seen].groupby(pair[seen]).all()
    taken = pair.notna() & ~seen & pair.isin(always.index[always])
    paid = days_of(base.where(taken), rows["paid_date"]) if taken.any() else none
    return paid.fillna(history["submission_date"].where(taken)).astype("datetime64[ms]")
