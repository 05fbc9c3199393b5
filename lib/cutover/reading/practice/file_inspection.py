"""One look at one file: what it is by content, whether it opens, what it covers, whose it is."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from functools import partial

import pandas as pd

from cutover.errors import InputError
from cutover.intake.handoff_workbook import RETURNED
from cutover.reading.claims import aging_claims
from cutover.reading.claims.aging_reports import FOLDERS as AGING_FOLDERS
from cutover.reading.claims.aging_reports import is_aging_report
from cutover.reading.era.reader import kind_of, read_era
from cutover.reading.era.same_payment import payee_tins
from cutover.reading.era.text import text_rows
from cutover.reading.files.kind import FileKind, kind_of_file
from cutover.reading.files.mail import mail_of
from cutover.reading.files.prose import lines_of, note_of
from cutover.reading.files.sheet import Sheet, Workbook
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.title_rows import made_on
from cutover.reading.files.zips import READ, Entry
from cutover.reading.intake import own_lists, returned
from cutover.reading.intake.reader import read_intake
from cutover.reading.mapping.confirmed import folder_of, load_confirmed
from cutover.reading.mapping.suggest import Crosswalk, apply, signature_of, suggest
from cutover.reading.mapping.targets import Target, load_target
from cutover.reading.mapping.unused_sheets import emptied
from cutover.reading.patients import json_lists, other_tables
from cutover.reading.payers.stedi_json import enrollments
from cutover.reading.practice import appointment_lists, file_owner, file_subject, periods
from cutover.reading.practice.blocked_times import without_blocked
from cutover.reading.practice.book import INTAKE
from cutover.reading.practice.dated_notes import is_dated_notes
from cutover.reading.practice.file_names import base_name, is_clutter
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.known_columns import knowledge_of
from cutover.reading.practice.known_marks import READS
from cutover.reading.practice.tables import ASIDE, CLUTTER, EMPTY, OPENS, SHUT
from cutover.reading.practice.whose import OWN, SAME, SIBLING
from cutover.wording import several

# notes of the reader that a person should know before relying on a file
REMARKS = {
    "mislabelled": "is not what its name says",
    "formulas": "holds formulas; their last stored results were read",
    "formula-text": "holds text that a spreadsheet program would run as a formula",
    "no-result": "holds formulas without a result, read as blank",
    "error-cells": "holds error cells, read as blank",
    "error-text": "holds the text of errors in place of values",
    "digits-lost": "long numbers in it have lost their last digits",
    "total-differs": "a total in it is not the sum of its rows",
    "protected": "is protected and opened without a password of its own",
    "macros": "holds macros, which were not run",
    "hidden-rows": "has hidden rows, which were read",
    "hidden-sheet": "has a hidden sheet, which was read",
    "no-header": "has no header that can be recognized",
}
ENROLLMENTS = "enrollments"  # the folder
PATIENT_FOLDERS = ("demographics", "medi_patients")
_DATED = ("claims", "postings", "bank")  # folders whose tables are also dated by their mapped columns
_FORMULAS = ("formulas", "formula-text")
_PRODUCTS = {
    "EHR 24/7": r"\behr\s*24\s*/?\s*7\b",
    "Practice Mate": r"\bpractice\s*mate\b",
    "Service Center": r"\bservice\s*cent(?:er|re)\b",
}
_NOTES_TOO = ("meetings",)  # folders of lists in which people keep what was said, too
_LINES, _LETTERS = 200, 1_000  # of a note that are listed, and of each of its lines
_ROWS_NAMED = 10  # of the rows of a table that are no data for one reason
_CUT = "It ends in the middle. Download or export it again."
_NOT_READ = "It is kept and counted, not read here. Open it once to see that it displays."
_EMPTY = "The file is empty. Export or download it again; if it should be empty, delete it."
_NO_ROWS = "It has a header and no row of data. Export it again with a wider range of dates."
_UNKNOWN = "Its kind is not known. Open it, see what it is, and put it into the folder of its kind."
_MAIL = "A person must read it: no report takes facts from it. Write what it says where it is asked for."
_DATED_NOTES = (
    "Notes that each begin with a day. They are quoted by payer, and no report takes a status from them."
)
_STRANGE = "a binary file of unknown kind"
_ISA_DAY = re.compile(rb"ISA(.).{2}\1.{10}\1.{2}\1.{10}\1.{2}\1.{15}\1.{2}\1.{15}\1(\d{6})", re.DOTALL)


@dataclass
class Look:
    """What one look found: `row` of HELD_FILES, and what hangs on the file in the other tables."""

    row: dict
    sheets: list[dict] = field(default_factory=list)
    rows_aside: list[dict] = field(default_factory=list)
    notes: list[dict] = field(default_factory=list)
    days: pd.DataFrame | None = None
    identifiers: pd.DataFrame | None = None
    mentions: dict[str, int] = field(default_factory=dict)


def look(entry: Entry, judge: Judge | None = None, home: str = "") -> Look:
    """Return what a file is; nothing in it raises, what does not open says so in its sentence.

    `home` is the folder whose files it is read with, where it lies elsewhere.

    `judge` tells whose a table is that bears no identifier of a practice; without it that is not asked.
    """
    day = periods.day_in_name(base_name(entry.source_file))
    row = {
        "source_file": entry.source_file,
        "folder": home or file_subject.folder_of(entry.source_file),
        "container": entry.container,
        "bytes": entry.size,
        "content": entry.digest,
        "format": entry.kind or "unknown",
        "sentence": entry.reason,
        "stated_day": day,
        "state": OPENS if entry.state == READ else SHUT,
    }
    if entry.kind == "zip":
        row["subject"], row["told_by"] = file_subject.CONTAINER, "content"
    if entry.data is None:
        return Look(row)
    row["content"] = hashlib.sha256(entry.data).hexdigest()
    found = Look(row)
    try:
        _read(found, entry, judge)
    except InputError as error:
        row |= {"state": SHUT, "sentence": sentence(error)}
    return _named(found)


def sentence(error: InputError) -> str:
    """Return what an error says without the file's name, which stands beside it."""
    place = "" if error.position is None else f" ({error.position})"
    return f"{error.found[:1].upper()}{error.found[1:]}{place}. {error.todo}"


