"""The rollout plan of a book: sizes, waves with dates, what they cost, what holds them up, and what was learned."""

from __future__ import annotations

import pandas as pd

from cutover.columns import framed
from cutover.result import Result, Source, Table
from cutover.wording import and_joined
from cutover.workstreams import unread_cells
from cutover.workstreams.answers import once, signed
from cutover.workstreams.columns import date, text
from cutover.workstreams.findings import table
from cutover.workstreams.nonpar_fees.submissions import whole_months
from cutover.workstreams.rollout import tables
from cutover.workstreams.rollout.alternatives import FIXED_DAYS, OTHERWISE, fixed_days, otherwise, words_of
from cutover.workstreams.rollout.complexity import SIZES
from cutover.workstreams.rollout.findings import findings
from cutover.workstreams.rollout.inputs import Inputs
from cutover.workstreams.rollout.kept_rules import of_people, of_safety, state_of
from cutover.workstreams.rollout.learning import LEARNED
from cutover.workstreams.rollout.money import MONTHS, months
from cutover.workstreams.rollout.own_plan import OWN_PLAN, own_plan
from cutover.workstreams.rollout.plan import Plan
from cutover.workstreams.rollout.totals import FOLLOWED, MONTHLY, TOTALS, Totals, totals, with_medi
from cutover.workstreams.rollout.verdict import figures, state, verdict
from cutover.workstreams.rollout.workload import LOAD, load

TITLE = "Rollout plan of the book"
RULES = (text("rule", "Rule"), text("state", "State"))
CLOSED = (date("day", "Day"), text("name", "Holiday"))
LIMITS = (
    "A plan is as good as its safe days. They come from payer enrollment, whose days are ranges. What is not known to "
    "be filed is taken as filed on the date of this report.",
    "Measured days take the place of assumptions here alone. The report on enrollment of a practice goes on with what "
    "was assumed, and says so. Where the two name different safe days, the one here is the better one.",
    "Enrollments that are still open in practices that have moved teach nothing yet. Measured days may be too short.",
    "Office Ally's charges are the least that they may be, by calendar month. What no invoice shows is not in them.",
    "What a week costs a practice is judged by its cheapest day there. Days within a week are dealt out afterwards.",
    "No practice moves before the day that its intake names. Where the plan has a later day, the reports of the "
    "practice go by the intake until somebody changes it there.",
    "The size of a practice is a score by weights that are ours, and shows an order, not an effort.",
    "A balance with patients is what payers left to them. Where no list states a balance, nothing tells whether they "
    "paid, and its own column says how much that is.",
    "Who works where is known from the intakes; vacations and other work are not.",
    "Files of a practice that could not be read are named in its own reports.",
)


@once
def plan_of(inputs: Inputs) -> Plan:
    """Return the plan of a book, made once for its inputs."""
    return Plan(inputs)


def assess(inputs: Inputs) -> Result:
    """Return in which order the practices of a book move, when, and at what cost.

    Raises ReferenceDataError where the rules do not hold on that day.
    """
    plan = plan_of(inputs)
    made = Result(
        title=TITLE,
        verdict=verdict(plan),
        figures=figures(plan),
        findings=findings(plan),
        tables=_tables(plan),
        limits=(*LIMITS, *(f"Assumption: {said}" for said in inputs.rules.assumptions), *inputs.notes),
        sources=_sources(inputs),
    )
    return signed(unread_cells.told(made, inputs.unread), "rollout", state(plan))


def period(inputs: Inputs) -> str:
    """Return the days of the plan, from its first cutover to its last; nothing without one."""
    days = list(plan_of(inputs).days.values())
    return f"{days[0]} to {days[-1]}" if days else ""


def _tables(plan: Plan) -> dict[str, Table]:
    return {
        "totals": table("The book in numbers", totals(_numbers(plan)), TOTALS,
                        "as far as files were read; where one part is not known, the row of all is what is known"),
        "followed": table("What is posted and enrolled over the book", totals(_numbers(plan), FOLLOWED), FOLLOWED,
                          "as the practices' own reports have it: postings, and enrollments of the payers in use"),
        "monthly": _monthly(plan),
        "sizes": table("Size and complexity of each practice", plan.sizes, SIZES,
                       "each part is measured against the largest of the book; an empty cell is not known"
                       + _cut(plan)),
        "waves": table("The plan", tables.waves(plan), tables.WAVES, "weeks in which somebody moves are waves"),
        "drawn": table("The plan as a chart draws it", tables.drawn(plan), tables.DRAWN, _not_agreed(plan)),
        "own": table("The client's own plan", own_plan(plan), OWN_PLAN,
                     "its newest version; the days of this plan follow client.toml and the intakes",
                     "no plan that the client wrote itself is on file"),
        "left": table("Practices without a day", tables.left(plan), tables.LEFT,
                      "a day that this plan proposes is none until somebody agrees to it",
                      "each practice has a day that people set"),
        "ends": table("When the old system ends for each practice", tables.ends(plan), tables.ENDS,
                      "no day of closing is taken from here: write what holds into the intake"),
        "rules": table("What the plan keeps", _rules(plan), RULES),
        "otherwise": table("What would change the plan", otherwise(plan), OTHERWISE, "one change at a time"),
        "fixed": table("What fixed days cost", fixed_days(plan), FIXED_DAYS),
        "dates": table("What each day pays twice", tables.dates(plan), tables.DATES),
        "months": table("The plan in money, month by month", months(plan.money, {**plan.moved, **plan.days}), MONTHS,
                        "practices whose claims are known; Office Ally at its least, and only what invoices show"),
        "stay": table("Practices for which staying costs less", tables.stay(plan), tables.STAY),
        "file": table("What to do about enrollment this week", tables.to_file(plan), tables.FILE,
                      "what holds up a day of the plan stands first"),
        "load": table("The weeks of people who serve several practices", load(plan), LOAD),
        "learned": table("What practices that have moved taught about days", plan.learned.table, LEARNED,
                         f"an assumption weighs as much as {plan.inputs.rules.prior_cases} measured enrollments"),
        "shifts": table("What that changes for the practices that follow", tables.shifts(plan), tables.SHIFTS),
        "carried": table("Lessons for the practices that follow", tables.carried(plan), tables.CARRIED),
        "closed": table("Holidays of the banks within the plan", _closed(plan), CLOSED),
    }  # fmt: skip


