"""Files in the right folder that nothing reads, and tables that wait for a person: told by names and first bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from cutover.errors import InputError
from cutover.reading.claims import (
    account_balances,
    aging_reports,
    joined_remits,
    monthly_figures,
    only_day,
    sent_lists,
    wrong_totals,
)
from cutover.reading.claims import states as claim_states
from cutover.reading.claims.claim_files import HISTORY_FOLDER, NO_UPLOAD, SUMMARY_FOLDER, TOO_SHORT
from cutover.reading.claims.file_summary import read_file_summary
from cutover.reading.claims.sent import NO_CLAIM
from cutover.reading.era.kind import kind_of
from cutover.reading.files.kind import OLE, ZIP, FileKind, kind_of_file
from cutover.reading.files.zips import Entry
from cutover.reading.intake import own_lists
from cutover.reading.mapping import kinds
from cutover.reading.mapping.kinds import FileTables, TableKind
from cutover.reading.mapping.known_values import Knowledge
from cutover.reading.mapping.record import LOOK
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.payers import enrollment_words
from cutover.reading.postings.postings import system_of
from cutover.reading.postings.tables import MEDI
from cutover.reading.practice import dated_notes, file_subject, places, rows_elsewhere, usable_rows
from cutover.reading.practice.file_names import is_clutter, shown
from cutover.reading.practice.known_columns import knowledge_in
from cutover.wording import several

ERA_FOLDERS = ("era", "medi_era")
_OTHERS = ("submissions", "medi_submissions")
_OF_CLIENT = ("payer_list", "stedi_payers", "enrollments", "crosswalks")  # folders that a client has too
_OF_ALL_KINDS = "reports"
_OF_OFFICE_ALLY = ("claims", "submissions")
_SAYS_MEDI = "its name says Medi, and what lies here counts as sent through Office Ally"
_MOVE_TO_MEDI = "Move it to medi_submissions/ if it lists claims that went out through Medi."
_BEGIN = 65_536  # bytes of a file that are looked at
_FILES = 2_000  # of a folder whose first bytes are looked at; of all others the size alone
_TABLES = 10  # tables of a folder with headers of their own that are tried
_LARGE = 2_000_000  # bytes up to which a workbook is opened
_HEADER = 200  # first bytes by which files of one layout are told
_CELL = 60  # characters of a cell that are shown
_COUNTED = 20_000_000  # bytes of a file up to which its rows are counted
_TOO_LARGE = "too large to count its rows here; the reports do"
_OF_OTHERS = "{} in: {}, counted in 01; no {} is looked for there"
_NOTES = {
    True: "dated notes of calls with payers: 06 and 08 quote them, and no status is taken from them",
    False: "dated notes of calls with payers are quoted from a practice's own enrollments alone",
}
OWN_MAP = "02 reads the client's own map of patients here"
DATED_BY = "reports take the day that the claim history states for the same claim"
_NAMED = 3  # files that are named where several are alike, and rows
# what a person can do about status words that nobody can place
MEANING = "`cutover columns FILE --values` names them; docs/columns.md tells how to say what each means."
# and about words of a tracker of enrollments
_TRACKER_MEANING = "Correct the cell, or write what the word means as docs/columns.md tells."
_TABLES_OF = (FileKind.TEXT, FileKind.XLSX, FileKind.XLSB, FileKind.XLS, FileKind.ODS)
_LISTED = "A list of remittances is compared with them by its check numbers. Move any other table out of the folder."
_USED_WITHOUT = (
    "Ask for these columns too, or confirm which they are: `cutover columns FILE`, or in the notebook."
)
_READ = "Export it again, or move it out of the folder: its contents are in no report."
_REFUSED = {
    FileKind.EMPTY: ("it is empty", "Download or export it again."),
    FileKind.ENCRYPTED: ("it is protected by a password", "Save it without its password."),
    FileKind.RIGHTS_MANAGED: (
        "its rights are managed, so it does not open here",
        "Save it as a plain workbook.",
    ),
    FileKind.MHTML: ("it is a web archive, which nothing reads", _READ),
}


class Said(NamedTuple):
    """One thing about a file of a folder: its name, what was found, and what to do."""

    name: str
    found: str
    todo: str


class Rows(NamedTuple):
    """What becomes of the rows of one file, in words, and whether a row is left out that a report would use."""

    name: str
    words: str
    is_odd: bool


def of_folder(folder: Path, client: Path, home: str = "") -> list[Said]:
    """Return what is odd about the files of a folder that a notebook reads; an absent one has none. None raises.

    `home` is the folder whose files they are read with, where its own name is another.
    `client` is the client's folder, whose confirmed columns count. Of files that have the same fault the first few are
    named, with their number.
    """
    name = home or folder.name
    kind, knowledge = kinds.of_folder(name), knowledge_in(folder, client)
    if kind is None and name not in (*ERA_FOLDERS, *_OTHERS):
        return []
    try:
        files = _files(folder)
        misplaced = _of_medi(files, folder)
        misplaced += _no_lists(files, knowledge) if name == SUMMARY_FOLDER else []
        unread = {path: said for n, path in enumerate(files) if (said := _unread(path, name, n))}
        tables = [path for path in files if path not in unread and not _notes(path, name)] if kind else []
        waiting = _waiting(tables, kind, knowledge) if kind else []
        for stray in kinds.strays(kind) if kind else ():
            waiting += _waiting(tables, stray, knowledge)
        waiting += _strange_words(tables, kind, knowledge) if kind else []
    except OSError:
        return []  # that a folder cannot be read is told elsewhere
    return _together([*unread.values(), *waiting, *misplaced])


def is_of_medi(name: str) -> bool:
    """Return whether the name of a file says that it is about Medi."""
    return system_of(name) == MEDI


def _of_medi(files: list[Path], folder: Path) -> list[Said]:
    """Files among the claims of Office Ally whose name says Medi; a practice may be called so itself."""
    if folder.name not in _OF_OFFICE_ALLY or is_of_medi(folder.parent.name):
        return []
    names = [shown(path.relative_to(folder).as_posix()) for path in files if is_of_medi(path.name)]
    return [Said(name, _SAYS_MEDI, _MOVE_TO_MEDI) for name in names]


def _no_lists(files: list[Path], knowledge: Knowledge) -> list[Said]:
    """Files among what was submitted that are neither a file summary, a transaction nor a list of claims sent."""
    found = []
    for path in [path for path in files if 0 < path.stat().st_size <= _LARGE and not is_of_medi(path.name)]:
        data = path.read_bytes()
        if kind_of(data) not in sent_lists.KINDS or kind_of_file(data)[0] not in _TABLES_OF:
            continue
        if sent_lists.read(data, path.name, knowledge) is None:
            why = sent_lists.why_not(data, path.name, knowledge)
            found.append(Said(shown(path.name), why, sent_lists.TODO))
    return found


def rows_of_folder(folder: Path, client: Path, home: str = "", loose: Sequence[Path] = ()) -> list[Rows]:
    """Return what becomes of the rows of each table in a folder that is read through a mapping; none raises.

    `home` is as in `of_folder`, `loose` are files beside the folder that are read there: `./NAME`. Each file is judged
    by itself, but that rows of it are in a longer one too. One that cannot be opened is told by `of_folder`.
    """
    kind = kinds.of_folder(home or folder.name)
    others = _summaries(folder) if folder.name in _OTHERS and folder.is_dir() else []
    others += _months(folder) + (_lists(folder) if folder.parent != client else [])
    if folder.name == aging_reports.OWN and folder.is_dir():
        others = _figures(folder)
    if kind is None or not (folder.is_dir() or loose):
        return others
    beside = [path for path in loose if path.stat().st_size <= _COUNTED]
    knowledge = knowledge_in(folder, client)
    parts = [_rows_of(folder, one, knowledge, beside) for one in (kind, *kinds.strays(kind))]
    if not folder.is_dir():
        return _alike([*chain.from_iterable(parts)])
    large = [
        (shown(path.name), _TOO_LARGE, False) for path in _files(folder) if path.stat().st_size > _COUNTED
    ]
    notes = [(path, n) for path in _small(folder) if (n := _notes(path, home or folder.name))]
    is_read = folder.parent != client
    large += [
        (
            shown(path.name),
            f"{several(n, 'note')} in, {n if is_read else 0:,} used: {_NOTES[is_read]}",
            not is_read,
        )
        for path, n in notes
    ]
    return [*others, *_figures(folder), *_alike([*chain.from_iterable(parts), *large])]


def _notes(path: Path, folder: str) -> int:
    """How many dated notes of calls a small text beside the enrollments holds, which is then no table."""
    is_asked = folder == dated_notes.ENROLLMENTS and path.stat().st_size <= _LARGE
    return dated_notes.notes_in(path.read_bytes()) if is_asked else 0


def _figures(folder: Path) -> list[Rows]:
    """The aging reports among the files of claims, or in their own folder: the client's figures, and no claims."""
    if folder.name not in (aging_reports.CLAIMS, aging_reports.OWN):
        return []
    counts = [(shown(path.name), *aging_reports.told_of(path.read_bytes())) for path in _small(folder)]
    told = [(name, f"{several(n, 'row')} in: {what}", False) for name, n, what in counts if n]
    if folder.name == aging_reports.OWN:
        told += [(name, aging_reports.NOT_ONE, True) for name, n, _ in counts if not n]
    return _alike(told)


