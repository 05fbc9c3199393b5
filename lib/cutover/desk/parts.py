"""What the parts of 00_start share: whose page it is, pieces of HTML, headings, links that open notebooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import ipywidgets as widgets

from cutover.errors import CutoverError
from cutover.reading.practice import book
from cutover.reading.practice.book import Practice
from cutover.reporting.markup import Shown, render, style_alone, within

WIDE = {"description_width": "9rem"}
FIELD = {"width": "26rem"}  # the layout of a field with its description


@dataclass(frozen=True)
class Whom:
    """The practice and the day that were chosen."""

    home: Path
    client: str
    practice: str
    day: dt.date

    @property
    def target(self) -> str:
        """The practice as it is named on the command line."""
        return f"{self.client}/{self.practice}"

    @property
    def raw(self) -> Path:
        """The folder of what the client sent of it."""
        return self.home / "data" / "raw" / self.client / self.practice

    def opened(self) -> Practice:
        """Return the practice, also where its identity is not known."""
        return book.found_practice(self.home, self.client, self.practice)[0]


def piece(template: str, **values: object) -> str:
    """Return a template filled, as a widget of HTML shows it."""
    return str(within(render(template, **values)))


def sentence(text: str) -> str:
    """Return a sentence as a widget of HTML shows it."""
    return piece("sentence.html.j2", text=text)


def shown(make: Callable[[], Iterable[Shown]]) -> str:
    """Return pieces of a page as a widget of HTML shows them; what cannot be made is said in words."""
    try:
        pieces = list(make())
    except CutoverError as error:
        pieces = [Shown(render("sentence.html.j2", text=str(error)))]
    return "".join(piece._repr_html_() for piece in pieces)


def style() -> widgets.HTML:
    """Return the style sheet, once for all parts of a page."""
    return widgets.HTML(str(style_alone()), layout={"height": "0", "overflow": "hidden", "margin": "0"})


def heading(title: str, text: str = "") -> widgets.HTML:
    """Return a heading with a sentence below it."""
    return widgets.HTML(piece("desk_heading.html.j2", title=title, text=text))


def message(text: str = "") -> widgets.Label:
    """Return a place for sentences: a label that breaks its lines."""
    made = widgets.Label(text, layout={"width": "auto", "height": "auto", "max_width": "56rem"})
    made.add_class("cw-said")
    return made


def clicked(work: Callable[[], object], place: widgets.Label | widgets.HTML) -> Callable[[object], None]:
    """Return what a click or a changed field calls: the work, whose failure is said in words at a place beside it.

    JupyterLab shows nothing of what fails in a widget. What nobody foresaw is raised after it was said.
    """

    def run(_change: object = None) -> None:
        try:
            work()
        except (CutoverError, OSError) as error:
            _say(place, _reason(error))
        except Exception as error:
            _say(place, f"This failed in a way that nobody foresaw ({type(error).__name__}: {error}).")
            raise

    return run


def _say(place: widgets.Label | widgets.HTML, text: str) -> None:
    place.value = sentence(text) if isinstance(place, widgets.HTML) else text


def _reason(error: CutoverError | OSError) -> str:
    if isinstance(error, CutoverError):
        return str(error)
    return (
        f"It could not be done: {error.strerror or error}. Look whether the disk is full or the file is open."
    )


class Linked(widgets.Output):
    """A place for a piece whose links open notebooks: JupyterLab follows links of outputs, not those of widgets.

    `text` is the HTML that stands there.
    """

    text = ""

    def put(self, template: str, **values: object) -> None:
        """Show a template, filled, in place of what stood there."""
        html = Shown(render(template, **values))._repr_html_()
        self.text = html
        data: dict[str, object] = {"output_type": "display_data", "data": {"text/html": html}, "metadata": {}}
        self.outputs = (data,)

    def clear(self) -> None:
        """Take away what stands there."""
        self.text = ""
        self.set_trait("outputs", ())
