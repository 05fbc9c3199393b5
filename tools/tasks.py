"""What the Makefile does, with Python alone: `python tools/tasks.py demo`, on Windows, macOS and Linux."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
VENV = PROJECT / ".venv"
MADE_OF = ("requirements.txt", "pyproject.toml")
DAY = ("--as-of", "2026-07-31")
PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile")
# pip compiles on one core, and the tests of every library too; this takes all cores and what is imported
COMPILED = ("-m", "compileall", "-qq", "-j", "0", "-x", r"[/\\]tests?[/\\]")
CUTOVER, RUFF = ("-m", "cutover.cli"), ("-m", "ruff")
STYLE = [[*RUFF, "check", "."], [*RUFF, "format", "--check", "."]]
_LIBRARIES = "import sysconfig; print(sysconfig.get_path('purelib'))"
# task -> the arguments of the environment's Python, one after the other
TASKS: dict[str, list[list[str]]] = {
    "setup": [],
    "demo": [
        [*CUTOVER, "sample"],
        [*CUTOVER, "report", "sample-billing", *DAY],
        [
            *CUTOVER,
            "report",
            "sample-run",
            *(w for n in ("06", "07", "08", "09", "10") for w in ("--notebook", n)),
            *DAY,
        ],
        [*CUTOVER, "report", "sample-rates", "--notebook", "12", *DAY],
        [*CUTOVER, "report", "sample-scrub", "--notebook", "13", *DAY],
    ],
    "lint": [*STYLE, ["tests/type_errors.py"]],
    "test": [*STYLE, ["-m", "pytest"]],  # the types are one of the tests
    "lab": [[*CUTOVER, "lab"]],
}


def python_of(folder: Path, system: str = os.name) -> Path:
    """Return the interpreter of a virtual environment, where the system (`os.name`) puts it."""
    return folder / ("Scripts/python.exe" if system == "nt" else "bin/python")


def is_ready(project: Path = PROJECT) -> bool:
    """Tell whether the environment is there and no older than what it is made of."""
    mark = project / ".venv" / ".ready"
    return mark.exists() and all(mark.stat().st_mtime >= (project / name).stat().st_mtime for name in MADE_OF)


def set_up() -> None:
    """Make the environment from the hash lock, with the program itself as it lies here."""
    if sys.version_info < (3, 11):  # noqa: UP036  whoever starts this may have an older one
        sys.exit("Python 3.11 or newer is needed; start this with such a one.")
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    run([*PIP, "--require-hashes", "-r", "requirements.txt"])
    run([*PIP, "--no-deps", "--no-build-isolation", "-e", "."])
    libraries = subprocess.run(
        [python_of(VENV), "-c", _LIBRARIES], capture_output=True, text=True, check=True
    )
    subprocess.run([python_of(VENV), *COMPILED, libraries.stdout.strip(), "lib"], cwd=PROJECT, check=False)
    (VENV / ".ready").touch()


def run(arguments: list[str]) -> None:
    """Run the environment's Python in the project's folder; end with its status where that is not 0."""
    status = subprocess.run([python_of(VENV), *arguments], cwd=PROJECT, check=False).returncode
    if status:
        sys.exit(status)


def main(names: list[str]) -> None:
    """Run tasks in their order, after the environment is made."""
    unknown = [name for name in names if name not in TASKS]
    if unknown or not names:
        sys.exit(f"tasks: {', '.join(TASKS)}" + (f" (not {', '.join(unknown)})" if unknown else ""))
    if not is_ready():
        set_up()
    for name in names:
        for arguments in TASKS[name]:
            run(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
