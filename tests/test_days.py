"""One reader of dates: a table of shapes, each with one meaning, month before day."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.reading.files.values import date_of, dates, is_turned_into_a_date, not_read
from hypothesis import given
from hypothesis import strategies as st

THE_DAY = dt.date(2026, 3, 4)
SHAPES = (
    "2026-03-04", "2026-3-4", "2026/3/4", "2026.3.4", "2026 03 04", "20260304", "03042026",
    "3/4/2026", "03/04/2026", "3-4-2026", "3.4.2026", "3/4/26", "03-04-26",
    "4-Mar-26", "4-Mar-2026", "04MAR2026", "4 March 2026", "4th of March 2026", "2026-Mar-04",
    "Mar 4, 2026", "March 4 2026", "Mar. 4, 2026", "Mar-04-2026", "Wednesday, March 4, 2026", "Wed 3/4/2026",
    "3/4/2026 0:00", "3/4/2026 12:00:00 AM", "2026-03-04T00:00:00", "2026-03-04 00:00:00.000", "2026-03-04T10:15:00Z",
    "3/4/2026 10:15 PM", "2026-03-04 10:15:00-05:00", " 3/4/2026 ",
    "3/4/2026, 10:15:00 PM", "Mar 4, 2026, 10:15 PM", "Mar 4, 2026 at 10:15 PM", "Mar 4, 2026, 10:15\u202fPM",
)  # fmt: skip
NONE = (
    "13/04/2026",
    "2/30/2026",
    "2026-13-01",
    "Mai 4 2026",
    "4/2026",
    "2026",
    "3/4-2026",
    "3/4/2026,",
    "3/4/2026, noon",
    "12345678",
    "46085",
    "n/a",
    "",
)


@pytest.mark.parametrize("text", SHAPES)
def test_each_shape_of_a_date_names_the_fourth_of_march(text):
    assert date_of(text) == THE_DAY


@pytest.mark.parametrize("text", NONE)
def test_what_names_no_day_is_no_date(text):
    assert date_of(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("46085", THE_DAY),  # 46,085 days after 30 December 1899
        ("46085.5", THE_DAY),  # noon
        ("2102", dt.date(1905, 10, 2)),
        ("2101", None),  # a year as likely as a day
        ("73050", dt.date(2099, 12, 31)),
        ("73051", None),
        ("3042026", THE_DAY),  # 03042026 that lost its zero as a number
    ],
)
def test_numbers_are_days_only_in_a_column_that_says_dates(text, day):
    assert date_of(text, serials=True) == day
    assert date_of(text) is None


def test_a_year_of_two_digits_is_the_last_that_can_be_meant():
    assert date_of("3/4/26", latest=dt.date(2026, 3, 4)) == THE_DAY
    assert date_of("3/4/26", latest=dt.date(2026, 3, 3)) == dt.date(1926, 3, 4)
    assert date_of("2/29/00", latest=dt.date(1999, 1, 1)) is None  # 1900 was no leap year


def test_a_stricter_reader_says_so_by_argument():
    assert date_of("3/4/26", short_years=False) is None
    assert date_of("3/4/2026", short_years=False) == THE_DAY


def test_a_column_keeps_its_rows_and_counts_what_names_no_day():
    texts = pd.Series(["3/4/2026", None, "soon"])
    assert dates(texts).isna().tolist() == [False, True, True]
    assert not_read(texts, dates(texts)) == 1


FORMATS = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%Y%m%d",
    "%m%d%Y",
    "%d-%b-%Y",
    "%B %d, %Y",
    "%Y.%m.%d",
    "%m-%d-%Y",
    "%m/%d/%Y 0:00",
)


@given(st.dates(dt.date(1850, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(FORMATS))
def test_every_day_in_every_format_is_read_back(day, form):
    assert date_of(day.strftime(form)) == day


@given(st.dates(dt.date(1905, 10, 2), dt.date(2099, 12, 31)))
def test_every_day_is_read_back_from_excels_number(day):
    assert date_of(str((day - dt.date(1899, 12, 30)).days), serials=True) == day


@pytest.mark.parametrize(
    "text", ["5-Dec", "12-May-26", "Mar-01", "2026-12-05", "2026-12-05 00:00:00", "12/5/2026"]
)
def test_an_identifier_that_a_spreadsheet_made_a_date_is_known(text):
    assert is_turned_into_a_date(text)


@pytest.mark.parametrize("text", ["12-5", "DEC-5", "A-12-05", "20261205", "2026-12", "May", "GRP10"])
def test_an_identifier_that_only_looks_a_little_like_a_date_is_none(text):
    assert not is_turned_into_a_date(text)
