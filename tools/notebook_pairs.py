"""Writes each notebook as text (py:percent) beside it, so that a change reads as a change: `make pair`.

Run: `python tools/notebook_pairs.py`. The notebook is what counts; the text follows from it.
"""

from __future__ import annotations

import copy
from pathlib import Path

import jupytext
import nbformat

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
TEXTS = NOTEBOOKS / "text"
FORMAT = {"extension": ".py", "format_name": "percent"}


def paths() -> list[Path]:
    """The notebooks, in the order of their numbers."""
    return sorted(NOTEBOOKS.glob("*.ipynb"))


def text_path(notebook: Path) -> Path:
    """Where the text of a notebook lies."""
    return TEXTS / f"{notebook.stem}.py"


def text_of(notebook: Path) -> str:
    """A notebook as text: its cells with their tags, without outputs and without a header."""
    found = copy.deepcopy(nbformat.read(notebook, as_version=4))
    found.metadata = nbformat.NotebookNode(jupytext={"notebook_metadata_filter": "-all"})
    return jupytext.writes(found, fmt=FORMAT)


def cells_of(notebook: nbformat.NotebookNode) -> list[tuple]:
    """What a cell is: its kind, its tags, its source."""
    return [(c.cell_type, c.metadata.get("tags", []), c.source) for c in notebook.cells]


def main() -> None:
    """Write every text anew and remove those whose notebook is gone."""
    TEXTS.mkdir(exist_ok=True)
    wanted = {text_path(path): text_of(path) for path in paths()}
    for path in set(TEXTS.glob("*.py")) - wanted.keys():
        path.unlink()
    for path, text in wanted.items():
        path.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
