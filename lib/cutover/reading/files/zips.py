"""Files as they come from people: folders, zips and zips in zips, read under caps and only into memory.

Nothing is ever unpacked to disk, so a member's name cannot reach a path. A member is read in pieces up to
its cap, whatever its header says: the limits of the zip format are claims of its writer.
"""

from __future__ import annotations

import hashlib
import io
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from cutover.reading.practice.file_names import shown

READ, UNREADABLE, REFUSED, NOT_AN_ERA = "read", "unreadable", "refused", "not an ERA"
_MIB = 1 << 20
_PIECE = 64 * 1024
_ZIP_BEGINS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OFFICE_MEMBER = "[Content_Types].xml"  # in every docx, xlsx and pptx (ECMA-376 part 2)
_ODF_BEGINS = b"mimetypeapplication/vnd.oasis.opendocument"  # the first member (ODF 1.2 part 3, 3.3)
_LOCAL_HEADER = 30  # bytes before the name (APPNOTE 4.3.7)
_FIRST = 200  # bytes of a first member that tell what a document is
# what zipfile and zlib raise on damaged or hostile bytes
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    IndexError,
    OverflowError,
    struct.error,
)


@dataclass(frozen=True)
class Caps:
    """How much is read before a file is refused; the largest practice seen in the field needs a tenth.

    `ratio` is unpacked to packed size and counts from `ratio_floor` bytes on: short texts shrink a lot.
    """

    files: int = 100_000  # of one folder, members of zips included
    members: int = 20_000  # of one zip
    member_bytes: int = 512 * _MIB  # of one member, or of a loose file
    zip_bytes: int = 2048 * _MIB  # of one zip, unpacked
    folder_bytes: int = 8192 * _MIB  # of one folder, unpacked
    ratio: int = 200
    ratio_floor: int = 4 * _MIB
    depth: int = 2  # a zip, and a zip in it


CAPS = Caps()


@dataclass(frozen=True)
class Entry:
    """One file: its bytes in `data`, or the reason why there are none.

    `source_file` is the path below the practice, inside a zip after a `!`; `container` the zip it stands in;
    For a zip, `kind` is "zip" and `digest` the sha256 of its bytes, which are not kept.
    """

    source_file: str
    container: str | None
    size: int | None
    data: bytes | None = None
    state: str = READ
    reason: str | None = None
    kind: str | None = None
    digest: str | None = None

    @property
    def content(self) -> bytes:
        """The bytes of a file that could be read; asked for only where `data` is not None."""
        return cast("bytes", self.data)


@dataclass
class _Budget:
    """What is left of the caps of one folder."""

    caps: Caps
    files: int = 0
    size: int = 0
    documents: bool = False

    def has_files_left(self) -> bool:
        return self.files < self.caps.files

    def has_bytes_left(self, size: int) -> bool:
        return self.size + size <= self.caps.folder_bytes


@dataclass
class _Zip:
    """One open zip and what was found in it."""

    name: str
    depth: int
    archive: zipfile.ZipFile
    size: int = 0
    names: Counter = field(default_factory=Counter)
    bad: int = 0


def is_zip(data: bytes) -> bool:
    """Tell whether bytes begin as a zip does."""
    return data[:4] in _ZIP_BEGINS


def _is_document(file: io.BufferedIOBase) -> bool:
    """Whether a zip is an Office document, also where its end was cut off; leaves the place after its mark."""
    file.seek(0)
    head = file.read(_PIECE)
    file.seek(4)
    return _OFFICE_MEMBER.encode() in head or b"xl/" in head or _ODF_BEGINS in _first_of(head)


def _first_of(head: bytes) -> bytes:
    """How a zip begins: the name of its first member and what that holds, which some programs pack."""
    if len(head) < _LOCAL_HEADER:
        return b""
    method, name, more = (int.from_bytes(head[at : at + 2], "little") for at in (8, 26, 28))
    begin = _LOCAL_HEADER + name
    held = head[begin + more : begin + more + _FIRST]
    if method == zipfile.ZIP_DEFLATED:
        try:
            held = zlib.decompressobj(-zlib.MAX_WBITS).decompress(held, _FIRST)
        except zlib.error:
            held = b""
    return head[_LOCAL_HEADER:begin] + held


