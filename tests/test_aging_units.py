"""An A/R aging in thousands is compared in dollars, and a sheet of it beside the open claims is no list of claims."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest
from claim_makers import practice, put, workbook
from cutover.reading.claims.aging_reports import (
    ALL,
    PAYER,
    SUBJECT,
    TOTAL,
    TWO_UNITS,
    AgingReports,
    aging_rows,
    is_aging_report,
    load_aging_reports,
)
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.units import scaled, unit_of, without_unit
from cutover.reading.era.archive import load_archive
from cutover.reading.practice import preflight_files
from cutover.workstreams.aging_figures import (
    AGREES,
    DIFFERS,
    LEFT_OUT,
    NOT_STATED,
    ROUNDED,
    UNKNOWN,
    cases,
    limits,
)
from test_aging_figures import told

HEAD = ("Insurer", "0-30", "31-60", "Over 60", "Total")
CLAIMS = (
    ("Claim", "Carrier", "Date of Service", "Balance", "Status"),
    ("C1", "Sunrise", "06/20/2026", 70, "Pending"),
    ("C2", "Oak", "04/01/2026", 15, "Denied"),
)


def sheets(**pages) -> bytes:
    """An Excel file with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in pages.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("texts", "unit"),
    [
        (["Open by insurer, in thousands"], 1_000), (["Amounts: $ thousands"], 1_000), (["Total ($000)"], 1_000),
        (["A/R ($000s)"], 1_000), (["in $K"], 1_000), (["USD thousands"], 1_000), (["All in $ millions"], 1_000_000),
        (["Open by insurer"], 1), (["Balances over $1,000"], 1), (["$1,000,000 and more"], 1), (["$0.00"], 1),
        (["Thousand Oaks Clinic"], 1), (["in thousands", "in millions"], 0), (["in thousands", "$000"], 1_000),
    ],
)  # fmt: skip
def test_a_report_says_the_unit_of_its_amounts(texts, unit):
    assert unit_of(*texts) == unit


@pytest.mark.parametrize(
    ("cells", "unit", "cents", "rounded"),
    [
        (["0.864", "12", "(0.1)"], 1_000, [86_400, 1_200_000, -10_000], 100),  # three decimals: to the dollar
        (["1.5", "2"], 1_000, [150_000, 200_000], 10_000),  # one decimal: to 100 dollars
        (["3", "1,204"], 1_000, [300_000, 120_400_000], 100_000),
        (["0.00001"], 1_000, [1], None),  # five decimals of a thousand are cents
        (["$1.2K", "$0.4k"], 1, [120_000, 40_000], 10_000), (["2M"], 1, [200_000_000], 100_000_000),
        (["1.5K"], 1_000, [150_000], 10_000),
        (["1M"], 1_000, [None], None), (["1,23"], 1_000, [None], 100_000), (["", "n/a"], 1_000, [None, None], 100_000),
        (["1.005", "7"], 1, [None, 700], None),  # half a cent is no amount in dollars
    ],
)  # fmt: skip
def test_amounts_in_a_unit_are_cents_and_known_as_far_as_they_are_written(cells, unit, cents, rounded):
    assert scaled(cells, unit) == (cents, rounded)


@pytest.mark.parametrize(
    ("label", "plain"),
    [
        ("Total ($000)", "Total"),
        ("0-30 (in thousands)", "0-30"),
        ("Total (all)", "Total (all)"),
        ("Total", "Total"),
    ],
)
def test_a_unit_behind_a_header_is_no_part_of_it(label, plain):
    assert without_unit(label) == plain


@pytest.mark.parametrize(
    ("above", "head", "below"),
    [
        (("Amounts in $ thousands",), HEAD, ()),
        ((), tuple(f"{name} ($000)" if n else name for n, name in enumerate(HEAD)), ()),
        ((), HEAD, ("All amounts in thousands of dollars",)),
    ],
)
def test_the_unit_stands_above_the_table_in_its_header_or_below_it(above, head, below):
    rows = aging_rows(
        workbook(("As of 06/30/2026",), above, head, ("Sunrise", 0.07, 0, 1.5, 1.57), ("Total", 0.07, 0, 1.5, 1.57),
                 below),
        "ar.xlsx",
    )  # fmt: skip
    assert set(rows["unit"]) == {1_000} and set(rows["rounded_cents"]) == {
        1_000
    }  # two decimals: to 10 dollars
    of = {(one.role, one.band): int(one.amount_cents) for one in rows.itertuples()}
    assert (of[PAYER, "0-30"], of[PAYER, "over 60"], of[TOTAL, ALL]) == (7_000, 150_000, 157_000)


OPEN = (("Sunrise", "2026-06-20", 1_238, "pending"), ("Oak", "2026-02-01", 460, "denied"))
IN_THOUSANDS = ("As of 06/30/2026, by date of service, in thousands",)


def outcomes(found):
    return {(one.payer, one.band): (one.state, one.difference_cents, one.why) for one in
            found.astype(object).where(found.notna(), None).itertuples()}  # fmt: skip


