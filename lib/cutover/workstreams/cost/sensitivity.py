"""What the answer hangs on: how far each input moves it, and the value of each at which it turns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from cutover.money import dollars
from cutover.workstreams.cost.comparing import Subject
from cutover.workstreams.cost.model import ITEMS, RHYTHM, Pooling, scaled
from cutover.workstreams.cost.prices import Commitment, TierReading

OFFICE_ALLY = "Office Ally's charges that end"  # the input that is named in the verdict
PERCENT_LIMIT, WEEKS_LIMIT, MONEY_LIMIT = 1_000, 104, 10_000_000


@dataclass(frozen=True)
class Lever:
    """One input: its value now and at both ends, all whole numbers, and how it is put into a subject.

    `low` and `high` are None where no range is known. `limits` are the ends of the search for the value at
    which the answer turns; `rises` is true where the saving never falls, false where it never rises with
    the value, None where it may do both (tiers that bend): then every value is tried.
    """

    name: str
    now: int
    low: int | None
    high: int | None
    put: Callable[[Subject, int], Subject]
    words: Callable[[int], str]
    limits: tuple[int, int]
    rises: bool | None = None
    at_high: Subject | None = None  # the subject at the high end, where that is no single number


@dataclass(frozen=True)
class Effect:
    """What one input does: the saving at both ends of its range, and where the answer turns.

    `turns` holds the nearest value below and above today's at which the other way is cheaper, None where
    there is none within the limits of the search.
    """

    name: str
    now: str
    low: str | None
    high: str | None
    saving_low: int | None
    saving_high: int | None
    turns: tuple[str | None, str | None]
    turns_within: bool
    is_choice: bool = False

    @property
    def size(self) -> int:
        """How far the saving moves between both ends."""
        if self.saving_low is None or self.saving_high is None:
            return 0
        return abs(self.saving_high - self.saving_low)


def effect(subject: Subject, lever: Lever) -> Effect:
    """Return what one lever does to the saving over the horizon, at the least that Office Ally charges."""
    ends = [None if v is None else lever.put(subject, v).saving() for v in (lever.low, lever.high)]
    ends[1] = lever.at_high.saving() if lever.at_high else ends[1]
    base = subject.saving() > 0
    turns = below(subject, lever), above(subject, lever)
    words = tuple(None if value is None else lever.words(value) for value in turns)
    low, high = (None if v is None else lever.words(v) for v in (lever.low, lever.high))
    within = any(value is not None and (value > 0) != base for value in ends)
    return Effect(lever.name, lever.words(lever.now), low, high, *ends, words, within)


def above(subject: Subject, lever: Lever) -> int | None:
    """Return the smallest value above today's at which the other way is cheaper, None if there is none."""
    return _first(subject, lever, range(lever.now + 1, lever.limits[1] + 1), +1)


def below(subject: Subject, lever: Lever) -> int | None:
    """Return the largest value below today's at which the other way is cheaper, None if there is none."""
    return _first(subject, lever, range(lever.now - 1, lever.limits[0] - 1, -1), -1)


def _first(subject: Subject, lever: Lever, values: range, step: int) -> int | None:
    base = subject.saving() > 0

    def other(value: int) -> bool:
        return (lever.put(subject, value).saving() > 0) != base

    if lever.rises is None:
        return next((value for value in values if other(value)), None)
    # the saving moves one way alone: halve the range instead of trying each value
    if not values or not other(values[-1]):
        return None
    start, end = 0, len(values) - 1
    while start < end:
        middle = (start + end) // 2
        start, end = (start, middle) if other(values[middle]) else (middle + 1, end)
    return values[start]


def more_to_end(subject: Subject) -> int | None:
    """Return how many cents a month leaving must end at Office Ally, beyond what is known to end, until it pays.

    None where it pays already, or where no sum within the limits of the search would do.
    """
    lever = _office_ally(subject)
    up = None if subject.saving() > 0 else above(subject, lever)
    return None if up is None else up - lever.now


def levers(
    subject: Subject, spans: dict[str, tuple[int, int]], weeks: tuple[int, int, int], touched
) -> list[Lever]:
    """Return the levers of a subject.

    `spans` holds the percentages between which each item's volume may lie, 100 being the volume taken;
    `weeks` the parallel run's low, present and high length, `touched` the months that a number of weeks
    costs.
    """
    made = [_office_ally(subject), _weeks(weeks, touched), _work(subject)]
    for item in ITEMS:
        if subject.units(item) and item in spans:
            made.append(_volume(subject, item, spans[item]))
    return made


