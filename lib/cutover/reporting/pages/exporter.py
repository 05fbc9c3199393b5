"""An executed notebook as one self-contained page: no code, no script, nothing from outside."""

from __future__ import annotations

import re
from functools import cache

import mistune
from jinja2 import Environment
from markupsafe import Markup, escape
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode

from cutover.audience import OWNER
from cutover.errors import CutoverError
from cutover.reporting.markup import MARK, TEMPLATES, environment, render, unstyled
from cutover.reporting.overview.since_last import Since
from cutover.reporting.pages import sections

_UNMARKED = '<meta name="cutover-run" content="">'  # as the template has it
MOST_CHANGES = 4  # new findings, settled ones and moved ones that are named each
DESK_TAGS = frozenset({"parameters", "injected-parameters", "interactive", "desk"})  # cells not for readers


class StrayOutputError(CutoverError):
    """A cell shows something that this library did not make: it could hold patient data or live HTML."""


class PageExporter(TemplateExporter):
    """nbconvert's exporter with this project's template alone: its own ones load scripts from outside."""

    export_from_notebook = None
    output_mimetype = "text/html"
    optimistic_validation = True  # once, after all preprocessors

    @property
    def template_paths(self) -> list[str]:
        """Only this project's folder."""
        return [str(TEMPLATES)]

    def _file_extension_default(self) -> str:
        return ".html"

    def _template_file_default(self) -> str:
        return "page.html.j2"

    def _create_environment(self) -> Environment:
        return environment()

    def from_notebook_node(self, nb: NotebookNode, resources=None, **kw) -> tuple[str, dict]:
        """Return the page of an executed notebook.

        Markdown cells become prose, outputs made by `page` and `charts` pass. Left out are the code, cells
        tagged for the desk, and the opening cell with the notebook's own title. Raises StrayOutputError for
        any other output and CutoverError where no cell shows the head of a report.
        """
        pieces, notes = [], {}
        for number, cell in enumerate(nb.cells):
            pieces += _pieces(cell, number, notes)
        if "title" not in notes:
            raise CutoverError("no cell shows the head of the report. Begin it with report.head().")
        if notes.get("audience") == OWNER:
            pieces = sections.folded(pieces)
        filled = {"pieces": pieces, "title": notes["title"]}
        return super().from_notebook_node(nb, {**(resources or {}), **filled}, **kw)


def page_of(notebook: NotebookNode) -> str:
    """Return the HTML page of an executed notebook; the errors are those of PageExporter."""
    body, _ = PageExporter().from_notebook_node(notebook)
    return body


def marked(html: str, run: str) -> str:
    """Return a page with the digest of its run where `run_of` finds it."""
    return html.replace(_UNMARKED, _UNMARKED.replace('""', f'"{run}"'), 1)


def withholding(html: str, times: int) -> str:
    """Return a page that says how many texts were taken out of it; as it was where none was."""
    return _noted(html, "withheld.html.j2", times=times) if times else html


def unread_identity(html: str, problems: list[str]) -> str:
    """Return a page that says which cells of the intake's identity cannot be read, and what follows."""
    return _noted(html, "unread_identity.html.j2", problems=problems)


def assumed_identity(html: str, assumed: list[str]) -> str:
    """Return a page that says what stands in for what the intake does not say of who the practice is."""
    return _noted(html, "assumed_identity.html.j2", assumed=assumed)


def opened_with(html: str, since: Since) -> str:
    """Return an owner's page that says before the answer what has changed since the last report."""
    said = str(render("since_last.html.j2", since=since, most=MOST_CHANGES))
    return html.replace("</nav>", f"</nav>\n{said}", 1)


def _noted(html: str, template: str, **values: object) -> str:
    """Return a page with a note above its foot."""
    return html.replace("<footer>", str(render(template, **values)) + "<footer>", 1)


def _pieces(cell: NotebookNode, number: int, notes: dict[str, str]) -> list[Markup]:
    if DESK_TAGS & set(cell.metadata.get("tags", ())) or cell.cell_type == "raw":
        return []
    if cell.cell_type == "markdown":
        opening = number == 0 and re.match(r"\s*#\s", cell.source)
        return [] if opening or not cell.source.strip() else [prose(cell.source)]
    return [_made_here(output, number, notes) for output in cell.outputs]


def _made_here(output: NotebookNode, number: int, notes: dict[str, str]) -> Markup:
    mark = output.get("metadata", {}).get("text/html", {}).get(MARK)
    if mark is None:
        raise StrayOutputError(
            f"cell {number + 1} shows something that is not a piece of the report ({_kind(output)}). "
            "Show it through the report's own functions, or tag the cell `interactive`."
        )
    notes.update(mark)
    return unstyled("".join(output.data["text/html"]))


def _kind(output: NotebookNode) -> str:
    if output.output_type == "stream":
        return f"text on {output.name}"
    return f"{output.output_type} of {', '.join(sorted(output.get('data', {}))) or 'no type'}"


class _Prose(mistune.HTMLRenderer):
    """Markdown to HTML: HTML in it is escaped, images are named and not loaded, `#` is no second title."""

    def __init__(self):
        super().__init__(escape=True)

    def heading(self, text: str, level: int, **attributes) -> str:
        return super().heading(text, max(level, 2))

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return str(escape(text or "image"))


@cache
def _markdown() -> mistune.Markdown:
    return mistune.create_markdown(renderer=_Prose(), plugins=["table", "strikethrough"])


def prose(markdown: str) -> Markup:
    """Return a Markdown cell as HTML; a dollar sign is a dollar sign, not the start of math."""
    return Markup('<section class="cw-prose">') + Markup(_markdown()(markdown)) + Markup("</section>")
