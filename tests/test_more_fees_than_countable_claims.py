"""More fees on an invoice than the claims show are a finding only where every claim of the month could be counted."""

import pytest
from cutover.workstreams.nonpar.invoices import MORE, NOT_TOLD, charged
from nonpar_makers import basis_of, invoices, line, sent

FEE = 4_495
MARCH, APRIL = "2026-03-10", "2026-04-10"


def outcome(*others):
    """What two fees charged for March come to beside one claim of a non-par payer in it, which shows one fee."""
    many = sent(
        "Aetna", 200, submission_date=MARCH
    )  # so few uncounted claims are never a share of all that matters
    rows = (*sent("Sunrise", submission_date=MARCH), *many, *others)
    found = charged(basis_of(*rows, invoices=invoices(line(cents=2 * FEE, npi=None))))
    return found.loc[found["month"].eq("2026-03-01"), "outcome"].tolist()


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], MORE),  # each claim is counted: 2 fees for 1
        (sent("Golden Oak", rendering_npi=None, submission_date=MARCH), NOT_TOLD),  # it may be the second fee
        (
            sent("Golden Oak", rendering_npi=None, submission_date=APRIL),
            MORE,
        ),  # one of April causes no fee of March
        (sent("Aetna", rendering_npi=None, submission_date=MARCH), MORE),  # a par payer causes none
    ],
)
def test_a_claim_of_the_month_without_a_provider_may_be_the_cause_of_a_further_fee(others, expected):
    assert outcome(*others) == [expected]
