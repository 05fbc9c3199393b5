"""Each claim of a file of claims (837) stands under its own number, so that two of one charge are told apart."""

from __future__ import annotations

from cutover.columns import Privacy
from cutover.workstreams.open_claims.sent_files import SENT_CLAIMS, sent_claims, sent_files
from test_files_of_claims import batch, told


def test_each_claim_of_an_837_is_a_row_with_its_number_in_the_order_of_the_days():
    later = batch("T7", file="submissions/b.837", sent="2026-05-09", group="32")
    tried = [row | {"is_test": True} for row in batch("T9", file="submissions/t.837")]
    rows = sent_claims(told(batches=[*later, *batch("T1", "T2"), *tried]))
    assert rows["patient_control_number"].tolist() == ["T1", "T2", "T7"]  # a test is no claim that was sent
    assert rows["charge_cents"].tolist() == [12_050] * 3


def test_the_claims_tie_to_their_files_and_their_numbers_stay_at_the_desk():
    given = told(batches=[*batch("T1", "T2"), *batch("T7", file="submissions/b.837", group="32")])
    files, rows = sent_files(given), sent_claims(given)
    assert files["claims"].sum() == len(rows) and files["charge_cents"].sum() == rows["charge_cents"].sum()
    privacy = {column.name: column.privacy for column in SENT_CLAIMS}
    assert privacy["patient_control_number"] is Privacy.PHI and privacy["charge_cents"] is Privacy.OPEN
