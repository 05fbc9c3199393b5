"""Patient lists that somebody typed: whole addresses, payer and ID in one cell, no numbers, rows that are nobody."""

from __future__ import annotations

import csv
import io

import pytest
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import load_target
from cutover.reading.patients import stand_ins
from cutover.reading.patients.exports import read_demographics
from cutover.reading.patients.in_one import address_parts, payer_parts
from cutover.reading.patients.words import names_nobody
from cutover.workstreams.demographics.inputs import Inputs
from cutover.workstreams.demographics.patient_import import prepare
from cutover.workstreams.demographics.report import assess
from cutover.workstreams.demographics.values import full_name
from patient_maker import AS_OF, a_patient, a_practice, prepared

HEADER = ["Pt", "DOB", "Lives at", "Ph", "Ins and ID"]
TYPED = [
    ["Quimby, Ada", "03/14/1951", "12 Elm St, Reno 89501", "775-555-0101", "Aetna W10023456"],
    ["Omar Vance", "7/2/48", "4 Oak Ct, Sparks, NV 89431", "775-555-0102", "Medicare 1EG4TE5MK73"],
    ["ZUCKER B", "11/30/1960", "PO Box 9, Reno NV 89501-1234", "775-555-0103", "Humana ID# H70011223"],
    ["Zucker B", "11/30/1960", "same", "", "Medicare, H70011224"],
    ["Walk in / cash", "", "", "", "self pay"],
]


def a_table(rows: list[list[str]], header: list[str] = HEADER) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("12 Elm St, Reno, NV 89501", ("12 Elm St", "Reno", "NV", "89501")),
        ("12 Elm St\nReno NV 89501-1234", ("12 Elm St", "Reno", "NV", "89501-1234")),
        (
            "12 Elm St, Reno 89501",
            ("12 Elm St", "Reno", None, "89501"),
        ),  # the state is not taken from the ZIP
        ("12 Elm St, Apt 4, Reno, Nevada 89501", ("12 Elm St, Apt 4", "Reno", "Nevada", "89501")),
        ("8 Bay Ave, Port Washington 11050", ("8 Bay Ave", "Port Washington", None, "11050")),  # of New York
        ("8 Main St, New York NY 10001", ("8 Main St", "New York", "NY", "10001")),
        (
            "12 Elm St Reno NV 89501",
            ("12 Elm St Reno", None, "NV", "89501"),
        ),  # where the city begins nobody knows
        ("12 Elm St, Apt 4, 89501", ("12 Elm St, Apt 4", None, None, "89501")),
        ("12 Elm St, Reno, NV", None),
        ("12 Elm St 8950", None),
        ("same", None),
        ("4412 89501", None),
    ],
)
def test_a_whole_address_is_parted_and_nothing_is_added(text, parts):
    assert address_parts(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Aetna W10023456", ("Aetna", "W10023456")),
        ("Blue Cross, ID # XBZ400918277", ("Blue Cross", "XBZ400918277")),
        ("W10023456 / Aetna", ("Aetna", "W10023456")),
        ("UHC (912004471)", ("UHC", "912004471")),
        ("Aetna 60054", None),  # five signs: as likely the payer's own
        ("Aetna A60054", ("Aetna", "A60054")),  # six
        ("Aetna ABC123", None),  # three digits
        ("Aetna", None),
        ("912004471", None),
        ("self pay", None),
    ],
)
def test_payer_and_member_id_in_one_cell_are_parted(text, parts):
    assert payer_parts(text) == parts


