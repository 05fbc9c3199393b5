"""The low end of the forecast rests on months that files reach: one before the first claim is no month of $0."""

from __future__ import annotations

import datetime as dt

import pytest
from claim_makers import OTHER_NPI
from cutover.workstreams.nonpar_fees.exposure import METHOD, forecast
from nonpar_makers import basis_of, sent

FEE = 4_495  # $44.95 for a Tax ID and NPI with one non-par claim in a month, since January 2026
TODAY = dt.date(2026, 7, 31)


def lows(*claims) -> set[int]:
    """The low of each of the twelve months ahead."""
    return set(forecast(basis_of(*claims, as_of=TODAY))["low_cents"])


def both(month: int) -> list[dict]:
    """Two providers, each with a claim to a non-par payer in a month."""
    return [
        *sent("Sunrise", on=f"2026-{month:02}-06"),
        *sent("Sunrise", on=f"2026-{month:02}-06", rendering_npi=OTHER_NPI),
    ]


def months(*these: int) -> list[dict]:
    return [row for month in these for row in both(month)]


@pytest.mark.parametrize(
    ("claims", "low"),
    [
        (months(3, 4, 5, 6, 7), 2 * FEE),  # February is before the first claim: five months, two fees in each
        (months(5, 6, 7), 2 * FEE),  # three of six months are known
        (months(6, 7), 0),  # two are too few
        (
            [*months(3, 4, 6, 7), *sent("Aetna", on="2026-05-06")],
            0,
        ),  # May is known, and none of its claims is non-par
        (months(3, 4, 6, 7), 0),  # May lies between months with claims
        ([*months(3, 4, 6, 7), *sent("Sunrise", on="2026-05-06")], FEE),  # one provider in May
        (
            [*sent("Aetna", on="2026-02-06"), *months(3, 4, 5, 6, 7)],
            0,
        ),  # February is known, and without a fee
    ],
)
def test_the_low_end_counts_the_known_of_the_last_six_months(claims, low):
    assert lows(*claims) == {low}


def test_the_forecast_says_of_which_months_its_low_end_is():
    said = "Months before the first claim on file and after the last are not known, nor are months in part"
    assert said in METHOD
    assert "fewer than 3 months are known, the low is zero" in METHOD
