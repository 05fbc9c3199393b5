"""What the reports of a book cost: nothing read before, all files read, nothing changed, one file changed.

Run: `python -m benchmarks.book [--practices 3] [--months 6] [--claims 20] [--notebook 01 ...] [--against CHECKOUT]
[--by-hand 6]`. With `--against` an older checkout of the workbook, with its own `.venv`, makes the same reports in the
same run; it may know nothing of readings that are kept. `--by-hand` makes so many of the first practice's reports with
papermill and nbconvert alone, all files read. CPU seconds are those of all processes, the largest memory that of one of
them. The reports of each run are held against those of the first, byte for byte; kernels are also started anew once.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import hashlib
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from cutover.reporting import registry

CHECKOUT = Path(__file__).resolve().parents[1]
CLIENT, AS_OF = "sample-billing", "2026-07-31"
T = TypeVar("T")
_PR_SET_CHILD_SUBREAPER = 36  # <linux/prctl.h>
HEAD = ("build", "run", "reports made", "seconds", "CPU s", "CPU s a report", "largest MB", "same bytes")


def main(arguments: list[str] | None = None) -> None:
    """Print one row for each run of each build."""
    said = _parser().parse_args(arguments)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="book-") as folder:
        for name, checkout in (("older", said.against), ("this", CHECKOUT)):
            if checkout:
                _build(name, checkout.resolve(), Path(folder) / name, said)
        if said.by_hand:
            row = _by_hand(Path(folder) / "this", Path(folder), said)
            print(f"| {' | '.join(('this', 'papermill and nbconvert by hand', *row, ''))} |", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("benchmarks.book")
    for name, default in (("practices", 3), ("months", 6), ("claims", 20)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--notebook", nargs="*", default=[])
    parser.add_argument("--against", type=Path)
    parser.add_argument("--by-hand", type=int, default=0)
    return parser


def _build(name: str, checkout: Path, home: Path, said: argparse.Namespace) -> None:
    sizes = [f"--{size}={getattr(said, size)}" for size in ("practices", "months", "claims")]
    _command(checkout, home, "sample", *sizes)
    chosen = [part for number in said.notebook for part in ("--notebook", number)]
    asked = ("report", CLIENT, "--as-of", AS_OF, *chosen)
    is_new = "--force" in _command(checkout, home, "report", "--help")
    runs = {"nothing read before": (asked, {}), "all files read": ((*asked, *["--force"] * is_new), {})}
    if is_new:
        runs["all files read, kernels started anew"] = ((*asked, "--force"), {"CUTOVER_SPAWN": "1"})
        runs["nothing changed"] = (asked, {})
        runs["one file changed"] = (asked, {})
    first = ""
    for run, (told, surroundings) in runs.items():
        if run == "one file changed":
            _change(home)
        row, digest = _measured(checkout, home, told, surroundings)
        first = first or digest
        same = "" if run == "one file changed" else "yes" if digest == first else "NO"
        print(f"| {' | '.join((name, run, *row, same))} |", flush=True)


def _measured(checkout: Path, home: Path, told: tuple, surroundings: dict) -> tuple[tuple[str, ...], str]:
    """The figures of one run, and the digest of all its reports."""
    figures, _ = _figures(lambda: _command(checkout, home, *told, **surroundings), _made)
    return figures, _digest(home / "reports")


def _made(out: str) -> str:
    """What a run says of its reports, such as `38 of 38`."""
    line = next(line for line in out.splitlines() if "reports made" in line)
    return line.split(",")[0].removesuffix(" reports made")


def _figures(work: Callable[[], T], made: Callable[[T], str]) -> tuple[tuple[str, ...], T]:
    """Reports made, seconds, CPU seconds, those a report, and the largest process so far, of work in processes."""
    begun, before = time.monotonic(), cpu_of_children()
    given = work()
    took, cpu = time.monotonic() - begun, cpu_of_children() - before
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    reports = made(given)
    number = int(reports.split()[0])
    each = f"{cpu / number:.2f}" if number else ""
    return (reports, f"{took:.1f}", f"{cpu:.1f}", each, f"{largest:.0f}"), given


def cpu_of_children() -> float:
    """Return the CPU seconds, user and system, of all processes below this one; it waits for those that still run.

    What a batch forks its workers from ends just after it, with nobody to wait for it: it is taken over here.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _by_hand(home: Path, folder: Path, said: argparse.Namespace) -> tuple[str, ...]:
    """The figures of some reports of one practice, each by the two commands that a person would type."""
    practice = min(path.parent.name for path in (home / "data/raw" / CLIENT).glob("*/intake.xlsx"))
    there = registry.chosen(said.notebook)
    paths = [path for path in there if not registry.is_about_book(path)][: said.by_hand]
    known = os.environ | {"CUTOVER_HOME": str(home), "CUTOVER_RUN_FOLDER": str(folder)}
    told = ["-p", "client", CLIENT, "-p", "practice", practice, "-p", "as_of", AS_OF]

    def work() -> int:
        for path in paths:
            done = folder / path.name
            _typed(("papermill", path, done, "-k", "python3", *told), known, folder)
            _typed(("nbconvert", "--to", "html", "--no-input", done), known, folder)
        return len(paths)

    return _figures(work, str)[0]


def _typed(words: tuple, known: dict[str, str], folder: Path) -> None:
    """Run a module as a command; ends this process where it fails."""
    ran = subprocess.run([sys.executable, "-m", *map(str, words)], env=known, cwd=folder, capture_output=True)
    if ran.returncode:
        sys.exit(ran.stderr.decode())


def _command(checkout: Path, home: Path, *told: str, **surroundings: str) -> str:
    program = checkout / ".venv/bin/cutover"
    known = os.environ | {"CUTOVER_HOME": str(home)} | surroundings
    ran = subprocess.run([str(program), *told], env=known, capture_output=True, text=True)
    if ran.returncode:
        sys.exit(ran.stdout + ran.stderr)
    return ran.stdout


def _digest(folder: Path) -> str:
    """The digest of every file of all reports, the locks apart."""
    files = sorted(
        path for path in folder.rglob("*") if path.is_file() and path.name not in (".lock", ".index.lock")
    )
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.relative_to(folder)}\n".encode() + path.read_bytes())
    return whole.hexdigest()


def _change(home: Path) -> None:
    """Let one practice hold one of its claim files twice."""
    path = next(one for one in sorted((home / "data/raw" / CLIENT).glob("*/claims/*")) if one.is_file())
    shutil.copyfile(path, path.with_name(f"again {path.name}"))


if __name__ == "__main__":
    main()