@pytest.mark.parametrize(
    ("values", "is_both"),
    [
        (
            ["Aetna W1002345", "Cigna U1002346", "self pay", "Aetna W1002347", "Aetna W1002348"],
            True,
        ),  # 4 of 5
        (["Aetna W1002345", "Cigna U1002346", "self pay", "cash"], False),  # 2 of 4
        (
            ["Aetna 6005400", "Aetna 6005400", "Cigna 6230800", "Aetna 6005400"],
            False,
        ),  # the payers' own numbers
        (["Aetna", "Cigna", "Humana"], False),
    ],
)
def test_a_column_of_payers_with_ids_is_told_by_its_values(values, is_both):
    rows = [[f"Quimby, Ada{n}", "03/14/1951", value] for n, value in enumerate(values)]
    sheet = read_spreadsheet(a_table(rows, ["Name", "DOB", "Insurance"]), "a.csv").sheets[0]
    used = suggest(sheet, load_target("patients")).used
    assert ("primary_payer_and_member" in used, "primary_payer_name" in used) == (is_both, not is_both)


def test_a_typed_list_without_numbers_is_used_and_says_what_it_lacks(tmp_path):
    practice = a_practice(tmp_path, typed_csv=a_table(TYPED))
    export = read_demographics(practice)
    made = prepare(export, AS_OF)
    people = made.patients.set_index("last_name")
    assert people.index.tolist() == ["Quimby", "Vance", "ZUCKER"]  # 5 rows - 1 repeated - 1 nobody
    assert people["state"].fillna("").tolist() == ["", "NV", "NV"]
    assert people["account_number"].str.startswith("NO-NUMBER-").all() and people["account_number"].is_unique
    assert people["account_number"].str.len().max() <= 20  # what a claim can carry
    ids = made.coverages["member_id"].tolist()
    assert ids == ["W10023456", "1EG4TE5MK73", "H70011223", "H70011224"]
    assert made.people["readiness"].fillna("").tolist() == ["ready with warnings"] * 3 + ["", ""]
    lacks = made.exceptions[made.exceptions["code"].eq("address-missing")]
    assert lacks["suggestion"].tolist()[0] == "missing: state (NV by the ZIP)"
    assert "not-a-person" in set(made.exceptions["code"]) and not export.missing
    told = made.exceptions[made.exceptions["source_row"].eq(6)]
    assert told["code"].tolist() == ["not-a-person"]  # and nothing else is asked of that row
    result = assess(Inputs(export, practice, AS_OF))
    assert any(limit.startswith("demographics/typed.csv: no column numbers") for limit in result.limits)
    assert {"demo-not-a-person", "demo-sex-unknown"} <= {one.code for one in result.findings}


def test_made_numbers_stand_for_none_where_another_table_has_numbers(tmp_path):
    numbered = a_table([["501", "Quimby, Ada", "03/14/1951"]], ["Acct", "Name", "DOB"])
    both = read_demographics(a_practice(tmp_path, a_csv=numbered, typed_csv=a_table(TYPED)))
    # she stands in both lists, and one of them numbers her
    assert both.rows["account_number"].dropna().tolist() == ["501", "501"]
    assert not stand_ins.is_made(both.rows["account_number"]).any()


def test_one_name_in_any_order_with_one_birth_date_has_one_number(tmp_path):
    rows = [["Quimby, Ada", "3/14/1951"], ["ADA QUIMBY", "03/14/1951"], ["Ada Quimby", "03/15/1951"]]
    table = a_table(rows, ["Name", "DOB"])
    numbers = read_demographics(a_practice(tmp_path, a_csv=table)).rows["account_number"]
    assert numbers[0] == numbers[1] != numbers[2]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("ZUCKER B", ("ZUCKER", "B", None, False)),
        ("Zucker Bea M.", ("Zucker", "Bea", "M.", False)),
        ("Bea Zucker", ("Zucker", "Bea", None, False)),
        ("B Zucker", ("Zucker", "B", None, False)),
        ("Bea Zucker V", ("Zucker V", "Bea", None, False)),  # the fifth of the name
    ],
)
def test_one_letter_is_no_last_name(name, parts):
    assert full_name(name) == parts


