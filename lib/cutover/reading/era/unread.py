"""What the reader of the 835 sets aside: every segment and element that no column holds, and why."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cutover.reading.era.loops import Places
from cutover.reading.era.segments import LAWFUL, MOST, Loop
from cutover.reading.era.tables import UNREAD_REASONS
from cutover.reading.x12 import chunks as x12
from cutover.reading.x12 import values as x12_values
from cutover.reading.x12.segments import ELEMENT, Picked, Segments, capital, code, in_capitals
from cutover.reading.x12.values import Values

SHOWN = 200  # bytes of text kept, so at most as many characters
_REASONS = list(UNREAD_REASONS)
_STAND_INS = {
    x12.OUTSIDE: "outside an interchange",
    x12.BARE: "outside an interchange",
    x12.UNREADABLE: "unreadable interchange",
}
_NO_ROWS = np.array([], np.int64)
_IDS = sorted({name for names in LAWFUL.values() for name in names}, key=code)
_KNOWN, _MOST = np.array([code(name) for name in _IDS]), np.array([MOST[name] for name in _IDS])


class Aside:
    """What is set aside in one chunk; `used` marks the segments that are accounted for."""

    def __init__(self, segments: Segments, places: Places):
        self.segments, self.places = segments, places
        self.used = np.zeros(len(segments), bool)
        self._found: list[tuple] = []
        self._named: dict[tuple, dict[int, np.ndarray]] = {}

    def named(self, segment: str, loops: tuple[Loop, ...]) -> np.ndarray:
        """Return the segments of an id that stand in these loops."""
        rows = self.segments.named(segment)
        standing = self.places.loop.take(rows)
        wanted = standing == loops[0]
        for loop in loops[1:]:
            wanted |= standing == loop
        return rows[wanted]

    def qualified(self, segment: str, loops: tuple[Loop, ...], qualifier: str) -> np.ndarray:
        """Return those of them whose first element is this."""
        if (segment, loops) not in self._named:
            rows = self.named(segment, loops)
            found = self.segments.qualifiers(rows)
            kinds = pd.unique(found).tolist()
            if any(capital(kind) != kind for kind in kinds):
                found = in_capitals(found)
                kinds = pd.unique(found).tolist()
            self._named[segment, loops] = {c: rows[found == c] for c in kinds}
        return self._named[segment, loops].get(code(qualifier), _NO_ROWS)

    def elements(self, rows: np.ndarray, number: int, reason: str) -> None:
        """Set one element of these segments aside."""
        if len(rows):
            begins, ends = self.segments.elements(rows, number)
            self._found.append((rows, number, _REASONS.index(reason), begins, ends))

    def whole(self, rows: np.ndarray, reason: str) -> None:
        """Set whole segments aside."""
        if len(rows):
            self.used[rows] = True
            ends = self.segments.marks[self.segments.last[rows]]
            self._found.append((rows, 0, _REASONS.index(reason), self.segments.begin[rows], ends))

    def transactions(self, rows: np.ndarray) -> None:
        """Set transactions of another kind aside: one row each, its text the kind."""
        if len(rows):
            begins, ends = self.segments.elements(rows, 1)
            self._found.append((rows, 0, _REASONS.index("not an 835"), begins, ends))

    def others(self, picked: Picked, spoken_for: set[int], segment: str) -> None:
        """Set the elements of these segments aside whose number is not among those spoken for."""
        for number in range(1, picked.longest + 1):
            if number not in spoken_for:
                begins, ends = picked.span(number)
                reason = "no column" if number <= MOST[segment] else "too many elements"
                self.elements(picked.rows[ends > begins], number, reason)

    def missing(self, rows: np.ndarray, reason: str) -> None:
        """Say of these segments what they, or what they begin, should hold and do not."""
        if len(rows):
            ends = self.segments.marks[self.segments.last[rows]]
            self._found.append((rows, 0, _REASONS.index(reason), self.segments.begin[rows], ends))

    def rest(self) -> None:
        """Set every segment aside that nobody used: unknown, out of place, or lawful without a column."""
        for name, reason in _STAND_INS.items():
            self._stand_in(self.segments.named(name), reason)
        rows = np.flatnonzero(~self.used)
        codes, loops = self.segments.codes[rows], self.places.loop[rows]
        lawful = np.zeros(len(rows), bool)
        for loop in Loop:
            here = loops == loop
            if here.any():
                lawful[here] = np.isin(codes[here], [code(name) for name in LAWFUL[loop]])
        known = np.isin(codes, _KNOWN)
        lengths = self.segments.last[rows] - self.segments.first[rows]
        long = lawful & (lengths > _MOST[np.searchsorted(_KNOWN, codes).clip(max=len(_KNOWN) - 1)])
        self.whole(rows[long], "too many elements")
        self.whole(rows[lawful & ~long], "no column")
        self.whole(rows[~lawful & known], "out of place")
        self.whole(rows[~lawful & ~known], "not a segment of the 835")

    def _stand_in(self, rows: np.ndarray, reason: str) -> None:
        if not len(rows):
            return
        self.used[rows] = True
        is_bare = self.segments.codes[rows] == code(x12.BARE)
        shown = np.where(is_bare, np.minimum(rows + 1, len(self.segments) - 1), rows)
        begins = np.where(is_bare, self.segments.begin[shown], self.segments.begin[rows] + 3)
        ends = self.segments.marks[self.segments.last[shown]]
        self._found.append((rows, 0, _REASONS.index(reason), begins, np.maximum(ends, begins)))

    def columns(self) -> tuple[int, dict]:
        """Return the rows of `unread`, in the order of the file, without `interchange`."""
        if not self._found:
            return 0, {}
        rows = np.concatenate([found[0] for found in self._found])
        number = np.concatenate([np.full(len(found[0]), found[1]) for found in self._found])
        order = np.lexsort((number, rows))
        reason = np.concatenate([np.full(len(found[0]), found[2], np.int8) for found in self._found])[order]
        begins = np.concatenate([found[3] for found in self._found])[order]
        ends = np.concatenate([found[4] for found in self._found])[order]
        rows, number = rows[order], number[order]
        outside = self.places.loop[rows] < Loop.HEADER
        return len(rows), {
            "payment_id": Values(self.places.payment[rows], outside, outside),
            "segment": self._ids(rows),
            "element": Values(number, number == 0, number == 0),
            "reason": pa.array(_REASONS, pa.large_string()).take(pa.array(reason)),
            "byte": self.segments.file_positions(begins),
            "text": self._shown(begins, ends),
            "source_row": self.places.number[rows],
        }

    def _ids(self, rows: np.ndarray) -> pa.Array:
        """Segment ids; null where the id is longer than any: what stands there could be a name."""
        begins, ends = self.segments.begin[rows], self.segments.marks[self.segments.first[rows]]
        stands_in = np.isin(self.segments.codes[rows], [code(name) for name in _STAND_INS])
        ends = np.where((ends - begins > 3) | stands_in, begins, ends)
        return x12_values.texts(self.segments.text, begins, ends)

    def _shown(self, begins: np.ndarray, ends: np.ndarray) -> pa.Array:
        """What stands there, elements separated by `*`; cut between characters, not within one."""
        kept = np.minimum(ends, begins + SHOWN)
        for _ in range(3):  # a UTF-8 character has at most three bytes after its first
            kept = kept - ((kept < ends) & ((self.segments.bytes[kept] & 0xC0) == 0x80))
        found = x12_values.texts(self.segments.text, begins, kept)
        return pc.replace_substring(found, chr(ELEMENT), "*")
