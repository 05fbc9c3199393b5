"""Where the interchanges of a file lie, and by which delimiters each of them is written.

A file is cut into `Stretch`es: an interchange from its ISA to its IEA, transactions without an ISA, or text
that belongs to no interchange. Every stretch has delimiters and an encoding of its own, because files are
joined from several senders. Nothing here is specific to one transaction.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

import numpy as np

ISA_ELEMENTS = 16
_REPETITION = 11  # the element of an ISA that names the mark between repetitions
_BREAKS = b"\r\n"
_BLANK = b" \t\r\n\0\x1a\x0b\x0c"  # 0x1A is the end-of-file mark of CP/M and mainframe transfers
_BOM = codecs.BOM_UTF8
_HEADER_REACH = 1_000  # an ISA has 106 bytes; damaged and padded ones are longer
_LEAD = 20  # bytes looked at before the letters ISA
# elements of an ISA and their shapes by the standard; ISA12 of three characters is met too
_SHAPES = {1: rb"\w\w", 3: rb"\w\w", 5: rb"\w\w", 7: rb"\w\w", 9: rb"\d{6}", 10: rb"\d{4}"} | {
    12: rb"\d{3,5}",
    13: rb"\d{1,9}",
    14: rb"[01]",
    15: rb"[PTI]",
}
_SHIFTED_TEST = 15  # where ISA14 comes to lie behind a doubled separator
_SHAPED = 6  # so many of them make an ISA
_DIGITS = {
    9: 6,
    10: 4,
    12: 5,
    13: 9,
}  # what an undamaged one has: element -> digits; asked first, as it is quick


class Part(StrEnum):
    """What a stretch of a file is."""

    INTERCHANGE = "interchange"
    BARE = "without an ISA"
    OUTSIDE = "outside"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Delimiters:
    """The bytes that end an element and a segment, and the one between components (None where unknown)."""

    element: int
    segment: int
    component: int | None

    def is_sound(self) -> bool:
        """Tell whether three different ASCII marks stand here, none a letter, a digit or a blank."""
        marks = [self.element, self.segment] + ([] if self.component is None else [self.component])
        no_text = all(m < 0x80 and not bytes([m]).isalnum() and m != 0x20 for m in marks)
        return no_text and len(set(marks)) == len(marks) and self.element not in _BREAKS


@dataclass(frozen=True)
class Stretch:
    """One run of bytes of a file, `start` to `end`; `is_last` where its interchange or text ends with it."""

    start: int
    end: int
    part: Part
    delimiters: Delimiters | None = None
    encoding: str = "ascii"
    is_first: bool = True
    is_last: bool = True


def stretches(data: bytes) -> list[Stretch]:
    """Return the stretches of a file in order; blank text between them is left out."""
    found = []
    starts = list(_interchange_starts(data))
    found += _loose(data, 0, starts[0] if starts else len(data))
    for start, end in pairwise([*starts, len(data)] if starts else []):
        delimiters = _delimiters_of_isa(data, start, end)
        if delimiters is None:
            found.append(Stretch(start, end, Part.UNREADABLE, encoding=_encoding(data, start, end)))
            continue
        close = _end_of_interchange(data, start, end, delimiters)
        found.append(
            Stretch(start, close, Part.INTERCHANGE, delimiters, encoding=_encoding(data, start, close))
        )
        found += _loose(data, close, end)
    return found


def cut(data: bytes, stretch: Stretch, size: int, before: tuple[bytes, ...]) -> Iterator[Stretch]:
    """Yield the stretch in parts of about `size` bytes, each of which ends before one of these segments."""
    if stretch.delimiters is None or stretch.end - stretch.start <= size:
        yield stretch
        return
    mark = re.escape(bytes([stretch.delimiters.segment]))
    names = rb"(?:" + b"|".join(before) + rb")" + re.escape(bytes([stretch.delimiters.element]))
    boundary = re.compile(mark + rb"[\r\n]*(?=" + names + rb")")
    start = stretch.start
    while start < stretch.end:
        found = boundary.search(data, start + size, stretch.end) if start + size < stretch.end else None
        end = found.end() if found else stretch.end
        first, last = start == stretch.start, end == stretch.end
        yield replace(stretch, start=start, end=end, is_first=first, is_last=last)
        start = end


_ISA = re.compile(rb"I(?:SA|\r?\nSA|S\r?\nA)")  # one pass over the file for all the ways it is written


def _interchange_starts(data: bytes) -> Iterator[int]:
    """Yield where an ISA begins; line breaks within its letters (80-column wrapping) are passed over."""
    found = [match.span() for match in _ISA.finditer(data)]
    places = [start for start, _ in found]
    if any(end - start > 3 for start, end in found):
        places = _starts_in_wrapped(data)
    reached = 0
    for place in places:
        if place >= reached and _is_isa(data, place):
            yield place
            reached = place + 3


def _starts_in_wrapped(data: bytes) -> list[int]:
    """Return where the letters ISA begin, whatever line breaks stand between them."""
    view = np.frombuffer(data, np.uint8)
    breaks = np.flatnonzero((view == 10) | (view == 13))
    kept_before = breaks - np.arange(len(breaks))
    text = data[:].translate(None, _BREAKS)
    places = np.array([match.start() for match in re.finditer(b"ISA", text)], np.int64)
    return (places + np.searchsorted(kept_before, places, "right")).tolist()


def _is_isa(data: bytes, place: int) -> bool:
    """Tell an ISA from the letters ISA in a name: sixteen elements follow, most of them of its shapes.

    Where the letters end a word or begin an element, as they do behind a file that was cut too, all shapes but one
    are asked for.
    """
    head = data[place : place + _HEADER_REACH].translate(None, _BREAKS)
    mark = head[3:4]
    if not mark or mark.isalnum() or mark in b" \r\n":
        return False
    doubled = doubled_mark(head)
    if doubled is not None:
        head = head[:doubled] + head[doubled + 1 :]
    elements = head.split(mark, ISA_ELEMENTS)
    if len(elements) <= ISA_ELEMENTS:
        return False
    before = data[max(0, place - _LEAD) : place].rstrip(_BLANK)
    within = data[place - 1 : place].isalnum() or before.endswith(mark)
    if not within and all(
        len(elements[n]) == width and elements[n].isdigit() for n, width in _DIGITS.items()
    ):
        return True
    shaped = sum(
        re.fullmatch(shape, elements[number].strip(_BLANK)) is not None for number, shape in _SHAPES.items()
    )
    return shaped >= (len(_SHAPES) - 1 if within else _SHAPED)


def doubled_mark(head: bytes) -> int | None:
    """Return where an ISA names its own element separator as the repetition separator (ISA11), None where not.

    It has one separator too many then: what follows is told from two blank elements by ISA14 and ISA15.
    """
    mark = head[3:4]
    elements = head[:_HEADER_REACH].split(mark, ISA_ELEMENTS + 1) if mark else []
    if len(elements) <= ISA_ELEMENTS + 1 or elements[_REPETITION] or elements[_REPETITION + 1]:
        return None
    test, usage = elements[_SHIFTED_TEST], elements[_SHIFTED_TEST + 1]
    if not re.fullmatch(_SHAPES[14], test.strip(_BLANK)) or not re.fullmatch(
        _SHAPES[15], usage.strip(_BLANK)
    ):
        return None
    return sum(len(each) + 1 for each in elements[:_REPETITION])


def _delimiters_of_isa(data: bytes, start: int, end: int) -> Delimiters | None:
    """Read the delimiters behind the sixteenth element separator, wherever the widths of the ISA put it.

    By the standard they are characters 4, 105 and 106; senders shorten fields, leave ISA16 empty, and end
    segments by a line break or put one before the terminator.
    """
    head = data[start : min(end, start + _HEADER_REACH)]
    element = head.translate(None, _BREAKS)[3:4]
    place = -1
    for _ in range(ISA_ELEMENTS + (doubled_mark(head) is not None)):
        place = head.find(element, place + 1)
    rest = head[place + 1 :]
    following = re.search(rb"(?:G\s*S|T\s*A\s*1|I\s*E\s*A|S\s*T)\s*" + re.escape(element), rest)
    between = rest[: following.start()] if following and following.start() <= 8 else rest[:4]
    marks = between.translate(None, _BREAKS + b" ")
    line_end = next((bytes([b]) for b in (10, 13) if b in between), b"")
    if len(marks) >= 2:
        component, segment = marks[:1], marks[1:2]
    elif marks and line_end and not _ends_segment(rest, marks, element):
        component, segment = marks, line_end
    else:
        component, segment = b"", marks or line_end
    if not segment:
        return None
    found = Delimiters(element[0], segment[0], component[0] if component else None)
    return found if found.is_sound() else None


def _ends_segment(rest: bytes, mark: bytes, element: bytes) -> bool:
    """Tell whether this mark also stands at the end of the segment behind the ISA."""
    following = re.search(rb"[\r\n]*(?:ST|GE|IEA)" + re.escape(element), rest[8:])
    return following is not None and rest[8 : 8 + following.start()].endswith(mark)


def _end_of_interchange(data: bytes, start: int, end: int, delimiters: Delimiters) -> int:
    """Return where the interchange's last IEA ends; `end` where it has none."""
    element, segment = bytes([delimiters.element]), bytes([delimiters.segment])
    place = data.rfind(b"IEA" + element, start, end)
    while place >= 0 and not data[max(start, place - 4) : place].rstrip(
        (b" \t" if segment in _BREAKS else _BREAKS + b" \t").replace(segment, b"")
    ).endswith(segment):
        place = data.rfind(b"IEA" + element, start, place)
    if place < 0:
        wrapped = re.compile(rb"I\s*E\s*A\s*" + re.escape(element) + rb"[0-9\s]*" + re.escape(element))
        tail = max(start, end - 200)
        found = wrapped.search(data, tail, end)
        place = found.start() if found else -1
    close = data.find(segment, place, end) if place >= 0 else -1
    return end if close < 0 else close + 1


