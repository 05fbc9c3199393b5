"""The states of claims: the source's own words, and the state that each is counted as."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.reading.claims.tables import CLAIM_STATES

UNKNOWN = "unknown"
RESOLVED = ("paid", "written off", "patient responsibility")  # nothing more is due from a payer


def states(written: pd.Series) -> pd.Series:
    """Return the state of each claim, one of CLAIM_STATES; unknown where no word of the list is in it."""
    known = {text: state_of(text) for text in written.dropna().unique()}
    return written.map(known).astype("str").fillna(UNKNOWN)


def submission_states(written: pd.Series) -> pd.Series:
    """Return what a claim's status says of its submission: rejected, else unknown."""
    words = reference.load("claim_states", _Words).submission.rejected
    known = {
        text: "rejected" if _holds(_plain(text), words) else UNKNOWN for text in written.dropna().unique()
    }
    return written.map(known).astype("str").fillna(UNKNOWN)


def balance(history: pd.DataFrame) -> pd.Series:
    """Return the cents of each claim's balance: as stated, else charge less paid less adjusted, never below zero.

    `history` has the columns of CLAIM_HISTORY; a claim of which neither is known has null.
    """
    rest = history["charge_cents"] - history["paid_cents"].fillna(0) - history["adjusted_cents"].fillna(0)
    return history["balance_cents"].fillna(rest).clip(lower=0)


@cache
def state_of(written: str) -> str:
    """Return the state that a status as written is counted as.

    A negation (`not paid`, `unpaid`) is not the state that it negates: it is unknown.
    """
    text = _plain(written)
    for entry in reference.load("claim_states", _Words).state:
        if _holds(text, entry.words):
            return entry.state
    return UNKNOWN


def _plain(written: str) -> str:
    return f" {' '.join(re.findall(r'[a-z0-9]+', written.lower()))} "


def _holds(text: str, words: tuple[str, ...]) -> bool:
    return any(f" {word} " in text and f" not {word} " not in text for word in words)


@dataclass(frozen=True)
class _State:
    state: str
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.state not in CLAIM_STATES:
            raise ValueError(f"unknown state {self.state}")


@dataclass(frozen=True)
class _Submission:
    rejected: tuple[str, ...]


@dataclass(frozen=True)
class _Words:
    state: tuple[_State, ...]
    submission: _Submission
