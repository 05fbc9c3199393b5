"""What the gate costs a report: `python -m benchmarks.gate HOME CLIENT PRACTICE` on reports that were made.

For each page of the practice: how many texts are held against how many known values, and the seconds of processor time
that the page and its findings take together. Collecting the values is told apart: it is done once for each state of
the inputs. At most 0.3 s a report is wanted.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from cutover.reporting import findings, places
from cutover.reporting.privacy import gate, gate_values, gated, known, words

WANTED = 0.3  # seconds


def main(home: Path, client: str, practice: str) -> int:
    """Print one row a report; 1 where one takes longer than wanted."""
    words.own_words()  # once a worker, whatever it reports on
    begun = time.process_time()
    values = known.of_practice(home, client, practice, known.state_of(home, client, practice))
    read = time.process_time()
    doors = gate_values.made([values], "2026-07-31")
    made = time.process_time()
    print(
        f"{sum(map(len, values.values())):,} known values: {read - begun:.2f} s, the gate: {made - read:.2f} s"
    )
    slowest = max(
        _of_page(page, doors) for page in sorted(folder(home, client, practice).glob("[0-9]*.html"))
    )
    return int(slowest + (made - read) > WANTED)


def folder(home: Path, client: str, practice: str) -> Path:
    """Return where the pages of a practice lie."""
    return home / "reports" / client / practice


def _of_page(path: Path, doors: gate.Gate) -> float:
    html, taken = path.read_text("utf-8"), gated.Taken()
    facts = findings.read(places.desk_of(path.parent) / f"{path.stem}{places.FINDINGS}")
    begun = time.process_time()
    gated.page(html, doors, taken)
    gated.facts(facts, doors, taken)
    took = time.process_time() - begun
    print(f"{path.stem:<32} {len(html):>9,} characters {took:>6.3f} s {sum(taken.values()):>4} taken out")
    return took


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:4]))
