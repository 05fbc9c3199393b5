"""What the claim history holds is counted: its claims, what was charged, and why the other rows are not claims."""

from __future__ import annotations

from practice_folder import folder, practice_answers, said

HEAD = "Claim ID,Patient Acct,Payer,DOS,CPT,Units,Charge,Status\n"
LINES = (  # A1: 100.00 + 25.50; A2: 80.00
    "A1,P1,Aetna,03/02/2026,99213,1,100.00,Paid\n"
    "A1,P1,Aetna,03/02/2026,87880,1,25.50,Paid\n"
    "A2,P2,Cigna,05/11/2026,99212,1,80.00,Paid\n"
)


def held(home, *texts):
    """The table of the claim history of a practice with these files."""
    files = {f"claims/report {n}.csv": HEAD + text for n, text in enumerate(texts)}
    folder(home, files, practice_answers(usage="Practice Mate"))
    return said(home).tables["claim_history"]


def test_claims_and_what_was_charged_are_said_in_one_sentence(tmp_path):
    table = held(tmp_path, LINES)
    assert table.note == "2 claims: $205.50 charged, service of 2026-03-02 to 2026-05-11."


def test_every_row_of_the_files_is_a_claim_or_has_its_reason(tmp_path):
    table = held(tmp_path, LINES, "A2,P2,Cigna,05/11/2026,99212,1,80.00,Paid\n")  # A2 is in both reports
    assert table.frame["rows"].sum() == 3 + 1
    assert table.frame["rows"].tolist() == [2, 1, 1]
    assert table.frame["what"].str.contains("later report").sum() == 1
    assert table.note.startswith("2 claims: $205.50 charged")


def test_a_further_line_has_no_amount_of_its_own_for_it_is_in_its_claim(tmp_path):
    frame = held(tmp_path, LINES).frame
    further = frame[frame["what"].str.contains("further service line")]
    assert further["rows"].tolist() == [1] and further["charge_cents"].isna().all()


def test_where_some_claims_state_no_charge_their_number_is_said(tmp_path):
    table = held(tmp_path, LINES + "A3,P3,Cigna,05/12/2026,99212,1,,Paid\n")
    assert table.note.startswith("3 claims, 1 of them without a charge: $205.50 charged")


def test_where_no_claim_states_a_charge_it_is_not_zero(tmp_path):
    table = held(tmp_path, "A3,P3,Cigna,05/12/2026,99212,1,,Paid\n")
    assert table.note == "1 claim: what was charged is not known, service of 2026-05-12 to 2026-05-12."


def test_without_a_claim_history_there_is_no_row(tmp_path):
    folder(tmp_path, {}, practice_answers(usage="Practice Mate"))
    table = said(tmp_path).tables["claim_history"]
    assert table.frame.empty and not table.note
