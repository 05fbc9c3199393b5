"""That no request to support was made is not claimed where notes and papers lie that no report reads."""

from __future__ import annotations

import pytest
from cutover.workstreams.inventory import inputs as made
from cutover.workstreams.inventory.checklist import findings_and_tables
from practice_folder import TODAY, folder, held, practice_answers

CALL = "Called support today.\nThey said that the list comes next week, and gave us a number.\n"
ASKED = {"support requests": [{"subject": "appointments", "ticket": "T-9"}]}


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    """A client without notes, and one with letters beside its practices, of which one keeps a note of its own."""
    bare, papers = (tmp_path_factory.mktemp(name) for name in ("bare", "papers"))
    folder(bare, {}, practice_answers())
    letters = folder(papers, {}, practice_answers()).parent / "letters"
    letters.mkdir()
    for name, text in {"a.txt": CALL, "b.txt": CALL, "list.csv": "Acct,Fee\n1,2.00\n"}.items():
        (letters / name).write_text(text)
    folder(papers, {"remarks/call.txt": CALL}, practice_answers(), slug="alder-hill")
    folder(papers, {}, practice_answers() | ASKED, slug="birch-lake")
    return bare, papers


def absent(home, slug: str) -> str:
    return dict(findings_and_tables(made.Inputs(held(home, slug), TODAY)).tables)["requests"].absent


def test_no_request_is_none_where_no_note_lies_anywhere(homes):
    assert absent(homes[0], "cedar-grove") == ""


def test_notes_that_nobody_reads_for_a_request_are_counted_where_the_intake_has_none(homes):
    said = absent(homes[1], "cedar-grove")  # of the three letters one is a table
    assert said == (
        "none in the intake. A person must look for one in 2 notes or e-mails in letters/: no report does"
    )


def test_a_note_of_the_practice_itself_is_counted_beside_those(homes):
    said = absent(homes[1], "alder-hill")
    assert "in 1 note or e-mail in the practice's own folders and 2 notes or e-mails in letters/" in said


def test_a_request_of_the_intake_needs_no_such_words(homes):
    assert absent(homes[1], "birch-lake") == ""
