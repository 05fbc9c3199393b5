"""A file of a practice counts wherever it lies, once, and what nothing says of it is guessed nowhere."""

from __future__ import annotations

import os

import pandas as pd
import pytest
from cutover.reading.era.archive import load_archive
from cutover.reading.kept import made_of, opened
from cutover.reading.patients.exports import read_demographics
from cutover.reading.postings.deposits import load_deposits
from cutover.reading.practice import loose_sheets, places
from cutover.reading.practice.book import found_practice
from cutover.workstreams import unnamed_sides
from cutover.workstreams.inventory import files as inputs_files
from cutover.workstreams.inventory import inputs as inventory
from cutover.workstreams.remittance_items import NOT_TOLD, remittances
from practice_folder import TODAY, claims, era, folder, practice_answers, zipped

BANK = "Date,Description,Amount\n2026-03-09,AETNA E20260309893,100.00\n2026-04-02,CIGNA,40.50\n"
FILES = {
    "era/january.835": era("2026-01-12"),
    "claims/february.edi": era("2026-02-10", "2026-02-17"),
    "claims/history.csv": claims("2026-02-01"),
    "loose january.txt": era("2026-01-12"),  # the bytes of the first one: a copy, which adds nothing
    "old remits/march.835": era("2026-03-09"),
    "from stedi/april.835": era("2026-04-02"),
    "postings/1430202605_ERA_835_5010_20260506.835": era("2026-05-06"),
    "bank and deposits 2026/spring.csv": BANK,
    "other practice's bank/spring.csv": BANK,
    "roster.csv": 'Patient,Birthday,Plan\n"Abel, Ann",1/2/1980,Aetna W1\n"Bode, Bo",3/4/1990,Cigna U2\n',
    "petty cash.csv": "Day,What,Sum\n1/2/2026,stamps,5.00\n",
    "denied claims/list.csv": claims("2026-02-02"),  # words of two kinds
}


@pytest.fixture(scope="module")
def who(tmp_path_factory):
    """The practice whose files lie about."""
    home = tmp_path_factory.mktemp("home")
    folder(home, FILES, practice_answers())
    return found_practice(home, "acme", "cedar-grove")[0]


@pytest.fixture(scope="module")
def both(who):
    """The archives of Office Ally and of Medi."""
    return load_archive(who), load_archive(who, "medi_era")


def test_each_file_that_lies_elsewhere_has_the_folder_of_its_kind_and_others_have_none(who):
    assert places.moved(who.raw) == {
        "claims/february.edi": "era",
        "loose january.txt": "era",
        "old remits/march.835": "era",
        "from stedi/april.835": "medi_era",
        "postings/1430202605_ERA_835_5010_20260506.835": "era",
        "bank and deposits 2026/spring.csv": "bank",
        "roster.csv": "demographics",
    }


@pytest.mark.parametrize(
    ("name", "home"),
    [
        ("Bank statements", "bank"), ("ERAs 2025", "era"), ("835", "era"), ("claims_old", "claims"),
        ("Medi ERA", "medi_era"), ("Stedi claims", "medi_submissions"), ("patient lists", "demographics"),
        ("medi_bills", "invoices"), ("Medi invoices", "invoices"), ("bills of other practices", ""),
        ("medi", ""), ("bank claims", ""), ("test claims", ""), ("claims of other practices", ""), ("stuff", ""),
    ],
)  # fmt: skip
def test_a_folder_is_of_a_kind_where_its_words_are_of_one_kind_alone(name, home):
    assert places.home_of(name) == home


def test_a_remittance_counts_once_wherever_it_lies(both):
    old, medi = (one.payments[one.payments["set_aside"].isna()]["paid_cents"] for one in both)
    # January once though it lies twice, two of February, March and May: 5 * $100.00; April came through Medi
    assert (list(old), list(medi)) == ([10_000] * 5, [10_000])
    copies = both[0].files.dropna(subset="duplicate_of")
    assert list(copies["source_file"]) == ["loose january.txt"]
    assert list(copies["duplicate_of"]) == ["era/january.835"]


def test_a_remittance_whose_system_nothing_names_counts_for_neither(both):
    paid = remittances(*both, TODAY).sort_values("paid_on")
    by_month = dict(zip(paid["paid_on"].dt.month, paid["side"], strict=True))
    # the folder era, Office Ally's pattern of names and a folder's word tell; claims/ and "old remits" do not
    assert by_month == {1: "Office Ally", 2: NOT_TOLD, 3: NOT_TOLD, 4: "Medi", 5: "Office Ally"}
    assert paid.loc[paid["side"].eq(NOT_TOLD), "feed"].eq("Office Ally").all()  # the archive that holds it
    (limit,) = unnamed_sides.limits(both)
    assert "3 remittances in 2 files" in limit  # two of February, one of March
    (found,) = unnamed_sides.findings(both)
    assert (found.code, found.count) == ("era-lies-elsewhere", 4)
    assert (
        unnamed_sides.files(both)["amount_cents"].sum() == 50_000
    )  # 2 + 1 + 1 of Medi + 1 of May, $100.00 each


