"""Measure the rule of silences on simulated payers of every rhythm: holes found, false alarms a payer and year.

    python -m benchmarks.payer_silence [PAYERS OF EACH RHYTHM] [SEED]

Prints a Markdown table: the rule of `data/reference/payer_silence.toml` beside the one before it (longer than three
weeks and three usual intervals). A hole is found where the silence that holds it is too long; any other silence that
is too long is a false alarm, counted on payers without a hole. Run it again when a figure of the rule changes.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections import defaultdict

import numpy as np
import pandas as pd
from cutover.workstreams.silences import limit_days, rules, year_end

from benchmarks.payer_rhythms import CLASSES, HOLES, cases

FIGURES = rules(dt.date(2026, 11, 27))


def before(gaps: np.ndarray) -> float:
    """The rule before: strictly more than three weeks and three medians, six payment days."""
    return float("nan") if len(gaps) < 5 else max(21, 3 * float(np.median(gaps)))


def measured(payers: int, seed: int) -> dict[tuple[str, str, str], list[float]]:
    """By rhythm, hole and rule: holes found, holes, false alarms, years."""
    found: dict[tuple[str, str, str], list[float]] = defaultdict(lambda: [0, 0, 0, 0])
    for case in cases(seed, payers):
        gaps, until = np.diff(case.days).astype(int), np.append(case.days[1:], case.end)
        plain = (until - case.days).astype(int)
        quiet = plain - year_end(pd.Series(case.days), pd.Series(until), FIGURES.year_end_days).to_numpy()
        after = np.append(case.days[1:], case.end + 1)
        holds = np.searchsorted(case.gone, after) > np.searchsorted(case.gone, case.days)
        limits = {"before": (plain, before(gaps)), "now": (quiet, limit_days(pd.Series(gaps), FIGURES))}
        for rule, (days, limit) in limits.items():
            long = days > limit
            kept = found[case.rhythm, case.hole, rule]
            for place, value in enumerate((sum(long & holds), sum(holds), sum(long & ~holds), case.years)):
                kept[place] += float(value)
    return found


def main(payers: int = 1000, seed: int = 1) -> None:
    """Print the table, and the two figures over all of it."""
    found = measured(payers, seed)
    print("| rhythm | hole | before | now |\n|---|---|--:|--:|")
    for rhythm in CLASSES:
        for hole in HOLES[rhythm]:
            shares = [
                found[rhythm, hole, rule][0] / found[rhythm, hole, rule][1] for rule in ("before", "now")
            ]
            print(f"| {rhythm} | {hole} | {shares[0]:.0%} | {shares[1]:.0%} |")
        alarms = [found[rhythm, "", rule][2] / found[rhythm, "", rule][3] for rule in ("before", "now")]
        print(f"| {rhythm} | none: false alarms a year | {alarms[0]:.2f} | {alarms[1]:.2f} |")
    for rule in ("before", "now"):
        clean = [said for (_, hole, of), said in found.items() if of == rule and not hole]
        holes = [said[0] / said[1] for (_, hole, of), said in found.items() if of == rule and hole]
        print(f"\n{rule}: {sum(s[2] for s in clean) / sum(s[3] for s in clean):.3f} false alarms a payer and year, "
              f"{np.mean(holes):.1%} of holes found (mean of {len(holes)} kinds)")  # fmt: skip


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
