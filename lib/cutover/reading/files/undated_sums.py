"""Rows without a day that are sums of the rows above them, whatever they are called: `Net activity`, `month 4`."""

from __future__ import annotations

import numpy as np
import pandas as pd


def are_sums(undated: pd.Series, dated: pd.Series, cents: pd.Series) -> pd.Series:
    """Tell which rows without a day are the sum of the rows above them, a flag per row of one table.

    `undated` have no day at all, `dated` one that can be read. A sum is what came, what went or both, of all dated rows
    above it or of those since such a row. They are two at least, since one amount may stand there twice by chance.
    In a table with a sum of several rows a sum of one is one too: a month may have one deposit.
    """
    amounts = cents.fillna(0).to_numpy(np.int64)
    counted = (dated & cents.notna()).to_numpy(bool)
    is_sum, of_one = np.zeros(len(cents), bool), np.zeros(len(cents), bool)
    last, last_sum = 0, 0
    for place in np.flatnonzero((undated & cents.fillna(0).ne(0)).to_numpy(bool)):
        sizes = [
            len(above)
            for first in {0, last, last_sum}
            if int(amounts[place]) in _sums(above := amounts[first:place][counted[first:place]])
        ]
        is_sum[place], of_one[place] = max(sizes, default=0) > 1, max(sizes, default=0) == 1
        last, last_sum = int(place), int(place) if is_sum[place] else last_sum
    return pd.Series(is_sum | (of_one & is_sum.any()), cents.index)


def _sums(amounts: np.ndarray) -> set[int]:
    """What came, what went, and both."""
    came, gone = int(amounts[amounts > 0].sum()), int(amounts[amounts < 0].sum())
    return {came, gone, -gone, came + gone}
