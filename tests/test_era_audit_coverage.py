"""Coverage: which silences are findings and which are not."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.workstreams.era_audit import audit
from era_frames import AS_OF, PRACTICE, archive, paired, payment, weekly


def found(payments, **tables):
    result = audit(archive(payments=payments, files=paired(payments), **tables), PRACTICE, AS_OF)
    return {finding.code: finding for finding in result.findings}


def days(*dates, payer="CIGNA"):
    return [payment(f"{payer}{n}", date, payer_name=payer) for n, date in enumerate(dates)]


def with_gap(gap, every=7):
    """Six payments at a steady interval, then a silence of `gap` days, then one more."""
    start = pd.Timestamp("2026-01-05")
    steady = [start + pd.Timedelta(days=every * n) for n in range(6)]
    return days(*[str(day.date()) for day in (*steady, steady[-1] + pd.Timedelta(days=gap))])


def test_a_steady_year_has_no_coverage_finding():
    assert found(weekly()) == {}


@pytest.mark.parametrize(("gap", "cases"), [(21, 0), (22, 1)])
def test_a_weekly_payer_may_be_silent_for_21_days_and_not_for_22(gap, cases):
    codes = found([*weekly(), *with_gap(gap)])  # 3 * 7 = 21: both limits lie at 21 days
    assert codes["era-payer-gap"].count == 1 if cases else "era-payer-gap" not in codes


@pytest.mark.parametrize(("gap", "cases"), [(42, 0), (43, 1)])
def test_a_payer_of_every_14_days_may_be_silent_for_three_times_14_and_not_longer(gap, cases):
    codes = found([*weekly(), *with_gap(gap, every=14)])  # 3 * 14 = 42
    assert codes["era-payer-gap"].count == 1 if cases else "era-payer-gap" not in codes


@pytest.mark.parametrize(("gap", "cases"), [(21, 0), (22, 1)])
def test_a_payer_of_every_2_days_may_be_silent_for_21_days(gap, cases):
    codes = found([*weekly(), *with_gap(gap, every=2)])  # 3 * 2 = 6 lies below 21
    assert ("era-payer-gap" in codes) == bool(cases)


@pytest.mark.parametrize(("dates", "cases"), [(5, 0), (6, 1)])
def test_a_payer_with_fewer_than_six_payment_days_has_no_rhythm(dates, cases):
    start = pd.Timestamp("2026-01-05")
    steady = [start + pd.Timedelta(days=7 * n) for n in range(dates - 1)]
    paid = days(*[str(day.date()) for day in (*steady, start + pd.Timedelta(days=180))])
    assert ("era-payer-gap" in found([*weekly(), *paid])) == bool(cases)


def test_two_payments_on_one_day_are_one_payment_day():
    paid = days("2026-01-05", "2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26", "2026-06-01")
    assert "era-payer-gap" not in found([*weekly(), *paid])  # five days alone


@pytest.mark.parametrize(("last", "cases"), [("2026-07-06", 0), ("2026-07-05", 1)])
def test_a_payer_has_stopped_where_the_archive_goes_on_for_more_than_21_days(last, cases):
    end = pd.Timestamp(last)
    paid = days(*[str((end - pd.Timedelta(days=7 * n)).date()) for n in range(8)])
    codes = found([*weekly(), *paid])  # the archive's last payment: 2026-07-27, 21 and 22 days later
    assert ("era-payer-stopped" in codes) == bool(cases)


@pytest.mark.parametrize(("first", "cases"), [("2025-08-31", 0), ("2025-09-01", 1)])
def test_twelve_calendar_months_before_the_report_are_enough_and_eleven_are_not(first, cases):
    paid = [payment("first", first), *weekly(first="2025-09-02", count=47)]
    assert ("era-short-history" in found(paid)) == bool(cases)  # 2025-08 .. 2026-07 are twelve


@pytest.mark.parametrize(("last", "cases"), [("2026-07-10", 0), ("2026-07-09", 1)])
def test_an_archive_is_stale_after_21_days_of_a_weekly_rhythm(last, cases):
    first = pd.Timestamp(last) - pd.Timedelta(days=7 * 51)
    codes = found(weekly(first=str(first.date())))  # 2026-07-31 is 21 and 22 days later
    assert ("era-stale" in codes) == bool(cases)


def test_a_monthly_archive_is_not_stale_after_three_weeks():
    assert "era-stale" not in found(
        weekly(first="2025-08-01", count=12, every=30)
    )  # last: 2026-06-27, 34 < 90


def test_each_month_without_a_payment_between_the_first_and_the_last_is_a_case():
    paid = [p for p in weekly() if p["payment_date"].strftime("%Y-%m") not in ("2025-11", "2026-02")]
    finding = found(paid)["era-month-empty"]
    assert finding.evidence.frame["month"].dt.strftime("%Y-%m").tolist() == ["2025-11", "2026-02"]


def test_a_payment_that_is_set_aside_fills_no_month():
    paid = [p for p in weekly() if p["payment_date"].strftime("%Y-%m") != "2025-11"]
    aside = payment("again", "2025-11-03", set_aside="same payment again")
    assert found([*paid, aside])["era-month-empty"].count == 1


def test_spellings_of_a_payer_that_differ_in_case_and_signs_are_one_payer():
    half = [p | {"payer_name": "Aetna, Inc."} if n % 2 else p for n, p in enumerate(weekly("AETNA INC"))]
    result = audit(archive(payments=half, files=paired(half)), PRACTICE, AS_OF)
    assert result.tables["payers"].frame["payer"].tolist() == ["AETNA INC"]


def test_the_trend_of_a_payer_compares_half_years():
    new = weekly("CIGNA", first="2026-01-05", count=29)
    result = audit(archive(payments=[*weekly(first="2025-06-02", count=61), *new]), PRACTICE, AS_OF)
    payers = result.tables["payers"].frame.set_index("payer")
    assert payers["trend"].to_dict() == {"AETNA": "steady", "CIGNA": "new"}


def test_without_twelve_full_months_no_trend_is_claimed():
    result = audit(archive(payments=weekly()), PRACTICE, AS_OF)
    assert result.tables["payers"].frame["trend"].isna().all()
