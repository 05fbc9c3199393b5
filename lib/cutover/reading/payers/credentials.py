"""Credentials of clinicians: which of them a contract's rate is for, and which a provider has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from cutover import reference
from cutover.reading.claims.provider_codes import credentials

_BETWEEN = re.compile(r"\s*(?:[/,;&+|()]|\bor\b|\band\b(?!\s+family))\s*")
_TAXONOMY = re.compile(r"\d{3}[0-9A-Z]{6}X")


@dataclass(frozen=True)
class _Credential:
    name: str
    words: frozenset[str]
    taxonomies: tuple[str, ...]


@dataclass(frozen=True)
class _Level:
    words: frozenset[str]
    credentials: frozenset[str]


@dataclass(frozen=True)
class _Words:
    """The file `provider_credentials.toml`."""

    all: frozenset[str]
    beside: frozenset[str]
    credential: tuple[_Credential, ...]
    level: tuple[_Level, ...]


def is_of_all(text: str) -> bool:
    """Return whether a contract's cell says that its rate is every clinician's: `all`, `any provider`."""
    return " ".join(text.casefold().split()) in _words().all


def of_provider(name: str | None = None, taxonomies: Iterable[str] = ()) -> frozenset[str]:
    """Return the credentials that a provider's name (`Dana Example MD`) and taxonomies tell; empty: not known.

    The taxonomies stand among them too.
    """
    words = credentials(name) if name else frozenset()
    codes = [code.strip().upper() for code in taxonomies]
    named = [one.name for one in _words().credential if one.words & words or _has(one, codes)]
    return frozenset([*named, *codes])


def fits(known: frozenset[str], text: str) -> bool | None:
    """Return whether a rate for the clinicians of a cell (`MD/PhD`, a taxonomy) is a provider's; null: not known."""
    named, is_whole = _meant(text)
    if named & known:
        return True
    lacks = not known or (any(map(_is_code, named)) and not any(map(_is_code, known)))
    return None if lacks or not is_whole else False


@cache
def _meant(text: str) -> tuple[frozenset[str], bool]:
    """The credentials and taxonomies that a cell names, and whether all of it was understood."""
    told = [_part(part) for part in _BETWEEN.split(text.casefold()) if part.strip()]
    return frozenset[str]().union(*told), bool(told) and all(told)


def _part(text: str) -> frozenset[str]:
    plain = " ".join(re.findall(r"[^\W_]+", re.sub(r"[.'’]", "", text)))
    if _is_code(plain.upper()):
        return frozenset([plain.upper()])
    return _named(plain) or _named(" ".join(word for word in plain.split() if word not in _words().beside))


def _named(plain: str) -> frozenset[str]:
    levels = [one.credentials for one in _words().level if plain in one.words]
    return frozenset([one.name for one in _words().credential if plain in one.words]).union(*levels)


def _has(one: _Credential, codes: list[str]) -> bool:
    return any(code.startswith(one.taxonomies) for code in codes)


def _is_code(text: str) -> bool:
    return _TAXONOMY.fullmatch(text) is not None


@cache
def _words() -> _Words:
    return reference.load("provider_credentials", _Words)
