"""Runs the notebooks of a report in this process: quick without a kernel, and all that follows is the real thing."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable
from pathlib import Path

from cutover.reporting import batch
from cutover.reporting.jobs import Job
from cutover.reporting.overview import index
from cutover.reporting.page import RUN_FOLDER_VARIABLE
from cutover.reporting.running import one_report, run
from cutover.surroundings import HOME_VARIABLE
from nbformat.v4 import new_output
from read_in_memory import read_in_memory


def made(
    home: Path, targets: Iterable[tuple[str, str | None]], notebooks: Iterable[Path], as_of, monkeypatch
) -> dict:
    """Make the reports and the index pages as the batch does; return what went wrong, by practice and notebook."""
    wrong = {}
    targets, notebooks = list(targets), list(notebooks)
    with monkeypatch.context() as patched, read_in_memory():
        patched.setattr(run, "_executed", _executed)
        for client, practice in targets:
            for path in notebooks:
                if (practice is None) == batch.is_about_book(path):
                    outcome = one_report.report(Job(home, client, practice, path, as_of))
                    if outcome.failure:
                        wrong[client, practice, path.stem] = f"{outcome.where} {outcome.failure}"
    for client in {client for client, _ in targets}:
        index.write_client(home, client)
    return wrong


def _executed(job, notebook, folder):
    """The notebook with the outputs that its cells have; an error goes on to the caller."""
    before = dict(os.environ)
    os.environ.update({HOME_VARIABLE: str(job.home), RUN_FOLDER_VARIABLE: str(folder)})
    known = {}
    try:
        for cell in notebook.cells:
            if cell.cell_type == "code" and cell.get("id") not in ("setup", "farewell"):
                _run(cell, known)
                if "parameters" in cell.metadata.get("tags", ()):
                    known.update(job.parameters)
    finally:
        os.environ.clear()
        os.environ.update(before)
    return notebook


def _run(cell, known) -> None:
    body = ast.parse(cell.source)
    last = body.body.pop() if body.body and isinstance(body.body[-1], ast.Expr) else None
    exec(compile(body, "cell", "exec"), known)
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), known) if last else None
    cell.outputs, cell.execution_count = [], 1
    if value is not None and not cell.source.rstrip().endswith(";"):
        data, metadata = value._repr_mimebundle_() if hasattr(value, "_repr_mimebundle_") else ({}, {})
        cell.outputs.append(new_output("display_data", data=data, metadata=metadata))
