"""Files of a practice that lie elsewhere than in the folder of their kind, and are read all the same.

An 835 is one by its content wherever it lies, a list of patients or claims in no folder by its columns. A folder whose
name holds the word of one kind is a folder of that kind. None of it tells whether a remittance came through Office Ally
or Medi: that is told by a name alone (`side_is_told`). The words are data/reference/folder_words.toml.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from cutover import reference
from cutover.reading.files.zips import CAPS, DAMAGE, Caps, Entry, walk, walk_paths
from cutover.reading.kept import opened, program
from cutover.reading.practice import private_file, strayed
from cutover.reading.practice.file_names import base_name, file_id, is_clutter, names_an_era

ERA, MEDI_ERA = "era", "medi_era"
ARCHIVES = (ERA, MEDI_ERA)
_MEDI = "medi_"
_CROSSWALKS = "crosswalks"
_SNIFFED = 4096  # bytes of a file in which the kind of its first transaction stands
_LONGEST = 4  # letters of an ending; what follows another point is part of a name
_SETS = re.compile(rb"ISA(.).{0,2000}?\bST\1 *(\d{3})", re.DOTALL)
_ZIP, _MEMBERS = "zip", 2_000  # of a zip with more nobody looks at each
_SHEETS: dict[tuple[str, str], list] = {}  # of this process: a table, its state and the folder of its kind
_KNOWN: dict[
    str, tuple[opened.Stamp | None, bool]
] = {}  # of this process: a path, its stamp, whether it is an 835


class _Path:
    """A path with the two names that an entry of a folder has."""

    def __init__(self, path: Path):
        self.name, self.path = path.name, str(path)


@dataclass(frozen=True)
class Folder:
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """The file `data/reference/folder_words.toml`."""

    folder: tuple[Folder, ...]
    known: tuple[str, ...]
    not_its_own: tuple[str, ...]
    medi: tuple[str, ...]
    office_ally: tuple[str, ...]
    endings: tuple[str, ...]
    usual_endings: frozenset[str]
    tables: tuple[str, ...]
    workbooks: tuple[str, ...]
    texts: frozenset[str]
    bank_marks: tuple[str, ...]
    stray_to: tuple[str, ...]
    stray_from: frozenset[str]
    share: tuple[frozenset[str], ...]
    papers: frozenset[str]
    beside_papers: frozenset[str]
    quotes: frozenset[str]
    of_both: frozenset[str]


@cache
def _words() -> Words:
    return reference.load("folder_words", Words)


def moved(raw: Path) -> dict[str, str]:
    """Return the files of a practice that lie elsewhere, by their path below its folder, each with its kind's folder.

    Whoever asks rests on what is answered, and not on each file that was looked at.
    """
    found = look(str(raw))
    opened.note_places(raw, digest_of(found))
    return found


def look(raw: str) -> dict[str, str]:
    """Return what `moved` returns, without telling anybody; an absent folder has no files."""
    with opened.unheard():
        return dict(_moved(raw))


def is_usual_ending(source_file: str) -> bool:
    """Tell whether the name of a file ends as those of remittances do, or has no ending."""
    _, dot, ending = base_name(source_file).rpartition(".")
    return not dot or ending.lower() in _words().usual_endings


def is_moved(path: Path, folder: Path, homes: dict[str, str]) -> bool:
    """Tell whether a file in a folder of a practice is read with those of another one: a remittance, or a stray.

    `homes` is what `look` says of the practice.
    """
    if folder.name in ARCHIVES:
        return False
    home = homes.get(path.relative_to(folder.parent).as_posix(), folder.name)
    return _is_835(_Path(path)) or (folder.name in _words().known and home != folder.name)


def digest_of(found: dict[str, str]) -> str:
    """Return what tells one answer of `moved` from another, "" where no file lies elsewhere."""
    return hashlib.sha256(json.dumps(sorted(found.items())).encode()).hexdigest()[:32] if found else ""


def _moved(raw: str) -> Iterator[tuple[str, str]]:
    try:
        inside = sorted(os.scandir(raw), key=lambda entry: entry.name)
    except OSError:
        return
    known, strays = set(_words().known), strayed.Strays(raw, _words())
    for top in inside:
        if top.name.startswith(".") or top.name in ARCHIVES or is_clutter(top.name):
            continue
        if not top.is_dir(follow_symlinks=False):
            if not top.is_file(
                follow_symlinks=False
            ):  # a link, or what is no file at all: nobody opens it here
                continue
            if _is_835(top):
                yield top.name, _archive_of(top.name)
            elif home := _of_sheet(top, Path(raw)):
                yield top.name, home
            continue
        home = "" if top.name in known else home_of(top.name)
        for entry in opened.entries(top.path):
            path = entry.path[len(raw) :].lstrip(os.sep).replace(os.sep, "/")
            if not entry.is_file(follow_symlinks=False) or is_clutter(path):
                continue
            if _is_835(entry):
                yield path, _archive_of(path)
            elif to := home or _stray(entry, top.name, path, strays):
                yield path, to


def _stray(entry: os.DirEntry[str], folder: str, path: str, strays: strayed.Strays) -> str:
    """The folder of another kind that a table in a known folder is read with, "" for none."""
    for to in strays.wanted(folder, entry.name, entry.path) if not _are_others(path) else ():
        judge = partial(_if_fits, folder=folder, to=to)
        if _kept(entry.path, f"{path} in {to}", Path(strays.raw), judge):
            return to
    return ""


def _if_fits(path: Path, folder: str, to: str) -> str:
    return to if strayed.fits(path, folder, to) else ""


def _are_others(path: str) -> bool:
    """Whether the path of a file has a word that makes it nobody's, as `wrong` or `sample`."""
    return bool(_said(path) & set(_words().not_its_own))


