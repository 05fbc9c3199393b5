"""X12 as columns: the segments of a file, found by numpy, and their elements as positions in its bytes.

A file is read in chunks of whole segments (`x12_segments.py`). In a chunk every element separator and every
segment terminator is one and the same byte, whatever the sender chose, and line breaks are gone. What the
segments mean is for the reader of a transaction (`era.py`) to know.
"""

from __future__ import annotations

import codecs
import mmap
import re
from collections.abc import Iterator
from functools import lru_cache

from cutover.reading.x12 import envelope as x12_envelope
from cutover.reading.x12.envelope import Delimiters, Part, Stretch
from cutover.reading.x12.places import Piece
from cutover.reading.x12.segments import COMPONENT, CONTROL, ELEMENT, SEGMENT, TAB, FileBytes, Segments

_DROPPED = b"\r\n"  # unless it is a delimiter
# ids of the segments that we put in the place of what is none
OUTSIDE, BARE, UNREADABLE = "\x7fO", "\x7fB", "\x7fU"
_FILLING = b" " + bytes([CONTROL, TAB])
_STAND_IN = {Part.OUTSIDE: OUTSIDE, Part.BARE: BARE, Part.UNREADABLE: UNREADABLE}
_SHOWN = 1_000  # bytes kept of text that is no segment
CHUNK = 1_500_000


def decoded(data: FileBytes) -> FileBytes:
    """Return the bytes of a file as they are, those of UTF-16 as UTF-8 (positions are then in UTF-8)."""
    encoding = _wide_encoding(data[:400])
    return data[:].decode(encoding, "replace").encode() if encoding else data


def _wide_encoding(head: bytes) -> str | None:
    """Tell by the first bytes of a file whether it is UTF-16, and which."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(head) >= 20 and head[1::2].count(0) > 0.9 * len(head[1::2]) and head[::2].count(0) == 0:
        return "utf-16-le"
    if len(head) >= 20 and head[::2].count(0) > 0.9 * len(head[::2]) and head[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def chunks(data: FileBytes, before: tuple[str, ...], size: int = CHUNK) -> Iterator[Segments]:
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
                yield segments_of(data, waiting)
                _release(data, stretch.end)
                waiting, volume = [], 0
    if waiting:
        yield segments_of(data, waiting)


def segments_of(data: FileBytes, parts: list[Stretch]) -> Segments:
    """Return the segments of these stretches of a file as one chunk."""
    texts, pieces, cut_ends, at = [], [], [], 0
    for stretch in parts:
        text, piece, is_cut = _clean(data, stretch, at)
        pieces.append(piece)
        texts.append(text)
        at = piece.end
        if is_cut:
            cut_ends.append(at - 1)
    return Segments(b"".join(texts), pieces, cut_ends, data)


def _release(data: FileBytes, end: int) -> None:
    """Let go of the memory of a mapped file up to `end`, where the system can: it is on disk."""
    if isinstance(data, mmap.mmap) and hasattr(data, "madvise"):
        data.madvise(mmap.MADV_DONTNEED, 0, end - end % mmap.PAGESIZE)


@lru_cache(maxsize=64)
def _translation(delimiters: Delimiters) -> tuple[bytes, bytes]:
    """Return the table that makes delimiters and other control characters uniform, and what to drop.

    A tab pads as a blank does (`Segments` tells where); no other control character is text or part of a number.
    """
    table = bytearray(range(256))
    table[:32], table[127] = bytes([CONTROL]) * 32, CONTROL
    table[0x09] = TAB
    table[delimiters.element], table[delimiters.segment] = ELEMENT, SEGMENT
    if delimiters.component is not None and delimiters.component < 32:
        table[delimiters.component] = COMPONENT
    marks = (delimiters.element, delimiters.segment, delimiters.component)
    return bytes(table), bytes(b for b in _DROPPED if b not in marks)


# where line feeds end segments, a carriage return beside one ends the line too; any other is a character like others
_LINE_ENDS = re.compile(rb"\r+(?=\n)|(?<=\n)\r+")


def _blanks(found: re.Match[bytes]) -> bytes:
    return b" " * len(found[0])


def _without_doubled_mark(raw: bytes) -> bytes:
    """Return an interchange whose ISA11 is no element separator: `U` stands there, which says that none is named."""
    place = x12_envelope.doubled_mark(raw) if raw[:3] == b"ISA" else None
    return raw if place is None else raw[:place] + b"U" + raw[place + 1 :]


_AS_TEXT = bytes(32 if b < 32 or b == 127 else b for b in range(256))


def _clean(data: bytes, stretch: Stretch, at: int) -> tuple[bytes, Piece, bool]:
    """Return a stretch as it stands in a chunk from `at` on, where, and whether it was cut off."""
    stand_in = _STAND_IN.get(stretch.part, "").encode() if stretch.is_first else b""
    if stretch.delimiters is None:
        raw = data[stretch.start : min(stretch.end, stretch.start + _SHOWN)]
        text = stand_in + b"\x1c" + _as_utf8(raw.translate(_AS_TEXT), stretch, "ignore") + b"\x1d"
        return text, Piece(at, at + len(text), stretch, len(stand_in) + 1, b""), False
    raw = _without_doubled_mark(data[stretch.start : stretch.end])
    table, drops = _translation(stretch.delimiters)
    if stretch.delimiters.segment == 0x0A and raw.count(b"\r") > raw.count(b"\r\n"):
        raw, drops = _LINE_ENDS.sub(_blanks, raw), drops.replace(b"\r", b"")
    text = raw.translate(table, drops)
    if len(text) == stretch.end - stretch.start:
        drops = b""
    if stretch.is_last:
        text = text.rstrip(_FILLING)
    is_cut = bool(text) and not text.endswith(b"\x1d")
    lead = stand_in + b"\x1d" if stand_in else b""
    text = lead + _as_utf8(text, stretch) + (b"\x1d" if is_cut else b"")
    return text, Piece(at, at + len(text), stretch, len(lead), drops), is_cut


def _as_utf8(text: bytes, stretch: Stretch, errors: str = "strict") -> bytes:
    if stretch.encoding == "utf-8" and errors == "ignore":  # it may have been cut in a character
        return text.decode("utf-8", "ignore").encode()
    return text if stretch.encoding in ("ascii", "utf-8") else text.decode(stretch.encoding).encode()
