"""The rule by which a rate is seen: five in a row begin one, five in a row at another end it."""

from __future__ import annotations

import numpy as np
import pytest
from cutover.workstreams.fee_schedules.stretches import stretches
from hypothesis import given
from hypothesis import strategies as st


def seen(values: list[int], days: list[int] | None = None, keys: list[int] | None = None):
    count = len(values)
    found = stretches(np.array(keys or [0] * count), np.array(days or range(count)), np.array(values), 5, 120)
    return found


def rates(found) -> list[tuple]:
    return list(found.table[["value", "first_on", "last_on", "at"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(("lines", "expected"), [(4, []), (5, [(100, 0, 4, 5)])])
def test_a_rate_begins_with_five_lines_in_a_row(lines, expected):
    assert rates(seen([100] * lines)) == expected


def test_a_rate_holds_from_its_first_line_although_others_stand_between():
    # 100 100 90 100 100 100 100 100: the run of five begins with the fourth line, the rate with the first
    assert rates(seen([100, 100, 90, 100, 100, 100, 100, 100])) == [(100, 0, 7, 7)]


def test_lines_before_the_first_line_at_the_first_rate_have_none():
    found = seen([80, 80, 100, 100, 100, 100, 100])
    assert found.of_line.tolist() == [-1, -1, 0, 0, 0, 0, 0]


def test_the_day_of_change_leaves_the_fewest_lines_on_the_wrong_side():
    # a new rate from the line on day 6 on, one of its first lines is short
    values = [100] * 6 + [110, 110, 90] + [110] * 5
    assert rates(seen(values)) == [(100, 0, 5, 6), (110, 6, 13, 7)]


def test_a_line_at_the_old_rate_after_the_change_does_not_move_it():
    values = [100] * 6 + [110, 110, 100] + [110] * 5
    found = seen(values)
    assert rates(found) == [(100, 0, 5, 6), (110, 6, 13, 7)]
    assert found.of_line[8] == 1  # paid at the old rate under the new one


def test_a_change_falls_between_two_days_whatever_the_order_of_lines_within_one():
    days = [0, 1, 2, 3, 4, 5, 5, 6, 7, 8, 9]
    values = [100, 100, 100, 100, 100, 110, 100, 110, 110, 110, 110]
    found = seen(values, days)
    assert {tuple(found.of_line[[5, 6]])} <= {(0, 0), (1, 1)}


@pytest.mark.parametrize(("days", "expected"), [(119, 1), (120, 3)])
def test_an_amount_that_gives_way_to_the_rate_before_it_soon_is_no_rate(days, expected):
    values = [100] * 5 + [90] * 5 + [100] * 5
    when = [0, 1, 2, 3, 4, 10, 11, 12, 13, 10 + days, 140, 141, 142, 143, 144]
    assert len(rates(seen(values, when))) == expected


@pytest.mark.parametrize(("tail", "expected"), [([90], [0]), ([90, 90], [-1, -1]), ([90, 80], [0, 0])])
def test_the_last_lines_are_compared_unless_they_agree_on_a_new_amount(tail, expected):
    found = seen([100] * 6 + tail)
    assert found.of_line[6:].tolist() == expected


def test_two_keys_know_nothing_of_each_other():
    values, keys = [100, 90] * 6, [0, 1] * 6
    assert rates(seen(values, keys=keys)) == [(100, 0, 10, 6), (90, 1, 11, 6)]


LINES = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 40), st.sampled_from([100, 110, 90])), max_size=60
)


@given(LINES, st.randoms())
def test_the_order_of_lines_changes_nothing_and_each_line_has_one_stretch_of_its_key(lines, rng):
    def told(rows):
        columns = [np.array([row[n] for row in rows], "int64") for n in range(3)]
        found = stretches(*columns, 5, 120)
        own = [
            (row, None if of < 0 else rates(found)[of]) for row, of in zip(rows, found.of_line, strict=True)
        ]
        assert all(of < 0 or found.table["key"][of] == row[0]
                   for row, of in zip(rows, found.of_line, strict=True))  # fmt: skip
        assert int(found.table["lines"].fillna(0).sum()) == int((found.of_line >= 0).sum())
        return sorted(own, key=repr)

    mixed = list(lines)
    rng.shuffle(mixed)
    assert told(lines) == told(mixed)
