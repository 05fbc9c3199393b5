"""What an invoice is above or below Medi's platform and claims of that month alone (05, the last twelve months)."""

from __future__ import annotations

import pandas as pd
import pytest
from cost_cases import one_files, one_invoice, submissions
from cutover.workstreams.cost import report as cost
from cutover.workstreams.cost.inputs import Inputs
from test_months_of_each_system import AS_OF


@pytest.mark.parametrize(("invoiced", "less"), [
    ("81.10", 81_10 - 24_20),  # Medi: $20.00 + 6 x $0.70 = $24.20
    ("9.10", 9_10 - 24_20),  # below zero: Medi is more
    (None, None),  # no invoice of the month: not known, and not zero
])  # fmt: skip
def test_the_difference_of_a_month_stands_beside_both_prices(invoiced, less):
    bill = one_invoice(("2026-06", "Paper claims", 1, invoiced)) if invoiced else None
    files = one_files(claims=submissions(["2026-06"], each=6), **({"invoices": bill} if bill else {}))
    frame = cost.assess(Inputs((files,), (), AS_OF, "elm", "Elm Clinic")).tables["past"].frame
    (june,) = frame[frame["month"].eq("2026-06-01")].to_dict("records")
    assert (None if pd.isna(june["less_cents"]) else june["less_cents"]) == less
