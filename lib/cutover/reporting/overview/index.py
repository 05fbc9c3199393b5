"""The index pages: for the billing company its first page over all practices, for an owner that of one practice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from markupsafe import Markup

from cutover import locks, private
from cutover.reading.kept import opened
from cutover.reading.practice import book, private_file
from cutover.reporting import places, publish
from cutover.reporting.markup import render
from cutover.reporting.overview import changes, first_page, history, next_steps, records, shares, trend
from cutover.reporting.overview.history import History
from cutover.reporting.overview.index_entries import Entry, cutover_of, entries, open_money_of
from cutover.signals import rules, signals

INDEX = "index.html"
_HIDDEN = ".index-"  # what an index page is called until it is whole
_NOTED = "index.json"  # of what an index page was made
_LOCK, _PATIENCE = ".index.lock", 30  # seconds that one run waits for the index pages of another


@dataclass(frozen=True)
class Known:
    """A practice, or the book (`slug` None): its reports, what they said before, and whether it has a folder."""

    slug: str | None
    name: str
    entries: list[Entry]
    history: History
    is_there: bool = True

    @cached_property
    def digest(self) -> str:
        """The digest of all that a page can say of it."""
        return _digest(self.slug, self.name, self.entries, self.history, self.is_there)


def write_client(home: Path, client: str) -> Path:
    """Write the index pages of a client and its practices from what is on disk; return the client's.

    What an earlier run left counts, so that a run of one notebook loses nothing. What each report says now is added to
    its history. A practice's page names no other practice; the client's leads to all, after the book's own reports.
    Neither leads to the desk: the index in the client's desk folder does, and alone names why a run failed. What a
    killed run had begun to put in place is ended first. A page that would come out as it lies there is left.
    """
    folder = home / "reports" / client
    private.folder(places.desk_of(folder))
    with locks.held(places.desk_of(folder) / _LOCK, f"writes the index pages of {client}", _PATIENCE):
        _sweep(folder)
        return _write_client(home, client, folder)


def _write_client(home: Path, client: str, folder: Path) -> Path:
    whole, *practices = _with_history(home, client, _known(home, client, folder))
    batch = max(one.history.batch for one in (whole, *practices))
    for one in practices:
        if one.is_there:
            own = folder / str(one.slug)
            _sweep(own)
            noted = records.folder(home, f"{client}/{one.slug}") / _NOTED
            _put(own / INDEX, noted, one.digest, partial(_practice, one))
    title = book.client_name(home, client)
    shared = shares.changed(home, client)
    told = (title, whole, practices, batch)
    rests_on = _digest(title, batch, [one.digest for one in (whole, *practices)])
    notes = records.folder(home, client)
    at_desk, desk = _digest(rests_on, shared), places.desk_of(folder) / INDEX
    _put(desk, notes / f"desk-{_NOTED}", at_desk, lambda: _first_page(*told, "..", shared), private.FILE)
    _put(folder / INDEX, notes / _NOTED, rests_on, lambda: _first_page(*told, ""))
    return folder / INDEX


def _known(home: Path, client: str, folder: Path) -> list[Known]:
    """The book and then each practice."""
    found = [Known(None, "The whole book", entries(folder), history.read(home, client, None))]
    for slug in book.practices(home, client):
        who, there = book.remembered(home, client, slug), (folder / slug).is_dir()
        told = history.read(home, client, slug)
        found.append(Known(slug, who.name if who else slug, entries(folder / slug), told, there))
    return found


def _with_history(home: Path, client: str, found: list[Known]) -> list[Known]:
    """The same with what each report says now in its history, which is written where anything is new."""
    batch = max(one.history.batch for one in found) + 1
    made = []
    for one in found:
        told = history.added(one.history, one.entries, batch)
        if told != one.history:
            history.keep(home, client, one.slug, told)
        made.append(Known(one.slug, one.name, one.entries, told, one.is_there))
    return made


def _sweep(folder: Path) -> None:
    """Remove what a killed run left of an index page."""
    for path in (*folder.glob(f"{_HIDDEN}*"), *places.desk_of(folder).glob(f"{_HIDDEN}*")):
        path.unlink(missing_ok=True)


def _first_page(
    title: str, whole: Known, practices: list[Known], batch: int, back: str, shared: tuple | list = ()
) -> Markup:
    """The client's page as seen from the folder that `back` leads out of; that of the desk alone leads to the desk."""
    columns = first_page.headings(one.entries for one in practices)
    rows = [first_page.row(one.name, _link(one, back), _linked(one, back), columns) for one in practices]
    rows.sort(key=first_page.Row.rank)
    told = [(one.name, changes.changes(one.history, one.entries, batch)) for one in (whole, *practices)]
    drawn = [trend.of_practice(one.name, one.history, [c.stem for c in columns]) for one in practices]
    return render(
        "first_page.html.j2",
        title=title,
        latest=_latest(whole, *practices),
        book=_linked(whole, back),
        columns=columns,
        rows=rows,
        changed=[(name, some) for name, some in told if some],
        counts=changes.summary(some for _, some in told),
        drawings=[one for one in drawn if one],
        shared=shared,
        unread=sum(len(one.history.unread) for one in (whole, *practices)),
        legend=list(rules().values()),
        always=signals().always,
        sort_key=first_page.sort_key,
        script=first_page.script(),
        digest=first_page.script_digest(),
        trend=trend,
    )


def _practice(one: Known) -> Markup:
    """The page of one practice, for its owner."""
    own = [entry.leaving() for entry in one.entries]
    return render(
        "practice.html.j2",
        title=one.name,
        latest=_latest(one),
        entries=own,
        cutover=cutover_of(own),
        open_money=open_money_of(own),
        steps=next_steps.steps(own),
        most=next_steps.MOST,
        changed=changes.changes(one.history, own, one.history.batch),
        drawings=trend.of_reports(one.history, own),
        lives=changes.lives(one.history, own),
        unread=len(one.history.unread),
        trend=trend,
    )


def _link(one: Known, back: str) -> str | None:
    return f"{back}/{one.slug}/{INDEX}".lstrip("/") if one.is_there else None


def _linked(one: Known, back: str) -> list[Entry]:
    """The reports with their links as seen from the client's page, or from that at the desk."""
    way = "/".join(part for part in (back, one.slug) if part)
    shown = one.entries if back else [entry.leaving() for entry in one.entries]
    return [entry.moved(way) for entry in shown] if way else shown


def _latest(*of: Known) -> str | None:
    return max((entry.as_of for one in of for entry in one.entries if entry.as_of), default=None)


def _digest(*told: object) -> str:
    return hashlib.sha256(repr((records.program(), *told)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _put(page: Path, noted: Path, of: str, make: Callable[[], Markup], mode: int = publish.PAGE) -> None:
    """Write a page in one step: it is whole, or as it was; one that lies there as it was written of the same stays.

    `noted` is where it is written down of what the page was made.
    """
    known, stamp = private_file.read_json(noted), opened.stamp(str(page))
    if stamp and known == {"of": of, "page": list(stamp)}:
        return
    private.replaced(page, make().encode(), mode, _HIDDEN)
    private_file.write(noted, json.dumps({"of": of, "page": opened.stamp(str(page))}).encode())
