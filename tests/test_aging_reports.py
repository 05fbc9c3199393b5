"""An A/R aging summary by payer is known by its bands, wherever it lies among claims, and lists no claims."""

from __future__ import annotations

import pandas as pd
import pytest
from claim_makers import practice, put, workbook
from cutover.reading.claims.aging_reports import (
    ALL,
    OTHER_DAY,
    PATIENT,
    PAYER,
    SERVICE,
    TOTAL,
    aging_rows,
    bands_of,
    is_aging_report,
    load_aging_reports,
)
from cutover.reading.claims.claims import load_claims
from cutover.reading.era.archive import load_archive
from cutover.reading.practice import preflight_files

HEAD = ("Carrier", "Current", "31-60", "61 to 90", "Over 90", "Balance")
ROWS = (("Sunrise Health", 100, 0, 20.5, "", 120.5), ("Self Pay", 0, 7.25, 0, 0, 7.25))
REPORT = (
    ("Open by carrier",),
    ("As of 06/30/2026, aged by DOS",),
    (),
    HEAD,
    *ROWS,
    ("Totals", 100, 7.25, 20.5, 0, 127.75),
)


@pytest.mark.parametrize(
    ("labels", "bands"),
    [
        (["0 - 30", "31 - 60", "Over 60"], [(0, 30), (31, 60), (61, None)]),
        (["1-30 days", "31-60 days", "60+"], [(0, 30), (31, 60), (61, None)]),
        (["0-29", "30-59", "60+"], [(0, 29), (30, 59), (60, None)]),
        (["Current", "31\N{EN DASH}60", "61 and over"], [(0, 30), (31, 60), (61, None)]),
        (["Current", "1-30", "31-60"], [(0, 0), (1, 30), (31, 60)]),
        (["0-30", "31-60"], None),  # two are too few
        (["0-30", "35-60", "61+"], None),  # a gap
        (["31-60", "61-90", "91+"], None),  # the first is missing
        (["0-30", "31-60", "Paid"], None),
    ],
)
def test_bands_follow_each_other(labels, bands):
    assert bands_of(labels) == bands


def test_a_report_has_its_day_its_rows_and_its_own_totals():
    rows = aging_rows(workbook(*REPORT), "a.xlsx")
    assert set(rows["day"]) == {pd.Timestamp("2026-06-30")} and set(rows["aged_by"]) == {SERVICE}
    said = {
        (r.role, r.band): None if pd.isna(r.amount_cents) else int(r.amount_cents) for r in rows.itertuples()
    }
    assert said[PAYER, "0-30"] == 10_000 and said[PAYER, "61-90"] == 2_050 and said[PAYER, ALL] == 12_050
    assert said[PAYER, "over 90"] is None  # an empty cell is no zero
    assert said[PATIENT, "31-60"] == 725 and said[TOTAL, ALL] == 12_775


@pytest.mark.parametrize(
    ("title", "by"),
    [("aged by date of service", SERVICE), ("Aged from date billed", OTHER_DAY), ("Open by carrier", None)],
)
def test_by_which_day_it_ages(title, by):
    told = aging_rows(workbook((title,), HEAD, *ROWS), "a.xlsx")["aged_by"].unique().tolist()
    assert told == [by] if by else pd.isna(told[0])


def test_two_days_or_none_are_no_day():
    assert aging_rows(workbook(("06/30/2026 and 07/31/2026",), HEAD, *ROWS), "a.xlsx")["day"].isna().all()
    assert aging_rows(workbook(HEAD, *ROWS), "a.xlsx")["day"].isna().all()


@pytest.mark.parametrize(
    "rows",
    [
        (("Patient", *HEAD[1:]), *ROWS),  # of patients
        ((*HEAD[:5], "Claims paid"), *ROWS),  # a column that is no band
        (HEAD,),  # no row
        (("Carrier", "Jan", "Feb", "Mar", "Apr", "Balance"), *ROWS),
        (("Claim No", "DOS", "Payer", "Charge", "Status"), ("A1", "06/01/2026", "Sunrise", 30, "Open")),
    ],
)
def test_other_tables_are_none(rows):
    assert not is_aging_report(workbook(*rows))


def test_text_and_web_pages_are_read_too_and_what_does_not_open_is_none():
    text = "Payer,0-30,31-60,61+,Total\nSunrise,5.00,0.00,1.00,6.00\n"
    cells = "".join(
        f"<tr>{''.join(f'<td>{c}</td>' for c in line.split(','))}</tr>" for line in text.splitlines()
    )
    page = f"<html><body><table>{cells}</table></body></html>"
    assert [int(aging_rows(one.encode(), "a")["amount_cents"].iloc[0]) for one in (text, page)] == [500, 500]
    assert not is_aging_report(b"") and not is_aging_report(b"PK\x03\x04 current 0-30")


def test_among_claims_it_is_no_unread_claims_file(tmp_path):
    own = practice(tmp_path)
    put(own, "claims/ar.xlsx", workbook(*REPORT))
    put(own, "claims/same.xlsx", workbook(*REPORT[:-1]))
    put(own, "claims/odd.csv", "Color,Size\nred,5\n")
    files = load_claims(own, load_archive(own)).files.set_index("source_file")
    assert files.loc["claims/ar.xlsx", ["source", "state", "rows_in"]].tolist() == [
        "aging reports",
        "read",
        3,
    ]
    assert files.loc["claims/odd.csv", ["source", "state"]].tolist() == ["claim history", "not read"]
    assert load_aging_reports(own).files == ["claims/ar.xlsx", "claims/same.xlsx"]


def test_the_check_says_what_it_is(tmp_path):
    own = practice(tmp_path)
    put(own, "claims/ar.xlsx", workbook(*REPORT))
    assert preflight_files.of_folder(own.raw / "claims", own.raw.parent) == []
    (rows,) = preflight_files.rows_of_folder(own.raw / "claims", own.raw.parent)
    assert (
        rows.name == "ar.xlsx"
        and rows.words.startswith("3 rows in: an A/R aging summary")
        and not rows.is_odd
    )
