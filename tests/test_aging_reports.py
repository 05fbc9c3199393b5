"""An A/R aging by payer or by claim is known by its header, wherever it lies among claims, and adds no claims."""

from __future__ import annotations

import pandas as pd
import pytest
from claim_makers import practice, put, workbook
from cutover.reading.claims.aging_claims import head_of, may_head
from cutover.reading.claims.aging_reports import (
    ALL,
    AS_CLAIMS,
    PATIENT,
    PAYER,
    TOTAL,
    aging_rows,
    is_aging_report,
    load_aging_reports,
)
from cutover.reading.claims.aging_words import OTHER_DAY, SERVICE, bands_of
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


@pytest.mark.parametrize(
    ("header", "is_one"),
    [
        ("Visit ID,Ins,0-30,31-60,61+,Bal", True),
        ("Visit ID,Ins,0-30,31-60,Bal", False),  # two bands are too few
        ("Claim #,Carrier,Days Old,Outstanding", True),
        ("Claim #,Carrier,Days Old,Balance,Charges", False),  # charges make it a claim history
        ("Claim #,Carrier,Days Old,Balance,Claim Status", False),
        ("Claim #,Carrier,Days Old,Balance,Denied by", False),
        ("Claim #,Carrier,DOS,Balance", True),
        ("Claim #,Carrier,DOS,Total", False),  # a total of what?
        ("Claim #,Carrier,DOS,Balance,Notes", False),  # without ages it has nothing else
        ("Claim #,DOS,Balance", False),  # whose?
        ("Carrier,Claims,0-30,31-60,61+,Total", False),  # how many claims
    ],
)
def test_an_aging_by_claim_is_told_by_its_header(header, is_one):
    assert (head_of(header.split(",")) is not None) == is_one
    assert may_head(f"Open items\n{header}\n1,b,3,4\n".encode()) == is_one


def of_claims(text, name="claims/x.csv"):
    rows = aging_rows(text.encode(), name)
    whole = rows[rows["band"] == ALL]
    return rows, dict(zip(whole["claim"].fillna(whole["role"]), whole["amount_cents"], strict=True))


PARTED = (
    "Visit ID,Ins,0-30,31-60,61+,Bal\n"
    "V1,Oak,5.00,,,5.00\n"
    "Total Oak,,5.00,,,5.00\n"  # of a part
    "Visit ID,Ins,0-30,31-60,61+,Bal\n"  # the top of a page
    "V2,Total Care Plan,,2.00,1.00,3.00\n"  # a payer's name
    ",Elm,,,4.00,4.00\n"  # nobody wrote its number
    "V3,Elm,,1.00,,9.00\n"  # 1.00 of 9.00: no age has the rest
    "Grand total,,5.00,3.00,5.00,21.00\n"
)


def test_claims_totals_of_parts_and_the_total_are_told_apart():
    rows, whole = of_claims(PARTED)
    named = {"V1": 500, "V2": 300, "V3": 900, PAYER: 400, TOTAL: 2_100}
    assert whole == named and rows["band"].eq(ALL).sum() == len(named) and rows["is_by_claim"].all()
    bands = rows[rows["claim"].eq("V1")].set_index("band")["amount_cents"]
    assert bands.to_dict() == {"0-30": 500, "31-60": 0, "over 60": 0, ALL: 500}  # 5.00 + 0 + 0 is its balance
    assert rows[rows["claim"].eq("V3") & rows["band"].eq("0-30")]["amount_cents"].isna().all()
    payers = rows.loc[rows["role"].eq(PAYER), "payer"].unique().tolist()
    assert payers == ["Oak", "Total Care Plan", "Elm"]


def test_a_payer_above_its_claims_is_theirs():
    text = "Claim #,Days Old,Balance\nOak,,\nC1,30,5.00\nC2,31,6.00\nElm,,\nC3,121,7.00\n"
    rows, _ = of_claims(text)
    told = rows[rows["amount_cents"].gt(0) & rows["band"].ne(ALL)]
    assert told[["claim", "payer", "band"]].apply(tuple, axis=1).tolist() == [
        ("C1", "Oak", "0-30"),
        ("C2", "Oak", "31-60"),
        ("C3", "Elm", "over 120"),
    ]


@pytest.mark.parametrize(
    ("title", "name", "day", "is_of_name"),
    [
        ("As of 6/30/2026", "ar_2026-07-31.csv", "2026-06-30", False),
        ("Open items", "ar_6.30.26.csv", "2026-06-30", True),
        ("Open items", "ar_2026-06-01_to_2026-06-30.csv", None, True),  # two days are none
        ("Open items", "ar.csv", None, False),
    ],
)
def test_the_day_is_that_of_the_title_else_of_the_name(title, name, day, is_of_name):
    rows, _ = of_claims(
        f"{title}\nClaim #,Carrier,DOS,Balance\nC1,Oak,5/31/2026,5.00\nC2,Oak,5/30/2026,6.00\n", name
    )
    assert rows["day"].drop_duplicates().tolist() == [pd.Timestamp(day) if day else pd.NaT]
    assert rows["is_day_of_name"].eq(is_of_name).all() or day is None
    first = rows[rows["claim"].eq("C1") & rows["band"].eq("0-30")]["amount_cents"]
    assert first.tolist() == [500] if day else first.isna().all()  # 30 days from May 31 to June 30


@pytest.mark.parametrize(
    ("title", "days", "by"),
    [
        ("Aging by billed date 6/30/2026", "30", OTHER_DAY),
        ("Aging by service date 6/30/2026", "9", SERVICE),
        ("Aging by carrier 6/30/2026", "30", SERVICE),  # no day in words: its days count from May 31
        ("Aging by carrier 6/30/2026", "28", None),
    ],
)
def test_by_which_day_claims_age(title, days, by):
    rows, _ = of_claims(f"{title}\nClaim #,Carrier,DOS,Days,Balance\nC1,Oak,5/31/2026,{days},5.00\n")
    assert rows["aged_by"].iloc[0] == by if by else rows["aged_by"].isna().all()


def test_an_aging_by_claim_among_claims_is_no_unread_file_and_adds_no_claim(tmp_path):
    own = practice(tmp_path)
    put(own, "claims/ar.csv", PARTED)
    claims = load_claims(own, load_archive(own))
    (row,) = claims.files.to_dict("records")
    assert (row["source"], row["state"], row["reason"]) == ("aging reports", "read", AS_CLAIMS)
    assert claims.history.empty and claims.submitted.empty
    assert preflight_files.of_folder(own.raw / "claims", own.raw.parent) == []
    (rows,) = preflight_files.rows_of_folder(own.raw / "claims", own.raw.parent)
    assert rows.words == f"5 rows in: {AS_CLAIMS}" and not rows.is_odd


def test_a_header_without_claims_below_it_is_none():
    assert not is_aging_report(b"Claim #,Carrier,Days Old,Balance\n")
    assert not is_aging_report(b"Claim #,Carrier,Days Old,Balance\nTotal,,,5.00\n")
    assert is_aging_report(b"Claim #,Carrier,Days Old,Balance\nC1,Oak,9 days,5.00\n")
