"""The book on disk: where clients and practices lie, and who a practice is."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from cutover.errors import InputError, UsageError
from cutover.identifiers import is_npi, slug_is_valid, tin_digits

HOME_VARIABLE = "CUTOVER_HOME"
_KEYS = frozenset({"name", "npis", "tins"})  # of practice.toml
_LONGEST_NAME = 200  # characters; a name stands in the head of every page


def project_home() -> Path:
    """Return the folder that holds `data`, `notebooks` and `reports`: CUTOVER_HOME, else this checkout."""
    named = os.environ.get(HOME_VARIABLE)
    return Path(named).resolve() if named else Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Practice:
    """One practice: its identity and its folders.

    `npis` and `tins` are what a payment's payee is held against, digits only.
    """

    client: str
    slug: str
    name: str
    npis: frozenset[str]
    tins: frozenset[str]
    home: Path

    @property
    def raw(self) -> Path:
        """What the client sent; never written to."""
        return self.home / "data" / "raw" / self.client / self.slug

    @property
    def processed(self) -> Path:
        """What can be rebuilt from `raw` at any time."""
        return self.home / "data" / "processed" / self.client / self.slug

    @property
    def reports(self) -> Path:
        """Where its reports go."""
        return self.home / "reports" / self.client / self.slug


def clients(home: Path) -> list[str]:
    """Return the slugs of the clients that have a folder in `data/raw`, sorted."""
    return _slugs(home / "data" / "raw")


def practices(home: Path, client: str) -> list[str]:
    """Return the slugs of a client's practices, sorted; raises UsageError where there is no such client."""
    _checked_slug(client)
    folder = home / "data" / "raw" / client
    if not folder.is_dir():
        known = ", ".join(clients(home)) or "none"
        raise UsageError(f"no client {client!r} in data/raw (there: {known}). Check the spelling.")
    return [s for s in _slugs(folder) if s != "payer_list"]


def load_practice(home: Path, client: str, practice: str) -> Practice:
    """Return a practice with its identity from `practice.toml` in its folder.

    Raises UsageError where no such practice exists, InputError where its identity cannot be read.
    """
    if practice not in practices(home, _checked_slug(client)):
        known = ", ".join(practices(home, client)) or "none"
        raise UsageError(
            f"no practice {practice!r} of client {client!r} (there: {known}). Check the spelling."
        )
    path = home / "data" / "raw" / client / practice / "practice.toml"
    where = f"{client}/{practice}/practice.toml"
    said = read_settings(path, where, "Write it with name, npis and tins of the practice.")
    unknown = sorted(set(said) - _KEYS)
    if unknown:  # a misspelt npis would leave every payee unchecked
        wanted = ", ".join(sorted(_KEYS))
        raise InputError(where, f"unknown line {unknown[0]!r}", f"It may hold {wanted}; check the spelling.")
    return Practice(client, practice, name_in(said, where), _npis(said, where), _tins(said, where), home)


def read_settings(path: Path, where: str, todo: str) -> dict:
    """Return what a TOML file says; raises InputError that names it `where`, with `todo` where it is missing."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise InputError(where, "missing", todo) from None
    except OSError as error:
        raise InputError(
            where, f"it cannot be opened ({error.strerror})", "Put a readable file here."
        ) from None
    except UnicodeDecodeError:
        raise InputError(where, "not UTF-8 text", "Save it as plain text in UTF-8.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        what = "nested too deep" if isinstance(error, RecursionError) else str(error)
        raise InputError(where, f"not valid TOML ({what})", "Correct it.") from None


def name_in(said: dict, where: str) -> str:
    """Return the name in a settings file; raises InputError where there is none that a page can show."""
    name = said.get("name")
    if not isinstance(name, str) or not name.strip():
        raise InputError(where, "no name", 'Add a line like name = "Cedar Grove Family Medicine".')
    plain = " ".join(name.split())
    if len(plain) > _LONGEST_NAME or not plain.isprintable():
        found = f"a name of more than {_LONGEST_NAME} characters, or with characters that cannot be shown"
        raise InputError(where, found, "Shorten it to one plain line.")
    return plain


def _slugs(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(p.name for p in folder.iterdir() if p.is_dir() and slug_is_valid(p.name))


def _checked_slug(text: str) -> str:
    if not slug_is_valid(text):
        raise UsageError(f"{text!r} cannot name a client or practice: use a-z, 0-9 and hyphens.")
    return text


def _texts(said: dict, key: str, where: str) -> list[str]:
    values = said.get(key, [])
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise InputError(where, f"{key} is not a list of texts", f'Write it as {key} = ["1234567893"].')
    return values


def _npis(said: dict, where: str) -> frozenset[str]:
    for number, value in enumerate(_texts(said, "npis", where), 1):
        if not is_npi(value):
            raise InputError(where, f"npis, entry {number} is not a valid NPI", "Correct its digits.")
    return frozenset(said.get("npis", []))


def _tins(said: dict, where: str) -> frozenset[str]:
    for number, value in enumerate(_texts(said, "tins", where), 1):
        if tin_digits(value) is None:
            raise InputError(where, f"tins, entry {number} is not nine digits", "Correct its digits.")
    return frozenset(tin_digits(value) for value in said.get("tins", []))
