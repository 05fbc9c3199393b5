"""A list of records in JSON as one table of text: numbers stay text, for they are identifiers."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pandas as pd

from cutover.columns import TEXT, empty
from cutover.errors import InputError
from cutover.reading.files.sheet import CHECKS, SET_ASIDE, Note, Sheet

Row = dict[str, str | None]


def is_json(data: bytes) -> bool:
    """Tell whether bytes begin as JSON does."""
    return data[:64].lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"[")


def loaded(data: bytes, source_file: str, todo: str) -> object:
    """Return what JSON says, its numbers as text; raises InputError with `todo` where it is cut off or damaged."""
    try:
        return json.loads(
            data.decode("utf-8-sig"), parse_int=str, parse_float=str, parse_constant=lambda _: None
        )
    except (ValueError, RecursionError):
        raise InputError(source_file, "not whole JSON: it is cut off or damaged", todo) from None


def sheet(
    rows: Sequence[tuple[int, Row]], columns: tuple[str, ...], source_file: str, notes: tuple[Note, ...] = ()
) -> Sheet:
    """Return rows, each with the number of its record, as one table."""
    frame = pd.DataFrame([row for _, row in rows], columns=columns, dtype=TEXT)
    frame = frame.assign(source_file=source_file, source_sheet=None, source_row=[n for n, _ in rows])
    frame = frame.astype({"source_file": TEXT, "source_sheet": TEXT, "source_row": "Int64"})
    return Sheet("", frame, columns, None, notes, empty(SET_ASIDE), empty(CHECKS), rows_in=len(rows))


def plain(text: str) -> str:
    """Return a text without halves of characters, which JSON can write and no table can hold."""
    return text.encode("utf-8", "replace").decode()
