"""What reports cost beside an older build and beside other tools, as one table: each row with what is wanted of it.

Run: `python -m benchmarks.speed_table --against CHECKOUT [--only batch growth ...] [--archive FOLDER]`. CHECKOUT is an
older checkout of the workbook with its own `.venv`; both builds make the same reports of a made-up book in this run.
Rows: batch, command, pages, killed, growth, reader, archive. The reader's rivals are installed as `era_rivals` does.
`--archive` keeps the archive of a million claims for the next run. CPU is that of all processes that a row starts.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import os
import platform
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import book, era_archive, era_rivals, growth

SIZES = ("--months=3", "--claims=20")
SEVEN = ["01", "02", "03", "04", "05", "06", "09"]  # those that builds of 2026-11-27 have
HEAD = ("work", "older build", "this build", "wanted", "reached")
_PAGES = """\
import sys, time
from pathlib import Path
from cutover.reporting.overview import index
index.write_client(Path(sys.argv[1]), sys.argv[2])
begun = time.process_time()
index.write_client(Path(sys.argv[1]), sys.argv[2])
print(time.process_time() - begun)
"""


def main(arguments: list[str] | None = None) -> None:
    """Print the rows that were asked for as they are measured."""
    parser = argparse.ArgumentParser("benchmarks.speed_table")
    parser.add_argument("--against", type=Path, required=True)
    parser.add_argument("--only", nargs="*", default=list(_ROWS), choices=list(_ROWS))
    parser.add_argument("--practices", type=int, default=8, help="in the book of the row batch")
    parser.add_argument("--archive", type=Path)
    said = parser.parse_args(arguments)
    today = dt.datetime.now(tz=dt.UTC).date()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {today}\n")
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="speed-") as folder:
        for name in said.only:
            for row in _ROWS[name](Path(folder), said):
                print(f"| {' | '.join(row)} |", flush=True)


def _row(work: str, older: str, this: str, wanted: str, is_reached: bool) -> tuple[str, ...]:
    return work, older, this, wanted, "yes" if is_reached else "no"


def _builds(said: argparse.Namespace) -> tuple[tuple[str, Path], ...]:
    return ("older", said.against.resolve()), ("this", book.CHECKOUT)


def _spent(work: Callable[[], object]) -> float:
    """CPU seconds of the processes that a piece of work starts and waits for."""
    before = book.cpu_of_children()
    work()
    return book.cpu_of_children() - before


def _reports(checkout: Path, home: Path, *more: str) -> float:
    """CPU seconds of the seven notebooks; an older build has no others, and takes one number alone."""
    chosen = (
        [part for number in SEVEN for part in ("--notebook", number)] if checkout == book.CHECKOUT else []
    )
    told = ("report", book.CLIENT, "--as-of", book.AS_OF, *chosen, *more)
    return _spent(lambda: book._command(checkout, home, *told))


def _batch(folder: Path, said: argparse.Namespace) -> Iterator[tuple[str, ...]]:
    """The seven notebooks that both builds have, of each practice, and one about the book: 57 reports of eight."""
    number = 7 * said.practices + 1
    (_, older), (_, this) = _builds(said)
    homes = {"older": folder / "older", "this": folder / "this"}
    for name, checkout in _builds(said):
        book._command(checkout, homes[name], "sample", f"--practices={said.practices}", *SIZES)
    cold = _reports(older, homes["older"]), _reports(this, homes["this"])
    warm = _reports(older, homes["older"]), _reports(this, homes["this"], "--force")
    yield _ratio(f"{number} reports, nothing read before, CPU s", *cold, 2.5)
    yield _ratio(f"{number} reports, all files read, CPU s", *warm, 6)
    by_hand = argparse.Namespace(notebook=SEVEN, by_hand=7)
    each = float(book._by_hand(homes["this"], folder, by_hand)[3])
    times = each / (warm[1] / number)
    shown = f"{warm[1] / number:.2f} ({times:.1f} times)"
    yield _row(
        "a report by papermill and nbconvert by hand, CPU s",
        f"{each:.2f} by hand",
        shown,
        "13 times",
        times >= 13,
    )
    begun = time.monotonic()
    _reports(this, homes["this"])
    took = time.monotonic() - begun
    yield _row(
        f"{number} reports again, nothing changed, s",
        f"{warm[0]:.0f} CPU",
        f"{took:.1f}",
        "2 (700 reports)",
        took <= 2,
    )


def _ratio(work: str, older: float, this: float, wanted: float) -> tuple[str, ...]:
    times = older / this
    return _row(work, f"{older:.0f}", f"{this:.0f} ({times:.1f} times)", f"{wanted} times", times >= wanted)


def _command(folder: Path, said: argparse.Namespace) -> Iterator[tuple[str, ...]]:
    took = []
    for _, checkout in _builds(said):
        took.append(
            min(_spent(lambda c=checkout: book._command(c, folder, "report", "--help")) for _ in range(3))
        )
    yield _row("cutover report --help, CPU s", *(f"{one:.2f}" for one in took), "0.15", took[1] <= 0.15)


def _pages(folder: Path, said: argparse.Namespace) -> Iterator[tuple[str, ...]]:
    """The index pages of 60 practices that have one report each."""
    took = []
    for name, checkout in _builds(said):
        home = folder / f"sixty-{name}"
        book._command(checkout, home, "sample", "--practices=60", "--months=1", "--claims=3")
        book._command(checkout, home, "report", book.CLIENT, "--as-of", book.AS_OF, "--notebook", "01")
        ran = subprocess.run(
            [str(checkout / ".venv/bin/python"), "-c", _PAGES, str(home), book.CLIENT],
            env=os.environ | {"CUTOVER_HOME": str(home)}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        took.append(float(ran.stdout))
        shutil.rmtree(home)
    yield _row("index pages of 60 practices, CPU s", *(f"{one:.2f}" for one in took), "0.2", took[1] <= 0.2)


def _killed(folder: Path, said: argparse.Namespace) -> Iterator[tuple[str, ...]]:
    """Twelve reports by two workers, of which one is killed as soon as a report is there."""
    lost = []
    for name, checkout in _builds(said):
        home = folder / f"killed-{name}"
        book._command(checkout, home, "sample", "--practices=12", "--months=1", "--claims=3")
        lost.append(12 - _left_after_a_death(checkout, home))
    yield _row("reports lost of 12, one worker of two killed", *map(str, lost), "0", lost[1] == 0)


def _left_after_a_death(checkout: Path, home: Path) -> int:
    told = [
        checkout / ".venv/bin/cutover",
        "report",
        book.CLIENT,
        "--as-of",
        book.AS_OF,
        "--jobs",
        "2",
        "--notebook",
        "01",  # an older build takes one number alone
    ]
    batch = subprocess.Popen(
        list(map(str, told)),
        env=os.environ | {"CUTOVER_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while batch.poll() is None and not _pages_of(home):
        time.sleep(0.05)
    for worker in _workers(home)[:1]:
        os.kill(worker, signal.SIGKILL)
    batch.communicate()
    return len(_pages_of(home))


def _pages_of(home: Path) -> list[Path]:
    """The reports that are there, index pages apart."""
    found = (home / "reports" / book.CLIENT).glob("*/*.html")
    return [path for path in found if path.stem != "index" and path.stem[:2].isdigit()]


def _workers(home: Path) -> list[int]:
    """The processes that the batch of a home started to make reports; the older build gives them no name."""
    found, whose = [], f"CUTOVER_HOME={home}".encode()
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            named = b"cutover-worker" in (entry / "comm").read_bytes()
            if whose in (entry / "environ").read_bytes().split(b"\0") and (
                named or b"spawn_main" in (entry / "cmdline").read_bytes()
            ):
                found.append(int(entry.name))
    return sorted(found)


def _growth(folder: Path, _said: argparse.Namespace) -> Iterator[tuple[str, ...]]:
    """A further practice in the book, from 8 to 60 practices; the older build was measured by its own tool."""
    asked = argparse.Namespace(homes=None, months=1, claims=3)
    homes = [growth._home(folder / "growth", size, asked) for size in (8, 60)]
    for path in growth._notebooks(["01", "05", "06"]):
        (small, _), (large, _) = (growth._measured(home, path) for home in homes)
        each = (large - small) / 52
        work = f"a further practice in the book, {path.stem[:2]}, CPU s"
        yield _row(work, "", f"{each:.4f}", "0.005", each <= 0.005)


def _reader(_folder: Path, _said: argparse.Namespace) -> Iterator[tuple[str, ...]]:
    names = ("cutover", "oxedi_pandas", "oxedi_arrow")
    readers = [r for r in era_rivals.READERS if r.name in names and r.files == "many"]
    era_rivals.rivals_python()
    era_rivals.make_files([10, 100])
    ten, hundred = (
        era_rivals.measure_size(size, readers, 3 if size == 10 else 1, 60, {}) for size in (10, 100)
    )
    ours = readers[0]
    for reader, wanted in zip(readers[1:], (2, 1.5), strict=True):
        times = ten[reader]["first"] / ten[ours]["first"]
        work = f"835, 10 MB, first parse: {reader.label} / ours"
        yield _row(
            work, "", f"{times:.2f} times ({ten[ours]['first']:.2f} s)", f"{wanted} times", times >= wanted
        )
    share = hundred[ours]["peak"] / hundred[readers[2]]["peak"]
    megabytes = hundred[ours]["peak"] / era_rivals.MEGABYTE
    work = f"835, 100 MB, peak: of {readers[2].label}'s"
    yield _row(work, "", f"{share:.2f} ({megabytes:,.0f} MB)", "0.5", share <= 0.5)


def _archive(folder: Path, said: argparse.Namespace) -> Iterator[tuple[str, ...]]:
    home = (said.archive or folder) / "1000000"
    era_archive.write(home, 1_000_000)
    shutil.rmtree(home / "data" / "processed", ignore_errors=True)
    for run, wanted in (("cold", 25), ("warm", 12)):
        took, _, peak, _ = era_archive.measured(home)
        yield _row(
            f"notebook 03, 1,000,000 claims, {run}, CPU s", "", f"{took:.1f}", str(wanted), took <= wanted
        )
        yield _row("the same, peak MB", "", f"{peak:,.0f}", "1,200", peak <= 1_200)


_ROWS = {
    "batch": _batch,
    "command": _command,
    "pages": _pages,
    "killed": _killed,
    "growth": _growth,
    "reader": _reader,
    "archive": _archive,
}

if __name__ == "__main__":
    main()