@pytest.mark.parametrize(
    ("name", "is_nobody"),
    [
        ("Walk-in / cash", True),
        ("Pay, Self", True),
        ("CASH PATIENT", True),
        ("Misc.", True),
        ("Cash, John", False),
        ("Walker, Cash", False),
        ("Patient", False),  # a word beside, and none of nobody's
        ("", False),
    ],
)
def test_a_name_that_is_no_persons(name, is_nobody):
    assert names_nobody(name) == is_nobody


NOBODY = {
    "last_name": "Cash",
    "first_name": "Patient",
    "birth_date": "",
    "primary_member_id": "",
    "account_number": "9",
}


@pytest.mark.parametrize(
    ("changes", "is_nobody"),
    [
        ({"street": ""}, True),
        ({"home_phone": ""}, True),
        ({}, False),
        ({"street": "", "birth_date": "01/01/1980"}, False),
    ],
)
def test_a_row_of_nobody_lacks_birth_date_and_address_or_phone(changes, is_nobody, tmp_path):
    made = prepared(tmp_path, a_patient(), a_patient(**(NOBODY | changes)))
    assert ("not-a-person" in set(made.exceptions["code"])) == is_nobody
    assert made.people["readiness"].isna().tolist() == [False, is_nobody]


def test_a_row_of_nobody_does_not_share_an_account_with_a_patient(tmp_path):
    made = prepared(tmp_path, a_patient(account_number="9"), a_patient(**(NOBODY | {"street": ""})))
    assert made.patients["last_name"].tolist() == ["Abend"]


def test_medicare_under_two_names_with_one_mbi_is_one_coverage(tmp_path):
    rows = [["1", "Quimby, Ada", "03/14/1951", "Medicare", "1EG4TE5MK73"]]
    rows += [
        ["1", "Quimby, Ada", "03/14/1951", "Noridian", member] for member in ("1EG4-TE5-MK73", "W10023456")
    ]
    table = a_table(rows, ["Acct", "Name", "DOB", "Insurance", "Member ID"])
    covered = prepare(read_demographics(a_practice(tmp_path, a_csv=table)), AS_OF).coverages
    assert covered["member_id"].tolist() == ["1EG4TE5MK73", "W10023456"]  # 3 rows - 1 again


NAMES = ("Ada", "Bea", "Cal", "Dot", "Eve", "Fay", "Gus", "Hal")


def used_of(*header: str) -> dict[str, str]:
    """What is used of a patient list with these columns beside the patient's own."""
    cells = [{"ID": f"W1002345{n}", "No": f"M1002345{n}"} for n in range(8)]
    rows = [
        [
            cell["ID"][-1],
            f"Quimby, {NAMES[int(cell['ID'][-1])]}",
            "03/14/1951",
            *(cell.get(name.split()[-1], "Aetna") for name in header),
        ]
        for cell in cells
    ]
    data = a_table(rows, ["Acct", "Name", "DOB", *header])
    used = suggest(read_spreadsheet(data, "a.csv").sheets[0], load_target("patients")).used
    return {key: column for key, column in used.items() if column in header}


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (("Vision Plan", "Vision ID", "Medical Plan", "Medical ID"),  # medical first, wherever it stands
         {"primary_payer_name": "Medical Plan", "primary_member_id": "Medical ID",
          "secondary_payer_name": "Vision Plan", "secondary_member_id": "Vision ID"}),
        (("Dental Carrier", "Dental Member ID"),  # alone it is the first
         {"primary_payer_name": "Dental Carrier", "primary_member_id": "Dental Member ID"}),
        (("Insurance", "Member ID", "Behavioral Health Payer", "Behavioral Health ID"),  # the plain one is the first
         {"primary_payer_name": "Insurance", "primary_member_id": "Member ID",
          "secondary_payer_name": "Behavioral Health Payer", "secondary_member_id": "Behavioral Health ID"}),
        (("Medical", "Medical ID", "WC Carrier", "Auto Carrier", "Rx Plan"),  # no fourth rank is made up
         {"primary_payer_name": "Medical", "primary_member_id": "Medical ID", "secondary_payer_name": "Auto Carrier",
          "tertiary_payer_name": "WC Carrier"}),
        (("Primary Medical Plan", "Secondary Medical Plan", "Vision Plan"),
         {"primary_payer_name": "Primary Medical Plan", "secondary_payer_name": "Secondary Medical Plan",
          "tertiary_payer_name": "Vision Plan"}),
        (("Insurance", "Vision ID"), {"primary_payer_name": "Insurance"}),  # a number without a payer is no coverage
        (("Medical", "Vision"), {}),
        (("Medical Record No",), {"chart_number": "Medical Record No"}),
        (("Medical Group", "Vision Exam Name"), {}),
    ],
)  # fmt: skip
def test_a_line_of_business_names_a_coverage_of_the_next_rank(header, wanted):
    assert used_of(*header) == wanted


