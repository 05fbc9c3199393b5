"""One run: one notebook for one practice in a fresh kernel, to files in a folder of its own."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import tempfile
import warnings
from pathlib import Path

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from cutover import errors
from cutover.audience import OWNER
from cutover.errors import CutoverError
from cutover.reading.kept import opened
from cutover.reading.practice import book
from cutover.reporting import findings, places, registry
from cutover.reporting.jobs import Job, RunError
from cutover.reporting.overview.since_last import since_last
from cutover.reporting.pages import exporter
from cutover.reporting.privacy import gate_values, gated
from cutover.reporting.privacy.gate import Gate
from cutover.reporting.running import forking, kernel
from cutover.surroundings import HOME_VARIABLE, RUN_FOLDER_VARIABLE

# What a reader would have seen as a warning stops the run; what Python hides by default stays hidden.
SETUP = """\
import warnings as _warnings
_warnings.simplefilter("error")
for _category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
    _warnings.simplefilter("ignore", _category)
_warnings.filterwarnings("error", category=DeprecationWarning, module="__main__")
_warnings.filterwarnings("ignore", message="To exit: use")  # IPython's, on sys.exit: the run says it
"""
FAREWELL = """\
from cutover.reporting.running import kernel as _kernel
_kernel.farewell()
"""
# sockets in the run's own folder: over TCP anybody on the machine could listen to patient data
_KERNEL = Config({"KernelManager": {"transport": "ipc"}} if os.name == "posix" else {})
_OURS = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, CutoverError)
}
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_LIBRARY_LINE = re.compile(r"File .*?lib[/\\]cutover[/\\]([\w/\\]+\.py):(\d+)")


def execute(job: Job, folder: Path) -> dict[str, Path]:
    """Run a job in an empty folder; return the files of its report by their places in the report folder.

    Raises RunError where it did not run to its end or its files are not this practice's; whether it did
    is judged from what papermill raised and from each cell, never from the look of the notebook it leaves.
    """
    try:
        notebook = registry.checked(job.notebook, job.parameters)
    except (CutoverError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise RunError(str(error) if isinstance(error, CutoverError) else "not a notebook") from None
    notebook.cells.insert(_after_parameters(notebook), nbformat.v4.new_code_cell(SETUP, id="setup"))
    notebook.cells[_after_parameters(notebook)].metadata["tags"] = ["desk"]
    notebook.cells.append(nbformat.v4.new_code_cell(FAREWELL, id="farewell"))
    notebook.cells[-1].metadata["tags"] = ["desk"]
    executed = _executed(job, notebook, folder)
    made = {f"{places.DESK}/{path.name}": path for path in _data_files(job, folder)}
    try:
        html = exporter.page_of(executed)
        facts = findings.read(folder / f"{job.stem}{places.FINDINGS}")
        facts, html = _with_unread_identity(job, facts, html)
        taken = gated.Taken()
        if job.audience == OWNER:
            facts, html = _for_owners(job, facts, html, taken)
    except CutoverError as error:
        raise RunError(str(error)) from None
    if taken:
        listed = folder / f"{job.stem}{places.WITHHELD}"
        listed.write_text(gated.listed(taken), "utf-8", newline="\n")
        made[f"{places.DESK}/{listed.name}"] = listed
    page = folder / job.page.name
    _write_as_one_run(facts, html, folder / f"{job.stem}{places.FINDINGS}", page)
    return made | {job.page.relative_to(job.folder).as_posix(): page}


def _for_owners(job: Job, facts: dict, html: str, taken: gated.Taken) -> tuple[dict, str]:
    """Return findings and page without what the inputs call patients and the like; `taken` counts what was found."""
    gate = gate_of(job)
    facts, html = gated.facts(facts, gate, taken), gated.page(html, gate, taken)
    with opened.unheard():  # no input: a batch that adds to it must not make all reports again
        since = since_last(job, facts)
    html = exporter.opened_with(html, since) if since else html
    return facts | {"withheld": sum(taken.values())}, exporter.withholding(html, _times(taken, "page"))


def _with_unread_identity(job: Job, facts: dict, html: str) -> tuple[dict, str]:
    """Return findings and page that say what of the practice's identity cannot be read, and what stands in for it."""
    if not job.practice:
        return facts, html
    who = book.found_practice(job.home, job.client, job.practice)[0]
    if said := list(who.problems):
        facts, html = facts | {"identity_problems": said}, exporter.unread_identity(html, said)
    if assumed := list(who.assumed):
        facts, html = facts | {"identity_assumed": assumed}, exporter.assumed_identity(html, assumed)
    return facts, html


def _times(taken: gated.Taken, where: str) -> int:
    return sum(times for key, times in taken.items() if key[0] == where)


def gate_of(job: Job) -> Gate:
    """Return the gate of a job: of the inputs of its practice, or of all practices of its book."""
    whose = [job.practice] if job.practice else book.practices(job.home, job.client)
    with opened.unheard():  # what it knows has a digest of its own, by which a report is judged
        return gate_values.of(job.home, job.client, tuple(whose), job.as_of.isoformat())


