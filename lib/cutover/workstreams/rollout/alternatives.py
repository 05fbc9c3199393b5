"""What would change the plan: each wish or rule in turn set otherwise, and the plan made anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from cutover.columns import framed
from cutover.wording import several
from cutover.workstreams.answers import once
from cutover.workstreams.columns import cents, count, date, text
from cutover.workstreams.rollout.plan import Plan
from cutover.workstreams.rollout.schedule import FIXED, Problem, Rule, Schedule, planned

OTHERWISE = (
    text("change", "If"),
    date("first_on", "First cutover"),
    date("ends_on", "Last cutover"),
    count("weeks_sooner", "Weeks sooner", "of the last cutover; below zero it is later"),
    cents("twice_cents", "Paid twice", "months of Office Ally beside Medi, over all practices"),
)
FIXED_DAYS = (
    text("practice", "Practice"),
    date("day", "Fixed day"),
    date("ends_on", "Last cutover"),
    date("ends_without", "Last cutover without it"),
    count("weeks", "Weeks it costs", "of the last cutover; of its own day where that is later"),
    date("own_without", "Its day without it"),
    cents("cents", "Paid twice because of it", "over all practices; below zero it saves"),
)
_LARGE = 120  # practices; of a larger book only another number a week is tried, for each plan takes its time


def otherwise(plan: Plan) -> pd.DataFrame:
    """Return what each change would do to the plan (OTHERWISE); the plan itself is the first row."""
    if not plan.days:
        return framed([], OTHERWISE)
    now = plan.schedule
    rows: list[tuple[str, Schedule | None]] = [("the plan as it is", plan.schedule)]
    rows += [(words, planned(problem)) for words, problem in _changes(plan)]
    return framed([_row(plan, words, found, now) for words, found in rows if found is not None], OTHERWISE)


def _changes(plan: Plan) -> Iterator[tuple[str, Problem]]:
    problem = plan.kept
    more = problem.most_a_week + 1
    if more <= 5:
        yield f"{several(more, 'practice')} may move in a week", replace(problem, most_a_week=more)
    if problem.most_a_week > 1:
        fewer = problem.most_a_week - 1
        yield f"only {fewer} may move in a week", replace(problem, most_a_week=fewer)
    if problem.first and len(plan.order) <= _LARGE:
        for slug in [one for one in plan.order if one != problem.first][:2]:
            yield f"{plan.name(slug)} is the proving run", _led_by(problem, slug)
    if len(plan.order) <= _LARGE:
        for percent in (50, 80, 95):
            if percent != round(100 * plan.chance):
                yield (
                    f"a chance of {percent} % is enough"
                    if percent < 100 * plan.chance
                    else (f"a chance of {percent} % is wanted"),
                    _sure(plan, problem, percent / 100),
                )


def _led_by(problem: Problem, first: str) -> Problem:
    group = {m.practice: m.group for m in problem.moves}
    is_last = problem.last is not None and group[problem.last] == group[first]
    return replace(problem, first=first, last=None if is_last else problem.last)


def _sure(plan: Plan, problem: Problem, chance: float) -> Problem:
    moves = tuple(
        replace(m, ready=plan.ready(m.practice, plan.safe_day(m.practice, chance))) for m in problem.moves
    )
    return replace(problem, moves=moves)


def _row(plan: Plan, words: str, found: Schedule, now: Schedule) -> tuple:
    first, last = min(found.days.values()), max(found.days.values())
    return words, first, last, _weeks(last, max(now.days.values())), twice(plan, found)


def _weeks(one: dt.date, other: dt.date) -> int:
    return round((other - one).days / 7)


def twice(plan: Plan, schedule: Schedule) -> int | None:
    """Return what is paid to Office Ally beside Medi over all practices of a plan whose charges are known.

    None where those of no practice are.
    """
    each = [plan.money.twice(slug, day) for slug, day in schedule.days.items()]
    known = [cents for cents in each if cents is not None]
    return sum(known) if known else None


@once
def fixed_days(plan: Plan) -> pd.DataFrame:
    """Return what each fixed day costs (FIXED_DAYS): the plan with it against the plan without it."""
    if plan.as_wished is None:
        return framed([], FIXED_DAYS)
    rows = []
    for slug, day in sorted(plan.problem.fixed.items()):
        free = planned(plan.problem.under([r for r in plan.problem.rules if r != Rule(FIXED, slug)]))
        if free is None:
            continue
        ends, without = max(plan.days.values()), max(free.days.values())
        weeks = max(_weeks(without, ends), _weeks(free.days[slug], day))
        paid, paid_without = twice(plan, plan.schedule), twice(plan, free)
        more = None if paid is None or paid_without is None else paid - paid_without
        rows.append((plan.name(slug), day, ends, without, weeks, free.days[slug], more))
    return framed(rows, FIXED_DAYS)


def words_of(plan: Plan, rule: Rule) -> str:
    """Return a rule as an owner understands it, with its figures."""
    problem, name = plan.problem, plan.name(rule.whom)
    if rule.kind == FIXED:
        return f"{name} is fixed for {problem.fixed[rule.whom]}"
    if rule.kind == "safe day":
        return f"{name} is safe from {plan.safe[rule.whom]} on, in {100 * plan.chance:.0f} of 100 cases"
    if rule.kind == "one Tax ID":
        return f"{', '.join(plan.name(one) for one in plan.members[rule.whom])} share a Tax ID and move in one week"
    return {
        "most a week": f"at most {_move(problem.most_a_week)} in a week",
        "one person": f"one person takes part in at most {problem.person_a_week} cutovers a week",
        "first alone": f"{plan.name(problem.first or '')} runs alone for {problem.alone_days} business days",
        "largest last": f"{plan.name(problem.last or '')}, {plan.largest}, moves in the last week",
    }[rule.kind]


def _move(number: int) -> str:
    return f"{several(number, 'practice')} {'moves' if number == 1 else 'move'}"