def _loose(data: bytes, start: int, end: int) -> list[Stretch]:
    """Return what lies between interchanges: transactions without an ISA, or text; nothing if blank."""
    if data[start : start + len(_BOM)] == _BOM:
        start += len(_BOM)
    if not data[start : min(end, start + 4096)].strip(_BLANK) and not data[start:end].strip(_BLANK):
        return []
    found = _BARE_START.search(data, start, end)
    delimiters = _delimiters_of_bare(data, found, end) if found else None
    if found is None or delimiters is None:
        return [Stretch(start, end, Part.OUTSIDE, encoding=_encoding(data, start, end))]
    begin = found.start("segment")
    text = Stretch(start, begin, Part.OUTSIDE, encoding=_encoding(data, start, begin))
    bare = Stretch(begin, end, Part.BARE, delimiters, encoding=_encoding(data, begin, end))
    return [text, bare] if data[start:begin].strip(_BLANK) else [bare]


# a functional group, a transaction set or, where even the ST is lost, the BPR that begins a remittance
_BARE_START = re.compile(
    rb"(?<![A-Za-z0-9])(?P<segment>(?:GS(?P<gs>[^A-Za-z0-9\s])[A-Z]{2}(?P=gs)"
    rb"|ST(?P<st>[^A-Za-z0-9\s]) *\d{3} *(?P=st)|BPR(?P<bpr>[^A-Za-z0-9\s])[A-Z](?P=bpr)))"
)


