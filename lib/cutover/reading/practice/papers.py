"""Papers of the office that lie beside a client's practices: quotes, contracts, e-mails. A person reads them.

Nothing is read out of them. They are named where somebody would miss them, so that nobody takes them for a practice.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cutover.reading.files.kind import FileKind, kind_of_file
from cutover.reading.files.mail import mail_of
from cutover.reading.files.prose import note_of
from cutover.reading.intake.office_words import note_says
from cutover.reading.kept import opened
from cutover.reading.practice import folders, places
from cutover.reading.practice.file_names import is_clutter, shown
from cutover.wording import several

NOTES = ("note or e-mail", "notes or e-mails")  # one of them, and several
_BEGIN = 65_536  # bytes at the head of a file that are looked at
_SHOWN = 5  # files of a folder that are named


def said(home: Path, client: str) -> list[tuple[str, str]]:
    """Return each folder of papers with what lies in it, in words: the name of each file, and what it is if known."""
    return [(name, _listed(_files(home, client, name))) for name in folders.papers(home, client)]


def quotes_of_medi(home: Path, client: str) -> list[str]:
    """Return the folder of each file among the papers that is a quote of Medi, by its name and its first lines."""
    return [
        folder
        for folder in folders.papers(home, client)
        for path in _files(home, client, folder)
        if _is_quote_of_medi(path)
    ]


def notes(home: Path, client: str, about: str = "") -> list[str]:
    """Return how many notes and e-mails lie in each folder of papers, in words; none where there are none.

    With `about` those alone that speak of it (`note_says`).
    """
    found = {
        name: sum(
            bool(_kind(path)) and (not about or bool(note_says(pd.Series([_text(path)]), about).any()))
            for path in _files(home, client, name)
        )
        for name in folders.papers(home, client)
    }
    return [f"{several(n, *NOTES)} in {name}/" for name, n in found.items() if n]


def _files(home: Path, client: str, folder: str) -> list[Path]:
    below = home / "data" / "raw" / client / folder
    found = [Path(entry.path) for entry in opened.entries(str(below)) if entry.is_file(follow_symlinks=False)]
    return sorted(path for path in found if not is_clutter(path.name))


def _listed(files: list[Path]) -> str:
    named = [" is ".join(filter(None, (shown(path.name), _kind(path)))) for path in files[:_SHOWN]]
    more = [f"and {len(files) - _SHOWN:,} more"] if len(files) > _SHOWN else []
    return "; ".join([*named, *more])


def _kind(path: Path) -> str:
    data = _head(path)
    found = mail_of(data) or note_of(data)
    return found.words if found else ""


def _is_quote_of_medi(path: Path) -> bool:
    if not places.names_a_quote(path.stem):
        return False
    return places.names_medi(path.stem) or places.names_medi(_text(path))


def _text(path: Path) -> str:
    data = _head(path)
    return data.decode("utf-8", "replace") if kind_of_file(data)[0] == FileKind.TEXT else ""


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_BEGIN)
    except OSError:
        return b""
