"""A person's choice of columns for a table: laid over the proposal, checked, stored, and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from cutover.errors import UsageError
from cutover.reading.files.header import normal
from cutover.reading.files.sheet import Sheet
from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.confirmed import confirm, path_of
from cutover.reading.mapping.suggest import Crosswalk, remapped
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.mapping.targets import Target


@dataclass(frozen=True)
class Stored:
    """What a confirmation wrote: the file, and what stood in it before (None: it is new)."""

    path: Path
    before: str | None

    def undo(self) -> None:
        """Put back what stood there before."""
        if self.before is None:
            self.path.unlink(missing_ok=True)
        else:
            self.path.write_text(self.before, "utf-8")


def proposed(crosswalk: Crosswalk) -> dict[str, str]:
    """Return the column of each field as it is proposed, also where that is unsure."""
    rows = crosswalk.rows.dropna(subset="source_column")
    return dict(zip(rows["key"], rows["source_column"], strict=True))


def chosen(table: MappedTable, changes: Mapping[str, str]) -> Crosswalk:
    """Return the proposal with changes: field (its key or its name) to column; an empty column is none.

    A column that is given to another field leaves the one it was proposed for; what a person wrote the codes of a field
    to mean stays. Raises UsageError for a field or column
    that does not exist.
    """
    fields = proposed(table.crosswalk)
    for name, column in changes.items():
        key = field_key(table.crosswalk.target, name)
        column = column_of(table.sheet, column) if column else ""
        fields = {k: c for k, c in fields.items() if c != column or k == key}
        fields[key] = column
    return of_columns(table, fields)


def of_columns(table: MappedTable, fields: Mapping[str, str]) -> Crosswalk:
    """Return the crosswalk of these columns, with what a person wrote the codes of their fields to mean."""
    meant = {key: codes for key, codes in table.crosswalk.values.items() if fields.get(key)}
    walk = table.crosswalk
    return replace(remapped(table.sheet, walk.target, fields), values=meant, days_from=walk.days_from)


def field_key(target: Target, name: str) -> str:
    """Return the key of a field that is named by key or label; raises UsageError where there is none."""
    found = [f.key for f in target.fields if normal(name) in (normal(f.key), normal(f.label))]
    if not found:
        known = ", ".join(f.key for f in target.fields)
        raise UsageError(f"no field {name!r} of {target.name}. Choose one of: {known}.")
    return found[0]


def column_of(sheet: Sheet, name: str) -> str:
    """Return the column of a table that a person names; raises UsageError where there is none."""
    found = [column for column in sheet.columns if column == name or normal(column) == normal(name)]
    if not found:
        known = ", ".join(repr(column) for column in sheet.columns)
        raise UsageError(f"no column {name!r} in this table. It has: {known}.")
    return found[0]


def store(folder: Path, crosswalk: Crosswalk, on: dt.date | None = None) -> Stored:
    """Write a choice as confirmed for this client and header set, and return how to take it back."""
    path = path_of(folder, crosswalk.signature, crosswalk.target)
    before = path.read_text("utf-8") if path.exists() else None
    return Stored(confirm(folder, crosswalk, on), before)


def columns_with(sheet: Sheet, value: str) -> list[str]:
    """Return the columns that hold a value somewhere: a mapping by example, where no header tells."""
    wanted = normal(value)
    if not wanted:
        return []
    return [
        column
        for column in sheet.columns
        if sheet.frame[column].map(normal, na_action="ignore").eq(wanted).any()
    ]


def samples(sheet: Sheet, column: str | None, masked: bool = True, count: int = 3) -> str:
    """Return a few values of a column, masked unless told: letters as A or a, digits as 9."""
    if not isinstance(column, str) or column not in sheet.frame:
        return ""
    values = value_shapes.sample(sheet.frame[column].tolist())
    if masked:
        return value_shapes.examples(values, count)
    return "; ".join(list(dict.fromkeys(value[:40] for value in values[:100]))[:count])


def field_rows(table: MappedTable, masked: bool = True) -> pd.DataFrame:
    """Return one row per field: `key`, `field`, `required`, `column`, `state`, `score`, `evidence`, `samples`.

    Required fields come first.
    """
    rows = table.crosswalk.rows
    frame = pd.DataFrame(
        {
            "key": rows["key"], "field": rows["label"], "required": rows["required"],
            "column": rows["source_column"], "state": rows["state"], "score": rows["score"],
            "evidence": rows["evidence"],
            "samples": [samples(table.sheet, column, masked) for column in rows["source_column"]],
        }
    )  # fmt: skip
    return frame.sort_values("required", ascending=False, kind="stable", ignore_index=True)
