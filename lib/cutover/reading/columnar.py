"""Tables that grow by whole columns, chunk after chunk, and become frames of a contract at the end.

A column that no chunk brings costs next to nothing: it is null throughout.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa

from cutover.columns import Column, Kind
from cutover.reading.x12_values import Values

_BLOCK = 1 << 16
_TEXT = pd.StringDtype(na_value=np.nan)


class Growing:
    """One table in the making; `rows` so far, and for each column its parts with the row they begin at."""

    def __init__(self, contract: tuple[Column, ...]):
        self.contract = contract
        self.rows = 0
        self._parts: dict[str, list[tuple[int, object]]] = {column.name: [] for column in contract}

    def add(self, rows: int, columns: dict[str, object]) -> None:
        """Append rows: a column is an Arrow text array, `Values`, or an array of integers without nulls."""
        for name, part in columns.items():
            if isinstance(part, Values):
                part = Values(part.values, part.absent, part.absent)  # `bad` has been told
            self._parts[name].append((self.rows, part))
        self.rows += rows

    def frame(self) -> pd.DataFrame:
        """Return the table; its parts are given up column by column, so that memory does not double."""
        done = {column.name: self._column(column) for column in self.contract}
        return pd.DataFrame(done, index=pd.RangeIndex(self.rows), copy=False)

    def _column(self, column: Column):
        parts = self._parts.pop(column.name)
        if column.kind is Kind.TEXT:
            return text_column(_joined(parts, self.rows))
        if column.kind in (Kind.DATE, Kind.MONTH):
            return _dates(parts, self.rows)
        return _numbers(parts, self.rows, column.kind)


def constant(text: str | None, rows: int) -> pa.ChunkedArray:
    """Return a text column with one value throughout, which costs no more memory than one block of it."""
    block = _block(text)
    whole, rest = divmod(rows, len(block))
    return pa.chunked_array([block] * whole + [block.slice(0, rest)], pa.large_string())


@lru_cache(maxsize=2)
def _block(text: str | None) -> pa.Array:
    return pa.repeat(pa.scalar(text, pa.large_string()), _BLOCK)


def text_column(array: pa.ChunkedArray | pa.Array) -> pd.api.extensions.ExtensionArray:
    """Return Arrow text as a pandas column, without a copy."""
    return pd.arrays.ArrowStringArray(array, dtype=_TEXT)


def _joined(parts: list, rows: int) -> pa.ChunkedArray:
    arrays, at = [], 0
    for start, part in [*parts, (rows, None)]:
        if start > at:
            arrays += constant(None, start - at).chunks
        if part is not None:
            arrays.append(part)
            at = start + len(part)
    return pa.chunked_array(arrays, pa.large_string())


def _dates(parts: list, rows: int) -> np.ndarray:
    column = np.full(rows, np.datetime64("NaT"), "datetime64[ms]")
    for start, part in parts:
        column[start : start + len(part.values)] = part.values
    return column


def _numbers(parts: list, rows: int, kind: Kind):
    array, dtype = {
        Kind.NUMBER: (pd.arrays.FloatingArray, np.float64),
        Kind.FLAG: (pd.arrays.BooleanArray, np.bool_),
    }.get(kind, (pd.arrays.IntegerArray, np.int64))
    values, absent = np.zeros(rows, dtype), np.ones(rows, bool)
    for start, part in parts:
        found, missing = (part.values, part.absent) if isinstance(part, Values) else (part, False)
        values[start : start + len(found)] = found
        absent[start : start + len(found)] = missing
    return array(values, absent)
