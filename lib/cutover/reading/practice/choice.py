"""The client, practice and day that a person chose at the desk: what a notebook opens with, unless its cell says more.

It lies in `data/processed`, private, and can be deleted at any time. A batch never looks at it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cutover import private
from cutover.reading.practice import private_file
from cutover.surroundings import RUN_FOLDER_VARIABLE

FILE = "chosen.json"
# client, practice (None: the book) and day as a notebook's parameters cell has them
Cell = tuple[str, str | None, str]


@dataclass(frozen=True)
class Choice:
    """What was chosen, and the parameters cells that it stands in for: those of the notebooks at that time.

    A cell that is edited afterwards is none of them, and wins: what a person did last counts.
    """

    client: str
    practice: str
    day: dt.date
    instead_of: frozenset[Cell] = frozenset()


def path_of(home: Path) -> Path:
    """Return where the choice lies."""
    return home / "data" / "processed" / FILE


def keep(home: Path, client: str, practice: str, day: dt.date, instead_of: Iterable[Cell]) -> Path:
    """Write a choice down and return its file; raises OSError where it cannot be written."""
    said = {
        "client": client,
        "practice": practice,
        "day": day.isoformat(),
        "instead_of": [list(cell) for cell in instead_of],
    }
    path = path_of(home)
    private.folder(path.parent)
    return private.replaced(path, json.dumps(said, indent=1).encode())


def chosen(home: Path) -> Choice | None:
    """Return what was chosen last; None where nothing was, or it is no longer there or cannot be read."""
    said = private_file.read_json(path_of(home))
    try:
        cells = frozenset((cell[0], cell[1], cell[2]) for cell in said["instead_of"])
        found = Choice(str(said["client"]), str(said["practice"]), dt.date.fromisoformat(said["day"]), cells)
    except (KeyError, IndexError, TypeError, ValueError):
        return None
    return found if (home / "data" / "raw" / found.client / found.practice).is_dir() else None


def instead(home: Path, client: str, practice: str | None, as_of: object) -> Choice | None:
    """Return the choice that stands in for a parameters cell, None where the cell counts, as in every batch."""
    if RUN_FOLDER_VARIABLE in os.environ:
        return None
    found = chosen(home)
    return found if found and (client, practice, str(as_of)) in found.instead_of else None
