"""One batch of what was read from remittances: its tables, of which the columns that are asked for are taken.

A column that holds nothing is not written, and the content that a row is of stands there as a number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cutover.columns import Column, Kind

CONTENT = "content"
_ARROW = {
    Kind.TEXT: pa.large_string(),
    Kind.CENTS: pa.int64(),
    Kind.COUNT: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.SHARE: pa.float64(),
    Kind.DATE: pa.timestamp("ms"),
    Kind.MONTH: pa.timestamp("ms"),
    Kind.FLAG: pa.bool_(),
}
_NUMBERED = pa.dictionary(pa.int32(), pa.large_string())
_OPTIONS = pa.ipc.IpcWriteOptions(compression="lz4")


@dataclass(frozen=True)
class Found:
    """What one content is: its kind, and why it could not be read where it could not."""

    kind: str
    unreadable: str | None = None


def schema(columns: tuple[Column, ...]) -> pa.Schema:
    """Return the Arrow schema of a contract; its types come back as the contract's dtypes."""
    return pa.schema([(c.name, _ARROW[c.kind]) for c in columns])


def numbered(contents: Sequence[str | None], numbers: np.ndarray) -> pa.DictionaryArray:
    """Return the column `content` of rows, each given by the place of its content among these."""
    return pa.DictionaryArray.from_arrays(
        pa.array(numbers, pa.int32()), pa.array(contents, pa.large_string())
    )


def lean(table: pa.Table) -> pa.Table:
    """Return a table without the columns that hold nothing, its contents as numbers."""
    rows = len(table)
    held = [c for c in table.column_names if c != CONTENT and rows and table[c].null_count < rows]
    contents = table[CONTENT]
    if contents.type != _NUMBERED:
        contents = contents.cast(pa.large_string()).dictionary_encode()
    return table.select(held).append_column(CONTENT, contents)


def joined(tables: Iterable[pa.Table]) -> pa.Table:
    """Return lean tables as one, with all columns that one of them has."""
    return pa.concat_tables(tables, promote_options="default").unify_dictionaries()


def write(path: Path, table: pa.Table) -> str:
    """Write a lean table and return the sha256 of the file."""
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema, options=_OPTIONS) as writer:
        writer.write_table(table)
    return digest_of(path)


def digest_of(path: Path) -> str:
    """Return the sha256 of a file; its bytes are never in memory as a whole."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def opened(path: Path, columns: tuple[Column, ...]) -> pa.NativeFile:
    """Return a written table as an open file; raises ValueError where it is not one of this contract.

    It is read and not mapped: what is mapped stays in this process's memory for as long as the table is held.
    """
    file = pa.OSFile(str(path))
    known = schema(columns)
    for field in pa.ipc.open_file(file).schema:
        wanted = _NUMBERED if field.name == CONTENT else known.field(field.name).type
        if field.type != wanted:
            file.close()
            raise ValueError("not the columns of the contract")
    return file


@dataclass(frozen=True)
class Batch:
    """Contents that were read together, with what was found in each, and their tables, in memory or on disk."""

    found: Mapping[str, Found]
    tables: Mapping[str, pa.Table | pa.NativeFile]

    def lean(self, name: str, columns: Iterable[str] | None = None) -> pa.Table:
        """Return what a table holds of these columns (of all without any), and `content`."""
        held = self.tables[name]
        if isinstance(held, pa.Table):
            return held if columns is None else held.select([*self._wanted(held.schema, columns), CONTENT])
        if columns is None:
            return pa.ipc.open_file(held).read_all()
        names = pa.ipc.open_file(held).schema
        places = [names.get_field_index(one) for one in (*self._wanted(names, columns), CONTENT)]
        options = pa.ipc.IpcReadOptions(included_fields=sorted(places))
        return pa.ipc.open_file(held, options=options).read_all()

    @staticmethod
    def _wanted(held: pa.Schema, columns: Iterable[str]) -> list[str]:
        return [one for one in columns if one != CONTENT and held.get_field_index(one) >= 0]


def contents_of(table: pa.Table) -> tuple[list[str], np.ndarray]:
    """Return the contents of a lean table, and for each row the place of its content among them."""
    column = table[CONTENT].unify_dictionaries()
    if not column.num_chunks:
        return [], np.empty(0, np.int32)
    numbers = pa.chunked_array([chunk.indices for chunk in column.chunks], pa.int32())
    return column.chunk(0).dictionary.to_pylist(), numbers.to_numpy()


def whole(table: pa.Table, columns: Sequence[str], known: pa.Schema) -> pa.Table:
    """Return these columns of a lean table, in this order; what it does not hold is null throughout."""
    nothing = {kind: pa.nulls(len(table), kind) for kind in {known.field(name).type for name in columns}}
    held = set(table.column_names)
    arrays = [table[c] if c in held else nothing[known.field(c).type] for c in columns]
    return pa.Table.from_arrays(arrays, schema=pa.schema([known.field(c) for c in columns]))


def filtered(table: pa.Table, rows: np.ndarray) -> pa.Table:
    """Return the rows of a table that are marked."""
    return table if rows.all() else table.filter(pa.array(rows))


def rows_of(table: pa.Table, contents: Collection[str]) -> pa.Table:
    """Return the rows of a lean table that are of these contents."""
    column = table[CONTENT]
    return table.filter(
        pc.is_in(column.cast(pa.large_string()), pa.array(sorted(contents), pa.large_string()))
    )
