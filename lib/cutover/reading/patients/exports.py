"""A practice's patient exports, read and mapped: every row of every file with where it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from cutover.errors import InputError
from cutover.reading.files.sheet import TEXT, Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.confirmed import folder_of, load_confirmed
from cutover.reading.mapping.suggest import ORIGIN, Crosswalk, apply, header_signature, suggest
from cutover.reading.mapping.targets import Target, patients_export
from cutover.reading.practice.book import Practice

FOLDER = "demographics"
_CUT = r"-?[1-9]\d{14}0+"
_OF_A_PATIENT = ("last_name", "first_name", "full_name", "birth_date")


@dataclass(frozen=True)
class PatientTable:
    """One table of one file with its crosswalk; `is_used` is false where no patient can be told from it."""

    source_file: str
    sheet: Sheet
    crosswalk: Crosswalk

    @property
    def is_used(self) -> bool:
        """Whether a batch maps an account number or part of a patient's identity."""
        used = self.crosswalk.used
        return "account_number" in used or any(key in used for key in _OF_A_PATIENT)


@dataclass(frozen=True)
class Demographics:
    """What the folder `demographics` of a practice holds.

    `rows` has one row per data row of the used tables: a text column per field of the target as found, then
    `source_file`, `source_sheet`, `source_row`. `unreadable` has (file, sentence) of files that do not open,
    `copies` (file, the file it is a copy of, its rows). `is_there` is false without folder or files.
    """

    is_there: bool
    target: Target
    tables: tuple[PatientTable, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()
    copies: tuple[tuple[str, str, int], ...] = ()
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def damaged(self) -> pd.DataFrame:
        """The cells whose number lost digits when Excel stored it: one row each, `row` of `rows` and `key`."""
        found, first = [], 0
        for table in (t for t in self.tables if t.is_used):
            found += [(first + place, key) for place, key in _damaged(table)]
            first += len(table.sheet.frame)
        return pd.DataFrame(found, columns=["row", "key"])

    @property
    def is_confirmed(self) -> bool:
        """Whether a person confirmed the mapping of every used table."""
        return all(table.crosswalk.is_confirmed for table in self.tables if table.is_used)


def read_demographics(
    practice: Practice, chosen: Mapping[str, Crosswalk] | None = None, folder: str = FOLDER
) -> Demographics:
    """Return the patient exports in a folder of a practice, mapped by what is confirmed for the client, else suggested.

    `chosen` overrides the crosswalk of a header set, by signature (the desk's unsaved choice). An absent
    folder is normal. A file that does not open is in `unreadable`, a hand-edited crosswalk that does not
    fit raises InputError.
    """
    target = patients_export()
    paths = [
        p
        for p in sorted((practice.raw / folder).rglob("*"))
        if p.is_file() and not p.name.startswith((".", "~$"))
    ]
    tables, unreadable, copies, seen = [], [], [], {}
    for path in paths:
        name = path.relative_to(practice.raw).as_posix()
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest in seen:
            rows = sum(len(t.sheet.frame) for t in tables if t.source_file == seen[digest])
            copies.append((name, seen[digest], rows))
            continue
        seen[digest] = name
        try:
            book = read_spreadsheet(path, name, expected=[target.header_words])
        except InputError as error:
            unreadable.append((name, str(error)))
            continue
        tables += [
            _table(name, sheet, target, practice, chosen or {}) for sheet in book.sheets if len(sheet.frame)
        ]
    rows = combined([t for t in tables if t.is_used], target)
    return Demographics(bool(paths), target, tuple(tables), tuple(unreadable), tuple(copies), rows)


def _table(
    name: str, sheet: Sheet, target: Target, practice: Practice, chosen: Mapping[str, Crosswalk]
) -> PatientTable:
    signature = header_signature(sheet.columns)
    remembered = chosen.get(signature)
    if remembered is None:
        remembered = load_confirmed(folder_of(practice.raw.parent), signature, target)
    return PatientTable(name, sheet, suggest(sheet, target, remembered))


def combined(tables: list[PatientTable], target: Target) -> pd.DataFrame:
    """Return the mapped rows of several tables as one, numbered from 0."""
    names = [*(f.key for f in target.fields), *ORIGIN]
    if not tables:
        blank = pd.DataFrame({name: pd.Series(dtype=TEXT) for name in names})
        return blank.astype({"source_row": "Int64"})
    return pd.concat([apply(t.sheet, t.crosswalk) for t in tables], ignore_index=True)[names]


def _damaged(table: PatientTable) -> list[tuple[int, str]]:
    """Place and field of each cell of 16 digits or more in columns of which the reader says so.

    Of such a number Excel keeps 15 digits, so that the others are zeros.
    """
    noted = {note.column for note in table.sheet.notes if note.code == "digits-lost"}
    wanted = {key: column for key, column in table.crosswalk.used.items() if column in noted}
    return [
        (int(place), key)
        for key, column in wanted.items()
        for place in np.flatnonzero(table.sheet.frame[column].str.fullmatch(_CUT).fillna(False))
    ]


def client_folder(practice: Practice) -> Path:
    """Return the folder of the practice's client in `data/raw`."""
    return practice.raw.parent
