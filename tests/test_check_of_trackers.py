"""What the check says of trackers with a column for each transaction, and of notes of calls beside them."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from cutover.cli import main
from cutover.reading.payers.enrollment_words import apart, not_understood
from cutover.reading.practice.dated_notes import notes_in
from cutover.reading.practice.preflight_files import rows_of_folder
from notebook_maker import one_practice
from workbook_maker import workbook_of

NOTES = b"9/1/2026 Alder: form sent\n9/8/2026 Alder: form is in,\n   in queue\n9/9/2026 Birch: no answer\n"
WIDE = [
    ["Insurance", "Claims (837)", "ERA (835)", "EFT", "Tax ID"],
    ["Alder Health", "LIVE", "LIVE", "yes since May", "12-3456789"],
    ["Birch Mutual", "not filed", None, "virtual card", "12-3456789"],
    ["Cedar Plan", None, "ask Dee", None, "12-3456789"],
    ["Dune Life", "LIVE", "LIVE", None, "12-3456789"],
]


@pytest.fixture
def practice(tmp_path, monkeypatch):
    """The folder of a practice."""
    one_practice(tmp_path, "book", "cedar-grove", "Cedar Grove")
    monkeypatch.setenv("CUTOVER_HOME", str(tmp_path))
    folder = tmp_path / "data" / "raw" / "book" / "cedar-grove" / "enrollments"
    folder.mkdir(exist_ok=True)
    return folder


def test_a_row_of_a_tracker_counts_once_and_words_of_eft_are_nothing_to_correct(practice, capsys):
    # 4 rows with 2 + 1 + 1 + 2 enrollments and 2 cells of EFT are 8: that of Cedar Plan alone means nothing known
    (practice / "sign ups.xlsx").write_bytes(workbook_of(("x", WIDE)))
    main(["check", "book/cedar-grove", "--format", "json"])
    said = json.loads(capsys.readouterr().out)["book/cedar-grove"]
    told = [(one["weight"], one["found"]) for one in said if "sign ups" in one["where"]]
    asked = [words for weight, words in told if weight == "odd"]
    assert len(asked) == 1 and asked[0].startswith('row 4: the status "ask Dee" is not known')
    (counted,) = [words for weight, words in told if weight == "rows"]
    assert counted.startswith("4 rows in, 3 used, 1 set aside; they hold 8 enrollments, 5 used; ")
    assert f"2 set aside: {apart('EFT')}" in counted


@pytest.mark.parametrize(("transaction", "named"), [("EFT", []), ("ERA", [(2, "status", "virtual card")])])
def test_a_word_is_not_understood_where_its_transaction_moves(transaction, named):
    row = {"source_row": 2, "payer_name": "Birch", "transaction": transaction, "status": "virtual card"}
    assert not_understood(pd.DataFrame([row])) == named


def test_notes_of_calls_are_counted_as_notes_in_a_practice_and_named_where_nobody_quotes_them(practice):
    assert notes_in(NOTES) == 3 and notes_in(b"Payer,Status\nAlder,LIVE\n") == 0
    client = practice.parent.parent
    (client / "enrollments").mkdir(exist_ok=True)
    for folder, used, is_odd in ((practice, 3, False), (client / "enrollments", 0, True)):
        (folder / "calls.txt").write_bytes(NOTES)
        (one,) = rows_of_folder(folder, client)
        assert one.words.startswith(f"3 notes in, {used} used: dated notes of calls") and one.is_odd is is_odd


def test_notes_of_calls_are_no_table_that_waits_for_its_columns(practice, capsys):
    (practice / "calls.txt").write_bytes(NOTES)
    main(["check", "book/cedar-grove", "--format", "json"])
    said = json.loads(capsys.readouterr().out)["book/cedar-grove"]
    assert [one["weight"] for one in said if "calls.txt" in one["where"]] == ["rows"]
