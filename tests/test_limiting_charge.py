"""Visits that a non-par practice billed without assignment are compared with Medicare's limiting charge."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.payers.contract_sheets import opened
from cutover.reading.payers.nonassigned import load_nonassigned, visits
from cutover.reading.payers.tables import CONTRACT_RATES, NONASSIGNED
from cutover.reading.practice.book import Practice
from cutover.workstreams.fee_schedules import limiting
from cutover.workstreams.fee_schedules.findings import made
from fee_makers import book, line
from parallel_frames import frame


def read(text: str, name: str = "reports/list.csv"):
    return visits(read_spreadsheet(text.encode(), name).sheets[0])


def visit(code: str, charged: int | None, day: str = "2026-03-02", units: int | None = 1, **said) -> dict:
    return {"service_on": pd.Timestamp(day), "procedure_code": code, "charged_cents": charged, "units": units,
            "is_assigned": False, "source_file": "reports/a.csv", "source_row": 2} | said  # fmt: skip


def limit(code: str, cents: int, first: str | None = None, last: str | None = None, **said) -> dict:
    days = {"effective_from": first and pd.Timestamp(first), "effective_through": last and pd.Timestamp(last)}
    return {"payer_name": "Medicare", "procedure_code": code, "rate_cents": 1, "limiting_cents": cents,
            "source_file": "mpfs.csv"} | days | said  # fmt: skip


def compared(visits: list[dict], limits: tuple):
    given = book(contracts=limits, nonassigned=frame(NONASSIGNED, visits))
    return limiting.charged_above(given.inputs)


def test_the_limiting_charge_stays_beside_the_amount_that_counts():
    text = "Code,Par,Nonpar,Limiting charge (115%)\n27447,1180.40,1121.38,1289.59\n"
    row = (opened(text.encode(), "we are non-par.csv") or [])[0].frame.iloc[0]
    assert (row["Rate"], row["Limiting charge"]) == ("1121.38", "1289.59")


@pytest.mark.parametrize(
    ("charged", "units", "over", "state"),
    [
        (6_000, 1, 0, limiting.WITHIN),
        (6_001, 1, 1, limiting.ABOVE),
        (12_000, 2, 0, limiting.WITHIN),  # 2 x 60.00
        (12_550, 2, 550, limiting.ABOVE),
        (None, 1, None, limiting.UNREAD),
        (6_001, None, None, limiting.UNREAD),
    ],
)
def test_a_visit_is_above_the_limit_from_one_cent_on(charged, units, over, state):
    row = compared([visit("20610", charged, units=units)], (limit("20610", 6_000),)).iloc[0]
    assert (None if pd.isna(row["over_cents"]) else row["over_cents"], row["state"]) == (over, state)


@pytest.mark.parametrize(
    ("limits", "state"),
    [
        ((limit("20610", 6_000, "2026-03-02"),), limiting.ABOVE),  # begins on the day
        ((limit("20610", 6_000, "2026-03-03"),), limiting.NO_LIMIT),
        ((limit("20610", 6_000, None, "2026-03-01"),), limiting.NO_LIMIT),
        ((limit("20611", 6_000),), limiting.NO_LIMIT),
        ((limit("20610", 6_000), limit("20610", 6_100)), limiting.SEVERAL),  # of two localities
        ((limit("20610", 6_000), limit("20610", 6_100, "2027-01-01")), limiting.ABOVE),
        ((limit("20610", 6_000, modifiers="26"),), limiting.NO_LIMIT),
        ((), limiting.NO_LIMIT),
    ],
)
def test_the_limit_is_that_of_the_code_on_the_day_and_none_is_guessed(limits, state):
    assert compared([visit("20610", 7_000)], limits)["state"].tolist() == [state]


def test_what_is_with_assignment_or_not_readable_is_kept_and_never_called_above():
    rows = [
        visit("20610", 9_000, is_assigned=True),
        visit("20610", 9_000, is_assigned=None),
        visit("20610", 9_000),
    ]
    found = compared(rows, (limit("20610", 6_000),))
    assert found["state"].tolist() == [limiting.ASSIGNED, limiting.UNREAD, limiting.ABOVE]
    assert found["over_cents"].sum() == 3_000  # 90.00 - 60.00, once
    assert limiting.note(found).startswith(
        "Of 3 visits 1 is charged above the limiting charge, by $30.00 together."
    )


def test_visits_above_the_limit_are_a_finding_with_their_sum():
    # 70.00 - 60.00 + 61.50 - 60.00 = 11.50
    rows = [visit("20610", 7_000), visit("20610", 6_150, source_row=3), visit("20610", 6_000, source_row=4)]
    given = book(line(4_000), contracts=(limit("20610", 6_000),), nonassigned=frame(NONASSIGNED, rows))
    found = [one for one in made(given) if one.code == "fees-above-limiting-charge"]
    assert [(one.count, one.amount_cents) for one in found] == [(2, 1_150)]


@pytest.mark.parametrize(
    ("text", "name", "assigned"),
    [
        ("DOS,CPT,Charged,Assignment\n3/2/2026,20610,70.00,N\n", "visits.csv", [False]),
        ("DOS,CPT,Charge,Assigned\n3/2/2026,20610,70.00,Yes\n3/3/2026,20610,70.00,\n", "v.csv", [True, None]),
        ("Date,Code,Billed\n3/2/2026,20610,70.00\n", "Non-assigned claims.csv", [False]),
        ("Date,Code,Billed\n3/2/2026,20610,70.00\n", "claims of march.csv", None),  # nothing says what it is
        ("Date,Billed,Assignment\n3/2/2026,70.00,N\n", "visits.csv", None),  # without a procedure
        ("Month,Par,Nonpar\n2026-03,4,5\n", "unassigned.csv", None),
    ],
)
def test_a_list_is_known_by_its_name_or_its_column_of_assignment(text, name, assigned):
    found = read(text, f"reports/{name}")
    told = (
        None
        if found is None
        else found["is_assigned"].astype(object).where(found["is_assigned"].notna(), None)
    )
    assert (None if told is None else told.tolist()) == assigned


def test_units_that_are_no_whole_number_are_not_known():
    text = "DOS,CPT,Charged,Units,Assignment\n3/2/2026,20610,70.00,2,N\n3/2/2026,20610,70.00,1.5,N\n"
    units = read(text)["units"]
    assert units.iloc[0] == 2 and units.isna().tolist() == [False, True]


def test_other_files_among_the_reports_are_passed_over(tmp_path):
    who = Practice("acme", "elm", "Elm Clinic", frozenset(), frozenset(), tmp_path)
    (who.raw / "reports").mkdir(parents=True)
    (who.raw / "reports" / "notes.txt").write_text("call them\n")
    for name in ("a.csv", "copy of a.csv"):
        (who.raw / "reports" / name).write_text("DOS,CPT,Charged,Assignment\n3/2/2026,20610,70.00,N\n")
    rows = load_nonassigned(who)
    assert rows["charged_cents"].tolist() == [7_000] and rows["source_row"].tolist() == [2]
    assert {c.name for c in CONTRACT_RATES} >= {"limiting_cents"}