def share_layouts(one: str, other: str) -> bool:
    """Tell whether files of two folders may have one layout by right."""
    return {one, other} in _words().share


def bank_marks() -> tuple[str, ...]:
    """Return what the lines of a bank say of a payer's deposit, and nothing else does."""
    return _words().bank_marks


def home_of(name: str) -> str:
    """Return the folder that a folder of another name stands for, "" where its words are of no kind or of several."""
    said = _said(name)
    if not said or said & set(_words().not_its_own):
        return ""
    is_medi = bool(said & set(_words().medi))
    both = _words().of_both
    fitting = [one for one in _words().folder if one.name in both or one.name.startswith(_MEDI) == is_medi]
    kinds = [one.name for one in fitting if said & set(one.words)]
    return kinds[0] if len(kinds) == 1 else ""


def is_known(name: str) -> bool:
    """Tell whether a folder of this name is one of a practice."""
    return name in _words().known


def names_papers(name: str) -> bool:
    """Tell whether the name of a folder says papers of the office, as `old-quotes-2026` does, and nothing else."""
    said = {word for word in _said(name) if not word.isdigit()}
    return bool(said & _words().papers) and said <= _words().papers | _words().beside_papers


def names_a_quote(name: str) -> bool:
    """Tell whether the name of a file says that it is a quote."""
    return bool(_said(name) & _words().quotes)


def names_medi(text: str) -> bool:
    """Tell whether a text has Medi's name as a word."""
    return bool(_said(text) & set(_words().medi))


def of_both() -> frozenset[str]:
    """Return the folders whose files are of both systems, and are told apart by themselves."""
    return _words().of_both


def names_office_ally(text: str) -> bool:
    """Tell whether a text has Office Ally's name as words."""
    return _says(text, _words().office_ally)


def holds_a_file(folder: Path) -> bool:
    """Tell whether a file lies anywhere below a folder, without what an operating system leaves there."""
    return any(entry.is_file(follow_symlinks=False) and not is_clutter(entry.name)
               for entry in opened.entries(str(folder)))  # fmt: skip


def _said(name: str) -> set[str]:
    return set(re.findall(r"[a-z]+|\d+", name.lower()))


def _archive_of(path: str) -> str:
    """The folder of an 835: Medi's where its path says so, else the one of all others."""
    return MEDI_ERA if _says(path, _words().medi) else ERA


def _says(path: str, words: tuple[str, ...]) -> bool:
    plain = " ".join(re.findall(r"[a-z]+|\d+", path.lower()))
    return any(f" {word} " in f" {plain} " for word in words)


def side_is_told(source_file: str) -> bool:
    """Tell whether the place or the name of a remittance says through which system it came."""
    if source_file.partition("/")[0] in ARCHIVES and "/" in source_file:
        return True
    is_medi, is_old = (_says(source_file, words) for words in (_words().medi, _words().office_ally))
    return is_medi or is_old or file_id(source_file.rpartition("/")[2]) is not None


def _is_835(entry: os.DirEntry[str] | _Path) -> bool:
    """Whether a file begins as an 835 does, or a zip holds those; what its name says is a table is not opened."""
    ending = entry.name.rpartition(".")[2].lower() if "." in entry.name else ""
    if ending not in _words().endings and len(ending) <= _LONGEST:
        return False
    stamp = opened.stamp(entry.path)
    if entry.path not in _KNOWN or _KNOWN[entry.path][0] != stamp:
        _KNOWN[entry.path] = stamp, _holds_835s(entry.path) if ending == _ZIP else _begins_as_835(entry.path)
    return _KNOWN[entry.path][1]


