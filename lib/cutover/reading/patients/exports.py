"""A practice's patient exports, read and mapped: every row of every file with where it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from cutover.columns import TEXT, conform, empty
from cutover.errors import InputError
from cutover.reading.files.days import two_days
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.zips import Entry
from cutover.reading.kept import store
from cutover.reading.mapping.confirmed import folder_of, load_confirmed
from cutover.reading.mapping.lent import ADDRESS, SPANS, lends_address
from cutover.reading.mapping.suggest import ORIGIN, Crosswalk, apply, signature_of, suggest
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.mapping.targets import Target, patients_export
from cutover.reading.mapping.unused_sheets import unused
from cutover.reading.patients import id_maps, json_lists, merged_lists, self_pay
from cutover.reading.patients.also_elsewhere import without_rows_elsewhere
from cutover.reading.patients.by_line import (
    LINES,
    are_by_line,
    moved_key,
    order_of,
    with_first_coverage_first,
    with_lines,
)
from cutover.reading.patients.in_one import Address, address_parts, payer_parts
from cutover.reading.patients.joining import owners, parted_tables
from cutover.reading.patients.lost_zeros import with_zeros
from cutover.reading.patients.old_numbers import with_old_numbers
from cutover.reading.patients.other_tables import map_of, subject_of_other
from cutover.reading.patients.plans import with_plans_as_payers
from cutover.reading.patients.stand_ins import has_numbers, made_numbers, with_stand_in
from cutover.reading.patients.table import PatientTable
from cutover.reading.patients.tables import PRIORITIES
from cutover.reading.patients.whose_authorizations import with_patients
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import base_name, is_clutter
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.known_columns import knowledge_of
from cutover.reading.practice.places import walk_home
from cutover.reading.practice.whose import NOT_OWN, counts, strangers

_MOST = 0.5  # share of a table's people of whom another list tells what the table has no column of
FOLDER = "demographics"
READ_BACK = "medi_patients"  # what comes back out of Medi
PATIENTS = "patients"
_CUT = r"-?[1-9]\d{14}0+"
# what the headers say beside the values: whether a flag says active or inactive, whether a coverage is the primary one
HEADERS = {"status_header": ("status",), "primary_header": ("primary_payer_name", "primary_member_id")}
ADDRESS_OF = "address_header"  # the header of the guarantor's street where a table has that address alone


@dataclass(frozen=True)
class Demographics:
    """What the folder `demographics` of a practice holds.

    `rows` has one row per data row of the used tables: a text column per field of the target as found, then
    `source_file`, `source_sheet`, `source_row`, the HEADERS, LINES, and ADDRESS_OF. `joined` has the rows of tables of
    coverages, which hang on a patient: the same columns, numbered on, and `patient_row`, the row of `rows` they belong
    to (null where no patient has their key). `unreadable` has (file, sentence) of files that do not open, `copies`
    (file, the file it is a copy of, its rows), `left_out` (file, sheet, its rows) of sheets whose title says that they
    are not to be used. `is_there` is false without folder or files. Rows that another file has too are set aside in
    their tables (ALSO_IN). Rows that are another practice's are in none of them; `not_own` (NOT_OWN) counts them.
    `maps` are tables beside what came back out of Medi that pair numbers and tell of nobody: the client's own maps.
    """

    is_there: bool
    target: Target
    tables: tuple[PatientTable, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()
    copies: tuple[tuple[str, str, int], ...] = ()
    left_out: tuple[tuple[str, str, int], ...] = ()
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    joined: pd.DataFrame = field(default_factory=pd.DataFrame)
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))
    maps: tuple[id_maps.Version, ...] = ()

    def with_tables(self, tables: tuple[PatientTable, ...]) -> Demographics:
        """Return the same exports under other crosswalks."""
        tables = merged_lists.in_order(tables)
        people, policies = parted_tables(tables)
        rows = merged_lists.joined(combined(people, self.target), self.target)
        return replace(self, tables=tables, rows=rows, joined=joined_rows(policies, people, self.target))

    @property
    def missing(self) -> list[tuple[PatientTable, str]]:
        """The required fields that no table gives, each with the table that lacks it."""
        people, policies = parted_tables(self.tables)
        given = {self.target.field(key).group for table in policies for key in table.crosswalk.used}
        labels = {f.label: f for f in self.target.fields}
        return [
            (table, label)
            for table in people
            if len(table.sheet.frame)  # of a copy without rows of its own nothing is asked
            for label in table.crosswalk.missing
            if not labels[label].group or labels[label].group not in given
            if not self._is_told(table, labels[label].key)
        ]

    def _is_told(self, table: PatientTable, key: str) -> bool:
        """Whether another list tells a field of most of the people of a table, who are the same there."""
        rows = self.rows
        if len(rows) == len(table.sheet.frame) or rows["source_file"].nunique() < 2:
            return False
        own = rows["source_file"].eq(table.source_file) & rows["source_sheet"].fillna("").eq(
            table.sheet.name or ""
        )
        there = set(rows.loc[rows[key].notna(), "account_number"].dropna())
        told = rows.loc[own, "account_number"].isin(there) & rows.loc[own, merged_lists.JOINED]
        return float(told.mean()) >= _MOST

    @property
    def damaged(self) -> pd.DataFrame:
        """The cells whose number lost digits when Excel stored it: one row each, `row` of `rows` and `key`."""
        found, first = [], 0
        people, policies = parted_tables(self.tables)
        for table in (*people, *policies):
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
    if chosen:
        return _read_demographics(practice, chosen, folder)
    return store.of(practice, f"demographics-{folder}", lambda: _read_demographics(practice, {}, folder))


def _read_demographics(practice: Practice, chosen: Mapping[str, Crosswalk], folder: str) -> Demographics:
    taken = _Taken(patients_export(), practice, folder, chosen, Judge(practice))
    below = walk_home(practice.raw / folder, practice.raw, documents=True)
    entries = [entry for entry in below if not _is_passed_over(entry)]
    for entry in entries:
        taken.take(entry)
    not_own = [part for part in taken.not_own if len(part)]
    read = Demographics(
        any(entry.source_file not in taken.others for entry in entries),
        taken.target,
        unreadable=tuple(taken.unreadable),
        copies=tuple(taken.copies),
        left_out=tuple(taken.left_out),
        not_own=conform(pd.concat(not_own, ignore_index=True), NOT_OWN) if not_own else empty(NOT_OWN),
        maps=tuple(taken.maps),
    )
    tables = with_old_numbers(taken.tables, _own_numbers(practice)) if folder == READ_BACK else taken.tables
    return read.with_tables(without_rows_elsewhere(with_zeros(_completed(tables))))


def _own_numbers(practice: Practice) -> frozenset[str]:
    """The numbers of the patients in the practice's own export."""
    rows = read_demographics(practice).rows
    columns = [rows[key] for key in ("account_number", "chart_number") if key in rows]
    return frozenset(number for column in columns for number in column.dropna())


