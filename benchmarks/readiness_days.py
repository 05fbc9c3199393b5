"""How the decision on a cutover reads in a row: each practice on seven days around its day.

Run: `python -m benchmarks.readiness_days [client ...]` (both clients of the sample unless named), after
`cutover sample`. One row per practice and day: the decision, and which gates changed their state since the day before
in the list. It is no timing: it is read by a person, who sees whether the sequence makes sense.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

import pandas as pd
from cutover.reading.practice.book import Practice, load_practice, practices
from cutover.workstreams.readiness.gates import decision, first_day, gates
from cutover.workstreams.readiness.inputs import load

DAYS = (-60, -21, -7, -1, 0, 3, 14)
CLIENTS = ("sample-billing", "sample-run")
HEAD = ("practice", "day", "decision", "GO at the earliest", "what changed since the row above")
SHORT = {"shown by data": "shown", "refuted by data": "refuted", "attested and refuted": "ATTESTED, REFUTED"}


def main(clients: tuple[str, ...] = CLIENTS) -> None:
    """Print the table of every practice that has a cutover date."""
    home = Path(os.environ.get("CUTOVER_HOME", Path(__file__).resolve().parents[1]))
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    for client in clients:
        for practice in (load_practice(home, client, slug) for slug in practices(home, client)):
            if practice.cutover is None:
                print(f"| {practice.slug} | | NO-GO | | no cutover date |")
            else:
                of(practice)


def of(practice: Practice) -> None:
    """Print the rows of one practice."""
    before = pd.Series(dtype="str")
    for days in DAYS:
        on = practice.cutover + dt.timedelta(days)
        given = load(practice, on)
        rows = gates(given)
        names = {gate.code: gate.name for gate in given.rules.gate}
        now = rows.set_index(rows["item"].map(names))["state"].replace(SHORT)
        changed = now[now != before.reindex(now.index)] if len(before) else now[now != "open"]
        said = "; ".join(f"{name}: {state}" for name, state in changed.items()) or "nothing"
        first = "" if days > 0 else str(first_day(rows, on) or "not known")
        cells = (practice.slug, f"{on} ({days:+d})", decision(rows, practice.cutover), first, said)
        print(f"| {' | '.join(cells)} |", flush=True)
        before = now


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or CLIENTS)
