"""Many small 835s read as one, since the reader's cost per call is that of megabytes.

An archive holds thousands of files of a few kilobytes. Those without any oddity are joined, one interchange
after the other, read by one call, and their rows told apart again by the number of the interchange. Whatever
is not exactly as expected afterwards is read again by itself: joining saves time and decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cutover.errors import InputError
from cutover.reading.era.reader import Remittance
from cutover.reading.era.tables import REMITTANCE, UNREAD_REASONS

LARGEST = 2 << 20  # bytes; above, a call of its own costs little in proportion
_ISA_LENGTH = 106
_SEVERAL = "several files"
_DAMAGE = [reason for reason, (is_damage, _) in UNREAD_REASONS.items() if is_damage]
_IDS = {"payment_id": "payments", "claim_id": "claims", "service_id": "services"}


@dataclass(frozen=True)
class Plain:
    """What is counted in a file before it is joined: its segments, its payments, the first ST's number."""

    data: bytes
    segments: int
    payments: int
    first: int


def plain(data: bytes) -> Plain | None:
    """Return what a file holds if it is one ordinary interchange of 835s, else None.

    Its encoding may be any: the reader finds that of each interchange by itself.
    """
    if not data.startswith(b"ISA") or not _ISA_LENGTH < len(data) <= LARGEST:
        return None
    element, end = data[3:4], data[_ISA_LENGTH - 1 : _ISA_LENGTH]
    if (
        not data[:_ISA_LENGTH].isascii()
        or end.isalnum()
        or end.isspace()
        or element.isalnum()
        or element.isspace()
    ):
        return None
    return _counted(data, _without_line_ends(data, end), element, end)


def _without_line_ends(data: bytes, end: bytes) -> bytes:
    """Return the text without the line ends behind its segments."""
    if b"\r" not in data:
        view = np.frombuffer(data, np.uint8)
        if (view[np.flatnonzero(view == ord("\n")) - 1] == end[0]).all():
            return data.translate(None, b"\n")  # the same at a quarter of the time
    return data.replace(end + b"\r\n", end).replace(end + b"\n", end)


def _counted(data: bytes, text: bytes, element: bytes, end: bytes) -> Plain | None:
    """Count the segments and payments of a text without line ends, where it is one interchange of 835s."""
    if b"\n" in text or b"\r" in text or not text.endswith(end):
        return None
    view = np.frombuffer(text, np.uint8)
    ends = np.flatnonzero(view == end[0])
    begins = np.concatenate([[0], ends[:-1] + 1])
    if (begins == ends).any() or b"ISA" in text[3:]:
        return None
    starts = _named(view, begins, b"ST", element + end)
    last = _named(view, begins, b"IEA", element + end)
    if not len(starts) or last.tolist() != [len(ends) - 1]:
        return None
    said = [text[begins[row] : begins[row] + 6] for row in starts]
    if any(one != b"ST" + element + b"835" for one in said):
        return None
    return Plain(data, len(ends), len(starts), int(starts[0]) + 1)


def _named(view: np.ndarray, begins: np.ndarray, name: bytes, closers: bytes) -> np.ndarray:
    """Return which segments have this id: they begin with it, and their first element or their end follows."""
    found = np.arange(len(begins))
    for place, byte in enumerate(name):
        found = found[view[np.minimum(begins[found] + place, len(view) - 1)] == byte]
    return found[np.isin(view[np.minimum(begins[found] + len(name), len(view) - 1)], list(closers))]


def read_joined(
    files: list[Plain], read: Callable[[bytes, str], Remittance]
) -> tuple[dict[str, pd.DataFrame], dict[str, np.ndarray], np.ndarray]:
    """Return the tables of many files, the file of each of their rows (from 0), and which files were read.

    The rows are those that each file gives by itself (ids, segments and bytes count within the file), but
    for `source_file`. Files that are damaged, or not told apart beyond doubt, are not read: none of their
    rows is returned.
    """
    try:
        whole = read(b"\n".join(file.data for file in files), _SEVERAL)
    except InputError:
        return {}, {}, np.zeros(len(files), bool)
    tables = {name: getattr(whole, name) for name in REMITTANCE}
    owners = _owners(tables, files)
    if owners is None:
        return {}, {}, np.zeros(len(files), bool)
    good = _undamaged(tables, owners, len(files))
    counted = _counted_within(tables, owners, files)
    kept = {name: good[owner] for name, owner in owners.items()}
    return (
        {name: counted[name][kept[name]] for name in counted},
        {name: owners[name][kept[name]] for name in owners},
        good,
    )


def _before(counts: list[int]) -> np.ndarray:
    """How many come before each file."""
    return np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)


def _owners(tables: dict[str, pd.DataFrame], files: list[Plain]) -> dict[str, np.ndarray] | None:
    """The file of each row, or None where payments and segments are not those that were counted before."""
    payments = tables["payments"]
    expected = np.repeat(np.arange(len(files)), [file.payments for file in files])
    if len(payments) != len(expected) or not (payments["interchange"] == expected).all():
        return None
    firsts = payments["source_row"].to_numpy(np.int64)[_before([file.payments for file in files])]
    if (firsts != _before([file.segments for file in files]) + [file.first for file in files]).any():
        return None
    owners = {}
    for name, frame in tables.items():
        by = frame["byte" if name == "unread" else "payment_id"]
        if by.isna().any():
            return None
        number = by.to_numpy(np.int64)
        starts = _before([len(file.data) + 1 for file in files])
        owners[name] = np.searchsorted(starts, number, "right") - 1 if name == "unread" else expected[number]
    return owners


def _undamaged(tables: dict[str, pd.DataFrame], owners: dict[str, np.ndarray], count: int) -> np.ndarray:
    """Which files have nothing that their neighbors could have to do with."""
    good = np.ones(count, bool)
    good[owners["payments"][~tables["payments"]["is_whole"].fillna(False).to_numpy(bool)]] = False
    good[owners["unread"][tables["unread"]["reason"].isin(_DAMAGE).to_numpy(bool)]] = False
    return good


def _counted_within(
    tables: dict[str, pd.DataFrame], owners: dict[str, np.ndarray], files: list[Plain]
) -> dict[str, pd.DataFrame]:
    """The tables with every number counted from the beginning of its own file."""
    offsets = {
        column: _before(np.bincount(owners[name], minlength=len(files)).tolist())
        for column, name in _IDS.items()
    }
    offsets["interchange"] = np.arange(len(files))
    offsets["source_row"] = _before([file.segments for file in files])
    offsets["byte"] = _before([len(file.data) + 1 for file in files])
    counted = {}
    for name, frame in tables.items():
        changed = {c: frame[c] - offsets[c][owners[name]] for c in offsets.keys() & set(frame.columns)}
        counted[name] = frame.assign(**changed)
    return counted
