"""A fee without a claim is that of the month beside it only where that month's own is not charged."""

from __future__ import annotations

import pytest
from cutover.workstreams.nonpar.invoices import AGREES, NO_REASON, charged
from nonpar_makers import basis_of, invoices, line, sent

AFTER, BEFORE = "it is the fee of the month after", "it is the fee of the month before"
MAY = "2026-05-01"


def of_may(claims: list[str], fees: list[str], npi: str | None = None):
    """The row of a fee charged for May, beside non-par claims of these months and fees of others."""
    rows = [one for month in claims for one in sent("Sunrise", on=f"{month}-11")]
    other = [
        line(f"{month}-01", words="Practice Mate subscription", cents=2_995)
        for month in ("2026-04", "2026-06")
    ]
    charges = [line(f"{month}-01", **({"npi": None} if npi is None else {})) for month in ("2026-05", *fees)]
    found = charged(basis_of(*rows, *sent(on="2026-05-11"), invoices=invoices(*other, *charges)))
    return found[found["month"] == MAY].iloc[0]


@pytest.mark.parametrize(
    ("claims", "fees", "npi", "reason"),
    [
        (["2026-06"], [], None, AFTER),  # June owes a fee, and its invoice has none
        (["2026-06"], ["2026-06"], None, NO_REASON),  # June has its own
        (["2026-06"], ["2026-06"], "named", NO_REASON),
        (["2026-04"], [], "named", BEFORE),
        (["2026-04"], ["2026-04"], None, NO_REASON),
        (["2026-04", "2026-06"], ["2026-04"], None, AFTER),  # April has its own, June has not
    ],
)
def test_a_month_with_its_own_fee_explains_no_fee_of_the_month_beside_it(claims, fees, npi, reason):
    row = of_may(claims, fees, npi)
    assert row["outcome"] != AGREES and row["reason"] == reason
