"""What a file is, by its content and never by its name."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

import olefile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_NOT_TABLES = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a Rich Text document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a SQLite database"),
    (b"\x00\x01\x00\x00Standard", "an Access database"),
)


class FileKind(StrEnum):
    """The kinds that matter to the reader; the value is what a person reads."""

    EMPTY = "empty file"
    XLSX = "Excel workbook (xlsx)"
    XLSB = "Excel binary workbook (xlsb)"
    XLS = "Excel 97-2003 workbook (xls)"
    ODS = "OpenDocument spreadsheet (ods)"
    ENCRYPTED = "password-protected Excel workbook"
    RIGHTS_MANAGED = "rights-managed Office file"
    HTML = "HTML table"
    XML_SPREADSHEET = "XML spreadsheet 2003"
    MHTML = "web archive (mht)"
    TEXT = "delimited text"
    X12 = "X12 transaction"
    ZIP_ARCHIVE = "zip archive"
    OTHER = "another kind of file"


def kind_of_file(data: bytes) -> tuple[FileKind, str]:
    """Return the kind of a file and, for another kind, what it is in words.

    Reads signatures, the names in a zip's or OLE container's directory, and the first characters of text.
    """
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\x1a"):
        return FileKind.EMPTY, "an empty file"
    for signature, words in _NOT_TABLES:
        if data.startswith(signature):
            return FileKind.OTHER, words
    if data.startswith(ZIP):
        return _kind_of_zip(data)
    if data.startswith(OLE):
        return _kind_of_ole(data)
    return _kind_of_text(data[:65_536])


def _kind_of_zip(data: bytes) -> tuple[FileKind, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = {name.lower().lstrip("/") for name in package.namelist()}
            mime = next((i for i in package.infolist() if i.filename == "mimetype"), None)
            is_ods = mime is not None and mime.file_size < 200 and b"spreadsheet" in package.read(mime)
    except Exception:  # any broken zip: zipfile raises BadZipFile, zlib.error, struct.error, OSError and more
        if b"[Content_Types].xml" in data[:4096] or b"xl/" in data[:65_536]:
            return FileKind.XLSX, "a damaged Excel workbook"
        return FileKind.ZIP_ARCHIVE, "a damaged zip archive"
    if is_ods:
        return FileKind.ODS, FileKind.ODS.value
    for kind, member in ((FileKind.XLSB, "xl/workbook.bin"), (FileKind.XLSX, "xl/workbook.xml")):
        if member in names:
            return kind, kind.value
    if any(name.startswith("xl/") for name in names):
        return FileKind.XLSX, FileKind.XLSX.value
    if any(name.startswith("word/") for name in names):
        return FileKind.OTHER, "a Word document"
    return FileKind.ZIP_ARCHIVE, "a zip archive"


def _kind_of_ole(data: bytes) -> tuple[FileKind, str]:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            streams = {"/".join(path).lower() for path in container.listdir()}
    except Exception:  # olefile raises OSError, IndexError, struct.error and others on damage
        return FileKind.XLS, "a damaged Excel 97-2003 workbook"
    if any("drm" in name for name in streams):
        return FileKind.RIGHTS_MANAGED, FileKind.RIGHTS_MANAGED.value
    if "encryptioninfo" in streams:
        return FileKind.ENCRYPTED, FileKind.ENCRYPTED.value
    if "encryptedpackage" in streams:
        return FileKind.RIGHTS_MANAGED, FileKind.RIGHTS_MANAGED.value
    if streams & {"workbook", "book"}:
        return FileKind.XLS, FileKind.XLS.value
    words = "a Word document" if "worddocument" in streams else "an Office file that is not a workbook"
    return FileKind.OTHER, words


def _kind_of_text(head: bytes) -> tuple[FileKind, str]:
    text = head.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    text = text.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(b"isa") and re.match(rb"isa([^a-z0-9\s]).{2}\1", text):
        return FileKind.X12, FileKind.X12.value
    if text.startswith(b"mime-version:") or b"content-type: multipart/related" in text[:2000]:
        return FileKind.MHTML, FileKind.MHTML.value
    if text.startswith(b"<"):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in text and re.search(rb"<(\w+:)?workbook", text):
            return FileKind.XML_SPREADSHEET, FileKind.XML_SPREADSHEET.value
        if re.search(rb"<(!doctype html|html|head|body|table|meta|style|div|center)\b", text):
            return FileKind.HTML, FileKind.HTML.value
        if text.startswith(b"<?xml"):
            return FileKind.OTHER, "an XML document"
    controls = sum(head.count(bytes([c])) for c in range(1, 32) if c not in (9, 10, 11, 12, 13, 26, 27, 31))
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(0) >= 0.35 * len(head)
    if controls > 0.02 * len(head) or (not utf16 and head.count(0) > 0.02 * len(head)):
        return FileKind.OTHER, "a binary file of unknown kind"
    return FileKind.TEXT, FileKind.TEXT.value
