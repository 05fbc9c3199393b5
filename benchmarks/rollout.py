"""How long a schedule of a large book takes: up to 300 practices, with shared Tax IDs and shared people.

Run: `python -m benchmarks.rollout`. One line a book: practices, most a week, seconds of processor and in all, the last
day, and the seconds in which the rules that conflict are found once one fixed day is too early.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from random import Random

from cutover.workstreams.rollout.rules import load_business_days
from cutover.workstreams.rollout.schedule import Move, Problem, conflict, planned

START = dt.date(2026, 8, 3)
DAYS = load_business_days(START)
LIMIT = 20  # seconds for 300 practices


def book(practices: int, most_a_week: int, person_a_week: int, seed: int = 1) -> Problem:
    """Return a book: one practice in ten shares the Tax ID of the one before it, ten practices share a person."""
    rng, moves = Random(seed), []
    for number in range(practices):
        name = f"practice-{number:03d}"
        group = moves[-1].group if 0 < number < practices - 1 and rng.random() < 0.1 else name
        if group != name and sum(one.group == group for one in moves) >= most_a_week:
            group = name
        cents = rng.randrange(1_000, 40_000)
        moves.append(Move(
            name, START + dt.timedelta(rng.randrange(90)), group, 20_000 - 18_000 * number // practices,
            frozenset({f"person-{rng.randrange(max(1, practices // 10))}"}),
            lambda day, cents=cents: cents * (3 if day.day > 17 else 2),
        ))  # fmt: skip
    return Problem(
        tuple(moves), START, DAYS, most_a_week, person_a_week, 10, "practice-000", moves[-1].practice
    )


def main() -> None:
    """Print the times, and whether the largest book stays within its limit."""
    for practices, most, person in ((8, 2, 2), (60, 2, 2), (300, 5, 2), (300, 2, 2)):
        problem = book(practices, most, person)
        begun, used = time.perf_counter(), time.process_time()
        found = planned(problem)
        seconds, used = time.perf_counter() - begun, time.process_time() - used
        begun = time.perf_counter()
        early = replace(problem, fixed={problem.moves[practices // 2].practice: START})
        named = conflict(early)
        found_in = time.perf_counter() - begun
        within = "within" if used <= LIMIT else "OVER"
        last = found.ends if found else "never"
        print(
            f"{practices} practices, {most} a week: {used:.1f} s of processor ({within} {LIMIT} s), "
            f"{seconds:.1f} s in all, the last on {last}; {len(named)} rules in conflict found in {found_in:.1f} s"
        )


if __name__ == "__main__":
    main()
