"""An owner's page in its order: the answer and what to do stand alone, every further section is folded below them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from markupsafe import Markup

from cutover.reporting.markup import render

_HEADING = re.compile(r'\A\s*<(?:section class="cw-prose"|div class="cw")>\s*<h2>(.*?)</h2>', re.DOTALL)
_EMPTY = re.compile(r'\s*<section class="cw-prose">\s*</section>\s*')
_ANSWERS = (
    'class="cw-head"',
    'class="cw-verdict',
    'class="cw-figures"',
    'class="cw-acts"',
)  # the pieces of the first part


@dataclass
class _Section:
    """A heading and the pieces below it; `heading` None is what stands before the first one."""

    heading: Markup | None
    pieces: list[Markup] = field(default_factory=list)

    @property
    def is_answer(self) -> bool:
        """Whether it holds a piece of the first part: it is never folded."""
        return any(mark in piece for piece in self.pieces for mark in _ANSWERS)

    @property
    def says_something(self) -> bool:
        """Whether there is more than the heading, as where the next piece brings its own."""
        return len(self.pieces) > 1 or not _EMPTY.fullmatch(_without_heading(self))


def folded(pieces: Iterable[Markup]) -> list[Markup]:
    """Return the pieces of a page with a list of contents, and with each section but the answer folded.

    A folded section opens by a click, by its link in the contents, and on paper.
    """
    parts = _parted(pieces)
    later = [
        part for part in parts if part.heading is not None and not part.is_answer and part.says_something
    ]
    first = [piece for part in parts if part.heading is None or part.is_answer for piece in part.pieces]
    titles = [part.heading for part in later]
    contents = render("contents.html.j2", titles=titles)
    return [*first[:1], contents, *first[1:], *(_fold(part, n) for n, part in enumerate(later, 1))]


def _parted(pieces: Iterable[Markup]) -> list[_Section]:
    parts = [_Section(None)]
    for piece in pieces:
        if found := _HEADING.search(piece):
            parts.append(_Section(Markup(found[1])))
        parts[-1].pieces.append(piece)
    return parts


def _fold(part: _Section, number: int) -> Markup:
    body = [_without_heading(part), *part.pieces[1:]]
    return render("fold.html.j2", heading=part.heading, number=number, pieces=body)


def _without_heading(part: _Section) -> Markup:
    return Markup(part.pieces[0].replace(f"<h2>{part.heading}</h2>", "", 1))
