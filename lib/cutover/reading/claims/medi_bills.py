"""Medi's own bills: what a line is for, and whether a bill is Medi's by its file's names or by its own lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.reading.claims.charges import is_of_medi
from cutover.reading.practice import places

_INCLUDED = re.compile(r"\s*(?:[(\[+&,;]|\b(?:incl\w*|with|plus|and)\b)", re.IGNORECASE)
_SURE = frozenset({"platform", "claim"})  # what each of Medi's bills has, and Office Ally charges for neither


@dataclass(frozen=True)
class _Item:
    item: str
    words: tuple[str, ...]
    comes_with: str = ""


@dataclass(frozen=True)
class _Items:
    item: tuple[_Item, ...]


def item_of(words: str) -> str | None:
    """Return the item that a line names by whole words, before what it says is included (`Claims (ERA included)`)."""
    first = _INCLUDED.split(words, maxsplit=1)[0]
    named = (_named(text) for text in (first, words))
    return next((item for item in named if item), None)


def is_bill(lines: pd.DataFrame, source_file: str) -> bool:
    """Tell whether a bill is Medi's: by its file's name, that of its folder, or what its lines are for.

    `lines` (INVOICE_LINES) are all lines of one table without its totals. By its lines it is one where each names an
    item of Medi's and costs its number times its price, the platform and the claims among them. What names Office Ally
    is none by its folder or its lines.
    """
    if is_of_medi(source_file):
        return True
    if places.names_office_ally(source_file):
        return False
    above = source_file.rpartition("/")[0]
    return places.names_medi(above) or _is_by_lines(lines)


def items() -> tuple[_Item, ...]:
    """Return the items that a line of Medi's bill may be for, in the order in which they are tried."""
    return _loaded().item


def _is_by_lines(lines: pd.DataFrame) -> bool:
    named = [item_of(words) if isinstance(words, str) else None for words in lines["description"]]
    if None in named or not set(named) >= _SURE:
        return False
    made = (lines["quantity"] * lines["unit_cents"]).eq(lines["amount_cents"])
    return bool(made.fillna(False).all())


def _named(words: str) -> str | None:
    return next((one.item for one in items() if _has(words, one.words)), None)


def _has(text_of_line: str, words: tuple[str, ...]) -> bool:
    return re.search(rf"\b(?:{'|'.join(map(re.escape, words))})\b", text_of_line, re.IGNORECASE) is not None


@cache
def _loaded() -> _Items:
    return reference.load("medi_bill_words", _Items)
