"""The checklists of the reference data: what to inventory, what must move, what a person must attest."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from cutover.errors import ReferenceDataError
from cutover.result import Source

REFERENCE = Path(__file__).resolve().parents[2] / "data" / "reference"


@dataclass(frozen=True)
class Item:
    """One line of a checklist: a code that stays, what is asked or must be there, and why it matters."""

    code: str
    text: str
    why: str
    phase: str = ""  # before, day zero, closeout
    who: str = ""  # who usually answers or delivers
    comes_from: str = ""  # self-export, support request, by hand
    evidence: str = ""  # what in the practice's folder shows it


@dataclass(frozen=True)
class Checklist:
    """A list of items with the source they follow and the day that source was reviewed."""

    title: str
    items: tuple[Item, ...]
    source: Source


def load_checklist(name: str, folder: Path = REFERENCE) -> Checklist:
    """Return a checklist of `data/reference`, such as `day_zero`.

    Raises ReferenceDataError where the file is absent, has a key we do not know, repeats a code or has no
    date.
    """
    path = folder / f"{name}.toml"
    try:
        said = tomllib.loads(path.read_text("utf-8"))
        items = tuple(_item(entry, path.name) for entry in said["item"])
        title, where, as_of = said["title"], said["source"], said["as_of"]
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ReferenceDataError(f"data/reference/{path.name} cannot be used: {error!r}") from None
    if len({item.code for item in items}) < len(items) or not isinstance(as_of, dt.date):
        raise ReferenceDataError(f"data/reference/{path.name}: a code stands twice, or as_of is not a date")
    return Checklist(title, items, Source(title, where, as_of))


def _item(entry: dict, file: str) -> Item:
    unknown = set(entry) - {f.name for f in fields(Item)}
    if unknown:
        raise ReferenceDataError(f"data/reference/{file}: unknown key {sorted(unknown)} in an item")
    return Item(**entry)
