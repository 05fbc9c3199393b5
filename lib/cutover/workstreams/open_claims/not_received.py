"""Claims of which people or a status say that the payer does not have them: their limit for filing runs on."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from cutover import reference

_BEFORE = 4  # words before a phrase that may name another thing


@dataclass(frozen=True)
class _Words:
    claim: tuple[str, ...]
    bare: tuple[str, ...]
    others: frozenset[str]


def says_so(texts: pd.Series) -> pd.Series:
    """Return which texts say that the payer does not have the claim (`not_received.toml`), a flag per row."""
    return texts.map(_says, na_action="ignore").eq(True).fillna(False).astype(bool)


def not_received(claims: pd.DataFrame) -> pd.Series:
    """Return which claims the payer does not have by what people wrote or by their status, a flag per row.

    What was written before the claim was sent the last time tells nothing of it any more.
    """
    written = says_so(claims["last_action"]) | says_so(claims["next_action"])
    later = claims["filed_on"] > claims["last_action_on"].astype("datetime64[ms]")
    return (written & ~later.fillna(False).astype(bool)) | says_so(claims["state_as_written"])


def _says(text: object) -> bool:
    words, said = re.findall(r"[a-z0-9]+", str(text).lower()), reference.load("not_received", _Words)
    plain = f" {' '.join(words)} "
    if any(f" {phrase} " in plain for phrase in said.claim):
        return True
    return any(not set(before.split()[-_BEFORE:]) & said.others for before in _befores(plain, said.bare))


def _befores(plain: str, phrases: tuple[str, ...]) -> list[str]:
    """What stands before each of the phrases in a text."""
    return [plain[: at.start()] for phrase in phrases for at in re.finditer(f" {phrase} ", plain)]
