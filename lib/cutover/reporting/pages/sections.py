"""An owner's page in its order: the answer and what to do stand alone, every further section is folded below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from cutover.reporting.markup import render
from cutover.reporting.pages.glossary import terms_in

_HEADING = re.compile(r'\A\s*<(?:section class="cw-prose"|div class="cw")>\s*<h2>(.*?)</h2>', re.DOTALL)
_CHART, _LEADS, _FIGURES = 'class="cw-chart', "cw-chart cw-leads", 'class="cw-figures"'
_NO_DATA = ">no data<"  # a chart that shows nothing answers nothing
_PLACE = re.compile(r'<div class="cw[^"]*" id="([^"]+)">')
_SEE = re.compile(r'<a class="cw-see" href="#([^"]+)">[^<]*</a>')
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


def folded(pieces: Sequence[Markup]) -> list[Markup]:
    """Return the pieces of a page with a list of contents, and with each section but the answer folded.

    A folded section opens by a click, by its link in the contents, and on paper. One chart stands with the answer.
    """
    parts = [*_parted(pieces), *_glossary(pieces)]
    _lead(parts)
    later = [
        part for part in parts if part.heading is not None and not part.is_answer and part.says_something
    ]
    first = [piece for part in parts if part.heading is None or part.is_answer for piece in part.pieces]
    titles = [part.heading for part in later]
    places = frozenset(found for part in parts for piece in part.pieces for found in _PLACE.findall(piece))
    first = [_living(piece, places) for piece in first]
    contents = render("contents.html.j2", titles=titles)
    return [*first[:1], contents, *first[1:], *(_fold(part, n) for n, part in enumerate(later, 1))]


def _glossary(pieces: Sequence[Markup]) -> list[_Section]:
    """A section that explains the abbreviations on the page, where there are any."""
    terms = terms_in(pieces)
    heading = Markup("What the abbreviations mean")
    return [_Section(heading, [Markup(), render("glossary.html.j2", terms=terms)])] if terms else []


def _lead(parts: list[_Section]) -> None:
    """Move the chart that leads, else the first with data, below the figures of the answer; none where one is there."""
    drawn = [
        (part, piece) for part in parts for piece in part.pieces if _CHART in piece and _NO_DATA not in piece
    ]
    answer = next((part for part in parts for piece in part.pieces if _FIGURES in piece), None)
    if answer is None or not drawn or any(part is answer for part, _ in drawn):
        return
    part, chart = next((found for found in drawn if _LEADS in found[1]), drawn[0])
    part.pieces.remove(chart)
    place = next(n for n, piece in enumerate(answer.pieces) if _FIGURES in piece)
    answer.pieces.insert(place + 1, chart)


def _living(piece: Markup, places: frozenset[str]) -> Markup:
    """Return a piece without its links to tables that this page does not show."""
    return Markup(_SEE.sub(lambda found: found[0] if found[1] in places else "", piece))


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
