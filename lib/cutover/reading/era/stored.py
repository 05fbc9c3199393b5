"""The tables of an archive where they are stored: each is read when it is asked for, and only the columns asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from cutover.columns import TEXT, Column
from cutover.reading.era.batches import CONTENT, Batch, contents_of, filtered, numbered, schema, whole

SOURCE = "source_file"
_LARGE = 100_000  # rows from which on it matters that a table is not twice in memory
_PANDAS = {
    pa.large_string(): TEXT,
    pa.int64(): pd.Int64Dtype(),
    pa.float64(): pd.Float64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}


def to_pandas(table: pa.Table) -> pd.DataFrame:
    """Return an Arrow table in the dtypes of the contracts."""
    return table.to_pandas(types_mapper=_PANDAS.get)


class Stored:
    """The rows of some contents in batches, each content once.

    `names` are the files that the contents have now, whatever they were when they were read. With them the rows of a
    table stand in the order of these names, in whatever order the contents were read; those of one content stay as
    they are.
    """

    def __init__(
        self,
        parts: Sequence[tuple[Batch, Sequence[str]]],
        contracts: Mapping[str, tuple[Column, ...]],
        names: Mapping[str, str] | None = None,
    ):
        if names is not None:  # rows that were read in the order of their files then stand in it
            parts = sorted(parts, key=lambda part: min((names.get(one, "") for one in part[1]), default=""))
        self._parts, self._contracts, self._names = parts, contracts, names
        self._contents = [content for _, contents in parts for content in contents]
        self._places = None if names is None else _places([names.get(one, "") for one in self._contents])
        self._orders: dict[str, np.ndarray | None] = {}  # of whole tables; None for one that is in order

    def digest(self) -> str:
        """Return the digest of the contents, whatever the batches they stand in."""
        return hashlib.sha256("\n".join(sorted(self._contents)).encode()).hexdigest()

    def table(self, name: str) -> Callable[[list[str], set[str]], pd.DataFrame]:
        """Return what gives the columns of one table for the rows of some contents."""
        return lambda columns, contents: self.frame(name, columns, of=contents)

    def frame(
        self,
        table: str,
        columns: Sequence[str] | None = None,
        *,
        of: set[str] | None = None,
        rows: np.ndarray | None = None,
        lean: bool = False,
    ) -> pd.DataFrame:
        """Return the rows of a table with these columns, of all contents or those of `of`, in their dtypes.

        `rows` marks those of them that are wanted. With `lean` the columns `content` and `source_file` are categories:
        as texts they take more memory than all others together.
        """
        known = schema(self._contracts[table])
        columns = known.names if columns is None else list(columns)
        texts = {CONTENT} if self._names is None else {CONTENT, SOURCE}
        plain = [one for one in columns if one not in texts]
        order = self._order(table) if rows is not None else None
        if rows is not None and order is not None:
            rows, marks = np.empty_like(rows), rows
            rows[order] = marks
        tables, numbers, begin = [_of_nothing(known, plain)], [np.empty(0, np.int32)], 0
        for part, owners in self._each(table, plain, of):
            if rows is not None:
                marked = rows[begin : begin + len(owners)]
                begin, part, owners = begin + len(owners), filtered(part, marked), owners[marked]
            tables.append(whole(part, plain, known))
            numbers.append(owners)
        owners = np.concatenate(numbers)
        found = _converted(tables) if plain else pd.DataFrame(index=pd.RangeIndex(len(owners)))
        order = self._order_of(owners)
        if rows is None and of is None:
            self._orders[table] = order
        if order is not None:
            found, owners = found.take(order).reset_index(drop=True), owners[order]
        return self._with_texts(found, columns, owners, lean)

    def _order(self, table: str) -> np.ndarray | None:
        """The rows of a whole table, as its batches hold them, in the order in which they are given."""
        if table not in self._orders:
            owners = [np.empty(0, np.int32), *(owners for _, owners in self._each(table, [], None))]
            self._orders[table] = self._order_of(np.concatenate(owners))
        return self._orders[table]

    def _order_of(self, owners: np.ndarray) -> np.ndarray | None:
        """The order of rows by the names of their contents; None where they stand in it."""
        if self._places is None:
            return None
        places = self._places[owners]
        return None if (places[1:] >= places[:-1]).all() else np.argsort(places, kind="stable")

    def _each(
        self, table: str, columns: Sequence[str], of: set[str] | None
    ) -> Iterator[tuple[pa.Table, np.ndarray]]:
        """What each batch holds of the rows, and the place of the content of each among all contents."""
        first = 0
        for batch, contents in self._parts:
            places = {c: n for n, c in enumerate(contents, first) if of is None or c in of}
            first += len(contents)
            held = batch.lean(table, columns)
            theirs, numbers = contents_of(held)
            owners = np.array([places.get(content, -1) for content in theirs], np.int32)[numbers]
            marked = owners >= 0
            yield filtered(held, marked), owners if marked.all() else owners[marked]

    def _with_texts(
        self, found: pd.DataFrame, columns: list[str], numbers: np.ndarray, lean: bool
    ) -> pd.DataFrame:
        texts = {}
        if CONTENT in columns:
            texts[CONTENT] = _texts(self._contents, numbers, lean)
        if SOURCE in columns and self._names is not None:
            names = [self._names.get(content) for content in self._contents]
            texts[SOURCE] = _texts(names, numbers, lean)
        return found.assign(**texts)[columns] if texts else found


def _places(names: list[str]) -> np.ndarray:
    """The place of each name among all in order; one that stands twice keeps its turn."""
    order = sorted(range(len(names)), key=names.__getitem__)
    places = np.empty(len(names), np.int32)
    places[order] = np.arange(len(names))
    return places


def _converted(parts: list[pa.Table]) -> pd.DataFrame:
    """The parts of a table in the dtypes of the contracts; of a large one each column is let go once converted."""
    table = pa.concat_tables(parts)
    parts.clear()
    if len(table) < _LARGE:
        return to_pandas(table)
    columns = {}
    for name in table.column_names:
        columns[name] = to_pandas(table.select([name]))[name]
        table = table.drop_columns([name])
    return pd.DataFrame(columns, copy=False)


def _of_nothing(known: pa.Schema, columns: Sequence[str]) -> pa.Table:
    """Return a table of these columns without rows."""
    return pa.schema([known.field(name) for name in columns]).empty_table()


def _texts(values: Sequence[str | None], numbers: np.ndarray, lean: bool) -> pd.Series:
    if not lean:
        return to_pandas(pa.table({"text": numbered(values, numbers).dictionary_decode()}))["text"]
    known = [value for value in values if value is not None]
    places = np.cumsum([-1, *(value is not None for value in values)])[1:]
    places[[value is None for value in values]] = -1
    categories = pd.Index(known, dtype="str")
    return pd.Series(pd.Categorical.from_codes(places.astype(np.int32)[numbers], categories))
