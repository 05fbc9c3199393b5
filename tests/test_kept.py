"""What was read is read once: a kept reading is as good as a new one, and gives way when what it rests on changes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import shutil
import stat
import threading
from pathlib import Path

import pandas as pd
import pytest
from cutover import private
from cutover.errors import InputError
from cutover.reading.claims import invoices
from cutover.reading.era import archive, contents
from cutover.reading.era.archive import load_archive
from cutover.reading.kept import looks, opened, program, store, values
from cutover.reading.practice.book import found_practice
from cutover.reporting.privacy import known_state
from filelock import FileLock
from practice_folder import era, folder, practice_answers

SLUG = "cedar-grove"
FILES = {f"era/{n:02}.835": era(f"2026-07-{n:02}") for n in range(1, 21)}  # 20 files: worth keeping


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A practice with twenty remittances of $100.00 each, and a sibling."""
    made = tmp_path_factory.mktemp("book")
    folder(made, FILES, practice_answers())
    folder(made, {}, practice_answers("Harbor Point", "987654321", "1245319599"), slug="harbor-point")
    return made


@pytest.fixture
def home(book, tmp_path):
    """A copy of the book that a test may change."""
    return Path(shutil.copytree(book, tmp_path / "home"))


@pytest.fixture
def reads(monkeypatch):
    """How often an archive was really read."""
    count = []
    real = archive._read_archive
    monkeypatch.setattr(archive, "_read_archive", lambda *told: count.append(1) or real(*told))
    return count


def loaded(home):
    return load_archive(found_practice(home, "acme", SLUG)[0])


def kept(home):
    return home / "data/processed/acme" / SLUG / "kept/archive-era"


def test_what_was_read_is_taken_from_the_store_and_is_the_same_to_the_dtype(home, reads):
    first, again = loaded(home), loaded(home)
    assert len(reads) == 1
    assert again.payments["paid_cents"].sum() == 20 * 10_000
    for name, frame in vars(first).items():
        if isinstance(frame, pd.DataFrame):
            pd.testing.assert_frame_equal(getattr(again, name), frame)
    assert stat.S_IMODE(kept(home).stat().st_mode) == 0o600


def test_what_a_caller_does_to_a_kept_frame_is_not_seen_by_the_next(home):
    loaded(home)
    frame = loaded(home).payments
    frame.loc[:, "paid_cents"] = 1
    assert loaded(home).payments["paid_cents"].sum() == 20 * 10_000


def added(home):
    (home / "data/raw/acme" / SLUG / "era/99.835").write_bytes(era("2026-06-01"))


def changed(home):
    path = home / "data/raw/acme" / SLUG / "era/01.835"
    before = path.stat()
    path.write_bytes(era("2026-05-01"))  # as many bytes
    os.utime(
        path, ns=(before.st_atime_ns, before.st_mtime_ns)
    )  # and the old time, as a copying tool would set it


def removed(home):
    (home / "data/raw/acme" / SLUG / "era/01.835").unlink()


def mapped(home):
    (home / "data/crosswalks/acme").mkdir(parents=True)
    (home / "data/crosswalks/acme/claim-history-1.toml").write_text("", "utf-8")


def joined(home):
    folder(home, {}, practice_answers("Elm Clinic", "111111111", "1003000126"), slug="elm")


def renamed_owner(home):
    folder(home, {}, practice_answers(npi="1003000126"))


@pytest.mark.parametrize("change", [added, changed, removed, mapped, joined, renamed_owner])
def test_whatever_a_reading_rests_on_makes_it_anew_when_it_changes(home, reads, change):
    loaded(home)
    change(home)
    loaded(home)
    assert len(reads) == 2


def test_what_another_program_read_is_read_again_whatever_it_was_kept_in(home, monkeypatch):
    """A reader that was mended must not go on answering with what the one before it could not read."""
    files, real = [], contents.read_joined
    monkeypatch.setattr(contents, "read_joined", lambda *told: files.append(1) or real(*told))
    states = []
    for of_program in ("one", "one", "another"):
        monkeypatch.setattr(program, "digest", lambda said=of_program: said)
        states.append(known_state.of(home, "acme", SLUG))
        shutil.rmtree(home / "data/processed/acme" / SLUG / "kept", ignore_errors=True)
        assert loaded(home).payments["paid_cents"].sum() == 20 * 10_000
    assert len(files) == 2  # by the first program, and by the other
    assert states[0] == states[1] != states[2]  # what the gate knows is collected again as well


def test_in_one_look_a_reading_made_anew_is_taken_and_a_later_look_sees_what_changed(home, reads):
    with store.one_look():
        loaded(home)
        changed(home)
        loaded(home)
        loaded(home)
    assert len(reads) == 2
    added(home)
    with store.one_look():
        loaded(home)
        loaded(home)
    assert len(reads) == 3


