"""What a further practice in the book costs each report of another one, in CPU seconds, all files read before.

Run: `python -m benchmarks.growth [--practices 8 60 200] [--months 3] [--claims 5] [--notebook 01 ...] [--plot FILE]`.
Each notebook runs for one practice of a book of each size, in a fresh process that has imported everything: once so
that what it reads is kept, and then three times, of which the quickest counts. `files of others` are those of other
practices that it opened in the last run, kept readings apart. `--plot` draws the seconds over the size of the book.
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
_ONE = """\
import importlib, json, os, pkgutil, sys, time
from pathlib import Path
import nbformat, warnings
warnings.simplefilter("ignore")
import cutover.workstreams, cutover.reporting.page, cutover.reporting.drawing.charts
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
    """Print one row for each notebook, and draw them where that is asked for."""
    said = _parser().parse_args(arguments)
    sizes = sorted(said.practices)
    print(f"books of {sizes} practices, {said.months} months of {said.claims} claims\n")
    head = [
        "notebook",
        *(f"CPU s, {size} practices" for size in sizes),
        "a further practice",
        "files of others",
    ]
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}", flush=True)
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="growth-") as folder:
        homes = [_home(Path(folder), size, said) for size in sizes]
        for path in _notebooks(said.notebook):
            measured = [_measured(home, path) for home in homes]
            took = found[path.stem] = [seconds for seconds, _ in measured]
            each = (took[-1] - took[0]) / (sizes[-1] - sizes[0])
            row = (path.stem, *(f"{seconds:.2f}" for seconds in took), f"{each:.4f}", str(measured[-1][1]))
            print(f"| {' | '.join(row)} |", flush=True)
    if said.plot:
        _draw(said.plot, sizes, found)


def _draw(path: Path, sizes: list[int], found: dict[str, list[float]]) -> None:
    """Draw a line for each notebook."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot(
        xlabel="practices in the book",
        ylabel="CPU seconds of a report",
        title="What a larger book costs a report",
    )
    for name, took in found.items():
        axes.plot(sizes, took, marker="o", markersize=3, linewidth=1)
        axes.annotate(
            name[:2], (sizes[-1], took[-1]), xytext=(4, 0), textcoords="offset points", va="center", size=7
        )
    axes.set_ylim(0)
    axes.set_xticks(sizes)
    figure.savefig(path, metadata={"Date": None, "Creator": None} if path.suffix == ".svg" else None, dpi=110)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("benchmarks.growth")
    parser.add_argument("--practices", type=int, nargs="+", default=[8, 60, 200])
    parser.add_argument("--months", type=int, default=3)
    parser.add_argument("--claims", type=int, default=5)
    parser.add_argument("--notebook", nargs="*", default=[])
    parser.add_argument("--homes", type=Path, help="a folder with the books of an earlier run, by their size")
    parser.add_argument("--plot", type=Path, help="where the lines are drawn, as .svg or .png")
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