def test_a_folder_of_another_name_is_read_with_its_kind_and_its_path_is_kept(who):
    read = load_deposits(who)
    assert list(read.files["source_file"]) == ["bank and deposits 2026/spring.csv"]
    assert read.rows["amount_cents"].sum() == 10_000 + 4_050


def test_a_list_of_patients_in_no_folder_is_read_with_the_patients(who):
    (table,) = read_demographics(who).tables
    assert (table.source_file, len(table.sheet.frame)) == ("roster.csv", 2)


@pytest.mark.parametrize(
    ("text", "home"),
    [
        (claims("2026-02-01"), "claims"),
        ('Patient,Birthday,Phone\n"Abel, Ann",1/2/1980,555-0100\n', "demographics"),
        ('Patient,DOB,Payment\n"Abel, Ann",1/2/1980,20.00\n', ""),  # a ledger names patients too
        ('Patient,Phone\n"Abel, Ann",555-0100\n', ""),  # a list of telephones
        ("Item,Price\nStamps,5.00\n", ""),
        ("Chart #,Auth #,Good Through,Visits Left\nK-9,A55,03/31/2027,4\n", "demographics"),
        ("Auth #,Good Through,Visits Left\nA55,03/31/2027,4\n", ""),  # of whose authorization nothing tells
        ("", ""),
    ],
)
def test_a_spreadsheet_in_no_folder_has_one_where_its_columns_leave_no_doubt(text, home):
    assert loose_sheets.folder_of(text.encode(), "x.csv") == home


@pytest.mark.parametrize(
    ("members", "home"),
    [
        ({"a.835": era("2026-01-12"), "b": era("2026-02-12")}, "era"),
        ({"1430202601_ERA_835_5010_20260112.835": era("2026-01-12"),
          "1430202601_ERA_STATUS_5010_20260112.txt": b"Check # 1"}, "era"),
        ({"a.835": era("2026-01-12"), "list.csv": claims("2026-02-01").encode()}, ""),  # a zip of several kinds
        ({"1430202601_ERA_STATUS_5010_20260112.txt": b"Check # 1"}, ""),  # nothing in it begins as an 835
        ({}, ""),
    ],
)  # fmt: skip
def test_a_zip_is_of_remittances_where_it_holds_nothing_else(tmp_path, members, home):
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "x.zip").write_bytes(zipped(members))
    (tmp_path / "claims" / "torn.zip").write_bytes(zipped(members)[:-9])
    assert places.look(str(tmp_path)) == ({"claims/x.zip": home} if home else {})


def test_the_inventory_names_what_lies_elsewhere_and_calls_none_of_it_unread(who):
    inputs = inventory.load(who, TODAY)
    found = {one.code: one.count for one in inputs_files.findings_and_tables(inputs).findings}
    rows = inputs_files.read_elsewhere(inputs)
    assert found["inv-read-elsewhere"] == len(rows) == 6  # the loose copy is a copy, and no file of its own
    assert rows["belongs_in"].value_counts().to_dict() == {
        "era/": 3,
        "medi_era/": 1,
        "bank/": 1,
        "demographics/": 1,
    }
    assert inputs_files.wrong_folder(inputs).empty


def test_bills_in_a_folder_of_medi_s_bills_are_not_to_be_moved(monkeypatch):
    lying = {
        "medi_bills/june.csv": "invoices/",
        "bills/june.csv": "invoices/",
        "from stedi/a.835": "medi_era/",
    }
    rows = pd.DataFrame({"source_file": list(lying), "belongs_in": list(lying.values())}, dtype="str")
    monkeypatch.setattr(inputs_files, "read_elsewhere", lambda inputs: rows)
    assert inputs_files.to_move(None)["source_file"].tolist() == ["bills/june.csv", "from stedi/a.835"]


def test_what_was_read_holds_until_a_file_lies_elsewhere(who, tmp_path):
    folder(
        tmp_path, {"era/a.835": era("2026-01-12"), "claims/h.csv": claims("2026-02-01")}, practice_answers()
    )
    there = found_practice(tmp_path, "acme", "cedar-grove")[0]
    with opened.watched(tmp_path) as seen:
        places.moved(there.raw)
    told = made_of.written_down(seen)
    (there.raw / "claims" / "another.csv").write_text(claims("2026-02-09"))
    assert made_of.Check(tmp_path).stale(told) is None  # a list more is none of the remittances' business
    (there.raw / "claims" / "more.835").write_bytes(era("2026-02-10"))
    assert made_of.Check(tmp_path).stale(told) == "data/raw/acme/cedar-grove"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_link_and_what_is_no_file_are_not_opened_to_see_what_they_are(tmp_path):
    home = tmp_path / "home"
    (home / "claims").mkdir(parents=True)
    (tmp_path / "other.835").write_bytes(era("2026-01-12"))
    for place in (home, home / "claims"):
        (place / "link.835").symlink_to(tmp_path / "other.835")
        os.mkfifo(place / "pipe.835")  # who opens it waits until somebody writes
    assert places.look(str(home)) == {}
