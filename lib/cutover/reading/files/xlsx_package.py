"""A zip-based workbook opened within caps: sizes from the directory first, then bounded reading."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree

from cutover.errors import InputError, RefusedError
from cutover.reading.files.sheet import Caps

_BLOCK = 1 << 20
_HEAD = 4 << 20  # bytes of a sheet; a row of 16,384 cells takes up to half a million
_DAMAGED = "Export it again, or open it in Excel, let Excel repair it, and save it as .xlsx."
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


class Package:
    """The members of a workbook that is one zip (xlsx, xlsb, ods), each read whole or not at all."""

    def __init__(self, data: bytes, source_file: str, caps: Caps):
        self.source_file, self.caps = source_file, caps
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except Exception as error:  # zipfile raises BadZipFile, struct.error, OSError, ValueError on damage
            raise self.damaged(error) from None
        self._check_sizes(len(data))
        self._names = {info.filename.lstrip("/").lower(): info for info in self._zip.infolist()}

    def damaged(self, error: object) -> InputError:
        """The error of a package that is cut or broken."""
        what = "is cut off or damaged" if isinstance(error, zipfile.BadZipFile) else "is damaged"
        return InputError(self.source_file, f"the workbook {what} and does not open", _DAMAGED)

    def _check_sizes(self, packed: int) -> None:
        members = self._zip.infolist()
        unpacked = sum(info.file_size for info in members)
        caps = self.caps
        if len(members) > caps.members:
            self.refuse(f"{len(members):,} parts inside, more than {caps.members:,}")
        if unpacked > caps.unpacked_bytes:
            self.refuse(f"it would unpack to {unpacked:,} bytes, more than {caps.unpacked_bytes:,}")
        if unpacked > caps.ratio_free_bytes and unpacked > caps.ratio * packed:
            self.refuse(f"it would unpack to {unpacked / packed:,.0f} times its size")
        if any(info.flag_bits & 1 for info in members):
            raise InputError(
                self.source_file, "the zip inside is encrypted", "Save it without a zip password."
            )

    def refuse(self, found: str) -> None:
        """Raise RefusedError for a file that asks for more than the caps allow."""
        todo = "It was not opened: if it is genuine, split it or save it again in Excel."
        raise RefusedError(self.source_file, found, todo)

    def read(self, name: str) -> bytes | None:
        """Return one member in full, None where there is none.

        Reads at most the size that the directory states. Raises InputError where the member is damaged,
        RefusedError where XML declares a document type (entities can expand without end).
        """
        info = self._names.get(name.lstrip("/").lower())
        if info is None:
            return None
        blocks, left = [], info.file_size
        try:
            with self._zip.open(info) as member:
                while block := member.read(_BLOCK):
                    left -= len(block)
                    if left < 0:
                        self.refuse("a part is larger than the directory states")
                    blocks.append(block)
        except (RefusedError, InputError):
            raise
        except Exception as error:  # BadZipFile, zlib.error, EOFError, NotImplementedError (compression)
            raise self.damaged(error) from None
        data = b"".join(blocks)
        if name.lower().endswith((".xml", ".rels")) and b"<!DOCTYPE" in data[:65_536]:
            self.refuse("its XML declares a document type, which no spreadsheet program writes")
        return data

    def head(self, name: str) -> bytes:
        """Return how a member begins: what its first rows are is known before the others are unpacked."""
        info = self._names.get(name.lstrip("/").lower())
        if info is None:
            return b""
        try:
            with self._zip.open(info) as member:
                return member.read(_HEAD)
        except Exception as error:  # as in `read`
            raise self.damaged(error) from None

    def names(self) -> list[str]:
        """Return the names of the members in lower case, as the directory lists them."""
        return list(self._names)

    def sheet_parts(self) -> dict[str, str]:
        """Return the part of each sheet of an xlsx by the sheet's name; empty where they cannot be found."""
        book, links = self.read("xl/workbook.xml"), self.read("xl/_rels/workbook.xml.rels")
        if book is None or links is None:
            return {}
        try:
            targets = {r.get("Id"): r.get("Target", "") for r in ElementTree.fromstring(links)}
            sheets = [e for e in ElementTree.fromstring(book).iter() if e.tag.rpartition("}")[2] == "sheet"]
        except ElementTree.ParseError as error:
            raise self.damaged(error) from None
        named = ((s.get("name"), targets.get(s.get(_RELATION) or s.get(_STRICT_RELATION))) for s in sheets)
        return {name: posixpath.normpath(posixpath.join("/xl", part))[1:] for name, part in named if part}

    def uses_1904(self) -> bool:
        """Whether dates count from 1904 (workbookPr date1904), as old Mac workbooks do."""
        book = self.read("xl/workbook.xml") or b""
        return re.search(rb'date1904="(?:1|true)"', book) is not None

    def longest_shared_text(self) -> int:
        """Bytes of the longest shared string; one of them can stand in every cell of a sheet."""
        shared = self.read("xl/sharedstrings.xml")
        return max(map(len, re.split(rb"</(?:\w+:)?si>", shared))) if shared else 0
