"""An intake, the payer lists and a folder's files are read once: kept by what they say, and anew when that changes."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pandas as pd
import pytest
from cutover.reading.intake import kept, reader
from cutover.reading.intake.reader import read_intake
from cutover.reading.kept import program
from cutover.reading.payers import lists
from cutover.reading.practice import files_held
from cutover.reading.practice.book import found_practice, load_practice
from practice_folder import OTHER_NPI, era, folder, held, patients, practice_answers

SLUG = "cedar-grove"
FILES = {f"demographics/{n:02}.csv": patients(f"2026-01-{n:02}") for n in range(1, 21)}
LIST = (
    "Payer Name,Payer ID,Transaction,Available,Non Par,Enrollment,Secondary,Attachment,WC/Auto,Notes\n"
    "Aetna,60054,837P,Y,N,N,Y,N,N,\n"
)


@pytest.fixture
def home(tmp_path):
    folder(tmp_path, FILES, practice_answers())
    folder(tmp_path, {}, practice_answers("Harbor Point", "987654321", OTHER_NPI), slug="harbor-point")
    shelf = tmp_path / "data/raw/acme/payer_list"
    shelf.mkdir()
    (shelf / "payers_2026-01-15.csv").write_text(LIST, "utf-8")
    return tmp_path


def counted(monkeypatch, module, name) -> list:
    """How often a module's function is called from here on; what this process remembers of workbooks is forgotten."""
    forget()
    calls, real = [], getattr(module, name)
    monkeypatch.setattr(module, name, lambda *told, **more: calls.append(1) or real(*told, **more))
    return calls


def forget() -> None:
    """Be as another process, which has read nothing yet."""
    reader._named.cache_clear()
    reader._read_once.cache_clear()


def intake_of(home: Path) -> Path:
    return home / "data/raw/acme" / SLUG / "intake.xlsx"


def said_by(path: Path, name: str = "intake.xlsx"):
    forget()
    return read_intake(path, name)


def same(one, other) -> None:
    assert (one.source_file, one.missing) == (other.source_file, other.missing)
    pd.testing.assert_frame_equal(one.problems, other.problems)
    assert one.tables.keys() == other.tables.keys()
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, other.tables[name])


def shelf(home: Path) -> list[Path]:
    return list((home / "data/processed/acme" / SLUG / "kept").glob("intake"))


def test_an_intake_is_opened_once_and_is_the_same_to_the_dtype(home, monkeypatch):
    opened = counted(monkeypatch, reader, "_read")
    first, again = said_by(intake_of(home)), said_by(intake_of(home))
    assert len(opened) == 1
    same(first, again)
    same(again, read_intake(intake_of(home).read_bytes()))  # given by its bytes, it is read and not taken


def test_each_row_is_under_the_name_by_which_the_intake_is_asked_for(home):
    said_by(intake_of(home), "acme/cedar-grove/intake.xlsx")
    other = said_by(intake_of(home), "of another question.xlsx")
    assert set(other.tables["providers"]["source_file"]) == {"of another question.xlsx"}
    assert other.source_file == "of another question.xlsx"
    same(other, reader._read(intake_of(home).read_bytes(), other.source_file, reader.SHEETS))


def test_another_intake_in_the_same_place_is_read(home, monkeypatch):
    said_by(intake_of(home))
    opened = counted(monkeypatch, reader, "_read")
    folder(home, {}, practice_answers("Cedar Grove South"))
    assert said_by(intake_of(home)).tables["practice"]["name"].tolist() == ["Cedar Grove South"]
    assert load_practice(home, "acme", SLUG).name == "Cedar Grove South"
    assert len(opened) == 1


def test_another_program_or_reference_data_reads_the_intake_anew(home, monkeypatch):
    said_by(intake_of(home))
    opened = counted(monkeypatch, reader, "_read")
    monkeypatch.setattr(program, "digest", lambda: "another")
    said_by(intake_of(home))
    assert len(opened) == 1


@pytest.mark.parametrize(
    "harm",
    [lambda data: b"", lambda data: data[:-200], lambda data: data[:200], lambda data: bytes(len(data))],
)
def test_a_damaged_kept_intake_is_read_anew_and_mended(home, monkeypatch, harm):
    first = said_by(intake_of(home))
    (path,) = shelf(home)
    path.write_bytes(harm(path.read_bytes()))
    opened = counted(monkeypatch, reader, "_read")
    same(said_by(intake_of(home)), first)
    same(said_by(intake_of(home)), first)
    assert len(opened) == 1