def _not_agreed(plan: Plan) -> str:
    """Which bars are of days that nobody has agreed to; "" for none."""
    names = [plan.name(slug) for slug in plan.days if tables.is_proposed(plan, slug)]
    return f"Proposed by this plan alone, and agreed to by nobody: {and_joined(names)}." if names else ""


def _cut(plan: Plan) -> str:
    """What of the denied claims stands in remittances that are cut off, in words for each practice; "" for none."""
    said = []
    for one in plan.inputs.facts.values():
        if one.whole is not None and one.decided:
            decided, denied = one.whole
            said.append(f"{one.name} {denied:,} of {decided:,}, with them {one.denied:,} of {one.decided:,}")
    return f"; denied without remittances that are cut off: {'; '.join(said)}" if said else ""


@once
def _numbers(plan: Plan) -> list[tuple[str, Totals]]:
    """The numbers of each practice, with what Medi's lists have of the running month where its cost is known."""
    costs = {one.practice: one for one in plan.inputs.comparison.own}
    made = []
    for one in plan.inputs.facts.values():
        cost, known, has_moved = costs.get(one.practice), one.totals, one.practice in plan.moved
        made.append((one.name, with_medi(known, plan.inputs.comparison, cost, has_moved) if cost else known))
    return made


def _monthly(plan: Plan) -> Table:
    last, now = whole_months(plan.inputs.as_of, 1)[-1], plan.inputs.as_of
    note = (
        f"Non-par fees are of {last:%Y-%m}, as in the report of each practice. Claims through Medi are of {now:%Y-%m}, "
        "each practice at list price by itself."
    )
    return table("Non-par fees and claims through Medi", totals(_numbers(plan), MONTHLY), MONTHLY, note)


def _rules(plan: Plan) -> pd.DataFrame:
    shown = [rule for rule in plan.problem.rules if rule.kind not in ("safe day", "one person")]
    rows = [(words_of(plan, rule), state_of(plan, rule)) for rule in shown]
    rows = [*_proving(plan), *rows]
    rows.append(
        (f"every practice is safe on its day in {100 * plan.chance:.0f} of 100 cases", of_safety(plan))
    )
    rows.append(
        (f"one person takes part in at most {plan.problem.person_a_week} cutovers a week", of_people(plan))
    )
    return framed(rows, RULES)


def _proving(plan: Plan) -> list[tuple[str, str]]:
    """Which practice is the proving run, and why: the client's wish, or its size; of a wish whether it is kept."""
    wished, first = plan.inputs.wishes.first, plan.kept.first
    if wished is None:
        return (
            []
            if first is None
            else [(f"{plan.name(first)} is the proving run, by size: no wish is noted", "kept")]
        )
    said = f"{plan.name(wished)} is the proving run, as the client wishes"
    if wished in plan.moved:
        led = wished == min(plan.moved, key=lambda slug: plan.moved[slug])
        return [(said, f"{'kept' if led else 'let go'}: it moved on {plan.moved[wished]}")]
    return [(said, "kept" if wished == first else "let go")]


def _closed(plan: Plan) -> pd.DataFrame:
    last = max(plan.days.values(), default=plan.inputs.as_of)
    rows = [
        (day, name)
        for day, name in sorted(plan.inputs.days.holidays.items())
        if plan.inputs.as_of < day <= last
    ]
    return framed(rows, CLOSED)


def _sources(inputs: Inputs) -> tuple[Source, ...]:
    prices = {(p.source, p.where): None for p in inputs.comparison.rules.prices.prices}
    read_on = inputs.comparison.rules.prices.read_on
    return (
        inputs.rules.source, inputs.days.source, inputs.families.source,
        *(Source(f"Prices of Medi: {source}", where, read_on) for source, where in prices),
    )  # fmt: skip
