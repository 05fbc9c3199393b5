"""The size of the type on each page of a PDF that Chromium printed: what a reader of the paper must be able to read.

Chromium writes page objects and content streams in the open, so that a few operators of the stream are enough: what
scales (`cm`, `Tm`), what is kept and given back (`q`, `Q`), which size is set (`Tf`), and where text is shown.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(?m)^(\d+) 0 obj\s(.*?)(?:\sendobj)", re.DOTALL)
_STREAM, _LENGTH = re.compile(rb"\bstream\r?\n"), re.compile(rb"/Length (\d+)")
_TOKEN = re.compile(
    rb"<[0-9A-Fa-f\s]*>|\((?:\\.|[^\\)])*\)|\[|\]|/[^\s<>\[\]()/]+|[^\s<>\[\]()/]+", re.DOTALL
)
_NUMBER = re.compile(rb"-?\d*\.?\d+$")
_SHOWS = {b"Tj", b"TJ", b"'", b'"'}


def pages_of(pdf: bytes) -> list[float | None]:
    """Return the smallest size of type in points on each page, in order; None for a page without text."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    return [min(sizes_of(_content(body, objects), _forms(body, objects)), default=None) for body in pages]


def sizes_of(content: bytes, forms: dict[bytes, bytes] | None = None, scale: float = 1.0) -> Iterator[float]:
    """Yield the size in points of each text that a content stream shows, that of the forms it draws included."""
    kept, text, size, last = [], 1.0, 0.0, []
    for token in _TOKEN.findall(content):
        numbers = [float(one) for one in last[-6:] if _NUMBER.match(one)]
        if token == b"q":
            kept.append(scale)
        elif token == b"Q" and kept:
            scale = kept.pop()
        elif token == b"cm":
            scale *= _up(numbers)
        elif token == b"BT":
            text = 1.0
        elif token == b"Tm":
            text = _up(numbers)
        elif token == b"Tf":
            size = numbers[-1]
        elif token in _SHOWS:
            yield round(size * text * scale, 1)
        elif token == b"Do" and forms and last and last[-1] in forms:
            yield from sizes_of(forms[last[-1]], None, scale)
        last = [] if token.isalpha() and not _NUMBER.match(token) else [*last, token]


def _up(matrix: list[float]) -> float:
    """How much a matrix scales upright."""
    return (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5


def _content(page: bytes, objects: dict[int, bytes]) -> bytes:
    found = re.search(rb"/Contents\s*\[?((?:\s*\d+ 0 R)+)", page)
    numbers = re.findall(rb"(\d+) 0 R", found[1]) if found else []
    return b"\n".join(_unpacked(objects[int(number)]) for number in numbers)


def _forms(page: bytes, objects: dict[int, bytes]) -> dict[bytes, bytes]:
    """The form objects that a page may draw, by name."""
    named = re.findall(rb"(/X\d+)\s+(\d+) 0 R", page)
    return {
        name: _unpacked(objects[int(number)]) for name, number in named if b"/Form" in objects[int(number)]
    }


def _unpacked(body: bytes) -> bytes:
    """What a stream holds: as many bytes as it states, for its last one may look like the end of a line."""
    begins, long = _STREAM.search(body), _LENGTH.search(body)
    if begins is None or long is None:
        return b""
    packed = body[begins.end() : begins.end() + int(long[1])]
    return zlib.decompress(packed) if b"/FlateDecode" in body[: begins.start()] else packed
