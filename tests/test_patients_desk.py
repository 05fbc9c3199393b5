"""The desk of patient exports: tables that belong together are confirmed as they are, and a password has its way in."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from cutover.cli import main
from cutover.desk.columns import ColumnsDesk
from cutover.desk.patient_columns import PatientsDesk
from cutover.reading.files import passwords
from cutover.reading.mapping.confirmed import folder_of
from cutover.reading.patients.exports import read_demographics
from cutover.reading.practice.book import Practice
from cutover.workstreams.demographics.inputs import Inputs
from cutover.workstreams.demographics.report import assess
from msoffcrypto.format.ooxml import OOXMLFile

DAY = dt.date(2026, 8, 31)
PEOPLE = [["Patient ID", "Last Name", "First Name", "DOB", "Sex", "Street", "City", "State", "Zip"]] + [
    [f"1042{n}", name, "Ada", "03/14/1987", "F", "12 Elm St", "Norfolk", "VA", "23502"]
    for n, name in enumerate(["Quimby", "Ortega", "Ross", "Vance"])
]
POLICIES = [["Pt ID", "Carrier", "Subscriber No"]] + [
    [f"1042{n}", "Aetna", f"W10023456{n}"] for n in range(4)
]


def workbook(**sheets: list[list[str]]) -> bytes:
    """A workbook of these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        for row in rows:
            (book[name] if name in book.sheetnames else book.create_sheet(name)).append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def practice(tmp_path, monkeypatch) -> Practice:
    """A practice whose export has people on one sheet, their policies on another and remarks on a third."""
    monkeypatch.setenv("CUTOVER_HOME", str(tmp_path))
    who = Practice("acme", "elm", "Elm", frozenset(), frozenset(), tmp_path)
    (who.raw / "demographics").mkdir(parents=True)
    remarks = [["Read me", ""], ["exported by the front desk", ""]]
    (who.raw / "demographics/p.xlsx").write_bytes(workbook(Remarks=remarks, People=PEOPLE, Policies=POLICIES))
    return who


def desk_of(who: Practice) -> PatientsDesk:
    return PatientsDesk(read_demographics(who), who, DAY)


def findings(who: Practice) -> dict[str, int]:
    said = assess(Inputs(read_demographics(who), who, DAY))
    return {finding.code: finding.count for finding in said.findings}


def test_a_sheet_of_policies_beside_the_people_is_accepted_by_one_click(practice):
    desk = desk_of(practice)
    policies = desk.tables["demographics/p.xlsx Policies"]
    policies.accept()
    assert policies.stored is not None  # no second click: the names stand on the other sheet
    assert (
        "required fields without a column: none"
        in desk_of(practice).tables["demographics/p.xlsx People"].said
    )


def test_one_click_accepts_every_table_that_leaves_nothing_open(practice):
    desk = desk_of(practice)
    desk.accept_plain()
    assert desk.said.value.startswith("2 of ")  # people and policies; the remarks hold no column
    assert len(list(folder_of(practice.raw.parent).glob("*.toml"))) == 2
    assert read_demographics(practice).is_confirmed


def test_the_desk_of_all_kinds_asks_no_second_click_of_a_sheet_of_policies(practice):
    desk = ColumnsDesk(practice)
    assert list(desk.tables)[-1] == "demographics/p.xlsx Policies"  # the remarks are text, and no table
    policies = desk.tables["demographics/p.xlsx Policies"]
    assert policies.said.endswith("nothing needed is missing.")
    policies.accept()
    assert policies.stored is not None


def test_the_command_accepts_both_sheets_and_leaves_the_remarks_alone(practice, capsys):
    path = str(practice.raw / "demographics/p.xlsx")
    assert main(["columns", path]) == 0
    assert main(["columns", path, "--accept"]) == 0
    assert capsys.readouterr().out.count("confirmed: ") == 2


def test_the_command_still_asks_for_what_no_sheet_gives(practice, capsys):
    (practice.raw / "demographics/p.xlsx").write_bytes(workbook(People=PEOPLE))
    assert main(["columns", str(practice.raw / "demographics/p.xlsx"), "--accept"]) == 2
    assert "Primary: payer name" in capsys.readouterr().err


def test_the_password_of_a_protected_export_is_asked_for_and_opens_it(practice, monkeypatch):
    monkeypatch.setattr(passwords, "_TYPED", [])
    path, out = practice.raw / "demographics/p.xlsx", io.BytesIO()
    OOXMLFile(io.BytesIO(path.read_bytes())).encrypt("Quince-7", out)
    path.write_bytes(out.getvalue())
    desk = desk_of(practice)
    assert desk.tables == {} and desk.password in desk.place.children  # not "there is nothing"
    desk.password.value = "Quince-7"
    assert "demographics/p.xlsx People" in desk.tables and desk.password not in desk.place.children


def test_a_column_whose_values_contradict_its_header_is_named_and_not_filled_in(practice):
    rows = [["Chart #", "Patient Name", "DOB", "Primary Ins / Policy"]] + [
        [f"A10{n}", "Quimby, Ada", "03/14/1987", f"AETNA / card {n}"] for n in range(4)
    ]
    (practice.raw / "demographics/p.xlsx").write_bytes(workbook(People=rows))
    desk = desk_of(practice).tables["demographics/p.xlsx People"]
    assert desk.dropdowns["primary_member_id"].value == ""
    unmapped = desk.table.crosswalk.unmapped.set_index("source_column")["why"]
    assert "0 % of the values look like a member id" in unmapped["Primary Ins / Policy"]


def test_patients_without_a_policy_are_told_where_nobody_knows_who_is_active(practice):
    """Four people, three policies, no day of a visit, no status: one has none and may be a patient today."""
    (practice.raw / "demographics/p.xlsx").write_bytes(workbook(People=PEOPLE, Policies=POLICIES[:-1]))
    assert findings(practice)["demo-no-coverage"] == 1  # 4 people - 3 policies
    gone = [[*PEOPLE[0], "Status"], *([*row, "Inactive"] for row in PEOPLE[1:])]
    (practice.raw / "demographics/p.xlsx").write_bytes(workbook(People=gone, Policies=POLICIES[:-1]))
    assert "demo-no-coverage" not in findings(practice)  # the export calls them inactive


def test_remarks_stand_below_the_tables_that_hold_something(practice):
    assert list(desk_of(practice).tables)[-1] == "demographics/p.xlsx Remarks"
