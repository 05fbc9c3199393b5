"""What was read from an archive, kept as Parquet, so that no content is read twice.

A batch is a folder of one Parquet file per table and a `manifest.json`, which names the reader's version,
the contents the batch holds with what was found in each, and the digest of every file. It is written under
another name and moved into place whole. A batch that is not as its manifest says is never used: its
contents are read again. Two processes that write at once write the same batch or different ones, never into
one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Set
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cutover import private
from cutover.columns import Column, Kind

_FORMAT = "2"  # of the batch itself; the version of a batch is this and the reader's
_MANIFEST = "manifest.json"
_BATCHES_KEPT = 12  # above this, all batches are written anew as one
_ABANDONED = 24 * 3600  # seconds after which an unfinished batch belongs to no running process
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
_PANDAS = {
    pa.large_string(): pd.StringDtype(na_value=float("nan")),
    pa.int64(): pd.Int64Dtype(),
    pa.float64(): pd.Float64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}
_DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, pa.ArrowException)


@dataclass(frozen=True)
class Found:
    """What one content is: its kind, and why it could not be read where it could not."""

    kind: str
    unreadable: str | None = None


def schema(columns: tuple[Column, ...]) -> pa.Schema:
    """Return the Arrow schema of a contract; its types come back as the contract's dtypes."""
    return pa.schema([(c.name, _ARROW[c.kind]) for c in columns])


def to_arrow(frame: pd.DataFrame, columns: tuple[Column, ...]) -> pa.Table:
    """Return a frame of a contract as an Arrow table."""
    return pa.Table.from_pandas(frame, schema(columns), preserve_index=False)


def to_pandas(table: pa.Table) -> pd.DataFrame:
    """Return an Arrow table in the dtypes of the contracts."""
    return table.to_pandas(types_mapper=_PANDAS.get)


class EraCache:
    """The batches in one folder, of one version of the reader, with the tables of these contracts.

    Every contract has the column `content`. Nothing here raises where the folder is damaged, full or not
    writable: what cannot be loaded is read again, and what cannot be stored is stored the next time.
    """

    def __init__(self, folder: Path, version: str, contracts: dict[str, tuple[Column, ...]]):
        self.folder = folder
        self.contracts = contracts
        described = json.dumps([[n, [(c.name, c.kind) for c in cs]] for n, cs in sorted(contracts.items())])
        self.version = f"{_FORMAT}/{version}/{hashlib.sha256(described.encode()).hexdigest()[:12]}"
        self._tables: dict[str, dict[str, pa.Table]] = {}
        self._found: dict[str, dict[str, Found]] = {}
        for path in self._batches():
            self._load(path)

    @property
    def found(self) -> dict[str, Found]:
        """Every content that is held, and what it is."""
        return {content: found for batch in self._found.values() for content, found in batch.items()}

    def tables(self, wanted: set[str]) -> dict[str, pd.DataFrame]:
        """Return each table with the rows of the wanted contents, each content once."""
        parts, left = {name: [schema(c).empty_table()] for name, c in self.contracts.items()}, set(wanted)
        for batch in sorted(self._found):
            of_batch = left & self._found[batch].keys()
            for name, table in self._tables[batch].items():
                parts[name].append(_rows_of(table, of_batch, self._found[batch].keys()))
            left -= of_batch
        return {name: to_pandas(pa.concat_tables(tables)) for name, tables in parts.items()}

    def add(self, found: dict[str, Found], tables: dict[str, pa.Table]) -> None:
        """Hold newly read contents, and store them as a batch."""
        name = self._name(found)
        self._found[name], self._tables[name] = found, tables
        with contextlib.suppress(OSError):
            self._store(name)

    def tidy(self, wanted: set[str]) -> None:
        """Write everything wanted anew as one batch, where the batches are many or mostly out of use."""
        held = self.found.keys()
        if len(self._found) <= _BATCHES_KEPT and len(held) <= 2 * len(held & wanted):
            return
        merged: dict[str, Found] = {c: f for c, f in sorted(self.found.items()) if c in wanted}
        name, old = self._name(merged), set(self._found)
        frames = self.tables(set(merged))
        tables = {n: to_arrow(frames[n], columns) for n, columns in self.contracts.items()}
        self._found, self._tables = {name: merged}, {name: tables}
        with contextlib.suppress(OSError):
            self._store(name)
            for batch in old - {name}:
                shutil.rmtree(self.folder / batch, ignore_errors=True)

    def _name(self, found: dict[str, Found]) -> str:
        said = json.dumps([self.version, sorted(found)])
        return "batch-" + hashlib.sha256(said.encode()).hexdigest()[:20]

    def _batches(self) -> list[Path]:
        """The batches on disk; those that were never finished are cleared away a day later."""
        try:
            paths = sorted(path for path in self.folder.iterdir() if path.is_dir())
        except OSError:
            return []
        for path in paths:
            with contextlib.suppress(OSError):
                if path.name.startswith(".new-") and time.time() - path.stat().st_mtime > _ABANDONED:
                    shutil.rmtree(path, ignore_errors=True)
        return [path for path in paths if path.name.startswith("batch-")]

    def _load(self, path: Path) -> None:
        """Hold a batch, or delete it where it is damaged or of another version."""
        try:
            manifest = json.loads((path / _MANIFEST).read_text("utf-8"))
            if manifest.pop("sha256") != _digest(manifest):
                raise ValueError("not the manifest that was written")
            if manifest["version"] != self.version or manifest["files"].keys() != self.contracts.keys():
                raise ValueError("another version")
            found = {str(content): Found(**said) for content, said in manifest["contents"].items()}
            tables = {name: self._table(path, name, manifest["files"][name]) for name in self.contracts}
        except _DAMAGE:
            shutil.rmtree(path, ignore_errors=True)
            return
        self._found[path.name], self._tables[path.name] = found, tables

    def _table(self, path: Path, name: str, digest: str) -> pa.Table:
        data = (path / f"{name}.parquet").read_bytes()
        if hashlib.sha256(data).hexdigest() != digest:
            raise ValueError("not the bytes that were written")
        table = pq.read_table(pa.BufferReader(data))
        if not table.schema.equals(schema(self.contracts[name])):
            raise ValueError("not the columns of the contract")
        return table

    def _store(self, name: str) -> None:
        """Write a batch under another name and move it into place; one that is there already stays."""
        target, fresh = self.folder / name, self.folder / f".new-{os.getpid()}-{uuid.uuid4().hex}"
        private.folder(self.folder)
        private.folder(fresh)
        try:
            files = {
                table: _write(fresh / f"{table}.parquet", self._tables[name][table])
                for table in self.contracts
            }
            contents = {content: asdict(found) for content, found in self._found[name].items()}
            manifest = {"version": self.version, "files": files, "contents": contents}
            manifest["sha256"] = _digest(manifest)
            (fresh / _MANIFEST).write_text(json.dumps(manifest), "utf-8")
            if not target.exists():
                fresh.rename(target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def _digest(manifest: dict) -> str:
    """The sha256 of what a manifest says."""
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()


def _rows_of(table: pa.Table, contents: Set[str], held: Set[str]) -> pa.Table:
    if len(contents) == len(held):
        return table
    return table.filter(pc.is_in(table["content"], pa.array(sorted(contents), pa.large_string())))


def _write(path: Path, table: pa.Table) -> str:
    """Write a table as Parquet and return the sha256 of the file."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", store_schema=True)
    data = sink.getvalue()
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()
