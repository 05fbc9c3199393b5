"""The files below paths that a person names: loose, in folders, and in zips, one at a time and under caps."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cutover.errors import InputError, RefusedError, UsageError

# more than any portal zip of a month was seen to hold; a zip beyond these is a mistake or an attack
MOST_MEMBERS = 10_000
MOST_BYTES = 1_000_000_000
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Found:
    """One file: its name below the path that was given, its bytes or why there are none."""

    name: str
    data: bytes
    error: InputError | None = None
    was_named: bool = False  # by itself on the command line, not found in a folder or a zip


def walk(paths: list[str]) -> Iterator[Found]:
    """Yield the files at these paths, a folder's sorted; raises UsageError for a path that is none."""
    for path in map(Path, paths):
        if path.is_dir():
            for file in sorted(p for p in path.rglob("*") if p.is_file()):
                yield from _opened(file, file.relative_to(path).as_posix(), was_named=False)
        elif path.is_file():
            yield from _opened(path, path.name, was_named=True)
        else:
            raise UsageError(f"{path}: there is no such file or folder. Check the path.")


def _opened(path: Path, name: str, was_named: bool) -> Iterator[Found]:
    try:
        data = path.read_bytes()
    except OSError as error:
        yield Found(
            name, b"", InputError(name, f"it cannot be opened ({error.strerror})", "Check the file."), True
        )
        return
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        yield from _members(data, name)
    else:
        yield Found(name, data, was_named=was_named)


def _members(data: bytes, name: str) -> Iterator[Found]:
    """Yield the members of a zip, as `zip!member`; a zip in a zip is not opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
            if len(members) > MOST_MEMBERS:
                raise RefusedError(name, f"a zip of more than {MOST_MEMBERS:,} files", "Unpack it by hand.")
            left = MOST_BYTES
            for member in members:
                content = _unpacked(archive, member, name, left)
                left -= len(content)
                yield Found(f"{name}!{member.filename}", content)
    except InputError as error:
        yield Found(name, b"", error, True)
    except (
        zipfile.BadZipFile,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
        zlib.error,
    ) as error:
        found = "encrypted" if "encrypted" in str(error) else "damaged"
        yield Found(name, b"", InputError(name, f"the zip is {found}", "Fetch it again."), True)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, most: int) -> bytes:
    blocks, size = [], 0
    with archive.open(member) as stream:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > most:
                raise RefusedError(name, f"a zip of more than {MOST_BYTES:,} bytes", "Unpack it by hand.")
            blocks.append(block)
    return b"".join(blocks)
