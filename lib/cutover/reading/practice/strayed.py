"""Tables in the wrong folder of a practice: a statement of the bank among the invoices, postings among fee schedules.

One is looked for where its first line of columns, or its name but for the digits, is that of files in the folder of
another kind and of none beside it, or where it has the marks of a bank; its columns must then fit that kind, and not
the folder that it lies in. What the two folders share is left where it lies. The words are `folder_words.toml`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Protocol

from cutover.errors import InputError
from cutover.reading.kept import opened
from cutover.reading.practice.file_names import is_clutter, stem

BANK = "bank"
_HEAD = 8_192  # bytes of a file in which its columns stand, and of a statement the first lines
_MARKED = 2  # lines with a mark of a bank that make a statement likely
_LETTERS = 4  # of a name without its digits that tells a file's kind
_SEPARATORS = re.compile(r"[,|;\t]")
_HEADS: dict[str, tuple[opened.Stamp | None, str]] = {}  # of this process: a path, its stamp, its beginning


class Words(Protocol):
    """What of `folder_words.toml` is needed here."""

    @property
    def stray_from(self) -> frozenset[str]: ...
    @property
    def stray_to(self) -> tuple[str, ...]: ...
    @property
    def texts(self) -> frozenset[str]: ...
    @property
    def tables(self) -> tuple[str, ...]: ...
    @property
    def bank_marks(self) -> tuple[str, ...]: ...
    @property
    def share(self) -> tuple[frozenset[str], ...]: ...


class Strays:
    """The folders of a practice by what their tables look like from outside: first lines of columns, and names."""

    def __init__(self, raw: str, words: Words):
        self.raw, self.words = raw, words

    @cached_property
    def _looks(self) -> dict[str, Counter[str]]:
        """Of each folder how many of its files have a line of columns or a name, as they are compared."""
        folders = [*self.words.stray_to, *self.words.stray_from]
        return {
            name: Counter(_each_look(f"{self.raw}/{name}", self.words)) for name in dict.fromkeys(folders)
        }

    def wanted(self, folder: str, name: str, path: str) -> tuple[str, ...]:
        """Return the folders in which a file of another one may belong: its columns must say so yet."""
        if folder not in self.words.stray_from or not _is_table(name, self.words):
            return ()
        if self._is_marked(name, path):
            return (BANK,) if folder != BANK else ()
        mine = list(_looks_of(name, path, self.words))
        if any(self._looks[folder][one] > 1 for one in mine):
            return ()
        others = [to for to in self.words.stray_to if to != folder and {to, folder} not in self.words.share]
        return tuple(to for to in others if any(self._looks[to][one] for one in mine))

    def _is_marked(self, name: str, path: str) -> bool:
        begin = _head(path) if _ending(name) in self.words.texts else ""
        return (
            sum(any(mark in line for mark in self.words.bank_marks) for line in begin.splitlines()) >= _MARKED
        )


def fits(path: Path, folder: str, to: str) -> bool:
    """Tell whether the columns of a file are those of a folder's kind, and not those of the folder that it lies in.

    What reads columns is asked for here alone: it rests on what is kept, and that on where files lie.
    """
    from cutover.reading.practice import loose_sheets

    try:
        return loose_sheets.belongs(path.read_bytes(), path.name, folder, to)
    except (OSError, InputError):
        return False


def _each_look(folder: str, words: Words) -> Iterator[str]:
    for entry in opened.entries(folder):
        if (
            entry.is_file(follow_symlinks=False)
            and not is_clutter(entry.name)
            and _is_table(entry.name, words)
        ):
            yield from _looks_of(entry.name, entry.path, words)


def _looks_of(name: str, path: str, words: Words) -> Iterator[str]:
    """How a file looks from outside: of a text its line of columns, of a workbook its name without digits."""
    if _ending(name) in words.texts:
        if columns := _columns(_head(path)):
            yield f"columns {columns}"
        return
    plain = re.sub(r"[\W\d_]+", " ", stem(name).lower()).strip()
    if len(plain) >= _LETTERS:
        yield f"name {plain}"


def _columns(begin: str) -> str:
    """The first line that has three cells or more, where none of them has a digit; "" for none."""
    line = next((one for one in begin.splitlines() if len(_SEPARATORS.findall(one)) > 1), "")
    plain = line.strip("\ufeff \r").lower()
    return "" if re.search(r"\d", plain) else plain


def _head(path: str) -> str:
    stamp = opened.stamp(path)
    if path not in _HEADS or _HEADS[path][0] != stamp:
        try:
            with open(path, "rb") as file:  # noqa: PTH123 (this runs for each table of a practice)
                begin = file.read(_HEAD)
        except OSError:
            begin = b""
        _HEADS[path] = stamp, "" if b"\0" in begin else begin.decode("utf-8", "replace")
    return _HEADS[path][1]


def _is_table(name: str, words: Words) -> bool:
    return _ending(name) in words.texts or _ending(name) in words.tables


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""
