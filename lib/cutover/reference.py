"""Reference data: rates, rules and code lists, each with its source and the dates for which it holds."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from cutover.errors import ReferenceDataError
from cutover.money import dollars
from cutover.result import Source

FOLDER = (
    Path(__file__).resolve().parents[2] / "data" / "reference"
)  # always of the checkout, never a client's
_KEYS = {"title", "source", "where", "read_on", "effective_from", "effective_through", "columns", "rows"}


@dataclass(frozen=True)
class CodeList:
    """A list of codes with where it comes from.

    `frame` has one row per code; its first column is `code`, unique text; `read_on` is the day on which a
    person last held it against its source. It holds from `effective_from` through `effective_through`.
    """

    name: str
    title: str
    source: str
    where: str
    read_on: dt.date
    effective_from: dt.date
    effective_through: dt.date
    frame: pd.DataFrame

    def meaning(self, codes: pd.Series, column: str = "name") -> pd.Series:
        """Return a column of the list for each code, null for a code that the list does not have."""
        return codes.map(self.frame.set_index("code")[column])

    def citation(self) -> Source:
        """Return where the list comes from, for a report."""
        return Source(self.title, f"{self.source}; {self.where}", self.read_on)


def code_list(name: str, on: dt.date, folder: Path = FOLDER) -> CodeList:
    """Return the code list `<name>.toml` of `data/reference` as it holds on a day.

    Raises ReferenceDataError where there is no such list, where it breaks its form, or where the day lies
    outside its dates: an old list never runs on silently.
    """
    found = _read(folder / f"{name}.toml")
    if not found.effective_from <= on <= found.effective_through:
        raise ReferenceDataError(
            f"data/reference/{name}.toml holds from {found.effective_from} through "
            f"{found.effective_through}, "
            f"asked for {on}. Check the list against {found.where} and extend its dates."
        )
    return found


@cache
def _read(path: Path) -> CodeList:
    where = f"data/reference/{path.name}"
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ReferenceDataError(f"{where} is missing. Restore it from the repository.") from None
    except tomllib.TOMLDecodeError as error:
        raise ReferenceDataError(f"{where} is not valid TOML ({error}). Correct it.") from None
    if set(said) != _KEYS:
        wrong = sorted(set(said) ^ _KEYS)
        raise ReferenceDataError(f"{where}: keys missing or unknown: {', '.join(wrong)}. Correct it.")
    frame = _frame(said.pop("columns"), said.pop("rows"), where)
    return CodeList(name=path.stem, frame=frame, **said)


def _frame(columns: list[str], rows: list[list], where: str) -> pd.DataFrame:
    for number, row in enumerate(rows, 1):
        if len(row) != len(columns):
            raise ReferenceDataError(f"{where}, row {number}: {len(row)} values for {len(columns)} columns.")
    frame = pd.DataFrame(rows, columns=columns)
    if frame["code"].duplicated().any():
        twice = ", ".join(sorted(frame.loc[frame["code"].duplicated(), "code"]))
        raise ReferenceDataError(f"{where}: codes that stand twice: {twice}. Keep one row of each.")
    return frame


@dataclass(frozen=True)
class Stated:
    """Named whole numbers of one file: `values` by name, where they come from, and the texts of our own assumptions."""

    values: dict[str, int]
    source: Source
    assumptions: tuple[str, ...]


def stated(path: Path, on: dt.date, names: set[str]) -> Stated:
    """Return the `[[rule]]` entries of a reference file as they hold on a day: name, value, basis and text of each.

    A `{value}` in a text stands for the value, a `{dollars}` for it as cents in dollars. Raises ReferenceDataError
    where the file is absent, its names are not exactly `names`, a value is no whole number, or the day is not of its
    dates.
    """
    said = entries(path, on)
    where = f"data/reference/{path.name}"
    try:
        values = {rule["name"]: rule["value"] for rule in said["rule"]}
        assumed = tuple(_told(rule) for rule in said["rule"] if rule["basis"] == "assumption")
        source = Source(said["title"], said["source"], said["read_on"])
    except (KeyError, TypeError, ValueError) as error:
        raise ReferenceDataError(f"{where} cannot be used: {error!r}") from None
    wrong = sorted(set(values) ^ names)
    if wrong or any(not isinstance(value, int) for value in values.values()):
        raise ReferenceDataError(
            f"{where}: rules missing, unknown or not whole numbers: {wrong}. Correct it."
        )
    return Stated(values, source, assumed)


def _told(rule: dict) -> str:
    """The rule's sentence with its figure."""
    return rule["text"].replace("{value}", f"{rule['value']:,}").replace("{dollars}", dollars(rule["value"]))


def entries(path: Path, on: dt.date) -> dict[str, Any]:
    """Return what a dated reference file says; ReferenceDataError where it is absent, broken or not of that day."""
    where = f"data/reference/{path.name}"
    try:
        said = tomllib.loads(path.read_text("utf-8"))
        first, last = said["effective_from"], said["effective_through"]
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise ReferenceDataError(f"{where} cannot be used: {error!r}") from None
    if not first <= on <= last:
        raise ReferenceDataError(f"{where} holds from {first} through {last}, asked for {on}. Review it.")
    return said
