"""Where a practice bills under several Tax IDs, 04 says the claims of each beside the rows of Tax ID and NPI."""

from __future__ import annotations

import pytest
from cutover.workstreams.nonpar_fees.exposure import combinations_table
from nonpar_makers import basis_of, sent

FIRST, SECOND = "111223333", "444556666"


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (SECOND, " Claims by Tax ID: 5 under *****3333 and 1 under *****6666."),  # 2 + 3 of two NPIs, and 1
        (FIRST, None),  # one Tax ID: nothing to add up
        ("999883333", None),  # the same last four digits
    ],
)
def test_claims_of_each_tax_id_are_added_up(second, said):
    rows = [
        *sent(times=2, tax_id=FIRST, rendering_npi="1234567893"),
        *sent(times=3, tax_id=FIRST, rendering_npi="1245319599"),
        *sent(times=1, tax_id=second, rendering_npi="1234567893"),
    ]
    note = combinations_table(basis_of(*rows)).note
    assert note.endswith(said) if said else "Claims by Tax ID" not in note
