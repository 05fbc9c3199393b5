"""What the reports of a book cost: nothing read before, all files read, nothing changed, one file changed.

Run: `python -m benchmarks.book [--practices 3] [--months 6] [--claims 20] [--notebook 01 ...] [--against CHECKOUT]
[--by-hand 6]`. With `--against` an older checkout of the workbook, with its own `.venv`, makes the same reports in the
same run; it may know nothing of readings that are kept. `--by-hand` makes so many of the first practice's reports with
papermill and nbconvert alone, all files read. CPU seconds are those of all processes, the largest memory that of one of
them. The reports of each run are held against those of the first, byte for byte; kernels are also started anew once.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
CLIENT, AS_OF = "sample-billing", "2026-07-31"
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
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    out = _command(checkout, home, *told, **surroundings)
    took, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    made = (
        next(line for line in out.splitlines() if "reports made" in line)
        .split(",")[0]
        .removesuffix(" reports made")
    )
    each = f"{cpu / int(made.split()[0]):.2f}" if int(made.split()[0]) else ""
    return (made, f"{took:.1f}", f"{cpu:.1f}", each, f"{after.ru_maxrss / 1024:.0f}"), _digest(
        home / "reports"
    )


def _by_hand(home: Path, folder: Path, said: argparse.Namespace) -> tuple[str, ...]:
    """The figures of some reports of one practice, each by the two commands that a person would type."""
    practice = min(path.parent.name for path in (home / "data/raw" / CLIENT).glob("*/intake.xlsx"))
    books = [path for path in sorted((CHECKOUT / "notebooks").glob("[01][0-9]_*.ipynb"))
             if path.stem[:2] not in ("00", "10") and not path.stem.endswith("book")
             and (not said.notebook or path.stem[:2] in said.notebook)][: said.by_hand]  # fmt: skip
    known = os.environ | {"CUTOVER_HOME": str(home), "CUTOVER_RUN_FOLDER": str(folder)}
    told = [
        part
        for pair in (("client", CLIENT), ("practice", practice), ("as_of", AS_OF))
        for part in ("-p", *pair)
    ]
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    for path in books:
        done = folder / path.name
        for words in (
            ("papermill", path, done, "-k", "python3", *told),
            ("nbconvert", "--to", "html", "--no-input", done),
        ):
            ran = subprocess.run(
                [sys.executable, "-m", *map(str, words)], env=known, cwd=folder, capture_output=True
            )
            if ran.returncode:
                sys.exit(ran.stderr.decode())
    took, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (
        str(len(books)),
        f"{took:.1f}",
        f"{cpu:.1f}",
        f"{cpu / len(books):.2f}",
        f"{after.ru_maxrss / 1024:.0f}",
    )


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
