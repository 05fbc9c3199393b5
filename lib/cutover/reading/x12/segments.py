"""The segments of a chunk as arrays: their ids, and the places of their elements and components.

In a chunk every element separator and every segment terminator is one and the same byte, so one comparison
finds all of them; an element is then two places among them.
"""

from __future__ import annotations

import re
from functools import cache, cached_property

import numpy as np

from cutover.reading.x12.places import Origins, Piece

FileBytes = bytes  # or a file mapped into memory, which answers as bytes do
# no control character but these is left in a chunk; CONTROL stands for every other one
ELEMENT, SEGMENT, CONTROL, COMPONENT = 0x1C, 0x1D, 0x1E, 0x1F
TAB = 0x1B  # until a chunk is made: then one between two texts is a CONTROL, one that pads a blank
_BLANK = 0x20
_WITHIN = re.compile(rb"(?<=[^\x1b-\x1d ]) *\x1b[ \x1b]*(?=[^\x1b-\x1d ])")
_PAD = b"\x1d" * 8  # so that eight bytes can be looked at anywhere
# by the length of a text: which of its first bytes make its code; a longer one has the code -1
_KEPT_BYTES = np.array([0, 0xFF, 0xFFFF, 0xFFFFFF, 0], np.uint32)
_ISA_FILLED = 8  # elements of an ISA that have a width to be filled with blanks
_QUALIFIER = 2  # characters of the first component of SVC01 and PLB03
_INDENT = 100  # blanks before a segment id that are passed over


def _with_controls(found: re.Match[bytes]) -> bytes:
    return found[0].replace(bytes([TAB]), bytes([CONTROL]))


def code(name: str) -> int:
    """Return a text of one to three characters as the number that `Segments.codes` uses for it."""
    return int.from_bytes(name.encode(), "little")


def in_capitals(codes: np.ndarray) -> np.ndarray:
    """Return codes of texts as those of the same texts in capitals."""
    found = codes
    for each in set(codes.tolist()):
        if capital(each) != each:
            found = np.where(found == each, capital(each), found)
    return found


@cache
def capital(each: int) -> int:
    """Return the code of a text as that of the same text in capitals."""
    raw = each.to_bytes(4, "little", signed=True)
    return int.from_bytes(raw.upper(), "little", signed=True) if each > 0 else each


