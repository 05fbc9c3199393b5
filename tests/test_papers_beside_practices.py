"""A folder of papers beside the practices is no practice; a new practice may lack its intake or all its files."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.practice import book, folders, papers, preflight
from cutover.workstreams.cost import inputs as cost_inputs
from cutover.workstreams.cost.report import _quotes
from practice_folder import era, folder, practice_answers, zipped

QUOTE = "Offer to Acme Billing\nMedi charges by claim\n"
# slug: (files, whether it is a practice)
FOLDERS = {
    "cedar-grove": ({"claims/none.txt": "x"}, True),  # with an intake
    "proposals": (
        {"Medi proposal March.txt": QUOTE, "letter.txt": "Please compare both of them for me."},
        False,
    ),
    "old-contracts-2025": ({"signed/lease.pdf": b"%PDF-1.7 x"}, False),
    "admin": ({}, True),  # empty: it may be a practice that nobody has filled yet
    "archive": ({"era/note.txt": "x"}, True),  # a folder of a kind lies in it
    "backup": ({"all.zip": zipped({"a.835": era("2026-07-15")})}, True),  # a remittance lies in it
    "mail-order-pharmacy": ({"notes.txt": "They start in May."}, True),  # its name says more than papers
    "elm-street": ({"notes.txt": "They start in May."}, True),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("book")
    for slug, (files, _) in FOLDERS.items():
        folder(home, files, practice_answers() if slug == "cedar-grove" else None, slug=slug)
    return home


def test_only_folders_of_papers_by_name_and_by_what_lies_in_them_are_no_practices(home):
    assert set(folders.practices(home, "acme")) == {slug for slug, (_, is_one) in FOLDERS.items() if is_one}
    assert folders.papers(home, "acme") == ["old-contracts-2025", "proposals"]
    with pytest.raises(book.UsageError):
        book.load_practice(home, "acme", "proposals")


def test_the_check_names_the_files_of_a_folder_of_papers_and_asks_whether_it_is_a_practice(home):
    said = {word.where: word for word in preflight.of_client(home, "acme")}
    found = said["acme/proposals"]
    assert "no practice" in found.found and "Medi proposal March.txt" in found.found
    assert "letter.txt is a note of 1 line" in found.found and "cutover new acme/proposals" in found.todo
    assert "lease.pdf" in said["acme/old-contracts-2025"].found


def test_a_quote_of_medi_that_lies_there_is_named_in_the_comparison_of_the_book_alone(home):
    assert papers.quotes_of_medi(home, "acme") == ["proposals"]
    whole = cost_inputs.load(book.Book("acme", "Acme", home), dt.date(2026, 7, 31))
    assert _quotes(whole)[0].startswith("1 file in proposals/ is a quote of Medi that nobody has entered.")
    own = cost_inputs.load(book.load_practice(home, "acme", "cedar-grove"), dt.date(2026, 7, 31))
    assert _quotes(own) == ()


def test_an_intake_makes_a_practice_of_any_folder(home, tmp_path):
    folder(tmp_path, {"quote.txt": QUOTE}, practice_answers(), slug="quotes")
    assert folders.practices(tmp_path, "acme") == ["quotes"] and folders.papers(tmp_path, "acme") == []
