"""Which scrub rules of the intake are set up in Medi, and which of those were tested there by a day."""

from __future__ import annotations

import pandas as pd


def with_tests(rules: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """Return the rows of the intake's sheet with the flags `is_set_up` and `is_tested`.

    A rule is tested where a day of its test is written that is not after `today`: then it is set up, too, unless the
    sheet says that it is not. One without such a day is not tested, whether it is set up or not.
    """
    done = (rules["tested_on"] <= today).fillna(False).astype(bool)
    there = rules["in_medi"].astype("boolean").fillna(done).astype(bool)
    return rules.assign(is_set_up=there, is_tested=there & done)


def told(rules: pd.DataFrame) -> str:
    """Return how many rules (`with_tests`) are set up, tested and not tested, in words."""
    tested = int(rules["is_tested"].sum())
    return f"{int(rules['is_set_up'].sum())} of {len(rules)} set up, {tested} tested, {len(rules) - tested} not tested"
