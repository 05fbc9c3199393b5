"""An owner's months without a year, under heads of the office's own words, and by what its receipts are counted."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from baseline_makers import billed, book, every_month
from cutover.reading.claims.monthly_figures import MONTHLY, columns_of, in_years, rows_of, told_of
from cutover.reading.claims.monthly_tables import NO_YEAR
from cutover.reading.postings.tables import POSTINGS
from cutover.workstreams.reporting_baseline.against import AGREES, DIFFERS, against
from cutover.workstreams.reporting_baseline.bases import (
    WITH_POSTED,
    basis_of,
    before_provider_level,
    posted_alone,
)
from parallel_frames import frame, posting

UNTIL = pd.Timestamp("2026-07-20")


def heads(text: str, name: str = "reports/x.csv") -> list[tuple]:
    rows = rows_of(text.encode(), name)
    value = rows["amount_cents"].fillna(rows["number"])
    return [
        (month.date(), one, None if pd.isna(told) else int(told))
        for month, one, told in zip(rows["month"], rows["figure"], value, strict=True)
    ]


@pytest.mark.parametrize(("head", "figure"), [
    ("Payer collections", "payments"), ("Carrier receipts", "payments"), ("3rd party paid", "payments"),
    ("Money in $", "payments"), ("Came in", "payments"), ("Visits charged $", "charges"),
    ("Encounters billed (USD)", "charges"),
    ("Claims billed", "claims"), ("Sessions", "visits"),
    ("Patient receipts", None), ("Pt paid", None), ("Denials", None), ("Payer", None),
])  # fmt: skip
def test_a_head_may_say_whose_payments_or_what_was_billed(head, figure):
    found = heads(f"Month,{head}\n2026-04,10\n2026-05,20\n")
    assert {one for _, one, _ in found} == ({figure} if figure else set())


def test_which_columns_are_compared_is_said_and_which_are_not():
    text = b"Mth,Billed,Carrier receipts,Denied #,Visits\nMar-26,10,5,1,2\nApr-26,20,6,0,3\nYTD,30,11,1,5\n"
    assert columns_of(text) == "columns compared: Billed, Carrier receipts; not compared: Visits, Denied #"
    assert columns_of(b"Claim,Billed\nA1,10\n") == ""


def test_months_without_a_year_are_of_the_one_of_the_file_else_of_none_yet():
    text = "month,charges\nMay,10\nJun,20\n"
    assert heads(text, "reports/figures 2025.csv")[0] == (dt.date(2025, 5, 1), "charges", 1000)
    assert heads(text) == [
        (dt.date(NO_YEAR, 5, 1), "charges", 1000),
        (dt.date(NO_YEAR, 6, 1), "charges", 2000),
    ]
    assert told_of(text.encode())[0] == 2
    assert heads("month,charges\n5,10\n6,20\n") == []  # a number alone may be anything
    assert heads("month,charges\nNov,10\nDec,20\nJan,30\n") == []  # of two years
    assert heads("month,charges\nMay,10\n2026-06,20\n") == []


def days(*months: str) -> pd.Series:
    return pd.Series([pd.Timestamp(f"{month}-11") for month in months], dtype="datetime64[ms]")


@pytest.mark.parametrize(("known", "year"), [
    (days("2026-05", "2026-06"), 2026),
    (days("2026-05"), 2026),  # half of its months
    (days("2025-05", "2025-06", "2026-06"), None),  # 2 of 2025 are not more than twice 1 of 2026
    (days("2025-05", "2025-06"), 2025),
    (days("2025-05", "2025-06", "2026-05", "2026-06"), None),
    (days("2026-01"), None),
    (days("2027-05", "2027-06"), None),  # after the report
    (days(), None),
])  # fmt: skip
def test_else_they_are_of_the_year_whose_months_the_claims_have(known, year):
    bare = rows_of(b"month,charges\nMay,10\nJun,20\n", "reports/x.csv")
    found = in_years(bare, known, UNTIL)
    assert sorted(set(found["month"].dt.year)) == ([year] if year else [])
    assert len(found) == (2 if year else 0)


def own(*rows: tuple[str, int]) -> pd.DataFrame:
    told = {"figure": "payments", "source_file": "reports/o.csv"}
    return frame(MONTHLY, [
        told | {"month": pd.Timestamp(f"{month}-01"), "amount_cents": cents}
        for month, cents in rows
    ])  # fmt: skip


def told(said: pd.DataFrame, *posted: dict):
    """A practice that is paid 80.00 each month from 2026-01 on, with these postings."""
    history = [billed(f"A{n}", f"2026-0{n}-03") for n in range(1, 8)]
    return book(
        history, every_month("2026-01", "2026-07"), months_told=said, postings=frame(POSTINGS, list(posted))
    )


MONTHS = [f"2026-0{n}" for n in range(1, 8)]


def test_a_posting_of_a_check_without_a_remittance_belongs_to_the_receipts_of_its_month():
    # 80.00 each month; in February and March checks of 25.00 and 11.00 are posted that no remittance tells of
    beside = {"2026-02": 2_500, "2026-03": 1_100, "2026-06": -300}
    said = own(*((month, 8_000 + beside.get(month, 0)) for month in MONTHS))
    posted = [
        posting("Office Ally", "Z1", "PAP4471", 2_500) | {"posted_date": pd.Timestamp("2026-02-11")},
        posting("Office Ally", "Z2", "PAP4472", 1_100) | {"posted_date": pd.Timestamp("2026-03-11")},
        posting("Office Ally", "Z3", None, 3_500) | {"posted_date": pd.Timestamp("2026-04-11")},  # a copay
    ]  # fmt: skip
    rows = against(told(said, *posted)).set_index("month")
    assert rows["state"].eq(AGREES).tolist() == [True, True, True, True, True, False, True]
    june = rows.loc[pd.Timestamp("2026-06-01")]
    assert june["state"] == DIFFERS and june["difference_cents"] == -300 and WITH_POSTED in june["why"]
    assert WITH_POSTED in rows.loc[pd.Timestamp("2026-02-01"), "why"]
    # without those postings the two months differ
    assert against(told(said)).set_index("month")["state"].eq(DIFFERS).sum() == 3


def test_a_check_without_a_remittance_is_paid_as_long_before_its_posting_as_others_are():
    # checks of the 15th are posted on the 21st: 6 days. One that is posted on 3 June was paid in May
    eras = every_month("2026-01", "2026-07", extra=-1_500)
    posted = [
        posting("Office Ally", f"M{n}", era[0]["trace_number"], 8_000)
        | {"posted_date": era[0]["payment_date"] + pd.Timedelta(days=6)}
        for n, era in enumerate(eras)
    ] + [posting("Office Ally", "Z1", "PAP4471", 2_500) | {"posted_date": pd.Timestamp("2026-06-03")}]
    found = book(eras=eras, months_told=own(), postings=frame(POSTINGS, posted))
    assert posted_alone(found).to_dict() == {pd.Timestamp("2026-05-01"): 2_500}
    # 80.00 on claims, of which 15.00 were taken at provider level: 65.00 came
    assert set(before_provider_level(found)) == {8_000} and set(found.monthly["payments"].dropna()) == {6_500}


def test_one_month_alone_that_agrees_another_way_makes_no_way_of_counting():
    found = told(own(("2026-02", 10_500)), posting("Office Ally", "Z1", "PAP4471", 2_500)
                 | {"posted_date": pd.Timestamp("2026-02-11")})  # fmt: skip
    assert against(found)["state"].tolist() == [DIFFERS]


def test_the_way_of_counting_needs_half_of_the_months_and_more_than_the_plain_one():
    found = told(own())
    on = pd.DatetimeIndex([f"{month}-01" for month in MONTHS[:4]])
    ways = lambda values: basis_of(found, pd.Series(values, on), lambda one, ours: one == ours)  # noqa: E731
    assert ways([8_000, 8_000, 8_000, 1]) is None  # as 11 counts
    assert ways([1, 2, 3, 4]) is None
