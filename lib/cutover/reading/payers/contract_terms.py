"""Terms of payment that stand in the notes of a contract's rates, as rates of their own.

Read are two kinds (`contract_terms`): what a further procedure of the day is paid, and what an assistant at surgery is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from cutover.reference import load

_SHARE = re.compile(r"\d{1,3}(?:\.\d+)?")
_DAY = re.compile(r"\b(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/(?:\d{4}|\d{2})\b")  # no share of a rate


@dataclass(frozen=True)
class _Multiple:
    pattern: str
    modifiers: tuple[str, ...]


@dataclass(frozen=True)
class _Assistant:
    pattern: str
    modifiers: tuple[str, ...]
    own: tuple[str, ...]


@dataclass(frozen=True)
class _Terms:
    multiple: _Multiple
    assistant: _Assistant


def terms_in(note: str) -> tuple[dict[str, Decimal], bool]:
    """Return the percentage of the rate by modifier that a note states, and whether all of its numbers were read.

    Of further procedures that are paid different shares none is taken: no line says which of them it is.
    """
    known, found, rest = load("contract_terms", _Terms), {}, note
    for hit in re.finditer(known.multiple.pattern, note, re.IGNORECASE):
        shares = {Decimal(share) for share in _SHARE.findall(hit["shares"])[1:]}
        if len(shares) == 1:
            found |= dict.fromkeys(known.multiple.modifiers, shares.pop())
            rest = rest.replace(hit[0], " ")
    for hit in re.finditer(known.assistant.pattern, note, re.IGNORECASE):
        named = [one for one in known.assistant.own if re.search(rf"\b{one}\b", hit["words"].upper())]
        found |= dict.fromkeys(named or known.assistant.modifiers, Decimal(hit["percent"]))
        rest = rest.replace(hit[0], " ")
    is_read = not re.search(r"\d\s*%|\d/\d", _DAY.sub(" ", rest))
    return {mark: share for mark, share in found.items() if 0 < share <= 100}, is_read


def with_terms(rates: pd.DataFrame) -> pd.DataFrame:
    """Return contract rates (CONTRACT_RATES) with a row more for each modifier that the notes of a rate price.

    `of_notes` tells such a row. Cents are rounded half up; a row that the file has for the modifier goes before.
    """
    rates = rates.assign(of_notes=False)
    made = []
    for row in rates[rates["notes"].notna() & rates["modifiers"].isna()].to_dict("records"):
        for mark, percent in terms_in(row["notes"])[0].items():
            cents = (Decimal(int(row["rate_cents"])) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP)
            made.append(row | {"modifiers": mark, "rate_cents": int(cents), "of_notes": True})
    if not made:
        return rates
    both = pd.concat([rates, pd.DataFrame(made).astype(rates.dtypes.to_dict())], ignore_index=True)
    key = ["payer_name", "procedure_code", "modifiers", "place", "effective_from", "effective_through"]
    return both[~(both["of_notes"] & both.duplicated(key))].reset_index(drop=True)


def unread_terms(rates: pd.DataFrame) -> list[str]:
    """Return the notes with a share or a percentage that no term was read from, each once, in their order."""
    notes = rates["notes"].dropna().drop_duplicates()
    return [note for note in notes if not terms_in(note)[1]]
