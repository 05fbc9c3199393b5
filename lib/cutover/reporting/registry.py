"""The notebooks there are, and what each of them asks to be told."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from cutover.errors import UsageError

NOTEBOOKS = Path(__file__).resolve().parents[3] / "notebooks"
PARAMETERS = frozenset({"client", "practice", "as_of", "audience"})


def notebooks(folder: Path = NOTEBOOKS) -> dict[str, Path]:
    """Return the notebooks by their number: `03` -> `notebooks/03_era_archive_audit.ipynb`."""
    found = sorted(folder.glob("[0-9][0-9]_*.ipynb"))
    return {path.name[:2]: path for path in found}


def chosen(number: str | None, folder: Path = NOTEBOOKS) -> list[Path]:
    """Return the notebook of that number or name, all of them for None; UsageError where there is none."""
    there = notebooks(folder)
    if number is None:
        if not there:
            raise UsageError("there are no notebooks to run. They belong into the folder `notebooks`.")
        return list(there.values())
    wanted = number.zfill(2) if number.isdigit() else number.removesuffix(".ipynb")
    for key, path in there.items():
        if wanted in (key, path.stem):
            return [path]
    known = ", ".join(path.stem for path in there.values()) or "none"
    raise UsageError(f"no notebook {number!r} (there: {known}). Name its number, such as 03.")


def declared(notebook: NotebookNode, name: str) -> set[str]:
    """Return the names in the notebook's one cell tagged `parameters`.

    Raises UsageError where there is not exactly one such cell, or it holds anything but names with literals:
    a value that is computed there would be stale once a run puts in its own parameters after the cell.
    """
    cells = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", ())]
    if len(cells) != 1:
        raise UsageError(f"{name}: {len(cells)} cells are tagged `parameters`. Tag exactly one.")
    try:
        body = ast.parse(cells[0].source).body
    except SyntaxError:
        body = [ast.Pass()]
    for line in body:
        plain = isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant)
        if not plain or not all(isinstance(target, ast.Name) for target in line.targets):
            raise UsageError(
                f"{name}: the cell tagged `parameters` holds more than names with literals. Move it on."
            )
    return {target.id for line in body for target in line.targets}


def checked(path: Path, parameters: dict[str, str]) -> NotebookNode:
    """Return a notebook whose declared parameters are exactly the given ones.

    papermill takes a misspelt parameter with a warning and runs on the default practice, so the names are
    compared here. Cells tagged `interactive` are left out: widgets belong to the desk. Raises UsageError.
    """
    notebook = nbformat.read(path, as_version=4)
    names = declared(notebook, path.name)
    if names != set(parameters):
        missing, unknown = sorted(set(parameters) - names), sorted(names - set(parameters))
        said = [f"lacks {', '.join(missing)}"] * bool(missing) + [f"has {', '.join(unknown)}"] * bool(unknown)
        wanted = ", ".join(sorted(parameters))
        raise UsageError(f"{path.name}: its parameters cell {' and '.join(said)}. It must name {wanted}.")
    kept = [c for c in notebook.cells if "interactive" not in c.metadata.get("tags", ())]
    return NotebookNode({**notebook, "cells": kept})