def _months(folder: Path) -> list[Rows]:
    """The tables of a practice's own months among its reports: its figures, and no claims."""
    if folder.name != _OF_ALL_KINDS or not folder.is_dir():
        return []
    files = [(shown(path.name), path.read_bytes()) for path in _small(folder)]
    counts = [
        (name, *monthly_figures.told_of(data), monthly_figures.columns_of(data)) for name, data in files
    ]
    return _alike(
        [(name, f"{several(n, 'row')} in: {what}; {of}", False) for name, n, what, of in counts if n]
    )


def _lists(folder: Path) -> list[Rows]:
    """The client's own lists in a folder for something else; among claims `_of_other` tells them."""
    if folder.name in (*own_lists.READ_ELSEWHERE, *ERA_FOLDERS) or not folder.is_dir():
        return []
    files = [path for path in _small(folder) if places.is_table(path.name)]
    counts = [
        (
            shown(path.name),
            *own_lists.told_of(Entry(f"{folder.name}/{path.name}", None, None, path.read_bytes())),
        )
        for path in files
    ]
    return _alike([(name, f"{several(n, 'row')} used: {what}", False) for name, n, what in counts if n])


def _rows_of(
    folder: Path, kind: TableKind, knowledge: Knowledge, beside: Sequence[Path] = ()
) -> list[tuple[str, str, bool]]:
    """What becomes of the rows of each file of a kind, by its name, and whether that is odd."""
    files = [
        replace(
            file,
            path=path,
            source_file=f"{path.relative_to(folder.parent).parent.as_posix()}/{file.source_file}",
        )
        for path in (*(_small(folder) if folder.is_dir() else ()), *beside)
        if not _notes(path, kind.folder)
        for file in kinds.tables_in(path, kind, knowledge, every=True)
    ]
    read: dict[str, list[MappedTable]] = {}
    found: dict[str, list[usable_rows.Usable]] = {}
    others: list[tuple[str, str, bool]] = []
    odd: set[str] = set()
    for name, table, file in _each_table(files, kind):
        if subject := kind.other(table):
            others.append((name, _of_other(table, subject, kind), False))
            continue
        lacking = file.lacking(table)  # `of_folder` says so, with what to do
        if len(table.sheet.frame) and not (lacking and folder.name == _OF_ALL_KINDS):
            found.setdefault(name, []).append(usable_rows.of_table(file, table))
            read.setdefault(name, []).append(table)
            # words of a tracker that nobody knows are named one by one, with their rows
            is_told = lacking or kind.name == "enrollments"
            odd |= {name} if found[name][-1].is_odd and not is_told else set()
    again = rows_elsewhere.told(read, kind.name)
    told = [
        (name, "; ".join([usable_rows.together(parts).words, *again.get(name, [])]), name in odd)
        for name, parts in found.items()
    ]
    begin = f"{folder.name}/"
    return [(shown(name.removeprefix(begin)), *said) for name, *said in (*told, *others)]


