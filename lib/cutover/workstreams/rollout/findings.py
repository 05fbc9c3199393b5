"""The findings of a rollout plan; their words stand in `data/reference/findings.toml`."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Privacy, framed
from cutover.result import Finding
from cutover.wording import and_joined
from cutover.workstreams.columns import cents, count, date, text
from cutover.workstreams.findings import by_severity, finding
from cutover.workstreams.rollout import tables
from cutover.workstreams.rollout.alternatives import FIXED_DAYS, fixed_days, words_of
from cutover.workstreams.rollout.plan import STAYS, Plan
from cutover.workstreams.rollout.rules import monday_of
from cutover.workstreams.rollout.schedule import Rule
from cutover.workstreams.rollout.workload import LOAD, load

_PRACTICE = text("practice", "Practice")
_RULES = (
    text("rule", "Rule"),
    text("kind", "Kind"),
    text("conflicts", "Conflict", "by number"),
)
_WHY = (_PRACTICE, text("why", "Why", "", Privacy.DESK))
_EARLY = (_PRACTICE, date("planned_on", "Planned in the intake"), date("safe_on", "Safe from"),
          count("days", "Days too early"))  # fmt: skip
_SPLIT = (text("practices", "Practices"), text("days", "Days"))
_STAY = (_PRACTICE, cents("amount_cents", "Leaving costs more"), date("day", "Day in the plan"))


def findings(plan: Plan) -> tuple[Finding, ...]:
    """Return the findings of a plan in falling severity."""
    return by_severity(
        [*_conflict(plan), *_without_day(plan), *_too_early(plan), *_split(plan), *_file(plan), *_fixed(plan),
         *_stay(plan), *_overloaded(plan), *_lessons(plan)]
    )  # fmt: skip


def _conflict(plan: Plan) -> tuple[Finding, ...]:
    rows = framed([(words_of(plan, rule), rule.kind, _numbers(plan, rule)) for rule in plan.conflict], _RULES)
    return finding("rollout-conflict", rows, _RULES, ["kind", "rule"])


def _numbers(plan: Plan, rule: Rule) -> str:
    return and_joined([str(place) for place, rules in enumerate(plan.conflicts, 1) if rule in rules])


def _without_day(plan: Plan) -> tuple[Finding, ...]:
    unread = {one.practice for one in plan.inputs.left}
    rows = [(plan.name(slug), why) for slug, why in plan.not_planned.items() if why != STAYS]
    shut = framed([row for row in rows if row[0] in unread], _WHY)
    return (
        *finding("rollout-unread", shut, _WHY, ["practice"]),
        *finding(
            "rollout-no-day", framed([row for row in rows if row[0] not in unread], _WHY), _WHY, ["practice"]
        ),
    )


def _too_early(plan: Plan) -> tuple[Finding, ...]:
    rows = []
    for slug, one in plan.following.items():
        day = plan.inputs.wishes.fixed.get(slug, one.cutover)
        if day is not None and day < plan.safe[slug]:
            rows.append((plan.name(slug), day, plan.safe[slug], (plan.safe[slug] - day).days))
    due = min((row[1] for row in rows), default=None)
    chance = f"{100 * plan.chance:.0f}"
    return finding("rollout-too-early", framed(rows, _EARLY), _EARLY, ["practice"], due=due, chance=chance)


def _split(plan: Plan) -> tuple[Finding, ...]:
    """Practices of one Tax ID of which some have moved, or which people have planned in different weeks."""
    rows, every = [], plan.inputs.facts
    for slug, one in every.items():
        for other in (o for o in every if slug < o and one.tins & every[o].tins):
            days = [plan.inputs.wishes.fixed.get(s, every[s].cutover) for s in (slug, other)]
            moved = [s in plan.moved for s in (slug, other)]
            weeks = {monday_of(day) for day in days if day}
            if not all(moved) and (any(moved) or len(weeks) > 1):
                names = f"{one.name} and {every[other].name}"
                rows.append((names, " and ".join(str(day or "not set") for day in days)))
    return finding("rollout-tax-id-split", framed(rows, _SPLIT), _SPLIT, ["practices"])


def _file(plan: Plan) -> tuple[Finding, ...]:
    rows = tables.to_file(plan)
    held = rows[rows["holds"].isin([tables.HELD, tables.HAS_MOVED])]
    names = [c.name for c in tables.FILE if c.name != "rank"]
    columns = tuple(c for c in tables.FILE if c.name in names)
    identity = ["practice", "payer", "transaction", "tax_id", "billing_npi"]
    return finding("rollout-file-now", held, columns, identity, due=plan.inputs.as_of if len(held) else None)


def _fixed(plan: Plan) -> tuple[Finding, ...]:
    rows = fixed_days(plan)
    return finding("rollout-fixed-day-costs", rows[rows["weeks"] > 0], FIXED_DAYS, ["practice", "day"])


def _stay(plan: Plan) -> tuple[Finding, ...]:
    rows = tables.stay(plan).rename(columns={"added_cents": "amount_cents"})
    return finding("rollout-cheaper-to-stay", rows, _STAY, ["practice"], "amount_cents")


def _overloaded(plan: Plan) -> tuple[Finding, ...]:
    rows: pd.DataFrame = load(plan)
    over = rows[rows["overloaded"].astype(bool)]
    return finding("rollout-overloaded", over, LOAD, ["week", "person"], most=plan.inputs.rules.person_daily)


def _lessons(plan: Plan) -> tuple[Finding, ...]:
    """What moved practices taught and nobody can do in time any more, by the plan's day or the one planned so far."""
    rows = tables.carried(plan)
    late = rows[rows["state"].str.startswith("overdue")]
    return finding("rollout-lesson-late", late, tables.CARRIED, ["practice", "action", "lesson"])