def _office_ally(subject: Subject) -> Lever:
    """All that ends at Office Ally, in cents a month; what is added or taken is the same in every month."""
    low = sum(sum(case.office_ally_low) for case in subject.cases)
    high = sum(sum(case.office_ally_high) for case in subject.cases)
    now, most = low // RHYTHM, -(-high // RHYTHM)
    longest = max(subject.cases, key=lambda case: case.parallel_months)

    def put(of: Subject, value: int) -> Subject:
        case = next(c for c in of.cases if c.practice == longest.practice)
        moved = tuple(cents + value - now for cents in case.office_ally_low)
        return of.with_cases((replace(case, office_ally_low=moved),))

    at_high = subject.with_cases(tuple(replace(c, office_ally_low=c.office_ally_high) for c in subject.cases))
    name, limits = OFFICE_ALLY, (0, now + MONEY_LIMIT)
    return Lever(name, now, now, most, put, _a_month, limits, True, at_high)


def _a_month(value: int) -> str:
    return f"{dollars(value)} a month"


def _in_weeks(value: int) -> str:
    return f"{value} week{'' if value == 1 else 's'}"


def _weeks(weeks: tuple[int, int, int], touched: Callable[[int], int]) -> Lever:
    low, now, high = weeks

    def put(of: Subject, value: int) -> Subject:
        return of.with_cases(tuple(replace(c, parallel_months=touched(value)) for c in of.cases))

    return Lever("Parallel run", now, low, high, put, _in_weeks, (0, WEEKS_LIMIT), False)


def _work(subject: Subject) -> Lever:
    now = sum(case.work_cents for case in subject.cases)
    first = subject.cases[0]

    def put(of: Subject, value: int) -> Subject:
        own = {c.practice: c for c in of.cases}[first.practice]
        return of.with_cases((replace(own, work_cents=first.work_cents + value - now),))

    return Lever("Work of the move, once", now, None, None, put, dollars, (0, now + MONEY_LIMIT), False)


def _volume(subject: Subject, item: str, span: tuple[int, int]) -> Lever:
    year = subject.units(item)

    def put(of: Subject, value: int) -> Subject:
        cases = subject.cases
        units = [case.units | {item: scaled(case.units[item], value)} for case in cases]
        return of.with_cases(tuple(replace(c, units=u) for c, u in zip(cases, units, strict=True)))

    def words(value: int) -> str:
        return f"{(year * value + 50 * RHYTHM) // (100 * RHYTHM):,} a month ({value} %)"

    name = {"claim": "Claims", "eligibility": "Eligibility checks", "claim status": "Claim status checks"}
    # where a tier holds for all claims once it is reached, one claim more can make all of them cheaper
    bends = subject.scenario.readings.tiers is TierReading.WHOLE_VOLUME
    rises = None if bends and len(subject.scenario.prices.price(item).tiers) > 1 else False
    label = name.get(item, f"{item} transactions")
    return Lever(label, 100, *span, put, words, (0, PERCENT_LIMIT), rises)


def choices(subject: Subject) -> list[Effect]:
    """Return the effect of each open reading and choice: today's against the other one."""
    readings, scenario = subject.scenario.readings, subject.scenario
    tiers, pooling, variant = _other(readings.tiers), _other(readings.pooling), readings.eligibility
    variants = [p.variant for p in scenario.prices.prices if p.item == "eligibility" and p.variant != variant]
    named = {"": "as the guide says"}
    other = _other(scenario.commitment)
    made = [
        _choice(subject, "Tiers", readings.tiers, tiers, readings=replace(readings, tiers=tiers)),
        _choice(
            subject,
            "Claims are counted over",
            readings.pooling,
            pooling,
            readings=replace(readings, pooling=pooling),
        ),
        _choice(subject, "Commitment", scenario.commitment, other, commitment=other),
    ]
    for one in variants:
        changed = replace(readings, eligibility=one)
        words = named.get(variant, variant), named.get(one, one)
        made.append(_choice(subject, "Price of eligibility", *words, readings=changed))
    return made


def _choice(subject: Subject, name: str, now: str, other: str, **change) -> Effect:
    base, moved = subject.saving(), subject.changed(**change).saving()
    turns = (moved > 0) != (base > 0)
    words = str(other) if turns else None
    return Effect(name, str(now), str(now), str(other), base, moved, (None, words), turns, True)


def _other(value: TierReading | Pooling | Commitment):
    return next(one for one in type(value) if one is not value)


def effects(
    subject: Subject, spans: dict[str, tuple[int, int]], weeks: tuple[int, int, int], touched
) -> list[Effect]:
    """Return all effects, the largest first."""
    made = [effect(subject, lever) for lever in levers(subject, spans, weeks, touched)] + choices(subject)
    return sorted(made, key=lambda one: -one.size)
