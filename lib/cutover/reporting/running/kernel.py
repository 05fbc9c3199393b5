"""The process in which a notebook runs: IPython's kernel, which ends with the worker that started it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from cutover import private, reference
from cutover.reading.kept import looks, opened
from cutover.reporting.running import garbage, orphans
from cutover.surroundings import HOME_VARIABLE, RUN_FOLDER_VARIABLE

NAME = "cutover"
ASKED = "asked.json"  # in a run's folder: the reference data that its kernel asked for
LOOKED = "looked.json"  # in a run's folder: the readings of a book that its kernel found to hold
SPEC = {
    # a history would be a database in the run's folder, which goes with it: one that is killed ends with a traceback
    "argv": [
        "python",
        "-m",
        "cutover.reporting.running.kernel",
        "-f",
        "{connection_file}",
        "--HistoryManager.enabled=False",
    ],
    "display_name": "Cutover Workbook",
    "language": "python",
}


def spec(provisioner: str | None, imports: Mapping[str, Sequence[str]]) -> dict:
    """Return what jupyter_client is told of the kernel; `provisioner` names who starts it, if not jupyter_client.

    `imports` is what the notebook imports of this library, for a provisioner that can use it.
    """
    told = {"provisioner_name": provisioner, "config": {"imports": imports}}
    return SPEC | ({"metadata": {"kernel_provisioner": told}} if provisioner else {})


def main() -> None:
    """Start the kernel; the worker's number stands where jupyter_client writes it."""
    parent = os.environ.get("JPY_PARENT_PID", "")
    if os.name == "posix" and parent.isdigit():
        orphans.die_with(int(parent))
    private.by_default()
    garbage.seldom_collected()
    if (home := os.environ.get(HOME_VARIABLE)) and (folder := os.environ.get(RUN_FOLDER_VARIABLE)):
        opened.begin(Path(home), Path(folder))
    if sys.path and sys.path[0] in ("", str(Path.cwd())):
        del sys.path[0]  # a module in the run's folder must not stand in for another
    from ipykernel import kernelapp

    kernelapp.launch_new_instance()


def farewell() -> None:
    """Leave in the run's folder what this kernel opened, asked of reference data and found to hold, at the end.

    The report rests on what was opened; what was asked for is read ahead for the next kernel of the batch, and what was
    found to hold is not looked at again by it.
    """
    opened.tell()
    if folder := os.environ.get(RUN_FOLDER_VARIABLE):
        Path(folder, ASKED).write_text(json.dumps(reference.asked()), "utf-8")
        if found := looks.told():
            Path(folder, LOOKED).write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main()