def _begins_as_835(path: str) -> bool:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 (this runs for each file of a practice)
            return _is_begin(file.read(_SNIFFED))
    except OSError:
        return False


def _is_begin(data: bytes) -> bool:
    found = _SETS.match(data.lstrip(b"\xef\xbb\xbf \r\n\t"))
    return found is not None and found[2] == b"835"


def _holds_835s(path: str) -> bool:
    """Whether a zip holds remittances alone: each member begins as an 835 or bears an ERA's name, and one begins so."""
    try:
        with zipfile.ZipFile(path) as packed:
            members = [one for one in packed.infolist() if not one.is_dir() and not is_clutter(one.filename)]
            if not 0 < len(members) <= _MEMBERS:
                return False
            begins = []
            for one in members:
                with packed.open(one) as file:
                    begins.append(_is_begin(file.read(_SNIFFED)))
    except DAMAGE:
        return False
    named = [names_an_era(base_name(one.filename)) for one in members]
    return any(begins) and all(is_one or is_named for is_one, is_named in zip(begins, named, strict=True))


def _of_sheet(entry: os.DirEntry[str], raw: Path) -> str:
    """The folder of a loose spreadsheet's kind, "" where nothing settles it; kept, since opening it takes a while."""
    words = _words()
    if entry.name.rpartition(".")[2].lower() not in words.tables or entry.name in words.workbooks:
        return ""
    if _says(entry.name, words.medi) or _said(entry.name) & set(words.not_its_own):
        return ""
    return _kept(entry.path, entry.name, raw, loose_sheet_folder)


def _kept(path: str, key: str, raw: Path, judge: Callable[[Path], str]) -> str:
    """What is found of a file by opening it: kept under a key until the file or this program is another."""
    there = raw.parents[2] / "processed" / raw.parent.name / raw.name / "places.json"
    state, kept = [program.digest(), *(opened.stamp(path) or ())], _SHEETS.get((path, key))
    if kept is None or kept[0] != state:
        said = private_file.read_json(there)
        kept = said.get(key) or [None, ""]
        if kept[0] != state:
            kept = [state, judge(Path(path))]
            with contextlib.suppress(OSError):
                private_file.write(there, json.dumps(said | {key: kept}).encode())
        _SHEETS[path, key] = kept
    return kept[1]


def loose_sheet_folder(path: Path) -> str:
    """Return the folder of the kind that a spreadsheet is of by its columns, "" where nothing settles it.

    What reads columns is asked for here alone: it rests on what is kept, and that on where files lie.
    """
    from cutover.reading.practice import loose_sheets

    try:
        return loose_sheets.folder_of(path.read_bytes(), path.name)
    except OSError:
        return ""


def tables_elsewhere(raw: Path, folders: Collection[str]) -> list[Path]:
    """Return the tables of a practice that lie in none of some folders, nor with the remittances.

    A file whose path says that it is nobody's is none.
    """
    found = []
    for top in _outside(raw, {*folders, *ARCHIVES, _CROSSWALKS}):
        path = top.path[len(str(raw)) :].lstrip(os.sep).replace(os.sep, "/")
        if not is_table(top.name) or top.name in _words().workbooks or not top.is_file(follow_symlinks=False):
            continue
        if not is_clutter(path) and not _are_others(path):
            found.append(Path(top.path))
    return sorted(found)


def is_table(name: str) -> bool:
    """Tell whether the name of a file ends as those of tables do."""
    return name.rpartition(".")[2].lower() in _words().tables


def _outside(raw: Path, passed: Collection[str]) -> Iterator[os.DirEntry[str]]:
    """Each file below a folder, but for those in some of its folders."""
    try:
        inside = list(os.scandir(raw))
    except OSError:
        return
    for top in inside:
        if not top.is_dir(follow_symlinks=False):
            yield top
        elif top.name not in passed:
            yield from opened.entries(top.path)


def walk_home(folder: Path, root: Path, caps: Caps = CAPS, documents: bool = False) -> Iterator[Entry]:
    """Yield the files of a kind as `walk` does: those of its folder, then those that lie elsewhere.

    What lies in the folder and is of another kind by its content is left to that one.
    """
    found = moved(root) if folder.parent == root else {}
    for entry in walk(folder, root, caps, documents=documents):
        if found.get(entry.source_file.partition("!")[0], folder.name) == folder.name:
            yield entry
    paths = [root / path for path, home in found.items() if home == folder.name]
    yield from walk_paths(paths, root, caps, documents=documents)
