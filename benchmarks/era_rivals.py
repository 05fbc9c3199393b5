"""Our 835 reader against others, on the same files in one run, each in fresh processes; prints a table.

    python -m benchmarks.era_rivals [--sizes 1 10 100] [--rounds 3] [--cap 60]

Makes `.venv-rivals` from `benchmarks/rivals.txt` and the files in `benchmarks/work`. This process stays small
on purpose: on Linux a child's peak memory can begin at that of its parent.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORK, RIVALS = HERE / "work", HERE.parent / ".venv-rivals"
MEGABYTE = 1_000_000
SLOWEST_WARM = 10  # seconds; a reader that is slower cold is not parsed again warm


@dataclass(frozen=True)
class Reader:
    """A reader to measure: its name in era_readers, how the table calls it, its kind of file, what it is."""

    name: str
    label: str
    files: str = "many"
    kind: str = "rival"  # ours, oxedi, python, reference


READERS = (
    Reader("cutover", "cutover (ours)", kind="ours"),
    Reader("oxedi_pandas", "oxedi, to_pandas", kind="oxedi"),
    Reader("oxedi_arrow", "oxedi, Arrow dtypes", kind="oxedi"),
    Reader("oxedi_stream", "oxedi, streamed", kind="oxedi"),
    Reader("openx12", "openx12", kind="python"),
    Reader("pyx12_loops", "pyx12, loops", kind="python"),
    Reader("pyx12_segments", "pyx12, segments", kind="python"),
    Reader("split", "bytes.split", kind="reference"),
    Reader("cutover", "cutover (ours)", files="single", kind="ours"),
    Reader("edi_835_parser", "edi-835-parser", files="single", kind="python"),
)


def rivals_python() -> Path:
    """The Python of the rivals' environment, made anew when `rivals.txt` has changed."""
    python, ready = RIVALS / "bin" / "python", RIVALS / ".ready"
    wanted = hashlib.sha256((HERE / "rivals.txt").read_bytes() + sys.version.encode()).hexdigest()
    if not ready.is_file() or ready.read_text() != wanted:
        print(f"making {RIVALS.name} ...", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", RIVALS], check=True)
        _install(python)
        ready.write_text(wanted)
    return python


def _install(python: Path) -> None:
    """Install all rivals at once; where that fails, one by one, so that one failure hides no other."""
    if _pip(python, HERE / "rivals.txt") is None:
        return
    for block in re.split(r"\n(?=\w)", (HERE / "rivals.txt").read_text("utf-8")):
        if re.match(r"\w", block):
            (RIVALS / "one.txt").write_text(block)
            reason = _pip(python, RIVALS / "one.txt")
            if reason:
                print(f"cannot install {block.split()[0]}: {reason}")


def _pip(python: Path, requirements: Path) -> str | None:
    """Run pip on a lock that names all packages; None where it succeeded, else the last line it said."""
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    done = subprocess.run(
        [*command, "--require-hashes", "-r", requirements], capture_output=True, text=True, check=False
    )
    return None if done.returncode == 0 else (done.stderr.strip().splitlines() or ["pip failed"])[-1]


def make_files(sizes: list[int]) -> None:
    """Write the files that are not there yet, or that another generator wrote, in a process of their own."""
    made = WORK / f"made-by-{hashlib.sha256((HERE / 'era_files.py').read_bytes()).hexdigest()[:12]}"
    if not made.is_file():
        shutil.rmtree(WORK, ignore_errors=True)
        WORK.mkdir(parents=True)
        made.touch()
    wanted = {size: [WORK / f"{kind}-{size}.json" for kind in ("many", "single")] for size in sizes}
    missing = [str(size) for size, truths in wanted.items() if not all(t.is_file() for t in truths)]
    if missing:
        command = [sys.executable, "-m", "benchmarks.era_files", WORK, *missing]
        subprocess.run(command, check=True, cwd=HERE.parent, stdout=sys.stderr)


def run_once(reader: Reader, python: Path, path: Path, cap: int, warm: int) -> dict:
    """One fresh process; its measurements, or `failed` with the reason."""
    command = [python, HERE / "era_readers.py", reader.name, path, str(warm)]
    environment = {k: v for k, v in os.environ.items() if reader.kind == "ours" or k != "PYTHONPATH"}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=cap, env=environment, check=False
        )
        output, errors = done.stdout, done.stderr
    except subprocess.TimeoutExpired as expired:
        output, errors = (expired.stdout or b"").decode(), f"> {cap} s"
    found: dict = {}
    for line in output.splitlines():
        found |= json.loads(line)
    reason = (errors.strip().splitlines() or ["ended without a word"])[-1]
    return found if "cold" in found else {"failed": reason[:70]}


