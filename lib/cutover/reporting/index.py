"""The index pages: for an owner those of one practice, for the billing company those of all its practices."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from cutover import private
from cutover.errors import InputError
from cutover.reading.practice import book
from cutover.reporting import findings, locks, places, publish, run_marks, shares
from cutover.reporting.markup import render
from cutover.result import Severity

INDEX = "index.html"
_HIDDEN = ".index-"  # what an index page is called until it is whole
_LOCK, _PATIENCE = ".index.lock", 30  # seconds that one run waits for the index pages of another
NO_REPORT = {"state": "low", "word": "No report", "as_of": None, "verdict": "", "tally": {}, "href": None}


def write_client(home: Path, client: str) -> Path:
    """Write the index pages of a client and its practices from what is on disk; return the client's.

    What an earlier run left counts, so that a run of one notebook loses nothing. A practice's page names no
    other practice; the client's links to all, after the book's own reports. Neither leads to the desk: the
    index in the client's desk folder does, and alone names why a run failed. What a killed run had begun to put
    in place is ended first.
    """
    folder = home / "reports" / client
    private.folder(places.desk_of(folder))
    with locks.held(places.desk_of(folder) / _LOCK, f"writes the index pages of {client}", _PATIENCE):
        _sweep(folder)
        return _write_client(home, client, folder)


def _write_client(home: Path, client: str, folder: Path) -> Path:
    whole = _entries(folder)
    groups = [{"name": "The whole book", "link": None, "entries": whole}] if whole else []
    for practice in book.practices(home, client):
        name, there = _name(home, client, practice), (folder / practice).is_dir()
        entries = _entries(folder / practice)
        if there:
            _sweep(folder / practice)
            only = [{"name": "Reports", "link": None, "entries": _without_desk(entries)}]
            _put(folder / practice / INDEX, _page(name, only))
        inner = [_moved(entry, practice) for entry in entries]
        groups.append({"name": name, "link": f"{practice}/{INDEX}" if there else None, "entries": inner})
    title = book.client_name(home, client)
    changed = shares.changed(home, client)
    at_desk = _page(title, [_from_desk(group) for group in groups], changed)
    _put(places.desk_of(folder) / INDEX, at_desk, private.FILE)
    leaves = [group | {"entries": _without_desk(group["entries"])} for group in groups]
    _put(folder / INDEX, _page(title, leaves))
    return folder / INDEX


def _sweep(folder: Path) -> None:
    """Remove what a killed run left of an index page."""
    for path in (*folder.glob(f"{_HIDDEN}*"), *places.desk_of(folder).glob(f"{_HIDDEN}*")):
        path.unlink(missing_ok=True)


def _entries(folder: Path) -> list[dict]:
    """Return one entry per notebook that has a report or a failed run for owners in the folder, by name."""
    publish.complete(folder)
    endings = (places.FINDINGS, places.FAILED)
    stems = {p.name.removesuffix(e) for e in endings for p in places.desk_of(folder).glob(f"*{e}")}
    shown = [stem for stem in sorted(stems) if not stem.startswith(".") and not stem.endswith(".consultant")]
    return [entry_of(folder, stem) for stem in shown]


def entry_of(folder: Path, stem: str) -> dict:
    """Return what a report folder says of one notebook: its state, verdict and day, and how its last run ended."""
    desk, page = places.desk_of(folder), folder / f"{stem}.html"
    failed = (desk / f"{stem}{places.FAILED}").is_file()
    why = f"{places.DESK}/{stem}{places.FAILED}" if failed else None
    try:
        said = findings.read(desk / f"{stem}{places.FINDINGS}")
    except (FileNotFoundError, InputError):
        return {**NO_REPORT, "title": stem, "failed": failed, "why": why, "parted": False}
    return {
        "state": said["state"],
        "word": findings.STATES[said["state"]],
        "title": said["title"],
        "as_of": said["as_of"],
        "verdict": said["verdict"],
        "tally": {s.value: said["tally"][s.value] for s in Severity if s.value in said["tally"]},
        "href": page.name if page.is_file() else None,
        "parted": page.is_file() and run_marks.run_of(page) != said.get("run"),
        "failed": failed,
        "why": why,
    }


def _without_desk(entries: list[dict]) -> list[dict]:
    """Return the entries of a page that may leave: without a way to the desk."""
    return [entry | {"why": None} for entry in entries]


def _moved(entry: dict, folder: str) -> dict:
    """Return an entry with its links as seen from elsewhere, from where `folder` leads back."""
    return entry | {key: f"{folder}/{entry[key]}" for key in ("href", "why") if entry[key]}


def _from_desk(group: dict) -> dict:
    link = group["link"] and f"../{group['link']}"
    return group | {"link": link, "entries": [_moved(entry, "..") for entry in group["entries"]]}


def _page(title: str, groups: list[dict], changed: Sequence[str] = ()) -> Markup:
    dates = [entry["as_of"] for group in groups for entry in group["entries"] if entry["as_of"]]
    return render(
        "index.html.j2", title=title, groups=groups, latest=max(dates, default=None), changed=changed
    )


def _name(home: Path, client: str, practice: str) -> str:
    known = book.remembered(home, client, practice)
    return known.name if known else practice


def _put(path: Path, page: Markup, mode: int = publish.PAGE) -> None:
    """Write a page in one step: it is whole, or as it was."""
    private.replaced(path, page.encode(), mode, _HIDDEN)