def _write_as_one_run(facts: dict, html: str, where: Path, page: Path) -> None:
    """Write findings and page with the digest of both, so that two that are not of one run are told apart."""
    digest = hashlib.sha256(findings.as_text(facts).encode() + html.encode()).hexdigest()[:32]
    where.write_text(findings.as_text(facts | {"run": digest}), "utf-8", newline="\n")
    page.write_text(exporter.marked(html, digest), "utf-8", newline="\n")


def _after_parameters(notebook: NotebookNode) -> int:
    tagged = ["parameters" in c.metadata.get("tags", ()) for c in notebook.cells]
    return tagged.index(True) + 1


def _executed(job: Job, notebook: NotebookNode, folder: Path) -> NotebookNode:
    source = folder / "source.ipynb"
    nbformat.write(notebook, source)
    try:
        with _surroundings(job, notebook, folder), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # papermill's own, about how notebooks are written
            executed = papermill.execute_notebook(
                source,
                None,  # written nowhere: it holds what the gate takes out
                job.parameters,
                kernel_name=kernel.NAME,
                language="python",
                progress_bar=False,
                request_save_on_cell_execute=False,
                execution_timeout=job.timeout,
                shutdown_kernel="immediate",
                config=_KERNEL,
                cwd=folder,
            )
    except PapermillExecutionError as error:
        raise RunError(_message(error), _place(notebook, error.source)) from None
    except CellTimeoutError:
        raise RunError(f"a cell took longer than {job.timeout} seconds and was stopped") from None
    except DeadKernelError:
        raise RunError("the kernel died; out of memory, or the code ended the process") from None
    except Exception as error:  # whatever else goes wrong must reach the failure page, not end the batch
        raise RunError(f"papermill could not run it ({type(error).__name__})") from None
    for cell in executed.cells:
        ended = cell.cell_type == "code" and any(o.output_type == "error" for o in cell.outputs)
        if ended or (cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None):
            raise RunError("the run ended before the last cell", _place(notebook, cell.source))
    return executed


@contextlib.contextmanager
def _surroundings(job: Job, notebook: NotebookNode, folder: Path):
    """Give the kernel this run's folder, also for what is temporary, and none of the user's own Jupyter files."""
    spec = folder / "jupyter" / "kernels" / kernel.NAME
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text(
        json.dumps(
            kernel.spec(forking.PROVISIONER if forking.is_ready() else None, registry.imports(notebook))
        ),
        "utf-8",
    )
    ours = {
        HOME_VARIABLE: str(job.home),
        RUN_FOLDER_VARIABLE: str(folder),
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_PATH": str(folder / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(folder),
        "TMPDIR": str(folder),
        "PYTHONHASHSEED": "0",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # else the debugger's hint on frozen modules is in the output
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    before, temporary = {name: os.environ.get(name) for name in ours}, tempfile.tempdir
    os.environ.update(ours)
    tempfile.tempdir = str(folder)  # the connection file too: it opens the kernel to whoever reads it
    try:
        yield
    finally:
        tempfile.tempdir = temporary
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def _message(error: PapermillExecutionError) -> str:
    """Return what failed without any value of the data: our own errors' message, else type and place."""
    lines = _LIBRARY_LINE.findall(_ANSI.sub("", "\n".join(error.traceback)))
    if error.ename in _OURS and lines:
        return f"{error.ename}: {_ANSI.sub('', error.evalue)}"
    place = f" in {lines[-1][0]}, line {lines[-1][1]}" if lines else ""
    return f"{error.ename}{place} (its message is not shown: it could hold patient data)"


def _place(notebook: NotebookNode, source: str) -> str:
    """Return the number of a cell, as JupyterLab counts code cells, and the heading above it."""
    number, heading = 0, ""
    for cell in notebook.cells:
        found = (
            re.search(r"^##+\s+(.+)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
        )
        heading = found[1].strip() if found else heading
        number += cell.cell_type == "code" and cell.get("id") not in ("setup", "farewell")
        if cell.cell_type == "code" and cell.source == source:
            return f"code cell {number}" + (f", under “{heading}”" if heading else "")
    return ""


def _data_files(job: Job, folder: Path) -> list[Path]:
    """Return findings.json, the evidence workbook and what else was written, if they are this practice's."""
    facts, evidence = folder / f"{job.stem}.findings.json", folder / f"{job.stem}.evidence.xlsx"
    if not facts.is_file() or not evidence.is_file():
        raise RunError(f"it saved no {job.stem}.findings.json. End the notebook with report.save().")
    try:
        said = findings.read(facts)
    except CutoverError as error:
        raise RunError(str(error)) from None
    expected = (job.client, job.practice, job.notebook.stem, job.as_of.isoformat(), job.audience)
    found = tuple(said[key] for key in ("client", "practice", "notebook", "as_of", "audience"))
    if found != expected:
        raise RunError(
            f"its findings are of {'/'.join(map(str, found))}, asked was for {'/'.join(map(str, expected))}"
        )
    more = (folder / f"{job.stem}{ending}" for ending in places.MORE)
    return [facts, evidence, *(path for path in more if path.is_file())]
