"""Whom a practice's remittances name as the payee: what it may be known by where its intake names no identifier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cutover.identifiers import is_npi, tin_digits
from cutover.reading.files.zips import walk
from cutover.reading.x12 import chunks, envelope

FOLDER = "era"
_ELEMENT, _SEGMENT = b"\x1c", b"\x1d"  # as `chunks.segments_of` writes them
_ENDS = (b"LX", b"CLP", b"SE")  # what ends the payee's loop of an 835


@dataclass(frozen=True)
class Payees:
    """The payees of a practice's 835 files: how many payments name one, and the Tax IDs and NPIs that they name."""

    payments: int
    tins: frozenset[str]
    npis: frozenset[str]

    @property
    def is_one(self) -> bool:
        """Whether all name one and the same: one Tax ID with at most one NPI, or one NPI."""
        return len(self.tins) <= 1 and len(self.npis) <= 1 and bool(self.tins or self.npis)


NOBODY = Payees(0, frozenset(), frozenset())


def payees_of(raw: Path) -> Payees:
    """Return whom the remittances in a practice's folder name as payee, given `data/raw/<client>/<practice>`.

    Files that are no 835, or cannot be read, name nobody.
    """
    found: list[tuple[str | None, str | None]] = []
    for entry in walk(raw / FOLDER, raw):
        if entry.data is not None:
            found += _of_file(entry.data)
    tins, npis = ({one[place] for one in found} - {None} for place in (0, 1))
    return Payees(len(found), frozenset(filter(None, tins)), frozenset(filter(None, npis)))


def _of_file(data: bytes) -> Iterator[tuple[str | None, str | None]]:
    """The Tax ID and the NPI of each payee of a file."""
    plain = chunks.decoded(data)
    for stretch in envelope.stretches(plain):
        for part in envelope.cut(plain, stretch, 1 << 20, (b"ST",)):
            if part.delimiters is not None:
                yield from _of_segments(bytes(chunks.segments_of(plain, [part]).text).split(_SEGMENT))


def _of_segments(segments: list[bytes]) -> Iterator[tuple[str | None, str | None]]:
    tin = npi = None
    inside = False
    for segment in segments:
        parts = [part.strip().decode("latin-1") for part in segment.split(_ELEMENT)]
        code = parts[0].encode("latin-1")
        if inside and (code in _ENDS or code == b"N1"):
            yield tin, npi
            inside = False
        if parts[:2] == ["N1", "PE"]:
            inside, tin, npi = True, None, None
            kind, said = (parts + [""] * 5)[3:5]
            tin, npi = (
                (tin_digits(said) if kind == "FI" else None),
                (said if kind == "XX" and is_npi(said) else None),
            )
        elif inside and parts[:2] == ["REF", "TJ"] and len(parts) > 2:
            tin = tin_digits(parts[2]) or tin
