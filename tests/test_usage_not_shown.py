"""A hybrid use that the intake states and no file shows: both are told, and a person is asked."""

from __future__ import annotations

import pytest
from practice_folder import by_code, folder, practice_answers, said
from test_inventory_findings import INVOICE, RECEIPT

PRINTING = INVOICE.replace("EHR 24/7", "Printing")


@pytest.mark.parametrize(
    ("files", "other", "cases"),
    [
        ({"submissions/a.999": RECEIPT}, "Birch EHR", 1),
        (
            {"submissions/a.999": RECEIPT, "invoices/i.csv": PRINTING},
            None,
            1,
        ),  # four parts could be billed, none is
        (
            {"submissions/a.999": RECEIPT},
            None,
            0,
        ),  # before anything was exported files show uploads alone, too
        ({"submissions/a.999": RECEIPT, "invoices/i.csv": INVOICE}, "Birch EHR", 0),  # EHR 24/7 is billed
        ({}, "Birch EHR", 0),  # nothing shows anything
    ],
)
def test_a_stated_hybrid_of_which_files_show_uploads_alone_is_a_finding(tmp_path, files, other, cases):
    folder(tmp_path, files, practice_answers(usage="hybrid", **({"other_system": other} if other else {})))
    result = said(tmp_path)
    found = by_code(result).get("inv-usage-not-shown")
    assert (found.count if found else 0) == cases
    pattern = next(f.value for f in result.figures if f.label == "Usage pattern")
    assert pattern == ("hybrid or clearinghouse-only" if cases else "hybrid")
    told = result.tables["project"].frame["question"].tolist()
    assert any("clearinghouse-only" in one for one in told) == bool(cases)


@pytest.mark.parametrize("stated", ["clearinghouse-only", "Practice Mate"])
def test_other_stated_patterns_have_findings_of_their_own(tmp_path, stated):
    folder(tmp_path, {"submissions/a.999": RECEIPT}, practice_answers(usage=stated, other_system="Birch EHR"))
    assert "inv-usage-not-shown" not in by_code(said(tmp_path))
