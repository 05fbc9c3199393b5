"""The manifest: what was held on which day, proven by hashes, and what was added, changed or lost since.

Manifests lie in `data/manifests/<client>/<practice>/<day>.json`. Not in `data/processed`, which may be deleted
and made anew at any time: what was held in March cannot be made anew in June. Not in `reports`, which goes to
owners: a file name may hold a patient's. Not in `data/raw`, which nothing here writes to.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cutover import private
from cutover.columns import Column, Kind, Privacy, empty, framed
from cutover.errors import InputError
from cutover.reading.practice.book import Practice
from cutover.reading.practice.files_held import Holdings
from cutover.reading.practice.tables import CLUTTER

SCHEMA = 1
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.(\d+))?\.json")
_FILE_KEYS = ("path", "sha256", "bytes", "format", "subject", "state", "rows")

# one row per path that differs between two manifests
CHANGES = (
    Column("change", Kind.TEXT, "Change", "added, changed, lost, or renamed: the same bytes at another path"),
    Column("folder", Kind.TEXT, "Folder", "folder of the practice that it lies or lay in"),
    Column("subject", Kind.TEXT, "What it is", "as it was last known"),
    Column("source_file", Kind.TEXT, "File", "its path, of a lost one the former", Privacy.PHI),
    Column("was_at", Kind.TEXT, "Was at", "the former path of a renamed file", Privacy.PHI),
    Column("sha256_before", Kind.TEXT, "sha256 before", "null for an added file", Privacy.DESK),
    Column("sha256_now", Kind.TEXT, "sha256 now", "null for a lost file", Privacy.DESK),
)


@dataclass(frozen=True)
class Manifest:
    """What a practice's folder held on a day: `files` has one entry per file, in order of path.

    `path` is where the manifest lies, `sha256` the hash of its bytes; both are empty for one that is not kept.
    """

    day: dt.date
    files: tuple[dict, ...]
    path: Path | None = None
    sha256: str = ""


def folder_of(practice: Practice) -> Path:
    """Return where the manifests of a practice lie."""
    return practice.home / "data" / "manifests" / practice.client / practice.slug


def manifest_of(holdings: Holdings, day: dt.date) -> Manifest:
    """Return the manifest of what is held; files that an operating system left are not in it."""
    files = holdings.files[holdings.files["state"] != CLUTTER].sort_values("source_file")
    files = files.rename(columns={"source_file": "path", "content": "sha256"})[list(_FILE_KEYS)]
    rows = files.astype(object).where(files.notna(), None).to_dict("records")
    return Manifest(
        day,
        tuple(
            {k: int(v) if k in ("bytes", "rows") and v is not None else v for k, v in r.items()} for r in rows
        ),
    )


def earlier(practice: Practice, day: dt.date) -> Manifest | None:
    """Return the newest manifest of a day before this one, None where there is none.

    Of several on one day the last counts. A manifest of the day itself is left out, so that a report of a day
    can be made again and says the same. Raises InputError where a manifest cannot be read.
    """
    before = [found for found in _kept(practice) if found[0] < day]
    return _read(max(before)[2]) if before else None


def keep(manifest: Manifest, practice: Practice) -> Manifest:
    """Write a manifest where it belongs and return it with its path and hash.

    A kept manifest is never written over: the same files on the same day give the one that is there, other
    files a further one (`2026-07-31.2.json`). Each names the hash of the one before it, so that a manifest
    that was changed or taken away later shows.
    """
    there = _kept(practice)
    same_day = [_read(path) for day, _, path in there if day == manifest.day]
    for found in same_day:
        if found.files == manifest.files:
            return found
    number = f".{len(same_day) + 1}" if same_day else ""
    path = folder_of(practice) / f"{manifest.day}{number}.json"
    before = [found for found in there if found[0] <= manifest.day]
    _write(path, _as_json(manifest, practice, max(before)[2] if before else None))
    return _read(path)


def check(practice: Practice) -> list[str]:
    """Return a sentence for every manifest that no longer follows from the one that it names as its former."""
    wrong = []
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for _, _, path in _kept(practice)}
    for _, _, path in _kept(practice):
        former = json.loads(path.read_text("utf-8"))["follows"]
        if former and hashes.get(former["name"]) != former["sha256"]:
            wrong.append(f"{path.name} follows {former['name']}, which is gone or was changed since.")
    return wrong


def compare(before: Manifest | None, now: Manifest) -> pd.DataFrame:
    """Return what was added, changed, lost or renamed between two manifests (contract CHANGES).

    A file whose bytes stand at another path is renamed, not lost: what counts is that the bytes are held.
    Without a former manifest nothing is known to have changed.
    """
    if before is None:
        return empty(CHANGES)
    old, new = {f["path"]: f for f in before.files}, {f["path"]: f for f in now.files}
    gone, come = [p for p in old if p not in new], [p for p in new if p not in old]
    places: dict[str, list[str]] = {}
    for path in come:
        places.setdefault(new[path]["sha256"] or "", []).append(path)
    held = {f["sha256"] for f in now.files}
    rows, moved = [], set()
    for path in gone:
        digest = old[path]["sha256"]
        to = places.get(digest) if digest else None
        if to:
            moved.add(to[0])
            rows.append(_change("renamed", new[to[0]], old[path], new[to.pop(0)]))
        elif digest is None or digest not in held:
            rows.append(_change("lost", old[path], old[path], None))
        else:
            rows.append(_change("copy removed", old[path], old[path], None))
    rows += [_change("added", new[p], None, new[p]) for p in come if p not in moved]
    same = [p for p in old if p in new and old[p]["sha256"] != new[p]["sha256"]]
    rows += [_change("changed", new[p], old[p], new[p]) for p in same]
    return framed(rows, CHANGES)


def _change(change: str, shown: dict, old: dict | None, new: dict | None) -> dict:
    first, _, rest = shown["path"].partition("/")
    return {
        "change": change,
        "folder": first if rest else "",
        "subject": shown["subject"],
        "source_file": shown["path"],
        "was_at": old["path"] if change == "renamed" else None,
        "sha256_before": old and old["sha256"],
        "sha256_now": new and new["sha256"],
    }


def _kept(practice: Practice) -> list[tuple[dt.date, int, Path]]:
    folder = folder_of(practice)
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    named = [(match, path) for path in paths if (match := _NAME.fullmatch(path.name))]
    return sorted((dt.date.fromisoformat(m[1]), int(m[2] or 1), path) for m, path in named)


def _as_json(manifest: Manifest, practice: Practice, former: Path | None) -> str:
    follows = former and {"name": former.name, "sha256": hashlib.sha256(former.read_bytes()).hexdigest()}
    head = {
        "schema": SCHEMA,
        "client": practice.client,
        "practice": practice.slug,
        "day": manifest.day.isoformat(),
        "follows": follows,
    }
    lines = ",\n".join("  " + json.dumps(file, ensure_ascii=False) for file in manifest.files)
    return json.dumps(head, ensure_ascii=False, indent=1)[:-2] + f',\n "files": [\n{lines}\n ]\n}}\n'


def _write(path: Path, text: str) -> None:
    """Write a file that is whole or absent, and never over another."""
    try:
        private.folder(path.parent)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    except OSError as error:
        where = "/".join(("data/manifests", *path.parts[-3:-1]))
        todo = "Make that folder writable, and run the report again."
        raise InputError(where, f"the manifest cannot be written ({error.strerror})", todo) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        try:
            os.link(name, path)
        except FileExistsError:  # another run of the same day was quicker
            if path.read_text("utf-8") != text:
                raise InputError(
                    path.name, "another run wrote it meanwhile", "Run the report again."
                ) from None
    finally:
        Path(name).unlink()


def _read(path: Path) -> Manifest:
    try:
        data = path.read_bytes()
        said = json.loads(data)
        files = tuple({key: file[key] for key in _FILE_KEYS} for file in said["files"])
        if said["schema"] == SCHEMA:
            return Manifest(dt.date.fromisoformat(said["day"]), files, path, hashlib.sha256(data).hexdigest())
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise InputError(
        f"data/manifests/{path.parent.name}/{path.name}",
        "not a manifest that can be read",
        "Restore it from a backup, or move it away and say so.",
    )
