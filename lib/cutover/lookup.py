"""Which of many texts are among many others, what days are known of them, and which of many names a short one means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

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


def meant(said: object, names: Mapping[str, str]) -> str | None:
    """Return the key whose name, or the key itself, is `said`: whole, or by first words that one alone begins with."""
    words = words_in(said) if isinstance(said, str) else []
    if not words:
        return None
    told = {key: [words_in(key), words_in(name)] for key, name in names.items()}
    whole = [key for key, each in told.items() if words in each]
    begun = [key for key, each in told.items() if any(one[: len(words)] == words for one in each)]
    found = whole or begun
    return found[0] if len(found) == 1 else None


def words_in(text: str) -> list[str]:
    """Return the words of a text: letters of the alphabet and digits, in lower case."""
    return re.findall(r"[a-z0-9]+", text.casefold())


def has_phrase(text: str, phrases: Iterable[str]) -> bool:
    """Tell whether the words of a text have one of these phrases, words of `words_in` with a blank between them."""
    said = f" {' '.join(words_in(text))} "
    return any(f" {phrase} " in said for phrase in phrases)
