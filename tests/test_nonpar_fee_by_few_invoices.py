"""A year of non-par fees by one invoice or two is a range: from what claims show to that invoice every month."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.workstreams.cost import office_ally
from cutover.workstreams.nonpar_fees.rule import load_fee_rules
from nonpar_makers import invoices, line

AS_OF, FEE = dt.date(2026, 7, 31), 4_495
RULES = load_fee_rules()


def by_invoices(months: int, shown: int, cents: int = FEE):
    """The non-par fee of a practice of which so many invoices are held and too few claims can be counted."""
    lines = invoices(*(line(f"2026-0{month}-01", cents) for month in range(3, 3 + months))).lines
    usage = office_ally.Usage(None, None, 2)
    made = office_ally.parts(None, lines, usage, RULES, AS_OF, dt.date(2026, 8, 1), shown)
    return next(part for part in made if part.charge == office_ally.NONPAR)


@pytest.mark.parametrize(
    ("months", "shown", "least", "most"),
    [
        (1, 3 * FEE, 13_485, 53_940),  # 3 * $44.95 by the claims, 12 * $44.95 by the invoice
        (2, 3 * FEE, 13_485, 53_940),
        (3, 3 * FEE, 53_940, 53_940),  # three invoices show a rhythm
        (1, 0, 0, 53_940),
        (1, 14 * FEE, 62_930, 62_930),  # 14 * $44.95: two clinicians; the claims show more than the invoice
    ],
)
def test_one_or_two_invoices_are_the_most_and_what_the_claims_show_the_least(months, shown, least, most):
    fee = by_invoices(months, shown)
    assert (sum(fee.charged_low), sum(fee.charged_high)) == (least, most)
    assert (sum(fee.ends_low), sum(fee.ends_high)) == (least, most)
    assert (
        max(fee.charged_low) - min(fee.charged_low) <= 1 or months == 3
    )  # in which months it falls is not known
    if months < 3:
        assert f"at least ${least / 100:,.2f}, which claims on file show" in fee.known_from


def test_an_invoice_without_the_fee_is_no_range():
    fee = by_invoices(1, 0, cents=0)
    assert set(fee.charged_low) == set(fee.charged_high) == {0}
