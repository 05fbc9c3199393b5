"""The columns of a chunk's payments, claims and service lines: who fills which row, and with what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cutover.columns import Column, Kind
from cutover.reading.era.loops import Places
from cutover.reading.era.periods import LAST_DAY, period
from cutover.reading.era.segments import Source, kinds
from cutover.reading.era.unread import Aside
from cutover.reading.x12 import values as x12_values
from cutover.reading.x12.segments import Segments, code
from cutover.reading.x12.values import Values

_SHORT = 6  # characters of a date without its century
_VALUE, _VALUES = 2, {"N1": 4, "NM1": 3}  # the element that a segment is there for
_READ = {
    Kind.CENTS: (x12_values.cents, "not an amount"),
    Kind.COUNT: (x12_values.counts, "not a number"),
    Kind.NUMBER: (x12_values.numbers, "not a number"),
    Kind.DATE: (x12_values.dates, "not a date"),
}


class Filling:
    """The rows of one table in one chunk, anchored in the segments that begin them, filled by source.

    `row_of` says for each segment of the chunk which row of the table it belongs to, from 0.
    """

    def __init__(self, aside: Aside, contract: tuple[Column, ...], anchors: np.ndarray, row_of: np.ndarray):
        self.aside, self.anchors, self.row_of = aside, anchors, row_of
        self.segments: Segments = aside.segments
        self.places: Places = aside.places
        self.kinds = kinds(contract)
        self.columns: dict[str, Any] = {"source_row": self.places.number[anchors]}
        self._last_days: list[tuple[str, int, Any]] = []

    def fill(self, sources: Sequence[Source]) -> None:
        """Fill the columns of these sources; of two segments for one column the first that says it counts."""
        groups: dict[tuple, list[np.ndarray]] = {}
        spoken_for: dict[tuple, dict[int, str | None]] = {}
        for source in sources:
            rows = self._standing(source)
            if len(rows):
                key: tuple[Any, ...] = (source.segment, *source.columns.items())
                groups.setdefault(key, []).append(rows)
                spoken_for[key] = source.columns
        for key, found in groups.items():
            self._fill_from(self._held(found), spoken_for[key], key[0])
        self._put_last_days()

    def holders(self, sources: Sequence[Source]) -> np.ndarray:
        """Return for each row the segment that fills it, -1 for none; further ones are set aside."""
        return self._held([self._standing(source) for source in sources])

    def _standing(self, source: Source) -> np.ndarray:
        """Return the segments of a source."""
        if source.qualifier:
            return self.aside.qualified(source.segment, source.loops, source.qualifier)
        return self.aside.named(source.segment, source.loops)

    def _held(self, found: list[np.ndarray]) -> np.ndarray:
        rows = found[0] if len(found) == 1 else np.concatenate(found)
        rows = rows[~self.aside.used[rows]]
        held = self._first_of(rows)
        if np.count_nonzero(held >= 0) < len(rows):
            rows = rows[np.argsort(~self._says(rows), kind="stable")]
            held = self._first_of(rows)
            self.aside.whole(np.sort(rows[held[self.row_of[rows]] != rows]), "repeated")
        self.aside.used[rows] = True
        return held

    def _first_of(self, rows: np.ndarray) -> np.ndarray:
        """Return the first of these segments for each row of the table, -1 where it has none."""
        held = np.full(len(self.anchors), -1, np.int64)
        held[self.row_of[rows[::-1]]] = rows[::-1]  # what is put last stays
        return held

    def _says(self, rows: np.ndarray) -> np.ndarray:
        """Tell which segments hold what they are there for: one that does not gives way to a later one."""
        numbers = np.full(len(rows), _VALUE)
        for name, number in _VALUES.items():
            numbers[self.segments.codes[rows] == code(name)] = number
        begins, ends = self.segments.elements(rows, numbers)
        return ends > begins

    def _fill_from(self, held: np.ndarray, columns: dict[int, str | None], segment: str) -> None:
        at = np.flatnonzero(held >= 0)
        if not len(at):
            return
        picked = self.segments.picked(held[at])
        self.aside.others(picked, set(columns), segment)
        for number, column in columns.items():
            if column is not None and number <= picked.longest:
                self.put(column, picked.rows, number, *picked.span(number), at, self.segments.plain)

    def spans(self, held: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the places of an element for each row, an empty one where nobody holds it."""
        begins, ends = self.segments.elements(np.where(held >= 0, held, self.anchors), number)
        nowhere = self.segments.marks[self.segments.last[self.anchors]]
        return np.where(held >= 0, begins, nowhere), np.where(held >= 0, ends, nowhere)

    def put(
        self,
        column: str,
        holders: np.ndarray,
        number: int,
        begins: np.ndarray,
        ends: np.ndarray,
        at: np.ndarray | None = None,
        plain: bool = False,
    ) -> None:
        """Put the elements at these places into a column, at some rows or at all; name what is not read.

        `plain` where no text of them begins or ends with a blank.
        """
        kind = self.kinds[column]
        if kind is not Kind.DATE and (begins == ends).all():
            return
        rows = len(self.anchors)
        at = None if at is None or len(at) == rows else at
        if kind is Kind.TEXT:
            self.columns[column] = x12_values.texts(self.segments.text, begins, ends, at, rows, plain)
            return
        read, reason = _READ[kind]
        values = read(self.segments.bytes, begins, ends)
        if kind is Kind.DATE:
            self.aside.elements(holders[(ends - begins == _SHORT) & ~values.absent], number, "short date")
            self._read_periods(column, holders, values, at)
        self.aside.elements(holders[values.bad], number, reason)
        self.columns[column] = values if at is None else values.spread(at, rows)

    def _read_periods(self, column: str, holders: np.ndarray, values: Values, at: np.ndarray | None) -> None:
        """Read the days that stand otherwise than plainly in DTM02; where none does, the date is bad."""
        for place in np.flatnonzero(values.absent):
            row = holders[place]
            days = period(self.segments, row) if self.segments.codes[row] == code("DTM") else None
            values.bad[place] = days is None
            if days:
                values.values[place], values.absent[place] = np.datetime64(days[0], "ms"), False
                self._last_days.append((column, int(place if at is None else at[place]), days[1]))

    def _put_last_days(self) -> None:
        """Put the ends of periods into their columns where nothing else stands."""
        for column, row, day in self._last_days:
            target = LAST_DAY.get(column)
            if target is None or day is None:
                continue
            if target not in self.columns:
                nothing = np.full(len(self.anchors), np.datetime64("NaT", "ms"), "datetime64[ms]")
                self.columns[target] = Values(
                    nothing, np.ones(len(nothing), bool), np.zeros(len(nothing), bool)
                )
            found = self.columns[target]
            if found.absent[row]:
                found.values[row], found.absent[row] = np.datetime64(day, "ms"), False


def listed(texts: pa.Array, owners: np.ndarray, rows: int) -> pa.Array:
    """Return for each row the texts that it owns as one text, a blank between; `owners` ascend."""
    kept = texts.is_valid().to_numpy(zero_copy_only=False)
    bounds = np.searchsorted(owners[kept], np.arange(rows + 1))
    lists = pa.LargeListArray.from_arrays(pa.array(bounds, pa.int64()), texts.drop_null())
    return _filled(pc.binary_join(lists, pa.scalar(" ", pa.large_string())))


def _filled(texts: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(pc.binary_length(texts), 0), pa.scalar(None, texts.type), texts)