def _read(found: Look, entry: Entry, judge: Judge | None) -> None:
    data, row = entry.content, found.row
    if is_clutter(entry.source_file):
        row |= {
            "format": "system file",
            "subject": file_subject.SYSTEM,
            "told_by": "content",
            "state": CLUTTER,
        }
        return
    kind = kind_of(data)
    if kind in file_subject.OF_KIND and kind != "zip":
        row |= {"format": kind, "subject": file_subject.OF_KIND[kind], "told_by": "content"}
        _transaction(found, entry, kind)
        return
    if mail := mail_of(data):
        words = f"{mail.words[:1].upper()}{mail.words[1:]}"
        row |= {"format": "e-mail", "state": ASIDE, "sentence": f"{words}. {_MAIL}"}
        row |= _of_notes(row)
        found.notes = _lines(data)
        return
    if row["folder"] == ENROLLMENTS and is_dated_notes(data):
        row |= {"format": "note", "state": ASIDE, "sentence": _DATED_NOTES}
        found.notes = _lines(data)
        return
    if (row["folder"] in _NOTES_TOO or row["folder"] not in file_subject.FOLDERS) and (note := note_of(data)):
        row |= {"format": "note", "state": ASIDE, "sentence": f"{note.words.capitalize()}. {_MAIL}"}
        row |= _of_notes(row)
        found.notes = _lines(data)
        return
    format_, words = kind_of_file(data)
    row["format"] = words if format_ == FileKind.OTHER else format_.value
    if format_ == FileKind.EMPTY:
        row |= {"state": EMPTY, "sentence": _EMPTY}
    elif entry.source_file == INTAKE:
        _intake(found, entry)
    elif format_ in (FileKind.OTHER, FileKind.X12, FileKind.MHTML):
        row |= {"state": ASIDE, "sentence": f"{words[:1].upper()}{words[1:]}. {_NOT_READ}"}
        if words in ("a damaged Excel workbook", _STRANGE):
            row["sentence"] = f"{words[:1].upper()}{words[1:]}. {_UNKNOWN}"
    else:
        _table(found, entry, judge)


def _of_notes(row: dict) -> dict:
    """What a note is, by its content; among files that reports read its folder tells what was meant."""
    known = row["folder"] in file_subject.FOLDERS
    return {} if known else {"subject": file_subject.NOTE, "told_by": "content"}


def _lines(data: bytes) -> list[dict]:
    """The lines of a note as they are written (HELD_NOTES), and how many more it has than are listed."""
    lines = lines_of(data)
    more = len(lines) - _LINES
    told = [*lines[:_LINES], *([f"({several(more, 'more line')})"] if more > 0 else [])]
    return [{"line": number, "text": line[:_LETTERS]} for number, line in enumerate(told, 1)]


