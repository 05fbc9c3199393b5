"""A list of payments in the remittance folder is no remittance: what it names is held against what is on file."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.era.archive import load_archive
from cutover.reading.era.lists import LIST
from cutover.reading.era.not_read import not_read
from cutover.reading.practice.book import Practice
from cutover.workstreams.era_audit import readability
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.report import assess
from practice_folder import TODAY, workbook
from test_archive import NPI, TIN, era, one_payment

PAID = {
    "8800": 31_180,
    "008812": 20_680,
    "EFT882": 9_240,
}  # check numbers on file, cents; all of payer ABC EAST


def archived(tmp_path, text: str | bytes, name="era/downloads.csv", medi: dict[str, int] | None = None):
    """The archives of a practice with the payments of PAID and this file beside them, and of what came to Medi."""
    practice = Practice("acme", "cedar", "Cedar Grove", frozenset({NPI}), frozenset({TIN}), tmp_path)
    files = {"era/a.835": _era(PAID), name: text.encode() if isinstance(text, str) else text}
    files |= {"medi_era/b.835": _era(medi)} if medi else {}
    for path, data in files.items():
        (practice.raw / path).parent.mkdir(parents=True, exist_ok=True)
        (practice.raw / path).write_bytes(data)
    return practice, load_archive(practice), load_archive(practice, "medi_era")


def _era(payments: dict[str, int]) -> bytes:
    return era(*(one_payment(trace, cents, [(f"A{trace}", cents)]) for trace, cents in payments.items()))


def csv(*rows: str, header="File;Who;Chk/EFT;Amt;Got it?") -> str:
    return "\n".join(["Service Center;;;;", header, *rows]) + "\n"


HERE = ("1;ABC East;8800;$ 311.80;y", "1;ABC East;8812;$ 206.80;y", "1;ABC East;EFT882;$ 92.40;y")


def missing(tmp_path, text, **said):
    practice, old, medi = archived(tmp_path, text, **said)
    told = assess(Inputs(old, practice, TODAY, medi))
    found = {f.code: f for f in told.findings}
    return found.get("era-listed-missing"), told, old


def unread(tmp_path, text, **said):
    """The finding on what a list names and no file holds, by itself, and the archive."""
    practice, old, medi = archived(tmp_path, text, **said)
    answer = readability.findings_and_tables(Inputs(old, practice, TODAY, medi))
    return next((f for f in answer.findings if f.code == "era-listed-missing"), None), old


def test_what_a_list_names_and_no_file_holds_is_missing_with_payer_number_and_amount(tmp_path):
    total = ";;TOTAL;$ 795.02;"
    found, told, old = missing(tmp_path, csv(*HERE, "2;Far West;8812290;$ 184.14;N - was down", total))
    assert (found.count, found.amount_cents) == (1, 18_414)
    case = found.evidence.frame.iloc[0]
    assert (case["payer"], case["check_number"], case["source_row"]) == ("Far West", "8812290", 6)
    assert "1 payment worth $184.14 that a list names" in told.verdict
    first = told.tables["download"].frame.iloc[0]
    assert (first["step"], first["amount_cents"]) == ("named in a list", 18_414)
    assert old.files.set_index("source_file").loc["era/downloads.csv", "kind"] == LIST
    assert not_read(old).empty and "not read" not in told.verdict


def test_a_list_of_what_is_on_file_finds_nothing_and_is_no_unread_remittance(tmp_path):
    found, told, old = missing(tmp_path, csv(*HERE))
    assert found is None and not_read(old).empty
    assert not {"era-unknown-file", "files-not-read"} & {f.code for f in told.findings}


NOTES = (
    "downloaded by dana 7/2 - rest is in medi\r\n",
    "July: portal was down, ask Pam.",
    "see Medi",
    "\ufeffrest with Jo",
)
TELLING = (
    "downloaded by dana, check 8813 is missing",  # a number of four digits
    "Aetna paid 92.40 on 7/2",  # an amount
    "Aetna paid $92",
    "ISA*00*",  # the beginning of a remittance that was cut
    "st~bpr*i*",
    "",  # an empty file is named as such
    "- - -",
    "%PDF-1.4\n% a scanned paper EOB\n%%EOF",  # a document
    "<html><b>rest in medi</b></html>",
    "rest in medi " * 400,  # 5,200 bytes: more than a note
)


@pytest.mark.parametrize("text", NOTES)
def test_a_few_words_that_somebody_left_are_no_unread_remittance(tmp_path, text):
    found, told, old = missing(tmp_path, text, name="era/READ ME.txt")
    row = old.files.set_index("source_file").loc["era/READ ME.txt"]
    assert (row["kind"], row["state"]) == ("note", "not an ERA") and "nothing is lost" in row["reason"]
    assert found is None and not_read(old).empty
    assert not {"era-unknown-file", "files-not-read"} & {f.code for f in told.findings}


@pytest.mark.parametrize("text", TELLING)
def test_a_text_with_a_number_an_amount_or_a_segment_is_no_note(tmp_path, text):
    _, old, _ = archived(tmp_path, text, name="era/READ ME.txt")
    assert "note" not in set(old.files["kind"])
    assert len(not_read(old)) == bool(text)


@pytest.mark.parametrize("name", ["123_ERA_STATUS_5010_20260702.txt", "july.835"])
def test_words_in_a_file_that_is_called_a_remittance_are_no_note(tmp_path, name):
    _, old, _ = archived(tmp_path, "rest is in medi", name=f"era/{name}")
    assert "note" not in set(old.files["kind"]) and len(not_read(old)) == 1


@pytest.mark.parametrize(("more", "is_list"), [(3, True), (4, False)])
def test_a_table_is_a_list_where_half_of_its_numbers_are_on_file(tmp_path, more, is_list):
    # three on file of six, and of seven
    rows = [f"9;ABC East;99{n}0;$ 1.00;n" for n in range(more)]
    found, old = unread(tmp_path, csv(*HERE, *rows))
    assert (found is not None) is is_list and not_read(old).empty is is_list
    assert found is None or (found.count, found.amount_cents) == (3, 300)


@pytest.mark.parametrize(("rows", "is_list"), [(HERE[:2], True), (HERE[:1], False)])
def test_one_number_alone_may_be_chance(tmp_path, rows, is_list):
    assert (len(archived(tmp_path, csv(*rows))[1].listed) > 0) is is_list


def test_other_words_and_columns_are_no_matter_and_what_no_column_tells_is_not_known(tmp_path):
    rows = [["Nr", "EFT"], ["1", "EFT882"], ["2", "8800"], ["3", "7777"]]
    found, _ = unread(tmp_path, workbook(rows), name="era/what we have.xlsx")
    assert found.count == 1 and found.amount_cents is None
    case = found.evidence.frame.iloc[0]
    assert case["check_number"] == "7777" and pd.isna(case["payer"])


@pytest.mark.parametrize(("medi", "count"), [({"8812290": 18_414}, 0), ({"8812291": 18_414}, 1)])
def test_what_came_to_medi_is_not_missing(tmp_path, medi, count):
    found, _ = unread(tmp_path, csv(*HERE, "2;Far West;8812290;$ 184.14;n"), medi=medi)
    assert (found is not None) == bool(count)
