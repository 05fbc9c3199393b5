"""X12 as columns: the segments of a file, found by numpy, and their elements as positions in its bytes.

A file is read in chunks of whole segments. In a chunk every element separator and every segment terminator
is one and the same byte, whatever the sender chose, and line breaks are gone: so one comparison finds all of
them. What the segments mean is for the reader of a transaction (`era.py`) to know.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from cutover.reading import x12_envelope
from cutover.reading.x12_envelope import Delimiters, Part, Stretch

ELEMENT, SEGMENT, COMPONENT = 0x1C, 0x1D, 0x1F  # no control character but these is left in a chunk
_DROPPED = b"\r\n\0"  # unless it is a delimiter
# ids of the segments that we put in the place of what is none
OUTSIDE, BARE, UNREADABLE = "\x7fO", "\x7fB", "\x7fU"
_STAND_IN = {Part.OUTSIDE: OUTSIDE, Part.BARE: BARE, Part.UNREADABLE: UNREADABLE}
_SHOWN = 1_000  # bytes kept of text that is no segment
_PAD = b"\x1d\x1d\x1d\x1d"  # so that four bytes can be looked at anywhere
# by the length of a text: which of its first bytes make its code; a longer one has the code -1
_KEPT_BYTES = np.array([0, 0xFF, 0xFFFF, 0xFFFFFF, 0], np.uint32)
_INDENT = 100  # blanks before a segment id that are passed over
CHUNK = 2_000_000


def code(name: str) -> int:
    """Return a text of one to three characters as the number that `Segments.codes` uses for it."""
    return int.from_bytes(name.encode(), "little")


def decoded(data: bytes) -> bytes:
    """Return the bytes of a file as they are, those of UTF-16 as UTF-8 (positions are then in UTF-8)."""
    head = data[:400]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode()
    if len(head) >= 20 and head[1::2].count(0) > 0.9 * len(head[1::2]) and head[::2].count(0) == 0:
        return data.decode("utf-16-le", "replace").encode()
    if len(head) >= 20 and head[::2].count(0) > 0.9 * len(head[::2]) and head[1::2].count(0) == 0:
        return data.decode("utf-16-be", "replace").encode()
    return data


def chunks(data: bytes, before: tuple[str, ...], size: int = CHUNK) -> Iterator[Segments]:
    """Yield the file's segments, about `size` bytes at a time; a chunk ends before an ISA or one of `before`.

    Small interchanges share a chunk, a large one is cut before a segment of these ids.
    """
    waiting, volume = [], 0
    ids = tuple(word.encode() for word in before)
    for whole in x12_envelope.stretches(data):
        for stretch in x12_envelope.cut(data, whole, size, ids):
            waiting.append(stretch)
            volume += stretch.end - stretch.start
            if volume >= size:
                yield Segments.of(data, waiting)
                waiting, volume = [], 0
    if waiting:
        yield Segments.of(data, waiting)


@dataclass(frozen=True)
class Piece:
    """Where a stretch lies in the chunk that was made of it."""

    at: int
    stretch: Stretch
    lead: int  # bytes of the stand-in before its text


@lru_cache(maxsize=64)
def _translation(delimiters: Delimiters) -> tuple[bytes, bytes]:
    """Return the table that makes delimiters uniform and other control characters blank, and what to drop."""
    table = bytearray(range(256))
    table[:32], table[127] = b" " * 32, 0x20
    table[delimiters.element], table[delimiters.segment] = ELEMENT, SEGMENT
    if delimiters.component is not None and delimiters.component < 32:
        table[delimiters.component] = COMPONENT
    marks = (delimiters.element, delimiters.segment, delimiters.component)
    return bytes(table), bytes(b for b in _DROPPED if b not in marks)


_AS_TEXT = bytes(32 if b < 32 or b == 127 else b for b in range(256))


def _clean(data: bytes, stretch: Stretch) -> tuple[bytes, int, bool]:
    """Return a stretch as it stands in a chunk, the length of its stand-in, and whether it was cut off."""
    lead = _STAND_IN.get(stretch.part, "").encode() if stretch.is_first else b""
    if stretch.delimiters is None:
        text = data[stretch.start : min(stretch.end, stretch.start + _SHOWN)].translate(_AS_TEXT)
        if stretch.encoding == "utf-8":
            return lead + b"\x1c" + text.decode("utf-8", "ignore").encode() + b"\x1d", len(lead) + 1, False
        return lead + b"\x1c" + _as_utf8(text, stretch) + b"\x1d", len(lead) + 1, False
    table, dropped = _translation(stretch.delimiters)
    text = data[stretch.start : stretch.end].translate(table, dropped)
    if stretch.is_last:
        text = text.rstrip(b" ")
    is_cut = bool(text) and not text.endswith(b"\x1d")
    lead = lead + b"\x1d" if lead else b""
    return lead + _as_utf8(text, stretch) + (b"\x1d" if is_cut else b""), len(lead), is_cut


def _as_utf8(text: bytes, stretch: Stretch) -> bytes:
    return text if stretch.encoding in ("ascii", "utf-8") else text.decode(stretch.encoding).encode()


class Segments:
    """The segments of a chunk: ids, and the places of their elements.

    `marks` are the positions of all delimiters, `first` and `last` the marks that end a segment's id and its
    last element, `codes` the segment ids as numbers (-1 for an id longer than three characters).
    """

    def __init__(self, text: bytes, pieces: list[Piece], cut_ends: list[int], data: bytes):
        self.text, self.pieces, self._data = text + _PAD, pieces, data
        self.bytes = np.frombuffer(self.text, np.uint8)
        body = self.bytes[: len(text)]
        # the four bytes that begin at each byte, as one number
        self._words = np.ndarray(len(text) + 1, "<u4", self.text, strides=(1,))
        self.marks = np.flatnonzero(body <= SEGMENT)
        self.last = np.flatnonzero(body[self.marks] == SEGMENT)
        self.first = np.concatenate([[0], self.last[:-1] + 1]) if len(self.last) else self.last
        self.begin = np.concatenate([[0], self.marks[self.last[:-1]] + 1]) if len(self.last) else self.last
        for _ in range(_INDENT):
            blank = self.bytes[self.begin] == 32
            if not blank.any():
                break
            self.begin = self.begin + blank
        self.codes = self.packed(self.begin, self.marks[self.first])
        self.cut = np.searchsorted(self.marks[self.last], np.array(cut_ends, np.int64))

    @classmethod
    def of(cls, data: bytes, parts: list[Stretch]) -> Segments:
        """Return the segments of these stretches of a file."""
        texts, pieces, cut_ends, at = [], [], [], 0
        for stretch in parts:
            text, lead, is_cut = _clean(data, stretch)
            pieces.append(Piece(at, stretch, lead))
            texts.append(text)
            at += len(text)
            if is_cut:
                cut_ends.append(at - 1)
        return cls(b"".join(texts), pieces, cut_ends, data)

    def __len__(self) -> int:
        return len(self.last)

    def packed(self, begins: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """Return texts of up to three characters as numbers: 0 for an empty one, -1 for a longer one."""
        lengths = np.minimum(ends - begins, 4)
        return np.where(lengths > 3, -1, (self._words[begins] & _KEPT_BYTES[lengths]).astype(np.int32))

    def elements(self, rows: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Return where an element of these segments begins and ends; both are the same where it is absent."""
        last = self.last[rows]
        at = np.minimum(self.first[rows] + number, last + 1)
        ends = self.marks[np.minimum(at, last)]
        return np.minimum(self.marks[at - 1] + 1, ends), ends

    def qualifiers(self, rows: np.ndarray, number: int = 1) -> np.ndarray:
        """Return a short element of these segments as codes."""
        return self.packed(*self.elements(rows, number))

    def components(self, begins: np.ndarray, ends: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Return where a component of these elements begins and ends, `number` from 1."""
        after = np.searchsorted(self._separators_and_end, begins) + number - 1
        places = self._separators_and_end
        right = np.minimum(places[np.minimum(after, len(places) - 1)], ends)
        if number == 1:
            return begins, right
        return np.minimum(places[np.minimum(after, len(places)) - 1] + 1, ends), right

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
        """Return the bytes of the file at which places of this chunk stand, from 0; `places` ascend."""
        starts = np.array([piece.at for piece in self.pieces])
        owner = np.searchsorted(starts, places, "right") - 1
        owners, begins = np.unique(owner, return_index=True)
        groups = np.split(places, begins[1:])
        found = [self._positions_in(self.pieces[n], group) for n, group in zip(owners, groups, strict=True)]
        return np.concatenate(found) if len(places) else np.array([], np.int64)

    def _positions_in(self, piece: Piece, places: np.ndarray) -> np.ndarray:
        stretch = piece.stretch
        inside = np.maximum(places - piece.at - piece.lead, 0)
        raw = np.frombuffer(self._data, np.uint8)[stretch.start : stretch.end]
        if stretch.encoding not in ("ascii", "utf-8"):  # one byte became several: do not count the others
            text = self.bytes[piece.at + piece.lead : int(places[-1]) + 1]
            inside = inside - np.searchsorted(np.flatnonzero((text & 0xC0) == 0x80), inside)
        if stretch.delimiters is not None:
            gone = np.zeros(256, bool)
            gone[list(_translation(stretch.delimiters)[1])] = True
            breaks = np.flatnonzero(gone[raw]) if any(b in raw for b in (0, 10, 13)) else np.array([], int)
            inside = inside + np.searchsorted(breaks - np.arange(len(breaks)), inside, "right")
        return stretch.start + inside
