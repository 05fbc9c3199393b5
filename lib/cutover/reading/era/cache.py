"""What was read from an archive, kept as Arrow files, so that no content is read twice.

A batch is a folder of one file per table and a `manifest.json`, which names the reader's version,
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
from collections.abc import Collection, Mapping
from dataclasses import asdict
from pathlib import Path

import pandas as pd
import pyarrow as pa

from cutover import private
from cutover.columns import Column
from cutover.reading.era.batches import (
    Batch,
    Found,
    digest_of,
    joined,
    lean,
    opened,
    rows_of,
    schema,
    write,
)
from cutover.reading.era.stored import Stored

_FORMAT = "3"  # of the batch itself; the version of a batch is this and the reader's
_MANIFEST = "manifest.json"
_BATCHES_KEPT = 12  # above this, all batches are written anew as one
_ABANDONED = 24 * 3600  # seconds after which an unfinished batch belongs to no running process
_DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, pa.ArrowException)


def to_arrow(frame: pd.DataFrame, columns: tuple[Column, ...]) -> pa.Table:
    """Return a frame of a contract as an Arrow table."""
    return pa.Table.from_pandas(frame, schema(columns), preserve_index=False)


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
        self._held: dict[str, Batch] = {}
        for path in self._batches():
            self._load(path)

    @property
    def found(self) -> dict[str, Found]:
        """Every content that is held, and what it is."""
        return {content: found for batch in self._held.values() for content, found in batch.found.items()}

    def stored(self, wanted: Collection[str], names: Mapping[str, str] | None = None) -> Stored:
        """Return the rows of the wanted contents, each content once, to be taken table by table (`Stored`)."""
        parts, left = [], set(wanted)
        for _, batch in sorted(self._held.items()):
            parts.append((batch, [content for content in batch.found if content in left]))
            left -= batch.found.keys()
        return Stored(parts, self.contracts, names)

    def tables(self, wanted: Collection[str]) -> dict[str, pd.DataFrame]:
        """Return each table with the rows of the wanted contents, each content once."""
        stored = self.stored(wanted)
        return {name: stored.frame(name) for name in self.contracts}

    def add(self, found: dict[str, Found], tables: dict[str, pa.Table]) -> None:
        """Hold newly read contents, and store them as a batch."""
        self._hold(found, {name: lean(table) for name, table in tables.items()})

    def tidy(self, wanted: Collection[str]) -> None:
        """Write everything wanted anew as one batch, where the batches are many or mostly out of use."""
        held = self.found.keys()
        if len(self._held) <= _BATCHES_KEPT and len(held) <= 2 * len(held & set(wanted)):
            return
        merged: dict[str, Found] = {c: f for c, f in sorted(self.found.items()) if c in wanted}
        tables, old = {n: self._merged(n, merged) for n in self.contracts}, set(self._held)
        self._held = {}
        if self._hold(merged, tables):
            for batch in old - self._held.keys():
                shutil.rmtree(self.folder / batch, ignore_errors=True)

    def _merged(self, name: str, wanted: Collection[str]) -> pa.Table:
        parts, left = [lean(schema(self.contracts[name]).empty_table())], set(wanted)
        for _, batch in sorted(self._held.items()):
            parts.append(rows_of(batch.lean(name), left & batch.found.keys()))
            left -= batch.found.keys()
        return joined(parts)

    def _hold(self, found: dict[str, Found], tables: dict[str, pa.Table]) -> bool:
        """Hold a batch, on disk where that can be, else in memory; return whether it is on disk."""
        name = self._name(found)
        with contextlib.suppress(OSError):
            is_own = self._store(name, found, tables)
            self._load(self.folder / name, is_own)
        is_stored = name in self._held
        if not is_stored:
            self._held[name] = Batch(found, tables)
        return is_stored

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

    def _load(self, path: Path, is_own: bool = False) -> None:
        """Hold a batch, or delete it where it is damaged or of another version; one that was just written is not."""
        try:
            manifest = json.loads((path / _MANIFEST).read_text("utf-8"))
            if manifest.pop("sha256") != _digest(manifest):
                raise ValueError("not the manifest that was written")
            if manifest["version"] != self.version or manifest["files"].keys() != self.contracts.keys():
                raise ValueError("another version")
            found = {str(content): Found(**said) for content, said in manifest["contents"].items()}
            digests = dict.fromkeys(self.contracts) if is_own else manifest["files"]
            tables = {name: self._table(path, name, digests[name]) for name in self.contracts}
        except _DAMAGE:
            shutil.rmtree(path, ignore_errors=True)
            return
        self._held[path.name] = Batch(found, tables)

    def _table(self, path: Path, name: str, digest: str | None) -> pa.NativeFile:
        file = _file(path, name)
        if digest is not None and digest_of(file) != digest:
            raise ValueError("not the bytes that were written")
        return opened(file, self.contracts[name])

    def _store(self, name: str, found: dict[str, Found], tables: dict[str, pa.Table]) -> bool:
        """Write a batch under another name and move it into place, and tell so; one that is there already stays."""
        target, fresh = self.folder / name, self.folder / f".new-{os.getpid()}-{uuid.uuid4().hex}"
        private.folder(self.folder)
        private.folder(fresh)
        try:
            files = {table: write(_file(fresh, table), tables[table]) for table in self.contracts}
            contents = {content: asdict(one) for content, one in found.items()}
            manifest = {"version": self.version, "files": files, "contents": contents}
            manifest["sha256"] = _digest(manifest)
            (fresh / _MANIFEST).write_text(json.dumps(manifest), "utf-8")
            if target.exists():
                return False
            fresh.rename(target)
            return True
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def _file(folder: Path, table: str) -> Path:
    return folder / f"{table}.arrow"


def _digest(manifest: dict) -> str:
    """The sha256 of what a manifest says."""
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()
