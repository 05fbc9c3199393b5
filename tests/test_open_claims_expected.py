"""What can be expected: the practice's own record, its arithmetic, and what will be open after the closeout."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from cutover.workstreams.open_claims.forecast import curve
from cutover.workstreams.open_claims.report import report
from open_claims_makers import book, day, decided, history, one


def corrected(number: str, paid: int, denied="2026-03-01", then="2026-03-31"):
    """A claim that was denied for want of an authorization and decided again."""
    first = decided(number, denied, 0, "CO-197", on="2026-02-01")
    return [first, decided(number, then, paid, "" if paid else "CO-197", on="2026-02-01")]


def known(count: int, paid: int, of: int) -> list:
    """So many corrected claims, of which the first `of` brought money."""
    return [part for n in range(count) for part in corrected(f"B{n}", paid if n < of else 0)]


def test_an_open_denial_is_worth_what_claims_like_it_brought_in_the_end():
    denied = decided("A1", "2026-07-20", 0, "CO-197", on="2026-06-01")
    row = one(book([history("A1", "denied", 9_000)] + [history(f"B{n}", "paid", 0, on="2026-02-01") for n in range(10)],
                   eras=[denied, *known(10, 5_000, 6)]))  # fmt: skip
    # 6 of 10 brought $50 of $100 each: 30_000 of 100_000; 9_000 * 30_000 / 100_000
    assert (row["expected_cents"], row["cases"], row["median_days"]) == (2_700, 10, 30)


@pytest.mark.parametrize(("count", "is_known"), [(9, False), (10, True)])
def test_nine_cases_are_too_few_to_expect_anything(count, is_known):
    rows = [history("A1", "denied")] + [history(f"B{n}", "paid", 0, on="2026-02-01") for n in range(count)]
    given = book(
        rows, eras=[decided("A1", "2026-07-20", 0, "CO-197", on="2026-06-01"), *known(count, 5_000, count)]
    )
    assert pd.notna(one(given)["expected_cents"]) is is_known
    said = report(given).tables["first"].frame["arithmetic"].iloc[0]
    assert said == ("10 of 10 paid, 50 % of the charge" if is_known else "9 decided, too few to say")


@pytest.mark.parametrize(("denied", "cases"), [("2026-06-01", 1), ("2026-06-02", 0)])
def test_a_denial_counts_once_it_is_sixty_days_old(denied, cases):
    given = book([history("B0", "denied", on="2026-02-01")],
                 eras=[decided("B0", denied, 0, "CO-197", on="2026-02-01")])  # fmt: skip
    record = given.record[given.record["like"] == "CO-197"]
    assert len(record) == cases


def test_another_payer_or_reason_tells_nothing_of_a_claim():
    rows = [history("A1", "denied")] + [history(f"B{n}", "paid", 0, on="2026-02-01") for n in range(10)]
    other = book(rows, eras=[decided("A1", "2026-07-20", 0, "CO-16", on="2026-06-01"), *known(10, 5_000, 6)])
    assert pd.isna(one(other)["expected_cents"])


def test_the_curve_is_the_product_limit_of_resolved_and_open_claims():
    found = curve(np.array([10, 20, 20, 30]), np.array([True, True, False, True]))
    # after 10 days 3 of 4 are open; of the 3 seen for 20 days 1 is resolved: 3/4 * 2/3; then the last one
    assert found.at(np.array([9, 10, 20, 30]))[0] == pytest.approx([1, 0.75, 0.5, 0])
    assert found.median == 20


def test_the_forecast_is_the_share_of_claims_of_that_age_that_stay_open():
    # 40 claims took 20 days, 40 took 120: of those open after 50 days all stay open until the 120th
    paid = [history(f"P{n}", "paid", 0, on="2026-01-01", paid_date=day("2026-01-21" if n < 40 else "2026-05-01"))
            for n in range(80)]  # fmt: skip
    given = book([*paid, history("A1", "pending", 7_000, on="2026-06-11")])
    row = given.forecast.iloc[0]
    # on 2026-07-31 it is 50 days old, on the last day, 2026-10-02, 113
    assert (row["likely_cents"], row["open_cents"], row["cases"]) == (7_000, 7_000, 80)
    early = book([*paid, history("A1", "pending", 7_000, on="2026-05-31")]).forecast.iloc[0]
    assert early["likely_cents"] == 0  # 124 days old on the last day


def test_without_any_resolved_claim_the_forecast_is_unknown_and_not_nothing():
    given = book([history("A1", "pending")])
    assert pd.isna(given.forecast["likely_cents"].iloc[0])
    assert next(f for f in report(given).figures if f.label.startswith("Open on")).value is None
