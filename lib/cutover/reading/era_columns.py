"""The columns of a chunk's payments, claims and service lines: who fills which row, and with what."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cutover.columns import Column, Kind
from cutover.reading import x12_values
from cutover.reading.era_loops import Places
from cutover.reading.era_segments import Source, kinds
from cutover.reading.era_unread import Aside
from cutover.reading.x12 import Segments, code

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
        self.columns: dict[str, object] = {"source_row": self.places.number[anchors]}

    def fill(self, sources: Sequence[Source]) -> None:
        """Fill the columns of these sources; of two segments for one column the first counts."""
        groups: dict[tuple, list[Source]] = {}
        for source in sources:
            groups.setdefault((source.segment, *source.columns.items()), []).append(source)
        for group in groups.values():
            self._fill_from(self.holders(group), group[0].columns)

    def holders(self, sources: Sequence[Source]) -> np.ndarray:
        """Return for each row the segment that fills it, -1 for none; further ones are set aside."""
        held = np.full(len(self.anchors), -1, np.int64)
        for source in sources:
            mine, qualifiers = self.aside.named(source.segment)
            if source.qualifier:
                mine = mine[qualifiers == code(source.qualifier)]
            if len(mine):
                self._hold(held, mine[np.isin(self.places.loop[mine], source.loops)])
        return held

    def _hold(self, held: np.ndarray, rows: np.ndarray) -> None:
        rows = rows[~self.aside.used[rows]]
        owner = self.row_of[rows]
        first = np.ones(len(rows), bool)
        first[1:] = owner[1:] != owner[:-1]
        first &= held[owner] < 0
        self.aside.whole(rows[~first], "repeated")
        held[owner[first]] = rows[first]
        self.aside.used[rows] = True

    def _fill_from(self, held: np.ndarray, columns: dict[int, str | None]) -> None:
        holding = held[held >= 0]
        if not len(holding):
            return
        self.aside.others(holding, set(columns))
        longest = int((self.segments.last[holding] - self.segments.first[holding]).max())
        for number, column in columns.items():
            if column is not None and number <= longest:
                self.put(column, held, number, *self.spans(held, number))

    def spans(self, held: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the places of an element for each row, an empty one where nobody holds it."""
        if (held >= 0).all():
            return self.segments.elements(held, number)
        begins, ends = self.segments.elements(np.where(held >= 0, held, self.anchors), number)
        nowhere = self.segments.marks[self.segments.last[self.anchors]]
        return np.where(held >= 0, begins, nowhere), np.where(held >= 0, ends, nowhere)

    def put(self, column: str, held: np.ndarray, number: int, begins: np.ndarray, ends: np.ndarray) -> None:
        """Put the elements at these places into a column; what cannot be read is set aside by name."""
        if (begins == ends).all():
            return
        kind = self.kinds[column]
        if kind is Kind.TEXT:
            self.columns[column] = x12_values.texts(self.segments.text, begins, ends)
            return
        read, reason = _READ[kind]
        values = read(self.segments.bytes, begins, ends)
        self.columns[column] = values
        self.aside.elements(held[values.bad], number, reason)


def joined(parts: list[pa.Array]) -> pa.Array:
    """Return texts side by side as one text, a blank between, null where all of them are."""
    blank = pa.scalar(" ", pa.large_string())
    return _filled(pc.binary_join_element_wise(*parts, blank, null_handling="skip"))


def listed(texts: pa.Array, owners: np.ndarray, rows: int) -> pa.Array:
    """Return for each row the texts that it owns as one text, a blank between; `owners` ascend."""
    kept = texts.is_valid().to_numpy(zero_copy_only=False)
    bounds = np.searchsorted(owners[kept], np.arange(rows + 1))
    lists = pa.LargeListArray.from_arrays(pa.array(bounds, pa.int64()), texts.drop_null())
    return _filled(pc.binary_join(lists, pa.scalar(" ", pa.large_string())))


def _filled(texts: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(pc.binary_length(texts), 0), pa.scalar(None, texts.type), texts)