def _completed(tables: list[PatientTable]) -> tuple[PatientTable, ...]:
    """The tables with the payers that plans name, and with made numbers of their patients where none has any."""
    tables = with_patients(tables)
    made = with_plans_as_payers([MappedTable(table.sheet, table.crosswalk) for table in tables])
    if not has_numbers(table.crosswalk for table in tables):
        made = [with_stand_in(table) for table in made]
    return tuple(
        self_pay.with_use_told(replace(table, sheet=one.sheet, crosswalk=one.crosswalk))
        for table, one in zip(tables, made, strict=True)
    )


def _is_passed_over(entry: Entry) -> bool:
    """Whether a file is none that anybody saved: hidden, or what a spreadsheet program keeps while it is open."""
    return base_name(entry.source_file).startswith((".", "~$")) or is_clutter(entry.source_file)


@dataclass
class _Taken:
    """What was read from the files so far; `others` are those of another practice's patients or subject alone."""

    target: Target
    practice: Practice
    folder: str
    chosen: Mapping[str, Crosswalk]
    judge: Judge
    tables: list[PatientTable] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    copies: list[tuple[str, str, int]] = field(default_factory=list)
    left_out: list[tuple[str, str, int]] = field(default_factory=list)
    not_own: list[pd.DataFrame] = field(default_factory=list)
    maps: list[id_maps.Version] = field(default_factory=list)
    others: set[str] = field(default_factory=set)
    seen: dict[str, str] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Read one file, once per content."""
        if entry.data is None:
            if entry.kind != "zip" or entry.reason:
                self.unreadable.append((entry.source_file, f"{entry.source_file}: {entry.reason}"))
            return
        digest, name = hashlib.sha256(entry.data).hexdigest(), entry.source_file
        if digest in self.seen:
            self._copy(name, self.seen[digest])
            return
        self.seen[digest] = name
        try:
            book = json_lists.opened(entry.data, name, expected=[self.target.header_words])
        except InputError as error:
            self.unreadable.append((name, str(error)))
            return
        filled = [sheet for sheet in book.sheets if len(sheet.frame)]
        both = list(zip(filled, unused(filled), strict=True))
        self.left_out += [(name, sheet.name, len(sheet.frame)) for sheet, is_left_out in both if is_left_out]
        told = [self._ours(name, sheet, digest) for sheet, is_left_out in both if not is_left_out]
        maps = {id(one): found for one in told if (found := one.is_read_back and map_of(one, name))}
        self.maps += maps.values()
        ours = [one for one in told if id(one) not in maps]
        ours = [one for one in ours if not subject_of_other(one.sheet, one.crosswalk)]
        if told and not ours:
            self.others.add(name)
        self.tables += [table for table in ours if len(table.sheet.frame)]
        if ours and not any(len(table.sheet.frame) for table in ours):
            self.others.add(name)

    def _copy(self, name: str, first: str) -> None:
        if first in self.others:
            self.others.add(name)
            return
        rows = sum(len(t.sheet.frame) for t in self.tables if t.source_file == first)
        self.copies.append((name, first, rows))

    def _ours(self, name: str, sheet: Sheet, digest: str) -> PatientTable:
        """A table without the rows that are another practice's."""
        table = _table(name, sheet, self.target, self.practice, self.chosen, self.folder)
        told = self.judge.of_sheet(sheet, digest, self.folder, apply(sheet, table.crosswalk))
        self.not_own.append(strangers(told, PATIENTS, name))
        ok = counts(told)
        rows = sheet.frame if ok.all() else sheet.frame[ok].reset_index(drop=True)
        return replace(table, sheet=replace(sheet, frame=rows))


