"""Every claim of a practice once, however many files name it: histories, 837 files, Medi's lists, other files.

The order is that of trust: what a history has is told by its row, what it lacks by an 837 or a list of what was sent,
then by a list of Medi, and what none of them has by a file summary or a remittance. A service that went out through
both systems under two numbers is one claim.
"""

from __future__ import annotations

import pandas as pd

from cutover.identifiers import compared
from cutover.lookup import among
from cutover.reading.claims.batches import SOURCE as FILES
from cutover.reading.claims.claims import Claims
from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.claims.same_service import sent_twice
from cutover.reading.claims.sent import REPLACEMENT, VOID, is_taken_back
from cutover.reading.claims.sent import SOURCE as SENT
from cutover.reading.claims.states import is_own_charge
from cutover.reading.claims.submissions import LIST, keys

_NAMES = ("patient_control_number", "claim_number")
_MOSTLY = 0.5  # share of the accounts with several claims that must stand on several days to be patients'
_TOLD = ["source", "service_from", "charge_cents"]


def every_claim(claims: Claims, submitted: pd.DataFrame, sent: pd.DataFrame) -> pd.DataFrame:
    """Return the claims of both systems, one row each: `source`, `service_from`, `charge_cents`.

    `submitted` (SUBMITTED_CLAIMS) are the submissions that any file tells of, `sent` (SENT_CLAIMS) what went out
    through Medi. A claim to a later payer is no further claim, and one that was void or taken back is none.
    """
    history, known = claims.history, _known(claims.history, claims.filed) | claims.voided
    parts = [history[is_own_charge(history)].assign(source=HISTORY), filed(claims, sent)]
    rest = submitted[
        ~submitted["source"].isin([HISTORY, FILES, LIST, SENT]) & submitted["submission"].ne("secondary")
    ]
    rest = _once(rest, known | _known(sent))
    parts += [beyond(claims, sent), rest]
    rows = [part[_TOLD] for part in parts if len(part)]
    return pd.concat(rows, ignore_index=True) if rows else history[_TOLD].head(0)


def filed(claims: Claims, sent: pd.DataFrame) -> pd.DataFrame:
    """Return the claims of 837 files and lists that the history lacks, without a service that Medi's lists have too."""
    twice = sent_twice(claims.listed, sent)
    return claims.filed[~_held(claims.filed, twice)] if twice else claims.filed


def beyond(claims: Claims, sent: pd.DataFrame) -> pd.DataFrame:
    """Return the claims of Medi's lists that neither a history nor an 837 has, each once, with their `source`."""
    known = _known(claims.history, claims.filed) | claims.voided
    listed = _once(_apart(sent[~is_taken_back(sent)]), known)
    taken_back = _known(sent[sent["frequency"].eq(VOID).fillna(False)])
    return listed[~_held(listed, taken_back)].drop(columns="apart").assign(source=SENT)


def _known(*tables: pd.DataFrame) -> set[str]:
    """The keys of all rows, by account and by number."""
    return {
        key for rows in tables for name in _NAMES for key in keys(rows[name], rows["service_from"]).dropna()
    }


def _held(rows: pd.DataFrame, known: set[str] | frozenset[str]) -> pd.Series:
    """Which rows are known by their account or their number."""
    account, number = (among(keys(rows[name], rows["service_from"]), set(known)) for name in _NAMES)
    return account | number


def _apart(listed: pd.DataFrame) -> pd.DataFrame:
    """Claims of lists, with what tells those of one account and day `apart`: number and charge of a patient's account.

    Accounts are patients' in a file where most of those that stand several times in it stand on several days. Of one
    charge, or where a row of that day replaces a claim, the account and the day tell one claim, sent again.
    """
    account = listed["source_file"].astype("str") + "|" + compared(listed[_NAMES[0]])
    of = listed.groupby(account)["service_from"].agg(["size", "nunique"])
    of = of[of["size"] > 1].assign(file=lambda many: many.index.str.rsplit("|", n=1).str[0])
    share = of["nunique"].gt(1).groupby(of["file"]).mean()
    is_patients = listed["source_file"].astype("str").map(share).gt(_MOSTLY).fillna(False)
    told = listed[["claim_number", "charge_cents"]].notna().all(axis=1)
    told &= ~listed["frequency"].eq(REPLACEMENT).fillna(False).astype(bool)
    told = is_patients & told.groupby([account, listed["service_from"]], dropna=False).transform("all")
    charge = "|" + listed["charge_cents"].astype("Int64").astype("str")
    return listed.assign(apart=charge.where(told, "").fillna("").astype("str"))


def _once(rows: pd.DataFrame, known: set[str] | frozenset[str]) -> pd.DataFrame:
    """The rows that are not known, each claim once; one without a number and a day is a claim of its own."""
    account, number = (keys(rows[name], rows["service_from"]) for name in _NAMES)
    key = account.fillna(number)
    if "apart" in rows:
        key = key + rows["apart"]
    return rows[~_held(rows, known) & ~(key.notna() & key.duplicated(keep="last"))]