def walk(
    folder: Path, root: Path, caps: Caps = CAPS, without: Collection[str] = (), documents: bool = False
) -> Iterator[Entry]:
    """Yield every file below a folder, then those in its zips, in the order of their names.

    One entry per file, whether it could be read or not; a refusal is a sentence that says what to do.
    Files outside `root` are refused, and so is what is not a regular file. Without the folder: nothing.
    `without` names folders directly below that are passed over. With `documents` an Office document, which is
    a zip inside, is one file with its bytes; otherwise it is a zip that holds no ERA.
    """
    budget = _Budget(caps, documents=documents)
    if _is_link(folder) and not _stays_in(folder, root):
        yield Entry(_below(folder, root), None, None, state=REFUSED, reason=_LEAVES)
        return
    for path in _files(folder, without):
        if not budget.has_files_left():
            yield _too_many(_below(folder, root), None, caps)
            return
        yield from _loose(path, root, budget)


def walk_file(path: Path, caps: Caps = CAPS, documents: bool = False) -> Iterator[Entry]:
    """Yield a file that is named by itself, a zip's members before it, as `walk` does for a folder."""
    path = path.resolve()
    yield from _loose(path, path.parent, _Budget(caps, documents=documents))


def walk_paths(
    paths: Iterable[Path], root: Path, caps: Caps = CAPS, documents: bool = False
) -> Iterator[Entry]:
    """Yield files below a root that are named by their paths, a zip's members before it, as `walk` does."""
    budget = _Budget(caps, documents=documents)
    for path in paths:
        yield from _loose(path, root, budget)


_LEAVES = "A link to somewhere outside this practice's folder. Put the file itself here."


