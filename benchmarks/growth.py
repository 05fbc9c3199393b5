"""What a further practice in the book costs each report of another one, in CPU seconds, all files read before.

Run: `python -m benchmarks.growth [--practices 8 60] [--months 3] [--claims 5] [--notebook 01 ...]`.
Each notebook runs for one practice of a book of each size, in a fresh process that has imported everything: once so
that what it reads is kept, and then three times, of which the quickest counts. `files of others` are those of other
practices that it opened in the last run, kept readings apart.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
CLIENT, AS_OF = "sample-billing", "2026-07-31"
HEAD = (
    "notebook",
    "CPU s in the smaller book",
    "in the larger book",
    "a further practice",
    "files of others",
)
_ONE = """\
import importlib, json, os, pkgutil, sys, time
from pathlib import Path
import nbformat, warnings
warnings.simplefilter("ignore")
import cutover.workstreams, cutover.reporting.page, cutover.reporting.charts
from cutover.reading.kept import opened
for module in pkgutil.walk_packages(cutover.workstreams.__path__, "cutover.workstreams."):
    importlib.import_module(module.name)
path, client, practice, as_of = sys.argv[1:]
cells = [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
told = {"client": client, "practice": practice, "as_of": as_of, "audience": "owner"}
def run():
    names = {"__name__": "__main__"}
    for cell in cells:
        tags = cell.metadata.get("tags", ())
        if "interactive" in tags:
            continue
        exec(compile(cell.source, "cell", "exec"), names)
        if "parameters" in tags:
            names.update(told)
took = []
for _ in range(int(os.environ["TIMES"])):
    begun = time.process_time()
    with opened.watched(Path(os.environ["CUTOVER_HOME"])) as seen:
        run()
    took.append(time.process_time() - begun)
own = f"raw/{client}/{practice}/"
every = [name for name in seen.files if name.startswith(f"raw/{client}/") and name.count("/") > 2]
others = [name for name in every if not name.startswith(own)]
print(json.dumps([min(took), len(others)]))
"""


def main(arguments: list[str] | None = None) -> None:
    """Print one row for each notebook."""
    said = _parser().parse_args(arguments)
    small, large = said.practices
    print(f"books of {small} and {large} practices, {said.months} months of {said.claims} claims\n")
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="growth-") as folder:
        homes = [_home(Path(folder), size, said) for size in said.practices]
        for path in _notebooks(said.notebook):
            (few, _), (many, others) = (_measured(home, path) for home in homes)
            each = (many - few) / (large - small)
            print(f"| {path.stem} | {few:.2f} | {many:.2f} | {each:.4f} | {others} |", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("benchmarks.growth")
    parser.add_argument("--practices", type=int, nargs=2, default=[8, 60])
    parser.add_argument("--months", type=int, default=3)
    parser.add_argument("--claims", type=int, default=5)
    parser.add_argument("--notebook", nargs="*", default=[])
    parser.add_argument("--homes", type=Path, help="a folder with the books of an earlier run, by their size")
    return parser


def _notebooks(numbers: list[str]) -> list[Path]:
    """The notebooks about a practice."""
    found = sorted((CHECKOUT / "notebooks").glob("[0-9]*.ipynb"))
    found = [path for path in found if path.stem[:2] != "00" and not path.stem.endswith("book")]
    return [path for path in found if not numbers or path.stem[:2] in numbers]


def _home(folder: Path, size: int, said: argparse.Namespace) -> Path:
    if said.homes:
        return said.homes / str(size)
    home = folder / str(size)
    told = ["sample", f"--practices={size}", f"--months={said.months}", f"--claims={said.claims}"]
    program = "import sys; from cutover.cli import main; sys.exit(main(sys.argv[1:]))"
    subprocess.run(
        [sys.executable, "-c", program, *told], env=_surroundings(home), check=True, capture_output=True
    )
    return home


def _measured(home: Path, path: Path) -> tuple[float, int]:
    practice = min(
        one.name for one in (home / "data/raw" / CLIENT).iterdir() if (one / "intake.xlsx").exists()
    )
    for times in (1, 3):
        with tempfile.TemporaryDirectory(prefix="growth-") as folder:
            told = _surroundings(home) | {"CUTOVER_RUN_FOLDER": folder, "TIMES": str(times)}
            ran = subprocess.run(
                [sys.executable, "-c", _ONE, str(path), CLIENT, practice, AS_OF], env=told, cwd=folder,
                capture_output=True, text=True,
            )  # fmt: skip
        if ran.returncode:
            sys.exit(ran.stderr)
    seconds, others = json.loads(ran.stdout.splitlines()[-1])
    return seconds, others


def _surroundings(home: Path) -> dict[str, str]:
    return os.environ | {"CUTOVER_HOME": str(home)}


if __name__ == "__main__":
    main()
