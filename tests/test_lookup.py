"""A text is found among others whatever holds them, and a null is never found."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.lookup import among, days_of
from hypothesis import given
from hypothesis import strategies as st

texts = st.lists(st.sampled_from(["A", "B", "a", "", "É", "=1+1", None]), max_size=8)


@given(texts, texts, st.sampled_from([pd.Series, pd.Index, set]))
def test_each_text_is_told_as_by_looking_for_it_in_a_list(these, those, kind):
    known = [text for text in those if text is not None] if kind is set else pd.Series(those, dtype="str")
    rows = pd.Series(these, index=range(7, 7 + len(these)), dtype="str")
    found = among(rows, kind(known))
    assert list(found) == [text is not None and text in those for text in these]
    assert found.index.equals(rows.index) and found.dtype == bool


@pytest.mark.parametrize("known", [set(), pd.Index([], dtype="str"), pd.Series([None], dtype="str")])
def test_where_nothing_is_known_no_text_is_found(known):
    assert list(among(pd.Series(["A", None], dtype="str"), known)) == [False, False]


def test_the_day_of_each_key_is_found_and_of_an_unknown_one_there_is_none():
    days = pd.Series(pd.to_datetime(["2026-07-01", "2026-07-02"]), index=pd.Index(["A", "B"], dtype="str"))
    keys = pd.Series(["B", "C", None, "B"], index=[5, 6, 7, 8], dtype="str")
    found = days_of(keys, days)
    assert [None if day is pd.NaT else day.day for day in found] == [2, None, None, 2]
    assert found.index.equals(keys.index) and found.dtype == "datetime64[ms]"


@pytest.mark.parametrize("keys", [["A", None], []])
def test_where_not_one_day_is_known_each_key_is_without_one(keys):
    none = pd.Series([], index=pd.Index([], dtype="str"), dtype="datetime64[ms]")
    found = days_of(pd.Series(keys, dtype="str"), none)
    assert found.isna().all() and len(found) == len(keys) and found.dtype == "datetime64[ms]"
