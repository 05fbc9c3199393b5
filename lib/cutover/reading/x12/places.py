"""From a place in a chunk back to the byte of the file that stands there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cutover.reading.x12.envelope import Stretch

_NONE = np.array([], np.int64)


@dataclass(frozen=True)
class Piece:
    """Where a stretch lies in the chunk that was made of it, and what the chunk has not of its bytes."""

    at: int
    end: int
    stretch: Stretch
    lead: int  # bytes of the stand-in before its text
    dropped: bytes  # which bytes were left out wherever they stood; none where there were none


class Origins:
    """Where the bytes of a chunk come from.

    Beside the beginning of its stretch two things move a place: bytes that were dropped before it, and bytes
    that were added, because one byte of an old encoding became several of UTF-8.
    """

    def __init__(self, text: np.ndarray, pieces: list[Piece], data: bytes):
        begins, added, dropped, moves = [], [_NONE], [_NONE], []
        more = fewer = 0
        for piece in pieces:
            begins.append(piece.at + piece.lead)
            start = begins[-1] - more  # from here on, places are counted without what was added
            moves.append(piece.stretch.start - start - fewer)
            added.append(_added(text, begins[-1], piece))
            more += len(added[-1])
            places = start + _dropped(piece, data)
            dropped.append(places[places < piece.end - more])
            fewer += len(dropped[-1])
        self._pieces = np.array([piece.at for piece in pieces], np.int64)
        self._begins, self._moves = np.array(begins, np.int64), np.array(moves, np.int64)
        self._added, self._dropped = np.concatenate(added), np.concatenate(dropped)

    def of(self, places: np.ndarray) -> np.ndarray:
        """Return the bytes of the file, from 0, that stand at places of the chunk; in a stand-in the next."""
        owner = np.searchsorted(self._pieces, places, "right") - 1
        places = np.maximum(places, self._begins[owner])
        places = places - np.searchsorted(self._added, places)
        return places + self._moves[owner] + np.searchsorted(self._dropped, places, "right")


def _added(text: np.ndarray, begin: int, piece: Piece) -> np.ndarray:
    """Return the places of bytes that continue a character where the file has one byte for it."""
    if piece.stretch.encoding in ("ascii", "utf-8"):
        return _NONE
    return np.flatnonzero((text[begin : piece.end] & 0xC0) == 0x80) + begin


def _dropped(piece: Piece, data: bytes) -> np.ndarray:
    """Return before which bytes of the text that was kept of a stretch a byte of it was dropped."""
    if not piece.dropped:
        return _NONE
    start, end = piece.stretch.start, piece.stretch.end
    raw = np.frombuffer(data, np.uint8)[start:end]
    gone = np.zeros(len(raw), bool)
    for byte in piece.dropped:
        if data.find(bytes([byte]), start, end) >= 0:
            gone |= raw == byte
    breaks = np.flatnonzero(gone)
    return breaks - np.arange(len(breaks))
