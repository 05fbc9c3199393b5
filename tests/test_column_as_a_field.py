"""A column of a table is one field at most, and what has become a field is not among the columns that go nowhere."""

from __future__ import annotations

import pytest
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import claim_history

TEXT = b"Claim ID,DOS,Payer,Billed,Tag\nC1,03/02/2026,Aetna,110.00,K-20\nC2,03/03/2026,Aetna,90.00,K-21\n"


@pytest.mark.parametrize(("column", "was"), [("Tag", None), ("Claim ID", "claim_number")])
def test_a_column_that_becomes_a_field_leaves_where_it_was(column, was):
    walk = suggest(read_spreadsheet(TEXT, "c.csv").sheets[0], claim_history())
    made = walk.with_column("patient_control_number", column, "its values say so")
    assert walk.used.get("patient_control_number") is None and was in (*walk.used, None)
    assert made.used == {key: name for key, name in walk.used.items() if name != column} | {
        "patient_control_number": column
    }
    assert column not in set(made.unmapped["source_column"])
