"""The one entry for spreadsheets: CSV, TSV, Excel old and new, protected, or HTML under a false name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath

from cutover.errors import InputError, RefusedError
from cutover.reading.files import encrypted, excel
from cutover.reading.files.delimited import read_delimited
from cutover.reading.files.html_table import read_html
from cutover.reading.files.kind import FileKind, kind_of_file
from cutover.reading.files.layout import table
from cutover.reading.files.sheet import Caps, Note, Sheet, Workbook
from cutover.reading.files.side_by_side import parted
from cutover.reading.files.stacked import stacked

__all__ = ["Caps", "Note", "Sheet", "Workbook", "read_spreadsheet"]

_EXCEL = (FileKind.XLSX, FileKind.XLSB, FileKind.XLS, FileKind.ODS)
_USUAL = {
    ".xlsx": {FileKind.XLSX},
    ".xlsm": {FileKind.XLSX},
    ".xlsb": {FileKind.XLSB},
    ".xls": {FileKind.XLS},
    ".ods": {FileKind.ODS},
    ".csv": {FileKind.TEXT},
    ".tsv": {FileKind.TEXT},
    ".txt": {FileKind.TEXT},
    ".htm": {FileKind.HTML},
    ".html": {FileKind.HTML},
    ".xml": {FileKind.XML_SPREADSHEET},
}
_INSTEAD = {
    FileKind.EMPTY: "Export it again; if it is empty again, say so in the intake workbook.",
    FileKind.RIGHTS_MANAGED: "Ask its owner to save it without rights management.",
    FileKind.MHTML: "Open it in Excel and save it as .xlsx.",
    FileKind.ZIP_ARCHIVE: "Unpack it and put the spreadsheets in its place.",
    FileKind.X12: "Put it into the folder of its kind (era, submissions).",
    FileKind.OTHER: "Export the data as .xlsx or .csv.",
}


def read_spreadsheet(
    path_or_bytes: Path | str | bytes,
    source_file: str | None = None,
    *,
    password: str | None = None,
    caps: Caps | None = None,
    expected: Iterable[set[str]] = (),
    synonyms: Iterable[set[str]] = (),
) -> Workbook:
    """Return every table of a spreadsheet file, each row with its file, sheet and row.

    The kind is told by content, never by the name. `expected` are words that the headers of known tables
    hold, one set per thing; `synonyms` are sets of such words that name one thing, by which tables side by side are
    told. Raises InputError where the file cannot be read (damaged, empty, protected,
    no table), RefusedError where it breaks a cap; both say what to do.
    """
    caps = caps or Caps()
    data, source_file = _bytes(path_or_bytes, source_file, caps)
    kind, words = kind_of_file(data)
    notes: list[Note] = []
    if kind in (FileKind.ENCRYPTED, FileKind.XLS):
        plain = (
            encrypted.opened(data, source_file, password, caps)
            if kind == FileKind.ENCRYPTED or _is_whole(words)
            else None
        )
        if plain is not None:
            notes.append(Note("protected", "The file is protected with a password; it was opened with it."))
            data = plain
            kind, words = kind_of_file(data)
    _check_name(source_file, kind, notes)
    expected, synonyms = [set(words) for words in expected], [set(words) for words in synonyms]
    grids, encoding, more = _grids(data, kind, words, source_file, caps)
    for grid in grids:
        caps.check_width(sum(column.null_count < len(column) for column in grid.columns), source_file)
    parts = (
        below
        for grid in grids
        for beside in parted(grid, expected, synonyms)
        for below in stacked(beside, expected)
    )
    sheets = tuple(table(part, source_file, expected) for part in parts)
    if not any(sheet.rows_in for sheet in sheets):
        raise InputError(source_file, "no cell holds anything", _INSTEAD[FileKind.EMPTY])
    return Workbook(source_file, kind.value, encoding, sheets, (*notes, *more))


def _is_whole(words: str) -> bool:
    return "damaged" not in words


def _bytes(path_or_bytes: Path | str | bytes, source_file: str | None, caps: Caps) -> tuple[bytes, str]:
    if isinstance(path_or_bytes, bytes):
        name, size = source_file or "(unnamed)", len(path_or_bytes)
    else:
        path = Path(path_or_bytes)
        name = source_file or path.name
        try:
            size = path.stat().st_size
        except OSError:
            raise InputError(name, "the file is not there", "Check its name and folder.") from None
    if size > caps.file_bytes:
        raise RefusedError(
            name, f"{size:,} bytes, more than {caps.file_bytes:,}", "Split the export into periods."
        )
    if isinstance(path_or_bytes, bytes):
        return path_or_bytes, name
    try:
        return path.read_bytes(), name
    except OSError:
        raise InputError(name, "the file cannot be opened", "Close it elsewhere, check its rights.") from None


def _check_name(source_file: str, kind: FileKind, notes: list[Note]) -> None:
    suffix = PurePath(source_file).suffix.lower()
    if suffix in _USUAL and kind not in _USUAL[suffix]:
        notes.append(Note("mislabelled", f"Named {suffix}, but by its content it is: {kind.value}."))


def _grids(data: bytes, kind: FileKind, words: str, source_file: str, caps: Caps):
    """The grids of a file, the encoding of a text one, and notes about the file."""
    if kind in _EXCEL:
        grids, notes = excel.read_excel(data, kind, source_file, caps)
        return grids, None, notes
    if kind in (FileKind.HTML, FileKind.XML_SPREADSHEET):
        grids, encoding = read_html(data, source_file, caps)
        return grids, encoding, ()
    if kind == FileKind.TEXT:
        grid, encoding = read_delimited(data, source_file, caps)
        return [grid], encoding, ()
    found = words if kind == FileKind.OTHER else kind.value
    raise InputError(source_file, f"{found}, not a spreadsheet", _INSTEAD[kind])
