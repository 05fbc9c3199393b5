"""Patient lists that lack columns, coverages in a sheet of their own, and sheets that are not to be used."""

from __future__ import annotations

import io

import pytest
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping import kinds
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import patients_export
from cutover.reading.mapping.unused_sheets import WHY, emptied, unused
from cutover.reading.patients.exports import read_demographics
from cutover.reading.practice import preflight_files, usable_rows
from cutover.workstreams.demographics.by_day import OTHER_DAYS
from cutover.workstreams.demographics.inputs import Inputs
from cutover.workstreams.demographics.report import assess
from examples import ALL
from openpyxl import Workbook
from patient_maker import AS_OF, a_patient, a_practice, prepared

NAMES = ["Chart #", "Surname", "Given Name", "DOB"]
FOLKS = [
    ["H-310", "Tarrow", "Ina", "04/02/1958"],
    ["H-311", "Ovesen", "Paul", "11/19/1971"],
    ["H-312", "Quill", "Marta", "01/30/2015"],
]
PEOPLE = [["Acct", "Last", "First", "DOB", "Sex", "Address", "City", "State", "Zip"],
          ["41", "Tarrow", "Ina", "04/02/1958", "F", "3 Oak St", "Salem", "OR", "97301"],
          ["42", "Ovesen", "Paul", "11/19/1971", "M", "8 Fir Ave", "Bend", "OR", "97701"]]  # fmt: skip
COVERAGE = ["Acct", "Order", "Plan", "Member ID", "From", "Thru"]


