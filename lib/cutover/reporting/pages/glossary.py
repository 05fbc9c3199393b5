"""What the abbreviations on an owner's page mean: those that stand on it, from `data/reference/glossary.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from cutover.reference import load

_TAG = re.compile(r"<(style|svg)\b.*?</\1>|<[^>]*>", re.DOTALL)


@dataclass(frozen=True)
class Term:
    """An abbreviation and what it means; `alone` is one that other texts hold too, such as `CO` of a company."""

    code: str
    meaning: str
    alone: bool = False

    def is_in(self, texts: Iterable[str]) -> bool:
        """Whether it stands in one of the texts of a page."""
        code = re.escape(self.code)
        found = re.compile(
            rf"\s*{code}(?:-\w+)?\s*\Z" if self.alone else rf"(?<![\w$,.-]){code}(?![\w,.]*\d)"
        )
        return any(found.match(text) if self.alone else found.search(text) for text in texts)


@dataclass(frozen=True)
class Glossary:
    """The whole file."""

    term: tuple[Term, ...]


@cache
def _terms() -> tuple[Term, ...]:
    return load("glossary", Glossary).term


def terms_in(pieces: Iterable[str]) -> list[Term]:
    """Return the terms that stand on a page, in the order of the file."""
    texts = [text for piece in pieces for text in _TAG.sub("\x1f", piece).split("\x1f") if text.strip()]
    return [term for term in _terms() if term.is_in(texts)]
