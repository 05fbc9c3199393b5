"""A practice whose patients are in two files: who is in both counts once, and what differs is asked."""

from __future__ import annotations

import io

import pytest
from cutover.reading.patients.also_elsewhere import also_in
from cutover.reading.patients.exports import read_demographics
from cutover.workstreams.demographics import beside, values
from cutover.workstreams.demographics.findings import findings
from cutover.workstreams.demographics.inputs import Inputs
from cutover.workstreams.demographics.report import assess
from openpyxl import Workbook
from patient_maker import AS_OF, a_csv, a_patient, a_practice

NAMES = ("Brandt", "Coyle", "Dunmore", "Estrada", "Fallow")


def patient(n: int, **more: str) -> dict[str, str]:
    """A patient of Medicare under a number that is no MBI, without a sex."""
    told = {"account_number": f"K{n}", "last_name": NAMES[n], "street": f"{n} Elm St", "sex": "",
            "primary_payer_name": "Medicare", "primary_member_id": f"HX{n}5550{n}"}  # fmt: skip
    return a_patient(**(told | more))


def with_notes(*patients: dict[str, str]) -> bytes:
    first, *rows = a_csv(*patients).decode().splitlines()
    return "\n".join([f"{first},Billing Notes", *(f"{row},call first" for row in rows)]).encode()


def made(home, **files: bytes):
    practice = a_practice(home, **files)
    inputs = Inputs(read_demographics(practice), practice, AS_OF)
    return inputs, {f.code: f.count for f in findings(inputs.export, inputs.prepared, False, None)}


@pytest.fixture(scope="module")
def older(tmp_path_factory):
    # five patients; the copy has three of them as they are, and the fourth with another coverage
    now = with_notes(*(patient(n) for n in range(5)))
    copy = with_notes(*(patient(n) for n in range(3)), patient(3, primary_member_id="HZ999001"))
    return made(tmp_path_factory.mktemp("older"), a_copy_csv=copy, patients_csv=now)


def test_a_row_that_a_longer_file_has_too_is_set_aside_with_that_file(older):
    inputs, codes = older
    told = {table.source_file: also_in(table) for table in inputs.export.tables}
    assert told["demographics/a_copy.csv"] == [("demographics/patients.csv", 3)]
    assert told["demographics/patients.csv"] == []
    assert codes["demo-also-elsewhere"] == 1


def test_rules_and_notes_count_who_is_in_both_once(older):
    inputs, codes = older
    # five numbers, and the sixth that the copy has of the fourth patient; five patients without a sex
    assert codes["demo-mbi-wrong"] == 6 and codes["demo-sex-unknown"] == 5
    assert (
        len(beside.said(inputs.export)) == 6
    )  # what the row that differs says of the fourth is shown beside it


def test_what_differs_between_the_files_is_asked(older):
    _, codes = older
    assert codes["demo-row-repeated"] == 1 and codes["demo-coverage-repeated"] == 1


def test_rows_in_are_rows_used_and_rows_set_aside(older):
    inputs, _ = older
    counted = inputs.prepared.conservation
    rows = counted[counted["subject"].eq("patient")].set_index("outcome")["count"].to_dict()
    # 9 rows: 5 in the import, 1 repeats a patient, 3 are also in another file
    assert rows == {
        "in the import": 5, "set aside: a row repeats a patient": 1,
        "set aside: another file has the same row": 3,
    }  # fmt: skip
    figure = assess(inputs).figures[0]
    assert figure.value == "9" and figure.note.startswith("3 of them also in another file, counted once; ")


def test_the_longer_list_tells_first_where_a_patient_differs(older):
    inputs, _ = older
    kept = inputs.coverages.set_index("account_number")["member_id"]
    assert kept["K3"] == "HX355503"


def test_a_copy_that_tells_less_of_a_patient_is_set_aside_and_one_that_tells_more_is_not(tmp_path):
    now = a_csv(*(patient(n, home_phone="") for n in range(3)))
    copy = a_csv(patient(0, home_phone="", street=""), patient(1, home_phone="201-555-0177"))
    inputs, codes = made(tmp_path, now_csv=now, old_csv=copy)
    assert [also_in(table) for table in inputs.export.tables] == [[], [("demographics/now.csv", 1)]]
    # the phone differs and the coverage does not: nobody has to decide between two that are one
    assert codes["demo-row-repeated"] == 1 and "demo-coverage-repeated" not in codes
    assert codes["demo-mbi-wrong"] == 3 and len(inputs.coverages) == 3


@pytest.mark.parametrize(("more", "asked", "numbers"), [
    ({}, 0, 1),  # the row again: nobody has to decide, and what is wrong with it is wrong once
    ({"home_phone": "201-555-0177"}, 0, 1),  # another phone is no other coverage
    ({"primary_copay": "20"}, 1, 1),  # the coverage tells more
    ({"primary_member_id": "HZ999001"}, 1, 2),  # two numbers, neither of them an MBI
])  # fmt: skip
def test_of_two_rows_of_one_file_what_differs_is_asked_and_what_is_alike_counts_once(
    tmp_path, more, asked, numbers
):
    inputs, codes = made(tmp_path, list_csv=a_csv(patient(0), patient(0, **more)))
    assert also_in(inputs.export.tables[0]) == [] and codes["demo-row-repeated"] == 1
    assert codes.get("demo-coverage-repeated", 0) == asked and codes["demo-mbi-wrong"] == numbers
    assert codes["demo-sex-unknown"] == 1  # of one patient
    # two coverages in: one in the import, one set aside
    rows = inputs.prepared.conservation
    rows = rows[rows["subject"].eq("coverage")].set_index("outcome")["count"].to_dict()
    aside = "a patient has two coverages of one priority" if asked else "a row repeats a patient"
    assert rows == {"in the import": 1, f"set aside: {aside}": 1}


def test_two_files_of_different_patients_keep_all_their_rows(tmp_path):
    inputs, codes = made(tmp_path, east_csv=a_csv(patient(0)), west_csv=a_csv(patient(1)))
    assert "demo-also-elsewhere" not in codes and len(inputs.patients) == 2


@pytest.mark.parametrize(
    ("title", "is_active"),
    [
        ("Inactive", False),
        ("inactive pts", False),
        ("Active patients", True),
        ("Sheet1", None),
        ("New", None),
    ],
)
def test_the_title_of_a_sheet_tells_the_status_of_its_patients(title, is_active):
    assert values.is_active_sheet(title).value is is_active


def test_nobody_asks_for_the_coverage_of_who_is_on_a_sheet_of_inactive_patients(tmp_path):
    book = Workbook()
    for title, status in (("Inactive", ""), ("Inactive pts", "Active"), ("List", "")):
        sheet = book.create_sheet(title)
        sheet.append(["Patient ID", "Last Name", "First Name", "DOB", "Status"])
        sheet.append([f"T{len(book.sheetnames)}", f"Quill{title[:4]}", "Ann", "03/14/1961", status])
    out = io.BytesIO()
    book.remove(book.active)
    book.save(out)
    inputs, _ = made(tmp_path, list_xlsx=out.getvalue())
    found = inputs.prepared.people.set_index("source_sheet")["is_active"]
    # a status in the row goes before the title
    assert found[["Inactive", "Inactive pts"]].tolist() == [False, True]
    told = inputs.prepared.exceptions
    asked = set(told.loc[told["code"].eq("no-coverage"), "source_sheet"])
    assert "Inactive" not in asked and "List" in asked
