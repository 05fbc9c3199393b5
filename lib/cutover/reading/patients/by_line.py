"""Coverages under headers of lines of business: in each row the first that it has is its first coverage."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cutover.columns import TEXT
from cutover.reading.mapping.coverage_lines import line_of
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.targets import Target
from cutover.reading.patients.tables import PRIORITIES

TELLS = ("payer_name", "payer_id", "payer_and_member", "member_id", "group_number", "plan_name")
LINES = tuple(f"{place}_line" for place in PRIORITIES)
_HEADS = ("payer_name", "plan_name", "payer_and_member")
_RANKS = frozenset({*PRIORITIES, "1", "2", "3"})


def are_by_line(used: Mapping[str, str]) -> bool:
    """Return whether columns name coverages by lines of business and none by a rank: no order is told."""
    heads = [used[key] for place in PRIORITIES for name in _HEADS if (key := f"{place}_{name}") in used]
    ranked = any(_RANKS.intersection(words_of(header).split()) for header in heads)
    return len(heads) > 1 and not ranked and any(map(line_of, heads))


def order_of(rows: pd.DataFrame) -> np.ndarray:
    """Return for each row which place's coverage stands first, second and third once empty ones go behind."""
    there = [
        rows[[f"{place}_{name}" for name in TELLS]].notna().any(axis=1).to_numpy(bool) for place in PRIORITIES
    ]
    return np.argsort(~np.column_stack(there), axis=1, kind="stable")


def with_first_coverage_first(rows: pd.DataFrame, target: Target) -> pd.DataFrame:
    """Return mapped rows whose coverages are moved up where a place before them is empty: vision alone is primary."""
    order = order_of(rows)
    if (order == np.arange(len(PRIORITIES))).all():
        return rows
    moved: dict[str, pd.Series] = {}
    for name in dict.fromkeys(f.name for f in target.fields if f.group in PRIORITIES):
        keys = [f"{place}_{name}" for place in PRIORITIES]
        cells = np.take_along_axis(rows[keys].to_numpy(object), order, axis=1)
        moved |= {key: pd.Series(cells[:, at], rows.index, dtype=TEXT) for at, key in enumerate(keys)}
    return rows.assign(**moved)


def with_lines(rows: pd.DataFrame, used: Mapping[str, str]) -> pd.DataFrame:
    """Return mapped rows, not yet moved up, with the line of business of each place's coverage once they are.

    LINES are null where the header of payer or plan names a rank, or no line.
    """
    heads = [next((used[k] for n in _HEADS if (k := f"{p}_{n}") in used), None) for p in PRIORITIES]
    named = np.array([head and line_of(head) for head in heads], object)
    by_line = are_by_line(used)
    order = order_of(rows) if by_line else np.tile(np.arange(len(PRIORITIES)), (len(rows), 1))
    told = named[order]
    return rows.assign(
        **{key: pd.Series(told[:, at], rows.index, dtype=TEXT) for at, key in enumerate(LINES)}
    )


def moved_key(key: str, order: np.ndarray) -> str:
    """Return the field in which a cell of a row stands once its coverages are moved in that `order`."""
    place, _, name = key.partition("_")
    if place not in PRIORITIES:
        return key
    return f"{PRIORITIES[int(np.flatnonzero(order == PRIORITIES.index(place))[0])]}_{name}"