def _delimiters_of_bare(data: bytes, found: re.Match, end: int) -> Delimiters | None:
    """Work the delimiters out where no ISA states them: from what stands before the second segment.

    The component separator is taken from the first SVC; `:` where there is none.
    """
    element = found["gs"] or found["st"] or found["bpr"]
    mark = re.escape(element)
    second = re.compile(rb"(?P<end>[^A-Za-z0-9\s]?)(?P<line>[\r\n]*)(?:ST|BPR|TRN|BHT|AK1|GE|SE)" + mark)
    place = second.search(data, found.end(), min(end, found.end() + _HEADER_REACH))
    if not place or not (place["end"] or place["line"]) or place["end"] == element:
        return None
    segment = place["end"] or place["line"][-1:]
    service = re.compile(rb"SVC" + mark + rb"[A-Z0-9]{2}([^A-Za-z0-9\s])").search(data, found.end(), end)
    component = service[1] if service and service[1] not in (element, segment) else b":"
    sound = Delimiters(element[0], segment[0], component[0] if component not in (element, segment) else None)
    return sound if sound.is_sound() else None


def _encoding(data: bytes, start: int, end: int) -> str:
    """Return ascii or utf-8 where the bytes are that, else cp1252, or latin-1 for what cp1252 lacks."""
    possible = ["cp1252", "utf-8", "ascii"]
    decoders = {name: codecs.getincrementaldecoder(name)() for name in possible}
    for at in range(start, end, 1 << 20):
        piece = data[at : min(end, at + (1 << 20))]
        if piece.isascii():
            continue
        piece = piece.translate(None, _BREAKS)  # a line break may split a character in two
        possible = [name for name in possible if _decodes(decoders[name], piece)]
    if "utf-8" in possible and not _decodes(decoders["utf-8"], b"", final=True):
        possible.remove("utf-8")
    return possible[-1] if possible else "latin-1"


def _decodes(decoder: codecs.IncrementalDecoder, piece: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True