def _table(
    name: str,
    sheet: Sheet,
    target: Target,
    practice: Practice,
    chosen: Mapping[str, Crosswalk],
    folder: str = FOLDER,
) -> PatientTable:
    signature = signature_of(sheet)
    remembered = chosen.get(signature)
    if remembered is None:
        remembered = load_confirmed(folder_of(practice.raw.parent), signature, target)
    return PatientTable(
        name, sheet, suggest(sheet, target, remembered, knowledge_of(practice)), folder == READ_BACK
    )


def combined(tables: list[PatientTable], target: Target) -> pd.DataFrame:
    """Return the mapped rows of several tables as one, numbered from 0."""
    names = [*(f.key for f in target.fields), *ORIGIN, *HEADERS, *LINES, ADDRESS_OF]
    if not tables:
        blank = pd.DataFrame({name: pd.Series(dtype=TEXT) for name in names})
        return blank.astype({"source_row": "Int64"})
    return pd.concat([_mapped(t) for t in tables], ignore_index=True)[names]


def joined_rows(policies: list[PatientTable], people: list[PatientTable], target: Target) -> pd.DataFrame:
    """Return the rows of tables of policies with `patient_row`, numbered on from those of the people."""
    first = sum(len(table.sheet.frame) for table in people)
    parts = [combined([table], target).assign(patient_row=owners(table, people)) for table in policies]
    rows = pd.concat(parts, ignore_index=True) if parts else combined([], target).assign(patient_row=pd.NA)
    return rows.astype({"patient_row": "Int64"}).set_axis(range(first, first + len(rows)), axis=0)


def _mapped(table: PatientTable) -> pd.DataFrame:
    """The rows of a table under the target's names, with what one column says for several fields."""
    used, rows = table.crosswalk.used, apply(table.sheet, table.crosswalk)
    rows["account_number"] = _numbers(rows, used, table.is_read_back)
    if table.is_read_back:  # a patient without the number of the system before is one all the same
        rows["account_number"] = rows["account_number"].fillna(made_numbers(rows))
    for prefix in ("", "guarantor_"):
        if f"{prefix}city_state_zip" in used:
            rows = with_place_parted(rows, prefix)
        if f"{prefix}full_address" in used:
            rows = with_address_parted(rows, prefix)
    for group in PRIORITIES:
        if f"{group}_payer_and_member" in used:
            rows = with_payer_parted(rows, group)
    rows["primary_payer_name"] = rows["primary_payer_name"].fillna(self_pay.marks(table))
    rows = with_lines(rows, used)
    if are_by_line(used):
        rows = with_first_coverage_first(rows, table.crosswalk.target)
    for span, both in SPANS.items():
        if span in used:
            rows = with_days_parted(rows, span, both)
    alone = lends_address(used)
    for part in (*ADDRESS, "street_2") if alone else ():
        rows[part] = rows[f"guarantor_{part}"]
    rows[ADDRESS_OF] = pd.Series(used["guarantor_street"] if alone else None, index=rows.index, dtype=TEXT)
    for name, keys in HEADERS.items():
        header = next((used[key] for key in keys if key in used), None)
        rows[name] = pd.Series(header, index=rows.index, dtype=TEXT)
    return rows


