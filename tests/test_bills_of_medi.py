"""Bills whose column of words is headed Line or the like, and Medi's own bills, which are no charge of Office Ally."""

from __future__ import annotations

import pytest
from claim_makers import practice, put
from cost_cases import AS_OF, MONTHS, one_files, submissions
from cutover.reading.claims.charges import is_of_medi
from cutover.reading.claims.invoices import load_invoices
from cutover.workstreams.cost.inputs import Inputs
from cutover.workstreams.cost.options import options
from cutover.workstreams.cost.report import assess

ROWS = "Eligibility checks,30,0.10,3.00\nPlatform access,1,25.00,25.00\n,,Due,28.00\n"


def bills(tmp_path, name: str, header: str = "Line,Units,Unit price,Total", rows: str = ROWS):
    made = practice(tmp_path)
    put(made, f"invoices/{name}", f"Statement,June 2026\n\n{header}\n{rows}")
    return load_invoices(made)


@pytest.mark.parametrize("head", ["Line", "Ln", "Line item", "Entry", "Particulars", "LINE"])
def test_the_words_of_a_bill_are_known_by_what_it_calls_a_line(tmp_path, head):
    found = bills(tmp_path, "bill 2026-06.csv", f"{head},Units,Unit price,Total")
    assert found.lines["description"].tolist() == ["Eligibility checks", "Platform access"]
    assert found.lines["amount_cents"].tolist() == [300, 2_500] and found.problems.empty


@pytest.mark.parametrize("head", ["Line", "Ln", "Entry"])
def test_a_column_of_line_numbers_is_no_description_beside_one(tmp_path, head):
    rows = "1,Eligibility checks,3.00\n2,Platform access,25.00\n"
    found = bills(tmp_path, "bill 2026-06.csv", f"{head},Description,Total", rows)
    assert found.lines["description"].tolist() == ["Eligibility checks", "Platform access"]
    alone = bills(tmp_path / "alone", "bill 2026-06.csv", f"{head},Total", "1,3.00\n2,25.00\n")
    assert alone.lines.empty and alone.problems["found"].tolist() == ["a line without a description"] * 2


@pytest.mark.parametrize(
    ("name", "theirs"),
    [("medi_statement_2026-06.csv", True), ("Bill Medi June.csv", True), ("intermedia 2026-06.csv", False),
     ("medicare bill 2026-06.csv", False), ("office ally.csv", False)],
)  # fmt: skip
def test_a_bill_is_medis_by_the_name_of_its_file(tmp_path, name, theirs):
    assert is_of_medi(f"invoices/{name}") is theirs
    found = bills(tmp_path, name)
    assert (len(found.lines), len(found.medi)) == ((0, 2) if theirs else (2, 0))
    assert found.problems.empty
    if theirs:
        assert found.medi["amount_cents"].sum() == 300 + 2_500  # the total is the sum of its lines
        assert found.medi["month"].dt.strftime("%Y-%m").unique().tolist() == ["2026-06"]


@pytest.mark.parametrize("name", ["medi_2026-06.csv", "office ally 2026-06.csv"])
def test_medis_bill_is_said_in_the_comparison_and_is_no_charge_that_ends(tmp_path, name):
    found = bills(tmp_path, name)
    files = one_files(claims=submissions(MONTHS, 10), invoices=found)
    told = assess(Inputs((files,), (), AS_OF, files.practice.slug, "Elm", options()))
    said = [limit for limit in told.limits if limit.startswith("Medi's own bills")]
    assert bool(said) is name.startswith("medi")
    if said:
        assert "(2026-06: $28.00)" in said[0]
