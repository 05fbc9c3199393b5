"""Ledgers and lists of small offices: a payer above, a mark as status, days without a year, columns told by others."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.claims.history import read_claim_history
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.said_once import with_said_once
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.tables_of import tables_of
from cutover.reading.mapping.targets import load_target
from cutover.reading.patients.exports import with_place_parted

LEDGER = """"NORTH FEET"
"Payer ledger: Cigna","ID 62308"
"Surname","Name","Pt no","Claim","Serv.","Claim sent","Total","Remitted","Contractual","Due","Flag","Trace","Carc"
"Ames","Ida","11","N/1","2026-01-15","2026-01-19","160.00","74.23","45.77-","40.00","OK","T1",""
"Bell","Joe","12","N/2","2026-01-16","2026-01-19","175.00","0.00","0.00","175.00","NO","T2","CO-119"
"Cole","Amy Lou","13","N/3","2026-01-17","2026-01-19","135.00","0.00","0.00","135.00","OK","",""
"Dunn","Eva","14","N/4","2026-01-18","2026-01-19","90.00","50.00","40.00-","0.00","NO","T3",""
"Ells","Max","15","N/5","2026-01-18","2026-01-19","80.00","0.00","0.00","80.00","kicked back","",""
"Ford","Zoe","16","N/6","2026-01-19","2026-01-20","70.00","0.00","0.00","70.00","out","",""
"""


def test_a_mark_is_a_state_where_the_amounts_of_its_row_bear_it_out():
    claims = read_claim_history(LEDGER.encode(), "claims/l.csv").claims
    # OK without a payment and NO beside one are no state
    assert claims["state"].tolist() == ["paid", "denied", "unknown", "unknown", "open", "pending"]
    assert claims["payer_name"].unique().tolist() == ["Cigna"]
    assert claims["patient_first_name"].tolist()[:3] == ["Ida", "Joe", "Amy Lou"]
    assert claims["charge_cents"].sum() == 71_000  # 160 + 175 + 135 + 90 + 80 + 70
    assert claims["paid_cents"].tolist()[:2] == [7_423, 0]
    assert claims["denial_reason"].dropna().tolist() == ["CO-119"]


def columns(header, *rows, target="patients"):
    """Which column is which field of a table."""
    text = "\n".join("|".join(row) for row in [header, *rows])
    return suggest(read_spreadsheet(text.encode(), "p.txt").sheets[0], load_target(target)).used


PEOPLE = [
    ["11", "Ames", "Ida", "1/2/1950"],
    ["12", "Bell", "Joe", "1/3/1951"],
    ["13", "Cole", "Amy L", "1/4/1952"],
]


@pytest.mark.parametrize(
    ("header", "rows", "first"),
    [
        (["Pt no", "Last name", "Name", "DOB"], PEOPLE, "Name"),
        (["Pt no", "Last name", "First", "DOB"], PEOPLE, "First"),
        (["Pt no", "Last name", "", "DOB"], PEOPLE, "column 3"),
        (["Pt no", "Last name", "Note", "DOB"], PEOPLE, None),  # a name of another thing
        (["Pt no", "Name", "First name", "DOB"], PEOPLE, "First name"),
        (["Pt no", "Last name", "Name", "DOB"], [[a, b, f"{b}, {c}", d] for a, b, c, d in PEOPLE], None),
        (["Pt no", "Last name", "Name", "DOB"], [[a, b, f"{c} {b}", d] for a, b, c, d in PEOPLE], None),
    ],
)
def test_single_words_beside_last_names_are_the_first_names(header, rows, first):
    assert columns(header, *rows).get("first_name") == first


def test_a_number_beside_the_payer_of_its_rank_is_the_members():
    header = ["Pt no", "Last name", "First name", "Carrier 1", "ID 1", "Second carrier", "Second ID"]
    rows = [["11", "Ames", "Ida", "Aetna", "W123456", "Cigna", "U7654321"],
            ["12", "Bell", "Joe", "Cigna", "U123457", "Aetna", "W7654322"]]  # fmt: skip
    used = columns(header, *rows)
    assert (used["primary_member_id"], used["secondary_member_id"]) == ("ID 1", "Second ID")
    assert used["account_number"] == "Pt no"
    bare = columns([*header[:3], "Carrier 1", "ID 1", "Loc", "Second ID"], *rows)
    assert "secondary_member_id" not in bare  # no payer of that rank stands beside it


def test_a_line_of_city_state_and_zip_is_parted():
    header = ["Pt no", "Last name", "First name", "Street", "City line"]
    rows = [
        ["11", "Ames", "Ida", "1 Elm St", "Grand Lake, CO 80447"],
        ["12", "Bell", "Joe", "2 Elm St", "Vail, CO 81657"],
    ]
    text = "\n".join("|".join(row) for row in [header, *rows])
    (table,) = tables_of(text.encode(), "p.txt", load_target("patients"))
    parted = with_place_parted(table.rows)
    assert parted[["city", "state", "zip"]].to_numpy().tolist() == [
        ["Grand Lake", "CO", "80447"],
        ["Vail", "CO", "81657"],
    ]


def days(title, *values, header="Date"):
    """The days of a list below a title, each with an amount."""
    text = "\n".join(
        [f"{title},,", f"{header},Deposits,Details", *(f"{value},10.00,PAYER X" for value in values)]
    )
    (sheet,) = with_said_once(
        read_spreadsheet(text.encode(), "b.csv", expected=[{header, "deposits", "details"}]).sheets, "b.csv"
    )
    return sheet.frame[header].tolist()


def test_days_without_a_year_take_that_of_the_month_above_them():
    assert days("Feb 2026", "02/05", "02/19", "03/01") == ["2026-02-05", "2026-02-19", "2026-03-01"]
    assert days("Feb 2026", "Feb 5", "19 Feb", "Mar. 1") == ["2026-02-05", "2026-02-19", "2026-03-01"]


def test_over_the_end_of_a_year_the_year_is_that_of_the_nearest_month():
    assert days("January 2026", "12/31", "01/02", "02/01") == ["2025-12-31", "2026-01-02", "2026-02-01"]
    assert days("December 2025", "12/31", "01/02") == ["2025-12-31", "2026-01-02"]


@pytest.mark.parametrize(
    ("title", "values"),
    [
        ("Feb 2026", ["02/05", "07/19"]),  # a month too far away: these are no days of that list
        ("List of all", ["02/05", "02/19"]),  # no month is named
        ("Feb 2026", ["02/30", "02/31"]),  # no such days
        ("Feb 2026", ["1/2", "13/4"]),
    ],
)
def test_what_may_be_no_days_of_that_month_stays_as_it_is(title, values):
    assert days(title, *values) == values


def test_postings_of_when_and_credit_are_read():
    used = columns(
        ["When", "Claim", "Trace", "Credit"],
        [str(46156), "E/1", "T1", "78.32"],
        ["46157", "E/2", "T2", "9.00"],
        target="postings",
    )
    assert (used["posted_date"], used["paid"]) == ("When", "Credit")
    assert dt.date(1899, 12, 30) + dt.timedelta(46156) == dt.date(2026, 5, 14)  # what the number stands for


@pytest.mark.parametrize(
    ("numbers", "is_used"),
    [
        (("DV610", "DV611", "DV615"), True),
        (("1201", "1202", "1203"), True),
        (("1", "2", "3"), False),  # they count the rows
        (("DV610", "DV610", "DV615"), False),  # one number on two people
    ],
)
def test_a_bare_number_of_its_own_in_each_row_of_people_is_the_patients(numbers, is_used):
    header = ["No.", "Last name", "First name", "DOB"]
    rows = [[number, *person[1:]] for number, person in zip(numbers, PEOPLE, strict=True)]
    assert (columns(header, *rows).get("account_number") == "No.") == is_used
    places = [[number, f"Room {number}", "x", "y"] for number in numbers]
    assert "account_number" not in columns(
        ["No.", "Loc", "Wing", "Note"], *places
    )  # no people stand beside it
