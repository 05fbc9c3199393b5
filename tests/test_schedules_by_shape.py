"""A table among the patients without names is a schedule by its columns: a day, a time or a state, in any words."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.patients.exports import read_demographics
from cutover.reading.practice.appointment_lists import OFF, PLANNED, has_shape, planned_days, state_column
from cutover.reading.practice.file_subject import APPOINTMENTS
from cutover.workstreams.inventory import must_move, unexported, usage_pattern
from cutover.workstreams.inventory.inputs import Inputs
from patient_maker import a_practice
from practice_folder import folder, held, practice_answers

AS_OF = dt.date(2026, 8, 3)
PEOPLE = (
    "Acct,Last,First,DOB,Zip,Insurance,Member ID\n"
    "501,Ambrose,Lea,02/03/1960,84601,Aetna,W111222333\n"
    "502,Birch,Otto,03/04/1961,84601,Cigna,W111222334\n"
    "502,Birch,Otto,03/04/1961,84601,Cigna,W111222334\n"  # exported twice
)
# of 8/3 is the report's own day; of the four after it one is canceled and one is marked missed
DAYS = ("7/31/2026", "8/3/2026", "8/4/2026", "8/5/2026", "8/6/2026", "8/7/2026")
STATES = ("No show", "Scheduled", "Confirmed", "Cancelled", "Scheduled", "No show")


def schedule(header: str, with_time: bool = True, states=STATES) -> str:
    """A list under any header: a day, perhaps a time, an account, a clinician and a state."""
    rows = [
        ",".join([day, *(["9:30"] if with_time else []), f"50{n % 2 + 1}", "Dr. Vale", state])
        for n, (day, state) in enumerate(zip(DAYS, states, strict=True))
    ]
    return "\n".join([header, *rows, ""])


def sheet(text: str):
    return read_spreadsheet(text.encode(), "x.csv").sheets[0]


@pytest.mark.parametrize(
    ("header", "with_time"),
    [("Date,Time,Acct,Prov,Status", True), ("jour,hr,Acct,Th,flg", True), ("Vst,slot,Acct,Who sees,state", True),
     ("Booked,Acct,Seen by,How", False)],
)  # fmt: skip
def test_a_table_of_days_and_numbers_without_names_is_a_schedule(tmp_path, header, with_time):
    files = {"all_csv": PEOPLE.encode(), "x_csv": schedule(header, with_time).encode()}
    read = read_demographics(a_practice(tmp_path, **files))
    assert [table.source_file for table in read.tables] == ["demographics/all.csv"]
    assert len(read.rows) == 3


def test_what_the_inventory_says_of_a_schedule_among_the_patients(tmp_path):
    given = {"demographics/all.csv": PEOPLE, "demographics/x.csv": schedule("jour,hr,Acct,Th,flg")}
    folder(tmp_path, given, practice_answers(usage="Practice Mate"))
    inputs = Inputs(held(tmp_path), AS_OF)
    told = inputs.holdings.files.set_index("source_file")["subject"]
    assert told["demographics/x.csv"] == APPOINTMENTS
    row = unexported.exports(inputs).set_index("code").loc["appointments"]
    assert "6 rows, 2026-07-31 to 2026-08-07" in row["held"]
    assert row["held"].endswith("2 after 2026-08-03 and not canceled")  # 8/4 and 8/6
    assert must_move.patients(inputs).held.endswith("2 different account numbers")
    signal = next(one for one in usage_pattern.signals(inputs) if one.name == "patient exports")
    assert signal.found == "1 file with 3 rows"


def test_states_told_by_their_words_and_not_by_a_bare_yes():
    rows = schedule("Day,Hour,Acct,By,Ok?")
    assert state_column(sheet(rows)) == "Ok?"
    bare = schedule("Day,Hour,Acct,By,Ok?", states=("y", "n", "y", "n", "y", "y"))
    assert state_column(sheet(bare)) is None  # it may say whether the visit was confirmed
    assert state_column(sheet(bare.replace("Ok?", "Attended", 1))) == "Attended"


def test_two_columns_of_states_tell_nothing_and_are_not_counted_as_none():
    rows = schedule("Day,Hour,Acct,By,State").replace("Dr. Vale", "Cancelled")
    days = planned_days(sheet(rows))
    assert state_column(sheet(rows)) is None
    assert set(days["role"]) == {PLANNED}  # OFF is not known, which is not none


def test_how_many_of_each_day_fell_away():
    days = planned_days(sheet(schedule("Day,Hour,Acct,By,State"))).set_index(["role", "day"])["rows"]
    off = days.loc[OFF]
    assert off.index.tolist() == [
        pd.Timestamp(2026, 7, 31),
        pd.Timestamp(2026, 8, 5),
        pd.Timestamp(2026, 8, 7),
    ]
    assert off.tolist() == [1, 1, 1] and int(days.loc[PLANNED].sum()) == len(DAYS)
    none = planned_days(sheet(schedule("Day,Hour,Acct,By,State", states=("Scheduled",) * len(DAYS))))
    assert none[none["role"].eq(OFF)]["rows"].tolist() == [0]  # known, and none


@pytest.mark.parametrize(
    "text",
    [
        "Acct,Member,From,Thru\n501,W1,1/1/2026,12/31/2026\n502,W2,1/1/2026,12/31/2026\n",  # two days
        "Acct,Added,Kind\n501,1/1/2026,new\n502,2/1/2026,old\n",  # neither time nor state
        "Acct,Time,Kind\n501,9:00,new\n502,9:30,old\n",  # no day
    ],
)
def test_other_tables_have_not_its_shape(text):
    assert not has_shape(sheet(text))


def test_a_list_of_patients_with_a_time_stays_one(tmp_path):
    rows = "501,Ambrose,Lea,02/03/1960,9:30\n502,Birch,Otto,03/04/1961,9:00\n"
    read = read_demographics(a_practice(tmp_path, a_csv=f"Acct,Last,First,DOB,Best time\n{rows}".encode()))
    assert len(read.rows) == 2


def test_payments_with_a_time_are_no_schedule(tmp_path):
    rows = "501,8/4/2026,9:30,20.00\n502,8/5/2026,9:00,25.00\n"
    files = {"all_csv": PEOPLE.encode(), "x_csv": f"Acct,Date,Time,Payment\n{rows}".encode()}
    who = a_practice(tmp_path, **files)
    folder(
        tmp_path, {"demographics/all.csv": PEOPLE, "demographics/x.csv": f"Acct,Date,Time,Payment\n{rows}"}
    )
    assert held(tmp_path).files.set_index("source_file")["subject"]["demographics/x.csv"] != APPOINTMENTS
    assert read_demographics(who).is_there