def _numbers(rows: pd.DataFrame, used: Mapping[str, str], is_read_back: bool) -> pd.Series:
    """The number by which each patient is known: the account's, else the chart's, else that of the system before.

    What comes back out of Medi bears a number of Medi's own; that of the system before is the one that tells who it is.
    A patient without it is known by Medi's number, but where that is another one's in the system before.
    """
    prior = rows["prior_number"]
    own = rows["account_number"] if "account_number" in used else rows["chart_number"]
    if is_read_back and prior.notna().any():
        return prior.fillna(own.mask(own.isin(prior.dropna())))
    return own if {"account_number", "chart_number"} & set(used) else prior


def with_place_parted(rows: pd.DataFrame, prefix: str = "") -> pd.DataFrame:
    """Return rows whose blank city, state and ZIP are taken from `city_state_zip`: `Reno, NV 89501`."""
    parts = rows[f"{prefix}city_state_zip"].astype("str").str.extract(_PLACE)
    out = rows.copy()
    for part in ("city", "state", "zip"):
        out[f"{prefix}{part}"] = out[f"{prefix}{part}"].fillna(parts[part].astype(TEXT))
    return out


def with_address_parted(rows: pd.DataFrame, prefix: str = "") -> pd.DataFrame:
    """Return rows whose blank street, city, state and ZIP are taken from `full_address`: `12 Elm St, Reno, NV 89501`.

    What is no such address stays whole as the street.
    """
    texts = rows[f"{prefix}full_address"]
    found = [(address_parts(text) if isinstance(text, str) else None) for text in texts]
    told = [one or Address(text, None, None, None) for one, text in zip(found, texts, strict=True)]
    return _filled(rows, {f"{prefix}{part}": [getattr(one, part) for one in told] for part in ADDRESS})


def with_payer_parted(rows: pd.DataFrame, group: str) -> pd.DataFrame:
    """Return rows whose blank payer and member ID are taken from one cell: `Aetna W123456789`.

    What does not hold both stays whole as the payer.
    """
    texts = rows[f"{group}_payer_and_member"]
    told = [(payer_parts(text) if isinstance(text, str) else None) or (text, None) for text in texts]
    payers, members = zip(*told, strict=True) if told else ((), ())
    return _filled(rows, {f"{group}_payer_name": list(payers), f"{group}_member_id": list(members)})


def _filled(rows: pd.DataFrame, found: dict[str, list[str | None]]) -> pd.DataFrame:
    """Rows with the texts of `found` where theirs are blank."""
    return rows.assign(
        **{key: rows[key].fillna(pd.Series(texts, rows.index, dtype=TEXT)) for key, texts in found.items()}
    )


def with_days_parted(rows: pd.DataFrame, span: str, both: tuple[str, str]) -> pd.DataFrame:
    """Return rows whose blank first and last day are taken from a cell that holds both: `1/1/2026 - 6/30/2026`.

    What is no two days stays whole as the first day, where whoever reads days says what of it cannot be read.
    """
    told = [two_days(text) if isinstance(text, str) else None for text in rows[span]]
    found = {
        both[0]: [days[0] if days else text for days, text in zip(told, rows[span], strict=True)],
        both[1]: [days[1] if days else None for days in told],
    }
    return _filled(rows, found)


_PLACE = (
    r"^\s*(?P<city>[^\d,]+?)[\s,]+(?P<state>[A-Za-z]{2}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)\.?[\s,]+"
    r"(?P<zip>\d{5}(?:-?\d{4})?)\s*$"
)


def _damaged(table: PatientTable) -> list[tuple[int, str]]:
    """Place and field of each cell of 16 digits or more in columns of which the reader says so.

    Of such a number Excel keeps 15 digits, so that the others are zeros.
    """
    noted = {note.column for note in table.sheet.notes if note.code == "digits-lost"}
    wanted = {key: column for key, column in table.crosswalk.used.items() if column in noted}
    found = [
        (int(place), key)
        for key, column in wanted.items()
        for place in np.flatnonzero(table.sheet.frame[column].str.fullmatch(_CUT).fillna(False))
    ]
    if not found or not are_by_line(table.crosswalk.used):
        return found
    order = order_of(apply(table.sheet, table.crosswalk))
    return [(place, moved_key(key, order[place])) for place, key in found]


def client_folder(practice: Practice) -> Path:
    """Return the folder of the practice's client in `data/raw`."""
    return practice.raw.parent
