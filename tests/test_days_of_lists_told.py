"""What the inventory tells of days: names without a year, appointments to come, visits called kept too early."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.reading.files.days import year_taken
from cutover.reading.practice.visits import visits_too_early
from cutover.workstreams.inventory import inputs as made
from cutover.workstreams.inventory import must_move, unexported
from practice_folder import folder, held, practice_answers

JULY_28 = dt.date(2026, 7, 28)


@pytest.mark.parametrize(
    ("name", "since", "day"),
    [
        ("roster_06-15.csv", None, dt.date(2026, 6, 15)),
        ("roster 7-28.xlsx", None, JULY_28),  # the report's own day
        ("roster 7-29.xlsx", None, dt.date(2025, 7, 29)),  # this year's is still to come
        ("roster 2-29.csv", None, dt.date(2024, 2, 29)),  # the last leap year
        ("roster_06-15.csv", dt.date(2026, 6, 15), dt.date(2026, 6, 15)),
        ("roster_06-15.csv", dt.date(2025, 6, 15), dt.date(2025, 6, 15)),  # its newest row is of that day
        ("roster_06-15.csv", dt.date(2025, 6, 16), dt.date(2026, 6, 15)),
        ("roster_06-15.csv", dt.date(2026, 6, 16), None),  # a row is newer, and the next such day is to come
        ("roster 06-15 to 06-30.csv", None, None),  # two days
        ("roster 2026-06-15.csv", None, None),  # a whole day, which is read as such
        ("roster 15-06.csv", None, None),  # there is no month 15
        ("roster part 1-2.csv", None, None),
        ("roster v06-15.csv", None, None),  # a version
        ("roster 555-06-15.csv", None, None),
    ],
)
def test_a_day_without_a_year_in_a_name_takes_the_year_that_the_content_calls_for(name, since, day):
    assert year_taken(name, since, JULY_28) == day


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The inventory of a practice whose export has a day without a year in its name, and a list of visits to come."""
    home = tmp_path_factory.mktemp("days")
    patients = "Acct,Last Name,First Name,DOB,Address,Zip\n7,Birch,Ann,1/2/1980,1 Elm St,27601\n"
    days = {
        "2026-07-20": "Attended",
        "2026-07-28": "Attended",
        "2026-08-03": "Attended",
        "2026-08-20": "No show",
    }
    visits = "Chart no,Visit date,Attendance\n" + "".join(f"7,{day},{said}\n" for day, said in days.items())
    given = {"demographics/roster_07-15.csv": patients, "appointments/list.csv": visits}
    folder(home, given, practice_answers(usage="Practice Mate"))
    return made.Inputs(held(home, "cedar-grove"), JULY_28)


def test_an_export_with_a_day_without_a_year_in_its_name_is_not_undated_and_says_which_year_is_taken(told):
    assert made.patients_day(told) == pd.Timestamp("2026-07-15")
    assert not must_move._ages(told)
    assert "07-15 in a name is taken as 2026-07-15" in must_move.patients(told).held


def test_the_days_of_appointments_reach_to_the_last_one_to_come(told):
    row = unexported.exports(told).set_index("code").loc["appointments"]
    # 7/28 is the report's day and 8/20 no show: 8/3 is left
    assert "2026-07-20 to 2026-08-20, 3 kept, 1 no shows, 1 after 2026-07-28 and not canceled" in row["held"]
    assert row["missing"].endswith("ask why the list has 1 as kept and 1 as no show on days after 2026-07-28")


@pytest.mark.parametrize(
    ("states", "words"),
    [
        (["kept"], "ask why the list has 1 as kept on days after 2026-07-28"),
        (
            ["no show", "kept", "kept"],
            "ask why the list has 2 as kept and 1 as no show on days after 2026-07-28",
        ),
        (["canceled", "to come", "not known"], ""),  # each of these can be known before its day
    ],
)
def test_a_visit_of_a_day_to_come_can_be_canceled_but_not_kept(states, words):
    frame = pd.DataFrame({"service_from": pd.Timestamp("2026-07-29"), "state": states})
    today = pd.Timestamp(JULY_28)
    assert visits_too_early(frame, today) == words
    assert visits_too_early(frame, today + pd.Timedelta(days=1)) == ""  # its day is the report's
