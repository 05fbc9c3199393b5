"""Our 835 reader beside an earlier commit of itself: CPU time of the first parse in a fresh process, in turns.

    python -m benchmarks.era_before COMMIT [ROUNDS] [MB]

Reads the same files by both, one with many ST, one with a single ST and one with many small interchanges; the two take
turns, each parse in a process of its own, and whoever begins changes every round, so that what else the machine does
meets both alike. Prints the medians and the median of the ratios of the rounds; above 1 we have become slower.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from benchmarks.era_files import MEGABYTE, Writer, interchange, write_file

HERE = Path(__file__).resolve().parents[1]
SMALL = 2  # payments of a small interchange
PARSE = """
import sys, time
from pathlib import Path
try:
    from cutover.reading.era.reader import read_era_file
except ImportError:  # where it stood before it had a room of its own
    from cutover.reading.era import read_era_file
path, started = Path(sys.argv[1]), time.process_time()
found = read_era_file(path, path.name)
print(time.process_time() - started, len(found.claims), int(found.claims["paid_cents"].sum()))
"""


def write_files(folder: Path, size: int) -> list[Path]:
    """The files that are read, of about so many bytes each."""
    paths = [folder / f"{shape}.835" for shape in ("many", "single", "small")]
    write_file(paths[0], size)
    write_file(paths[1], size, single=True)
    writer, written, control = Writer(835), 0, 0
    with paths[2].open("w", encoding="ascii", newline="") as out:
        while written < size:
            control += 1
            written += sum(out.write(text) for text in interchange(writer, control, [2] * SMALL))
    return paths


def earlier(commit: str, folder: Path) -> Path:
    """The code of a commit of this checkout, unpacked; returns its folder of modules."""
    archive = subprocess.run(
        ["git", "archive", commit, "lib", "data"], cwd=HERE, stdout=subprocess.PIPE, check=True
    )
    packed = folder / "earlier.tar"
    packed.write_bytes(archive.stdout)
    with tarfile.open(packed) as tar:
        tar.extractall(folder, filter="data")
    return folder / "lib"


def parsed(code: Path, path: Path) -> tuple[float, str]:
    """The CPU seconds of one parse in a process of its own, and what was found."""
    command = [sys.executable, "-c", PARSE, str(path)]
    environment = os.environ | {"PYTHONPATH": str(code)}
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    seconds, found = said.split(" ", 1)
    return float(seconds), found


def compare(codes: list[Path], path: Path, rounds: int) -> None:
    """Print a row of the table for one file."""
    times: list[list[float]] = [[], []]
    for number in range(rounds):
        found = set()
        for which in (0, 1) if number % 2 else (1, 0):
            seconds, said = parsed(codes[which], path)
            times[which].append(seconds)
            found.add(said)
        if len(found) > 1:
            raise SystemExit(f"the two read {path.name} otherwise: {found}")
    before, now = (statistics.median(each) * 1000 for each in times)
    ratio = statistics.median(b / a for a, b in zip(*times, strict=True))
    print(f"| {path.stem} | {before:.0f} ms | {now:.0f} ms | {now / before:.3f} | {ratio:.3f} |", flush=True)


def main(commit: str, rounds: int = 9, megabytes: int = 10) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        codes = [earlier(commit, folder), HERE / "lib"]
        print("| file | before | now | ratio of medians | median of ratios |\n|---|--:|--:|--:|--:|")
        for path in write_files(folder, megabytes * MEGABYTE):
            compare(codes, path, rounds)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:4]))
