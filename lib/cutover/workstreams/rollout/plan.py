"""The plan of a book, computed once: who can move when, in which order, and what holds that together."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from cutover.reading.intake.office_words import UNDECIDED, note_says
from cutover.reading.payers.families import CREDENTIALING, ERA, Duration
from cutover.workstreams.cost.comparing import Outcome
from cutover.workstreams.enrollment import dates
from cutover.workstreams.enrollment.inputs import load_rules as load_enrollment_rules
from cutover.workstreams.enrollment.plan import days_to_come
from cutover.workstreams.rollout.complexity import furthest_part, sizes
from cutover.workstreams.rollout.facts import LIVE_CASES, WHOSE, Facts
from cutover.workstreams.rollout.inputs import Inputs
from cutover.workstreams.rollout.learning import Learned, learned
from cutover.workstreams.rollout.money import Money
from cutover.workstreams.rollout.schedule import (
    A_WEEK,
    FIXED,
    PERSON,
    Move,
    Problem,
    Rule,
    Schedule,
    conflict,
    planned,
)

_MOST_CONFLICTS = 5  # of a book that are looked for: each takes its time
STAYS = "it stays with Office Ally, as the client wishes"


@dataclass(frozen=True)
class Plan:
    """What follows from the inputs of a book, each part made when first asked for."""

    inputs: Inputs

    @property
    def known(self) -> dict[Callable, object]:
        """What was asked of the plan before, see `answers.once`."""
        return self.inputs.known

    @cached_property
    def moved(self) -> dict[str, dt.date]:
        """The practices that have moved by the report's date, with their days."""
        every = {slug: one.cutover for slug, one in self.inputs.facts.items() if one.cutover}
        return {slug: day for slug, day in every.items() if day <= self.inputs.as_of}

    @cached_property
    def not_planned(self) -> dict[str, str]:
        """The practices without a day in the plan, and why."""
        found = {one.practice: one.why for one in self.inputs.left}
        for slug, one in self.inputs.facts.items():
            if slug in self.moved:
                continue
            if slug in self.inputs.wishes.stays:
                found[slug] = STAYS
            elif one.no_date:
                found[slug] = one.no_date
        return found

    @cached_property
    def undecided(self) -> frozenset[str]:
        """The practices that have not decided: by the intake, or by the client's own plan where it has no day."""
        own = self.inputs.own.rows
        said = own["slug"][note_says(own["said"], UNDECIDED) | note_says(own["remark"], UNDECIDED)]
        by_plan = set(said)
        return frozenset(
            slug
            for slug, one in self.inputs.facts.items()
            if one.is_undecided or (one.cutover is None and slug in by_plan)
        )

    @cached_property
    def unset(self) -> dict[str, str]:
        """The practices whose only day is the one of this plan, and why: nobody has set or agreed to one.

        Those that have not decided to move, and those for which neither the client's own plan nor the intake has a day.
        A client without a plan of its own asks for the days of this one.
        """
        own = self.inputs.own.rows.set_index("slug")["day"]
        found = {}
        for slug in self.days:
            is_told = self.inputs.facts[slug].cutover is not None or slug in self.inputs.wishes.fixed
            if is_told or pd.notna(own.get(slug)) or (own.empty and slug not in self.undecided):
                continue
            plan = "no day in the client's own plan" if slug in own.index else "not in the client's own plan"
            said = "no day in the intake" if own.empty else f"{plan}, and no day in the intake"
            found[slug] = f"{said}; it has not decided to move" if slug in self.undecided else said
        return found

    @cached_property
    def following(self) -> dict[str, Facts]:
        """The practices that are still to move and can be given a day."""
        gone = {*self.moved, *self.not_planned}
        return {slug: one for slug, one in self.inputs.facts.items() if slug not in gone}

    @property
    def chance(self) -> float:
        """How sure it must be that a practice's enrollments are live on its day."""
        return (self.inputs.wishes.chance_percent or self.inputs.rules.chance_percent) / 100

    @cached_property
    def claims(self) -> dict[str, int | None]:
        """The claims a month of each practice, as the cost comparison counts them; None where unknown."""
        flows = {f.practice: f.flows["claim"].a_year for f in self.inputs.comparison.everyone}
        return {
            slug: None if (a_year := flows.get(slug)) is None else round(a_year / 12)
            for slug in self.inputs.facts
        }

    @cached_property
    def serves(self) -> dict[str, frozenset[str]]:
        """Who of those who serve several practices serves each."""
        people = self.inputs.people
        if people.empty:
            return {}
        pairs = people[["person", "practice"]].drop_duplicates()
        shared = pairs.groupby("person")["practice"].transform("size") > 1
        return {str(who): frozenset(own["person"]) for who, own in pairs[shared].groupby("practice")}

    @cached_property
    def sizes(self) -> pd.DataFrame:
        """The size and complexity of each practice (SIZES), the smallest and simplest first."""
        usage = {f.practice: f.usage.pattern for f in self.inputs.comparison.everyone}
        shared = {slug: len(people) for slug, people in self.serves.items()}
        return sizes(self.inputs.facts, self.claims, usage, shared, self.inputs.rules)

    @cached_property
    def order(self) -> list[str]:
        """The practices that are to move, the smallest and simplest first."""
        return [slug for slug in self.sizes["slug"] if slug in self.following]

    @cached_property
    def groups(self) -> dict[str, str]:
        """The group of each practice: those that share a Tax ID, directly or through another, are one."""
        leader = {slug: slug for slug in self.order}
        first_of: dict[str, str] = {}
        for slug in self.order:
            for tin in sorted(self.following[slug].tins):
                old, new = leader[slug], leader[first_of.setdefault(tin, slug)]
                leader = {one: new if own == old else own for one, own in leader.items()}
        return leader

    @cached_property
    def learned(self) -> Learned:
        """What the enrollments of practices that have moved teach."""
        parts = [
            self.inputs.facts[slug].live.assign(practice=slug)
            for slug in self.moved
            if slug in self.inputs.facts
        ]
        live = (
            pd.concat(parts) if parts else pd.DataFrame(columns=[*(c.name for c in LIVE_CASES), "practice"])
        )
        return learned(_dated(live), self.inputs.families, self.inputs.rules.prior_cases)

    @cached_property
    def safe(self) -> dict[str, dt.date]:
        """The first business day on which each practice is safe, at the wished chance, with what was learned."""
        return {slug: self.safe_day(slug, self.chance) for slug in self.order}

    def safe_day(self, practice: str, chance: float, with_lessons: bool = True) -> dt.date:
        """Return the first business day on which a practice is safe at a chance, never before tomorrow."""
        found = self._drawn(practice, with_lessons)
        days = 0 if found is None else int(np.quantile(found, chance, method="inverted_cdf"))
        tomorrow = self.inputs.as_of + dt.timedelta(1)
        return self.inputs.days.on_or_after(max(tomorrow, self.inputs.as_of + dt.timedelta(days)))

    def chance_on(self, practice: str, day: dt.date) -> float:
        """Return the chance that a practice's enrollments are live on a day."""
        found = self._drawn(practice, True)
        return 1.0 if found is None else float((found <= (day - self.inputs.as_of).days).mean())

    @cached_property
    def _draws(self) -> dict[tuple[str, bool], np.ndarray | None]:
        return {}

    def _drawn(self, practice: str, with_lessons: bool) -> np.ndarray | None:
        """In how many days the last deciding enrollment is live, drawn as the report on enrollment draws it."""
        asked = (practice, with_lessons)
        if asked not in self._draws:
            drawn = self._each_drawn(practice, with_lessons)
            self._draws[asked] = np.max(list(drawn.values()), axis=0) if drawn else None
        return self._draws[asked]

    def _each_drawn(self, practice: str, with_lessons: bool) -> dict[str, np.ndarray]:
        """In how many days each deciding enrollment is live, by its name."""
        rules = load_enrollment_rules(self.inputs.as_of)
        rows = self.following[practice].open
        given = {
            str(row.name): self._days(row, with_lessons)
            for row in rows[rows["decides"]].itertuples(index=False)
        }
        return dates.drawn(given, rules.draws, rules.seed)

    def last_of(self, practice: str) -> pd.DataFrame:
        """Return the enrollments that a practice's safe day waits for (WHOSE), the rows of OPEN that are live last.

        One that is always live before another holds up no day, though its payer is one of those that decide.
        """
        drawn = self._each_drawn(practice, True)
        together = np.max([*drawn.values()], axis=0) if drawn else np.zeros(1)
        least = load_enrollment_rules(self.inputs.as_of).held_percent / 100
        names = [name for name, own in drawn.items() if ((own == together) & (together > 0)).mean() >= least]
        rows = self.following[practice].open
        return rows.loc[rows["name"].isin(names) & rows["decides"], [c.name for c in WHOSE]]

    def _days(self, row, with_lessons: bool) -> dates.Days:
        used = Duration(int(row.low), int(row.likely), int(row.high), row.days_from)
        if with_lessons:
            family = self.inputs.families.named(row.family)
            used = self.learned.of(
                row.family, row.kind, used, family.era if row.kind == ERA else family.other
            )
        first = self.inputs.families.named(CREDENTIALING).other
        days = days_to_come(row.state, used, int(row.waited), int(row.wished), first)
        return dates.shifted(days, self.inputs.more_days.get(row.payer, 0))

    @cached_property
    def money(self) -> Money:
        """What dates cost."""
        return Money(self.inputs.comparison, self.inputs.as_of)

    @cached_property
    def first(self) -> str | None:
        """The proving run: as the client wishes, else the smallest, simplest practice; None where some have moved."""
        if self.moved or not self.order:
            return None
        wished = self.inputs.wishes.first
        known = [slug for slug in self.order if self.claims[slug] is not None]
        alone = Counter(self.groups.values())
        single = [slug for slug in known if alone[self.groups[slug]] == 1]
        return wished if wished in self.order else next(iter([*single, *self.order]))

    @cached_property
    def start(self) -> dt.date:
        """The first day on which a practice may move: tomorrow, or after the proving run that is under way."""
        days, tomorrow = self.inputs.days, self.inputs.as_of + dt.timedelta(1)
        if not self.moved:
            return days.on_or_after(tomorrow)
        return max(
            days.on_or_after(tomorrow), days.after(min(self.moved.values()), self.inputs.rules.alone_days)
        )

    def ready(self, practice: str, safe: dt.date | None = None) -> dt.date:
        """Return the first day that a practice may have: safe, after the start, and not before its planned day.

        `safe` is the safe day, that of the plan unless told. The planned day is the one of the intake; where the client
        fixes a day for it or for one of its Tax ID, that day decides.
        """
        said, fixed = self.following[practice].cutover, {self.groups.get(s) for s in self.inputs.wishes.fixed}
        days = [safe or self.safe[practice], self.start]
        if said and self.groups[practice] not in fixed:
            days.append(self.inputs.days.on_or_after(said))
        return max(days)

    @cached_property
    def problem(self) -> Problem:
        """What is to be planned, with every wish of the client."""
        wishes, rules = self.inputs.wishes, self.inputs.rules
        scores = dict(zip(self.sizes["slug"], self.sizes["score"].fillna(100) / 100, strict=True))
        span = rules.week_simple_cents - rules.week_complex_cents
        moves = tuple(
            Move(slug, self.ready(slug), self.groups[slug],
                 round(rules.week_simple_cents - span * scores[slug]), self.serves.get(slug, frozenset()),
                 lambda day, slug=slug: self.money.twice(slug, day) or 0)
            for slug in self.order
        )  # fmt: skip
        largest = self.order[-1] if len(self.order) > 1 else None
        return Problem(
            moves, self.start, self.inputs.days, wishes.most_a_week or rules.most_a_week,
            wishes.person_a_week or rules.person_a_week, rules.alone_days, self.first,
            None if largest is None or self.groups[largest] == self.groups.get(self.first or "") else largest,
            {slug: day for slug, day in wishes.fixed.items() if slug in self.following},
        )  # fmt: skip

    @cached_property
    def as_wished(self) -> Schedule | None:
        """The plan that keeps every wish, None where they conflict."""
        return planned(self.problem)

    @cached_property
    def conflict(self) -> tuple[Rule, ...]:
        """The rules that conflict, nothing where a plan keeps all of them."""
        return tuple(dict.fromkeys(rule for rules in self.conflicts for rule in rules))

    @cached_property
    def conflicts(self) -> list[tuple[Rule, ...]]:
        """Sets of rules of which no plan keeps all: in each one gives way, a fixed day first, until a plan exists."""
        left, given = self.problem, set[Rule]()
        found: list[tuple[Rule, ...]] = []
        while not self.as_wished and len(found) < _MOST_CONFLICTS and (rules := conflict(left)):
            found.append(rules)
            able = [rule for rule in rules if rule not in given]
            in_turn = [rule for kind in (FIXED, PERSON, A_WEEK) for rule in able if rule.kind == kind]
            if not able:
                break
            given.add((in_turn or able)[0])
            left = left.under([rule for rule in left.rules if rule not in given])
        return found

    @cached_property
    def kept(self) -> Problem:
        """The problem that is shown: as wished, else without what can be let go, the fixed days first."""
        if self.as_wished:
            return self.problem
        rules = self.problem.rules
        for kinds in ({FIXED}, {FIXED, PERSON}):
            found = self.problem.under([rule for rule in rules if rule.kind not in kinds])
            if planned(found):
                return found
        freed = self.problem.under([rule for rule in rules if rule.kind not in (FIXED, PERSON, A_WEEK)])
        for most in range(
            self.problem.most_a_week + 1, freed.most_a_week + 1
        ):  # as near to the wish as can be
            found = replace(freed, most_a_week=most)
            if planned(found):
                return found
        return self.problem.under([])

    @cached_property
    def schedule(self) -> Schedule:
        """The plan that is shown."""
        return self.as_wished or planned(self.kept) or Schedule({}, 0)

    @property
    def largest(self) -> str:
        """What the practice that goes last is: the largest of the book, or of those that are still to move.

        By its score: one with fewer claims than another is the one of the highest score, and not the largest.
        """
        every, left = list(self.sizes["slug"]), self.order
        is_of_all = every[-1:] == left[-1:]
        claims = [self.claims[slug] for slug in (every if is_of_all else left)]
        last = self.claims[left[-1]] if left else None
        has_most = last is None or last >= max(number for number in claims if number is not None)
        what = "the largest" if has_most else f"the most complex by score (above all {self._complex_by})"
        return what if is_of_all else f"{what} still to move"

    @property
    def _complex_by(self) -> str:
        """The part in which the practice that goes last is furthest above the others, in words."""
        return furthest_part(self.sizes, self.order[-1], self.inputs.rules)

    @property
    def days(self) -> Mapping[str, dt.date]:
        """The day of each practice that has one, the earliest first."""
        return dict(sorted(self.schedule.days.items(), key=lambda item: (item[1], item[0])))

    @cached_property
    def waves(self) -> dict[str, int]:
        """The number of the week of each practice, counted over weeks in which somebody moves."""
        mondays = sorted({day - dt.timedelta(day.weekday()) for day in self.days.values()})
        return {slug: mondays.index(day - dt.timedelta(day.weekday())) + 1 for slug, day in self.days.items()}

    @cached_property
    def cheaper_to_stay(self) -> list[str]:
        """The practices that are to move and for which staying costs less, by the cost comparison."""
        return [slug for slug in self.order if self._stands.get(slug) == str(Outcome.STAY)]

    @cached_property
    def not_decided(self) -> list[str]:
        """The practices that are to move and of which nobody can say yet which way costs less."""
        open_ = str(Outcome.OPEN)
        return [slug for slug in self.order if self._stands.get(slug, open_) == open_]

    @cached_property
    def _stands(self) -> dict[str, str]:
        """Where each practice is cheaper, of those that can be compared."""
        compared = self.inputs.comparison
        return {one.practice: compared.stand(one) for one in compared.standings} if compared.counted else {}

    def name(self, practice: str) -> str:
        """Return the name of a practice, that of its folder where it could not be read."""
        found = self.inputs.facts.get(practice)
        return found.name if found else practice

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """The practices of each group that has several."""
        found = defaultdict(list)
        for slug, group in self.groups.items():
            found[group].append(slug)
        return {group: own for group, own in found.items() if len(own) > 1}


def _dated(live: pd.DataFrame) -> pd.DataFrame:
    days = ("filed_on", "live_on", "first_era")
    return live.astype(dict.fromkeys(days, "datetime64[ms]")).reset_index(drop=True)
