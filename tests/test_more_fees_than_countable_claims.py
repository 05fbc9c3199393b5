"""More fees on an invoice than the claims show are a finding only where every claim of the month could be counted."""

from dataclasses import replace

import pandas as pd
import pytest
from cutover.columns import conform
from cutover.reading.claims.own_counts import OWN_COUNTS
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


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (300, NOT_TOLD),  # 201 claims are on file: 99 are in no list, and one of them may be the second fee
        (201, MORE),
        (205, MORE),  # 4 of 205 are below the 5 % from which a list is not whole
    ],
)
def test_claims_that_the_own_count_alone_has_may_be_the_cause_of_a_further_fee(number, expected):
    counts = pd.DataFrame([(pd.Timestamp("2026-03-01"), "claim", number, "invoices/c.csv")],
                          columns=[c.name for c in OWN_COUNTS])  # fmt: skip
    bill = replace(invoices(line(cents=2 * FEE, npi=None)), counts=conform(counts, OWN_COUNTS))
    rows = (*sent("Sunrise", on=MARCH), *sent("Aetna", 200, on=MARCH))
    found = charged(basis_of(*rows, invoices=bill))
    assert found["outcome"].tolist() == [expected]
