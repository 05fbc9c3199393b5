"""A list of claims that still went out through Office Ally is read from its folder, whoever kept it."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.claims import sent_lists
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.file_summary import SOURCE as SUMMARY
from cutover.reading.era.archive import load_archive
from cutover.reading.practice import file_subject, preflight_files
from cutover.reading.practice.book import load_practice
from cutover.workstreams.parallel_run.inputs import load
from cutover.workstreams.parallel_run.sent_claims import sent_cases
from practice_folder import folder, practice_answers

LIST = """Claim ID|Chart|DOS|Date Sent|Plan|Billed
KL-71|P1|06/16/2026|06/18/2026|Alder Health|60.00
KL-72|P2|06/17/2026|06/19/2026|Birch Plan|80.00
KL-73|P3|06/02/2026|06/04/2026|Birch Plan|90.00
"""
HISTORY = """Claim ID,Chart,DOS,Submitted,Plan,Billed,Paid,Status
KL-73,P3,06/02/2026,06/04/2026,Birch Plan,90.00,0.00,Pending
KL-74,P4,06/03/2026,06/05/2026,Birch Plan,95.00,0.00,Pending
"""
MEDI = """Claim ID,Chart,DOS,Submitted on,Payer,Billed Amt
KL-71,P1,06/16/2026,06/20/2026,Alder Health,60.00
KL-75,P5,06/18/2026,06/22/2026,Alder Health,65.00
"""
FILES = {
    "submissions/went out after the move.txt": LIST,
    "claims/history.csv": HISTORY,
    "medi_submissions/sent.csv": MEDI,
    "submissions/remarks.txt": "Call Office Ally about KL-71.\nNobody answered.\n",
}


@pytest.fixture(scope="module")
def who(tmp_path_factory):
    """The practice, which moved on 15 June."""
    home = tmp_path_factory.mktemp("home")
    folder(home, FILES, practice_answers(cutover_date=dt.date(2026, 6, 15)))
    return load_practice(home, "acme", "cedar-grove")


@pytest.fixture(scope="module")
def claims(who):
    return load_claims(who, load_archive(who))


def test_claims_of_the_list_are_submissions_and_one_of_the_history_counts_once_with_its_way(claims):
    told = claims.submitted.set_index("claim_number")[["source", "sent_through"]].fillna("")
    assert sorted(told.itertuples()) == [
        ("KL-71", sent_lists.SOURCE, "Office Ally"),
        ("KL-72", sent_lists.SOURCE, "Office Ally"),
        ("KL-73", "claim history", "Office Ally"),  # in both: the list tells the way
        ("KL-74", "claim history", ""),
    ]
    aside = claims.set_aside[claims.set_aside["source"].eq(sent_lists.SOURCE)]
    assert aside["reason"].tolist() == [sent_lists.IN_LIST]


def test_its_file_is_read_and_another_text_there_is_not(claims):
    files = claims.files.set_index("source_file")
    listed = files.loc["submissions/went out after the move.txt"]
    assert (listed["source"], listed["state"], listed["rows_used"]) == (sent_lists.SOURCE, "read", 3)
    other = files.loc["submissions/remarks.txt"]
    assert (other["source"], other["state"]) == (SUMMARY, "not read")


def test_a_claim_in_it_and_in_a_list_of_medi_went_out_through_both(who):
    run = load(who, dt.date(2026, 7, 31))
    found = sent_cases(run)
    # KL-71 alone is in both lists; KL-72 is new and went out through Office Ally alone
    assert found["run-sent-both"]["amount_cents"].tolist() == [6_000]
    assert found["run-sent-new-in-office-ally"]["amount_cents"].tolist() == [8_000]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("submissions/sent through Medi.txt", LIST),  # the name says the other system
        ("submissions/x.txt", LIST.replace("Date Sent", "Number of pages").replace("/2026|A", "|A")),
        ("submissions/x.txt", ""),
    ],
)
def test_what_names_medi_or_no_day_of_sending_is_no_such_list(name, text):
    assert sent_lists.read(text.encode(), name) is None


def test_check_and_the_inventory_know_it_for_what_it_is(who):
    (rows,) = [
        one
        for one in preflight_files.rows_of_folder(who.raw / "submissions", who.raw.parent)
        if "went" in one.name
    ]
    assert rows.words.startswith("3 rows in, 3 used, 0 set aside; claims sent through Office Ally")
    assert file_subject.LISTED in file_subject.FOLDERS["submissions"]
