"""Who has too much to do in which week: cutovers, and practices in the first two weeks of daily meetings."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import pandas as pd

from cutover.columns import Column, Kind, Privacy, framed
from cutover.workstreams.columns import count, date, text
from cutover.workstreams.rollout.plan import Plan
from cutover.workstreams.rollout.rules import monday_of

LOAD = (
    date("week", "Week of"),
    text("role", "Role"),
    count("cutovers", "Cutovers", "in the week"),
    count("daily", "In daily meetings", "practices in their first two weeks"),
    Column("overloaded", Kind.FLAG, "Too much"),
    text("practices", "Practices"),
    text("person", "Person", "", Privacy.DESK),
)


def load(plan: Plan) -> pd.DataFrame:
    """Return the weeks of each person who serves several practices (LOAD), the fullest first within each week."""
    roles = {} if plan.inputs.people.empty else plan.inputs.people.groupby("person")["role"].first().to_dict()
    rows = []
    for (monday, person), (new, daily) in sorted(_weeks(plan).items()):
        over = len(daily) > plan.inputs.rules.person_daily or len(new) > plan.kept.person_a_week
        names = ", ".join(plan.name(slug) for slug in sorted(daily))
        rows.append((monday, roles.get(person), len(new), len(daily), over, names, person))
    frame = framed(rows, LOAD)
    return frame.sort_values(["week", "daily", "person"], ascending=[True, False, True], ignore_index=True)


def _weeks(plan: Plan) -> dict[tuple[dt.date, str], tuple[set[str], set[str]]]:
    """By week and person the practices that move in it, and those that are in their first two weeks."""
    found: dict = defaultdict(lambda: (set(), set()))
    begins = monday_of(plan.inputs.as_of)
    for slug, day in {**plan.moved, **plan.days}.items():
        until = plan.inputs.days.after(day, plan.inputs.rules.daily_days - 1)
        monday = monday_of(day)
        while monday <= until:
            for person in plan.serves.get(slug, ()):
                if monday >= begins:
                    new, daily = found[monday, person]
                    daily.add(slug)
                    if monday == monday_of(day):
                        new.add(slug)
            monday += dt.timedelta(7)
    return found