def _transaction(found: Look, entry: Entry, kind: str) -> None:
    """An X12 transaction or a text of Office Ally outside the ERA folders."""
    data, row = entry.content, found.row
    if kind == "835":
        remittance = read_era(data, entry.source_file)
        payments = remittance.payments
        row["rows"] = len(payments)
        day = payments["payment_date"].fillna(payments["isa_date"])
        found.days = _days(periods.PAYMENT, day)
        found.identifiers = file_owner.shape(payees(payments))
        if len(payments) == 0 or not payments["is_whole"].fillna(False).all():
            row |= {"state": SHUT, "sentence": _CUT}
    elif kind == "text ERA":
        row["rows"] = len(text_rows(data, entry.source_file))
    elif kind == "file summary":
        lines = file_owner.summary_rows(data)
        row["rows"] = len(lines)
        begin, end = file_owner.SUMMARY_DAY
        found.days = _days(
            periods.SERVICE, periods.as_days(pd.Series([s[begin:end] for s in lines], dtype="str"))
        )
        found.identifiers = file_owner.of_summary(data)
    else:
        sent = [m[2].decode() for m in _ISA_DAY.finditer(data)]
        found.days = _days(
            periods.BILLED, pd.to_datetime(pd.Series(sent, dtype="str"), format="%y%m%d", errors="coerce")
        )
        found.identifiers = file_owner.of_x12(data)


def payees(payments: pd.DataFrame) -> pd.DataFrame:
    """Return the payees of payments: one row per file, kind and value, the most frequent first in each file."""
    tin = payee_tins(payments)
    parts = [
        pd.DataFrame({"source_file": payments["source_file"], "kind": kind, "value": said}).dropna()
        for kind, said in ((file_owner.NPI, payments["payee_npi"]), (file_owner.TIN, tin))
    ]
    counted = pd.concat(parts).groupby(["source_file", "kind", "value"], sort=False).size()
    counted = counted.reset_index(name="rows").sort_values(
        ["source_file", "kind", "rows"], ascending=[True, True, False], kind="stable"
    )
    return counted.astype(file_owner.SHAPE | {"source_file": "str"}).reset_index(drop=True)


def _days(role: str, days: pd.Series) -> pd.DataFrame:
    counted = days.dropna().value_counts()
    frame = pd.DataFrame({"role": role, "day": counted.index, "rows": counted.to_numpy()})
    return frame.astype(periods.SHAPE)


def _intake(found: Look, entry: Entry) -> None:
    intake = read_intake(entry.content, entry.source_file)
    filled = {name: table for name, table in intake.tables.items() if len(table)}
    found.row |= {
        "subject": file_subject.INTAKE,
        "told_by": "content",
        "sheets": len(intake.tables) - len(intake.missing),
        "rows": sum(map(len, filled.values())),
    }


def _table(found: Look, entry: Entry, judge: Judge | None) -> None:
    row = found.row
    book = _opened(entry, row["folder"])
    book = replace(book, sheets=emptied(book.sheets))
    notes = [note for _, note in book.all_notes]
    said = None if judge is None else partial(_is_confirmed, judge)
    told = [
        file_subject.subject_in(row["folder"], sheet, said) if len(sheet.header) else None
        for sheet in book.sheets
    ]
    if row["folder"] in PATIENT_FOLDERS and judge is not None:
        told = [
            file_subject.APPOINTMENTS
            if one in (None, file_subject.PATIENTS) and _lists_appointments(judge, sheet)
            else one
            for one, sheet in zip(told, book.sheets, strict=True)
        ]
    may_be = not any(told) or any(aging_claims.head_of(sheet.header) for sheet in book.sheets)
    if may_be and row["folder"] in AGING_FOLDERS and is_aging_report(entry.content):
        told = [file_subject.AGING for _ in book.sheets]
    if row["folder"] not in own_lists.READ_ELSEWHERE and set(told) <= {None, file_subject.CLAIMS}:
        told = [own_lists.subject_of_file(entry) or one for one in told]
    if row["folder"] == "appointments" or file_subject.APPOINTMENTS in told:
        book = replace(book, sheets=tuple(
            without_blocked(sheet) if what in (None, file_subject.APPOINTMENTS) else sheet
            for sheet, what in zip(book.sheets, told, strict=True)
        ))  # fmt: skip
    rows = sum(len(sheet.frame) for sheet in book.sheets)
    is_mixed = any(
        one != file_subject.CASH and len(s.frame) for one, s in zip(told, book.sheets, strict=True)
    )
    # what patients paid may stand on sheets beside postings
    kinds = [one for one in told if one and not (is_mixed and one == file_subject.CASH)]
    subject = next(iter(kinds), None)
    if row["stated_day"] is None:
        row["stated_day"] = _made_on(book)
    row |= {
        "subject": subject,
        "told_by": "content" if subject else None,
        "remarks": "; ".join(dict.fromkeys(n.code for n in notes if n.code in REMARKS)) or None,
        "sheets": len(book.sheets),
        "rows": rows,
        "rows_aside": sum(len(sheet.set_aside) for sheet in book.sheets),
        "formulas": sum(n.count or 0 for n in notes if n.code in _FORMULAS),
        "encoding": book.encoding,
    }
    if (
        not rows and max(len(sheet.header) for sheet in book.sheets) > 1
    ):  # a lone line is a note, not a header
        row |= {"state": EMPTY, "sentence": _NO_ROWS}
    elif row["remarks"]:
        row["sentence"] = _remarks(row["remarks"].split("; "), notes)
    _hang(found, book, told)
    if judge and row["folder"] in _DATED:
        dated = [
            s for s, one in zip(book.sheets, told, strict=True) if one != file_subject.CASH or not is_mixed
        ]
        found.days = pd.concat([_days_of(sheet, row["folder"], judge) for sheet in dated])
    if (
        judge
        and row["folder"] in READS
        and not found.identifiers["kind"].isin([file_owner.NPI, file_owner.TIN]).any()
    ):
        found.identifiers = pd.concat([found.identifiers, _recognized(found, book, judge)])
    if judge and row["folder"] == returned.FOLDER:
        found.identifiers = pd.concat([found.identifiers, _returned(found, entry, judge)])