def test_amounts_rounded_to_a_unit_agree_within_it_and_beyond_it_are_apart_in_dollars():
    """Rounded to 100 dollars: 1,238 is 1.2 and may be 38 apart; 460 against 0.4 is 60 apart, more than 50."""
    reports, found = told((("Sunrise", 1.2, 0, 0, 1.2), ("Oak", 0, 0, 0.4, 0.4)), OPEN, IN_THOUSANDS)
    said = outcomes(found)
    assert said["Sunrise", "0-30"] == (AGREES, -3_800, ROUNDED)
    assert said["Oak", "over 60"][:2] == (DIFFERS, -6_000)
    (words,) = limits(reports, found)
    assert "$1,600.00. It is written in thousands of dollars, and compared in dollars." in words


def test_a_report_with_two_units_is_not_compared():
    _, found = told((("Sunrise", 1.2, 0, 0, 1.2),), OPEN, ("As of 06/30/2026, in thousands, in millions",))
    assert {(state, why) for state, _, why in outcomes(found).values()} <= {(UNKNOWN, TWO_UNITS)}


SUMMARY = (("Insurance aging 06/30/2026",), HEAD, ("Sunrise", 70, 0, 0, 70), ("Oak", 0, 0, 15, 15))


def test_a_summary_beside_the_open_claims_is_read_as_one_and_the_claims_as_claims(tmp_path):
    own = practice(tmp_path)
    data = sheets(Summary=SUMMARY, Claims=CLAIMS)
    put(own, "claims/ar.xlsx", data)
    put(
        own, "claims/h.csv", "Claim No,DOS,Payer,Charge,Balance,Status\nC1,06/20/2026,Sunrise,90,70,Pending\n"
    )
    assert not is_aging_report(data)  # its claims are claims
    found = load_claims(own, load_archive(own))
    assert sorted(found.history["claim_number"]) == ["C1", "C2"]
    files = found.files.set_index("source_file")
    assert files.loc["claims/ar.xlsx", "state"] == "read"
    rows = load_aging_reports(own).rows
    assert set(rows["payer"]) == {"Sunrise", "Oak"} and not rows["is_by_claim"].any()
    assert preflight_files.of_folder(own.raw / "claims", own.raw.parent) == []
    words = [one.words for one in preflight_files.rows_of_folder(own.raw / "claims", own.raw.parent)]
    assert any(SUBJECT in one for one in words)


def test_two_sheets_of_two_days_are_two_reports():
    july = (("Insurance aging 07/31/2026",), *SUMMARY[1:])
    reports = AgingReports(aging_rows(sheets(June=SUMMARY, July=july), "claims/ar.xlsx"))
    assert [(name, rows["day"].iloc[0]) for name, rows in reports.each] == [
        ("claims/ar.xlsx, sheet June", pd.Timestamp("2026-06-30")),
        ("claims/ar.xlsx, sheet July", pd.Timestamp("2026-07-31")),
    ]


def test_a_table_of_ages_that_a_sheet_of_something_else_accompanies_without_payers_is_none():
    other = (("Patient", *HEAD[1:]), ("Abend, Ida", 70, 0, 0, 70))
    assert aging_rows(sheets(Patients=other, Claims=CLAIMS), "a.xlsx").empty


OWED = (*OPEN, ("Oak", "2026-01-05", 15, "patient responsibility"))
WHOLE = (("Sunrise", 1_238, 0, 0, 1_238), ("Oak", 0, 0, 460, 460), ("Total", 1_238, 0, 460, 1_698))


@pytest.mark.parametrize("title", ["Insurance aging as of 06/30/2026", "Open by insurer, 06/30/2026"])
def test_what_patients_owe_is_left_out_of_an_aging_of_payers_and_is_no_case(title):
    """Both payers agree to the cent, and only the 15.00 of patients are here and not there: 1,713 less 1,698."""
    reports, found = told(WHOLE, OWED, (title,))
    said = outcomes(found)
    assert said["patients", "over 60"] == said["patients", ALL] == (NOT_STATED, None, LEFT_OUT)
    assert said["all together", "over 60"] == said["all together", ALL] == (AGREES, 0, LEFT_OUT)
    assert found.loc[found["payer"].eq("all together") & found["band"].eq(ALL), "ours_cents"].tolist() == [
        169_800
    ]
    assert cases(found).empty
    assert limits(reports, found)[0].endswith("that differ: 0.")


def test_a_title_of_payers_explains_no_difference_of_a_payer():
    """Oak's 460.00 are 475.00 there: no part of patients is taken for it where the title leaves them out."""
    rows = (WHOLE[0], ("Oak", 0, 0, 475, 475), ("Total", 1_238, 0, 475, 1_713))
    _, found = told(rows, OWED, ("A/R AGING - INSURANCE, 06/30/2026",))
    assert [(one.payer, one.difference_cents) for one in cases(found).itertuples()] == [("Oak", 1_500)]
    assert outcomes(found)["all together", ALL][:2] == (DIFFERS, 1_500)  # 1,713 against 1,698 of payers alone
    _, found = told(rows, OWED, ("Aging, 06/30/2026",))
    assert cases(found).empty  # without such a title the patient's part may be at its payer