def test_what_is_kept_of_an_intake_is_for_its_owner_alone_and_may_be_deleted(home):
    first = said_by(intake_of(home))
    (path,) = shelf(home)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    shutil.rmtree(home / "data/processed")
    same(said_by(intake_of(home)), first)


def test_an_intake_that_lies_in_no_clients_folder_is_read_and_nothing_is_left_beside_it(home, tmp_path):
    alone = tmp_path / "desk"
    alone.mkdir()
    shutil.copy(intake_of(home), alone / "intake.xlsx")
    assert said_by(alone / "intake.xlsx").tables["practice"]["name"].tolist() == ["Cedar Grove"]
    assert [path.name for path in alone.iterdir()] == ["intake.xlsx"]
    assert kept._processed(Path("raw/data/acme/intake.xlsx")) is None


def test_payer_lists_are_read_once_and_anew_when_one_is_added_or_changed(home, monkeypatch):
    who = found_practice(home, "acme", SLUG)[0]
    read = counted(monkeypatch, lists, "read_payer_list")
    first, again = lists.lists_for(who), lists.lists_for(who)
    assert len(read) == 1
    pd.testing.assert_frame_equal(first.frame, again.frame)
    where = home / "data/raw/acme/payer_list"
    (where / "payers_2026-02-15.csv").write_text(LIST.replace("Y,N,N,Y", "Y,Y,N,Y"), "utf-8")
    assert len(lists.lists_for(who).dates) == 2
    (where / "payers_2026-01-15.csv").write_text(LIST + "Cigna,62308,837P,Y,N,N,Y,N,N,\n", "utf-8")
    assert len(lists.lists_for(who).frame) == 3  # two rows of January and one of February
    assert len(read) == 1 + 2 + 2  # each change reads both lists


def test_no_payer_list_is_none_until_there_is_one(home):
    shutil.rmtree(home / "data/raw/acme/payer_list")
    who = found_practice(home, "acme", SLUG)[0]
    assert lists.lists_for(who).frame.empty
    (home / "data/raw/acme/payer_list").mkdir()
    (home / "data/raw/acme/payer_list/payers_2026-01-15.csv").write_text(LIST, "utf-8")
    assert len(lists.lists_for(who).frame) == 1


def test_a_folder_is_looked_into_once_and_anew_when_a_file_comes_goes_or_changes(home, monkeypatch):
    looked = counted(monkeypatch, files_held, "_seen")
    first, again = held(home), held(home)
    assert len(looked) == 1
    for name in ("files", "sheets", "days", "identifiers", "mentions"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(again, name))
    demographics = home / "data/raw/acme" / SLUG / "demographics"
    (demographics / "99.csv").write_text(patients("2026-02-01", "2026-02-02"), "utf-8")
    assert len(held(home).files) == len(first.files) + 1
    (demographics / "99.csv").unlink()
    assert len(held(home).files) == len(first.files)
    (demographics / "01.csv").write_text(patients("2026-03-01", "2026-03-02", "2026-03-03"), "utf-8")
    rows = held(home).files.set_index("source_file")["rows"]
    assert rows["demographics/01.csv"] == 3
    (home / "data/raw/acme" / SLUG / "era").mkdir()
    (home / "data/raw/acme" / SLUG / "era/01.835").write_bytes(era("2026-07-01"))
    assert len(held(home).files) == len(first.files) + 1
    assert len(looked) == 5


def test_whose_a_file_is_changes_with_a_siblings_intake(home):
    (home / "data/raw/acme" / SLUG / "era").mkdir()
    (home / "data/raw/acme" / SLUG / "era/01.835").write_bytes(era("2026-07-01", npi=OTHER_NPI))
    before = held(home).identifiers
    folder(home, {}, practice_answers("Harbor Point", "987654321", "1003000126"), slug="harbor-point")
    after = held(home).identifiers
    assert "harbor-point" in set(before["belongs_to"].dropna())
    assert "harbor-point" not in set(after["belongs_to"].dropna())