def _lists_appointments(judge: Judge, sheet: Sheet) -> bool:
    """Whether a table among patients lists appointments, by the shapes of its columns."""
    target = load_target("patients")
    walk = suggest(sheet, target, _confirmed(judge, sheet, target), knowledge_of(judge.practice))
    return len(sheet.header) > 0 and other_tables.is_schedule(sheet, walk)


def _made_on(book: Workbook) -> pd.Timestamp | None:
    """The day on which a file was made by the rows above its tables."""
    day = made_on(text for sheet in book.sheets for text in sheet.above)
    return None if day is None else pd.Timestamp(day)


def _days_of(sheet: Sheet, folder: str, judge: Judge) -> pd.DataFrame:
    """The days of a table by what its headers say, and by the columns that are mapped."""
    target = READS[folder].target
    mapped = apply(
        sheet, suggest(sheet, target, _confirmed(judge, sheet, target), knowledge_of(judge.practice))
    )
    return periods.together([periods.days_of(sheet.frame, sheet.columns), periods.days_of_fields(mapped)])


def _returned(found: Look, entry: Entry, judge: Judge) -> pd.DataFrame:
    """Whose a workbook that came back is; nothing of one that does not open."""
    try:
        said = read_intake(entry.content, entry.source_file, RETURNED)
    except InputError:
        return file_owner.shape(pd.DataFrame(columns=list(file_owner.SHAPE)))
    return _counted(list(returned.whose(judge, said.tables, entry.content).values()))


def _opened(entry: Entry, folder: str) -> Workbook:
    """The tables of a file; enrollments and patients are also exported as JSON."""
    if folder in PATIENT_FOLDERS:
        return json_lists.opened(entry.content, entry.source_file)
    sheets = enrollments(entry.content, entry.source_file) if folder == ENROLLMENTS else None
    if sheets is None:
        return read_spreadsheet(entry.content, entry.source_file)
    return Workbook(entry.source_file, "JSON", "UTF-8", tuple(sheets))


def _recognized(found: Look, book: Workbook, judge: Judge) -> pd.DataFrame:
    """Whose the rows of a file without identifiers are, as far as names in it and other files tell."""
    target, content = READS[found.row["folder"]].target, found.row["content"]
    judged = [
        judge.of_sheet(
            sheet,
            content,
            found.row["folder"],
            apply(
                sheet, suggest(sheet, target, _confirmed(judge, sheet, target), knowledge_of(judge.practice))
            ),
        )
        for sheet in book.sheets
        if len(sheet.frame)
    ]
    return _counted(judged)


def _confirmed(judge: Judge, sheet: Sheet, target: Target) -> Crosswalk | None:
    """The columns of a table that a person has confirmed; None too where what is stored cannot be used."""
    try:
        found = load_confirmed(folder_of(judge.practice.raw.parent), signature_of(sheet), target)
        return found and suggest(sheet, target, found)
    except InputError:  # the report that reads these files says so
        return None


def _is_confirmed(judge: Judge, sheet: Sheet, aliases: str) -> bool:
    walk = _confirmed(judge, sheet, load_target(aliases))
    return walk is not None and bool(walk.used)


