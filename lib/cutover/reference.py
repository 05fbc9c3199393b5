"""Reference data: rates, rules, words and code lists, each with its source and the dates for which it holds.

No other module reads `data/reference`. Each file there begins with `title`, `source`, perhaps `where`, `read_on` (the
day on which a person last held it against its source) and its dates: `effective_from` and `effective_through`, or
`effective = "always"` where no day changes it, as for words, or where each of its rows bears dates of its own.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import UnionType
from typing import Any, NamedTuple, TypeVar, cast, get_args, get_origin, get_type_hints

import pandas as pd

from cutover import locations
from cutover.columns import Column, Kind, Privacy
from cutover.errors import ReferenceDataError
from cutover.money import dollars
from cutover.result import Source

# always of the checkout, never a client's
FOLDER = locations.REFERENCE
ALWAYS = (dt.date.min, dt.date.max)
_ASKED: set[tuple[str, str, str]] = set()
Form = TypeVar("Form")


class _File(NamedTuple):
    """A file as read: what it says, in its form, the first and the last day for which it holds, and its source."""

    said: Any
    days: tuple[dt.date, dt.date]
    source: Source


def load(name: str, form: type[Form], on: dt.date | None = None, folder: Path = FOLDER) -> Form:
    """Return the file `<name>.toml` of `data/reference` as it holds on a day, as the dataclass `form`.

    The fields of `form` are the keys of the file, and the field's type says what may stand there: a text, a number, a
    date, an enumeration, a tuple, a set or a dict of them, or a dataclass again. `title`, `source` (a Source) and
    `read_on` are taken from the head of the file by a form that names them. `on` is left out only for what holds
    always. Raises ReferenceDataError where the file is absent, a key is missing or unknown, a value is not of its type,
    a `code` stands twice, or the day lies outside the file's dates: an old rate never runs on silently.
    """
    path = folder / f"{name}.toml"
    found = _read(path, form, _stamp(path))  # type: ignore[arg-type]  # mypy: a class is no Hashable
    first, last = found.days
    if found.days != ALWAYS and (on is None or not first <= on <= last):
        raise ReferenceDataError(
            f"data/reference/{name}.toml holds from {first} through {last}, asked for {on or 'no day'}. "
            f"Check it against {found.source.where} and extend its dates."
        )
    return cast(Form, found.said)


def asked() -> list[tuple[str, str, str]]:
    """Return what this process has read of `data/reference`: each file's name, and module and name of its form."""
    return sorted(_ASKED)


def read_ahead(files: Iterable[Sequence[str]]) -> None:
    """Read what another process has asked for (`asked`); one that cannot be read is left to whoever asks for it."""
    for name, module, form in files:
        with contextlib.suppress(ReferenceDataError, AttributeError, LookupError):
            path = FOLDER / f"{name}.toml"
            _read(path, getattr(sys.modules[module], form), _stamp(path))


def _stamp(path: Path) -> tuple[int, int] | None:
    """What tells that a file has changed since it was read."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


@cache
def _read(path: Path, form: type, _stamp: tuple[int, int] | None) -> _File:
    if path.parent == FOLDER:
        _ASKED.add((path.stem, form.__module__, form.__qualname__))
    try:
        said = tomllib.loads(path.read_text("utf-8"))
        head, days = _head(said)
        wanted = {f.name for f in fields(form)}
        taken = {key: value for key, value in head.items() if key in wanted}
        return _File(_built(form, said | taken, ""), days, head["source"])
    except FileNotFoundError:
        why = "it is missing. Restore it from the repository"
    except tomllib.TOMLDecodeError as error:
        why = f"not valid TOML ({error}). Correct it"
    except (TypeError, ValueError) as error:
        why = f"{error}. Correct it"
    raise ReferenceDataError(f"data/reference/{path.name} cannot be used: {why}.")


def _head(said: dict[str, Any]) -> tuple[dict[str, Any], tuple[dt.date, dt.date]]:
    """Take the head out of what a file says, and return it with the file's days."""
    names = {"title": str, "source": str, "read_on": dt.date}
    names |= {"effective": str} if "effective" in said else dict.fromkeys(
        ("effective_from", "effective_through"), dt.date
    )  # fmt: skip
    wrong = [name for name, kind in names.items() if type(said.get(name)) is not kind]
    if wrong or said.get("effective", "always") != "always":
        raise ValueError(f"its head lacks {', '.join(wrong) or 'the word always'}")
    head = {name: said.pop(name) for name in names}
    days = (head["effective_from"], head["effective_through"]) if "effective_from" in head else ALWAYS
    where = "; ".join([head["source"], *([said.pop("where")] if "where" in said else [])])
    return head | {"source": Source(head["title"], where, head["read_on"])}, days


def _built(form: type, said: Mapping[str, Any], at: str) -> Any:
    """Return a dataclass with these values; ValueError with the place where a key or a value is wrong."""
    kinds, needed = _asked(form)
    if wrong := sorted((set(said) - set(kinds)) | (needed - set(said))):
        raise ValueError(f"{at}keys missing or unknown: {', '.join(wrong)}")
    return form(**{key: _value(kinds[key], value, f"{at}{key}") for key, value in said.items()})


@cache
def _asked(form: type) -> tuple[dict[str, Any], frozenset[str]]:
    """The fields of a dataclass with their types, and those that must stand in the file."""
    needed = (f.name for f in fields(form) if f.default is MISSING and f.default_factory is MISSING)
    return get_type_hints(form), frozenset(needed)


