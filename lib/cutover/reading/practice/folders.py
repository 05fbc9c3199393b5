"""Where clients and practices lie, by the names of folders alone: light, for the shell asks it at every TAB."""

from __future__ import annotations

import os
from pathlib import Path

from cutover import locations
from cutover.errors import InputError, UsageError, meant
from cutover.identifiers import slug_is_valid
from cutover.surroundings import HOME_VARIABLE

RESERVED = "desk"  # the folder beside the pages of a client's practices
# folders of a client that are no practices
_OF_THE_CLIENT = ("payer_list", "crosswalks", "enrollments", "stedi_payers")


def project_home() -> Path:
    """Return the folder that holds `data` and `reports`: CUTOVER_HOME, the checkout, or where one is."""
    named = os.environ.get(HOME_VARIABLE)
    return Path(named).resolve() if named else locations.CHECKOUT or Path.cwd()


def clients(home: Path) -> list[str]:
    """Return the slugs of the clients that have a folder in `data/raw`, sorted."""
    return _slugs(home / "data" / "raw")


def practices(home: Path, client: str) -> list[str]:
    """Return the slugs of a client's practices, sorted; raises UsageError where there is no such client."""
    checked_slug(client)
    folder = home / "data" / "raw" / client
    if not folder.is_dir():
        there = clients(home)
        known = ", ".join(there) or "none"
        raise UsageError(f"no client {client!r} in data/raw (there: {known}). {meant(client, there)}")
    found = [s for s in _slugs(folder) if s not in _OF_THE_CLIENT]
    if RESERVED in found:
        raise UsageError(
            f"a practice cannot be called {RESERVED!r}: reports have a folder of that name. Rename it."
        )
    return [slug for slug in found if not _holds_papers(folder / slug)]


def papers(home: Path, client: str) -> list[str]:
    """Return the folders of a client that hold papers of the office and are no practices, sorted."""
    folder = home / "data" / "raw" / client
    return [s for s in _slugs(folder) if s not in _OF_THE_CLIENT and _holds_papers(folder / s)]


def _holds_papers(folder: Path) -> bool:
    """Whether a folder is no practice: it is called `quotes` or the like, and nothing in it is a practice's.

    Without an intake, without a folder of a kind and without a file that is read where it lies, it can be no practice
    that a report is made for. An empty one may become one, whatever its name.
    """
    if (folder / "intake.xlsx").exists():
        return False
    # only of a folder without one: what reads the words takes its time, and who lists a folder rests on all of it
    from cutover.reading.practice import places

    if not places.names_papers(folder.name):
        return False
    try:
        with os.scandir(folder) as inside:
            there = {entry.name: entry.is_dir() for entry in inside if not entry.name.startswith(".")}
    except OSError:
        return False
    if not there or any(is_dir and places.is_known(name) for name, is_dir in there.items()):
        return False
    return places.holds_a_file(folder) and not places.moved(folder)


def checked_slug(text: str) -> str:
    """Return a text that can name a client or a practice; raises UsageError for any other."""
    if not slug_is_valid(text):
        raise UsageError(f"{text!r} cannot name a client or practice: use a-z, 0-9 and hyphens.")
    return text


def _slugs(folder: Path) -> list[str]:
    try:
        return sorted(p.name for p in folder.iterdir() if p.is_dir() and slug_is_valid(p.name))
    except FileNotFoundError:
        return []
    except OSError as error:
        todo = "Check who may read it."
        raise InputError(
            f"data/raw/{folder.name}", f"the folder cannot be read ({error.strerror})", todo
        ) from None
