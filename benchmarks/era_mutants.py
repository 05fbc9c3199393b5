"""Read damaged 835s with our reader and with an independent one: every difference must be said to be damage.

    python -m benchmarks.era_mutants SEED[-LAST SEED] START COUNT

Mutants are read a hundred at a time, each between two sound remittances; one that differs in silence is read again by
itself before it is counted. Prints for each seed what was found by class, and each mutant that differs in silence.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from era_fuzz import digest, mutant
from era_oracle import read as independent
from era_reading import reading, readings

TOGETHER = 100


def compared(seed: int, start: int, count: int) -> Counter:
    """The mutants by class: same, said, silent, crash."""
    found = Counter()
    for first in range(start, start + count, TOGETHER):
        mutants = [mutant(seed, number) for number in range(first, min(first + TOGETHER, start + count))]
        files = [data for _, data in mutants]
        try:
            ours = readings(files)
        except Exception:
            ours = [None] * len(files)
        for number, (told, data), mine in zip(range(first, first + len(files)), mutants, ours, strict=True):
            kind = judged(data, mine)
            found[kind] += 1
            if kind in ("silent", "crash"):
                print(number, kind, told, flush=True)
    return found


def judged(data: bytes, mine: dict | None) -> str:
    """The class of one mutant."""
    theirs = digest(independent(data))
    if mine is not None and (digest(mine) == theirs or mine["damage"]):
        return "same" if digest(mine) == theirs else "said"
    try:
        mine = reading(data)
    except Exception:
        return "crash"
    return "same" if digest(mine) == theirs else "said" if mine["damage"] else "silent"


if __name__ == "__main__":
    first, _, last = sys.argv[1].partition("-")
    for seed in range(int(first), int(last or first) + 1):
        print(seed, dict(compared(seed, *map(int, sys.argv[2:4]))), flush=True)
