"""A report as its owner may have it: what the gate finds is replaced, counted, and listed at the desk alone."""

from __future__ import annotations

import csv
import html
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from cutover.reporting.gate import MARK, Gate, Hit

# as a reader or a machine finds them in a page; those of shape and color hold no words
_ATTRIBUTES = (
    "title",
    "alt",
    "content",
    "href",
    "xlink:href",
    "label",
    "summary",
    "datetime",
    "id",
    "name",
    "value",
)
_TAG = re.compile(r"(<style\b.*?</style>|<!--.*?-->|<[^>]*>)", re.DOTALL)
_ATTRIBUTE = re.compile(r'(\s)((?:aria-|data-)?[\w:-]+)="([^"]*)"')
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
    pieces = [_Piece(piece, is_tag=number % 2 == 1) for number, piece in enumerate(_TAG.split(said))]
    run, start = [], 0
    for piece in pieces:
        for place in piece.texts:
            place.start, start = start, start + len(place.said) + 1
            run.append(place)
    whole = _APART.join(place.said for place in run)
    _take_out(run, gate.hits(whole), whole, where, taken)
    return "".join(piece.written() for piece in pieces)


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
    """A tag with the texts of its attributes, or the text between two tags."""

    def __init__(self, source: str, is_tag: bool):
        self.source, self.is_tag = ("" if source.startswith("<!--") else source), is_tag
        self.attributes = []
        if is_tag and "=" in source and not source.startswith(("<style", "<path")):
            self.attributes = [m for m in _ATTRIBUTE.finditer(source) if _has_words(m)]
            self.texts = [_Place(m[3]) for m in self.attributes]
        else:
            self.texts = [] if is_tag or not source.strip() else [_Place(source)]

    def written(self) -> str:
        """The piece as it goes into the page."""
        if not self.is_tag:
            return self.texts[0].written() if self.texts else self.source
        parts, end = [], 0
        for match, place in zip(self.attributes, self.texts, strict=True):
            parts += [self.source[end : match.start(3)], place.written()]
            end = match.end(3)
        return "".join([*parts, self.source[end:]])


def _has_words(attribute: re.Match) -> bool:
    return attribute[2] in _ATTRIBUTES or attribute[2].startswith(("aria-", "data-"))


def listed(taken: Taken) -> str:
    """Return what was taken out, as CSV for the desk: one row per text and place."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("where", "what", "text", "times"))
    writer.writerows((*key, times) for key, times in sorted(taken.items()))
    return out.getvalue()
