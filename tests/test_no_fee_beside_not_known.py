"""Where claims of a month could not be counted, its fee is not known: no most and no difference stands beside that."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.workstreams.nonpar.invoices import MORE, NOT_TOLD, charged
from nonpar_makers import basis_of, invoices, line, sent

FEE, JUNE = 4_495, "2026-06-08"


def row(*claims, fees: int) -> dict:
    """What so many fees charged for June come to beside these claims."""
    found = charged(basis_of(*claims, invoices=invoices(line("2026-06-01", fees * FEE, None))))
    (one,) = found[found["month"].eq("2026-06-01")].to_dict("records")
    return one


@pytest.mark.parametrize(
    ("counted", "low"),
    [
        (0, None),  # no claim could be counted: not even that none is owed is known
        (1, FEE),  # one fee is sure, and claims without a provider may be the second
    ],
)
def test_a_fee_that_hidden_claims_may_owe_has_no_most_and_no_difference(counted, low):
    hidden = sent("Sunrise", 3, rendering_npi=None, submission_date=JUNE)
    one = row(*sent("Sunrise", counted, submission_date=JUNE), *hidden, fees=2)
    assert one["outcome"] == NOT_TOLD and one["charged_cents"] == 2 * FEE
    assert (one["fee_low_cents"] if pd.notna(one["fee_low_cents"]) else None) == low
    assert pd.isna(one["fee_high_cents"]) and pd.isna(one["difference_cents"])


def test_where_each_claim_is_counted_the_figures_stand():
    one = row(*sent("Sunrise", submission_date=JUNE), fees=2)
    assert one["outcome"] == MORE
    assert (one["fee_high_cents"], one["difference_cents"]) == (FEE, FEE)  # 2 x $44.95 less $44.95
