"""The envelopes around payments: control numbers and counts, as stated and as counted."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cutover.columns import Kind
from cutover.reading.era.loops import Places
from cutover.reading.era.segments import ENVELOPE
from cutover.reading.era.unread import Aside
from cutover.reading.x12 import chunks as x12
from cutover.reading.x12 import values as x12_values
from cutover.reading.x12.segments import Segments, code
from cutover.reading.x12.values import Values

# segment -> the elements kept of it, with their kinds
_KEPT = {
    "ISA": {6: Kind.TEXT, 8: Kind.TEXT, 9: Kind.DATE, 13: Kind.TEXT},
    "GS": {6: Kind.TEXT, 8: Kind.TEXT},
    "ST": {2: Kind.TEXT},
    "SE": {1: Kind.COUNT, 2: Kind.TEXT},
    "GE": {1: Kind.COUNT, 2: Kind.TEXT},
    "IEA": {1: Kind.COUNT, 2: Kind.TEXT},
}


class Envelopes:
    """All envelope segments of a file: their numbers in the file, and what they state.

    An interchange without an ISA begins, among the ISAs, with the row that stands in for it.
    """

    def __init__(self) -> None:
        self._rows: dict[str, list] = {name: [] for name in ENVELOPE}
        self._stated: dict[str, dict[int, list]] = {
            name: {element: [] for element in kept} for name, kept in _KEPT.items()
        }
        self._bytes: dict[str, list] = {name: [] for name in ENVELOPE}
        self._real: list[np.ndarray] = []
        self._opens: list[np.ndarray] = []

    def add(self, segments: Segments, places: Places, aside: Aside) -> None:
        """Take the envelope segments of a chunk."""
        for name in ENVELOPE:
            rows = segments.named(name)
            if name == "ISA":
                rows = np.union1d(rows, segments.named(x12.BARE))
                self._real.append(segments.codes[rows] == code("ISA"))
            if name == "ST":
                rows = np.union1d(rows, places.opens)
                self._opens.append(np.isin(rows, places.opens))
            if len(rows):
                self._rows[name].append(places.number[rows])
                self._bytes[name].append(segments.file_positions(segments.begin[rows]))
                self._state(segments, name, rows, aside)

    def _state(self, segments: Segments, name: str, rows: np.ndarray, aside: Aside) -> None:
        for element, kind in _KEPT[name].items():
            begins, ends = segments.elements(rows, element)
            ends = np.where(segments.codes[rows] == code("BPR"), begins, ends)
            if kind is Kind.TEXT:
                value = x12_values.texts(segments.text, begins, ends)
            else:
                read = x12_values.dates if kind is Kind.DATE else x12_values.counts
                value = read(segments.bytes, begins, ends)
                aside.elements(
                    rows[value.bad], element, "not a date" if kind is Kind.DATE else "not a number"
                )
            self._stated[name][element].append(value)

    def rows(self, name: str) -> np.ndarray:
        """Return the numbers in the file of the segments of an id."""
        return np.concatenate(self._rows[name]) if self._rows[name] else np.array([], np.int64)

    def positions(self, name: str) -> np.ndarray:
        """Return the bytes of the file at which these segments begin."""
        return np.concatenate(self._bytes[name]) if self._bytes[name] else np.array([], np.int64)

    def real(self) -> np.ndarray:
        """Tell which rows of ISA are one, not the stand-in of an interchange that has none."""
        return np.concatenate(self._real) if self._real else np.array([], bool)

    def opens(self) -> np.ndarray:
        """Tell which rows of ST begin a payment."""
        return np.concatenate(self._opens) if self._opens else np.array([], bool)

    def stated(self, name: str, element: int, owner: np.ndarray) -> Values | pa.Array:
        """Return an element as a column, for each owner the one of its segment; null for owner -1."""
        parts, kind = self._stated[name][element], _KEPT[name][element]
        if kind is Kind.TEXT:
            every = pa.chunked_array(parts, pa.large_string()).combine_chunks()
            return every.take(pa.array(np.maximum(owner, 0), mask=owner < 0))
        # what owner -1 points to
        none = np.array(["NaT"], "datetime64[ms]") if kind is Kind.DATE else np.zeros(1, np.int64)
        values = np.concatenate([*(p.values for p in parts), none])[owner]
        absent = np.concatenate([*(p.absent for p in parts), [True]])[owner]
        return Values(values, absent, absent)

    def interchange(self, rows: np.ndarray) -> Values:
        """Return the order of the ISA that each row of the file stands under; null under none."""
        owner = before(self.rows("ISA"), rows + 1)
        real = self.real()
        absent = ~np.append(real, False)[owner]
        return Values(np.append(np.cumsum(real) - 1, 0)[owner], absent, absent)


def before(rows: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Return the index of the last of `rows` before each of `of`, -1 for none."""
    return np.searchsorted(rows, of, "left") - 1


def closing(closers: np.ndarray, opened: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """Return the index of the first closer after each opened row and before its limit, -1 for none."""
    found = np.searchsorted(closers, opened, "right")
    there = np.append(closers, np.iinfo(np.int64).max)[found] < limits
    return np.where(there, found, -1)


def following(rows: np.ndarray, of: np.ndarray, end: int) -> np.ndarray:
    """Return the first of `rows` after each of `of`, `end` where there is none."""
    return np.append(rows, end)[np.searchsorted(rows, of, "right")]


def same_control(one: pa.ChunkedArray, other: pa.ChunkedArray) -> np.ndarray:
    """Tell where two control numbers are the same, leading zeros apart; an absent one is never."""
    bare = [pc.utf8_ltrim(texts, characters="0") for texts in (one, other)]
    return pc.fill_null(pc.equal(*bare), False).to_numpy(zero_copy_only=False)
