"""The store of readings: whoever comes first reads a practice's files, whoever comes next takes what was read.

A kept reading is one file in `data/processed/<client>/<practice>/kept`, with everything that it was made of: the files
that were opened, by size and times and in doubt by their digest, the folders that were listed, the other readings that
it rests on, this program and its reference data. Where one of them is another, it is read anew. The folder can be
deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from cutover import private
from cutover.reading.kept import looks, made_of, opened, program, values
from cutover.reading.kept.made_of import Check
from cutover.reading.kept.opened import Opened
from cutover.reading.practice import private_file
from cutover.reading.practice.book import Practice

Item = TypeVar("Item")
Value = TypeVar("Value")
_WORTH = 1 << 16  # bytes that must have been read for a reading to be kept
_A_FILE = 1 << 12  # bytes for which each opened file counts besides its own
_LARGEST = 1 << 30  # bytes of a reading above which it is not kept
_PATIENCE = 900  # seconds that one process waits for the reading of another
_ORIGIN = "_origin"
_LOOKS: list[dict[Path, Check]] = []  # of passes over a book that are under way, the innermost last
_PASSES_BY = [False]  # whether what another process is reading right now is left for later


def of(
    practice: Practice, name: str, make: Callable[[], Value], *given: object, worth: int = _WORTH
) -> Value:
    """Return what `make` gives, from the store where nothing that it was made of has changed.

    `name` is that of the reading, `given` what it was asked besides; each must have a form in JSON, or be a value that
    this store gave itself. Where one of them has none, and where nothing can be written, it is made and not kept.
    """
    try:
        asked = _asked(practice, name, given)
    except TypeError:
        return make()
    if not practice.raw.is_dir():
        return make()
    path = practice.processed / values.FOLDER / _file_name(name, given)
    with opened.unheard():
        found = _taken(path, asked, practice)
    if found is None:
        found = _made_by_one(path, asked, practice, make, worth)
    value, rests_on = found
    opened.noted(rests_on)
    return value


def each(items: Iterable[Item], make: Callable[[Item], Value]) -> list[Value]:
    """Return what `make` gives of each item, in their order, those last that another process is reading meanwhile.

    Two processes that come to the same practices at once so share the work; the one would else wait for the other at
    each of them. What `make` raises ends the pass.
    """
    made, later = {}, []
    for number, item in enumerate(items):
        try:
            with _passing_by():
                made[number] = make(item)
        except _UnderWayError:
            later.append((number, item))
    made.update((number, make(item)) for number, item in later)
    return [made[number] for number in sorted(made)]


class _UnderWayError(Exception):
    """Another process is making this reading."""


@contextlib.contextmanager
def _passing_by() -> Iterator[None]:
    before, _PASSES_BY[0] = _PASSES_BY[0], True
    try:
        yield
    finally:
        _PASSES_BY[0] = before


def origin(value: object) -> str | None:
    """Return the digest of a value that the store gave, None where it did not."""
    return getattr(value, _ORIGIN, None)


def _file_name(name: str, given: tuple) -> str:
    """The name of a reading's file: one that is made anew takes the place of the old one."""
    plain = [one for one in given if origin(one) is None]
    return f"{name}-{hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:12]}" if plain else name


def _asked(practice: Practice, name: str, given: tuple) -> str:
    """The digest of what a reading is asked for."""
    told = [one if (known := origin(one)) is None else {"kept": known} for one in given]
    who = [getattr(practice, part) for part in ("client", "slug", "name", "written_name", "problems")]
    who += [sorted(getattr(practice, part)) for part in ("npis", "tins", "providers", "provider_npis")]
    said = [program.digest(), name, who, str(practice.cutover), told]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _taken(path: Path, asked: str, practice: Practice) -> tuple | None:
    """A kept reading with what it rests on, None where it is absent, damaged or stale."""
    try:
        stamp = opened.stamp(str(path))  # before it is read: one that takes its place meanwhile has another
        kept = values.Kept(path)
        if kept.about["asked"] != asked or not _holds(path, stamp, practice.home, kept):
            return None
        return _with_origin(kept.value(), kept.digest), _as_opened(practice.home, path, kept)
    except values.DAMAGE:
        return None


