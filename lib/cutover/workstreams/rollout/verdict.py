"""The verdict and the figures of a rollout plan: who goes first, when the last one moves, and what holds it up."""

from __future__ import annotations

from cutover.money import dollars
from cutover.result import Figure, State
from cutover.wording import and_joined, several
from cutover.workstreams.rollout.alternatives import fixed_days, twice
from cutover.workstreams.rollout.plan import Plan
from cutover.workstreams.rollout.tables import HELD, counted, is_proposed, to_file, waits

_STAYING = "Staying costs less for"


def verdict(plan: Plan) -> str:
    """Return what the owner of a billing company should know of the plan."""
    said = [*_conflict(plan), *_dates(plan), *_undecided(plan), *_fixed(plan), *_held(plan), *_left(plan)]
    return " ".join(said)


def state(plan: Plan) -> State:
    """Return whether every practice has a day that holds, by the rules of `signals.toml`."""
    if plan.conflict:
        return State.BLOCKED
    return State.ATTENTION if counted(plan)["left"] or _held(plan) else State.OK


def _conflict(plan: Plan) -> list[str]:
    if not plan.conflict:
        return []
    return [
        f"No plan keeps every wish: {several(len(plan.conflict), 'rule')} conflict, and they are named below. "
        "What follows gives up the fixed days before any other rule."
    ]


def _dates(plan: Plan) -> list[str]:
    if not plan.days:
        if plan.moved and not plan.not_planned:
            return ["Every practice of the book has moved."]
        return ["No practice can be given a day yet."]
    days = list(plan.days.values())
    waves = max(plan.waves.values())
    first = plan.kept.first
    slugs = list(plan.days)
    if len(days) == 1:
        when = f"this plan proposes {days[0]}" if is_proposed(plan, slugs[0]) else f"on {days[0]}"
        return [f"One practice is left to move: {plan.name(slugs[0])}, {when}."]
    begins = (
        f"{plan.name(first)} goes first, on {plan.days[first]}, and runs alone for two full weeks."
        if first
        else f"For the next practice this plan proposes {days[0]}."
        if is_proposed(plan, slugs[0])
        else f"The next practice moves on {days[0]}."
    )
    last = f"the last of {several(len(days), 'practice')}"
    if is_proposed(plan, slugs[-1]):
        return [begins, f"For {last} this plan proposes {days[-1]}, in wave {waves}."]
    return [begins, f"{last[:1].upper()}{last[1:]} moves on {days[-1]}, in wave {waves}."]


def _undecided(plan: Plan) -> list[str]:
    """Which practices with a day have not decided to move, and for which others nobody has set one."""
    names = [plan.name(slug) for slug in plan.days if slug in plan.undecided]
    others = [plan.name(slug) for slug in plan.unset if slug not in plan.undecided]
    said = []
    if names:
        whose, has = ("its day holds", "has") if len(names) == 1 else ("their days hold", "have")
        said.append(f"{and_joined(names)} {has} not decided to move: {whose} only in that case.")
    if others:
        is_, days = ("is", "its day here") if len(others) == 1 else ("are", "their days here")
        said.append(f"No day {is_} set for {and_joined(others)}: {days} {is_} a proposal.")
    return said


def _open(plan: Plan) -> str:
    """How many of the practices with a day have not decided, as the end of a note; "" for none."""
    number = sum(slug in plan.undecided for slug in plan.days)
    return (
        f"; {number} of {len(plan.days)} {'has' if number == 1 else 'have'} not decided to move"
        if number
        else ""
    )


def _fixed(plan: Plan) -> list[str]:
    """What the fixed day costs that costs most weeks."""
    rows = fixed_days(plan)
    rows = rows[rows["weeks"] > 0].sort_values("weeks", ascending=False)
    if rows.empty:
        return []
    most = rows.iloc[0]
    return [f"The day that is fixed for {most['practice']} costs {several(int(most['weeks']), 'week')}."]


def _held(plan: Plan) -> list[str]:
    """What the plan waits for, and what can be done about it today."""
    held = [slug for slug in plan.days if waits(plan, slug)]
    tasks = to_file(plan)
    now = int((tasks["holds"] == HELD).sum())
    if not held:
        return []
    words = f"{several(len(held), 'practice')} {'waits' if len(held) == 1 else 'wait'} for payer enrollment"
    number = several(now, "task") if now else "no task"
    return [f"{words}; {number} of this week {'bear' if now > 1 else 'bears'} on it."]


def _left(plan: Plan) -> list[str]:
    number = counted(plan)["left"]
    if not number:
        return []
    return [
        f"{several(number, 'practice')} {'has' if number == 1 else 'have'} no day: the reasons stand below."
    ]


def figures(plan: Plan) -> tuple[Figure, ...]:
    """Return the headline numbers of a plan."""
    number, days = counted(plan), list(plan.days.values())
    chance = f"enrollments live in {100 * plan.chance:.0f} of 100 cases"
    unknown = sum(plan.money.twice(slug, day) is None for slug, day in plan.days.items())
    most = f"at most {several(plan.kept.most_a_week, 'practice')} a week"
    cents = twice(plan, plan.schedule)
    paid = None if cents is None else dollars(cents)
    return (
        Figure("Practices moved", f"{number['moved']} of {len(plan.inputs.facts) + len(plan.inputs.left)}"),
        Figure("First cutover of the plan", _day(plan, 0), chance),
        Figure("Last cutover of the plan", _day(plan, -1),
               f"{several(max(plan.waves.values()), 'wave')}, {most}{_open(plan)}" if days else "",
               column="last cutover"),
        Figure("Paid to Office Ally beside Medi", paid,
               f"unknown for {several(unknown, 'practice')}" if unknown else "months in which both are paid"),
        _staying(plan),
        Figure("To do this week about enrollment", several(len(to_file(plan)), "task"), "over all practices"),
    )  # fmt: skip


def _day(plan: Plan, place: int) -> str | None:
    """The day at a place of the plan, and that it is only proposed where that is so; None without a day."""
    if not plan.days:
        return None
    slug = list(plan.days)[place]
    return f"{plan.days[slug]}{', proposed' if is_proposed(plan, slug) else ''}"


def _staying(plan: Plan) -> Figure:
    """For how many staying costs less; of a practice that is not decided nobody can say."""
    open_, every = len(plan.not_decided), len(plan.order)
    if every and open_ == every:
        return Figure(
            _STAYING, None, f"not decided for {several(every, 'practice')}: see the cost comparison"
        )
    note = f"not decided for {several(open_, 'practice')}; " if open_ else ""
    value = f"{len(plan.cheaper_to_stay)} of {several(every, 'practice')}"
    return Figure(_STAYING, value, f"{note}decide each by itself")
