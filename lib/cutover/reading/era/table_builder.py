"""Tables that grow by whole columns, chunk after chunk, and become frames of a contract at the end.

A column that no chunk brings costs next to nothing: it is null throughout.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from cutover.columns import Column, Kind
from cutover.reading.x12.values import Values

_BLOCK = 1 << 16
_TEXT = pd.StringDtype("pyarrow", na_value=np.nan)  # as they are written into the archive
_INTEGERS = dict.fromkeys((Kind.CENTS, Kind.COUNT), pd.arrays.IntegerArray)
_ARRAYS = {**_INTEGERS, Kind.NUMBER: pd.arrays.FloatingArray, Kind.FLAG: pd.arrays.BooleanArray}
_DTYPES = dict.fromkeys(_INTEGERS, "int64") | {Kind.NUMBER: "float64", Kind.FLAG: "bool"}
_DTYPES |= dict.fromkeys((Kind.DATE, Kind.MONTH), "datetime64[ms]")


class Growing:
    """One table in the making; `rows` so far."""

    def __init__(self, contract: tuple[Column, ...]):
        self.kinds = {column.name: column.kind for column in contract}
        self.rows = 0
        self._texts: dict[str, list[tuple[int, pa.Array]]] = {}  # parts with the row they begin at
        self._numbers: dict[str, _Numbers] = {}
        self._whole: dict[str, Values | pa.ChunkedArray | pa.Array] = {}

    def add(self, rows: int, columns: dict[str, pa.Array | Values | np.ndarray]) -> None:
        """Append rows: a column is an Arrow text array, `Values`, or an array of integers without nulls."""
        for name, part in columns.items():
            if isinstance(part, pa.Array):
                self._texts.setdefault(name, []).append((self.rows, part))
            else:
                if name not in self._numbers:
                    self._numbers[name] = _Numbers(_DTYPES[self.kinds[name]])
                self._numbers[name].add(self.rows, part)
        self.rows += rows

    def numbers(self, name: str) -> Values:
        """Return a column of numbers or dates as it is when all rows are there."""
        if name not in self._whole:
            column = self._numbers.pop(name, None) or _Numbers(_DTYPES[self.kinds[name]])
            self._whole[name] = column.whole(self.rows)
        return self._whole[name]

    def text(self, name: str) -> pa.ChunkedArray | pa.Array:
        """Return a column of texts as it is when all rows are there."""
        if name not in self._whole:
            self._whole[name] = _joined(self._texts.pop(name, []), self.rows)
        return self._whole[name]

    def put(self, **columns: Values | np.ndarray | pa.ChunkedArray | pa.Array) -> None:
        """Put columns into the table when all rows are there, in place of what it holds of them."""
        for name, column in columns.items():
            if isinstance(column, np.ndarray):
                absent = np.zeros(len(column), bool)
                column = Values(column, absent, absent)
            self._whole[name] = column

    def frame(self) -> pd.DataFrame:
        """Return the table; the columns are given up."""
        shared = _Shared(self.rows)
        done = {name: self._column(name, shared) for name in self.kinds}
        return pd.DataFrame(done, index=pd.RangeIndex(self.rows), copy=False)

    def _column(self, name: str, shared: _Shared) -> Any:
        kind = self.kinds[name]
        if kind is Kind.TEXT:
            array = self.text(name)
            del self._whole[name]
            return pd.arrays.ArrowStringArray(array, dtype=_TEXT)  # type: ignore[call-arg]  # not in the stubs
        if name not in self._numbers and name not in self._whole:
            return shared.nothing(kind)
        found = self.numbers(name)
        del self._whole[name]
        if kind in (Kind.DATE, Kind.MONTH):
            return found.values
        return _ARRAYS[kind](found.values, found.absent if found.absent.any() else shared.none)


class _Numbers:
    """A column of numbers that grows in place: parts joined at the end would need its memory twice.

    What is allocated beyond its rows is never touched, and so takes no memory.
    """

    def __init__(self, dtype: str):
        self._nothing = np.datetime64("NaT", "ms") if dtype.startswith("datetime") else 0
        self._values, self._absent, self._filled = np.empty(0, dtype), np.empty(0, bool), 0

    def add(self, start: int, part: Values | np.ndarray) -> None:
        """Put a part at the row it begins at; rows before it that nothing was put at are null."""
        found, absent = (part.values, part.absent) if isinstance(part, Values) else (part, False)
        end = start + len(found)
        self._reach(end)
        self._values[self._filled : start], self._absent[self._filled : start] = self._nothing, True
        self._values[start:end], self._absent[start:end] = found, absent
        self._filled = end

    def whole(self, rows: int) -> Values:
        """Return the column with so many rows."""
        self._reach(rows)
        self._values[self._filled : rows], self._absent[self._filled : rows] = self._nothing, True
        absent = self._absent[:rows]
        return Values(self._values[:rows], absent, absent)

    def _reach(self, rows: int) -> None:
        if rows <= len(self._values):
            return
        room = max(rows, 2 * len(self._values))
        values, absent = np.empty(room, self._values.dtype), np.empty(room, bool)
        values[: self._filled] = self._values[: self._filled]
        absent[: self._filled] = self._absent[: self._filled]
        self._values, self._absent = values, absent


class _Shared:
    """What the columns of a table share, so that a null column and one without nulls cost no memory.

    It cannot be written to: pandas refuses to set a value in such a column and copies it where it makes a
    new frame.
    """

    def __init__(self, rows: int):
        self._every = _locked(np.ones(rows, bool))
        self.none = _locked(np.zeros(rows, bool))
        self._zeros = _locked(np.zeros(rows, np.int64))

    def nothing(self, kind: Kind) -> Any:
        """Return a column of a kind that is null throughout."""
        if kind in (Kind.DATE, Kind.MONTH):
            return np.full(len(self.none), np.datetime64("NaT", "ms"), _DTYPES[kind])
        zeros = self.none if kind is Kind.FLAG else self._zeros.view(_DTYPES[kind])
        return _ARRAYS[kind](zeros, self._every)


def _locked(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array


def constant(text: str | None, rows: int) -> pa.ChunkedArray:
    """Return a text column with one value throughout, which costs no more memory than one block of it."""
    block = _block(text)
    whole, rest = divmod(rows, len(block))
    return pa.chunked_array([block] * whole + [block.slice(0, rest)], pa.large_string())


@lru_cache(maxsize=2)
def _block(text: str | None) -> pa.Array:
    return pa.repeat(pa.scalar(text, pa.large_string()), _BLOCK)


def _joined(parts: list, rows: int) -> pa.ChunkedArray:
    arrays, at = [], 0
    for start, part in [*parts, (rows, None)]:
        if start > at:
            arrays += constant(None, start - at).chunks
        if part is not None:
            arrays.append(part)
            at = start + len(part)
    return pa.chunked_array(arrays, pa.large_string())