def _holds(path: Path, stamp: opened.Stamp | None, home: Path, kept: values.Kept) -> bool:
    """Whether nothing that a kept reading was made of has changed; a pass over a book looks once for a batch."""
    if _LOOKS and looks.holds(str(path), stamp):
        return True
    if _check(home).stale(kept.about["made_of"]) is not None:
        return False
    if _LOOKS:
        looks.found(str(path), stamp)
    return True


@contextlib.contextmanager
def one_look() -> Iterator[None]:
    """Look once until the end at what several readings rest on, such as the names in a client's folder.

    For a pass over the practices of a book, whose readings are then all judged as of its begin, and in a batch as of
    the first such pass (`looks`).
    """
    _LOOKS.append({})
    try:
        yield
    finally:
        _LOOKS.pop()


def _check(home: Path) -> Check:
    return _LOOKS[-1].setdefault(home, Check(home)) if _LOOKS else Check(home)


def _with_origin(value, digest: str):
    with contextlib.suppress(AttributeError, TypeError):
        object.__setattr__(value, _ORIGIN, digest)
    return value


def _as_opened(home: Path, path: Path, kept: values.Kept) -> Opened:
    found = Opened(os.path.join(home, "data", ""))  # noqa: PTH118
    found.kept[path.relative_to(home).as_posix()] = kept.digest
    return found


def _made_by_one(path: Path, asked: str, practice: Practice, make: Callable, worth: int) -> tuple:
    """Make a reading under a lock; another process that made it meanwhile has saved the work."""
    with _alone(path) as waited:
        if waited:
            with opened.unheard():
                found = _taken(path, asked, practice)
            if found is not None:
                return found
        if _LOOKS:
            _LOOKS[-1].clear()  # what is read anew stands otherwise than it was seen
        with opened.watched(practice.home) as rests_on:
            for folder in _always(practice):
                opened.note_folder(folder)
            value = make()
        with opened.unheard():
            kept = _keep(path, asked, practice, value, rests_on, worth)
        return value, rests_on if kept is None else kept


def _always(practice: Practice) -> Iterator[Path]:
    """The folders whose names always count: whether a file is there is asked without opening it."""
    client = practice.raw.parent
    yield from (client, practice.raw, client / "crosswalks", client.parents[1] / "crosswalks" / client.name)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[bool]:
    """Hold the lock of a reading; yield whether somebody else may have held it before. Without a lock all go on."""
    try:
        private.folder(path.parent)
        lock = FileLock(path.with_name(f".{path.name}.lock"))
    except OSError:
        yield False
        return
    try:
        try:
            lock.acquire(timeout=0)
            waited = path.exists()
        except Timeout:
            if _PASSES_BY[0]:
                raise _UnderWayError from None
            lock.acquire(timeout=_PATIENCE)
            waited = True
    except (OSError, Timeout):
        yield False
        return
    try:
        yield waited
    finally:
        lock.release()


def _keep(path: Path, asked: str, practice: Practice, value, rests_on: Opened, worth: int) -> Opened | None:
    """Write a reading, where it is worth it and nothing changed while it was made; return what it then is."""
    if _size(rests_on) < worth or (told := made_of.written_down(rests_on)) is None:
        return None
    try:
        data, digest = values.packed(value, {"asked": asked, "made_of": told})
        if len(data) > _LARGEST:
            return None
        private_file.write(path, data)
        _with_origin(value, digest)
        return _as_opened(practice.home, path, values.Kept(path))
    except (values.CannotBeKeptError, *values.DAMAGE):
        return None


def _size(rests_on: Opened) -> int:
    own = sum((stamp[0] if stamp else 0) + _A_FILE for stamp in rests_on.files.values())
    return own + _WORTH * len(rests_on.kept) + _WORTH * len(rests_on.trees)
