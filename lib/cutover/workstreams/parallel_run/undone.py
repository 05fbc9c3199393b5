"""Postings that somebody took back: a negative posting and the positive one that it undoes, neither of which counts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.workstreams.pairs import paired

_KEYS = ["system", "claim", "check", "cents"]


def taken_back(items: pd.DataFrame, postings: pd.DataFrame) -> np.ndarray:
    """Return the index labels of postings that undo each other: system, claim and check agree, no reversal explains it.

    A negative posting that names its positive one by check, where that check has more postings than the remittances
    ask for, undoes the surplus: that leaves one thing wrong at the most. To take it for a reversal of another check
    would leave two, a payment posted twice and a reversal under the wrong number.
    """
    down, up = postings[postings["cents"] < 0], postings[postings["cents"] > 0]
    if down.empty:
        return np.array([], np.int64)
    reversals = items[items["cents"] < 0]
    mine, explained = paired(reversals, down, ["claim", "check", "cents"])
    reversals, left = reversals.drop(index=mine), down.drop(index=explained)
    backs, undone = _pairs(left, up, _surplus(items, up))
    left, up = left.drop(index=backs), up.drop(index=undone)
    _, explained = paired(reversals, left, ["claim", "cents"])
    return np.concatenate([backs, undone, *_pairs(left.drop(index=explained), up)])


def _surplus(items: pd.DataFrame, up: pd.DataFrame) -> pd.Series:
    """How many positive postings stand beyond the items of their claim, check and amount, by posting."""
    keys = _KEYS[1:]
    wanted = items.groupby(keys).size().rename("wanted").reset_index()
    both = up[keys].merge(wanted, on=keys, how="left").set_axis(up.index)
    return up.groupby(keys)["cents"].transform("size") - both["wanted"].fillna(0)


def _pairs(
    down: pd.DataFrame, up: pd.DataFrame, surplus: pd.Series | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Negative postings and the positive ones that they undo, at most `surplus` of each claim, check and amount."""
    # the posting that stands longest stays: of two equal ones the later is the one taken back
    mine, theirs = paired(down.assign(cents=-down["cents"]), up.iloc[::-1], _KEYS)
    if surplus is None:
        return mine, theirs
    turn = up.loc[theirs].groupby(_KEYS[1:]).cumcount()
    inside = (turn < surplus.loc[theirs]).to_numpy(bool)
    return mine[inside], theirs[inside]