def _of_other(table: MappedTable, subject: str, kind: TableKind) -> str:
    """What becomes of the rows of a table of something else."""
    number = len(table.sheet.frame)
    if subject == file_subject.ID_MAP:
        return f"{several(number, 'row')} in: {OWN_MAP}"
    if subject in own_lists.SUBJECTS.values():
        rows = own_lists.of_table(table)
        return f"{several(number, 'row')} in, {len(rows):,} used: {own_lists.told(rows, number)}"
    if subject in (account_balances.SUBJECT, account_balances.OF_PATIENTS):
        return account_balances.told(table)
    return _OF_OTHERS.format(several(number, "row"), subject, kind.name.removesuffix("s"))


def _alike(found: list[tuple[str, str, bool]]) -> list[Rows]:
    """One thing for all files whose rows come to the same."""
    names: dict[tuple[str, bool], list[str]] = {}
    for name, *said in found:
        names.setdefault((str(said[0]), bool(said[1])), []).append(name)
    return [Rows(names_of(same), *said) for said, same in names.items()]


def _files(folder: Path) -> list[Path]:
    """The files of a folder, but for those that are read with another one's: remittances and strays."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not is_clutter(path.name))
    if folder.name in _OF_CLIENT:
        return found
    homes = places.look(str(folder.parent))
    return [path for path in found if not places.is_moved(path, folder, homes)]


def _small(folder: Path) -> list[Path]:
    return [path for path in _files(folder) if path.stat().st_size <= _COUNTED]


def _summaries(folder: Path) -> list[Rows]:
    """The file summaries of a folder: claims that were sent, and those of which no day is known."""
    found = []
    for path in _small(folder):
        data = path.read_bytes()
        if kind_of(data) == "file summary":
            try:
                read = read_file_summary(data, path.name)
            except InputError as error:
                found.append((shown(path.name), error.found, True))
                continue
            sent, torn = len(read.submissions), len(read.set_aside)
            aside = {TOO_SHORT: torn} if torn else {}
            lacks = {} if read.has_date or not sent else {NO_UPLOAD: sent}
            counted = usable_rows.Usable(sent + torn, sent, aside, lacks)
            has_history = bool(lacks) and _holds_files(folder.parent / HISTORY_FOLDER)
            words = f"{counted.words}; {DATED_BY}" if has_history else counted.words
            found.append((shown(path.name), words, bool(torn) if has_history else counted.is_odd))
        elif folder.name == SUMMARY_FOLDER and (
            listed := sent_lists.read(data, path.name, knowledge_in(folder, folder.parent.parent))
        ):
            used, left = map(len, listed)
            counted = usable_rows.Usable(used + left, used, {NO_CLAIM: left} if left else {})
            found.append((shown(path.name), f"{counted.words}; claims sent through Office Ally", bool(left)))
    return _alike(found)


def _holds_files(folder: Path) -> bool:
    return folder.is_dir() and bool(_files(folder))


def _together(found: list[Said]) -> list[Said]:
    """One thing for all files that have the same fault."""
    alike: dict[tuple[str, str], list[str]] = {}
    for one in found:
        alike.setdefault((one.found, one.todo), []).append(one.name)
    return [Said(names_of(names), *said) for said, names in alike.items()]


def names_of(names: list[str]) -> str:
    """Return the first few names of several, and how many more there are."""
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _unread(path: Path, folder: str, number: int) -> Said | None:
    """Why nothing reads a file, null where it can be read as far as its first bytes tell."""
    begin = _begin(path) if number < _FILES or not path.stat().st_size else None
    if begin is None or begin.startswith(b"ISA"):
        return None
    if folder in ERA_FOLDERS and kind_of(begin) not in ("unknown", "zip", "empty"):
        return None
    is_packed = begin.startswith((*ZIP, OLE))  # what it is stands at its end, or anywhere
    if is_packed and path.stat().st_size > _LARGE:
        return None
    format_, words = kind_of_file(path.read_bytes() if is_packed else begin)
    if format_ in _REFUSED:
        return Said(shown(path.name), *_REFUSED[format_])
    is_strange = folder in ERA_FOLDERS and format_ != FileKind.ZIP_ARCHIVE
    if is_strange and format_ in _TABLES_OF:
        return Said(shown(path.name), "it is a table, and no remittance", _LISTED)
    if format_ == FileKind.OTHER or is_strange:
        what = words if format_ == FileKind.OTHER else "no remittance"
        return Said(shown(path.name), f"it is {what}, which nothing reads", _READ)
    return None


def _begin(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(_BEGIN)
    except OSError:
        return None


def _waiting(paths: list[Path], kind: TableKind, knowledge: Knowledge) -> list[Said]:
    """Tables that lack a column or a day, or whose columns nobody has confirmed."""
    read = [file for path in _each_beginning(paths) if (file := _tables(path, kind, knowledge))]
    why = {file.source_file: file.problem for file in read if file.problem}
    for name, table, file in _each_table(read, kind):
        if said := _why(table, file):
            why.setdefault(name, said)
    for file in read:
        if said := _to_look_at(file):
            why.setdefault(file.source_file, said)
    return [Said(shown(name), *_with_what_to_do(said)) for name, said in why.items()]


def _each_table(
    files: Sequence[FileTables], kind: TableKind
) -> Iterator[tuple[str, MappedTable, FileTables]]:
    """Each table with the name of its file, and the file as it is judged by: joined to the others where they belong."""
    files = kinds.together(files, kind) if kind.is_joined else files
    every = tuple(table for file in files for table in file.tables if not kind.other(table))
    for file in files:
        whole = replace(file, tables=every) if kind.is_joined else file  # what one lacks another may give
        yield from ((file.source_file, table, whole) for table in file.tables)


def _why(table: MappedTable, file: FileTables) -> str:
    """Why a table waits; one of something else waits for nobody, as appointments or whatever the portal reports."""
    lacking = file.lacking(table)
    if table.is_left_out or file.kind.other(table) or (lacking and file.kind.folder == _OF_ALL_KINDS):
        return ""
    return lacking or table.doubts or _without(table, file) or _words(table) or _unnumbered(table, file)


def _unnumbered(table: MappedTable, file: FileTables) -> str:
    """That a claim history has no number of its claims, and what to do."""
    said = joined_remits.without_number(table) if file.kind.name == aging_reports.CLAIMS else ""
    return f"{said}. {joined_remits.CHOOSE}" if said else ""


def _without(table: MappedTable, file: FileTables) -> str:
    """What a table is used without, though it is needed, and what to do."""
    labels = file.without(table)
    return f"{table.lacking_columns(labels)}; its rows are used without. {_USED_WITHOUT}" if labels else ""


def _to_look_at(file: FileTables) -> str:
    """What a person must look at in a list of claims: its only day, and totals that are not the sum of their rows."""
    tables = [table for table in file.tables if file.kind.name == aging_reports.CLAIMS and table.is_used]
    said = [words for table in tables for words in only_day.told(table)]
    said += [words for table in tables for words in wrong_totals.told(table, tables)]
    found = dict.fromkeys(words.removesuffix(f". {LOOK}") for words in said)
    return f"{'; '.join(found)}. {LOOK}." if found else ""


def _words(table: MappedTable) -> str:
    """That a claim history has statuses that nobody can place."""
    found = claim_states.not_understood(table)
    if not found:
        return ""
    said = f"{several(len(found), 'status word')} of {several(sum(found.values()), 'claim')} not understood"
    return f"{said}. {MEANING}"


def _strange_words(paths: list[Path], kind: TableKind, knowledge: Knowledge) -> list[Said]:
    """The words of each tracker of enrollments for which notebooks set its rows aside."""
    if kind.name != "enrollments":
        return []
    found = []
    for path in paths:
        data = path.read_bytes() if path.stat().st_size <= _LARGE else _some(path)
        file = _opened(data, path.name, kind, knowledge)
        tables = file.tables if file else ()
        for table in tables:
            place = shown(path.name) + (f", sheet {table.sheet.name}" if len(tables) > 1 else "")
            found += [Said(place, *said) for said in _strange(table)]
    return found


def _strange(table: MappedTable) -> Iterator[tuple[str, str]]:
    """Each word of a tracker that means nothing known, with the rows that have it, and what to do."""
    rows: dict[tuple[str, str], list[int]] = {}
    for row, name, text in enrollment_words.not_understood(table.rows) if table.is_used else ():
        rows.setdefault((name, text), []).append(row)
    for (name, text), there in rows.items():
        where = ", ".join(f"{row:,}" for row in there[:_NAMED])
        more = f" and {len(there) - _NAMED:,} more" if len(there) > _NAMED else ""
        words = (
            "the notebooks do not use such a row"
            if len(there) == 1
            else "the notebooks do not use these rows"
        )
        said = (
            f"{'row' if len(there) == 1 else 'rows'} {where}{more}: the {name} {_quoted(text)} is not known"
        )
        yield f"{said}, so {words}", _TRACKER_MEANING


def _quoted(text: str) -> str:
    """A cell on one line, cut where it is long."""
    line = " ".join(text.split())
    return f'"{line[:_CELL]}..."' if len(line) > _CELL else f'"{line}"'


def _with_what_to_do(why: str) -> tuple[str, str]:
    said, _, todo = why.partition(". ")
    return said, todo or "Confirm which column is which: `cutover columns FILE`, or in the notebook."


def _each_beginning(paths: list[Path]) -> list[Path]:
    """The first file of each beginning, ten at most: the exports of all months have one header."""
    found: dict[bytes, Path] = {}
    for path in paths:
        if len(found) >= _TABLES:
            break
        found.setdefault((_begin(path) or b"")[:_HEADER], path)
    return list(found.values())


def _tables(path: Path, kind: TableKind, knowledge: Knowledge) -> FileTables | None:
    """The tables of a file, of a text those at its beginning; null where it is not opened here."""
    return _opened(_some(path), path.name, kind, knowledge)


def _opened(data: bytes | None, name: str, kind: TableKind, knowledge: Knowledge) -> FileTables | None:
    if data is None or kind_of_file(data)[0] == FileKind.ZIP_ARCHIVE or not kind.is_of(data):
        return None
    return kinds.of_bytes(data, name, kind, knowledge)


def _some(path: Path) -> bytes | None:
    """A file's bytes, of a text its first lines; null for another large file."""
    begin = _begin(path) or b""
    if len(begin) < _BEGIN:
        return begin
    if kind_of_file(begin)[0] == FileKind.TEXT and b"\n" in begin:
        return begin[: begin.rindex(b"\n") + 1]
    return path.read_bytes() if path.stat().st_size <= _LARGE else None
