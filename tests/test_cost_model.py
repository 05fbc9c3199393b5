"""The cost model: every cent of every practice and month, staying and leaving."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from cost_cases import PRICES, one_book, one_case
from cutover.workstreams.cost.model import (
    ITEMS,
    Case,
    Pooling,
    Readings,
    break_even,
    costs,
    incremental,
    months_touched,
    scaled,
    shared,
    totals,
)
from cutover.workstreams.cost.prices import Commitment, Price, Tier, TierReading
from hypothesis import given
from hypothesis import strategies as st

WHOLE = Readings(TierReading.WHOLE_VOLUME)
EACH = Readings(pooling=Pooling.PRACTICE)


def medi(scenario, month=1):
    """What Medi charges the whole book in a month."""
    return int(costs(scenario).medi_total[:, month].sum())


def test_a_practice_with_500_claims_pays_370_dollars_a_month():
    assert medi(one_book(one_case(claims=500))) == 370_00  # $20 + 500 * $0.70


def test_each_transaction_is_charged_at_its_own_price():
    case = one_case(claims=1, eligibility=1, claim_status=1, COB=1, attachment=1)
    # $20 + $0.70 + $0.25 + $0.20 + $1.50 + $1.50
    assert medi(one_book(case)) == 24_15
    cheaper = Readings(eligibility="as the eligibility page says")
    assert medi(one_book(case, readings=cheaper)) == 24_10  # eligibility at $0.20


@pytest.mark.parametrize(
    ("claims", "graduated", "whole"),
    [
        (500, 350_00, 350_00),  # 500 * $0.70
        (501, 350_65, 325_65),  # $350 + $0.65; 501 * $0.65
        (5_000, 3_275_00, 3_250_00),  # $350 + 4,500 * $0.65; 5,000 * $0.65
        (5_001, 3_275_55, 2_750_55),  # $3,275 + $0.55; 5,001 * $0.55
    ],
)
def test_the_claims_of_the_price_table_come_out_of_the_model(claims, graduated, whole):
    case = one_case(claims=claims)
    assert costs(one_book(case)).medi["claim"][0, 0] == graduated
    assert costs(one_book(case, readings=WHOLE)).medi["claim"][0, 0] == whole


@pytest.mark.parametrize(
    ("practices", "graduated", "whole"),
    [
        (25, 500_00, 500_00),  # 25 * $20
        (26, 515_00, 390_00),  # $500 + $15; 26 * $15
        (50, 875_00, 750_00),  # $500 + 25 * $15; 50 * $15
        (51, 885_00, 510_00),  # $875 + $10; 51 * $10
    ],
)
def test_the_platform_of_the_price_table_comes_out_of_the_model(practices, graduated, whole):
    cases = [one_case(f"p{n:02d}") for n in range(practices)]
    assert medi(one_book(*cases)) == graduated
    assert medi(one_book(*cases, readings=WHOLE)) == whole


@pytest.mark.parametrize("readings", [Readings(), EACH])
def test_the_platform_tiers_count_the_practices_of_the_book_in_either_pooling(readings):
    cases = [one_case(f"p{n:02d}") for n in range(26)]
    assert medi(one_book(*cases, readings=readings)) == 515_00  # 25 * $20 + $15


def test_two_practices_of_400_claims_reach_the_second_tier_only_as_a_book():
    cases = one_case("elm", claims=400), one_case("oak", claims=400)
    # $350 + 300 * $0.65; twice 400 * $0.70
    assert int(costs(one_book(*cases)).medi["claim"][:, 0].sum()) == 545_00
    assert int(costs(one_book(*cases, readings=EACH)).medi["claim"][:, 0].sum()) == 560_00


@pytest.mark.parametrize(
    ("practices", "cents"),
    [
        (29, 2_900_00),  # 29 * $100
        (30, 3_000_00),  # 30 * $100: just the cap
        (31, 3_000_00),  # the cap
    ],
)
def test_the_fee_of_the_move_is_capped_and_paid_in_the_first_month_alone(practices, cents):
    book = one_book(*[one_case(f"p{n:02d}") for n in range(practices)], commitment=Commitment.MONTHLY)
    fee = costs(book).medi["migration"].sum(axis=0)
    assert fee[0] == cents and not fee[1:].any()
    assert not costs(replace(book, commitment=Commitment.ANNUAL)).medi["migration"].any()


def test_the_capped_fee_is_shared_to_the_cent():
    book = one_book(*[one_case(f"p{n:02d}") for n in range(31)], commitment=Commitment.MONTHLY)
    fee = costs(book).medi["migration"][:, 0]
    # 300,000 / 31 = 9,677 and 13 cents over: the first thirteen practices pay one cent more
    assert fee.tolist() == [96_78] * 13 + [96_77] * 18


def test_in_the_months_of_the_parallel_run_both_systems_are_paid():
    found = costs(one_book(one_case(claims=100, oa=89_90, weeks_months=2, work=500_00)))
    leave = found.leave_low[0].tolist()
    assert leave[0] == 90_00 + 89_90 + 500_00  # $20 + 100 * $0.70; Office Ally; the work
    assert leave[1] == 90_00 + 89_90
    assert leave[2] == 90_00
    assert found.stay_low[0].tolist() == [89_90] * 36


@pytest.mark.parametrize(
    ("cutover", "weeks", "months"),
    [
        ((2026, 9, 1), 0, 0),
        ((2026, 9, 1), 1, 1),
        ((2026, 9, 1), 4, 1),  # 28 days: through 28 September
        ((2026, 9, 1), 5, 2),  # 35 days: through 5 October
        ((2026, 9, 3), 4, 1),  # through 30 September
        ((2026, 9, 4), 4, 2),  # through 1 October
        ((2026, 12, 20), 2, 2),  # through 2 January
    ],
)
def test_a_parallel_run_costs_every_calendar_month_that_it_touches(cutover, weeks, months):
    assert months_touched(dt.date(*cutover), weeks) == months


@pytest.mark.parametrize(
    ("since", "months"), [((2026, 9, 20), 2), ((2026, 10, 1), 1), ((2026, 11, 1), 0), ((2026, 8, 1), 2)]
)
def test_of_a_run_that_began_before_the_first_month_the_later_months_count(since, months):
    # 4 weeks from 4 September end on 1 October
    assert months_touched(dt.date(2026, 9, 4), 4, dt.date(*since)) == months


def test_the_volumes_of_a_year_come_again_in_the_next():
    units = dict.fromkeys(ITEMS, (0,) * 12) | {"claim": (10, *[0] * 11)}
    found = costs(one_book(Case("elm", units, (0,) * 12, (0,) * 12))).medi["claim"][0]
    assert [found[month] for month in (0, 1, 12, 13, 24)] == [7_00, 0, 7_00, 0, 7_00]  # 10 * $0.70


def test_a_practice_added_to_the_book_costs_what_the_book_then_costs_more():
    elm, oak = one_case("elm", claims=500), one_case("oak", claims=500)
    # oak's claims fall into the second tier: 36 * ($20 + 500 * $0.65); alone 36 * ($20 + 500 * $0.70)
    assert incremental(one_book(elm, oak))[1] == 36 * 345_00
    assert list(incremental(one_book(oak))) == [36 * 370_00]
    # its share carries half of the first tier: 36 * ($20 + ($350 + $325) / 2)
    assert int(costs(one_book(elm, oak)).medi_total[1].sum()) == 36 * 357_50


def test_in_the_whole_volume_reading_a_practice_more_may_cost_the_book_less():
    cases = [one_case(f"p{n:02d}") for n in range(26)]
    # 26 * $15 less 25 * $20 a month
    assert list(incremental(one_book(*cases, readings=WHOLE))) == [36 * -110_00] * 26


def test_a_percentage_of_a_volume_is_rounded_half_up():
    assert scaled((1, 3, 100), 50) == (1, 2, 50)  # 0.5, 1.5, 50


def test_break_even_is_the_month_from_which_leaving_stays_ahead():
    def month(stay, leave):
        return break_even(np.array(stay), np.array(leave))

    assert month([10, 10, 10], [15, 10, 5]) == 3  # 10<15, 20<25, 30=30
    assert month([10, 10, 10], [15, 10, 6]) is None  # 30 < 31
    assert month([10, 10, 10], [10, 10, 10]) == 1
    assert month([10, 0, 30], [5, 10, 5]) == 3  # ahead, then behind, then ahead for good
    assert month([10, 0], [5, 10]) is None  # ahead for a month only


amounts = st.lists(st.integers(0, 10**7), min_size=1, max_size=36)


@given(amounts, amounts)
def test_break_even_agrees_with_a_plain_loop(stay, leave):
    months = min(len(stay), len(leave))
    expected = None
    for first in range(months, 0, -1):
        if sum(leave[:first]) > sum(stay[:first]):
            break
        expected = first
    assert break_even(np.array(stay[:months]), np.array(leave[:months])) == expected


tier_steps = st.lists(st.tuples(st.integers(1, 50), st.integers(0, 500)), max_size=4)


@given(tier_steps, st.integers(0, 500), st.lists(st.integers(0, 300)), st.sampled_from(TierReading))
def test_many_volumes_at_once_cost_what_each_of_them_costs(steps, first_cents, units, reading):
    tiers, start = [Tier(1, first_cents)], 1
    for width, cents in steps:
        start += width
        tiers.append(Tier(start, cents))
    price = Price("thing", "thing", tuple(tiers), "", "")
    found = totals(price, np.array(units, np.int64), reading).tolist()
    assert found == [price.total(number, reading) for number in units]


@given(
    st.integers(1, 6).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 10_000), min_size=n, max_size=n), min_size=1, max_size=8)
    ),
    st.data(),
)
def test_what_is_shared_out_adds_up_and_nobody_gets_a_cent_too_many(weights, data):
    weights = np.array(weights, np.int64)
    whole = weights.sum(axis=0)
    draw = st.lists(st.integers(0, 10**9), min_size=len(whole), max_size=len(whole))
    total = np.array(data.draw(draw), np.int64) * (whole > 0)
    found = shared(total, weights)
    assert (found.sum(axis=0) == total).all()
    exact = total * weights / np.where(whole == 0, 1, whole)
    assert (abs(found - exact) < 1 + 1e-6 * (exact + 1)).all()
    assert not found[weights == 0].any() or (found[weights == 0] <= 1).all()


monthly = st.lists(st.integers(0, 8_000), min_size=12, max_size=12).map(tuple)
case_units = st.fixed_dictionaries(dict.fromkeys(ITEMS, monthly))


@given(st.lists(case_units, min_size=1, max_size=5), st.sampled_from(TierReading), st.sampled_from(Pooling))
def test_the_practices_of_a_book_add_up_to_what_the_book_is_charged(units, tiers, pooling):
    cases = [Case(f"p{n}", one, (0,) * 12, (0,) * 12) for n, one in enumerate(units)]
    found = costs(one_book(*cases, readings=Readings(tiers, pooling), months=12)).medi_total.sum(axis=0)
    for month in range(12):
        expected = PRICES.price("platform").total(len(cases), tiers)
        for item in ITEMS:
            each = [one[item][month] for one in units]
            counted = [sum(each)] if pooling is Pooling.BOOK else each
            expected += sum(PRICES.price(item).total(number, tiers) for number in counted)
        assert found[month] == expected


@given(
    st.lists(case_units, min_size=1, max_size=5),
    st.sampled_from(TierReading),
    st.sampled_from(Pooling),
    st.sampled_from(Commitment),
)
def test_what_a_practice_adds_is_the_bill_of_the_book_less_the_bill_without_it(
    units, tiers, pooling, commitment
):
    cases = [Case(f"p{n}", one, (0,) * 12, (0,) * 12) for n, one in enumerate(units)]
    book = one_book(*cases, readings=Readings(tiers, pooling), months=12, commitment=commitment)
    books = [book, *(book.without(case.practice) for case in cases)]
    charged = [int(costs(one).medi_total.sum()) if one.cases else 0 for one in books]
    assert list(incremental(book)) == [charged[0] - without for without in charged[1:]]


@given(case_units, st.integers(0, 11), st.sampled_from(ITEMS), st.integers(1, 500))
def test_in_the_graduated_reading_more_transactions_never_cost_less(units, month, item, more):
    raised = list(units[item])
    raised[month] += more
    low, high = (
        one_book(Case("elm", said, (0,) * 12, (0,) * 12)) for said in (units, units | {item: tuple(raised)})
    )
    assert costs(low).medi_total.sum() < costs(high).medi_total.sum()
