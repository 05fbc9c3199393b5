"""Printed reports: titles, repeated headers, footers and totals that check the rows above them."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.totals import amount_cents
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

HEADER = "Claim,Patient,Payer,Charge,Paid"


def report(*lines):
    (sheet,) = read_spreadsheet("\n".join(lines).encode(), "claims.csv").sheets
    return sheet


def claim(number, charge, paid, payer="Aetna"):
    return f"C{number},Adler,{payer},{charge},{paid}"


def reasons(sheet):
    return dict(zip(sheet.set_aside["source_row"].tolist(), sheet.set_aside["reason"], strict=True))


PRINTED = (
    "Claims by Payer,,,,",  # 1
    "Page 1 of 2,,,,",  # 2
    HEADER,  # 3
    claim(1, "100.00", "80.00"),  # 4
    claim(2, "50.00", "40.00"),  # 5
    "Subtotal,,,150.00,120.00",  # 6: 100 + 50, 80 + 40
    "Printed on 01/02/2026,,,,",  # 7
    "Claims by Payer,,,,",  # 8
    "Page 2 of 2,,,,",  # 9
    HEADER,  # 10
    claim(3, '"1,200.00"', "(10.00)", "Cigna"),  # 11
    claim(4, "25.50", "25.50", "Cigna"),  # 12
    'Subtotal,,,"1,225.50",15.50',  # 13: 1,200 + 25.50, -10 + 25.50
    'Grand Total,,,"$1,375.50",$135.50',  # 14: 150 + 1,225.50, 120 + 15.50
    "*** End of Report ***,,,,",  # 15
)


def test_a_printed_report_keeps_its_claims_and_sets_the_rest_aside():
    sheet = report(*PRINTED)
    assert sheet.frame["source_row"].tolist() == [4, 5, 11, 12]
    assert reasons(sheet) == {
        1: "above the header",
        2: "above the header",
        6: "total",
        7: "page footer",
        8: "repeated page title",
        9: "repeated page title",
        10: "repeated header",
        13: "total",
        14: "total",
        15: "page footer",
    }
    assert sheet.rows_in == 15


def test_totals_that_agree_are_checks_passed():
    checks = report(*PRINTED).checks
    assert checks["source_row"].tolist() == [6, 6, 13, 13, 14, 14]
    assert checks["agrees"].all()
    assert checks["stated_cents"].tolist() == [15_000, 12_000, 122_550, 1_550, 137_550, 13_550]
    assert checks["rows"].tolist() == [2, 2, 2, 2, 4, 4]
    assert checks["first_row"].tolist() == [4, 4, 11, 11, 4, 4]


def test_a_row_that_is_missing_shows_in_the_total_by_how_much():
    sheet = report(*[line for line in PRINTED if not line.startswith("C2,")])
    wrong = sheet.checks[~sheet.checks["agrees"]]
    # the subtotal misses $50.00 and $40.00, and so does the grand total
    assert wrong["difference_cents"].tolist() == [5_000, 4_000, 5_000, 4_000]
    assert [n.column for n in sheet.notes if n.code == "total-differs"] == ["Charge", "Paid"]


def test_a_total_one_cent_off_does_not_agree():
    sheet = report(HEADER, claim(1, "1.00", "1.00"), claim(2, "2.00", "1.00"), "Total,,,3.01,2.00")
    assert sheet.checks["difference_cents"].tolist() == [1, 0]  # 3.01 - (1.00 + 2.00)
    assert sheet.checks["agrees"].tolist() == [False, True]


def test_a_total_over_subtotals_reaches_back_over_them():
    lines = [HEADER, claim(1, "1.00", "1.00"), "Aetna Total,,,1.00,1.00"]
    lines += [claim(2, "2.00", "0.00", "Cigna"), "Cigna Total,,,2.00,0.00", "Provider Total,,,3.00,1.00"]
    lines += [claim(3, "4.00", "4.00"), "Aetna Total,,,4.00,4.00", "Provider Total,,,4.00,4.00"]
    checks = report(*lines).checks
    assert checks["agrees"].all() and checks["rows"].tolist() == [1, 1, 1, 1, 2, 2, 1, 1, 1, 1]


def test_a_column_that_is_not_amounts_throughout_is_not_compared():
    sheet = report(HEADER, claim(1, "1.00", "n/a"), claim(2, "2.00", "1.00"), "Total,,,3.00,1.00")
    assert sheet.checks["agrees"].tolist()[0] is True
    assert pd.isna(sheet.checks["agrees"].tolist()[1])


@pytest.mark.parametrize("payer", ["Total Health Care Inc", "Totally Kids", "Sum Insurance"])
def test_a_payer_whose_name_begins_with_total_is_a_claim(payer):
    sheet = report(
        HEADER, claim(1, "1.00", "1.00", payer), claim(2, "2.00", "1.00"), claim(3, "2.00", "1.00")
    )
    assert len(sheet.frame) == 3


def test_a_section_heading_is_set_aside_and_a_nearly_blank_patient_is_not():
    sheet = report(
        HEADER, "Provider: Lee MD,,,,", claim(1, "1.00", "1.00"), ",Boone,,,", claim(2, "3.00", "1.00")
    )
    assert reasons(sheet) == {2: "section heading"} and len(sheet.frame) == 3


@pytest.mark.parametrize("note", [
    "* balances are insurance only", "\u2020 estimated amounts", "Note: no closed claims", "** End of Activity **",
])  # fmt: skip
def test_a_footnote_below_the_rows_is_no_row(note):
    sheet = report(HEADER, claim(1, "1.00", "1.00"), claim(2, "2.00", "1.00"), f"{note},,,,")
    assert reasons(sheet) == {4: "page footer"} and len(sheet.frame) == 2


@pytest.mark.parametrize("row", ["*C9,Boone,Aetna,3.00,1.00", "*,Boone,Aetna,3.00,1.00", "*Boone,,,,"])
def test_a_row_with_a_mark_that_is_no_sentence_of_its_own_is_a_row(row):
    sheet = report(HEADER, claim(1, "1.00", "1.00"), claim(2, "2.00", "1.00"), row)
    assert len(sheet.frame) == 3


def test_a_sheet_with_more_titles_and_footers_than_claims_keeps_its_claims_alone():
    # four rows of one cell, two claims: the cells of a usual row are those of a claim
    above, below = ("Oak Clinic,,,,", "July,,,,"), ("* insurance only,,,,", "Page 2 of 2,,,,")
    sheet = report(*above, HEADER, claim(1, "1.00", "1.00"), claim(2, "2.00", "1.00"), *below)
    assert sheet.frame["source_row"].tolist() == [4, 5]


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("12", 1_200),
        ("$1,234.50", 123_450),
        ("(12.00)", -1_200),
        ("-$12.00", -1_200),
        ("$-12.00", -1_200),
        ("12.00-", -1_200),
        ("1,23", None),
        ("12.345", None),
        ("(12.00", None),
        ("-(12.00)", None),
        ("--1", None),
        ("15%", None),
        ("", None),
    ],
)
def test_amounts_are_read_as_reports_write_them_or_not_at_all(text, cents):
    assert amount_cents(text) == cents


@settings(max_examples=examples(60), deadline=None)
@given(groups=st.lists(st.lists(st.integers(1, 10**7), min_size=1, max_size=5), min_size=1, max_size=5))
def test_every_true_subtotal_and_total_agrees_to_the_cent(groups):
    lines, number = [HEADER], 0
    for group in groups:
        for cents in group:
            number += 1
            lines.append(claim(number, f"{cents // 100}.{cents % 100:02d}", "0.01"))
        lines.append(f"Subtotal,,,{sum(group) // 100}.{sum(group) % 100:02d},{len(group) / 100:.2f}")
    whole = sum(map(sum, groups))
    lines.append(f"Grand Total,,,{whole // 100}.{whole % 100:02d},{number / 100:.2f}")
    sheet = report(*lines)
    assert len(sheet.frame) == number and sheet.rows_in == len(lines)
    assert sheet.checks["agrees"].all() and len(sheet.checks) == 2 * (len(groups) + 1)
    assert sheet.checks["counted_cents"].tolist()[-2] == whole
