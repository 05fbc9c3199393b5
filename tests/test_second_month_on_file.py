"""The months after the first on file (11): not whole only where the claims themselves say that some are missing."""

from __future__ import annotations

import pytest
from baseline_makers import billed, book, figure, state
from cutover.workstreams.reporting_baseline.against import UNSEEN, against
from cutover.workstreams.reporting_baseline.coverage import is_guessed

USUAL = 10  # claims of a later month


def began(second: int, later: tuple[int, ...] = (3, 4, 5, 6), usual: int = USUAL, figures=()):
    """A history of two claims in January, so many in February, and the usual number in each later month."""
    numbers = {1: 2, 2: second} | dict.fromkeys(later, usual)
    rows = [
        billed(f"A{month}-{n}", f"2026-{month:02}-{n + 5:02}")
        for month, number in numbers.items()
        for n in range(number)
    ]
    return book(rows, figures=figures)


def test_the_first_month_is_where_the_claims_begin():
    whole, why = state(began(USUAL), "charges", "2026-01")
    assert (whole, why) == ("in part", "the claims on file begin here")
    assert not is_guessed(why)


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (10, ""),
        (7, ""),  # 70 % of 10
        (6, "the claims on file begin in 2026-01, with 6 claims where later months have 10, "
            "so that some of this month may be missing"),
        (1, "the claims on file begin in 2026-01, with 1 claim where later months have 10, "
            "so that some of this month may be missing"),
    ],
)  # fmt: skip
def test_the_second_month_is_whole_unless_it_has_too_few_claims(second, said):
    whole, why = state(began(second), "charges", "2026-02")
    assert (whole, why) == ("in part" if said else "whole", said)
    assert not said or (is_guessed(why) and not is_guessed(f"{why}; 1 claim without a charge"))


def test_the_middle_one_of_the_later_months_is_the_usual_one():
    told = began(6, later=(3, 4, 5), usual=8)  # 70 % of 8 are 5.6
    assert state(told, "charges", "2026-02")[0] == "whole"


def test_where_no_later_month_is_whole_nothing_tells_what_is_usual():
    whole, why = state(began(USUAL, later=(3,)), "charges", "2026-02")  # the claims end within March
    assert whole == "in part"
    assert why == "the claims on file begin in 2026-01, so that some of this month may be missing"


@pytest.mark.parametrize(
    ("second", "looks"), [(10, UNSEEN), (6, "the month may not be whole here: the claims on file begin in")]
)
def test_a_difference_is_laid_to_missing_claims_only_where_some_seem_to_be_missing(second, looks):
    told = began(second, figures=[figure("2026-02", "charges", amount_cents=500_000)])
    [row] = against(told).to_dict("records")
    assert row["why"].startswith(looks)
