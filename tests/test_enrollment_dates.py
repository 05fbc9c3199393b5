"""How long enrollments take: the chance of each day with its arithmetic, the draws against an exact computation."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from cutover.reading.payers.families import Duration
from cutover.workstreams.enrollment.dates import after, day_of, drawn, exact, left, simulated, whole
from cutover.workstreams.enrollment.plan import calendar
from enrollment_makers import claims, day, filed, plan, required
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st


def of(low: int, likely: int, high: int) -> Duration:
    return Duration(low, likely, high, "a test")


def test_the_chance_of_each_day_is_the_area_of_its_day_under_the_triangle():
    # from 1 over 2 to 4 days: below 2 lies (2-1)^2 / (3*1) = 1/3, beyond 3 lies (4-3)^2 / (3*2) = 1/6
    assert whole(of(1, 2, 4)) == pytest.approx([0, 0, 1 / 3, 1 / 2, 1 / 6])
    assert whole(of(3, 3, 3)) == pytest.approx([0, 0, 0, 1])
    assert whole(of(0, 0, 2)) == pytest.approx([0, 3 / 4, 1 / 4])  # falling from the first day
    assert whole(of(0, 2, 2)) == pytest.approx([0, 1 / 4, 3 / 4])  # rising to the last


def test_what_has_waited_leaves_only_the_days_that_are_still_possible():
    # of 1/3, 1/2, 1/6 on the days 2, 3, 4 remain 1/2 and 1/6 after two days: 3/4 and 1/4
    assert left(of(1, 2, 4), 2) == pytest.approx([0, 3 / 4, 1 / 4])
    assert left(of(1, 2, 4), 0) == pytest.approx(whole(of(1, 2, 4)))


def test_one_that_waits_longer_than_it_should_takes_as_much_again_as_from_likely_to_most():
    assert left(of(1, 2, 4), 3) == pytest.approx([0, 1])  # one more day is the most
    assert left(of(1, 2, 4), 4) == pytest.approx([0, 1 / 2, 1 / 2])  # 4 - 2 = 2 days, each as likely
    assert left(of(3, 3, 3), 3) == pytest.approx([0, 1])  # never less than a day


def test_credentialing_and_enrollment_follow_each_other():
    assert after(whole(of(2, 2, 2)), whole(of(1, 2, 4))) == pytest.approx([0, 0, 0, 0, 1 / 3, 1 / 2, 1 / 6])


def enumerated(chances: list[np.ndarray], share: float) -> int:
    """The day by which all are live in that share of the cases, by counting every combination of days."""
    total: dict[int, float] = {}
    for combination in product(*(range(len(chance)) for chance in chances)):
        weight = float(np.prod([chance[d] for chance, d in zip(chances, combination, strict=True)]))
        total[max(combination)] = total.get(max(combination), 0.0) + weight
    passed = 0.0
    for last in sorted(total):
        passed += total[last]
        if passed >= share - 1e-9:
            return last
    raise AssertionError


SMALL = {"a": of(2, 5, 12), "b": of(1, 3, 9), "c": of(4, 6, 11)}  # 12 * 9 * 11 = 1,188 combinations


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_the_drawn_dates_are_those_of_every_combination_counted(share):
    chances = [whole(duration) for duration in SMALL.values()]
    wanted = enumerated(chances, share)
    assert day_of(exact(chances), share) == wanted
    found = simulated({n: whole(d) for n, d in SMALL.items()}, {n: n for n in SMALL}, 20_000, 7)
    assert (found.median, found.sure)[share == 0.9] == wanted


@settings(max_examples=examples(40), deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(0, 9)] * 3, st.integers(0, 12)), min_size=1, max_size=3),
    st.sampled_from([0.5, 0.9]),
)
def test_the_exact_day_is_that_of_every_combination_for_any_durations_and_waits(given_days, share):
    chances = [left(of(*sorted(three)), waited) for *three, waited in given_days]
    assert all(chance.sum() == pytest.approx(1) for chance in chances)
    assert day_of(exact(chances), share) == enumerated(chances, share)


def test_equal_seeds_give_equal_draws_whatever_else_is_drawn():
    alone = drawn({"a": whole(SMALL["a"])}, 500, 1)["a"]
    beside = drawn({n: whole(d) for n, d in SMALL.items()}, 500, 1)["a"]
    assert (alone == beside).all()
    assert (alone != drawn({"a": whole(SMALL["a"])}, 500, 2)["a"]).any()


def test_a_day_gained_on_the_payer_that_is_always_last_is_a_day_gained_and_on_another_none():
    slow, quick = whole(of(30, 35, 40)), whole(of(1, 2, 4))
    found = simulated(
        {"slow 835": slow, "quick 835": quick}, {"slow 835": "slow", "quick 835": "quick"}, 2_000, 3
    )
    assert found.gain == {"slow": 1.0, "quick": 0.0}
    assert found.last == {"slow": 1.0, "quick": 0.0}


def test_two_payers_that_are_always_last_together_gain_nothing_alone():
    same = whole(of(5, 5, 5))
    found = simulated({"a": same, "b": same}, {"a": "a", "b": "b"}, 100, 3)
    assert (found.gain, found.last, found.sure) == ({"a": 0.0, "b": 0.0}, {"a": 1.0, "b": 1.0}, 5)


def test_claims_and_era_of_one_payer_are_one_group_that_is_as_slow_as_the_slower():
    days = {"a 835": whole(of(9, 9, 9)), "a 837P": whole(of(3, 3, 3)), "b 835": whole(of(7, 7, 7))}
    found = simulated(days, {"a 835": "a", "a 837P": "a", "b 835": "b"}, 100, 3)
    assert (found.median, found.gain) == (9, {"a": 1.0, "b": 0.0})


def test_without_anything_open_nothing_is_waited_for():
    assert (simulated({}, {}, 100, 1).median, simulated({}, {}, 100, 1).sure) == (0, 0)


def test_the_day_by_the_payers_usual_days_counts_from_filing_and_only_of_what_is_under_way():
    """Filed 2026-07-06 with 35 usual days: 2026-08-10. What nobody filed, and what is live, has no such day."""
    known = [required("HARBOR MUTUAL", "835", "enrollment required", usual_days=35),
             required("TRIDENT HEALTH", "835", "enrollment required", usual_days=35)]  # fmt: skip
    made = plan(
        claims("HARBOR MUTUAL", 3) + claims("TRIDENT HEALTH", 2) + claims("OAK PLAN", 1),
        enrollments=[
            filed("HARBOR MUTUAL", "835", "PROVISIONING", "2026-07-06"),
            filed("TRIDENT HEALTH", "835", "not filed"),
            filed("OAK PLAN", "835", "PROVISIONING", "2026-07-06"),  # its days are not known
        ],
        rules=known,
    )
    eras = calendar(made)
    eras = eras[eras["transaction"] == "ERA (835)"].set_index("payer")["usual_on"]
    assert eras["HARBOR MUTUAL"] == day("2026-08-10")
    assert eras[["TRIDENT HEALTH", "OAK PLAN"]].isna().all()
