"""Medi's prices come out to the cent in every reading."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.errors import ReferenceDataError
from cutover.workstreams.cost.prices import Commitment, Price, Tier, TierReading, load_price_book
from hypothesis import given
from hypothesis import strategies as st

BOOK = load_price_book(dt.date(2026, 7, 31))
GRADUATED, WHOLE = TierReading.GRADUATED, TierReading.WHOLE_VOLUME


@pytest.mark.parametrize(
    ("practices", "graduated", "whole"),
    [
        (1, 20_00, 20_00),
        (25, 500_00, 500_00),  # 25 * $20
        (26, 515_00, 390_00),  # 25 * $20 + 1 * $15; 26 * $15
        (50, 875_00, 750_00),  # 25 * $20 + 25 * $15; 50 * $15
        (51, 885_00, 510_00),  # $875 + 1 * $10; 51 * $10
    ],
)
def test_the_platform_costs_20_then_15_then_10_dollars_a_practice(practices, graduated, whole):
    platform = BOOK.price("platform")
    assert platform.total(practices, GRADUATED) == graduated
    assert platform.total(practices, WHOLE) == whole


@pytest.mark.parametrize(
    ("claims", "graduated", "whole"),
    [
        (0, 0, 0),
        (500, 350_00, 350_00),  # 500 * $0.70
        (501, 350_65, 325_65),  # $350 + $0.65; 501 * $0.65
        (5_000, 3_275_00, 3_250_00),  # $350 + 4,500 * $0.65; 5,000 * $0.65
        (5_001, 3_275_55, 2_750_55),  # $3,275 + $0.55; 5,001 * $0.55
    ],
)
def test_claims_step_down_after_500_and_after_5000_a_month(claims, graduated, whole):
    claim = BOOK.price("claim")
    assert claim.total(claims, GRADUATED) == graduated
    assert claim.total(claims, WHOLE) == whole


@pytest.mark.parametrize(
    ("practices", "cents"),
    [
        (29, 2_900_00),  # 29 * $100
        (30, 3_000_00),  # 30 * $100, just the cap
        (31, 3_000_00),  # capped
    ],
)
def test_moving_month_to_month_is_capped_at_3000_dollars_for_the_book(practices, cents):
    assert BOOK.migration(practices, Commitment.MONTHLY) == cents


def test_moving_is_free_on_a_12_month_commitment():
    assert BOOK.migration(31, Commitment.ANNUAL) == 0


def test_eligibility_has_two_published_prices():
    assert BOOK.price("eligibility").total(100) == 25_00  # 100 * $0.25
    assert BOOK.price("eligibility", "as the eligibility page says").total(100) == 20_00  # 100 * $0.20


def test_an_item_without_a_price_is_an_error_in_words():
    with pytest.raises(ReferenceDataError, match="no price for 'fax'"):
        BOOK.price("fax")


tier_steps = st.lists(st.tuples(st.integers(1, 50), st.integers(0, 500)), max_size=4)


@given(tier_steps, st.integers(0, 500), st.integers(0, 300))
def test_graduated_price_is_the_sum_of_each_units_own_price(steps, first_cents, units):
    tiers, start = [Tier(1, first_cents)], 1
    for width, cents in steps:
        start += width
        tiers.append(Tier(start, cents))
    price = Price("thing", "thing", tuple(tiers), "", "")
    unit_by_unit = sum([t for t in tiers if t.start <= unit][-1].cents for unit in range(1, units + 1))
    assert price.total(units) == unit_by_unit
