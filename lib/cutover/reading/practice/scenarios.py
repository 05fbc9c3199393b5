"""Scenarios that a person kept at the desk, with who supposes what: one small file a notebook.

It lies in `data/desk/<client>/<practice>/`, for a book in `data/desk/<client>/`: it cannot be rebuilt from other files.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from cutover import private
from cutover.errors import InputError
from cutover.reading.kept import opened
from cutover.reading.practice.book import Book, Practice


@dataclass(frozen=True)
class Scenario:
    """What somebody supposes: `assumption` in words, and the figures that followed on data as of a day.

    `figures` are labels with their values as they are shown; `in_report` tells whether the report shows it.
    """

    name: str
    by: str
    on: dt.date
    as_of: dt.date
    assumption: str
    figures: tuple[tuple[str, str], ...]
    in_report: bool = False

    @property
    def told(self) -> str:
        """What is supposed, by whom and when."""
        return f"{self.assumption}. Supposed by {self.by} on {self.on}, on data as of {self.as_of}."


def kept(who: Practice | Book, notebook: str) -> list[Scenario]:
    """Return the scenarios of a notebook, in the order in which they were kept.

    Raises InputError where the file cannot be read: one that goes into a report would be lost in silence.
    """
    path = _path(who, notebook)
    opened.note_folder(who.desk)  # one that is kept later makes the report another
    if not path.is_file():
        return []
    try:
        return [_from_json(one) for one in json.loads(path.read_text("utf-8"))]
    except (ValueError, KeyError, TypeError):
        todo = "Delete it, and keep the scenarios again."
        raise InputError(f"desk/{path.name}", "no list of scenarios", todo) from None


def chosen(who: Practice | Book, notebook: str) -> list[Scenario]:
    """Return those of them that the report shows."""
    return [one for one in kept(who, notebook) if one.in_report]


def keep(who: Practice | Book, notebook: str, scenario: Scenario) -> list[Scenario]:
    """Keep a scenario in place of one of the same name, and return all."""
    return _write(who, notebook, [*_without(who, notebook, scenario.name), scenario])


def drop(who: Practice | Book, notebook: str, name: str) -> list[Scenario]:
    """Drop the scenario of a name, and return those that are left."""
    return _write(who, notebook, _without(who, notebook, name))


def _without(who: Practice | Book, notebook: str, name: str) -> list[Scenario]:
    return [one for one in kept(who, notebook) if one.name != name]


def _write(who: Practice | Book, notebook: str, found: list[Scenario]) -> list[Scenario]:
    path = _path(who, notebook)
    said = [asdict(one) | {"on": one.on.isoformat(), "as_of": one.as_of.isoformat()} for one in found]
    private.folder(path.parent)
    private.replaced(path, json.dumps(said, ensure_ascii=False, indent=1).encode())
    return found


def _path(who: Practice | Book, notebook: str) -> Path:
    return who.desk / f"scenarios_{notebook}.json"


def _from_json(said: dict) -> Scenario:
    on, as_of = (dt.date.fromisoformat(said[name]) for name in ("on", "as_of"))
    figures = tuple((label, value) for label, value in said["figures"])
    return replace(Scenario(**said), figures=figures, on=on, as_of=as_of)
