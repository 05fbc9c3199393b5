"""Folds the code of each notebook and writes it as text (py:percent) beside it, so that a change reads as a change.

Run: `make pair`, or `python tools/notebook_pairs.py`. The notebook is what counts; the text follows from it.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path

import jupytext
import nbformat

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
TEXTS = NOTEBOOKS / "text"
FORMAT = {"extension": ".py", "format_name": "percent"}
# how a cell is shown is no matter of its text
KEPT = {"notebook_metadata_filter": "-all", "cell_metadata_filter": "tags,-all"}
OPEN = "## Look for yourself"  # the section whose code is for people to change


def paths() -> list[Path]:
    """The notebooks, in the order of their numbers."""
    return sorted(NOTEBOOKS.glob("*.ipynb"))


def text_path(notebook: Path) -> Path:
    """Where the text of a notebook lies."""
    return TEXTS / f"{notebook.stem}.py"


def text_of(notebook: Path) -> str:
    """A notebook as text: its cells with their tags, without outputs and without a header."""
    found = copy.deepcopy(nbformat.read(notebook, as_version=4))
    found.metadata = nbformat.NotebookNode(jupytext=KEPT)
    return jupytext.writes(found, fmt=FORMAT)


def cells_of(notebook: nbformat.NotebookNode) -> list[tuple]:
    """What a cell is: its kind, its tags, its source."""
    return [(c.cell_type, c.metadata.get("tags", []), c.source) for c in notebook.cells]


def folded(text: str) -> str:
    """A notebook's file with its code folded: at the desk answers are seen, and the code by one click."""
    notebook, is_open = json.loads(text), False
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            is_open = source.startswith(OPEN) if source.startswith("## ") else is_open
        else:
            others = {name: value for name, value in cell["metadata"].items() if name != "jupyter"}
            cell["metadata"] = others if is_open else {"jupyter": {"source_hidden": True}} | others
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Fold every notebook, write every text anew and remove those whose notebook is gone."""
    for path in paths():
        path.write_text(folded(path.read_text("utf-8")), "utf-8", newline="\n")
    TEXTS.mkdir(exist_ok=True)
    wanted = {text_path(path): text_of(path) for path in paths()}
    for path in set(TEXTS.glob("*.py")) - wanted.keys():
        path.unlink()
    for path, text in wanted.items():
        path.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
