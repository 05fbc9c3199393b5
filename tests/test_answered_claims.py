"""An answer (CLP) is of one claim: by number and day of service, over systems, payers and take-backs."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import cast

import pandas as pd
from cutover.workstreams.era_audit.both_systems import answered
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.take_backs import numbered

MAY = pd.Timestamp(dt.date(2026, 5, 4))
JUNE = pd.Timestamp(dt.date(2026, 6, 8))


def claims(*rows: tuple[str | None, str, pd.Timestamp | None]) -> int:
    """How many claims these answers are of: account number, CLP02, first day of service of each."""
    frame = pd.DataFrame(rows, columns=["patient_control_number", "status", "statement_from"])
    texts = {"patient_control_number": "str", "status": "str", "statement_from": "datetime64[ms]"}
    found = answered(frame.astype(texts))
    assert len(found) == len(rows)
    return found.nunique()


def test_one_number_on_two_days_is_two_claims_and_on_one_day_one():
    assert claims(("A-17", "1", MAY), ("a17", "22", MAY), ("A17", "1", JUNE)) == 2


def test_an_answer_without_a_day_is_of_the_one_day_of_its_number_and_of_none_where_there_are_two():
    assert claims(("A17", "1", MAY), ("A17", "22", None)) == 1
    assert claims(("A17", "1", MAY), ("A17", "1", JUNE), ("A17", "22", None)) == 3
    assert claims(("A17", "1", None), ("A17", "22", None)) == 1


def test_answers_without_a_number_are_claims_of_their_own():
    assert claims((None, "1", MAY), (None, "1", MAY), ("--", "1", MAY), ("A17", "1", MAY)) == 4


def test_a_later_payer_with_an_ending_answers_the_claim_of_the_first_where_that_is_there():
    assert claims(("T5005", "1", MAY), ("T5005-2", "2", MAY)) == 1
    assert claims(("T5006", "1", MAY), ("T5005-2", "2", MAY)) == 2
    assert claims(("T5005-2", "1", MAY), ("T5005", "1", MAY)) == 2  # two claims of first payers
    assert claims(("T5005", "2", MAY), ("T5005-2", "2", MAY)) == 2  # the first payer's answer is not here


def test_no_answers_are_of_no_claims():
    assert claims() == 0


def test_words_that_no_claim_bears_bring_no_claims():
    rows = pd.DataFrame({
        "payer": ["ACME", "ACME"], "paid_on": [MAY, MAY], "paid_cents": [100, 200], "status": ["1", "22"],
        "patient_control_number": ["A17", "A18"], "payer_claim_number": ["P1", "P2"],
    })  # fmt: skip
    inputs = cast(Inputs, SimpleNamespace(claim_rows=rows))
    assert numbered(inputs, ["58", "217"]).empty
    assert numbered(inputs, ["P1", "A18"])["word"].tolist() == ["P1"]  # A18 is a take-back