def _value(kind: Any, said: Any, at: str) -> Any:
    """Return a value of the file as the type of its field; ValueError with the place where it is none."""
    origin, within = get_origin(kind), get_args(kind)
    if origin is UnionType:  # or None, by leaving the key out
        return _value(within[0], said, at)
    if origin in (tuple, frozenset) and isinstance(said, list):
        return _many(origin, within, said, at)
    if origin is dict and isinstance(said, dict):
        return {key: _value(within[1], value, f"{at}.{key}") for key, value in said.items()}
    if is_dataclass(kind) and isinstance(said, dict):
        return _built(cast(type, kind), said, f"{at}: ")
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(said)
    if type(said) is not kind:
        raise ValueError(f"{at}: {said!r} is not in the file")
    return said


def _many(origin: type, within: tuple[Any, ...], said: list[Any], at: str) -> Any:
    """Return a list of the file as a tuple or a set; the codes of its rows are held to stand once."""
    kinds = [within[0]] * len(said) if origin is frozenset or within[1:] == (...,) else within
    if len(kinds) != len(said):
        raise ValueError(f"{at}: {len(said)} values for {len(kinds)}")
    names = [one.get("code", n) if isinstance(one, dict) else n for n, one in enumerate(said, 1)]
    rows = [_value(kind, one, f"{at} {n}") for kind, one, n in zip(kinds, said, names, strict=True)]
    _stand_once([row.code for row in rows if hasattr(row, "code")])
    return origin(rows)


def _stand_once(codes: list[str]) -> None:
    if twice := sorted(code for code, times in Counter(codes).items() if times > 1):
        raise ValueError(f"codes that stand twice: {', '.join(twice)}")


@dataclass(frozen=True)
class _Listed:
    source: Source
    columns: list
    rows: list

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number}: {len(row)} values for {len(self.columns)} columns")
        _stand_once([row[0] for row in self.rows])


@dataclass(frozen=True)
class CodeList:
    """A list of codes with its source; `frame` has one row per code, its first column `code`, unique text."""

    frame: pd.DataFrame
    source: Source

    def meaning(self, codes: pd.Series, column: str = "name") -> pd.Series:
        """Return a column of the list for each code, null for a code that the list does not have."""
        return codes.map(self.frame.set_index("code")[column])


def code_list(name: str, on: dt.date, folder: Path = FOLDER) -> CodeList:
    """Return the code list `<name>.toml` of `data/reference` as it holds on a day; raises as `load`."""
    said = load(name, _Listed, on, folder)
    return CodeList(pd.DataFrame(said.rows, columns=said.columns), said.source)


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


def load_checklist(name: str, folder: Path = FOLDER) -> Checklist:
    """Return a checklist of `data/reference`, such as `day_zero`; raises as `load`."""
    return load(name, Checklist, folder=folder)


@dataclass(frozen=True)
class _Limit:
    name: str
    value: int
    basis: str
    text: str

    @property
    def sentence(self) -> str:
        """The text with its figure."""
        return self.text.replace("{value}", f"{self.value:,}").replace("{dollars}", dollars(self.value))


@dataclass(frozen=True)
class _Limits:
    source: Source
    rule: tuple[_Limit, ...]


def limits(name: str, form: type[Form], on: dt.date, folder: Path = FOLDER) -> Form:
    """Return the `[[rule]]` entries of a file as the dataclass `form`: a whole number of each name.

    `source` and `assumptions` of the form are the file's source and the sentences of the rules that are our own
    assumptions; a `{value}` in a text stands for the value, a `{dollars}` for it as cents in dollars. Raises as
    `load`, and where the names are not exactly those of the form.
    """
    said = load(name, _Limits, on, folder)
    assumed = [rule.sentence for rule in said.rule if rule.basis == "assumption"]
    values = {rule.name: rule.value for rule in said.rule}
    try:
        return cast(Form, _built(form, {**values, "source": said.source, "assumptions": assumed}, ""))
    except ValueError as error:
        raise ReferenceDataError(f"data/reference/{name}.toml cannot be used: {error}. Correct it.") from None


class Contract(NamedTuple):
    """A canonical table: how people call it, what one row of it is, and its columns."""

    title: str
    grain: str
    columns: tuple[Column, ...]


@cache
def contracts(group: str, folder: Path = FOLDER / "tables") -> dict[str, Contract]:
    """Return the canonical tables of `data/reference/tables/<group>.csv` by their names, in the order of the file.

    The first row of a table names no column: it has the title and the grain. Raises ReferenceDataError where the file
    is absent, a row is not of six cells, a kind or privacy is unknown, or a name stands twice.
    """
    where, name = f"data/reference/tables/{group}.csv", "its first row"
    found: dict[str, Contract] = {}
    try:
        rows = list(csv.reader((folder / f"{group}.csv").read_text("utf-8").splitlines()))[1:]
        for name, of_table in groupby(rows, key=itemgetter(0)):
            _stand_once([*found, name])
            found[name] = _contract(list(of_table))
    except FileNotFoundError:
        raise ReferenceDataError(f"{where} is missing. Restore it from the repository.") from None
    except (ValueError, IndexError) as error:
        raise ReferenceDataError(f"{where}, {name}: {error}. Correct it.") from None
    return found


def _contract(rows: list[list[str]]) -> Contract:
    (_, blank, _, title, grain, _), *columns = rows
    if blank:
        raise ValueError("its first row, with title and grain, is missing")
    _stand_once([row[1] for row in columns])
    made = (
        Column(name, Kind(kind), label, what, Privacy(who)) for _, name, kind, label, what, who in columns
    )
    return Contract(title, grain, tuple(made))


def columns_of(group: str, table: str) -> tuple[Column, ...]:
    """Return the columns of one canonical table."""
    return contracts(group)[table].columns