@pytest.fixture
def batch(monkeypatch):
    """What the processes of a batch tell each other, gone at the end."""
    for name, empty in (("_FOUND", {}), ("_TAKEN_UP", {}), ("_BATCH", [""])):
        monkeypatch.setattr(looks, name, empty)


def next_process(batch="batch-1"):
    """What a process finds that is forked after another one of the batch left word of its looks."""
    said = {path: list(stamp) for path, stamp in looks.told().items()}
    looks._FOUND.clear()
    return looks.take_up(batch, said)


def looked_at(home) -> int:
    """The payments of a pass over the book."""
    with store.one_look():
        return len(loaded(home).payments)


def test_a_book_is_looked_at_once_in_a_batch_and_anew_in_the_next(home, reads, batch):
    assert looked_at(home) == looked_at(home) == 20
    assert next_process() == 1  # the archive
    added(home)
    assert looked_at(home) == 20  # as of the first look of the batch
    assert next_process() == 0
    assert looked_at(home) == 20
    looks.begin("batch-2")
    assert looked_at(home) == 21
    assert len(reads) == 2


def test_what_a_batch_found_counts_for_passes_over_a_book_alone(home, reads, batch):
    looked_at(home)
    looked_at(home)
    next_process()
    added(home)
    assert len(loaded(home).payments) == 21


def test_a_reading_that_was_made_anew_since_a_batch_found_it_is_looked_at(home, reads, batch):
    looked_at(home)
    looked_at(home)
    next_process()
    added(home)
    loaded(home)  # outside of a pass: it is read, and kept in place of the old one
    removed(home)
    assert looked_at(home) == 20  # 20 + 1 - 1
    assert len(reads) == 3


def test_a_process_of_its_own_takes_up_nothing_that_it_found_itself(home, reads, batch):
    looked_at(home)
    looked_at(home)
    added(home)
    assert looked_at(home) == 21


@pytest.mark.parametrize("said", [{"a": 1}, {"a": [1, 2]}, [], {"a": None}])
def test_word_of_looks_that_is_damaged_is_none(said, batch):
    with pytest.raises((TypeError, ValueError, AttributeError)):
        looks.take_up("batch-1", said)


def test_in_one_look_a_folder_is_listed_once(home, monkeypatch):
    loaded(home)
    listed, real = [], opened.names
    monkeypatch.setattr(opened, "names", lambda path: listed.append(path) or real(path))
    with store.one_look():
        loaded(home)
        once = len(listed)
        loaded(home)
    assert once == len(listed) > 0


def test_a_new_version_of_the_program_or_its_reference_data_reads_anew(home, reads, monkeypatch):
    loaded(home)
    monkeypatch.setattr(program, "digest", lambda: "another")
    loaded(home)
    assert len(reads) == 2


def test_a_file_whose_time_alone_changed_is_what_it_was(home, reads):
    loaded(home)
    os.utime(home / "data/raw/acme" / SLUG / "era/01.835")
    loaded(home)
    assert len(reads) == 1


def test_a_home_that_is_copied_keeps_what_was_read(home, reads, tmp_path_factory):
    loaded(home)
    copy = tmp_path_factory.mktemp("copy") / "home"
    shutil.copytree(home, copy)
    assert len(loaded(copy).payments) == 20 and len(reads) == 1


def cut(path):
    path.write_bytes(path.read_bytes()[:-100])


def scribbled(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def emptied(path):
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [cut, scribbled, emptied, os.unlink])
def test_a_kept_reading_that_is_damaged_or_gone_is_never_believed(home, reads, damage):
    first = loaded(home)
    damage(kept(home))
    again = loaded(home)
    assert len(reads) == 2
    pd.testing.assert_frame_equal(again.claims, first.claims)


def test_a_file_that_changes_while_it_is_read_is_not_kept(home, reads, monkeypatch):
    real = archive._small

    def late(*told):
        added(home)
        return real(*told)

    with monkeypatch.context() as patch:
        patch.setattr(archive, "_small", late)
        loaded(home)
    assert not kept(home).exists()
    assert len(loaded(home).payments) == 21


