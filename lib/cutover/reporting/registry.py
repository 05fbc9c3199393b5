"""The notebooks there are, and what each of them asks to be told."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from cutover import locations
from cutover.errors import UsageError, meant

NOTEBOOKS = locations.NOTEBOOKS
PARAMETERS = frozenset({"client", "practice", "as_of", "audience"})
BOOK_PARAMETERS = PARAMETERS - {"practice"}  # a notebook about all practices of a client
HOME = "00_start"  # the first page of the desk: no report, and in no batch
# what a person may set for a report: name -> the reader of its text, which raises ValueError
Readers = Mapping[str, Callable[[str], object]]


def notebooks(folder: Path = NOTEBOOKS) -> dict[str, Path]:
    """Return the notebooks that make reports by their name, in the order of their numbers; two may share a number."""
    return {path.stem: path for path in sorted(folder.glob("[0-9][0-9]_*.ipynb")) if path.stem != HOME}


def title_of(path: Path) -> str:
    """Return the first heading of a notebook, its name where it has none or cannot be read."""
    try:
        cells = nbformat.read(path, as_version=4).cells
    except (OSError, nbformat.reader.NotJSONError, nbformat.ValidationError):
        return path.stem
    heads = (line for cell in cells if cell.cell_type == "markdown" for line in cell.source.splitlines())
    return next((line[2:].strip() for line in heads if line.startswith("# ")), path.stem)


def cells_as_they_are(folder: Path = NOTEBOOKS) -> list[tuple[str, str | None, str]]:
    """Return client, practice (None: the book) and day of the notebooks' parameters cells, each once."""
    said = [_values(path) for path in notebooks(folder).values()]
    found = [
        (str(one["client"]), one.get("practice") and str(one["practice"]), str(one["as_of"]))
        for one in said
        if {"client", "as_of"} <= one.keys()
    ]
    return list(dict.fromkeys(found))


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
    found = [path for stem, path in there.items() if wanted in (stem, stem[:2], stem[3:])]
    if found:
        return found
    known = ", ".join(path.stem for path in there.values()) or "none"
    guess = meant(number, [*there, *(stem[3:] for stem in there)])
    todo = guess if "?" in guess else "Name its number, such as 03."
    raise UsageError(f"no notebook {number!r} (there: {known}). {todo}")


def imports(notebook: NotebookNode) -> dict[str, list[str]]:
    """Return what a notebook imports of this library, module -> names in it; a cell that is no Python has none."""
    found: dict[str, list[str]] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            with contextlib.suppress(SyntaxError):
                for node in ast.walk(ast.parse(cell.source)):
                    for module, names in _imported(node):
                        found.setdefault(module, []).extend(names)
    return {module: names for module, names in found.items() if module.partition(".")[0] == "cutover"}


def _imported(node: ast.AST) -> list[tuple[str, list[str]]]:
    if isinstance(node, ast.Import):
        return [(one.name, []) for one in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [(node.module, [one.name for one in node.names])]
    return []


def declared(notebook: NotebookNode, name: str) -> dict[str, object]:
    """Return the names in the notebook's one cell tagged `parameters`, each with its value.

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
    return {target.id: line.value.value for line in body for target in line.targets}


def _options_in(values: Mapping[str, object]) -> set[str]:
    """The options among parameters: those with an empty text, which leaves them to the data."""
    return {name for name, value in values.items() if value == "" and name not in PARAMETERS}


def is_about_book(path: Path) -> bool:
    """Tell whether a notebook is about all practices of a client: its parameters cell names no practice.

    False where that cannot be told; the run of the notebook then says what is wrong with it. A misspelled
    `practice` is no option, so such a notebook is refused and never taken for one about the book.
    """
    values = _values(path)
    return values.keys() - _options_in(values) == BOOK_PARAMETERS


def options_of(path: Path) -> set[str]:
    """Return the options that a notebook takes: parameters whose text is empty where the data decide."""
    return _options_in(_values(path))


def _values(path: Path) -> dict[str, object]:
    try:
        return declared(nbformat.read(path, as_version=4), path.name)
    except (UsageError, OSError, nbformat.reader.NotJSONError, nbformat.ValidationError):
        return {}


def options(given: Iterable[str], paths: Iterable[Path], readers: Readers) -> dict[str, str]:
    """Return the options of `NAME=VALUE` texts, each read once by its reader to see that its value is one.

    Raises UsageError for a name that is no option or that none of the notebooks takes, for a value that it
    does not take, and for a name that is set twice.
    """
    taken = set().union(*(options_of(path) for path in paths))
    chosen: dict[str, str] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or name not in readers:
            raise UsageError(f"{text!r} sets no option. Write NAME=VALUE with one of: {', '.join(readers)}.")
        if name not in taken:
            raise UsageError(f"{name}: none of the notebooks takes it. Name the notebook with --notebook.")
        if name in chosen:
            raise UsageError(f"{name} is set twice. Set it once.")
        try:
            readers[name](value)
        except ValueError as wanted:
            raise UsageError(f"{name} is {value!r}, wanted {wanted}.") from None
        chosen[name] = value
    return chosen


def checked(path: Path, parameters: dict[str, str]) -> NotebookNode:
    """Return a notebook whose declared parameters are exactly the given ones and options it may leave out.

    papermill takes a misspelled parameter with a warning and runs on the default practice, so the names are
    compared here. Cells tagged `interactive` are left out: widgets belong to the desk. Raises UsageError.
    """
    notebook = nbformat.read(path, as_version=4)
    values = declared(notebook, path.name)
    names = values.keys() - (_options_in(values) - set(parameters))
    if names != set(parameters):
        missing, unknown = sorted(set(parameters) - names), sorted(names - set(parameters))
        said = [f"lacks {', '.join(missing)}"] * bool(missing) + [f"has {', '.join(unknown)}"] * bool(unknown)
        wanted = ", ".join(sorted(parameters))
        raise UsageError(f"{path.name}: its parameters cell {' and '.join(said)}. It must name {wanted}.")
    kept = [c for c in notebook.cells if "interactive" not in c.metadata.get("tags", ())]
    return NotebookNode({**notebook, "cells": kept})
