"""A row of every NPI together is no row of a wrong NPI: what an owner reads in the column NPI."""

from __future__ import annotations

import pytest
from cutover.columns import Column, Kind
from cutover.reporting.cells import NO_NPI, shown
from cutover.workstreams.nonpar import both_rules, invoices

NPI = Column("npi", Kind.TEXT, "NPI")


@pytest.mark.parametrize("together", [both_rules.ALL, invoices.ALL])
def test_the_sum_of_all_npis_is_shown_to_an_owner_as_all(together):
    assert shown(together, NPI) == "all"


@pytest.mark.parametrize("wrong", ["Allbright", "1234567890", "all of them", "", "ALL"])
def test_what_a_file_has_in_the_place_of_an_npi_is_still_not_shown(wrong):
    assert shown(wrong, NPI) == NO_NPI  # 1234567890 fails its check digit
    assert shown("1234567893", NPI) == "1234567893" and shown(None, NPI) is None