def _files(folder: Path, without: Collection[str] = ()) -> Iterator[Path]:
    """Every path below a folder that is not a folder itself, sorted; links to folders are not followed."""
    try:
        inside = sorted(folder.iterdir(), key=lambda path: path.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError:
        yield folder
        return
    for path in inside:
        if path.is_dir() and not path.is_symlink():
            yield from _files(path) if path.name not in without else ()
        else:
            yield path


def _below(path: Path, root: Path) -> str:
    return "/".join(shown(part) for part in path.relative_to(root).parts)


def _stays_in(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def _is_link(folder: Path) -> bool:
    try:
        return folder.is_symlink()
    except OSError:  # whoever may not look into the folder above cannot tell; opening it says so
        return False


def _loose(path: Path, root: Path, budget: _Budget) -> Iterator[Entry]:
    """One file on disk, and what is in it where it is a zip."""
    name = _below(path, root)
    budget.files += 1
    try:
        refusal, status = _not_readable(path, root), path.stat()
        if refusal is None:
            with path.open("rb") as file:
                begin = file.read(4)
                if is_zip(begin) and not (budget.documents and _is_document(file)):
                    yield from _zip(name, None, file, status.st_size, 1, budget)
                    return
                yield _whole(name, file, begin, status.st_size, budget)
                return
    except OSError as error:
        refusal, status = (
            f"It cannot be opened ({error.strerror}). Check its permissions, or copy it again.",
            None,
        )
    state = UNREADABLE if status is None else REFUSED
    yield Entry(name, None, status.st_size if status else None, state=state, reason=refusal)


def _not_readable(path: Path, root: Path) -> str | None:
    """Why a path is not opened at all, or None."""
    if path.is_symlink():
        if not _stays_in(path, root):
            return _LEAVES
        if path.is_dir():
            return "A link to a folder. Put the folder itself here."
    mode = path.stat().st_mode
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISDIR(mode):
        return "This folder cannot be opened. Check its permissions."
    return "Neither a file nor a folder. Remove it."


def _whole(name: str, file: io.BufferedReader, begin: bytes, size: int, budget: _Budget) -> Entry:
    """A loose file that is no zip, with its bytes."""
    refusal = _too_large(size, budget)
    if refusal:
        return Entry(name, None, size, state=REFUSED, reason=refusal)
    file.seek(0)
    data = file.read(budget.caps.member_bytes + len(begin))
    budget.size += len(data)
    return Entry(name, None, len(data), data)


def _too_large(size: int, budget: _Budget) -> str | None:
    if size > budget.caps.member_bytes:
        return f"Larger than {_megabytes(budget.caps.member_bytes)}. Split it, or check that it is an ERA."
    if not budget.has_bytes_left(size):
        limit = _megabytes(budget.caps.folder_bytes)
        return f"The folder holds more than {limit} unpacked; this file was not read. Remove what is no ERA."
    return None


def _megabytes(size: int) -> str:
    return f"{size / _MIB:,.0f} MB" if size >= _MIB else f"{size:,} bytes"


def _too_many(name: str, container: str | None, caps: Caps) -> Entry:
    reason = f"More than {caps.files:,} files in one folder; the rest was not read. Remove what is no ERA."
    return Entry(name, container, None, state=REFUSED, reason=reason)


def _zip(
    name: str, container: str | None, file: io.BufferedIOBase, size: int, depth: int, budget: _Budget
) -> Iterator[Entry]:
    """The members of a zip, then the zip itself, which says how many of them were not read."""
    base: dict[str, Any] = {"source_file": name, "container": container, "size": size, "kind": "zip"}
    file.seek(0)
    base["digest"] = hashlib.file_digest(file, "sha256").hexdigest()
    if depth > budget.caps.depth:
        reason = "A zip in a zip in a zip. Take the inner zip out and put it here."
        yield Entry(**base, state=REFUSED, reason=reason)
        return
    try:
        refusal = _directory_too_large(file, budget.caps)
        archive = None if refusal else zipfile.ZipFile(file)
    except DAMAGE:
        refusal = "The zip is cut or damaged and does not open. Download it again."
    if refusal:
        yield Entry(**base, state=REFUSED, reason=refusal)
        return
    with archive:
        yield from _opened(_Zip(name, depth, archive), base, budget)


def _directory_too_large(file: io.BufferedIOBase, caps: Caps) -> str | None:
    """Refuse a zip whose list of members alone would fill the memory, before zipfile reads it.

    An entry takes at least 46 bytes and in practice below 512 (APPNOTE 4.3.12). zipfile takes the size of
    the list from the end record, in the last 65,557 bytes; what it then finds is checked again.
    """
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - 65_557 - 76))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    wide = tail.rfind(b"PK\x06\x06")
    size = struct.unpack_from("<L", tail, at + 12)[0] if 0 <= at <= len(tail) - 22 else 0
    if 0 <= wide <= len(tail) - 56:
        size = max(0 if size == 0xFFFFFFFF else size, struct.unpack_from("<Q", tail, wide + 40)[0])
    file.seek(0)
    if min(size, end) > caps.members * 512:
        return f"It lists more than {caps.members:,} members. Split it into smaller zips."
    return None


def _opened(zipped: _Zip, base: dict, budget: _Budget) -> Iterator[Entry]:
    """The members of an open zip, then the zip."""
    members = [
        info for info in zipped.archive.infolist() if not info.filename.endswith("/")
    ]  # may have no name
    refusal = _refused_as_a_whole(members, budget.caps)
    if refusal:
        yield Entry(**base, **refusal)
        return
    overlapping = _overlapping(zipped.archive.infolist())
    for info in members:
        if not budget.has_files_left():
            zipped.bad += 1
            break
        yield from _member(zipped, info, info.header_offset in overlapping, budget)
    yield Entry(**base, **_said_of(zipped.bad, len(members)))


def _refused_as_a_whole(members: list[zipfile.ZipInfo], caps: Caps) -> dict | None:
    if any(info.filename == _OFFICE_MEMBER for info in members):
        return {"state": NOT_AN_ERA, "reason": "An Office document, not an ERA. Move it to another folder."}
    if len(members) > caps.members:
        reason = f"It lists more than {caps.members:,} members. Split it into smaller zips."
        return {"state": REFUSED, "reason": reason}
    return None


