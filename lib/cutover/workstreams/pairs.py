"""One-to-one pairing of rows with equal keys: the first with the first, the second with the second."""

from __future__ import annotations

import numpy as np
import pandas as pd

_NUMBERS = ("cents", "sign")  # never null, and -1 is a value of theirs
NONE = -1  # a code for what is not known; it equals nothing


def codes(*texts: pd.Series) -> list[np.ndarray]:
    """Return the same number for the same text over all columns, NONE for null."""
    whole = pd.concat(texts, ignore_index=True)
    numbers = pd.factorize(whole, use_na_sentinel=True)[0].astype(np.int64)
    ends = np.cumsum([len(part) for part in texts])
    return list(np.split(numbers, ends[:-1]))


def paired(left: pd.DataFrame, right: pd.DataFrame, keys: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the index labels of left and right rows that belong together, as two arrays of one length.

    Rows of equal keys are paired in their order; a surplus on either side stays alone. A key with a part that is
    NONE pairs with nothing. Grows as n log n, also where many rows share a key.
    """
    return _joined(_numbered(left, keys), _numbered(right, keys), [*keys, "turn"])


def first_of(left: pd.DataFrame, right: pd.DataFrame, keys: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return every left row that has a right row of equal keys, with the first such row of the right."""
    once = _known(right, keys).drop_duplicates(keys)
    return _joined(_known(left, keys), once, keys)


def _joined(left: pd.DataFrame, right: pd.DataFrame, keys: list[str]) -> tuple[np.ndarray, np.ndarray]:
    ours = left[keys].assign(left=left.index.to_numpy())
    found = ours.merge(right[keys].assign(right=right.index.to_numpy()), on=keys)
    return found["left"].to_numpy(), found["right"].to_numpy()


def _known(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    texts = [key for key in keys if key not in _NUMBERS]
    return rows[(rows[texts] != NONE).all(axis=1)] if texts else rows


def _numbered(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    known = _known(rows, keys)
    return known.assign(turn=known.groupby(keys).cumcount())
