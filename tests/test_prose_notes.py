"""A note of sentences among the files is for a person to read; it is no empty table and no table of anything."""

from __future__ import annotations

import pytest
from cutover.columns import Privacy
from cutover.reading.files.prose import note_of, prose_of
from cutover.reading.files.zips import Entry
from cutover.reading.practice import book
from cutover.reading.practice.file_inspection import look
from cutover.reading.practice.files_held import load_holdings
from cutover.reading.practice.tables import HELD_NOTES
from notebook_maker import one_practice

NOTE = (
    b"The plan for clinic B wants minutes, not units, on each line. Ask Mara, she has the list.\n"
    b"4/02: their portal was down, so the batch went out again the day after; they took it.\n"
)
LINE = "The old plan asks for its own form, and nobody has sent one since May."


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (NOTE.decode(), 2),
        (LINE, 1),
        (f"{LINE}\n\n  {LINE} Ask again!\n", None),  # one comma in each of both lines: it may be a table
        (f"{LINE}\nAsk again when the office is open.\n", 2),
        (f"{LINE}\nTo do\n", 2),  # one of two lines ends as a sentence does
        (f"{LINE}\nTo do\nLater\n", None),  # one of three
        (LINE.removesuffix("."), None),
        ("Claim number, date of service, name of payer, amount.", None),  # 8 words in 4 parts: a header
        ("Claim,Payer,Note\n1,Aetna,they will call us back when it is paid.\n", None),
        ("Payer\tNote\nAetna\tThey will call us back when it is paid.\n", None),
        ("Payer | They will call us back when it is paid.", None),
        ("Aetna Life Insurance Company Of Ohio.", None),  # names
        ("", None),
    ],
)
def test_a_note_is_told_by_its_sentences_and_a_table_is_none(text, lines):
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16")):
        found = prose_of(data)
        assert (found.lines if found else None) == lines


def test_a_note_in_a_folder_that_no_report_reads_is_for_a_person_and_neither_empty_nor_of_a_kind():
    found = look(Entry("talks/june.txt", None, len(NOTE), NOTE)).row
    assert (found["format"], found["state"], found["subject"]) == ("note", "not read here", "note or e-mail")
    assert found["sentence"].startswith("A note of 2 lines. A person must read it: no report takes facts")


def test_in_a_folder_that_a_report_reads_a_file_of_sentences_is_looked_at_as_before():
    assert look(Entry("claims/june.txt", None, len(NOTE), NOTE)).row["format"] != "note"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("7/14 Ana, Bo. portal down, batch went again", 1),
        ("portal: reject B2, asked Mara\n\nno answer yet", 2),
        ("(note on the screen) key is with Mara", 1),
        ("From: desk@plan.example\nSubject: ERA\nLive on 7/14.", 3),
        (NOTE.decode(), 2),
        ("Claim,Payer,Paid\n", None),  # a header: cells are parted by commas without blanks
        ("Claim, Payer, Paid 2026\nC1, Aetna, yes 4\n", None),  # each line has two commas
        ("Aetna Life, Cigna 4", None),  # names alone: no word begins small
        ("plan      until 2026\nAetna     yes 4\n", None),  # columns of a printed list
        ("old plan", None),  # two words
        ("the plan of Ana", None),  # neither a digit nor the end of a sentence
        ("", None),
    ],
)
def test_outside_the_folders_of_tables_a_terse_note_is_one_too(text, lines):
    found = note_of(text.encode())
    assert (found.lines if found else None) == lines


@pytest.mark.parametrize(("folder", "told"), [("meetings", "note"), ("claims", "delimited text")])
def test_what_was_said_at_a_meeting_is_a_note_and_no_empty_export(folder, told):
    line = b"7/14 Ana, Bo. plan wants its own form"
    assert look(Entry(f"{folder}/7-14.txt", None, len(line), line)).row["format"] == told


def test_the_lines_of_notes_and_e_mails_are_listed_and_what_is_not_listed_is_counted():
    def of(name, text):
        return look(Entry(name, None, len(text), text.encode())).notes

    assert of("talks/june.txt", "7/14 Ana, Bo. portal down\n\nasked Mara\n") == [
        {"line": 1, "text": "7/14 Ana, Bo. portal down"},
        {"line": 2, "text": "asked Mara"},
    ]
    long = of("talks/long.txt", "".join(f"call {number}: nobody there\n" for number in range(203)))
    assert (len(long), long[-1]) == (201, {"line": 201, "text": "(3 more lines)"})  # 203 - 200
    mail = "From: a@b.example\nTo: c@d.example\nDate: 2026-03-02\nSubject: ERA\n\nIt is live.\n"
    assert [row["text"] for row in of("claims/mail.txt", mail)][-1] == "It is live."
    assert of("claims/june.txt", "Claim,Payer\nC1,Aetna\n") == []


def test_what_notes_say_is_in_the_evidence_of_the_inventory_and_on_no_page(tmp_path):
    one_practice(tmp_path, "c", "p", "Cedar")
    raw = book.load_practice(tmp_path, "c", "p").raw
    (raw / "talks").mkdir()
    (raw / "talks" / "june.txt").write_text("7/14 plan wants its own form", "utf-8")
    notes = load_holdings(book.load_practice(tmp_path, "c", "p")).notes
    assert notes.to_dict("records") == [
        {"source_file": "talks/june.txt", "line": 1, "text": "7/14 plan wants its own form"}
    ]
    private = {c.name for c in HELD_NOTES if c.privacy is Privacy.PHI}
    assert private == {"source_file", "text"}
