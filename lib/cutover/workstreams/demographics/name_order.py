"""Names in one cell without a comma: whether the last name stands first, by the names in the remittances."""

from __future__ import annotations

import pandas as pd

from cutover.reading.patients.other_sources import letters

_FEWEST, _TIMES = (
    3,
    5,
)  # names of remittances that bear an order out, and how many times as many as bear out the other


def ordered(texts: pd.Series, names: pd.DataFrame, services: pd.DataFrame | None) -> pd.DataFrame:
    """Return names (`last_name`, `first_name`, `middle_name`, `is_certain`) with the last name first, where it is so.

    Names of two words of a list whose last names the remittances' patients (SERVICES) have in front are turned, all of
    them alike. Where the remittances know too few of them, or both orders, nothing is changed.
    """
    open_ = ~names["is_certain"].fillna(True).astype(bool)
    if services is None or services.empty or not open_.any():
        return names
    open_ &= texts.astype("str").str.fullmatch(r"\s*\S+\s+\S+\s*").eq(True).fillna(False).astype(bool)
    words = texts.astype("str").str.split()
    first, last = (letters(words[open_].str[place].astype("str")) for place in (0, 1))
    known = set(services["last"].fillna("") + "|" + services["first"].fillna(""))
    turned, as_read = ((a + "|" + b).isin(known) for a, b in ((first, last), (last, first)))
    met, not_met = first[turned].nunique(), last[as_read].nunique()
    if met < _FEWEST or met < _TIMES * not_met:
        return names
    return names.assign(
        last_name=names["last_name"].mask(open_, words.str[0]),
        first_name=names["first_name"].mask(open_, words.str[1]),
        is_certain=names["is_certain"].mask(open_, True),
    )
