"""The encoding of a text file: a ladder of strict attempts, never a guess by frequency."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from cutover.errors import InputError


@dataclass(frozen=True)
class Decoded:
    """A text and the encoding that gave it; `certain` is false where another one could have, too."""

    text: str
    encoding: str
    certain: bool


def decode(data: bytes, source_file: str) -> Decoded:
    """Return the text of a file: byte order mark, UTF-16 by its zeros, UTF-8, cp1252, Latin-1.

    Each step is strict and the first that holds wins; Latin-1 always holds. Raises InputError where a
    byte order mark promises UTF-16 or UTF-8 and the bytes do not keep it.
    """
    for mark, encoding, name in (
        (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte order mark"),
        (codecs.BOM_UTF16_LE, "utf-16", "UTF-16 with a byte order mark"),
        (codecs.BOM_UTF16_BE, "utf-16", "UTF-16 with a byte order mark"),
    ):
        if data.startswith(mark):
            return _marked(data, encoding, name, source_file)
    unmarked = _utf16_without_mark(data)
    if unmarked is not None:
        return unmarked
    for encoding, name in (("utf-8", "UTF-8"), ("cp1252", "Windows-1252")):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Decoded(text, "ASCII" if text.isascii() else name, encoding == "utf-8")
    return Decoded(data.decode("latin-1"), "Latin-1", False)


def _marked(data: bytes, encoding: str, name: str, source_file: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), name, True)
    except UnicodeDecodeError as error:
        if encoding == "utf-8-sig":  # a mark put before text in the system's code page: seen from old tools
            rest = data[len(codecs.BOM_UTF8) :]
            return Decoded(rest.decode("cp1252", "replace"), "Windows-1252 behind a UTF-8 mark", False)
        if error.end >= len(data) - 1:  # cut in the middle of a character
            text = data[: len(data) - 1 - len(data) % 2].decode(encoding, "ignore")
            return Decoded(text, name + ", cut at the end", True)
        raise InputError(
            source_file,
            f"marked as {name} but not valid at byte {error.start}",
            "Export it again as UTF-8 or as .xlsx.",
        ) from None


def _utf16_without_mark(data: bytes) -> Decoded | None:
    """Text in Latin letters has a zero in every second byte of UTF-16."""
    sample = data[:4096]
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    even, odd = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    for encoding, many, few in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if many >= 0.7 * pairs and few <= 0.05 * pairs:
            try:
                return Decoded(data.decode(encoding), "UTF-16 without a byte order mark", False)
            except UnicodeDecodeError:
                return Decoded(data.decode(encoding, "ignore"), "UTF-16, damaged", False)
    return None