def test_two_that_come_at_once_read_once(home, reads):
    found = []
    both = [threading.Thread(target=lambda: found.append(loaded(home))) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(found) == 2 and kept(home).exists()


def both_practices(home):
    return [found_practice(home, "acme", slug)[0] for slug in (SLUG, "harbor-point")]


@pytest.mark.parametrize("who", [0, 1])
def test_a_pass_over_a_book_leaves_for_last_what_another_process_is_reading(home, monkeypatch, who):
    """Whichever is being read elsewhere comes last, however deep the reading lies; the answers keep their order."""
    monkeypatch.setattr(store, "_PATIENCE", 1)
    practices, begun = both_practices(home), []
    busy = practices[who]
    path = private.folder(busy.processed / values.FOLDER) / ".archive-era.lock"
    elsewhere = FileLock(path)
    elsewhere.acquire()

    def read(practice):
        begun.append(practice.slug)
        if begun.count(busy.slug) == 2:
            elsewhere.release()
        return store.of(practice, "outer", lambda: practice.slug + str(len(load_archive(practice).payments)))

    found = store.each(practices, read)
    assert begun[-1] == busy.slug and len(begun) == 3
    assert found == [f"{SLUG}20", "harbor-point0"]


def test_a_pass_over_a_book_ends_with_what_a_reading_raises_and_waits_again_afterwards(home):
    practices = both_practices(home)

    def read(practice):
        raise InputError("claims.csv", "unreadable", "Send it again.")

    with pytest.raises(InputError, match="unreadable"):
        store.each(practices, read)
    lock = private.folder(practices[0].processed / values.FOLDER) / ".archive-era.lock"
    elsewhere = FileLock(lock, thread_local=False)
    elsewhere.acquire()
    threading.Timer(0.3, elsewhere.release).start()
    assert len(load_archive(practices[0]).payments) == 20


def test_where_nothing_can_be_written_everything_is_read(home, reads):
    (home / "data/processed").write_text("in the way")
    assert len(loaded(home).payments) == len(loaded(home).payments) == 20
    assert len(reads) == 2


def test_what_is_kept_says_what_it_was_made_of(home):
    """20 remittances, and the intake of the sibling, which says whose a payment is."""
    loaded(home)
    made_of = values.Kept(kept(home)).about["made_of"]["files"].split("\n")
    names = {line.split("\t")[0] for line in made_of}
    wanted = {f"raw/acme/{SLUG}/{name}" for name in FILES}
    assert wanted <= names <= wanted | {"raw/acme/harbor-point/intake.xlsx"}


def test_small_inputs_are_read_rather_than_kept(tmp_path):
    folder(tmp_path, {"invoices/a.csv": "Description,Amount\nNon-par,35.00\n"}, practice_answers())
    who = found_practice(tmp_path, "acme", SLUG)[0]
    assert len(invoices.load_invoices(who).files) == 1
    assert not (who.processed / "kept/invoices-invoices").exists()


@dataclasses.dataclass(frozen=True)
class Strange:
    """Not of this project."""

    text: str = ""


@pytest.mark.parametrize(
    "value", [object(), Strange(), {"a": object()}, pd.DataFrame({"a": [1, "x"]}), pd.Series([1])]
)
def test_what_has_no_form_is_not_kept(value):
    with pytest.raises(values.CannotBeKeptError):
        values.packed(value, {})


def test_plain_values_come_back_as_they_are(tmp_path):
    said = ("a", 1, 2.5, None, True, dt.date(2026, 7, 31), [1, (2,)], {"k": frozenset({"x", "y"})}, {1: "n"})
    (tmp_path / "kept").write_bytes(values.packed(said, {"about": 1})[0])
    assert values.Kept(tmp_path / "kept").value() == said


def test_an_inner_piece_of_work_keeps_to_itself_what_it_opens(home):
    raw = home / "data/raw/acme" / SLUG
    with opened.watched(home) as outer:
        (raw / "era/01.835").read_bytes()
        with opened.watched(home) as inner:
            (raw / "era/02.835").read_bytes()
        with opened.unheard():
            (raw / "era/03.835").read_bytes()
        (home / "elsewhere").write_text("not below data")
    assert list(outer.files) == [f"raw/acme/{SLUG}/era/01.835"]
    assert list(inner.files) == [f"raw/acme/{SLUG}/era/02.835"]


def test_columns_that_hold_nothing_take_no_place_and_come_back_as_they_were(tmp_path):
    rows = 10_000
    frame = pd.DataFrame(
        {f"empty_{number}": pd.Series(None, range(rows), dtype="str") for number in range(50)}
    )
    whole = frame.assign(cents=pd.array([None] * rows, dtype="Int64"), name="Ann", empty=pd.NaT)
    data, _ = values.packed((whole, frame), {})
    assert len(data) < rows * 8 * 3  # 8 bytes a row for each of three columns; there are 103
    (tmp_path / "kept").write_bytes(data)
    back, nothing = values.Kept(tmp_path / "kept").value()
    pd.testing.assert_frame_equal(back, whole)
    pd.testing.assert_frame_equal(nothing, frame)
    back.loc[0, "empty_1"] = "Bo"  # what shares its bytes is still a column of its own
    assert back["empty_2"].isna().all() and back["empty_1"].notna().sum() == 1


def test_a_piece_of_work_within_another_that_has_opened_the_same_ends_alone(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.txt").write_text("a")
    with opened.watched(tmp_path) as outer:
        with opened.watched(tmp_path) as inner:
            assert outer == inner  # nothing is opened yet
        (tmp_path / "data" / "a.txt").read_text()
    assert (list(outer.files), list(inner.files)) == (["a.txt"], [])
