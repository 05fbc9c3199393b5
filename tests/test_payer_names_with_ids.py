"""A payer's name that bears its ID is that name and that ID, wherever payers are named; a plan's words are no ID."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest
from claim_makers import practice, put, workbook
from cutover.reading.claims.aging_reports import aging_rows
from cutover.reading.claims.claims import load_claims
from cutover.reading.era.archive import load_archive
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.intake.reader import no_intake, read_intake
from cutover.reading.mapping.said_once import with_said_once
from cutover.reading.mapping.tables_of import tables_of
from cutover.reading.mapping.targets import load_target
from cutover.reading.payers.enrollments import load_enrollments
from cutover.reading.payers.lists import read_payer_list
from cutover.reading.payers.name_ids import named, parted
from cutover.reading.postings.postings import load_postings

CLAIMS = ("Claim No;Acct;DOS;Sent;Fee;Open;Status", "K{n};A{n};{day};{day};100.00;100.00;Open")


@pytest.mark.parametrize(
    "text",
    [
        "Sundial Health (54321)",
        "Sundial Health [54321]",
        "Sundial Health - 54321",
        "Sundial Health, 54321",
        "Sundial Health / 54321",
        "Sundial Health #54321",
        "Sundial Health: 54321",
        "54321 - Sundial Health",
        "54321: Sundial Health",
        "(54321) Sundial Health",
        "Sundial Health (Payer ID: 54321)",
        "Sundial Health Payer ID 54321",
        "Payer: Sundial Health [ID: 54321]",
        "Insurance: Sundial Health, ID# 54321",
    ],
)
def test_a_name_with_its_id_in_any_usual_place_is_the_name_and_the_id(text):
    assert named([text]) == {text: ("Sundial Health", "54321")}


@pytest.mark.parametrize(
    "text",
    [
        "Sundial (PPO)",
        "Sundial (HMO)",
        "Blue Cross (OH)",
        "BLUE CROSS (TEXAS)",
        "Sundial (TIER2)",
        "Sundial (PPO20)",
        "Sundial (2026)",
        "Sundial 65",
        "1199 Harbor Benefit Fund",
        "Sundial, Reno, NV 89501",  # a ZIP
        "Sundial, NV, 89501",
        "Kaiser (No Calif)",
        "Blue Cross ID Boise",
        "SUNDIAL (SUNOH)",  # letters alone: neither a list nor others of the column tell that it is an ID
        "Sundial/Lakes",
    ],
)
def test_a_word_of_the_plan_a_year_or_a_zip_is_no_id(text):
    assert named([text]) == {}


def test_letters_are_an_id_where_sure_ids_stand_in_the_same_place_over_most_of_the_column():
    column = [
        "Sundial (54321)",
        "Lakes Mutual (LM065)",
        "Ohio Medicaid (OHMCD)",
        "Harbor (1260)",
        "Blue Cross (TEXAS)",
    ]
    assert {text: one.payer_id for text, one in named(column).items()} == {
        "Sundial (54321)": "54321", "Lakes Mutual (LM065)": "LM065", "Ohio Medicaid (OHMCD)": "OHMCD",
        "Harbor (1260)": "1260",
    }  # fmt: skip
    assert "Ohio Medicaid (OHMCD)" not in named(
        ["Sundial (54321)", "Ohio Medicaid (OHMCD)"]
    )  # one tells of no column


def test_a_number_after_a_blank_is_an_id_where_nearly_every_name_has_one():
    assert named(["54321 Sundial", "65432 Lakes"])["65432 Lakes"] == ("Lakes", "65432")
    assert named(["54321 Sundial", "Lakes", "Harbor"]) == {}


def test_numbers_that_change_under_one_name_are_of_claims():
    assert named(["Work Comp #54321", "Work Comp #54322"]) == {}
    two = ["Sundial (54321)", "Sundial (54322)"]  # two IDs of one payer are usual in brackets
    assert {one.name for one in named(two).values()} == {"Sundial"}


def test_a_list_tells_letters_under_that_name_alone():
    listed = {"OHMCD": ["Ohio Medicaid"], "MEDIX": ["Lakes Mutual"]}
    assert named(["Medicaid of Ohio (OHMCD)"], listed) == {
        "Medicaid of Ohio (OHMCD)": ("Medicaid of Ohio", "OHMCD")
    }
    assert named(["Sundial (MEDIX)"], listed) == {}


def test_the_id_of_a_rows_own_column_goes_before_that_of_its_name():
    names, ids = parted(
        pd.Series(["Sundial (54321)", "Sundial (54321)"]), pd.Series(["SB001", None], dtype="str")
    )
    assert names.tolist() == ["Sundial"] * 2 and ids.tolist() == ["SB001", "54321"]


def read(home):
    return load_claims(home, load_archive(home)).history


def test_claims_below_headings_of_plans_and_of_a_column_have_the_payer_and_its_id(tmp_path):
    head, line = CLAIMS
    days = ["03/02/2026", "03/03/2026", "03/04/2026", "03/05/2026"]
    plans = ("Sundial Health (54321)", "Ohio Medicaid (OHMCD)", "Lakes Mutual (65432)")
    text = "".join(
        f"Plan: {plan}\n{head}\n"
        + "".join(line.format(n=10 * k + n, day=day) + "\n" for n, day in enumerate(days))
        + "\n"
        for k, plan in enumerate(plans)
    )
    home = practice(tmp_path)
    put(home, "claims/by plan.csv", f"Claims by plan\n\n{text}".encode())
    found = read(home).groupby(["payer_name", "payer_id"]).size().to_dict()
    assert found == {
        ("Sundial Health", "54321"): 4,
        ("Ohio Medicaid", "OHMCD"): 4,
        ("Lakes Mutual", "65432"): 4,
    }


def test_a_payer_list_tells_the_letters_beside_a_name_in_a_column_of_claims(tmp_path):
    head, line = CLAIMS
    rows = "".join(f"{line.format(n=n, day='03/02/2026')};{payer}\n"
                   for n, payer in enumerate(["Ohio Medicaid (OHMCD)", "Sundial (PPO)"] * 3))  # fmt: skip
    home = practice(tmp_path)
    put(home, "claims/all.csv", f"{head};Payer\n{rows}".encode())
    list_ = "PAYER NAME,PAYER ID,TRANSACTION,AVAILABLE,NON PAR\nOhio Medicaid,OHMCD,837P,Yes,No\n"
    path = home.raw.parent / "payer_list" / "payers_2026-01-02.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(list_)
    found = read(home)
    assert set(found["payer_name"]) == {"Ohio Medicaid", "Sundial (PPO)"}
    assert set(found["payer_id"].dropna()) == {"OHMCD"}


def test_an_aging_names_its_payers_without_their_ids():
    rows = (("54321 - Sundial", 10, 0, 0, 10), ("Lakes Mutual (PPO)", 0, 5, 0, 5), ("Total", 10, 5, 0, 15))
    found = aging_rows(
        workbook(("As of 06/30/2026",), ("Payer", "0-30", "31-60", "61+", "Total"), *rows), "ar.xlsx"
    )
    assert set(found["payer"]) == {"Sundial", "Lakes Mutual (PPO)", "Total"}


def test_headings_of_a_report_that_are_a_number_and_a_name_are_payers():
    rows = [(None, "Claim", "Patient", "DOS", "Amt", "St")]
    for n, heading in enumerate(["60054 - Aetna", "Cigna #62308", "Humana (PPO)"]):
        rows += [(heading,), (None, f"C{n}", "Marlowe, Ann", "2026-03-02", 120.5, "P")]
    (sheet,) = with_said_once(read_spreadsheet(workbook(*rows), "by payer.xlsx").sheets, "by payer.xlsx")
    assert sheet.frame["payer (above the table)"].tolist() == ["Aetna", "Cigna", "Humana (PPO)"]


def test_a_tracker_and_postings_name_their_payers_without_ids(tmp_path):
    home = practice(tmp_path)
    head = "Payer,Transaction,Tax ID,NPI,Status\n"
    rows = (f"{payer},{code},123456789,1234567893,LIVE\n" for payer in ("Sundial (54321)", "Lakes Mutual (HMO)")
            for code in ("837P", "835"))  # fmt: skip
    put(home, "enrollments/tracker.csv", head + "".join(rows))
    put(home, "postings/posted.csv", "Posted,Claim,Payer,Check,Amount\n03/02/2026,C1,Sundial - 54321,9001,10.00\n"
        "03/03/2026,C2,Lakes Mutual,9002,20.00\n")  # fmt: skip
    told = load_enrollments(home, no_intake("intake.xlsx")).rows
    assert set(zip(told["payer_name"], told["payer_id"].fillna(""), strict=True)) == {
        ("Sundial", "54321"), ("Lakes Mutual (HMO)", "")}  # fmt: skip
    assert load_postings(home).rows["payer_name"].tolist() == ["Sundial", "Lakes Mutual"]


def test_a_payer_list_with_ids_in_its_names_has_them_as_ids():
    rows = (
        ("PAYER NAME", "TRANSACTION", "NON PAR"),
        ("Sundial (54321)", "837P", "No"),
        ("Lakes (65432)", "837P", "Yes"),
    )
    frame, _ = read_payer_list(workbook(*rows), "payers_2026-01-02.xlsx")
    assert list(zip(frame["payer_name"], frame["payer_id"], strict=True)) == [
        ("Sundial", "54321"),
        ("Lakes", "65432"),
    ]


def test_the_sheets_of_an_intake_name_their_payers_without_ids():
    book = openpyxl.Workbook()
    page = book.active
    page.title = "open appeals"
    for row in (
        ("Payer", "Claim number", "Level"),
        ("Sundial (54321)", "C1", "first"),
        ("Lakes (PPO)", "C2", "first"),
    ):
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    assert read_intake(out.getvalue()).tables["open appeals"]["payer"].tolist() == ["Sundial", "Lakes (PPO)"]


def test_a_fee_list_and_a_patients_coverage_name_their_payer_without_its_id():
    fees = (("Payer", "Code", "Allowed"), ("Sundial (54321)", "99213", 80), ("Lakes (PPO)", "99213", 70))
    (table,) = tables_of(workbook(*fees), "rates.xlsx", load_target("fee_schedules"))
    assert table.rows["payer"].tolist() == ["Sundial", "Lakes (PPO)"]
    people = (("Last Name", "First Name", "DOB", "Primary Insurance", "Primary Member ID", "Secondary Insurance"),
              ("Marlowe", "Ann", "01/02/1980", "Sundial - 54321", "W12345678", "Lakes (65432)"))  # fmt: skip
    (table,) = tables_of(workbook(*people), "patients.xlsx", load_target("patients"))
    told = table.rows.iloc[0]
    assert (told["primary_payer_name"], told["primary_payer_id"]) == ("Sundial", "54321")
    assert (told["secondary_payer_name"], told["secondary_payer_id"]) == ("Lakes", "65432")
    assert told["primary_member_id"] == "W12345678"