BY_LINE = ["Acct", "Name", "DOB", "Sex", "Address", "City", "State", "Zip", "Dental Plan", "Dental ID", "Vision Plan",
           "Vision ID"]  # fmt: skip
OF_ONE = ["Quimby, Ada", "03/14/1951", "F", "1 Elm", "Reno", "NV", "89501"]


def test_a_row_with_a_later_line_alone_has_it_as_its_first_coverage(tmp_path):
    rows = [
        ["1", *OF_ONE, "Delta", "D10023456", "Sunvue", "V20023456"],
        ["2", *OF_ONE, "Delta", "D10023457", "", ""],
        ["3", *OF_ONE, "", "", "Sunvue", "V20023458"],
        ["4", *OF_ONE, "", "D10023459", "Sunvue", "V20023459"],  # a number alone keeps its place
        ["5", *OF_ONE, "", "", "", ""],
        ["6", *OF_ONE, "", "", "Sunvue", "1234567890123450000"],
    ]
    read = read_demographics(a_practice(tmp_path, a_csv=a_table(rows, BY_LINE)))
    keys = ["primary_payer_name", "primary_member_id", "secondary_payer_name", "secondary_member_id"]
    found = read.rows[keys].astype(object).where(read.rows[keys].notna(), None).to_numpy().tolist()
    assert found == [
        ["Sunvue", "V20023456", "Delta", "D10023456"],
        ["Delta", "D10023457", None, None],
        ["Sunvue", "V20023458", None, None],
        ["Sunvue", "V20023459", None, "D10023459"],
        [None, None, None, None],
        ["Sunvue", "1234567890123450000", None, None],
    ]
    assert not read.missing
    lines = read.rows[["primary_line", "secondary_line"]].to_numpy().tolist()
    assert lines[:4] == [
        ["vision", "dental"],
        ["dental", "vision"],
        ["vision", "dental"],
        ["vision", "dental"],
    ]


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        (("Medical Plan", "Medical ID", "Vision Plan", "Vision ID"), ["medical", "vision"]),
        (("Insurance", "Member ID", "Dental Carrier", "Dental ID"), [None, "dental"]),
        (("Primary Insurance", "Primary ID", "Secondary Insurance", "Secondary ID"), [None, None]),
        (("Primary Medical Plan", "Primary ID", "Secondary Medical Plan", "Secondary ID"), [None, None]),
    ],
)  # fmt: skip
def test_a_coverage_of_the_import_says_its_line_of_business_where_the_header_names_it_by_no_rank(
    tmp_path, header, lines
):
    row = ["1", *OF_ONE, "Aetna", "W10023456", "Sunvue", "V20023456"]
    practice = a_practice(tmp_path, a_csv=a_table([row], [*BY_LINE[:8], *header]))
    covered = prepare(read_demographics(practice), AS_OF).coverages
    assert [None if line != line else line for line in covered["line"]] == lines
