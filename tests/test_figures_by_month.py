"""A table that an office keeps of its months is its own figures, never claims; they are compared in two ways."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from baseline_makers import billed, book, figure
from claim_makers import practice, put
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.monthly_figures import MONTHLY, SOURCE, load_monthly_figures, rows_of, told_of
from cutover.reading.claims.monthly_tables import BY_SERVICE, BY_SUBMISSION, FIGURES
from cutover.reading.era.archive import load_archive
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.practice import preflight_files
from cutover.reading.practice.file_subject import FIGURES as SUBJECT
from cutover.reading.practice.file_subject import subject_in
from cutover.reading.practice.loose_sheets import folder_of
from cutover.workstreams.reporting_baseline import own_months
from cutover.workstreams.reporting_baseline.against import AGREES, DIFFERS, against
from parallel_frames import frame

KEPT = (
    b"What we billed\nPeriod,Gross charges (svc date),Visits\n"
    b'Apr 2026,1200.00,14\nMay 2026,"1,350.50",\nTotal,2550.50,14\n'
)
MARCH, APRIL, MAY = dt.date(2026, 3, 1), dt.date(2026, 4, 1), dt.date(2026, 5, 1)


def read(data: bytes, name: str = "reports/x.csv") -> list[tuple]:
    rows = rows_of(data, name)
    value = rows["amount_cents"].fillna(rows["number"])
    basis = rows["basis"].astype(object).where(rows["basis"].notna(), None)
    return [
        (month.date(), one, said, None if pd.isna(told) else int(told))
        for month, one, said, told in zip(rows["month"], rows["figure"], basis, value, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Month of service,Amt billed\n04/2026,10\n05/2026,\n",
         [(APRIL, "charges", BY_SERVICE, 1000), (MAY, "charges", BY_SERVICE, None)]),  # an empty cell is no zero
        ("Mo.;Billed by date sent;# claims\n2026-04;$10.00;3\n2026-05;$20.00;4\n",
         [(APRIL, "charges", BY_SUBMISSION, 1000), (MAY, "charges", BY_SUBMISSION, 2000),
          (APRIL, "claims", None, 3), (MAY, "claims", None, 4)]),
        ("Month ending\tProduction ($000)\tCollections\n4/30/2026\t1.5\t0.9\n5/31/2026\t2\t1\n",
         [(APRIL, "charges", None, 150_000), (MAY, "charges", None, 200_000), (APRIL, "payments", None, 90_000),
          (MAY, "payments", None, 100_000)]),
        ("Year,Month,Charges\n2026,April,7.00\n2026,May,8.00\n",
         [(APRIL, "charges", None, 700), (MAY, "charges", None, 800)]),
        ("Year 2026 by submission date\nMonth,Charges\nApr,7.00\nYTD,7.00\n", [(APRIL, "charges", BY_SUBMISSION, 700)]),
        (",Mar-26,Apr-26,Total\nCharges,5.00,6.00,11.00\nPayments,1.00,,1.00\n",  # a column for each month
         [(MARCH, "charges", None, 500), (APRIL, "charges", None, 600), (MARCH, "payments", None, 100),
          (APRIL, "payments", None, None)]),
    ],
)  # fmt: skip
def test_months_are_read_whatever_their_heads_and_their_way_round(text, expected):
    found = read(text.encode())
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "Month,Claim #,Charges\n2026-04,A1,10.00\n2026-05,A2,10.00\n",  # claims
        "Month,Payer,Charges\n2026-04,Aetna,10.00\n2026-05,Cigna,10.00\n",  # payers
        "Month,Charges\n2026-04,10.00\n2026-04,11.00\n",  # a month twice: rows of something else
        "Month,Charges\n2026-04,10.00\nDr. Bell,11.00\n",  # a row that is no month, and no total
        "Month,Tax ID,NPI,Claims,Par,Non-Par\n2026-04,12,13,4,3,1\n",  # what the portal counts
        "DOS,Charges\n2026-04-01,10.00\n2026-05-01,10.00\n",  # days, and no head of months
        "Month,Adjustments\n2026-04,10.00\n",  # no figure that is compared
        "Month,Charges\n2026-04,see note\n",  # no amount
    ],
)
def test_what_lists_claims_payers_or_days_tells_no_months(text):
    assert read(text.encode()) == []


def test_rows_in_are_months_and_rows_beside_them():
    assert {row[1] for row in read(KEPT)} <= set(FIGURES)
    # 2 months + 1 total
    rows, said = told_of(KEPT)
    assert rows == 3 and said.endswith("1 row of totals or notes in no month")
    assert read(KEPT)[1] == (MAY, "charges", BY_SERVICE, 135_050)


@pytest.mark.parametrize("folder", ["reports", "claims"])
def test_a_table_of_months_is_no_claim_history_wherever_it_lies(tmp_path, folder):
    home = practice(tmp_path)
    put(home, f"{folder}/what we billed.csv", KEPT)
    put(home, f"{folder}/again.csv", KEPT + b"\n")  # the same figures in two files count once
    (sheet,) = read_spreadsheet(KEPT, "x.csv").sheets
    assert subject_in(folder, sheet) == SUBJECT and folder_of(KEPT, "x.csv") == "reports"
    claims = load_claims(home, load_archive(home))
    assert claims.history.empty
    files = claims.files[claims.files["source_file"].str.startswith(folder)]
    assert set(files["source"]) == ({SOURCE} if folder == "claims" else set())
    assert len(load_monthly_figures(home).rows) == 4  # 2 months x charges and visits
    told = preflight_files.rows_of_folder(home.raw / folder, home.raw.parent)
    assert all(SUBJECT in row.words and not row.is_odd for row in told) and told


def of_months(*rows: tuple[str, str, str | None, int]):
    return frame(MONTHLY, [
        {"month": pd.Timestamp(f"{month}-01"), "figure": which, "basis": basis, "source_file": "reports/own.csv",
         "amount_cents" if which in ("charges", "payments") else "number": value}
        for month, which, basis, value in rows
    ])  # fmt: skip


HISTORY = [
    billed("A1", "2026-04-20", 30_000, submission_date=pd.Timestamp("2026-04-22")),
    billed("A2", "2026-04-28", 10_000, submission_date=pd.Timestamp("2026-05-04")),
    billed("A3", "2026-05-06", 20_000, submission_date=pd.Timestamp("2026-05-07")),
]


@pytest.mark.parametrize(
    ("april", "may", "states", "sentence"),
    [
        # by service April 300 + 100, May 200; by submission April 300, May 100 + 200
        (40_000, 20_000, ["month of service"] * 2, "2 agree, counted by month of service."),
        (30_000, 30_000, ["month of submission"] * 2, "2 agree, counted by month of submission."),
        (40_000, 21_250, ["month of service", "neither"], "1 agrees, counted by month of service."),
        (
            40_100,
            20_101,
            ["month of service", "neither"],
            "1 agrees",
        ),  # a dollar is within the limit, a cent more not
    ],
)
def test_own_charges_are_compared_by_service_and_by_submission(april, may, states, sentence):
    told = book(
        HISTORY, months_told=of_months(("2026-04", "charges", None, april), ("2026-05", "charges", None, may))
    )
    found = own_months.rows(told)
    assert found["agrees"].tolist() == states and sentence in own_months.said(told)
    assert found["off_service_cents"].tolist() == [april - 40_000, may - 20_000]
    assert found["off_submission_cents"].tolist() == [april - 30_000, may - 30_000]


def test_the_months_that_differ_are_named_with_their_amounts_and_an_unknown_one_is_unknown():
    own = of_months(("2026-04", "charges", BY_SERVICE, 41_250), ("2026-05", "charges", BY_SERVICE, 20_000),
                    ("2025-01", "charges", BY_SERVICE, 500), ("2026-04", "claims", None, 2))  # fmt: skip
    told = book(HISTORY, months_told=own)
    assert own_months.said(told).endswith("They differ in 2026-04 by +$12.50.")  # 412.50 - 400.00
    found = own_months.rows(told).set_index(["month", "figure"])["agrees"]
    assert found[pd.Timestamp("2025-01-01"), "charges"] == "not known here"
    assert found[pd.Timestamp("2026-04-01"), "claims"] == "month of service"  # 2 served, 1 sent in April


def test_own_months_are_figures_of_the_client_unless_the_intake_has_them_or_they_go_by_submission():
    own = of_months(("2026-04", "charges", None, 40_000), ("2026-05", "charges", None, 99_000),
                    ("2026-06", "charges", BY_SUBMISSION, 1))  # fmt: skip
    typed = [figure("2026-05", "charges", amount_cents=20_000)]
    rows = against(book(HISTORY, figures=typed, months_told=own))
    assert rows["state"].tolist() == [AGREES, AGREES]  # the intake's 200.00 goes before the table's 990.00
    assert against(book(HISTORY, months_told=own))["state"].tolist() == [AGREES, DIFFERS]