def _counted(judged: list[pd.DataFrame]) -> pd.DataFrame:
    told = [one["whose"].mask(one["why"].eq(SAME), SIBLING) for one in judged]  # it counts for neither
    counted = pd.concat(told).value_counts() if told else pd.Series(dtype="int64")
    rows = [(file_owner.ROWS, whose, int(n)) for whose, n in counted.items() if whose in (OWN, SIBLING)]
    return file_owner.shape(pd.DataFrame(rows, columns=list(file_owner.SHAPE)))


def _remarks(codes: list[str], notes: list) -> str:
    """What a person should know of a file that opens; of one that is mislabelled the reader's own words."""
    said = next((n.message for n in notes if n.code == "mislabelled"), "")
    rest = [REMARKS[code] for code in codes if code != "mislabelled"]
    return " ".join(filter(None, [said, f"It {'; '.join(rest)}." if rest else ""]))


def _aside(sheet: Sheet) -> list[dict]:
    """Which rows of a table are no data, by the reader's reason (HELD_ROWS_ASIDE)."""
    told = []
    for reason, rows in sheet.set_aside.groupby("reason", sort=False)["source_row"]:
        which = ", ".join(str(row) for row in rows.head(_ROWS_NAMED)) + (
            ", ..." if len(rows) > _ROWS_NAMED else ""
        )
        told.append({"sheet": sheet.name, "reason": reason, "rows": len(rows), "source_rows": which})
    return told


def _hang(found: Look, book: Workbook, told: list[str | None]) -> None:
    for sheet, subject in zip(book.sheets, told, strict=True):
        found.sheets.append(
            {
                "sheet": sheet.name,
                "subject": subject,
                "rows": len(sheet.frame),
                "rows_aside": len(sheet.set_aside),
                "columns": len(sheet.header),
                "header_row": sheet.header_row,
                "hidden": sheet.hidden,
            }
        )
        found.rows_aside += _aside(sheet)
    is_of_visits = [
        what == file_subject.APPOINTMENTS
        or (what is None and found.row["folder"] == file_subject.APPOINTMENTS)
        for what in told
    ]
    found.days = pd.concat(
        [_days_held(s, is_one) for s, is_one in zip(book.sheets, is_of_visits, strict=True)]
    )
    found.identifiers = pd.concat([file_owner.of_sheet(s) for s in book.sheets])
    parts = {}
    for sheet in book.sheets:
        for part, there in file_subject.has_coverage(sheet.header).items():
            parts[part] = parts.get(part, False) or there
    if found.row["subject"] in (file_subject.PATIENTS, None):
        found.row["coverage_parts"] = "; ".join(part for part, there in parts.items() if there) or None
    if found.row["folder"] in ("invoices", "reports") or found.row["subject"] == file_subject.INVOICE:
        found.mentions = _mentions(book)


def _days_held(sheet: Sheet, is_of_visits: bool) -> pd.DataFrame:
    """The days of a table: those of its appointments where it lists them, else by its headers."""
    planned = appointment_lists.planned_days(sheet) if is_of_visits else None
    return periods.days_of(sheet.frame, sheet.columns) if planned is None else planned


def _mentions(book: Workbook) -> dict[str, int]:
    """How many cells name a product of Office Ally."""
    cells = [sheet.frame[name].dropna() for sheet in book.sheets for name in sheet.columns]
    text = pd.concat([*cells, *(s.set_aside["text"].dropna() for s in book.sheets)]).astype("str")
    counted = {term: int(text.str.contains(p, case=False, regex=True).sum()) for term, p in _PRODUCTS.items()}
    return {term: n for term, n in counted.items() if n}


def _named(found: Look) -> Look:
    """The look with a subject by its folder where the content tells none, else with a guess."""
    row = found.row
    usual = (
        file_subject.FOLDERS.get(row["folder"]) if row["format"] != _STRANGE else None
    )  # no folder tells it
    if row.get("subject") is None and usual and row["state"] in (OPENS, EMPTY, ASIDE, SHUT):
        row |= {"subject": usual[0], "told_by": "folder"}
    if row.get("subject") is None:
        row["guess"] = _guess(row)
        row["sentence"] = row["sentence"] or _UNKNOWN
    return found


def _guess(row: dict) -> str:
    if row["state"] == SHUT:
        return f"{row['format']} that does not open"
    if row.get("rows"):
        return f"a table of {row['rows']:,} rows whose header names nothing we know"
    name = base_name(row["source_file"]).lower()
    return "a status report of Office Ally, by its name" if "edi_status" in name else str(row["format"])
