"""HTML made by this project: the only way to it is a template with automatic escaping."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "template"
MARK = "cutover"  # key in an output's metadata that says: made here, escaped
# a day, a month, and an amount below zero: a line that ends within one splits it in two
_UNBROKEN = re.compile(r"(\b\d{4}-\d\d(?:-\d\d)?\b|[−-]\$\d(?:[\d,.]*\d)?)")
_PLAIN_MONEY, _END = Markup('<div class="mathjax_ignore">'), Markup("</div>")


@dataclass(frozen=True)
class Shown:
    """A piece of a report: a notebook shows it, and the exporter lets nothing else through.

    `html` is already escaped, `plain` stands in for it where no HTML can be shown, `notes` go with it to
    the exporter (the page's title).
    """

    html: Markup
    plain: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)

    def _repr_html_(self) -> str:
        return str(styled(self.html))

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        data = {"text/html": self._repr_html_(), "text/plain": self.plain or "report"}
        return data, {"text/html": {MARK: dict(self.notes)}}


@cache
def style() -> Markup:
    """Return the style sheet of every page."""
    return Markup((TEMPLATES / "style.css").read_text("utf-8"))


@cache
def _style_element() -> Markup:
    return Markup("<style>{}</style>").format(style())


def styled(html: Markup) -> Markup:
    """Return a piece as JupyterLab needs it: with the style sheet, and kept from being read as mathematics.

    JupyterLab typesets what stands between two dollar signs, in HTML outputs too, but for this class.
    """
    return _style_element() + within(html)


def within(html: Markup) -> Markup:
    """Return a piece that stands where the style sheet is already, kept from being read as mathematics."""
    return _PLAIN_MONEY + html + _END


def style_alone() -> Markup:
    """Return the style sheet as an element, for pieces that come without (`within`)."""
    return _style_element()


def unstyled(html: str) -> Markup:
    """Return a piece without what `styled` put around it: a page has the style sheet once."""
    return Markup(html.removeprefix(_style_element() + _PLAIN_MONEY).removesuffix(_END))


@cache
def environment() -> Environment:
    """Return the Jinja environment: every value is escaped, an unknown name is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["css_text"] = css_text
    made.filters["unbroken"] = unbroken
    return made


def compile_templates() -> None:
    """Compile the templates of all pieces, which is else done when one is first filled."""
    for name in environment().list_templates(extensions=["j2"]):
        environment().get_template(name)


def css_text(text: str) -> Markup:
    """Return a text as it stands between double quotes in a style sheet, where HTML's own escapes mean nothing."""
    return Markup("".join(c if c.isalnum() or c in " .,'-" else f"\\{ord(c):x} " for c in text))


def unbroken(text: str) -> Markup:
    """Return a sentence whose days and amounts below zero stand on one line each, however narrow the page."""
    parts = _UNBROKEN.split(text)  # every second one is a day or an amount
    kept = Markup('<span class="cw-tight">{}</span>')
    return Markup("").join(kept.format(part) if place % 2 else part for place, part in enumerate(parts))


def render(template: str, **values: object) -> Markup:
    """Return a template filled with values, each of them escaped unless it is Markup already."""
    return Markup(environment().get_template(template).render(**values))
