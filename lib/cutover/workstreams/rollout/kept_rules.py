"""Which rules the dates of a plan keep: told by the dates themselves, not by what was asked of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from cutover.workstreams.rollout.plan import Plan
from cutover.workstreams.rollout.rules import monday_of
from cutover.workstreams.rollout.schedule import A_WEEK, ALONE, FIXED, LAST, SAFE, TOGETHER, Rule

KEPT, LET_GO, FORCED = "kept", "let go", "more only where a Tax ID forces it"


def state_of(plan: Plan, rule: Rule) -> str:
    """Return whether the dates of the plan keep a rule or wish."""
    return KEPT if keeps(plan, rule) else LET_GO


def keeps(plan: Plan, rule: Rule) -> bool:
    """Tell whether the dates of the plan keep a rule; one of a single person see `of_people`."""
    days, problem = plan.days, plan.problem
    first, last = problem.first or "", problem.last or ""
    if rule.kind == A_WEEK:
        return max(Counter(map(monday_of, days.values())).values(), default=0) <= problem.most_a_week
    if rule.kind == LAST:
        return last in days and monday_of(days[last]) == max(map(monday_of, days.values()))
    if rule.kind == ALONE:
        return first in days and _alone(plan, first, days[first])
    if rule.kind == TOGETHER:
        own = [days.get(slug) for slug in plan.members[rule.whom]]
        return len({monday_of(day) if day else None for day in own}) == 1
    if rule.kind == FIXED:
        return days.get(rule.whom) == problem.fixed[rule.whom]
    return rule.kind != SAFE or (rule.whom in days and days[rule.whom] >= plan.safe[rule.whom])


def _alone(plan: Plan, first: str, day: dt.date) -> bool:
    """Whether nobody but its own Tax ID moves before the proving run is over, counted from the last day of these."""
    group = {slug for slug in plan.days if plan.groups[slug] == plan.groups[first]}
    over = plan.inputs.days.after(max(plan.days[slug] for slug in group), plan.problem.alone_days)
    return all(slug in group or (day < other and over <= other) for slug, other in plan.days.items())


def of_safety(plan: Plan) -> str:
    """Return whether each practice is safe on its day."""
    return KEPT if all(day >= plan.safe[slug] for slug, day in plan.days.items()) else LET_GO


def of_people(plan: Plan) -> str:
    """Return whether nobody takes part in more cutovers of a week than wished, but where one Tax ID forces it."""
    weeks = Counter(
        (person, monday_of(day)) for slug, day in plan.days.items() for person in plan.serves.get(slug, ())
    )
    over = {key: number for key, number in weeks.items() if number > plan.problem.person_a_week}
    groups = Counter(
        (person, monday_of(day), plan.groups[slug])
        for slug, day in plan.days.items()
        for person in plan.serves.get(slug, ())
    )
    forced = all(
        number <= max(n for (who, week, _), n in groups.items() if (who, week) == key)
        for key, number in over.items()
    )
    return KEPT if not over else FORCED if forced else LET_GO
