"""Which of many texts are among many others, and what days are known of them."""

from __future__ import annotations

import pandas as pd


def among(texts: pd.Series, known: pd.Series | pd.Index | set[str]) -> pd.Series:
    """Return whether each text is one of the known ones, one row per text, false where it is null.

    As `texts.isin(known)`, in a tenth of the time: pandas takes each known text in turn where texts lie in Arrow.
    """
    there = pd.Index(list(known) if isinstance(known, set) else known, dtype="str").dropna().unique()
    return pd.Series(there.get_indexer(pd.Index(texts)) >= 0, index=texts.index, dtype=bool)


def days_of(keys: pd.Series, days: pd.Series) -> pd.Series:
    """Return the day that is known of each key, null where none is; `days` has one row per key, its index.

    As `keys.map(days)`, which raises TypeError where not one day is known.
    """
    found = days.reindex(pd.Index(keys)) if len(days) else pd.Series(pd.NaT, index=range(len(keys)))
    return found.set_axis(keys.index).astype("datetime64[ms]")
