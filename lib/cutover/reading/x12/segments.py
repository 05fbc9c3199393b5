"""The segments of a chunk as arrays: their ids, and the places of their elements and components.

In a chunk every element separator and every segment terminator is one and the same byte, so one comparison
finds all of them; an element is then two places among them.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from cutover.reading.x12.places import Origins, Piece

FileBytes = bytes  # or a file mapped into memory, which answers as bytes do
ELEMENT, SEGMENT, COMPONENT = 0x1C, 0x1D, 0x1F  # no control character but these is left in a chunk
_PAD = b"\x1d" * 8  # so that eight bytes can be looked at anywhere
# by the length of a text: which of its first bytes make its code; a longer one has the code -1
_KEPT_BYTES = np.array([0, 0xFF, 0xFFFF, 0xFFFFFF, 0], np.uint32)
_INDENT = 100  # blanks before a segment id that are passed over


def code(name: str) -> int:
    """Return a text of one to three characters as the number that `Segments.codes` uses for it."""
    return int.from_bytes(name.encode(), "little")


class Segments:
    """The segments of a chunk: ids, and the places of their elements.

    `marks` are the positions of all delimiters, `first` and `last` the marks that end a segment's id and its
    last element, `codes` the segment ids as numbers (-1 for an id longer than three characters).
    """

    def __init__(self, text: bytes, pieces: list[Piece], cut_ends: list[int], data: FileBytes):
        self.text, self.pieces, self._data = text + _PAD, pieces, data
        self.bytes = np.frombuffer(self.text, np.uint8)
        body = self.bytes[: len(text)]
        # the four bytes that begin at each byte, as one number
        self._words = np.ndarray(len(text) + 1, "<u4", self.text, strides=(1,))
        self.marks = np.flatnonzero(body <= SEGMENT)
        self.last = np.flatnonzero(body[self.marks] == SEGMENT)
        self.first = np.zeros_like(self.last)
        np.add(self.last[:-1], 1, out=self.first[1:])
        self.begin = np.zeros_like(self.last)
        np.add(self.marks[self.last[:-1]], 1, out=self.begin[1:])
        for _ in range(_INDENT):
            blank = self.bytes[self.begin] == 32
            if not blank.any():
                break
            self.begin = self.begin + blank
        self.codes = self.packed(self.begin, self.marks[self.first])
        self.cut = np.searchsorted(self.marks[self.last], np.array(cut_ends, np.int64))
        self._rows: dict[str, np.ndarray] = {}

    def __len__(self) -> int:
        return len(self.last)

    def leave_out(self, rows: np.ndarray) -> None:
        """Give these segments an id that none has, so that nothing finds them."""
        self.codes[rows] = -2
        self._rows.clear()

    def named(self, name: str) -> np.ndarray:
        """Return the segments of an id."""
        if name not in self._rows:
            self._rows[name] = np.flatnonzero(self.codes == code(name))
        return self._rows[name]

    def packed(self, begins: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """Return texts of up to three characters as numbers: 0 for an empty one, -1 for a longer one."""
        lengths = np.minimum(ends - begins, 4)
        found = (self._words[begins] & _KEPT_BYTES[lengths]).view(np.int32)
        found[lengths > 3] = -1
        return found

    def picked(self, rows: np.ndarray) -> Picked:
        """Return these segments to have several elements of them read."""
        return Picked(self, rows)

    def elements(self, rows: np.ndarray, number: int | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where an element of these segments begins and ends; both are the same where it is absent."""
        last = self.last.take(rows)
        at = np.minimum(self.first.take(rows) + number, last + 1)
        ends = self.marks.take(np.minimum(at, last))
        return np.minimum(self.marks.take(at - 1) + 1, ends), ends

    def qualifiers(self, rows: np.ndarray, number: int = 1) -> np.ndarray:
        """Return a short element of these segments as codes."""
        return self.packed(*self.elements(rows, number))

    def components(
        self, begins: np.ndarray, ends: np.ndarray, count: int
    ) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return where the first components of these elements begin and end, so many of each."""
        places = self._separators_and_end
        after = np.searchsorted(places, begins)
        found, left = [], begins
        for number in range(count):
            right = np.minimum(places[np.minimum(after + number, len(places) - 1)], ends)
            found.append((left, right))
            left = np.minimum(right + 1, ends)
        return found

    @cached_property
    def _separators_and_end(self) -> np.ndarray:
        """Positions of component separators (senders in one file may use different ones), then the end."""
        found, start = [], 0
        for piece, following in zip(self.pieces, [*self.pieces[1:], None], strict=True):
            mark = self._component_mark(piece)
            if following is not None and self._component_mark(following) == mark:
                continue
            end = following.at if following is not None else len(self.text)
            found.append(np.flatnonzero(self.bytes[start:end] == mark) + start)
            start = end
        return np.concatenate([*found, [len(self.text)]])

    @staticmethod
    def _component_mark(piece: Piece) -> int:
        mark = piece.stretch.delimiters.component if piece.stretch.delimiters else None
        return COMPONENT if mark is None or mark < 32 else mark

    def file_positions(self, places: np.ndarray) -> np.ndarray:
        """Return the bytes of the file at which places of this chunk stand, from 0."""
        return self._origins.of(places)

    @cached_property
    def _origins(self) -> Origins:
        return Origins(self.bytes, self.pieces, self._data)


class Picked:
    """Some segments of a chunk, whose elements are asked for by number."""

    def __init__(self, segments: Segments, rows: np.ndarray):
        self.rows, self._marks = rows, segments.marks
        self._first, self._last = segments.first.take(rows), segments.last.take(rows)
        self.lengths = self._last - self._first  # elements of each
        self.longest = int(self.lengths.max(initial=0))
        self._ends: dict[int, np.ndarray] = {}

    def span(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Return where an element begins and ends; both are the same where it is absent."""
        ends = self._end(number)
        return np.minimum(self._end(number - 1) + 1, ends), ends

    def _end(self, number: int) -> np.ndarray:
        if number not in self._ends:
            self._ends[number] = self._marks.take(np.minimum(self._first + number, self._last))
        return self._ends[number]