def best(runs: list[dict]) -> dict:
    """The best of several rounds in each figure; the failure where every round failed."""
    good = [run for run in runs if "cold" in run]
    if not good:
        return runs[0]
    every = ("cold", "cold_cpu", "first", "first_cpu", "peak", "warm", "warm_cpu")
    figures = {figure: [run[figure] for run in good if run.get(figure)] for figure in every}
    return {**good[0], **{figure: min(found, default=None) for figure, found in figures.items()}}


def measure_size(size: int, readers: list[Reader], rounds: int, cap: int, slow: dict) -> dict[Reader, dict]:
    """All readers on the files of one size, round by round, so that a busy moment hits none of them alone."""
    runs: dict[Reader, list[dict]] = {reader: [] for reader in readers}
    for _ in range(rounds):
        for reader in readers:
            if reader in slow:
                runs[reader] = [{"failed": f"not run: too slow at {slow[reader]} MB already"}]
                continue
            earlier = runs[reader]
            if earlier and earlier[0].get("cold", cap) > SLOWEST_WARM:
                continue
            path = WORK / f"{reader.files}-{size}.835"
            path.read_bytes()  # into the cache of the system
            python = Path(sys.executable) if reader.kind == "ours" else RIVALS / "bin" / "python"
            print(f"  {size} MB {reader.label} ...", file=sys.stderr)
            warm = 3 if size < 100 else 1
            runs[reader].append(run_once(reader, python, path, cap, warm))
    found = {reader: best(done) for reader, done in runs.items()}
    slow |= {r: size for r, f in found.items() if _is_hopeless(f, cap) and r not in slow}
    return found


def _is_hopeless(found: dict, cap: int) -> bool:
    """Whether a reader broke the cap or came so near that ten times the bytes must break it."""
    return found.get("failed", "").startswith(">") or found.get("cold", 0) > cap / 3


def agreement(found: dict, truth: dict) -> str:
    """Whether counts and the paid sum that were delivered are those that the generator wrote."""
    wrong = [
        f"{name} {value:,} of {truth[name]:,}"
        for name, value in found["facts"].items()
        if value != truth[name]
    ]
    return "all agree" if not wrong else "NOT: " + "; ".join(wrong)


def rows(size: int, found: dict[Reader, dict]) -> Iterator[list[str]]:
    """The table's rows of one size."""
    for reader, result in found.items():
        truth = json.loads((WORK / f"{reader.files}-{size}.json").read_text("utf-8"))
        start = [f"{size} MB {reader.files}", reader.label]
        if "failed" in result:
            yield [*start, *["-"] * 10, result["failed"], ""]
            continue
        megabytes = truth["bytes"] / MEGABYTE
        times = []
        for figure in ("first", "warm", "cold"):
            seconds, cpu = result[figure], result[f"{figure}_cpu"]
            times += [f"{seconds:.2f}", f"{cpu:.2f}", f"{megabytes / seconds:.1f}"] if seconds else ["-"] * 3
        memory = f"{result['peak'] / MEGABYTE:,.0f}"
        yield [*start, *times, memory, result["delivers"], agreement(result, truth)]


HEADER = (
    "file|reader|first parse s|CPU s|MB/s|warm s|CPU s|MB/s|cold s|CPU s|MB/s|peak MB|delivers"
    "|claims, paid, services, triples, pairs"
)


