"""Opening an intake workbook: whether a file is one that can be opened, and its cells."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cutover.errors import InputError, RefusedError

# A filled intake of 10,000 open claims unpacks to about 8 MB; openpyxl takes up to 50 times as much memory.
UNPACKED_LIMIT = 24_000_000  # bytes
MEMBER_LIMIT = 500
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # signature of compound files: .xls, and .xlsx with a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Excel's "Strict Open XML Spreadsheet" (ISO/IEC 29500-1) has other names; openpyxl would open it without any sheet
_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMES = (
    (_STRICT + b"spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (_STRICT + b"drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (_STRICT + b"officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)
_AGAIN = "Open it in Excel, save it as .xlsx without a password, and put that copy in its place."


@dataclass(frozen=True)
class Entry:
    """What stands in one cell: `value` as stored (of a formula: its last result) and how it is displayed."""

    row: int
    column: int
    value: object
    number_format: str = "General"
    is_error: bool = False  # an error such as #N/A
    is_formula: bool = False


def open_intake(path_or_bytes: Path | str | bytes, source_file: str) -> tuple[Workbook, Workbook | None]:
    """Return the workbook as it is stored and, where it holds formulas, the one with their last results.

    Raises InputError in words for whatever is not a workbook that opens, RefusedError for one that breaks a
    cap.
    """
    data = bytes_of(path_or_bytes, source_file)
    try:
        return _opened(data)
    except _DamagedError as error:
        found = f"damaged: its parts cannot be read ({error})"
        raise InputError(source_file, found, "Open and save it in Excel, or fetch it again.") from None


class _DamagedError(Exception):
    """The workbook does not open; its text is the kind of what openpyxl met."""


@lru_cache(maxsize=2)  # its identity is asked for first and all of it next, and nothing here writes to it
def _opened(data: bytes) -> tuple[Workbook, Workbook | None]:
    try:
        data = _usual(data)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise _DamagedError(type(error).__name__) from None
    book = _load(data, results=False)
    if not book.worksheets:
        raise _DamagedError("no sheet in it")
    has_formulas = any(cell.data_type == "f" for page in book.worksheets for cell in page._cells.values())
    return book, _load(data, results=True) if has_formulas else None


def entries(page: Worksheet, results: Worksheet | None) -> list[Entry]:
    """Return the cells of a sheet that hold something, by row and column."""
    # `_cells` holds the stored cells alone; iter_rows would make a cell for each place up to the farthest one
    filled = [cell for cell in page._cells.values() if cell.value is not None]
    filled.sort(key=lambda cell: (cell.row, cell.column))
    return [_entry(cell, results) for cell in filled]


def _entry(cell: Cell, results: Worksheet | None) -> Entry:
    is_formula = cell.data_type == "f" and results is not None
    told = results._cells.get((cell.row, cell.column), cell) if is_formula else cell
    return Entry(
        cell.row, cell.column, told.value, cell.number_format or "General", told.data_type == "e", is_formula
    )


def bytes_of(path_or_bytes: Path | str | bytes, source_file: str) -> bytes:
    """Return the bytes of a workbook that is named or given, after a look whether it may be opened.

    Raises InputError in words where there is none or it is of another kind, RefusedError for one that breaks a cap.
    """
    data = path_or_bytes if isinstance(path_or_bytes, bytes) else _bytes(Path(path_or_bytes), source_file)
    _check_kind(data, source_file)
    _check_caps(data, source_file)
    return data


def _bytes(path: Path, source_file: str) -> bytes:
    if path.name.startswith("~$"):
        raise InputError(
            source_file, "Excel's lock file, not the workbook", "Read the file without ~$ instead."
        )
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(source_file, "missing", "Make one with `cutover new CLIENT/PRACTICE`.") from None
    except OSError as error:
        raise InputError(source_file, f"cannot be read ({error.strerror})", "Close it elsewhere.") from None


def _check_kind(data: bytes, source_file: str) -> None:
    if not data.strip(b"\0 \r\n\t"):
        raise InputError(source_file, "empty", "Fetch the file again from whoever filled it in.")
    if data.startswith(_OLE):
        found = (
            "protected by a password" if _ENCRYPTED in data else "an Excel workbook of the old kind (.xls)"
        )
        raise InputError(source_file, found, _AGAIN)
    if not data.startswith(b"PK"):
        is_text = b"\0" not in data[:4096]
        found = "text (such as CSV or a web page), not a workbook" if is_text else "not an Excel workbook"
        raise InputError(source_file, found, "Put the .xlsx that was filled in there.")


def _check_caps(data: bytes, source_file: str) -> None:
    """Hold the sizes that the zip directory states against the caps; zipfile reads no more than is stated."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise InputError(source_file, "damaged, or cut short on its way", "Fetch it again.") from None
    if any(member.flag_bits & 1 for member in members):
        raise InputError(source_file, "an encrypted zip", _AGAIN)
    names = {member.filename for member in members}
    if "xl/workbook.bin" in names:
        raise InputError(source_file, "a binary Excel workbook (.xlsb)", _AGAIN)
    if not any(name.startswith("xl/") for name in names):
        raise InputError(source_file, "a zip or document of another kind, not an Excel workbook", _AGAIN)
    unpacked = sum(member.file_size for member in members)
    if unpacked > UNPACKED_LIMIT or len(members) > MEMBER_LIMIT:
        found = f"unpacks to {unpacked:,} bytes in {len(members):,} parts"
        found += f" (at most {UNPACKED_LIMIT:,} in {MEMBER_LIMIT})"
        raise RefusedError(source_file, found, "Copy the filled sheets into a new template.")


def _usual(data: bytes) -> bytes:
    """The workbook with the names that other programs use, where Excel saved it in its strict form."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "xl/workbook.xml" not in archive.namelist() or _STRICT not in archive.read("xl/workbook.xml"):
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as usual:
            for member in archive.infolist():
                part = archive.read(member)
                for strict, name in _NAMES:
                    part = part.replace(strict, name)
                usual.writestr(member.filename, part)
    return out.getvalue()


def _load(data: bytes, results: bool) -> Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # of extensions that openpyxl does not keep; nothing is saved here
            return openpyxl.load_workbook(io.BytesIO(data), data_only=results)
    except Exception as error:  # openpyxl lets whatever it meets in a damaged part through
        raise _DamagedError(type(error).__name__) from None
