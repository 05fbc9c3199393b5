"""The index pages: for an owner those of one practice, for the billing company those of all its practices."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from markupsafe import Markup

from cutover.errors import InputError
from cutover.reading.practice import book
from cutover.reporting import findings
from cutover.reporting.markup import render
from cutover.result import Severity

INDEX = "index.html"
_UNKNOWN = {"state": "low", "word": "No report", "as_of": None, "verdict": "", "tally": {}, "href": None}


def write_client(home: Path, client: str) -> Path:
    """Write the index pages of a client and its practices from what is on disk; return the client's.

    What an earlier run left counts, so that a run of one notebook loses nothing. A practice's page names no
    other practice and no reason of a failure; the client's page links to both, after the book's own reports.
    """
    folder = home / "reports" / client
    whole = _entries(folder)
    groups = [{"name": "The whole book", "link": None, "entries": whole}] if whole else []
    for practice in book.practices(home, client):
        name, entries = _name(home, client, practice), _entries(folder / practice)
        if (folder / practice).is_dir():
            own = [{**entry, "why": None} for entry in entries]
            _put(folder / practice / INDEX, _page(name, [{"name": "Reports", "link": None, "entries": own}]))
        inner = [_moved(entry, practice) for entry in entries]
        link = f"{practice}/{INDEX}" if (folder / practice).is_dir() else None
        groups.append({"name": name, "link": link, "entries": inner})
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / INDEX
    _put(page, _page(book.client_name(home, client), groups))
    return page


def _entries(folder: Path) -> list[dict]:
    """Return one entry per notebook that has a report or a failed run for owners in the folder, by name."""
    endings = (".findings.json", ".failed.html")
    stems = {p.name.removesuffix(e) for e in endings for p in folder.glob(f"*{e}")}
    return [_entry(folder, stem) for stem in sorted(stems) if not stem.endswith(".consultant")]


def _entry(folder: Path, stem: str) -> dict:
    failed = (folder / f"{stem}.failed.html").is_file()
    why = f"{stem}.failed.html" if failed else None
    try:
        said = findings.read(folder / f"{stem}.findings.json")
    except (FileNotFoundError, InputError):
        return {**_UNKNOWN, "title": stem, "failed": failed, "why": why}
    return {
        "state": said["state"],
        "word": findings.STATES[said["state"]],
        "title": said["title"],
        "as_of": said["as_of"],
        "verdict": said["verdict"],
        "tally": {s.value: said["tally"][s.value] for s in Severity if s.value in said["tally"]},
        "href": f"{stem}.html",
        "failed": failed,
        "why": why,
    }


def _moved(entry: dict, practice: str) -> dict:
    """Return an entry with its links as seen from the folder above."""
    return entry | {key: f"{practice}/{entry[key]}" for key in ("href", "why") if entry[key]}


def _page(title: str, groups: list[dict]) -> Markup:
    dates = [entry["as_of"] for group in groups for entry in group["entries"] if entry["as_of"]]
    return render("index.html.j2", title=title, groups=groups, latest=max(dates, default=None))


def _name(home: Path, client: str, practice: str) -> str:
    try:
        return book.load_practice(home, client, practice).name
    except InputError:
        return practice


def _put(path: Path, page: Markup) -> None:
    """Write a page in one step: it is whole, or as it was."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(page)
    Path(name).chmod(0o644)
    Path(name).replace(path)