def a_workbook(**sheets: list[list]) -> bytes:
    """A workbook of these sheets; an underscore in a name stands for a blank."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name.replace("_", " "))
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def told(home, **files: bytes):
    """The report of these files, with what is prepared."""
    practice = a_practice(home, **files)
    inputs = Inputs(read_demographics(practice), practice, AS_OF)
    return assess(inputs), inputs.prepared


def counted(data: bytes) -> list[usable_rows.Usable]:
    """What becomes of the rows of each table of a patient file, told before any report."""
    file = kinds.of_bytes(data, "list.xlsx", kinds.named("patients"))
    return [usable_rows.of_table(file, table) for table in file.tables]


def figure(result, label: str):
    return next(one for one in result.figures if one.label == label)


# --- a list without columns -------------------------------------------------------------------------------------------


def test_a_list_without_address_is_used_and_says_once_which_columns_lack(tmp_path):
    rows = [[*NAMES, "Insurance", "Policy #"],
            *([*one, "Aetna", f"W{n}0044881"] for n, one in enumerate(FOLKS, 1))]  # fmt: skip
    (one,) = counted(a_workbook(List=rows))
    assert (one.rows, one.used) == (3, 3)
    assert one.without == ("Street", "City", "State", "ZIP")
    assert one.words == "3 rows in, 3 used, 0 set aside; no column for Street, City, State, ZIP: not known"
    result, made = told(tmp_path, list_xlsx=a_workbook(List=rows))
    assert len(made.patients) == 3 and len(made.coverages) == 3
    assert result.verdict.startswith(
        "Required columns are missing (Street, City, State, ZIP), so nobody is ready."
    )
    found = {one.code: one.count for one in result.findings}
    assert found["demo-missing-column"] == 4  # once for each column, not 12 times
    assert "demo-address-missing" not in found


def test_a_list_without_payer_is_used_and_its_coverages_are_unknown_not_none(tmp_path):
    rows = [[*NAMES, "Address", "City", "State", "Zip"],
            *([*one, "3 Oak St", "Salem", "OR", "97301"] for one in FOLKS)]  # fmt: skip
    (one,) = counted(a_workbook(List=rows))
    assert (one.used, one.without) == (3, ("Primary: payer name", "Primary: member id"))
    result, made = told(tmp_path, list_xlsx=a_workbook(List=rows))
    assert len(made.patients) == 3
    assert figure(result, "Coverages in the import").value is None
    assert figure(result, "Guarantors in the import").value is None
    assert figure(result, f"Authorizations that can be used on {AS_OF}").value is None
    assert not {"demo-no-coverage", "demo-coverage-lost"} & {one.code for one in result.findings}


@pytest.mark.parametrize("gone", ["Surname", "Given Name", "DOB"])
def test_without_a_name_or_a_birth_date_no_row_of_a_list_is_used(gone):
    at = NAMES.index(gone)
    rows = [[cell for n, cell in enumerate(row) if n != at] for row in (NAMES, *FOLKS)]
    (one,) = counted(a_workbook(List=rows))
    assert (one.used, sum(one.aside.values())) == (0, 3)


def test_names_and_birth_dates_alone_are_enough_for_a_row():
    rows = [row[1:] for row in (NAMES, *FOLKS)]
    (one,) = counted(a_workbook(List=rows))
    assert one.used == 3


def test_the_check_names_the_missing_columns_once_and_asks_for_them(tmp_path):
    practice = a_practice(tmp_path, list_xlsx=a_workbook(List=[NAMES, *FOLKS]))
    (said,) = preflight_files.of_folder(practice.raw / "demographics", practice.raw.parent)
    assert said.found.endswith("its rows are used without") and "Street" in said.found
    assert said.todo.startswith("Ask for these columns too")


# --- coverages in a sheet of their own --------------------------------------------------------------------------------


def test_a_sheet_of_coverages_is_joined_by_account_plan_and_order(tmp_path):
    rows = [COVERAGE,
            ["41", 2, "Moda Health", "M1004471", "2025-01-01", None],
            ["41", 1, "Medicare", "1EG4TE5MK73", "2024-05-01", None],
            ["42", 1, "Providence Health Plan", "P88120034", "2025-01-01", None]]  # fmt: skip
    data = a_workbook(Patients=PEOPLE, Insurance=rows)
    assert [(one.rows, one.used, one.without) for one in counted(data)] == [(2, 2, ()), (3, 3, ())]
    result, made = told(tmp_path, kids_xlsx=data)
    got = made.coverages.set_index(["account_number", "priority"])["payer_name"].to_dict()
    assert got == {("41", "primary"): "Medicare", ("41", "secondary"): "Moda Health",
                   ("42", "primary"): "Providence Health Plan"}  # fmt: skip
    assert figure(result, "Patients with a second coverage").value == "1"


def test_a_plan_is_no_payer_where_another_table_names_payers():
    people = [[*PEOPLE[0], "Payer"], *([*row, "Aetna"] for row in PEOPLE[1:])]
    policies = [COVERAGE, ["41", 1, "Choice POS II", "W10044881", None, None]]
    file = kinds.of_bytes(a_workbook(Patients=people, Plans=policies), "a.xlsx", kinds.named("patients"))
    assert file.tables[1].crosswalk.used["primary_plan_name"] == "Plan"
    assert "primary_payer_name" not in file.tables[1].crosswalk.used


def test_an_order_of_rows_is_no_rank_of_coverages():
    sheet = [["Order", *NAMES, "Payer", "Member ID"],
             *([n, *one, "Aetna", f"W{n}0044881"] for n, one in enumerate([*FOLKS, *FOLKS[:1]], 1))]  # fmt: skip
    page = read_spreadsheet(
        a_workbook(List=sheet), "a.xlsx", expected=[patients_export().header_words]
    ).sheets[0]
    assert "coverage_priority" not in suggest(page, patients_export()).used


def test_a_coverage_of_an_account_that_nobody_has_is_set_aside_with_its_reason(tmp_path):
    rows = [COVERAGE,
            ["41", 1, "Medicare", "1EG4TE5MK73", None, None],
            ["42", 1, "Moda Health", "M1004471", None, None],
            ["77", 1, "Moda Health", "M1004472", None, None]]  # fmt: skip
    result, made = told(tmp_path, kids_xlsx=a_workbook(Patients=PEOPLE, Insurance=rows))
    evidence = next(one for one in result.findings if one.code == "demo-no-patient").evidence.frame
    assert evidence["value"].tolist() == ["77"]
    of = made.conservation[made.conservation["subject"] == "coverage"]
    assert of["count"].sum() == 3 and len(made.coverages) == 2


# on 2026-07-31: one that ended the day before has ended, one that ends that day has not; so for the first day
COVERAGES = [
    ((None, "2026-07-30"), ("2026-07-31", None), "NEW1001"),
    ((None, "2026-07-31"), ("2026-08-01", None), "OLD1001"),
    (("2025-01-01", "2025-12-31"), (None, None), "NEW1001"),
    (
        ("2025-01-01", "2025-12-31"),
        ("2026-09-01", None),
        "NEW1001",
    ),  # a gap: what follows, not what ended
    (("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31"), "NEW1001"),  # both ended: the last
    (("2026-08-15", None), ("2026-09-01", None), "OLD1001"),  # both to come: the first
]
# an ordinary run plays every pair in one of both orders
TURNED = [(*pair, turned) for pair in COVERAGES for turned in (False, True)]
ONCE = [(*pair, place % 2 == 1) for place, pair in enumerate(COVERAGES)]


PLAYED = TURNED if ALL else ONCE


@pytest.fixture(scope="module")
def two_of_a_rank(tmp_path_factory):
    """The report, and what is prepared, of people of whom each has the two coverages of one case."""
    people, rows = PEOPLE[:1], [COVERAGE]
    for n, (old, new, _, turned) in enumerate(PLAYED):
        name = ("Tarrow", "Ovesen", "Quill", "Marsh", "Banning", "Ashby")[n % 6]
        people.append([f"5{n}", name, ("Ina", "Paul")[n // 6], f"04/{n + 2:02}/1958", "F", f"{n + 3} Oak St",
                       "Salem", "OR", "97301"])  # fmt: skip
        two = [
            [f"5{n}", 1, "Moda Health", f"OLD10{n:02}", *old],
            [f"5{n}", 1, "Moda Health", f"NEW10{n:02}", *new],
        ]
        rows += two[::-1] if turned else two
    return told(tmp_path_factory.mktemp("ranks"), kids_xlsx=a_workbook(Patients=people, Insurance=rows))


@pytest.mark.parametrize(
    ("number", "active"), [(n, active[:3]) for n, (_, _, active, _) in enumerate(PLAYED)]
)
def test_of_two_coverages_of_one_rank_the_one_of_the_day_counts_and_the_other_is_kept(
    two_of_a_rank, number, active
):
    result, made = two_of_a_rank
    mine = made.coverages.loc[made.coverages["account_number"] == f"5{number}", "member_id"]
    assert mine.tolist() == [f"{active}10{number:02}"]
    kept = result.tables["history"].frame
    assert {f"OLD10{number:02}", f"NEW10{number:02}"} <= set(kept["member_id"]) and len(kept) == 2 * len(
        PLAYED
    )
    codes = {one.code: one.count for one in result.findings}
    assert codes[f"demo-{OTHER_DAYS}"] == len(PLAYED) and "demo-coverage-repeated" not in codes


def test_what_ended_and_what_follows_without_a_rank_are_no_first_and_second_coverage(tmp_path):
    head = [name for name in COVERAGE if name != "Order"]
    rows = [head, ["41", "Moda Health", "OLD1001", "2025-01-01", "2026-04-30"],
            ["41", "Moda Health", "NEW1001", "2026-05-01", None],
            ["42", "Medicare", "1EG4TE5MK73", None, None], ["42", "Moda Health", "M1004471", None, None]]  # fmt: skip
    _, made = told(tmp_path, kids_xlsx=a_workbook(Patients=PEOPLE, Insurance=rows))
    got = made.coverages.sort_values(["account_number", "priority"])[["member_id", "priority"]]
    assert got.to_numpy().tolist() == [
        ["NEW1001", "primary"], ["1EG4TE5MK73", "primary"], ["M1004471", "secondary"]
    ]  # fmt: skip


def test_a_first_coverage_that_ended_does_not_give_way_to_a_second_one(tmp_path):
    rows = [COVERAGE, ["41", 1, "Medicare", "1EG4TE5MK73", None, "2026-06-30"],
            ["41", 2, "Moda Health", "M1004471", None, None],
            ["42", 1, "Moda Health", "M1004472", None, None]]  # fmt: skip
    result, made = told(tmp_path, kids_xlsx=a_workbook(Patients=PEOPLE, Insurance=rows))
    assert len(made.coverages) == 3 and result.tables["history"].frame.empty
    codes = {one.code for one in result.findings}
    assert "demo-coverage-expired" in codes
    assert not codes & {"demo-coverage-later", "demo-coverage-other-days"}


@pytest.mark.parametrize(("start", "said"), [("07/31/2026", False), ("08/01/2026", True)])
def test_the_only_coverage_that_begins_after_the_day_is_kept_and_told(tmp_path, start, said):
    made = prepared(tmp_path, a_patient(primary_effective_from=start))
    assert len(made.coverages) == 1
    assert ("coverage-later" in set(made.exceptions["code"])) is said


# --- a second coverage without a column for its member ID -------------------------------------------------------------


def test_second_coverages_without_a_column_for_their_id_are_told(tmp_path):
    head = [*PEOPLE[0], "Insurance", "Policy #", "2nd Insurance"]
    rows = [head, [*PEOPLE[1], "Medicare", "1EG4TE5MK73", "Moda Health"],
            [*PEOPLE[2], "Moda Health", "M1004471", None]]  # fmt: skip
    result, _ = told(tmp_path, list_xlsx=a_workbook(List=rows))
    assert {one.code: one.count for one in result.findings}["demo-member-missing"] == 1


def test_one_medicare_id_and_a_short_name_are_one_person_whatever_the_sex_says(tmp_path):
    one = a_patient(primary_payer_name="Medicare", primary_member_id="1EG4TE5MK73", first_name="Nora")
    same = one | {"account_number": "10999", "first_name": "Norah", "sex": "M"}
    assert set(prepared(tmp_path / "a", one, same).duplicates["code"]) == {"person-twice"}
    family = {"primary_payer_name": "Aetna", "primary_member_id": "W123456789"}  # twins of one policy
    assert "person-twice" not in set(prepared(tmp_path / "b", one | family, same | family).duplicates["code"])


# --- sheets that are not to be used -----------------------------------------------------------------------------------


def a_sheet(name: str, rows: int = 1) -> Sheet:
    page = [["Acct", "Last"], *([str(n), "Demo"] for n in range(rows))]
    return read_spreadsheet(a_workbook(**{name.replace(" ", "_"): page}), "a.xlsx").sheets[0]


@pytest.mark.parametrize(
    ("name", "hit"),
    [
        ("DO NOT USE", True), ("2024 list (don't use)", True), ("Roster - obsolete", True),
        ("superseded by Sheet1", True),
        ("do not use after 2025", False), ("Old patients", False), ("Active", False), ("Reuse list", False),
        ("Old", True), ("old copy", True),
    ],
)  # fmt: skip
def test_a_title_says_that_a_sheet_is_not_to_be_used(name, hit):
    assert unused([a_sheet("Roster"), a_sheet(name)]) == [False, hit]


@pytest.mark.parametrize(("name", "hit"), [("Old", False), ("do not use", True)])
def test_an_old_sheet_alone_is_read_and_one_not_to_be_used_is_not(name, hit):
    assert unused([a_sheet(name)]) == [hit]


def test_a_sheet_not_to_be_used_is_counted_with_its_reason_and_asks_nothing(tmp_path):
    whole = [[*PEOPLE[0], "Payer", "Member ID"], *([*row, "Aetna", f"W{row[0]}004488"] for row in PEOPLE[1:])]
    data = a_workbook(do_not_use=[["Acct", "Last"], ["1", "Demo"]], Roster=whole)
    file = kinds.of_bytes(data, "list.xlsx", kinds.named("patients"))
    assert not file.needs_a_person
    parts = [usable_rows.of_table(file, table) for table in file.tables]
    assert sum(one.rows for one in parts) == 3 and sum(one.used for one in parts) == 2
    assert [why for one in parts for why in one.aside] == [f"sheet do not use: {WHY}"]
    practice = a_practice(tmp_path, list_xlsx=data)
    assert preflight_files.of_folder(practice.raw / "demographics", practice.raw.parent) == []
    result, made = told(tmp_path, list_xlsx=data)
    assert len(made.people) == 2 and "demo-missing-column" not in {one.code for one in result.findings}
    files = result.tables["files"].frame.set_index("source_sheet")
    assert files.loc["do not use", "mapping"] == f"left out: {WHY}" and files["rows"].sum() == 3


def test_a_sheet_of_another_kind_that_is_not_to_be_used_is_left_out_too():
    good = [["Deposit Date", "Payer", "Amount"], ["2026-06-01", "Aetna", "100.00"]]
    file = kinds.of_bytes(a_workbook(June=good, old=good), "b.xlsx", kinds.named("bank"))
    assert [table.is_left_out for table in file.tables] == [False, True]
    assert not file.needs_a_person


def test_what_an_inventory_counts_has_no_row_of_a_sheet_that_is_not_to_be_used():
    sheets = emptied([a_sheet("Roster", 3), a_sheet("do not use", 2)])
    assert [len(one.frame) for one in sheets] == [3, 0]
    assert sheets[1].set_aside[["source_row", "reason", "text"]].to_numpy().tolist() == [
        [2, WHY, "0 | Demo"], [3, WHY, "1 | Demo"]
    ]  # fmt: skip
    assert sheets[1].rows_in == 3  # two rows and the header
