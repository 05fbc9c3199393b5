"""What the audit of a large archive of remittances costs, read for the first time and again: CPU seconds and memory.

Run: `python -m benchmarks.era_archive [CLAIMS ...] [--keep FOLDER]` (100,000 claims unless given; a claim is 485 bytes
of 835). The archive lies in a home of its own, one interchange a file, as a day's download is. Each run is a fresh
process that imports what the notebook imports, loads and assesses; `cold` finds nothing in `data/processed`, `warm`
what the cold run left there. CPU is user and system time of the process with its imports, the peak that of its
resident memory. `answers` is a digest of all findings, tables and figures: one build must give one for both runs,
and two builds that say the same give the same.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.era_files import BYTES_OF_A_CLAIM, Writer, _plan, interchange

CHECKOUT = Path(__file__).resolve().parents[1]
CLIENT, PRACTICE, AS_OF = "archive", "large", "2026-07-31"
HEAD = ("claims", "files", "MB", "run", "CPU s", "of it loading", "peak MB", "answers")
_RUN = """\
import datetime as dt, hashlib, json, resource, sys, time, warnings
from pathlib import Path
warnings.simplefilter("ignore")
from cutover.reading.practice.book import Practice
from cutover.reporting.drawing import charts
from cutover.reporting.page import Report
from cutover.workstreams.era_audit.inputs import load
from cutover.workstreams.era_audit.report import assess
home, client, slug, day = *sys.argv[1:4], dt.date.fromisoformat(sys.argv[4])
who = Practice(client, slug, "LARGE", frozenset(), frozenset(["999887777"]), Path(home))
begun = time.process_time()
inputs = load(who, day)
loaded = time.process_time() - begun
result = assess(inputs)
took, peak = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
said = hashlib.sha256()
told = [repr((result.title, result.verdict, result.figures, result.limits, result.signal))]
told += [repr((f.code, f.title, f.meaning, f.count, f.amount_cents, f.action)) for f in result.findings]
for name, table in [*result.tables.items(), *((f.code, f.evidence) for f in result.findings)]:
    told.append(name + table.title + table.note + table.frame.to_csv(index=False))
said.update("\\n".join(told).encode())
print(json.dumps([took, loaded, peak, said.hexdigest()[:12]]))
"""


def main(arguments: list[str] | None = None) -> None:
    """Print a cold and a warm row for each size."""
    parser = argparse.ArgumentParser("benchmarks.era_archive")
    parser.add_argument("claims", type=int, nargs="*", default=[100_000])
    parser.add_argument(
        "--keep", type=Path, help="a folder for the archives, used again where they are there"
    )
    said = parser.parse_args(arguments)
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}", flush=True)
    for claims in said.claims:
        with tempfile.TemporaryDirectory(prefix="era-archive-") as folder:
            home = (said.keep or Path(folder)) / str(claims)
            files = sorted(write(home, claims).iterdir())
            size = f"{claims:,} | {len(files):,} | {sum(f.stat().st_size for f in files) / 1e6:,.0f}"
            for run in ("cold", "warm"):
                if run == "cold":
                    shutil.rmtree(home / "data" / "processed", ignore_errors=True)
                took, loaded, peak, answers = measured(home)
                print(f"| {size} | {run} | {took:.1f} | {loaded:.1f} | {peak:,.0f} | {answers} |", flush=True)


def write(home: Path, claims: int) -> Path:
    """Write the archive of a practice with about so many claims, where it is not there; return its folder."""
    folder = home / "data" / "raw" / CLIENT / PRACTICE / "era"
    if folder.is_dir() and any(folder.iterdir()):
        return folder
    folder.mkdir(parents=True)
    writer, number = Writer(835), 0
    while (left := claims - writer.truth.claims) > 0:
        number += 1
        text = "".join(interchange(writer, number, _plan(writer, left * BYTES_OF_A_CLAIM, single=False)))
        (folder / f"{number:05d}_ERA_835_5010.txt").write_text(text, "ascii", newline="")
    return folder


def measured(home: Path) -> tuple[float, float, float, str]:
    """Return CPU seconds, those of loading, peak megabytes and the digest of the answers of one run."""
    told = [sys.executable, "-c", _RUN, str(home), CLIENT, PRACTICE, AS_OF]
    out = subprocess.run(told, capture_output=True, text=True, check=False)
    if out.returncode:
        raise SystemExit(out.stderr)
    took, loaded, peak, answers = json.loads(out.stdout.splitlines()[-1])
    return took, loaded, peak, answers


if __name__ == "__main__":
    main()