def _said_of(bad: int, count: int) -> dict:
    if not bad:
        return {"reason": None if count else "The zip is empty. Download it again if it should not be."}
    if bad == count:
        return {"state": REFUSED, "reason": "None of its members can be read; each says why."}
    return {"reason": f"{bad:,} of its {count:,} members cannot be read; each says why."}


def _overlapping(members: list[zipfile.ZipInfo]) -> set[int]:
    """The offsets of members whose bytes overlap another's: the mark of a bomb, or of a broken directory."""
    ordered = sorted(members, key=lambda info: info.header_offset)
    found, reach, owner = set(), -1, None
    for info in ordered:
        end = info.header_offset + _LOCAL_HEADER + len(info.orig_filename) + info.compress_size
        if info.header_offset < reach:
            found |= {info.header_offset, owner}
        if end > reach:
            reach, owner = end, info.header_offset
    return found


def _member(zipped: _Zip, info: zipfile.ZipInfo, overlaps: bool, budget: _Budget) -> Iterator[Entry]:
    """One member of a zip, and what is in it where it is a zip itself."""
    budget.files += 1
    name = _member_name(zipped, info)
    refusal = _member_refusal(info, overlaps, budget)
    try:
        data = None if refusal else _bytes_of(zipped, info, budget)
    except DAMAGE:
        reason = "Its bytes in the zip are damaged. Download the zip again."
        zipped.bad += 1
        yield Entry(name, zipped.name, info.file_size, state=UNREADABLE, reason=reason)
        return
    if data is None:
        zipped.bad += 1
        reason = refusal or _swells(zipped, budget)
        yield Entry(name, zipped.name, info.file_size, state=REFUSED, reason=reason)
    elif is_zip(data) and not (budget.documents and _is_document(io.BytesIO(data))):
        yield from _zip(name, zipped.name, io.BytesIO(data), len(data), zipped.depth + 1, budget)
    else:
        yield Entry(name, zipped.name, len(data), data)


def _member_name(zipped: _Zip, info: zipfile.ZipInfo) -> str:
    """The name below the practice; a second member of the same name gets a number."""
    name = "/".join(shown(part) for part in info.filename.split("/"))
    zipped.names[name] += 1
    number = f" [{zipped.names[name]}]" if zipped.names[name] > 1 else ""
    return f"{zipped.name}!{name}{number}"


def _member_refusal(info: zipfile.ZipInfo, overlaps: bool, budget: _Budget) -> str | None:
    """Why a member is not unpacked at all, or None."""
    if info.flag_bits & 0x41:
        return "Protected by a password. Unpack it with the password and put the files here."
    if overlaps:
        return "Its bytes overlap another member's, as in a zip bomb. Download the zip from the portal again."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "A link, not a file. Put the file itself here."
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return (
            f"Packed with method {info.compress_type}, which is not read. Unpack it and put the files here."
        )
    return _too_large(info.file_size, budget)


def _bytes_of(zipped: _Zip, info: zipfile.ZipInfo, budget: _Budget) -> bytes | None:
    """The bytes of a member, or None where they break a cap; raises one of DAMAGE where they are damaged."""
    pieces, size = [], 0
    caps = budget.caps
    allowed = min(caps.member_bytes, caps.zip_bytes - zipped.size, caps.folder_bytes - budget.size)
    swollen = max(caps.ratio_floor, caps.ratio * info.compress_size)
    with zipped.archive.open(info) as member:
        while piece := member.read(_PIECE):
            size += len(piece)
            if size > min(allowed, swollen):
                return None
            pieces.append(piece)
    if size != info.file_size:
        raise zipfile.BadZipFile("size differs from the header's")
    zipped.size += size
    budget.size += size
    return b"".join(pieces)


def _swells(zipped: _Zip, budget: _Budget) -> str:
    caps = budget.caps
    return (
        f"It unpacks to more than is safe ({caps.ratio} times its size, or "
        f"{_megabytes(caps.zip_bytes)} in one zip). Unpack it yourself and put its ERAs here."
    )
