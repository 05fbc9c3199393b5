"""Second coverages without a member ID, and claims that an adjustment of an earlier check cannot mean."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from cutover.workstreams.demographics.conserved import IN_IMPORT, outcome_words
from cutover.workstreams.demographics.record_figures import further
from cutover.workstreams.era_audit import adjusted_checks

LACKS, ENDED = outcome_words("member-missing"), outcome_words("row-repeated")


@pytest.mark.parametrize(
    ("outcomes", "value", "note"),
    [
        ([IN_IMPORT, LACKS], "2", "Sunrise (2); 1 of them in no import for want of a member ID"),
        ([LACKS, LACKS], "2", "Sunrise (2); 2 of them in no import for want of a member ID"),
        ([IN_IMPORT, ENDED], "1", "Sunrise (1); 1 further coverage set aside"),
    ],
)
def test_a_second_coverage_without_its_member_id_is_a_coverage_all_the_same(outcomes, value, note):
    rows = pd.DataFrame({"outcome": outcomes, "payer_name": "Sunrise", "account_number": ["P1", "P2"]})
    figure = further(SimpleNamespace(tables=()), SimpleNamespace(further=rows))
    assert (figure.value, figure.note) == (value, note)


def test_a_second_coverage_that_names_no_payer_and_no_member_is_none():
    rows = pd.DataFrame(
        {"outcome": [LACKS], "payer_name": pd.Series([None], dtype="str"), "account_number": "P1"}
    )
    assert further(SimpleNamespace(tables=()), SimpleNamespace(further=rows)).value == "0"


@pytest.mark.parametrize(
    ("paid", "is_named"), [("2026-03-09", True), ("2026-03-10", True), ("2026-03-11", False)]
)
def test_an_adjustment_means_no_claim_that_was_paid_after_it(monkeypatch, paid, is_named):
    claims = pd.DataFrame(
        {
            "payer": ["SUNRISE"],
            "word": ["K7"],
            "patient_control_number": ["K7"],
            "claim_paid_on": [pd.Timestamp(paid)],
        }
    )
    monkeypatch.setattr(adjusted_checks, "numbered", lambda inputs, words: claims)
    words = pd.DataFrame({"row": [0], "payer": ["SUNRISE"], "word": ["K7"], "trace_number": ["T1"],
                          "paid_on": [pd.Timestamp("2026-03-10")]})  # fmt: skip
    assert (len(adjusted_checks._claims(None, words)) == 1) is is_named
