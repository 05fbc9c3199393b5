"""How old exports are (01): days in names, titles and data tell it, and planned appointments do not."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.reading.practice.periods import day_in_name
from cutover.workstreams.inventory import must_move, verdict
from cutover.workstreams.inventory.files import by_kind, files_table
from cutover.workstreams.inventory.inputs import Inputs, patients_day
from practice_folder import PATIENTS, TODAY, claims, folder, held, patients, practice_answers

pytestmark = pytest.mark.usefixtures("unwritten")

# three planned days around the report's 2026-07-31, the last two months after it
PLAN = "Date,Time,Acct,Status\n07/30/2026,9:00,7,Confirmed\n07/31/2026,9:30,8,Scheduled\n09/14/2026,9:00,9,Cancelled\n"


def inputs_of(home, files) -> Inputs:
    folder(home, files, practice_answers(usage="Practice Mate"))
    return Inputs(held(home), TODAY)


def kinds(inputs: Inputs) -> pd.DataFrame:
    return by_kind(inputs).frame.set_index("subject")


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("patients_20260715.csv", dt.date(2026, 7, 15)),
        ("Patients_071526.csv", dt.date(2026, 7, 15)),  # month, day, short year
        ("patients 260715.csv", dt.date(2026, 7, 15)),  # short year first
        ("071526.csv", dt.date(2026, 7, 15)),
        ("batch_H071526.837", None),  # behind a letter they are a number
        ("patients_0715261.csv", None),
        ("patients_131526.csv", None),  # no 13th month
        ("patients_023026.csv", None),  # no 30th of February
        ("patients_071519.csv", None),  # before such exports were made
        ("patients_071536.csv", None),
        ("patients_2026-07-15 010120.csv", dt.date(2026, 7, 15)),  # a whole day goes before
    ],
)
def test_six_digits_of_a_name_are_a_day_of_a_short_year(name, day):
    assert day_in_name(name) == (None if day is None else pd.Timestamp(day))


@pytest.mark.parametrize(
    "plan", [PLAN, PLAN.replace("09/14", "07/31")]
)  # whether its days go past the report's
@pytest.mark.parametrize("place", ["demographics", "appointments"])
def test_a_planned_day_tells_nothing_of_the_age_of_an_export(tmp_path, place, plan):
    inputs = inputs_of(
        tmp_path, {f"{place}/plan.csv": plan, "claims/c.csv": claims("2026-07-10", "2026-07-20")}
    )
    figure = verdict._export(inputs)
    assert figure.value == "11"  # 07-20 to 07-31, although a visit is planned for 07-31
    assert figure.note == "newest day in names, titles and data, without appointments: 2026-07-20"
    assert verdict.period(inputs) == "2026-07-10 to 2026-07-20"


def test_a_day_in_the_name_of_a_list_of_appointments_does_tell_it(tmp_path):
    inputs = inputs_of(
        tmp_path, {"appointments/plan 2026-07-29.csv": PLAN, "claims/c.csv": claims("2026-07-20")}
    )
    assert verdict._export(inputs).value == "2"


def test_with_nothing_but_planned_days_no_file_gives_a_day(tmp_path):
    inputs = inputs_of(tmp_path, {"appointments/plan.csv": PLAN})
    assert verdict._export(inputs).value is None and verdict.period(inputs) == ""


def test_a_list_of_appointments_ends_on_its_own_last_day(tmp_path):
    inputs = inputs_of(
        tmp_path, {"appointments/plan.csv": PLAN, "claims/c.csv": claims("2026-07-20", "2026-08-20")}
    )
    rows = kinds(inputs)
    assert rows.loc["appointments", ["first_day", "last_day"]].tolist() == [
        pd.Timestamp("2026-07-30"),
        pd.Timestamp("2026-09-14"),
    ]
    # a service cannot be of a day to come
    assert rows.loc["claim history", "last_day"] == pd.Timestamp("2026-07-20")
    every = files_table(inputs).frame.set_index("source_file")
    assert every.loc["appointments/plan.csv", "last_day"] == pd.Timestamp("2026-09-14")


@pytest.mark.parametrize(
    ("title", "day"),
    [("All charts (printed 7/20/26)", "2026-07-20"), ("All charts, seen to 7/20/26", None)],
)
@pytest.mark.parametrize("header", [PATIENTS, "Acct,Surname,Given,Born,Zip,Carrier,Policy no.\n"])
def test_the_first_row_of_a_patient_list_tells_its_age_whatever_its_headers(tmp_path, title, day, header):
    rows = "7,Birch,Ann,1/2/1980,27601,Aetna,W1\n8,Elm,Bo,3/4/1975,27601,Aetna,W2\n"
    table = (
        header + rows
        if header != PATIENTS
        else patients("x", header=PATIENTS.replace("Created Date", "Remark"))
    )
    inputs = inputs_of(tmp_path, {"demographics/charts.csv": f"{title}\n\n{table}"})
    assert patients_day(inputs) == (None if day is None else pd.Timestamp(day))
    assert bool(must_move._ages(inputs)) == (day is None)


def test_the_row_above_a_claim_history_tells_when_it_was_run(tmp_path):
    inputs = inputs_of(tmp_path, {"claims/c.csv": f"Claims\nRun 07/28/2026 by Kim\n\n{claims('2026-07-10')}"})
    assert verdict._export(inputs).value == "3"


def test_a_list_of_authorizations_is_a_kind_of_its_own(tmp_path):
    lists = (
        "Acct,Auth no,Plan,From,Through,Approved,Used\n"
        "7,AU1,Aetna,06/01/2026,12/01/2026,8,2\n8,AU2,Aetna,06/01/2026,12/01/2026,6,0\n"
    )
    inputs = inputs_of(
        tmp_path,
        {"demographics/p_20260720.csv": patients("2026-07-01"), "demographics/auths.csv": lists},
    )
    rows = kinds(inputs)
    assert rows.loc["authorizations", ["files", "rows"]].tolist() == [1, 2]
    assert rows.loc["patients", "files"] == 1
