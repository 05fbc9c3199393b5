"""A report as its owner may have it: what the gate finds is replaced, counted, and listed at the desk alone."""

from __future__ import annotations

import csv
import html
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from cutover.reporting.privacy.gate import MARK, Gate, Hit

_TAG = re.compile(r"(<style\b.*?</style>|<!--.*?-->|<[^>]*>)", re.DOTALL)
# those that a reader or a machine finds in a page; the others, of shape and color, hold no words
_ATTRIBUTE = re.compile(
    r'\s(?:title|alt|content|href|xlink:href|label|summary|datetime|id|name|value|(?:aria-|data-)[\w:-]+)="([^"]*)"'
)
_APART = "\n"
_NOT_WORDS = frozenset({"code", "evidence", "key", "run", "schema", "due", "as_of", "severity", "state", "signal",
                        "client", "practice", "notebook", "audience", "count", "amount_cents"})  # fmt: skip
Taken = Counter  # (where, kind, text) -> how often


def text(said: str, gate: Gate, where: str, taken: Taken) -> str:
    """Return a text with a neutral mark for each known value; `taken` counts them."""
    parts, end = [], 0
    for hit in gate.hits(said):
        taken[where, hit.kind, said[hit.start : hit.end]] += 1
        parts += [said[end : hit.start], MARK]
        end = hit.end
    return "".join([*parts, said[end:]])


def facts(said: Any, gate: Gate, taken: Taken) -> Any:
    """Return what a `findings.json` says with every text held against the gate; codes, keys and days stay."""
    if isinstance(said, str):
        return text(said, gate, "findings", taken)
    if isinstance(said, list):
        return [facts(one, gate, taken) for one in said]
    if isinstance(said, dict):
        return {k: v if k in _NOT_WORDS else facts(v, gate, taken) for k, v in said.items()}
    return said


def page(said: str, gate: Gate, taken: Taken, where: str = "page") -> str:
    """Return an HTML page with every text in it held against the gate: words, SVG, alternative texts, titles.

    A value that tags part is found too: the mark then stands where it begins, and the rest of it is taken out.
    """
    parts: list[str | _Piece] = [
        _tag(part) if number % 2 else _between(part) for number, part in enumerate(_TAG.split(said))
    ]
    run, start = [], 0
    for part in parts:
        for place in () if isinstance(part, str) else part.texts:
            place.start, start = start, start + len(place.said) + 1
            run.append(place)
    whole = _APART.join(place.said for place in run)
    _take_out(run, gate.hits(whole), whole, where, taken)
    return "".join(part if isinstance(part, str) else part.written() for part in parts)


def _tag(source: str) -> str | _Piece:
    """A tag, with its texts where it has some; a comment is left out."""
    if "=" not in source or source.startswith(("<style", "<path", "<!--")):
        return "" if source.startswith("<!--") else source
    found = list(_ATTRIBUTE.finditer(source))
    return _Piece(source, [(match.start(1), _Place(match[1])) for match in found]) if found else source


def _between(source: str) -> str | _Piece:
    """What stands between two tags."""
    return _Piece(source, [(0, _Place(source))]) if source.strip() else source


def _take_out(run: list[_Place], hits: list[Hit], whole: str, where: str, taken: Taken) -> None:
    number = 0
    for hit in hits:
        taken[where, hit.kind, " ".join(whole[hit.start : hit.end].split())] += 1
        while run[number].start + len(run[number].said) <= hit.start:
            number += 1
        for place in _from(run, number, lambda place, end=hit.end: place.start < end):
            is_first = place.start <= hit.start
            place.cuts.append(
                (max(hit.start - place.start, 0), hit.end - place.start, MARK if is_first else "")
            )


def _from(run: list[_Place], number: int, while_: Callable) -> Iterator[_Place]:
    while number < len(run) and while_(run[number]):
        yield run[number]
        number += 1


class _Place:
    """A text of a page: where it begins among all texts, and what is cut out of it."""

    def __init__(self, source: str):
        self.source, self.said, self.start = source, html.unescape(source), 0
        self.cuts: list[tuple[int, int, str]] = []

    def written(self) -> str:
        """The text as it goes into the page; untouched where nothing was cut."""
        if not self.cuts:
            return self.source
        said = self.said
        for start, end, mark in reversed(self.cuts):
            said = said[:start] + mark + said[end:]
        return html.escape(said)


class _Piece:
    """A part of a page with the texts in it, each with the place where it begins."""

    def __init__(self, source: str, places: list[tuple[int, _Place]]):
        self._source, self._places = source, places

    @property
    def texts(self) -> list[_Place]:
        """Its texts, in their order."""
        return [place for _, place in self._places]

    def written(self) -> str:
        """The part as it goes into the page."""
        parts, end = [], 0
        for begin, place in self._places:
            parts += [self._source[end:begin], place.written()]
            end = begin + len(place.source)
        return "".join([*parts, self._source[end:]])


def listed(taken: Taken) -> str:
    """Return what was taken out, as CSV for the desk: one row per text and place."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("where", "what", "text", "times"))
    writer.writerows((*key, times) for key, times in sorted(taken.items()))
    return out.getvalue()
