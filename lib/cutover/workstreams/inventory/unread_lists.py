"""Files of a known subject that no report reads: named where the subject would be called missing, by their names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cutover import reference
from cutover.reading.practice.file_names import base_name
from cutover.reading.practice.tables import ASIDE, OPENS
from cutover.workstreams.answers import once
from cutover.workstreams.inventory.inputs import Inputs

NOT_READ = "not read"


@dataclass(frozen=True)
class _List:
    code: str
    words: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class _Lists:
    list: tuple[_List, ...]


def lies_unread(inputs: Inputs, code: str) -> str:
    """Return in words which files about an item of a checklist are there and not read, "" where none is."""
    names = sorted({base_name(path) for path, codes in _told(inputs).items() if code in codes})
    return f"{NOT_READ}: {', '.join(names)}" if names else ""


@once
def _told(inputs: Inputs) -> dict[str, set[str]]:
    """The items that files without a known subject are about, by their paths: tables alone, as their names say."""
    files = inputs.files
    files = files[
        files["subject"].isna() & files["sheets"].gt(0).fillna(False) & files["state"].isin([OPENS, ASIDE])
    ]
    found = {path: _about(base_name(path)) for path in files["source_file"]}
    tabs = inputs.holdings.sheets
    tabs = tabs[tabs["source_file"].isin(files["source_file"]) & tabs["sheet"].notna()]
    for path, tab in zip(tabs["source_file"], tabs["sheet"], strict=True):
        found[path] |= _about(tab)
    return found


def _about(name: str) -> set[str]:
    said = set(re.findall(r"[a-z]+", name.lower()))
    return {one.code for one in _reference().list if any(words <= said for words in one.words)}


@cache
def _reference() -> _Lists:
    return reference.load("unread_lists", _Lists)
