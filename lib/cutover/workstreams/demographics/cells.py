"""Columns of text turned into values: each distinct text is read once, each violation keeps its row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from cutover.workstreams.demographics import values
from cutover.workstreams.demographics.rules import together, violations
from cutover.workstreams.demographics.values import Reading

DATE = "datetime64[ms]"


@dataclass
class Desk:
    """The wide rows that are being read, and the violations found so far."""

    rows: pd.DataFrame
    found: list[pd.DataFrame] = field(default_factory=list)

    def text(self, key: str) -> pd.Series:
        """Return a column without its blanks: `N/A`, `unknown`, `--` are null."""
        return without_blanks(self.rows[key])

    def name(self, key: str, beside: str) -> pd.Series:
        """Return a part of names without its blanks; people called Null, Na or None are people.

        Such a word is a name where `beside`, the other part of the name, is a name too.
        """
        text = self.rows[key]
        if text.isna().all():
            return text
        other = self.text(beside)
        is_name = holds(text, values.is_called_so) & other.notna()
        return self.text(key).where(~is_name, text)

    def read(
        self, key: str, meaning: Callable[[str], Reading], dtype: str = "str", priority: str | None = None,
        keep_blank_words: bool = False, codes: dict[str, str] | None = None, text: pd.Series | None = None,
    ) -> pd.Series:  # fmt: skip
        """Return the values of a column and note what is wrong.

        `codes` replaces the code of a rule; `text` stands for the column without its blanks.
        """
        if text is None:
            text = self.rows[key] if keep_blank_words else self.text(key)
        if text.isna().all():  # most columns of a wide export
            return pd.Series(index=text.index, dtype=dtype)
        value, code, suggestion = by_value(text, meaning, dtype)
        for found in code.dropna().unique():
            named = (codes or {}).get(found, found)
            self.note(named, code.eq(found), key, text, suggestion, priority)
        return value

    def note(
        self, code: str, at: pd.Series, key: str, value: pd.Series | None = None,
        suggestion: pd.Series | None = None, priority: str | None = None,
    ) -> None:  # fmt: skip
        """Note a violation for each row where `at` is true."""
        self.found.append(violations(code, at, key, value, suggestion, priority))

    def all(self) -> pd.DataFrame:
        """Return all violations so far, in order of row."""
        return together(self.found)


def by_value(text: pd.Series, meaning: Callable[[str], Reading], dtype: str):
    """Return value, rule and suggestion of each row, reading each distinct text once."""
    places, distinct = pd.factorize(text)
    readings = [meaning(one) for one in distinct]
    columns = zip(*readings, strict=True) if readings else ((), (), ())
    made = []
    for column, kind in zip(columns, (dtype, "str", "str"), strict=True):
        array = pd.Series(list(column), dtype="object").astype(kind).array
        made.append(pd.Series(array.take(places, allow_fill=True), index=text.index))
    return tuple(made)


def holds(text: pd.Series, question: Callable[[str], bool]) -> pd.Series:
    """Return whether a text of each row answers a question with yes; false where it is null."""
    places, distinct = pd.factorize(text)
    answers = np.array([*(question(one) for one in distinct), False], dtype=bool)
    return pd.Series(answers[places], index=text.index)


def without_blanks(text: pd.Series) -> pd.Series:
    """Return a column in which words for `nothing` are null."""
    if text.isna().all():
        return text
    return text.mask(holds(text, values.is_blank))


def without_formulas(rows: pd.DataFrame, keys: list[str]) -> Desk:
    """Return the rows without cells that a spreadsheet program would run; those are noted, unaltered."""
    desk, cleaned = Desk(rows), rows.copy()
    for key in keys:
        likely = rows[key].str.startswith(("=", "+", "-", "@", "\t", "\r")).fillna(False).astype(bool)
        if not likely.any():
            continue
        runs = holds(rows[key].where(likely), values.runs_as_formula)
        if runs.any():
            desk.note("formula", runs, key, rows[key])
            cleaned[key] = rows[key].mask(runs)
    return Desk(cleaned, desk.found)


def without_damaged(desk: Desk, damaged: pd.DataFrame) -> Desk:
    """Return the rows without the numbers that Excel cut (`row`, `key`); those are noted."""
    cleaned = desk.rows.copy()
    for key, cells in damaged.groupby("key"):
        at = pd.Series(desk.rows.index.isin(cells["row"]), index=desk.rows.index)
        desk.note("digits-lost", at, key, desk.rows[key])
        cleaned[key] = cleaned[key].mask(at)
    return Desk(cleaned, desk.found)
