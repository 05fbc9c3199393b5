"""The tables of the plan: the waves, what each date costs, what is to be done, and what was learned."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import Any

import pandas as pd

from cutover.columns import Privacy, conform, framed
from cutover.intake.enrollment_workbook import ENROLLMENT
from cutover.wording import and_joined, several
from cutover.workstreams.answers import once
from cutover.workstreams.columns import PAYER, cents, count, date, number, share, text
from cutover.workstreams.cost.facts import Setting
from cutover.workstreams.cost.volumes import STATED
from cutover.workstreams.enrollment.needs import NPI, SAID, TIN, TRANSACTION
from cutover.workstreams.rollout.facts import WHOSE
from cutover.workstreams.rollout.plan import STAYS, Plan
from cutover.workstreams.rollout.rules import monday_of

PRACTICE = text("practice", "Practice")
WAVES = (
    count("wave", "Wave", "weeks in which somebody moves, counted"),
    date("day", "Cutover"),
    text("weekday", "Day"),
    PRACTICE,
    date("safe_on", "Safe from", "its enrollments are live by then at the wished chance"),
    share("chance", "Live on the day", "chance that its top payers are live"),
    text("why", "Why on this day"),
    date("intake_on", "Planned so far", "as the intake says"),
    cents("twice_cents", "Paid twice", "Office Ally's charges in months in which both are paid"),
)
DRAWN = (
    text("label", "Practice"),
    date("safe_on", "Safe from"),
    date("day", "Cutover"),
    date("daily_until", "Daily meetings until"),
    date("run_until", "Both systems until"),
    date("closeout_until", "Old claims until"),
    text("said", "Worth knowing", "of a day that nobody has agreed to"),
)
# what a chart draws of them: which column is which part of a bar
_ENDS = {
    "both systems, daily meetings": "daily_until",
    "both systems": "run_until",
    "old claims in Office Ally": "closeout_until",
}
BARS: dict[str, Any] = {"label": "label", "begins": "day", "ends": _ENDS}
SAID_OF = "said"  # the column of DRAWN that says of a day that nobody has agreed to it
SEEN = "One bar a practice: from its cutover through two weeks of daily meetings, the parallel run and the old claims."
DATES = (
    PRACTICE,
    date("day", "Day in the plan"),
    count("months", "Months paid twice"),
    cents("twice_cents", "Paid twice"),
    date("other_on", "Day that pays least twice", "of the four weeks from its day in the plan on"),
    cents("other_cents", "Then paid twice"),
    cents("saved_cents", "Saved by it", "the wait itself is not counted in it"),
)
STAY = (
    PRACTICE,
    date("day", "Day in the plan"),
    cents("added_cents", "Leaving costs more", "over 36 months, by what it adds to the book's bill"),
    cents("share_cents", "By its share", "of the book's bill, over 36 months"),
)
_LOOK_UPS = (SAID["270"], SAID["276"])
FILE = (
    count("rank", "No.", "in order of what it brings to the plan"),
    PRACTICE,
    PAYER,
    TRANSACTION,
    text("action", "What to do"),
    text("who", "Who"),
    date("day", "Cutover", "of the practice in this plan"),
    text("holds", "Holds up", "whether the practice's day waits for this enrollment"),
    number("gain_days", "Days gained", "of the practice's safe day, if this enrollment takes one day less"),
    share("claims_share", "Share of claims"),
    NPI,
    TIN,
)
SHIFTS = (
    PRACTICE,
    date("assumed_on", "Safe from, as assumed"),
    date("learned_on", "Safe from, with what was measured"),
    count("later_days", "Days later", "below zero it is sooner"),
)
CARRIED = (
    PRACTICE,
    date("by", "By", "so many days before its day in the plan"),
    date(
        "by_so_far",
        "By, for the day planned so far",
        "as the intake or the client names it",
    ),
    text("state", "State"),
    text("action", "What to do before the cutover"),
    text("role", "Who"),
    text("lesson", "What was learned"),
    text("learned_in", "Learned in"),
)
LEFT = (
    PRACTICE,
    text("why", "Why"),
    date(
        "proposed_on", "Proposed in this plan", "a day that nobody has agreed to; null: no day can be named"
    ),
    text("detail", "In full", "", Privacy.DESK),
)
ENDS = (
    PRACTICE,
    date("day", "Cutover"),
    count(
        "weeks_since", "Whole weeks since", "from the cutover to the day of this report; null: it is not yet"
    ),
    text("decided", "Whose day it is", "by people, or a proposal of this plan that nobody has agreed to"),
    date("run_until", "Both systems until", "last day of the parallel run"),
    text("weeks_from", "Weeks known from"),
    date(
        "closeout_until",
        "Old claims until",
        "at least so long they must be worked in Office Ally, by the rule",
    ),
    date("planned_closing", "Office Ally closes, by the client's plan"),
    date("noted_closing", "Office Ally closes, by the newest note"),
    text("noted_by", "Which note"),
    text(
        "compared",
        "Compared",
        "the closing beside the last day of the old claims, and plan beside note",
    ),
)
HELD, HAS_MOVED, NO_DAY = "yes", "has moved", "it has no day"
SET, PROPOSED = "set by people", "proposed by this plan alone"


def waves(plan: Plan) -> pd.DataFrame:
    """Return the day of each practice (WAVES), the earliest first."""
    facts = plan.inputs.facts
    rows = [
        (plan.waves[slug], day, f"{day:%A}", plan.name(slug), plan.safe[slug], plan.chance_on(slug, day),
         why(plan, slug), facts[slug].cutover, plan.money.twice(slug, day))
        for slug, day in plan.days.items()
    ]  # fmt: skip
    return framed(rows, WAVES)


def why(plan: Plan, slug: str) -> str:
    """Return what decides the day of a practice in the plan, and that it has not decided to move where that is so.

    A day other than the one planned so far is a proposal: the practice's own pages know nothing of it.
    """
    said = _why(plan, slug)
    if is_moved(plan, slug):
        said += "; a proposal, its own pages keep the day planned so far"
    return f"{said}; not decided yet, so only if it moves" if slug in plan.undecided else said


def _why(plan: Plan, slug: str) -> str:
    day, first = plan.days[slug], plan.kept.first
    if slug in plan.kept.fixed:
        return "fixed by people"
    if slug == first:
        return "the proving run, as soon as it is safe"
    if slug == plan.kept.last:
        return f"{plan.largest} goes in the last week"
    if slug in {one for own in plan.members.values() for one in own}:
        return "with the practices of its Tax ID"
    if day == plan.following[slug].cutover:
        return "the day planned so far"
    if waits(plan, slug):
        return "as soon as it is safe"
    if first and monday_of(day) <= monday_of(plan.inputs.days.after(plan.days[first], plan.kept.alone_days)):
        return "as soon as the proving run is over"
    return "its turn by size and by months paid twice"


def waits(plan: Plan, slug: str) -> bool:
    """Tell whether a practice moves in the week in which its open enrollments make it safe: they hold it up."""
    is_open = plan.following[slug].open["decides"].any()
    return bool(is_open) and monday_of(plan.days[slug]) == monday_of(plan.safe[slug])


def drawn(plan: Plan) -> pd.DataFrame:
    """Return what the chart draws (DRAWN): practices that have moved and those with a day, the earliest first."""
    rules, days = plan.inputs.rules, plan.inputs.days
    every = dict(sorted({**plan.moved, **plan.days}.items(), key=lambda item: (item[1], item[0])))
    rows = []
    for slug, day in every.items():
        run = day + dt.timedelta(7 * plan.money.weeks.get(slug, 0))
        rows.append((plan.name(slug), plan.safe.get(slug), day, days.after(day, rules.daily_days - 1), run,
                     day + dt.timedelta(rules.closeout_days), _proposed(plan, slug)))  # fmt: skip
    return framed(rows, DRAWN)


def is_proposed(plan: Plan, slug: str) -> bool:
    """Tell whether nobody has agreed to the day of a practice: it is one that this plan proposes."""
    return slug in plan.undecided or slug in plan.unset or is_moved(plan, slug)


def is_moved(plan: Plan, slug: str) -> bool:
    """Tell whether this plan has another day for a practice than people have planned so far."""
    planned = plan.inputs.facts[slug].cutover
    return slug in plan.days and planned not in (None, plan.days[slug]) and slug not in plan.kept.fixed


def _proposed(plan: Plan, slug: str) -> str | None:
    """That nobody has agreed to the day of a practice; None where somebody has."""
    if slug in plan.undecided:
        return f"Not decided: {PROPOSED}, and it holds only if the practice moves"
    return f"Not agreed to: {PROPOSED}" if is_proposed(plan, slug) else None


def ends(plan: Plan) -> pd.DataFrame:
    """Return until when each practice works in both systems and when its old account closes (ENDS), by its cutover."""
    facts, weeks = plan.inputs.facts, {one.practice: one.weeks for one in plan.inputs.comparison.everyone}
    planned = plan.inputs.own.rows.set_index("slug")["closes_on"]
    rows: list[dict[str, Any]] = []
    every, as_of = {**dict.fromkeys(facts), **plan.moved, **plan.days}, plan.inputs.as_of
    for slug, day in every.items():
        closing, said, known = facts[slug].closing, planned.get(slug), weeks.get(slug)
        last = None if day is None else day + dt.timedelta(plan.inputs.rules.closeout_days)
        run = None if day is None or known is None else day + dt.timedelta(7 * (known.value or 0))
        rows.append({
            "practice": plan.name(slug), "day": day,
            "weeks_since": None if day is None or day > as_of else (as_of - day).days // 7,
            "closeout_until": last, "run_until": run,
            "decided": None if day is None else PROPOSED if is_proposed(plan, slug) else SET,
            "weeks_from": None if known is None else _known_from(known), "planned_closing": said,
            "noted_closing": None if closing is None else closing.day, "noted_by": closing and closing.whose,
            "compared": _closing(said, None if closing is None else closing.day, last),
        })  # fmt: skip
    rows.sort(key=lambda row: (row["day"] or dt.date.max, row["practice"]))
    return framed(rows, ENDS)


def _known_from(weeks: Setting) -> str:
    return weeks.known_from if weeks.basis == STATED else weeks.basis


def _closing(planned: Any, noted: dt.date | None, last: dt.date | None) -> str | None:
    """What the days of a closing say together; None where neither the plan nor a note has one."""
    days = sorted({day for day in (None if pd.isna(planned) else planned.date(), noted) if day})
    if not days:
        return None
    said = []
    if len(days) > 1:
        said.append("plan and note differ")
    elif pd.notna(planned) and noted:
        said.append("plan and note agree")
    if last is not None and days[0] < last:
        said.append(
            f"{several((last - days[0]).days, 'day')} before the last day of the old claims: too early"
        )
    return "; ".join(said) or "not before the last day of the old claims"


def dates(plan: Plan) -> pd.DataFrame:
    """Return what the day of each practice pays twice, and which day soon after pays least (DATES)."""
    rows: list[tuple[object, ...]] = []
    for slug, day in plan.days.items():
        now = plan.money.twice(slug, day)
        if now is None:
            rows.append((plan.name(slug), day, None, None, None, None, None))
            continue
        soon = [d for d in (day + dt.timedelta(n) for n in range(29)) if plan.inputs.days.holds(d)]
        known = {d: cents for d in soon if (cents := plan.money.twice(slug, d)) is not None}
        other = min(known, key=lambda d: (known[d], d))
        least = known[other]
        rows.append((plan.name(slug), day, plan.money.touched(slug, day), now, other, least, now - least))
    return framed(rows, DATES)


def stay(plan: Plan) -> pd.DataFrame:
    """Return the practices for which staying costs less (STAY), the costliest to move first."""
    of = {one.practice: one for one in plan.inputs.comparison.standings} if plan.cheaper_to_stay else {}
    rows = [
        (plan.name(slug), plan.days.get(slug), -of[slug].saving("incremental", high=True),
         -of[slug].saving("share", high=True))
        for slug in plan.cheaper_to_stay
    ]  # fmt: skip
    return framed(sorted(rows, key=lambda row: (-row[2], row[0])), STAY)


@once
def to_file(plan: Plan) -> pd.DataFrame:
    """Return what can be done about enrollments this week (FILE), in order of what it brings to the plan.

    First what a day waits for, by the days that it gains. Practices that have moved follow, for what is not live there
    brings no claims or ERAs. What no day waits for comes last.
    """
    tasks = plan.inputs.tasks
    if tasks.empty:
        return framed([], FILE)
    slug_of = {one.name: slug for slug, one in plan.inputs.facts.items()}
    rows = tasks.assign(slug=tasks["practice"].map(slug_of))
    rows = rows.assign(
        day=[plan.days.get(slug) or plan.moved.get(slug) for slug in rows["slug"]],
        holds=_holds(plan, rows),
    )
    order = {HELD: 0, HAS_MOVED: 1, NO_DAY: 1, "no": 2}
    rows = rows.assign(turn=rows["holds"].map(order), day=pd.to_datetime(rows["day"]))
    by = ["turn", "gain_days", "day", "payer_claims", "practice", "payer", "transaction"]
    rows = rows.sort_values(by, ascending=[True, False, True, False, True, True, True], kind="stable")
    rows = rows.assign(rank=range(1, len(rows) + 1))
    return conform(rows[[c.name for c in FILE]].reset_index(drop=True), FILE)


def _holds(plan: Plan, rows: pd.DataFrame) -> list[str]:
    """Whether a day waits for each enrollment: for claims and ERAs that are live last, no look-ups of eligibility."""
    held = {(slug, *whose) for slug in plan.days if waits(plan, slug) for whose in _keys(plan.last_of(slug))}
    said = []
    for slug, whose in zip(rows["slug"], _keys(rows), strict=True):
        of_others = HAS_MOVED if slug in plan.moved else NO_DAY if slug not in plan.days else "no"
        is_look_up = whose[1] in _LOOK_UPS
        said.append(HELD if (slug, *whose) in held else "no" if is_look_up else of_others)
    return said


def _keys(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    """Whose enrollment each row is of (WHOSE), with "" for what is not known."""
    known = rows[[c.name for c in WHOSE]].astype("object")
    return list(known.where(known.notna(), "").itertuples(index=False, name=None))


def shifts(plan: Plan) -> pd.DataFrame:
    """Return from when each practice is safe before and after what was measured (SHIFTS); nothing without cases."""
    if not plan.learned.days:
        return framed([], SHIFTS)
    rows = []
    for slug in plan.order:
        before = plan.safe_day(slug, plan.chance, with_lessons=False)
        rows.append((plan.name(slug), before, plan.safe[slug], (plan.safe[slug] - before).days))
    return framed(rows, SHIFTS)


def carried(plan: Plan) -> pd.DataFrame:
    """Return what moved practices taught, for each practice that follows (CARRIED), in the order of the days.

    A day that has passed stays as it is, and `state` says that the task is overdue.
    """
    rows = []
    for lesson in plan.inputs.lessons.to_dict("records"):
        ahead = dt.timedelta(0 if pd.isna(lesson["days_before"]) else int(lesson["days_before"]))
        learned_in = lesson["learned_in"]
        where = plan.name(learned_in) if isinstance(learned_in, str) else None
        for slug, day in plan.days.items():
            so_far = plan.inputs.wishes.fixed.get(slug, plan.inputs.facts[slug].cutover)
            by, earlier = day - ahead, so_far - ahead if so_far else None
            state = _not_for(plan, lesson, slug) or _state_of(by, earlier, plan.inputs.as_of)
            rows.append(
                (
                    plan.name(slug),
                    by,
                    earlier,
                    state,
                    lesson["action"],
                    lesson["role"],
                    lesson["lesson"],
                    where,
                )
            )
    return framed(sorted(rows, key=lambda row: (row[1], row[0])), CARRIED)


def _not_for(plan: Plan, lesson: dict, slug: str) -> str:
    """Why a lesson is not for a practice: it is about enrolling with payers of which it has none; else empty.

    Where the payers of the practice are not known, or the lesson names no payer and no family of them, it is for all.
    A payer is named by the word with which its name begins, where a practice of the book has it (`Facts.brands`).
    """
    if lesson["kind"] != ENROLLMENT:
        return ""
    text = f"{lesson['lesson']} {lesson['action']}"
    facts = plan.inputs.facts
    named = {word for word in re.findall(r"[^\W\d_]+", text) if word[0].isupper()}
    payers = {word for word in named if any(word.lower() in one.brands for one in facts.values())}
    if payers and facts[slug].brands and not {word.lower() for word in payers} & facts[slug].brands:
        return f"not for it: none of its payers is {and_joined(sorted(payers))}"
    about, own = plan.inputs.families.told_in(text), facts[slug].families
    return (
        f"not for it: it has no payer of {and_joined(sorted(about))}"
        if about and own and not about & own
        else ""
    )


def _state_of(by: dt.date, so_far: dt.date | None, today: dt.date) -> str:
    """What is to be said of a task on a day: overdue by its own day, by the day planned so far, or still in time."""
    if by < today:
        return f"overdue by {several((today - by).days, 'day')}: do it now"
    if so_far is not None and so_far < today:
        return f"overdue by {several((today - so_far).days, 'day')} for the day planned so far: do it now"
    return "in time"


def left(plan: Plan) -> pd.DataFrame:
    """Return the practices without a day and why (LEFT); last those whose only day is a proposal of this plan."""
    unread = {one.practice for one in plan.inputs.left}
    rows: list[tuple[object, ...]] = [
        (
            plan.name(slug),
            "its files cannot be read" if slug in unread else words,
            None,
            words if slug in unread else None,
        )
        for slug, words in sorted(plan.not_planned.items())
    ]
    rows += [(plan.name(slug), words, plan.days[slug], None) for slug, words in sorted(plan.unset.items())]
    return framed(rows, LEFT)


def counted(plan: Plan) -> Counter:
    """Return how many practices have moved, have a day, stay as wished, and are without a day."""
    found = Counter(stays=sum(words == STAYS for words in plan.not_planned.values()))
    found.update(moved=len(plan.moved), planned=len(plan.days), left=len(plan.not_planned) - found["stays"])
    return found
