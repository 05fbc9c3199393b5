"""The kinds of tables that are read through a mapping: where their files lie, and what their fields are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from cutover.errors import InputError, UsageError
from cutover.reading.claims import invoice_sheets, no_invoices, timed_minutes, without_columns
from cutover.reading.claims.account_balances import subject_of_balances
from cutover.reading.claims.aging_reports import is_aging_report, subject_of_summary
from cutover.reading.claims.monthly_figures import subject_of_monthly
from cutover.reading.claims.par_reports import is_par_report
from cutover.reading.claims.sent_numbers import with_number
from cutover.reading.era.kind import may_be_table
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.zips import Entry, walk, walk_file
from cutover.reading.intake.own_lists import subject_of_list
from cutover.reading.mapping import cash_sheets
from cutover.reading.mapping.known_values import NOTHING, Knowledge
from cutover.reading.mapping.tables_of import MappedTable, Opened, tables_of, without_prose
from cutover.reading.mapping.targets import Target, load_target
from cutover.reading.mapping.vague_numbers import with_posted_number
from cutover.reading.patients import json_lists
from cutover.reading.patients.other_tables import map_of, subject_of_other
from cutover.reading.patients.plans import with_plans_as_payers
from cutover.reading.patients.stand_ins import with_stand_in
from cutover.reading.patients.table import names_people, tells_policies
from cutover.reading.patients.whose_authorizations import with_whose
from cutover.reading.payers import contract_sheets, list_day, stedi_json, tracker_grids
from cutover.reading.practice.file_subject import ID_MAP


@dataclass(frozen=True)
class TableKind:
    """One kind of table: its name, the folder of its files, its fields (`target`), and how it is opened otherwise.

    `is_of_client` where the folder is the client's, not a practice's; `is_joined` where the tables of a file belong
    together (patients and their policies), so that what one lacks another may give. `lacks` tells what a table lacks
    beside columns, by its file's name and itself: the day of a payer list. `is_of` tells by a file's bytes whether it
    may be such a table: what else lies in the folder is no file of this kind. `shaped` fills in what a table lacks and
    its own cells tell. `other` names the subject of a table that is none of this kind, by its columns: appointments.
    `together` fills in what the tables tell only beside each other. `is_whole` tells of a table whose tables are joined
    whether it is one that the others are joined to: such a one must itself have what is `enough` of its target.
    """

    name: str
    folder: str
    aliases: str
    opened: Opened = lambda _data, _name: None
    is_of_client: bool = False
    is_joined: bool = False
    lacks: Callable[[str, Sheet], str] = lambda _name, _sheet: ""
    is_of: Callable[[bytes], bool] = lambda _data: True
    other: Callable[[MappedTable], str] = lambda _table: ""
    shaped: Callable[[MappedTable], MappedTable] = lambda table: table
    together: Callable[[Sequence[MappedTable]], list[MappedTable]] = list
    is_whole: Callable[[MappedTable], bool] = lambda _table: True

    @property
    def target(self) -> Target:
        """The fields that such a table should have."""
        return load_target(self.aliases)


_MEDI_PATIENTS = TableKind(
    "medi-patients",
    "medi_patients",
    "patients",
    json_lists.sheets,
    is_joined=True,
    other=lambda table: ID_MAP if map_of(table, "") else subject_of_other(table.sheet, table.crosswalk),
    together=lambda tables: with_plans_as_payers(with_whose(tables)),
    is_whole=lambda table: names_people(table.crosswalk) and not tells_policies(table.crosswalk),
)
KINDS = (
    replace(
        _MEDI_PATIENTS,
        name="patients",
        folder="demographics",
        other=lambda table: subject_of_other(table.sheet, table.crosswalk),
        shaped=with_stand_in,
    ),
    _MEDI_PATIENTS,
    TableKind(
        "claims",
        "claims",
        "claims",
        shaped=without_columns.shaped,
        is_of=lambda data: not is_aging_report(data),
        other=lambda table: (
            timed_minutes.subject_of_timed(table)
            or subject_of_summary(table)
            or subject_of_monthly(table)
            or subject_of_list(table)
            or subject_of_balances(table)
        ),
    ),
    TableKind(
        "medi-submissions", "medi_submissions", "medi_submissions", is_of=may_be_table, shaped=with_number
    ),
    TableKind(
        "postings",
        "postings",
        "postings",
        other=lambda table: cash_sheets.SUBJECT if cash_sheets.is_of_patients(table) else "",
        shaped=with_posted_number,
    ),
    TableKind("bank", "bank", "deposits"),
    TableKind("enrollments", "enrollments", "enrollments", tracker_grids.opened, shaped=tracker_grids.shaped),
    TableKind(
        "invoices",
        "invoices",
        "invoices",
        invoice_sheets.opened,
        is_of=lambda data: not is_par_report(data),
        other=no_invoices.subject_of_no_invoice,
    ),
    TableKind("reports", "reports", "par_reports"),
    TableKind("fee-schedules", "fee_schedules", "fee_schedules", contract_sheets.opened),
    TableKind("payer-list", "payer_list", "payer_lists", is_of_client=True, lacks=list_day.lacking),
    TableKind("stedi-payers", "stedi_payers", "stedi_payers", stedi_json.payers, is_of_client=True),
)
# kinds whose files are read also from the folder of another kind, told by their content
STRAYS = (TableKind("reports", "invoices", "par_reports", is_of=is_par_report),)
_ALSO = {
    "denials": "claims"
}  # a folder of its own for a kind of another folder: lists of denials are read as claims
NAMES = tuple(kind.name for kind in KINDS)


def named(name: str) -> TableKind:
    """Return the kind of that name; raises UsageError where there is none."""
    found = next((kind for kind in KINDS if kind.name == name), None)
    if found is None:
        raise UsageError(f"no kind of table {name!r}. Choose one of {', '.join(NAMES)}.")
    return found


def strays(kind: TableKind) -> tuple[TableKind, ...]:
    """Return the kinds whose files are read from the folder of a kind too, told from its own by their content."""
    return tuple(one for one in STRAYS if one.folder == kind.folder and one.name != kind.name)


def of_folder(name: str) -> TableKind | None:
    """Return the kind whose files lie in a folder of this name; None where none do."""
    return next((kind for kind in KINDS if kind.folder == _ALSO.get(name, name)), None)


def kind_of_path(path: Path) -> TableKind | None:
    """Return the kind that the folder of a file says, the innermost first; None where none does."""
    folders = [*reversed(PurePath(path).parent.parts)]
    return next((kind for folder in folders if (kind := of_folder(folder))), None)


@dataclass(frozen=True)
class FileTables:
    """One file of a kind: its tables with their crosswalks, or why it cannot be opened.

    `below` are the folders from that of its kind down to it, where they are no part of `source_file`. `path` is where
    it, or the zip around it, lies; null where that is not known.
    """

    kind: TableKind
    source_file: str
    tables: tuple[MappedTable, ...] = ()
    problem: str = ""
    is_protected: bool = False
    below: str = ""
    path: Path | None = None

    @property
    def needs_a_person(self) -> bool:
        """Whether it cannot be used as it is, or a field of it is unsure."""
        asked = [table for table in self.tables if not self.kind.other(table) and not table.is_left_out]
        return bool(self.problem) or any(self.lacking(table) or table.doubts for table in asked)

    @property
    def is_used(self) -> bool:
        """Whether one of its tables is used at least."""
        return any(table.crosswalk.used and not self.lacking(table) for table in self.tables)

    def missing(self, table: MappedTable) -> list[str]:
        """Return the labels of required fields that a table lacks, without those that it is joined to another for."""
        if not self.kind.is_joined or not table.crosswalk.used:
            return table.crosswalk.missing
        others = [one.crosswalk.missing for one in self.tables if one.crosswalk.used and not one.is_left_out]
        return [label for label in table.crosswalk.missing if all(label in missing for missing in others)]

    def without(self, table: MappedTable) -> list[str]:
        """Return the labels of required fields that stay unknown of a table that is used without them."""
        target, walk = self.kind.target, table.crosswalk
        if not target.enough or not names_people(walk) or self.lacking(table):
            return []
        others = [one for one in self.tables if one is not table and not one.is_left_out]
        given = {target.field(key).group for one in others for key in one.crosswalk.used}
        groups = {f.label: f.group for f in target.fields}
        return [label for label in walk.missing if not groups[label] or groups[label] not in given]

    def lacking(self, table: MappedTable) -> str:
        """Return in words what a table lacks, "" where it is used."""
        if table.is_left_out:
            return table.lacking
        if missing := self._needed(table):
            return table.lacking_columns(missing)
        return self.kind.lacks(self.source_file, table.sheet) if table.crosswalk.used else ""

    def _needed(self, table: MappedTable) -> list[str]:
        """The labels of required fields for want of which a table is not used."""
        target, used = self.kind.target, table.crosswalk.used
        if not target.enough or not used:
            return self.missing(table)
        missing = table.crosswalk.missing if self.kind.is_whole(table) else self.missing(table)
        return missing if {target.field(key).label for key in target.enough} & set(missing) else []


def tables_in(
    path: Path,
    kind: TableKind,
    knowledge: Knowledge = NOTHING,
    root: Path | None = None,
    *,
    every: bool = False,
) -> list[FileTables]:
    """Return the files at a path (a file, a zip or a folder), each with its tables; none raises.

    Of tables of one file with the same headers the first is returned, or `every` one. A sheet of text beside a table
    is none.
    """
    entries = walk(path, root or path, documents=True) if path.is_dir() else walk_file(path, documents=True)
    return [
        _of_entry(entry, kind, knowledge, every)
        for entry in entries
        if (entry.kind != "zip" or entry.reason) and (entry.data is None or kind.is_of(entry.data))
    ]


def _of_entry(entry: Entry, kind: TableKind, knowledge: Knowledge, every: bool) -> FileTables:
    if entry.data is None:
        return FileTables(kind, entry.source_file, problem=entry.reason or "it cannot be read")
    file = of_bytes(entry.data, entry.source_file, kind, knowledge)
    return file if every else replace(file, tables=tuple(_each_layout_once(file.tables)))


def of_bytes(data: bytes, name: str, kind: TableKind, knowledge: Knowledge = NOTHING) -> FileTables:
    """Return the tables of a file, without a sheet of text beside a table; a file that does not open says why."""
    try:
        found = [kind.shaped(one) for one in tables_of(data, name, kind.target, knowledge, kind.opened)]
    except InputError as error:
        problem = f"{error.found}. {error.todo}"
        return FileTables(kind, name, problem=problem, is_protected="password" in error.found)
    prose = {id(one) for one in found if not one.is_left_out} - set(map(id, without_prose(found)[0]))
    kept = [one for one in found if id(one) not in prose]
    return FileTables(kind, name, tuple(kind.together(kept or found)))


def together(files: Sequence[FileTables], kind: TableKind) -> list[FileTables]:
    """Return files of a kind with what their tables tell only beside each other."""
    tables = iter(kind.together([table for file in files for table in file.tables]))
    return [replace(file, tables=tuple(next(tables) for _ in file.tables)) for file in files]


def _each_layout_once(tables: Sequence[MappedTable]) -> list[MappedTable]:
    """One table of each header set: a daily report has the same header above each day."""
    found = {(table.crosswalk.signature, table.is_left_out): table for table in reversed(tables)}
    return list(found.values())[::-1]