class Segments:
    """The segments of a chunk: ids, and the places of their elements.

    `marks` are the positions of all delimiters, `first` and `last` the marks that end a segment's id and its
    last element, `codes` the segment ids as numbers (-1 for an id longer than three characters). `text` has
    blanks for control characters; `bytes`, from which numbers are read, has them as `CONTROL`. In a `padded`
    chunk blanks stand beside a delimiter, and every place of an element is given without them.
    """

    def __init__(self, text: bytes, pieces: list[Piece], cut_ends: list[int], data: FileBytes):
        self.pieces, self._data = pieces, data
        if text.find(TAB) >= 0:
            text = _WITHIN.sub(_with_controls, text).replace(bytes([TAB]), b" ")
        self.text = self._all = text + _PAD
        if text.find(CONTROL) >= 0:
            self.text = self._all.replace(bytes([CONTROL]), b" ")
        self.bytes, self._seen = np.frombuffer(self._all, np.uint8), np.frombuffer(self.text, np.uint8)
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
            blank = self._seen[self.begin] == _BLANK
            if not blank.any():
                break
            self.begin = self.begin + blank
        ends = self.marks[self.first]
        self.codes = self.packed(self.begin, ends)
        self.padded = self._is_padded(len(text))
        if self.padded:
            self.codes = self.packed(*self.trimmed(self.begin, ends))
        self.plain = not self.padded and self.text is self._all  # no element begins or ends with a blank
        self.cut = np.searchsorted(self.marks[self.last], np.array(cut_ends, np.int64))
        self._rows: dict[str, np.ndarray] = {}
        self._composites: list[
            tuple[np.ndarray, np.ndarray]
        ] = []  # places, and the separator where it is odd

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

    def two_from(self, begins: np.ndarray) -> np.ndarray:
        """Return the two characters from each of these places on as a code, whatever they belong to."""
        return self._words[begins] & _KEPT_BYTES[2]

    def picked(self, rows: np.ndarray) -> Picked:
        """Return these segments to have several elements of them read."""
        return Picked(self, rows)

    def elements(self, rows: np.ndarray, number: int | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where an element of these segments begins and ends; both are the same where it is absent."""
        last = self.last.take(rows)
        at = np.minimum(self.first.take(rows) + number, last + 1)
        ends = self.marks.take(np.minimum(at, last))
        return self.trimmed(np.minimum(self.marks.take(at - 1) + 1, ends), ends)

    def controls(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the segments and numbers of the elements with a control character in them, each once; 0 for ids."""
        places = (
            np.flatnonzero(self.bytes == CONTROL) if self.text is not self._all else np.array([], np.int64)
        )
        return self._owners(places)

    def odd_separators(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the segments and numbers of composites that do not use the separator others of their part use."""
        if not any((marks > 0).any() for _, marks in self._composites):
            return self._owners(np.array([], np.int64))
        begins = np.concatenate([begins for begins, _ in self._composites])
        other = np.concatenate([marks for _, marks in self._composites])
        part = np.searchsorted([piece.at for piece in self.pieces], begins, "right") - 1
        declared = np.array([self._component_mark(piece) for piece in self.pieces])[part]
        used = np.where(other > 0, other, np.where(self._seen[begins + _QUALIFIER] == declared, declared, 0))
        pairs = np.unique(np.stack([part, used])[:, used > 0], axis=1)
        several = np.isin(part, pairs[0][1:][pairs[0][1:] == pairs[0][:-1]])
        return self._owners(np.sort(begins[several & (other > 0)]))

    def _owners(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the segments and numbers of the elements at these places, each once; 0 is a segment's id."""
        if not len(places):
            return places, places
        mark = np.searchsorted(self.marks, places)
        rows = np.searchsorted(self.last, mark)
        number = mark - self.first[np.minimum(rows, len(self.first) - 1)]
        found = np.unique(np.stack([rows, number]), axis=1)
        return found[0], found[1]

    def _is_padded(self, length: int) -> bool:
        """Tell whether a blank stands beside a delimiter, but for those that widen the first eight of an ISA."""
        beside = np.flatnonzero(self.bytes[:length] == _BLANK)
        beside = beside[(self.bytes[beside + 1] <= SEGMENT) | (self.bytes[beside - 1] <= SEGMENT)]
        isa = np.flatnonzero(self.codes == code("ISA"))
        if not len(beside) or not len(isa):
            return len(beside) > 0
        ends = self.marks[np.minimum(self.first[isa] + _ISA_FILLED, self.last[isa])]
        owner = np.searchsorted(self.begin[isa], beside, "right") - 1
        return bool(((owner < 0) | (beside > ends[owner])).any())

    def trimmed(self, begins: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the same places without the blanks at either end, where the chunk has such blanks."""
        if not self.padded:
            return begins, ends
        following, past = self._texts_beside
        begins = np.minimum(following[begins], ends)
        return begins, np.maximum(past[np.maximum(ends - 1, 0)], begins)

    @cached_property
    def _texts_beside(self) -> tuple[np.ndarray, np.ndarray]:
        """For each byte, the first from it on that is no blank, and the one past the last up to it that is none."""
        count = len(self.bytes)
        at, blank = np.arange(count), self.bytes == _BLANK
        following = np.minimum.accumulate(np.where(blank, count, at)[::-1])[::-1]
        return following, np.maximum.accumulate(np.where(blank, -1, at)) + 1

    def qualifiers(self, rows: np.ndarray, number: int = 1) -> np.ndarray:
        """Return a short element of these segments as codes."""
        return self.packed(*self.elements(rows, number))

    def components(
        self, begins: np.ndarray, ends: np.ndarray, count: int
    ) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return where the first components of these elements begin and end, so many of each.

        The first of them is a qualifier of two characters. Where a mark stands behind the two and the separator
        of ISA16 is nowhere in the element, that mark is the separator, whatever ISA16 says.
        """
        found = self._split(begins, ends, count, self._separators_and_end)
        other = self._other_separators(*found[0], ends)
        self._composites.append((begins, other))
        for mark in np.unique(other[other > 0]):
            rows = np.flatnonzero(other == mark)
            places = np.append(np.flatnonzero(self._seen == mark), len(self.text))
            parts = self._split(begins[rows], ends[rows], count, places)
            for (left, right), (new_left, new_right) in zip(found, parts, strict=True):
                left[rows], right[rows] = new_left, new_right
        return [self.trimmed(*span) for span in found]

    def _other_separators(self, left: np.ndarray, right: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """Return the mark behind the first two characters where nothing separated them, 0 elsewhere."""
        rows = np.flatnonzero(right == ends)
        rows = rows[right[rows] - left[rows] > _QUALIFIER]
        marks = np.zeros(len(left), np.uint8)
        for row in rows:
            mark = self.text[left[row] : right[row]][_QUALIFIER:].lstrip(b" ")[:1]
            if mark and mark[0] < 0x80 and not mark.isalnum() and mark not in b" .-":
                marks[row] = mark[0]
        return marks

    @staticmethod
    def _split(
        begins: np.ndarray, ends: np.ndarray, count: int, places: np.ndarray
    ) -> list[tuple[np.ndarray, np.ndarray]]:
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
        self.rows, self._marks, self._segments = rows, segments.marks, segments
        self._first, self._last = segments.first.take(rows), segments.last.take(rows)
        self.lengths = self._last - self._first  # elements of each
        self.longest = int(self.lengths.max(initial=0))
        self.padded = segments.padded
        self._ends: dict[int, np.ndarray] = {}

    def span(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Return where an element begins and ends; both are the same where it is absent."""
        ends = self._end(number)
        return self._segments.trimmed(np.minimum(self._end(number - 1) + 1, ends), ends)

    def _end(self, number: int) -> np.ndarray:
        if number not in self._ends:
            self._ends[number] = self._marks.take(np.minimum(self._first + number, self._last))
        return self._ends[number]
