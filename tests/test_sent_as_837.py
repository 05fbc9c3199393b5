"""Claims in the 837 files of Medi's folder went out through Medi, each once, whatever lists say of them besides."""

from __future__ import annotations

import pytest
from cutover.reading.claims.batches import load_batches
from cutover.reading.claims.sent import IN_A_LIST, TEST, load_sent
from cutover.reading.practice.book import found_practice
from cutover.workstreams.inventory import files
from cutover.workstreams.inventory import inputs as inventory
from practice_folder import TODAY, folder, practice_answers
from test_files_of_claims import claims_file

LIST = (
    "Claim ID,Account,Submitted,DOS,Payer,Charge,Status\n"
    "m7,Q2,05/04/2026,05/01/2026,LAKE HEALTH,120.50,accepted\n"
)
FILES = {
    "medi_submissions/a_837P.edi": claims_file("Q1", "Q2"),
    "medi_submissions/again.edi": claims_file("Q1", "Q2"),  # the same bytes: nothing more
    "medi_submissions/test.edi": claims_file("Q3", usage="T"),
    "medi_submissions/b.x12": claims_file("Q4", group="32", on="20260511"),
    "medi_submissions/list.csv": LIST,
    "submissions/old.837": claims_file("Q5"),  # Office Ally's
}


@pytest.fixture(scope="module")
def who(tmp_path_factory):
    """The practice with claims in both folders."""
    home = tmp_path_factory.mktemp("home")
    folder(home, FILES, practice_answers())
    return found_practice(home, "acme", "cedar-grove")[0]


def test_each_claim_of_medis_837_files_is_sent_once_and_a_list_tells_more_of_one(who):
    found = load_sent(who)
    told = found.rows.set_index("patient_control_number")
    assert set(told.index) == {"Q1", "Q2", "Q4"}
    # $120.50 each, of Q1, Q2 and Q4
    assert told["charge_cents"].sum() == 3 * 12_050
    assert told["state"].to_dict() == {"Q1": "sent", "Q2": "accepted", "Q4": "sent"}
    assert dict(zip(found.set_aside["reason"], found.set_aside["amount_cents"], strict=True)) == {
        IN_A_LIST: 12_050, TEST: 12_050,
    }  # fmt: skip


def test_rows_in_are_rows_used_and_rows_set_aside(who):
    found = load_sent(who)
    rows = found.files[["rows_in", "rows_used", "rows_set_aside"]].sum()
    assert list(rows) == [5, 3, 2]  # Q1, Q2, Q3 of the test, Q4, and Q2 of the list
    assert len(found.rows) == 3 and len(found.set_aside) == 2


def test_office_allys_own_837_stays_office_allys_and_medis_are_in_their_folder(who):
    assert list(load_batches(who, "submissions").claims["patient_control_number"]) == ["Q5"]
    assert files.wrong_folder(inventory.load(who, TODAY)).empty
