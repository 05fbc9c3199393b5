"""835s that are no plain X12 any more: packed, in another alphabet, or passed through another program.

They are named as what they are, because a guess at their amounts would be worse than a file that blocks.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

# an ST of an 835 and, behind whatever another program put between segments, its BPR
_BEGINS = re.compile(
    rb"ST(?P<mark>[^A-Za-z0-9\s])\s*835\s*(?P=mark).{0,120}?BPR(?P=mark)", re.DOTALL | re.IGNORECASE
)
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_LOOKED_AT = 4 << 20  # bytes of what is packed
_HEAD = 20_000
_TAGS = re.compile(rb"<[^<>]{0,300}>|&[a-z]{2,4};")
_CELLS = re.compile(rb"[\",;\t\r\n ]+")
_BY_COMMAS = re.compile(rb"(?<![A-Za-z0-9])ISA,\s*\d\w\s*,|(?<![A-Za-z0-9])ST,\s*835\s*,")
_SOFT_BREAK = re.compile(rb"=\r?\n")
_AGAIN = "Download it again from where it came, without opening it in another program."

FORMS = {
    "gzip": ("an 835 packed with gzip", "Unpack it, and put the 835 itself here."),
    "document": ("an 835 inside an Office document", _AGAIN),
    "commas": ("an 835 that a spreadsheet saved with commas between its elements", _AGAIN),
    "mail": ("an 835 as e-mail encodes it, with a break in every line", "Save the attachment itself."),
    "EBCDIC": ("an 835 in EBCDIC, the alphabet of mainframes", "Have it sent in ASCII."),
    "lower case": ("an 835 in lower case, which X12 does not know", _AGAIN),
    "tags": ("an 835 inside a web page", _AGAIN),
    "cells": ("an 835 that a spreadsheet saved, with quotes or commas around its segments", _AGAIN),
    "separators": (
        "an 835 whose separators are not known: ISA16, or what follows it, is none",
        "Ask its sender to send it again with a mark in ISA16.",
    ),
}


def spoilt(data: bytes) -> str | None:
    """Return the form (of FORMS) of a file that could be read as X12, but with wrong amounts; None otherwise."""
    head = data[:_HEAD]
    if _BY_COMMAS.search(head):
        return "commas"
    lines = head.count(b"\n")
    return "mail" if lines > 2 and 2 * len(_SOFT_BREAK.findall(head)) > lines else None


def disguise(data: bytes) -> str | None:
    """Return the form (of FORMS) in which an 835 that gives no payment is hidden in a file, None if none is."""
    if data[:2] == _GZIP:
        return "gzip" if _is_835(_unpacked(data)) else None
    if data[:4] == _ZIP:
        return "document" if any(map(_is_835, _parts(data))) else None
    head = data[:_LOOKED_AT]
    found = _BEGINS.search(head)
    if found:
        return "separators" if found[0].startswith(b"ST") else "lower case"
    return next((form for form, text in _rewritten(head) if _BEGINS.search(text)), None)


def _rewritten(head: bytes) -> list[tuple[str, bytes]]:
    """The text as it may have been before another program wrote it, by form."""
    plain = _TAGS.sub(b"", head)
    ebcdic = head[:_HEAD].decode("cp037", "replace").encode("utf-8")
    return [("EBCDIC", ebcdic), ("tags", plain), ("cells", _CELLS.sub(b"", plain))]


def _is_835(text: bytes) -> bool:
    return bool(_BEGINS.search(_CELLS.sub(b"", _TAGS.sub(b"", text))))


def _unpacked(data: bytes) -> bytes:
    """The beginning of what gzip packed, as far as it is whole."""
    try:
        return zlib.decompressobj(wbits=31).decompress(data[:_LOOKED_AT], _LOOKED_AT)
    except zlib.error:
        return b""


def _parts(data: bytes) -> list[bytes]:
    """The beginnings of the texts of an Office document; none of them where it does not open."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".xml")][:50]
            return [archive.open(name).read(_LOOKED_AT) for name in names]
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        return []
