"""Months whose file summary is lost: a fee of them is inferred from other files, and that is said."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.workstreams.nonpar.report import assess
from cutover.workstreams.nonpar_fees.exposure import months_table
from nonpar_makers import basis_of, sent

LOST = "not from a file summary: none of the month is on file"


def march_and_may(march: str, may: str):
    return basis_of(
        *sent("Aetna", on="2026-03-03", source=march), *sent("Aetna", on="2026-05-04", source=may)
    )


def known_from(given) -> dict[str, object]:
    rows = months_table(given).frame.set_index("month")["known_from"]
    return {f"{month:%m}": None if pd.isna(said) else said for month, said in rows.items()}


def test_a_month_without_a_file_summary_beside_one_with_is_said_to_rest_on_other_files():
    said = known_from(march_and_may("claim history", "file summary"))
    assert (said["03"], said["05"]) == (LOST, None)


@pytest.mark.parametrize("source", ["file summary", "claim history"])
def test_where_all_months_have_a_file_summary_or_none_has_no_month_is_lost(source):
    given = march_and_may(source, source)
    assert given.without_summary == [] and LOST not in known_from(given).values()


def test_a_fee_of_nothing_is_not_called_exact_where_a_file_summary_is_lost():
    made = assess(march_and_may("claim history", "file summary"))
    note = next(f.note for f in made.figures if f.label == "Last 12 months, rule in force")
    assert note.endswith("no file summary of 1 month is on file")
    assert any(said.startswith("No file summary of 2026-03 is on file.") for said in made.limits)
