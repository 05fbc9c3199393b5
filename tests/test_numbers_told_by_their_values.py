"""Columns of numbers whose headers say little: what they number is told by their values, or stays open."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from cutover.reading.claims.joined_remits import hardly_met, without_number
from cutover.reading.claims.without_columns import shaped
from cutover.reading.mapping.tables_of import MappedTable, tables_of, without_prose
from cutover.reading.mapping.targets import load_target
from cutover.reading.mapping.vague_numbers import Remitted, is_vague, with_posted_number
from cutover.reading.practice.preflight_claims import unmet

# number, account, patient, day, payer, charge, paid, state, code
CLAIMS = (
    ("KS70011", "Q-5", "Marrow, Ida", "06/01/2026", "Cedar Mutual", "120.00", "80.00", "Paid", ""),
    ("KS70012", "Q-5", "Marrow, Ida", "06/08/2026", "Cedar Mutual", "120.00", "0.00", "Denied", "CO-16"),
    ("KS70015", "Q-6", "Stoll, Ben", "06/08/2026", "Cedar Mutual", "90.00", "60.00", "Paid", ""),
    ("KS70019", "Q-7", "Orr, Lena", "06/09/2026", "Tidewater Plan", "90.00", "0.00", "Open", ""),
    ("KS70020", "Q-7", "Orr, Lena", "06/16/2026", "Tidewater Plan", "75.00", "50.00", "Paid", ""),
    ("KS70022", "Q-8", "Voss, Kit", "06/16/2026", "Tidewater Plan", "75.00", "0.00", "Denied", "PR-96"),
)
CHECKS = ("88120077", "", "88120077", "", "88120913", "")  # two payments, one of which pays two claims


def _claims(header: str, numbers: list[str], codes: str = "Remark Code") -> MappedTable:
    head = f"{header},Acct #,Patient,DOS,Carrier,Charge,Paid,Status,{codes}"
    rows = [
        ",".join([number, row[1], f'"{row[2]}"', *row[3:]])
        for number, row in zip(numbers, CLAIMS, strict=True)
    ]
    return tables_of("\n".join([head, *rows]).encode(), "list.csv", load_target("claims"))[0]


OWN = [row[0] for row in CLAIMS]


@pytest.mark.parametrize(
    "header", ["Ref", "Ref #", "Reference No.", "No.", "Trans #", "ID", "Our Ref", "Visit #", "Enc ID"]
)
def test_number_of_its_own_in_each_row_also_where_nothing_was_paid_is_the_claims(header: str) -> None:
    used = shaped(_claims(header, OWN)).crosswalk.used
    assert used["claim_number"] == header
    assert "check_number" not in used
    assert used["patient_control_number"] == "Acct #"


def test_number_that_only_paid_claims_have_is_the_checks() -> None:
    used = shaped(_claims("Ref", list(CHECKS))).crosswalk.used
    assert used["check_number"] == "Ref"
    assert "claim_number" not in used


def test_number_that_names_a_check_is_the_checks_whatever_its_values_are() -> None:
    used = shaped(_claims("Check #", OWN)).crosswalk.used
    assert used["check_number"] == "Check #"
    assert "claim_number" not in used


def test_number_that_may_be_either_is_neither() -> None:
    """One number for three claims of two patients, and one in a row without a payment: no claim's, and no check's."""
    table = shaped(_claims("Ref", ["R1", "R1", "R2", "R3", "R4", "R5"]))
    assert not {"claim_number", "check_number"} & set(table.crosswalk.used)
    assert "Check or EFT no." in table.doubts


def test_numbers_of_remittances_decide_between_two_columns_of_numbers() -> None:
    """`Ref` and `Key` number each row; the remittances know the keys: 5 of 6 keys, none of the references."""
    head = "Ref,Key,Acct #,Patient,DOS,Carrier,Charge,Paid,Status"
    rows = [",".join([row[0], f"W{at}00", row[1], f'"{row[2]}"', *row[3:8]]) for at, row in enumerate(CLAIMS)]
    table = tables_of("\n".join([head, *rows]).encode(), "list.csv", load_target("claims"))[0]
    known = Remitted(claims=frozenset(f"W{at}00" for at in range(5)))
    assert "claim_number" not in shaped(table).crosswalk.used
    assert shaped(table, lambda: known).crosswalk.used["claim_number"] == "Key"


def test_numbers_of_payments_are_no_claims_though_each_row_has_its_own() -> None:
    known = Remitted(checks=frozenset(OWN))
    used = shaped(_claims("Ref", OWN), lambda: known).crosswalk.used
    assert used["check_number"] == "Ref"
    assert "claim_number" not in used


def test_remittances_are_not_asked_where_a_header_says_what_it_numbers() -> None:
    def asked() -> Remitted:
        raise AssertionError("nothing is open")

    assert shaped(_claims("Claim #", OWN), asked).crosswalk.used["claim_number"] == "Claim #"


SO = ("Ref", "Trans ID", "Clm Ref", "Our Ref", "Document No.")
NOT_SO = ("Check Ref", "Acct ID", "Payment Ref", "Code", "Note")


@pytest.mark.parametrize(
    ("header", "is_so"), [*((header, True) for header in SO), *((header, False) for header in NOT_SO)]
)
def test_header_is_vague_where_no_word_of_it_says_what_is_numbered(header: str, is_so: bool) -> None:
    assert is_vague(header) is is_so


def test_codes_of_adjustments_are_the_reasons_whatever_heads_them() -> None:
    """`Code` over CO-16 and PR-96 is no procedure."""
    used = shaped(_claims("Claim #", OWN, "Code")).crosswalk.used
    assert used["denial_reason"] == "Code"
    assert "procedure_code" not in used


def test_codes_without_their_group_are_reasons_in_denied_rows_alone() -> None:
    bare = tuple((*row[:8], row[8][3:]) for row in CLAIMS)  # 16 and 96, in the two denied rows
    head = "Claim #,Acct #,Patient,DOS,Carrier,Charge,Paid,Status,Code"

    def used(rows: tuple) -> dict[str, str]:
        lines = [",".join([*row[:2], f'"{row[2]}"', *row[3:]]) for row in rows]
        return shaped(
            tables_of("\n".join([head, *lines]).encode(), "x.csv", load_target("claims"))[0]
        ).crosswalk.used

    assert used(bare)["denial_reason"] == "Code"
    everywhere = tuple((*row[:8], "16") for row in bare)  # a code in paid rows too is no reason of a denial
    assert "denial_reason" not in used(everywhere)


def test_procedure_codes_stay_procedures() -> None:
    rows = tuple((*row[:8], "99213") for row in CLAIMS)
    head = "Claim #,Acct #,Patient,DOS,Carrier,Charge,Paid,Status,Code"
    lines = [",".join([*row[:2], f'"{row[2]}"', *row[3:]]) for row in rows]
    used = shaped(
        tables_of("\n".join([head, *lines]).encode(), "x.csv", load_target("claims"))[0]
    ).crosswalk.used
    assert used["procedure_code"] == "Code"
    assert "denial_reason" not in used


def _postings(header: str, rows: tuple[tuple[str, str, str], ...]) -> MappedTable:
    lines = [f"{number},{account},{check},06/20/2026,40.00" for number, account, check in rows]
    text = "\n".join([f"{header},Acct #,Trace,Entered,Amount", *lines])
    return tables_of(text.encode(), "posted.csv", load_target("postings"))[0]


# the second row is posted again; each number is of one account, and an account has several
AGAIN = (
    ("K1", "Q-5", "7001"),
    ("K2", "Q-5", "7001"),
    ("K2", "Q-5", "7001"),
    ("K3", "Q-6", "7002"),
    ("K4", "Q-7", "7002"),
)
ONCE = tuple(dict.fromkeys(AGAIN))


def test_numbers_of_postings_that_come_again_for_one_account_are_claims() -> None:
    assert with_posted_number(_postings("Ref", AGAIN)).crosswalk.used["claim_number"] == "Ref"


def test_number_in_each_posting_may_be_its_own_unless_the_remittances_have_it() -> None:
    table = _postings("Ref", ONCE)
    assert "claim_number" not in with_posted_number(table).crosswalk.used
    known = Remitted(claims=frozenset({"K1", "K2", "K4"}))
    assert with_posted_number(table, lambda: known).crosswalk.used["claim_number"] == "Ref"
    others = Remitted(claims=frozenset({"Z1", "Z2", "Z4"}))
    assert "claim_number" not in with_posted_number(table, lambda: others).crosswalk.used


def test_number_of_a_batch_is_no_claim() -> None:
    """B1 stands for two accounts."""
    rows = (
        ("B1", "Q-5", "7001"),
        ("B1", "Q-6", "7001"),
        ("B2", "Q-5", "7002"),
        ("B2", "Q-5", "7002"),
        ("B3", "Q-7", "7003"),
    )
    assert "claim_number" not in with_posted_number(_postings("Ref", rows)).crosswalk.used


PEOPLE = (
    ("MR41", "Marrow", "Ida", "02/03/1961", "Cedar Mutual", "W730019284"),
    ("MR42", "Stoll", "Ben", "07/13/1984", "Cedar Mutual", "X812209931"),
    ("MR43", "Orr", "Lena", "11/30/1990", "Tidewater Plan", "Y550192837"),
    ("MR44", "Voss", "Kit", "05/21/1975", "Tidewater Plan", "Q220184756"),
)


def _patients(header: str) -> dict[str, str]:
    lines = "\n".join(",".join(row[-header.count(",") - 1 :]) for row in PEOPLE)
    return tables_of(f"{header}\n{lines}".encode(), "people.csv", load_target("patients"))[0].crosswalk.used


@pytest.mark.parametrize(("header", "number"), [
    ("Rider ID,Last,First,DOB,Payer,Member", "Rider ID"),
    ("Camper no.,Last,First,DOB,Payer,Member", "Camper no."),
    ("Group ID,Last,First,DOB,Payer,Member", None),  # a word that other numbers have
    ("Program ID,Last,First,DOB,Payer,Member", None),  # a word for something else than people
    ("Rider,Last,First,DOB,Payer,Member", None),  # it does not say that it numbers anybody
])  # fmt: skip
def test_a_number_under_another_word_for_people_is_the_patients_beside_the_members(header, number) -> None:
    assert _patients(header).get("account_number") == number


def test_a_number_under_another_word_for_people_that_several_share_is_not_the_patients() -> None:
    rows = ["AA1,Marrow,Ida,02/03/1961,Cedar,W730019284", "AA1,Stoll,Ben,07/13/1984,Cedar,X812209931",
            "AA2,Orr,Lena,11/30/1990,Cedar,Y550192837", "AA2,Voss,Kit,05/21/1975,Cedar,Q220184756"]  # fmt: skip
    text = "\n".join(["Rider ID,Last,First,DOB,Payer,Member", *rows])
    used = tables_of(text.encode(), "people.csv", load_target("patients"))[0].crosswalk.used
    assert "account_number" not in used


@pytest.mark.parametrize("header", ["Deposit Posting Date", "Batch Posted", "Insurance Posting Date"])
def test_the_day_of_posting_is_told_beside_what_was_posted(header) -> None:
    text = f"{header},Claim,Paid\n02/03/2026,C1,$10.00\n02/04/2026,C2,$11.00\nend,C3,$12.00\n"
    used = tables_of(text.encode(), "posted.csv", load_target("postings"))[0].crosswalk.used
    assert used["posted_date"] == header


def test_number_of_a_payers_rank_is_the_members_and_not_the_patients() -> None:
    used = _patients("MRN,Last Name,First Name,DOB,Plan 1,ID 1")
    assert used["primary_member_id"] == "ID 1"
    assert used["chart_number"] == "MRN"
    assert "account_number" not in used
    used = _patients("MRN,Last Name,First Name,DOB,Carrier,ID")
    assert used["primary_member_id"] == "ID"


def test_members_number_is_no_patients_number_though_the_list_has_no_other() -> None:
    used = _patients("Last Name,First Name,DOB,Insurance 1,ID 1")
    assert used["primary_member_id"] == "ID 1"
    assert "account_number" not in used


def test_number_before_the_names_stays_the_patients() -> None:
    used = _patients("ID,Last Name,First Name,DOB,Insurance 1,Member ID")
    assert (used["account_number"], used["primary_member_id"]) == ("ID", "Member ID")


@pytest.mark.parametrize("header", ["Other Plan", "Other Coverage", "Other Insurer", "Additional Plan"])
def test_other_plan_is_the_second_payer(header: str) -> None:
    text = f"Acct,Last Name,First Name,DOB,Plan,Member ID,{header}\n"
    text += "A1,Orr,Lena,11/30/1990,Cedar Mutual,W73001928,Tidewater\n"
    text += "A2,Voss,Kit,05/21/1975,Tidewater,Q22018475,\n"
    used = tables_of(text.encode(), "people.csv", load_target("patients"))[0].crosswalk.used
    assert used["primary_payer_name"] == "Plan"
    assert used["secondary_payer_name"] == header


def _numbers(count: int, mark: str) -> pd.DataFrame:
    """Claims of June 2026, one a day, each with a number of its own and one account for all."""
    days = pd.date_range("2026-06-01", periods=count)
    return pd.DataFrame({"claim_number": [f"{mark}{at}" for at in range(count)], "patient_control_number": "Q-5",
                         "service_from": days})  # fmt: skip


def _remitted(count: int, mark: str) -> pd.DataFrame:
    rows = _numbers(count, mark)
    return rows.assign(patient_control_number=rows["claim_number"])[
        ["patient_control_number", "service_from"]
    ]


def test_history_and_remittances_of_the_same_months_that_share_no_number_are_told() -> None:
    said = hardly_met(_numbers(12, "K"), _remitted(11, "Z"))
    assert said.startswith(
        "12 claims of the claim histories and 11 claims of the remittances are of the same months"
    )
    assert "none of the latter" in said
    assert not hardly_met(_numbers(12, "K"), _remitted(11, "K"))
    assert not hardly_met(_numbers(12, "K"), _remitted(9, "Z"))  # fewer than 10 tell nothing
    assert not hardly_met(_numbers(12, "K"), _remitted(11, "Q-5/Z"))  # the account is a part of each number
    later = _remitted(11, "Z").assign(service_from=pd.date_range("2026-09-01", periods=11))
    assert not hardly_met(_numbers(12, "K"), later)  # no month of both


def test_history_without_a_claims_number_is_told_unless_each_account_is_one_claims() -> None:
    table = shaped(_claims("Check #", list(CHECKS)))
    assert (
        without_number(table)
        == "no column is the claim's number: its claims are known by account and day alone"
    )
    assert not without_number(shaped(_claims("Claim #", OWN)))
    once = {"Acct #": [f"Q-{at}" for at in range(len(CLAIMS))]}
    own = replace(table, sheet=replace(table.sheet, frame=table.sheet.frame.assign(**once)))
    assert not without_number(own)


def test_check_tells_that_a_history_meets_no_remittance(tmp_path: Path) -> None:
    """12 claims of June in both, numbered K0 to K11 here and Z0 to Z11 there."""
    for folder in ("claims", "era"):
        (tmp_path / folder).mkdir()
    head = "Claim #,Acct #,Patient,DOS,Carrier,Charge,Paid,Status"
    lines = [f'K{at},Q-{at},"Orr, Lena",06/{at + 1:02}/2026,Cedar,90.00,0.00,Open' for at in range(12)]
    (tmp_path / "claims" / "list.csv").write_text("\n".join([head, *lines]))
    for mark, is_told in (("Z", True), ("K", False)):
        claims = "".join(f"CLP*{mark}{at}*1*90*60~DTM*232*202606{at + 1:02}~" for at in range(12))
        (tmp_path / "era" / "one.835").write_text(f"ISA*00*~ST*835*0001~{claims}")
        assert bool(unmet(tmp_path)) is is_told


def _referred(rows: tuple[tuple[str, str], ...], header: str) -> dict[str, str]:
    lines = [",".join([*person, *more]) for person, more in zip(PEOPLE, rows, strict=True)]
    head = f"MRN,Last Name,First Name,DOB,Plan 1,ID 1,{header}"
    return tables_of("\n".join([head, *lines]).encode(), "x.csv", load_target("patients"))[0].crosswalk.used


def test_numbers_of_referrals_are_authorizations_and_names_of_doctors_are_none() -> None:
    numbers = (("RF7701", "1/31/2027"), ("", ""), ("RF7702", "3/1/2027"), ("", ""))
    used = _referred(numbers, "Referral,Referral Ends")
    assert (used["authorization_number"], used["authorization_valid_through"]) == (
        "Referral",
        "Referral Ends",
    )
    doctors = (("Dr Pell", "1/31/2027"), ("", ""), ("Dr Ames", "3/1/2027"), ("", ""))
    assert "authorization_number" not in _referred(doctors, "Referral,Referral Ends")


def test_sheet_that_tells_how_a_report_was_made_is_no_table() -> None:
    """`Filters` with the days and the user; a sheet of claims called so stays one."""
    book = openpyxl.Workbook()
    book.active.title = "List"
    head = ["Claim #", "Acct #", "Patient", "DOS", "Carrier", "Charge", "Paid", "Status"]
    for row in (head, *(row[:8] for row in CLAIMS)):
        book.active.append(row)
    book.create_sheet("Filters").append(["Range of days", "06/01/2026 - 06/30/2026"])
    book["Filters"].append(["Printed by", "kpell"])
    data = io.BytesIO()
    book.save(data)
    tables, said = without_prose(tables_of(data.getvalue(), "list.xlsx", load_target("claims")))
    assert [table.sheet.name for table in tables] == ["List"]
    assert said == ["sheet Filters: 2 lines of text and no table"]


def test_number_that_several_people_share_is_no_patients_number() -> None:
    """Two families of two have one number each: the member's beside a payer, else nobody's that is sure."""
    rows = ("71,Marrow,Ida,02/03/1961,Cedar", "71,Marrow,Abe,03/09/2011,Cedar", "72,Orr,Lena,11/30/1990,Tidewater",
            "72,Orr,Max,04/04/2019,Tidewater", "73,Voss,Kit,05/21/1975,Tidewater")  # fmt: skip

    def used(header: str, lines: tuple[str, ...]) -> dict[str, str]:
        text = "\n".join([header, *lines])
        return tables_of(text.encode(), "x.csv", load_target("patients"))[0].crosswalk.used

    found = used("ID,Last Name,First Name,DOB,Insurance", rows)
    assert found["primary_member_id"] == "ID"
    assert "account_number" not in found
    bare = used("ID,Last Name,First Name,DOB", tuple(row.rpartition(",")[0] for row in rows))
    assert not {"account_number", "primary_member_id"} & set(bare)
    own = tuple(f"{at}{row}" for at, row in enumerate(rows, start=1))
    assert used("ID,Last Name,First Name,DOB,Insurance", own)["account_number"] == "ID"


def test_codes_of_adjustments_are_the_reasons_also_beside_words() -> None:
    head = "Claim #,Acct #,Patient,DOS,Carrier,Charge,Paid,Status,Code,Reason"
    lines = [
        ",".join([*row[:2], f'"{row[2]}"', *row[3:], "lacks something" if row[8] else ""]) for row in CLAIMS
    ]
    used = shaped(
        tables_of("\n".join([head, *lines]).encode(), "x.csv", load_target("claims"))[0]
    ).crosswalk.used
    assert used["denial_reason"] == "Code"


RIDES = (
    ("C901", "8", "Marrow", "Ida", "02/03/2026", "Cedar Trust", "$10.00", "Paid"),
    ("C902", "8", "Marrow", "Ida", "02/09/2026", "Cedar Trust", "$12.00", "Denied"),
    ("C903", "7", "Stoll", "Ben", "02/11/2026", "Tidewater Plan", "$14.00", "Paid"),
    ("C904", "9", "Orr", "Lena", "02/12/2026", "Tidewater Plan", "$16.00", "Paid"),
)


@pytest.mark.parametrize(
    ("number", "is_account"),
    [
        ("Rider ID", True),
        ("Camper Number", True),
        ("Program ID", False),  # a word for something else than people
        ("Rider", False),  # it does not say that it numbers anybody
    ],
)
def test_a_number_under_another_word_for_people_is_the_account_beside_a_claims_own(
    number, is_account
) -> None:
    header = f"Claim Number,{number},Last Name,First Name,Service Date,Payer,Charge,Status"
    text = "\n".join([header, *(",".join(row) for row in RIDES)])
    used = tables_of(text.encode(), "history.csv", load_target("claims"))[0].crosswalk.used
    assert used["claim_number"] == "Claim Number"
    assert (used.get("patient_control_number") == number) is is_account


def test_two_numbers_under_words_for_people_tell_no_account() -> None:
    header = "Claim Number,Rider ID,Caller ID,Last Name,First Name,Service Date,Payer,Charge,Status"
    rows = [",".join([row[0], row[1], f"5{n}", *row[2:]]) for n, row in enumerate(RIDES)]
    used = tables_of("\n".join([header, *rows]).encode(), "history.csv", load_target("claims"))[
        0
    ].crosswalk.used
    assert "patient_control_number" not in used
