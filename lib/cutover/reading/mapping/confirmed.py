"""The confirmed crosswalk on disk: a small TOML file per client and header set that a person can edit.

It lies in `data/crosswalks/<client>/`: a person's decision cannot be rebuilt from other files, so it does not belong in
`data/processed`, and the client did not send it, so it does not belong in `data/raw`, where older ones lie and are
still read. Only a confirmation writes it, never a reader. docs/columns.md tells its form.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pandas as pd

from cutover import private
from cutover.columns import empty, framed
from cutover.errors import InputError
from cutover.intake.fields import respelled
from cutover.reading.files.day_numbers import EPOCHS
from cutover.reading.mapping.said_once import MADE
from cutover.reading.mapping.suggest import ROWS, UNMAPPED, Crosswalk
from cutover.reading.mapping.targets import Target

FOLDER = "crosswalks"


def folder_of(client_folder: Path) -> Path:
    """Return where the confirmed crosswalks of a client lie, given its folder in `data/raw`."""
    return client_folder.parents[1] / FOLDER / client_folder.name


def older_folder(folder: Path) -> Path:
    """Return where the crosswalks of that client lay before: among what the client sent."""
    return folder.parents[1] / "raw" / folder.name / FOLDER


def path_of(folder: Path, signature: str, target: Target) -> Path:
    """Return the file of one header set: `patients-export-0f3a….toml`."""
    return folder / f"{target.name.replace(' ', '-')}-{signature}.toml"


def load_confirmed(folder: Path, signature: str, target: Target) -> Crosswalk | None:
    """Return the confirmed crosswalk of a header set, None where nobody has confirmed one.

    Raises InputError where the file cannot be read or names a field that the target does not have.
    """
    path = path_of(folder, signature, target)
    if not path.exists() and (older := path_of(older_folder(folder), signature, target)).exists():
        path = older
    where = f"{FOLDER}/{path.name}"
    try:
        said = tomllib.loads(path.read_text("utf-8-sig"))
        fields = said["fields"]
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise InputError(where, f"not a crosswalk ({error})", "Correct it, or confirm again.") from None
    if not isinstance(fields, dict) or not all(isinstance(v, str) for v in fields.values()):
        raise InputError(where, "a field without a column in quotes", 'Write it as sex = "Gender".')
    keys = {respelled(f.key): f.key for f in target.fields}
    for key in fields:
        if respelled(key) not in keys:
            raise InputError(where, f"a field {key!r} that {target.name} does not have", "Correct its name.")
    fields = {keys[respelled(key)]: column for key, column in fields.items()}
    rows = [
        (
            f.key,
            f.label,
            f.group or None,
            f.required,
            fields.get(f.key) or None,
            1.0,
            "confirmed",
            "confirmed",
        )
        for f in target.fields
    ]
    frame = framed(rows, ROWS)
    return Crosswalk(
        signature, target, frame, empty(UNMAPPED), _values(said, keys, where), _epoch(said, where)
    )


def _values(said: dict, keys: set[str], where: str) -> dict[str, dict[str, str]]:
    """What the codes of fields mean: `[values.status]` with a line `"0" = "Inactive"` for each code."""
    values = said.get("values", {})
    for key, meant in values.items() if isinstance(values, dict) else ():
        if (
            key not in keys
            or not isinstance(meant, dict)
            or not all(isinstance(v, str) for v in meant.values())
        ):
            raise InputError(
                where, f"values of {key!r} that cannot be used", 'Write them as "0" = "Inactive".'
            )
    return values


def _epoch(said: dict, where: str) -> int | None:
    """The year from which a person says that day numbers count; None where nobody does."""
    found = said.get("days_from")
    if found is not None and found not in EPOCHS:
        raise InputError(where, f"days_from = {found!r}", "Write days_from = 1900, or 1904 for an old Mac.")
    return found


def confirm(folder: Path, crosswalk: Crosswalk, on: dt.date | None = None) -> Path:
    """Store a crosswalk as confirmed by a person and return its file; whole or not at all.

    What is stored are the columns of all fields but the missing ones, also those that were unsure: who
    confirms has looked at them. `on` is written for the reader alone.
    """
    path = path_of(folder, crosswalk.signature, crosswalk.target)
    write(path, crosswalk, f"# Confirmed by a person{f' on {on}' if on else ''}.")
    return path


def write(path: Path, crosswalk: Crosswalk, heading: str) -> None:
    """Write a crosswalk as TOML with its state and evidence as comments; whole or not at all."""
    lines = [
        heading,
        "# field = the column of the client's table; an empty text or a missing line: no column.",
        f"target = {_quoted(crosswalk.target.name)}",
        f"signature = {_quoted(crosswalk.signature)}",
        *([f"days_from = {crosswalk.days_from}"] if crosswalk.days_from else []),
        "",
        "[fields]",
    ]
    for row in crosswalk.rows.itertuples():
        is_none = pd.isna(row.source_column) or row.source_column.endswith(MADE)  # a made one is made again
        column = "" if is_none else row.source_column
        lines.append(f"{row.key} = {_quoted(column)} # {row.state}, {row.score:.2f}")
    for key, meant in crosswalk.values.items():
        lines += [
            "",
            f"[values.{key}]",
            *(f"{_quoted(code)} = {_quoted(word)}" for code, word in meant.items()),
        ]
    lines += ["", "# columns that go nowhere"]
    lines += [f"# {_quoted(row.source_column)}: {_plain(row.why)}" for row in crosswalk.unmapped.itertuples()]
    private.folder(path.parent)
    private.replaced(path, ("\n".join(lines) + "\n").encode())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
