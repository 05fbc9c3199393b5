"""A note of sentences among the files is for a person to read; it is no empty table and no table of anything."""

from __future__ import annotations

import pytest
from cutover.reading.files.prose import prose_of
from cutover.reading.files.zips import Entry
from cutover.reading.practice.file_inspection import look

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
    assert (found["format"], found["state"], found["guess"]) == ("note", "not read here", "note")
    assert "subject" not in found
    assert found["sentence"].startswith("A note of 2 lines. A person must read it: no report takes facts")


def test_in_a_folder_that_a_report_reads_a_file_of_sentences_is_looked_at_as_before():
    assert look(Entry("claims/june.txt", None, len(NOTE), NOTE)).row["format"] != "note"