def print_table(lines: list[list[str]]) -> None:
    """Print rows as a Markdown table with aligned columns."""
    table = [HEADER.split("|"), *lines]
    widths = [max(len(row[n]) for row in table) for n in range(len(table[0]))]
    for number, row in enumerate(table):
        cells = [
            c.rjust(w) if 2 <= n <= 11 else c.ljust(w)
            for n, (c, w) in enumerate(zip(row, widths, strict=True))
        ]
        print("| " + " | ".join(cells) + " |")
        if number == 0:
            print("|" + "|".join("-" * (w + 2) for w in widths) + "|")


def print_ratios(
    size: int,
    measure: str,
    found: dict[Reader, dict],
    kinds: tuple[str, ...],
    cap: int,
    decides: bool = True,
) -> None:
    """Print how many times ours is better than each reader of these kinds, beside what is wanted of it."""
    ours = {reader.files: result for reader, result in found.items() if reader.kind == "ours"}
    for reader, result in found.items():
        own = ours.get(reader.files, {}).get(measure)
        if reader.kind not in kinds or own is None:
            continue
        wanted = 10 if reader.kind == "python" else 2
        if result.get(measure):
            ratio, sign = result[measure] / own, ""
        elif measure in ("first", "cold") and result.get("failed", "").startswith(">"):
            ratio, sign = cap / own, "more than "
        else:
            print(f"{size} MB {measure}: {reader.label}: {result.get('failed', 'not measured, as too slow')}")
            continue
        reached = "reached" if ratio >= wanted else "NOT reached"
        verdict = f"wanted {wanted}: {reached}" if decides else "for information"
        print(f"{size} MB {measure}: {reader.label} / ours = {sign}{ratio:.1f} ({verdict})")


NOTES = """
first parse: the first in a fresh process, import not counted; this decides. warm: best of more parses in that
process. cold: import and first parse together, for information: the import of pandas, which every reader of
tables needs alike, is about half of it. CPU s: processor time of the process, all its threads, which a busy
machine changes less than the seconds of the clock beside it. Each figure is the best of all rounds.
peak: largest resident size of the whole process after the cold parse, input included. MB: 1,000,000 bytes.
The last column holds what the tables contain against what the generator wrote.
The readers do not do the same work:
- cutover: every column of its contracts, exact cents, balances, and what has no column.
- oxedi: its five tables, exact amounts. to_pandas makes a Python object of each amount, date and text; Arrow
  dtypes makes none; streamed is its advice for large files. It also checks the structure of the file.
- openx12: names, PLB fields and most dates are not delivered; money is float; one header for all payments.
- pyx12: has no tables: the frames hold CLP, SVC, CAS and PLB as text and are the benchmark's own. loops
  places and checks each segment by the map; segments reads segments alone and delivers less than any other.
- edi-835-parser: takes one ST; one frame of service lines, so that claims without lines, claim-level CAS and
  all but the first triple of a CAS are lost; money is float. Its demand for pandas below 3 is overridden.
- bytes.split: a floor for reading in plain Python, not a reader."""


def main() -> None:
    """Make what is missing, measure, print the table and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100], metavar="MB")
    parser.add_argument(
        "--rounds", type=int, default=3, help="fresh processes for each reader, once at 100 MB"
    )
    parser.add_argument("--cap", type=int, default=60, metavar="SECONDS", help="for one process")
    parser.add_argument(
        "--readers", nargs="+", metavar="NAME", help="only these, by their names in era_readers"
    )
    options = parser.parse_args()
    readers = [r for r in READERS if not options.readers or r.name in options.readers]
    rivals_python()
    make_files(options.sizes)
    slow: dict[Reader, int] = {}
    found = {}
    for size in options.sizes:
        rounds = options.rounds if size < 100 else 1
        found[size] = measure_size(size, readers, rounds, options.cap, slow)
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}"
    )
    print_table([row for size, results in found.items() for row in rows(size, results)])
    print(NOTES)
    print()
    if 10 in found:
        for measure in ("first", "first_cpu", "warm", "warm_cpu", "cold", "cold_cpu"):
            decides = measure == "first"
            print_ratios(10, measure, found[10], ("oxedi", "python"), options.cap, decides)
    if 100 in found:
        print_ratios(100, "peak", found[100], ("oxedi",), options.cap)


if __name__ == "__main__":
    main()
