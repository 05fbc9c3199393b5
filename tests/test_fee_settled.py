"""Many lines off their rate at once: a clinician's share, a new schedule, two names of one payer."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.workstreams.fee_schedules.book import Book
from cutover.workstreams.fee_schedules.report import report
from cutover.workstreams.fee_schedules.schedule import intake_rows
from fee_makers import book, line, lines

CODES = ("99213", "99214", "20610", "97110")
ASSISTANT = {"rendering_npi": "2222222222"}


def of_clinician(count: int, cents: int) -> list[dict]:
    """So many lines of one clinician, over all procedures in turn, half a month apart from the others."""
    days = pd.date_range("2026-01-20", periods=count, freq="D")
    return [line(cents, on=f"{day:%Y-%m-%d}", code=CODES[n % 4], **ASSISTANT) for n, day in enumerate(days)]


def of_doctor() -> list[dict]:
    return [one for code in CODES for one in lines(30, 8_000, code=code, rendering_npi="1234567893")]


@pytest.mark.parametrize(("count", "short"), [(10, 0), (9, 9)])
def test_a_clinician_who_is_always_paid_a_share_of_the_rate_is_not_paid_short(count, short):
    told = book(*of_doctor(), *of_clinician(count, 6_800))  # 85 % of 80.00
    assert len(told.differences) == short
    rows = report(told).tables["clinicians"].frame
    assert rows[["provider", "factor", "lines"]].values.tolist() == (
        [] if short else [["2222222222", 0.85, count]]
    )


def test_a_line_below_the_clinicians_own_share_is_short_by_the_rest_of_it():
    told = book(*of_doctor(), *of_clinician(12, 6_800), line(6_000, on="2026-02-20", **ASSISTANT))
    assert told.differences["difference_cents"].tolist() == [-800]  # 60.00 less 68.00
    assert told.differences["expected_cents"].tolist() == [6_800]


def test_a_clinicians_share_of_the_contract_is_as_contracted():
    rate = {"payer_name": "AETNA", "procedure_code": "99213", "rate_cents": 8_000}
    told = book(*of_doctor(), *of_clinician(12, 6_800), contracts=(rate,))
    assert told.contracts[["state", "lines"]].values.tolist() == [["as contracted", 33]]


def new_year(*procedures: int, late: int = 0, cents: int = 7_800) -> Book:
    """Twelve lines of each of six procedures in 2025, single ones in January, and so many then at the old rate."""
    codes = [f"{99_200 + n}" for n in range(6)]
    old = [one for code in codes for one in lines(12, 8_000, "2025-09-01", code=code)]
    new = [line(cents, on=f"2026-01-{5 + n:02d}", code=codes[place]) for n, place in enumerate(procedures)]
    return book(*old, *new, *(line(8_000, on=f"2026-01-{20 + n}", code=codes[-1]) for n in range(late)))


def test_single_lines_of_many_procedures_since_new_year_are_a_new_schedule_and_not_short():
    told = new_year(0, 1, 2, 3, 4)
    assert told.differences.empty
    assert told.settled.begun[["lines", "procedures"]].values.tolist() == [[5, 5]]
    assert any("allows other amounts since 2026-01" in limit for limit in report(told).limits)


@pytest.mark.parametrize(("late", "short"), [(1, 0), (2, 5)])
def test_it_is_none_where_more_than_a_fifth_of_the_lines_since_are_at_the_old_rate(late, short):
    assert len(new_year(0, 1, 2, 3, 4, late=late).differences) == short  # 1 of 6 is 17 %, 2 of 7 are 29 %


def test_four_lines_or_two_procedures_are_no_new_schedule():
    assert len(new_year(0, 1, 2, 3).differences) == 4
    assert len(new_year(0, 1, 0, 1, 0, cents=7_700).differences) == 0  # they agree: see `stretches`
    odd = [line(7_000 + 100 * n, on=f"2026-01-{5 + n:02d}", code=CODES[n % 2]) for n in range(5)]
    old = [one for code in CODES[:2] for one in lines(20, 8_000, "2025-09-01", code=code)]
    assert len(book(*old, *odd).differences) == 5


def two_names(cents: int, payer_id: str = "60054") -> Book:
    ids = {"of_payment": {"payer_id": payer_id}}
    other = lines(8, cents, "2026-02-01", payer="MERITAIN", **ids)
    return book(*lines(12, of_payment={"payer_id": "60054"}), *other)


@pytest.mark.parametrize(
    ("cents", "payer_id", "payers"), [(8_000, "60054", 1), (9_000, "60054", 2), (8_000, "1", 2)]
)
def test_two_names_with_one_id_are_one_payer_where_they_allow_the_same(cents, payer_id, payers):
    told = two_names(cents, payer_id)
    assert told.schedule["payer"].nunique() == payers
    said = " ".join(report(told).limits)
    assert ("counts as it" in said) == (payers == 1)
    assert ("so it counts apart" in said) == (cents == 9_000)


def test_the_intake_and_the_contract_know_the_payer_by_either_name():
    rate = {"payer_name": "Meritain", "procedure_code": "99213", "rate_cents": 8_000}
    ids = {"of_payment": {"payer_id": "60054"}}
    rows = (*lines(12, **ids), *lines(8, start="2026-02-01", payer="MERITAIN", **ids))
    told = book(*rows, contracts=(rate,))
    assert told.contracts["lines"].tolist() == [20]
    assert [row["payer"] for row in intake_rows(told.schedule, told.multiples, told.inputs, "x.csv")] == [
        "AETNA"
    ]
