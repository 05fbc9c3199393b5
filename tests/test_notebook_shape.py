"""All notebooks open alike, and each has desk cells that run on named frames."""

from __future__ import annotations

import re
import shutil
import sys

import jupytext
import nbformat
import pytest
from conftest import PROJECT
from cutover.reading.practice.book import practices
from cutover.reporting.registry import HOME, is_about_book

sys.path.insert(0, str(PROJECT / "tools"))
from notebook_pairs import FORMAT, TEXTS, cells_of, folded, text_of, text_path

ALL = sorted((PROJECT / "notebooks").glob("*.ipynb"))
NOTEBOOKS = [path for path in ALL if path.stem != HOME]  # the first page of the desk makes no report
OPENING = re.compile(
    r"""who, day = opened(_book)?\(client, (practice, )?as_of(, known=False)?\)
inputs = load\(who, day(, chosen\(globals\(\)\))?\)
result = assess\(inputs\)$"""
)


def cells(path, kind="code"):
    return [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == kind]


def tags(cell) -> list[str]:
    return cell.metadata.get("tags", [])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_opens_as_all_others_do_but_for_its_family(path):
    parameters, opening, head, verdict = cells(path)[:4]
    assert tags(parameters) == ["parameters"]
    imports, last = opening.source.split("\n\n")
    assert OPENING.match(last)
    (family,) = set(re.findall(r"workstreams\.(\w+)\.(?:inputs|report) import", imports))
    assert f"from cutover.workstreams.{family}.inputs import load\n" in imports
    assert f"from cutover.workstreams.{family}.report import assess, period" in imports
    book = "    book=True,\n" if is_about_book(path) else ""
    assert head.source == (
        "report = Report(\n    result,\n    subject=who.name,\n    as_of=day,\n    audience=audience,\n"
        f'    period=period(inputs),\n    folder=who.reports,\n    name="{path.stem}",\n{book})\nreport.head()'
    )
    assert verdict.source == "report.verdict()"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_has_three_to_six_desk_cells_with_pandas_on_named_frames_and_a_table_to_explore(path):
    desk = [c.source for c in cells(path) if "interactive" in tags(c)]
    assert 3 <= len(desk) <= 6
    assert any(re.match(r"[\w, ]+ = (inputs|book_of\(inputs\))\.\w+", source) for source in desk)
    assert any("explore(" in source for source in desk)
    assert any(source.endswith("CaseDesk(result, who, day)") for source in desk)  # the case behind a key
    assert not any("lambda" in source for source in desk)


@pytest.fixture(scope="module")
def home(small_home, tmp_path_factory, in_memory):
    """A home with the practices that the notebooks open, each read once: no desk needs what lies beside them."""
    beside = {*practices(small_home, "sample-billing")} - {"cedar-grove"}
    made = tmp_path_factory.mktemp("desks")
    shutil.copytree(small_home / "data/raw", made / "data/raw", ignore=lambda *_: beside)
    return made


@pytest.mark.parametrize("path", [p for p in NOTEBOOKS if not is_about_book(p)], ids=lambda p: p.stem)
def test_the_desk_cells_run(path, home, monkeypatch):
    monkeypatch.setenv("CUTOVER_HOME", str(home))
    names: dict = {}
    parameters, opening, *rest = cells(path)
    for cell in (parameters, opening, *(c for c in rest if "interactive" in tags(c))):
        exec(compile(cell.source, path.stem, "exec"), names)


@pytest.mark.parametrize("path", ALL, ids=lambda p: p.stem)
def test_a_notebook_and_its_text_are_equal_both_ways(path):
    text = text_path(path).read_text("utf-8")
    assert text == text_of(path), "run: make pair"
    assert cells_of(jupytext.reads(text, fmt=FORMAT)) == cells_of(nbformat.read(path, as_version=4))


@pytest.mark.parametrize("path", ALL, ids=lambda p: p.stem)
def test_code_is_folded_but_for_what_people_change(path):
    assert path.read_text("utf-8") == folded(path.read_text("utf-8")), "run: make pair"
    said = nbformat.read(path, as_version=4)
    nbformat.validate(said)
    shown = [c for c in said.cells if c.cell_type == "code" and not c.metadata.get("jupyter")]
    assert all("interactive" in tags(cell) for cell in shown) and len(shown) <= 3


def test_the_first_page_of_the_desk_is_one_cell_of_widgets_and_takes_no_parameters():
    (cell,) = cells(PROJECT / "notebooks" / f"{HOME}.ipynb")
    assert cell.source == "from cutover.desk.start import Start\n\nStart()" and tags(cell) == []


def test_no_text_is_left_of_a_notebook_that_is_gone():
    assert {path.stem for path in TEXTS.glob("*.py")} == {path.stem for path in ALL}
