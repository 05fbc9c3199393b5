"""What a reading gives, as bytes and back: frames as Arrow, the rest as JSON; never pickle.

A value is frames, texts, numbers, dates, codes, and tuples, lists, dicts, sets and dataclasses of this project made of
them. A dataclass may keep less than it holds: `kept_fields` says what, and `from_kept` makes it of that and the place
of the file.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import hashlib
import importlib
import json
import struct
import zlib
from enum import StrEnum
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

FOLDER = "kept"  # below the processed files of whoever it is about
# what reading a file of `packed` can meet in one that is absent, damaged, or of another program
DAMAGE = (OSError, ValueError, LookupError, TypeError, AttributeError, ImportError)
_HEAD = struct.Struct("<8sQI")  # mark, bytes of the JSON, its checksum
_MARK = b"kept-02\n"
_WITHOUT = b"cutover-without"  # of the schema: which columns of the frame hold nothing
_LONGEST = 1 << 30  # bytes of the JSON
_LARGE = 1 << 22  # bytes from which on several threads are worth their start
_STEP = 64  # bytes to which a frame begins, so that its columns can be used where they lie
_PLAIN = (str, int, float, bool, type(None))
_HELD: dict[Any, str] = {tuple: "tuple", list: "list", frozenset: "frozenset", set: "set"}
_MADE = {"tuple": tuple, "list": list, "frozenset": frozenset, "set": set}


class CannotBeKeptError(Exception):
    """The value holds something that has no form here."""


def packed(value: object, about: dict) -> tuple[bytes, str]:
    """Return a value with what is to be known `about` it as bytes, and its digest; raises CannotBeKeptError."""
    frames: list[pa.Buffer] = []
    tree = _tree(value, frames)
    places, size = [], 0
    for data in frames:
        places.append((size, data.size, zlib.crc32(data)))
        size += data.size + -data.size % _STEP
    digest = hashlib.sha256(json.dumps([tree, places]).encode()).hexdigest()[:32]
    head = json.dumps({"about": about, "digest": digest, "value": tree, "frames": places}).encode()
    parts = [_HEAD.pack(_MARK, len(head), zlib.crc32(head)), head]
    parts.append(bytes(-sum(map(len, parts)) % _STEP))
    for data in frames:
        parts += [data, bytes(-data.size % _STEP)]
    return b"".join(parts), digest


def head(path: Path) -> dict:
    """Return the head of a file of `packed`: `about`, the `digest` of the value, and where its parts lie.

    Raises OSError where there is no such file, ValueError where it is damaged.
    """
    with path.open("rb") as file:
        begin = file.read(_HEAD.size)
        if len(begin) < _HEAD.size:
            raise ValueError("too short")
        mark, size, check = _HEAD.unpack(begin)
        text = file.read(size) if mark == _MARK and size < _LONGEST else b""
    if len(text) != size or zlib.crc32(text) != check:
        raise ValueError("not what was written")
    return json.loads(text) | {"begins": _HEAD.size + size + -(_HEAD.size + size) % _STEP}


class Kept:
    """A file of `packed`: `about` is read at once, the value when it is asked for, its frames where they lie.

    Raises OSError where there is no such file, ValueError where it is damaged.
    """

    def __init__(self, path: Path):
        self._path = path
        self._said = head(path)
        self.about: dict = self._said["about"]
        self.digest: str = self._said["digest"]

    def value(self) -> object:
        """Return the value, its frames as if they had just been made."""
        data = pa.memory_map(str(self._path)).read_buffer() if self._said["frames"] else None
        return _value(self._said["value"], lambda number: self._frame(data, number), self._path)

    def _frame(self, whole: pa.Buffer, number: int) -> pd.DataFrame:
        begin, size, check = self._said["frames"][number]
        data = whole.slice(self._said["begins"] + begin, size)
        if data.size != size or zlib.crc32(data) != check:
            raise ValueError("not what was written")
        return _from_arrow(data)


def _to_arrow(frame: pd.DataFrame) -> pa.Buffer:
    """A frame as Arrow, after a look whether it comes back as it is."""
    try:
        table = _without_empty(pa.Table.from_pandas(frame))
        sink = pa.BufferOutputStream()
        with pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
    except (pa.ArrowException, TypeError, ValueError, AttributeError) as error:
        raise CannotBeKeptError(type(error).__name__) from None
    data = sink.getvalue()
    back = _from_arrow(data)
    same = frame.dtypes.equals(back.dtypes) and frame.index.dtype == back.index.dtype and frame.equals(back)
    if (
        not same
        or frame.columns.dtype != back.columns.dtype
        or frame.attrs
        or type(frame) is not pd.DataFrame
    ):
        raise CannotBeKeptError("a frame that Arrow does not give back")
    return data


def _from_arrow(data: pa.Buffer) -> pd.DataFrame:
    is_large = data.size > _LARGE
    file = pa.ipc.open_file(data, options=pa.ipc.IpcReadOptions(use_threads=is_large))
    return _with_empty(file.read_all()).to_pandas(use_threads=is_large)


def _without_empty(table: pa.Table) -> pa.Table:
    """A table without its columns that hold nothing: of a remittance they are most, and they take as much as others."""
    rows = len(table)
    empty = [place for place, column in enumerate(table.columns) if rows and column.null_count == rows]
    if not empty:
        return table
    whole = base64.b64encode(table.schema.serialize().to_pybytes()).decode()
    told = json.dumps({"empty": empty, "rows": rows, "schema": whole})
    left = table.select([place for place in range(table.num_columns) if place not in set(empty)])
    return left.replace_schema_metadata({_WITHOUT: told})


def _with_empty(table: pa.Table) -> pa.Table:
    """The table that `_without_empty` was given; columns of one kind that hold nothing share their bytes."""
    said = (table.schema.metadata or {}).get(_WITHOUT)
    if said is None:
        return table
    told = json.loads(said)
    schema = pa.ipc.read_schema(pa.py_buffer(base64.b64decode(told["schema"])))
    empty, filled = set(told["empty"]), iter(table.columns)
    nothing = {kind: pa.nulls(told["rows"], kind) for kind in {schema.field(place).type for place in empty}}
    columns = [nothing[field.type] if place in empty else next(filled) for place, field in enumerate(schema)]
    return pa.Table.from_arrays(columns, schema=schema)


def _tree(value: Any, frames: list[pa.Buffer]) -> object:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, pd.DataFrame):
        frames.append(_to_arrow(value))
        return {"frame": len(frames) - 1}
    if type(value) is dt.date:
        return {"date": value.isoformat()}
    if isinstance(value, StrEnum) and type(value).__module__.startswith("cutover."):
        return {"one_of": f"{type(value).__module__}:{type(value).__qualname__}", "said": value.value}
    if type(value) in _HELD:
        inside = sorted(value) if isinstance(value, (set, frozenset)) else value
        return {_HELD[type(value)]: [_tree(one, frames) for one in inside]}
    if type(value) is dict:
        return {"dict": [[_tree(key, frames), _tree(one, frames)] for key, one in value.items()]}
    kind = type(value)
    if dataclasses.is_dataclass(kind) and kind.__module__.startswith("cutover."):
        held = {name: _tree(one, frames) for name, one in _held_by(value).items()}
        return {"class": f"{kind.__module__}:{kind.__qualname__}", "fields": held}
    raise CannotBeKeptError(kind.__name__)


def _named(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(importlib.import_module(module), name)


def _held_by(value: Any) -> dict[str, Any]:
    """What a dataclass holds, or what of it is to be kept where it says that itself (`kept_fields`)."""
    if hasattr(value, "kept_fields"):
        return value.kept_fields()
    return {f.name: getattr(value, f.name) for f in dataclasses.fields(value) if f.init}


def _value(said, frame, path: Path):
    if not isinstance(said, dict):
        return said
    if "one_of" in said:
        return _named(said["one_of"])(said["said"])
    if "class" in said:
        kind = _named(said["class"])
        held = {key: _value(one, frame, path) for key, one in said["fields"].items()}
        return kind.from_kept(path, **held) if hasattr(kind, "from_kept") else kind(**held)
    ((form, inside),) = said.items()
    if form == "frame":
        return frame(inside)
    if form == "date":
        return dt.date.fromisoformat(inside)
    if form == "dict":
        return {_value(key, frame, path): _value(one, frame, path) for key, one in inside}
    return _MADE[form](_value(one, frame, path) for one in inside)
