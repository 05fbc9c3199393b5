"""The notebooks there are, and what each of them asks to be told."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from cutover.errors import UsageError
from cutover.workstreams.cost import options as cost_options

NOTEBOOKS = Path(__file__).resolve().parents[3] / "notebooks"
PARAMETERS = frozenset({"client", "practice", "as_of", "audience"})
BOOK_PARAMETERS = PARAMETERS - {"practice"}  # a notebook about all practices of a client
# what a person may set for a report: name -> the reader of its text, which raises ValueError; a notebook
# takes those that its parameters cell names
OPTIONS = {**cost_options.OPTIONS}


def notebooks(folder: Path = NOTEBOOKS) -> dict[str, Path]:
    """Return the notebooks by their name, in the order of their numbers; two may share a number."""
    return {path.stem: path for path in sorted(folder.glob("[0-9][0-9]_*.ipynb"))}


def chosen(numbers: Iterable[str], folder: Path = NOTEBOOKS) -> list[Path]:
    """Return the notebooks of these numbers or names, each once, all there are where none is named.

    Raises UsageError where there is none of that number or name.
    """
    there = notebooks(folder)
    if not there:
        raise UsageError("there are no notebooks to run. They belong into the folder `notebooks`.")
    named = [path for number in numbers for path in _of_number(number, there)]
    return list(dict.fromkeys(named)) or list(there.values())


def _of_number(number: str, there: dict[str, Path]) -> list[Path]:
    wanted = number.zfill(2) if number.isdigit() else number.removesuffix(".ipynb")
    found = [path for stem, path in there.items() if wanted in (stem, stem[:2])]
    if found:
        return found
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


def is_about_book(path: Path) -> bool:
    """Tell whether a notebook is about all practices of a client: its parameters cell names no practice.

    False where that cannot be told; the run of the notebook then says what is wrong with it. A misspelt
    `practice` is no option, so such a notebook is refused and never taken for one about the book.
    """
    return set(OPTIONS) | BOOK_PARAMETERS >= _names(path) >= BOOK_PARAMETERS


def options_of(path: Path) -> set[str]:
    """Return the options that a notebook takes."""
    return _names(path) & set(OPTIONS)


def _names(path: Path) -> set[str]:
    try:
        return declared(nbformat.read(path, as_version=4), path.name)
    except (UsageError, OSError, nbformat.reader.NotJSONError, nbformat.ValidationError):
        return set()


def options(said: Iterable[str], paths: Iterable[Path]) -> dict[str, str]:
    """Return the options of `NAME=VALUE` texts, each read once to see that its value is one.

    Raises UsageError for a name that is no option or that none of the notebooks takes, for a value that it
    does not take, and for a name that is set twice.
    """
    taken = set().union(*(options_of(path) for path in paths))
    found: dict[str, str] = {}
    for text in said:
        name, sign, value = text.partition("=")
        if not sign or name not in OPTIONS:
            raise UsageError(f"{text!r} sets no option. Write NAME=VALUE with one of: {', '.join(OPTIONS)}.")
        if name not in taken:
            raise UsageError(f"{name}: none of the notebooks takes it. Name the notebook with --notebook.")
        if name in found:
            raise UsageError(f"{name} is set twice. Set it once.")
        try:
            OPTIONS[name](value)
        except ValueError as wanted:
            raise UsageError(f"{name} is {value!r}, wanted {wanted}.") from None
        found[name] = value
    return found


def checked(path: Path, parameters: dict[str, str]) -> NotebookNode:
    """Return a notebook whose declared parameters are exactly the given ones and options it may leave out.

    papermill takes a misspelt parameter with a warning and runs on the default practice, so the names are
    compared here. Cells tagged `interactive` are left out: widgets belong to the desk. Raises UsageError.
    """
    notebook = nbformat.read(path, as_version=4)
    names = declared(notebook, path.name)
    names -= set(OPTIONS) - set(parameters)
    if names != set(parameters):
        missing, unknown = sorted(set(parameters) - names), sorted(names - set(parameters))
        said = [f"lacks {', '.join(missing)}"] * bool(missing) + [f"has {', '.join(unknown)}"] * bool(unknown)
        wanted = ", ".join(sorted(parameters))
        raise UsageError(f"{path.name}: its parameters cell {' and '.join(said)}. It must name {wanted}.")
    kept = [c for c in notebook.cells if "interactive" not in c.metadata.get("tags", ())]
    return NotebookNode({**notebook, "cells": kept})
