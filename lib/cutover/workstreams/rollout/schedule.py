"""The weeks in which practices move: a plan that keeps every rule and costs least, or the rules that conflict.

It is an assignment of practices to weeks with side conditions, a mixed-integer linear program that HiGHS solves through
SciPy. Days within a week are dealt out afterwards: Hall's condition on the days of a week is among the conditions, so
that there is always a day for each. Everything is pure: moves in, days out.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.optimize import LinearConstraint, linear_sum_assignment
from scipy.sparse import coo_array

from cutover.workstreams.rollout.programs import Program
from cutover.workstreams.rollout.rules import BusinessDays, monday_of

SAFE, FIXED, TOGETHER, A_WEEK, PERSON, ALONE, LAST = (
    "safe day", "fixed day", "one Tax ID", "most a week", "one person", "first alone", "largest last",
)  # fmt: skip
_WEEK = dt.timedelta(7)
_NEVER = 10**15  # cents; stands for a day that a practice cannot have
_EXACT = (
    100  # practices up to which the plan is the very cheapest; that of a larger book is within the gap of it
)
_GAP = 0.001  # of the cost
_SPARE = 2  # groups leave gaps: with them a plan takes up to twice as many weeks


@dataclass(frozen=True, order=True)
class Rule:
    """One condition of a plan: its kind, and whom it is about ("" for all): a practice, a group or a person."""

    kind: str
    whom: str = ""


@dataclass(frozen=True)
class Move:
    """One practice that is to move.

    `ready` is the first day on which it is safe, `group` names the practices that move in the same week, `week_cents`
    is what a week later counts, `people` are those who serve it, `money` says what a day costs in cents.
    """

    practice: str
    ready: dt.date
    group: str
    week_cents: int = 0
    people: frozenset[str] = frozenset()
    money: Callable[[dt.date], int] = field(default=lambda day: 0, compare=False)


@dataclass(frozen=True)
class Problem:
    """What is to be planned: moves from the day `start` on, under the rules of a client.

    `first` is the practice that runs alone for `alone_days` business days (None: practices have moved already), `last`
    the one that no other may follow, `fixed` the days that people have fixed. A person takes part in at most
    `person_a_week` cutovers of a week, or in as many as one group of practices has.
    """

    moves: tuple[Move, ...]
    start: dt.date
    days: BusinessDays
    most_a_week: int
    person_a_week: int
    alone_days: int
    first: str | None = None
    last: str | None = None
    fixed: Mapping[str, dt.date] = field(default_factory=dict)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule that this problem has, those of all practices first."""
        groups = Counter(move.group for move in self.moves)
        people = Counter(person for move in self.moves for person in move.people)
        found = [Rule(A_WEEK), *([Rule(LAST)] if self.last else []), *([Rule(ALONE)] if self.first else [])]
        found += [Rule(PERSON, person) for person in sorted(people) if people[person] > 1]
        found += [Rule(TOGETHER, group) for group in sorted(groups) if groups[group] > 1]
        found += [Rule(FIXED, practice) for practice in sorted(self.fixed)]
        return (*found, *(Rule(SAFE, move.practice) for move in self.moves if move.ready > self.start))

    def under(self, rules: Iterable[Rule]) -> Problem:
        """Return the problem with these rules alone."""
        kept = set(rules)
        return replace(
            self,
            moves=tuple(self._move(move, kept) for move in self.moves),
            most_a_week=self.most_a_week if Rule(A_WEEK) in kept else 5,
            first=self.first if Rule(ALONE) in kept else None,
            last=self.last if Rule(LAST) in kept else None,
            fixed={who: day for who, day in self.fixed.items() if Rule(FIXED, who) in kept},
        )

    def _move(self, move: Move, kept: set[Rule]) -> Move:
        return replace(
            move,
            ready=move.ready if Rule(SAFE, move.practice) in kept else min(move.ready, self.start),
            group=move.group if Rule(TOGETHER, move.group) in kept else move.practice,
            people=frozenset(person for person in move.people if Rule(PERSON, person) in kept),
        )


@dataclass(frozen=True)
class Schedule:
    """A plan: the day of each practice, and what its weeks cost by the problem's own measure, in cents.

    A week costs a practice what its cheapest day there does; the days are dealt out within the weeks afterwards.
    """

    days: dict[str, dt.date]
    cents: int

    @property
    def ends(self) -> dt.date | None:
        """The day of the last cutover."""
        return max(self.days.values(), default=None)


def planned(problem: Problem) -> Schedule | None:
    """Return the plan that costs least, None where none keeps all rules."""
    return _solved(problem, cheapest=True)


def is_possible(problem: Problem) -> bool:
    """Tell whether any plan keeps all rules."""
    return _solved(problem, cheapest=False) is not None


def conflict(problem: Problem) -> tuple[Rule, ...]:
    """Return rules that conflict, of which none can be spared; nothing where a plan exists.

    A deletion filter: rules are taken away in halves, then quarters, at last one by one, as long as what is left still
    conflicts. Any one of those that are left away, the others can be kept.
    """
    kept = list(problem.rules)
    if is_possible(problem.under(kept)):
        return ()
    size = len(kept)
    while size > 1:
        size = (size + 1) // 2
        place = 0
        while place < len(kept):
            fewer = kept[:place] + kept[place + size :]
            if is_possible(problem.under(fewer)):
                place += size
            else:
                kept = fewer
    return tuple(kept)


def _solved(problem: Problem, cheapest: bool) -> Schedule | None:
    first = _proving_run(problem)
    if first is None:
        return None
    after = problem
    if first:
        open_from = problem.days.after(max(first.values()), problem.alone_days)
        left = tuple(
            replace(m, ready=max(m.ready, open_from)) for m in problem.moves if m.practice not in first
        )
        last = None if problem.last in first else problem.last
        if problem.last in first and left:
            return None
        after = replace(problem, moves=left, last=last)
    rest = _assigned(after, cheapest)
    if rest is None:
        return None
    cents = sum(
        _week_cents(problem, move, first[move.practice]) for move in problem.moves if move.practice in first
    )
    return Schedule(first | rest.days, cents + rest.cents)


def _week_cents(problem: Problem, move: Move, day: dt.date) -> int:
    weeks = (monday_of(day) - monday_of(problem.start)).days // 7
    return weeks * move.week_cents + move.money(day)


def _proving_run(problem: Problem) -> dict[str, dt.date] | None:
    """The days of the first practice and of those that must move with it: as early as can be."""
    own = [m for m in problem.moves if m.practice == problem.first]
    if not own:
        return {}
    group = [m for m in problem.moves if m.group == own[0].group]
    monday = monday_of(max(problem.start, *(m.ready for m in group)))
    until = max([monday, *(monday_of(day) for day in problem.fixed.values())]) + 3 * _WEEK
    while monday <= until and len(group) <= problem.most_a_week:
        if _fits(problem, group, monday):
            return _dealt(group, _windows(problem, group, monday), early=True)
        monday += _WEEK
    return None


def _windows(problem: Problem, moves: list[Move], monday: dt.date) -> dict[str, list[dt.date]]:
    """The business days of a week that each of these practices can have."""
    days = [day for day in problem.days.of_week(monday) if day >= problem.start]
    fixed = problem.fixed
    return {m.practice: [d for d in days if d >= m.ready and fixed.get(m.practice, d) == d] for m in moves}


def _fits(problem: Problem, moves: list[Move], monday: dt.date) -> bool:
    """Tell whether these practices can have a day each in a week."""
    windows = _windows(problem, moves, monday)
    if len(moves) == 1 or not all(windows.values()):
        return all(windows.values())
    return _dealt(moves, windows, early=True) is not None


def _dealt(
    moves: list[Move], windows: dict[str, list[dt.date]], early: bool = False
) -> dict[str, dt.date] | None:
    """Deal the days of a week out: what costs least, then the simplest first; None where there are too few."""
    days = sorted({day for window in windows.values() for day in window})
    order = sorted(moves, key=lambda m: (-m.week_cents, m.practice))
    if len(days) < len(order):
        return None
    table = np.full((len(order), len(days)), _NEVER)
    for row, move in enumerate(order):
        for place, day in enumerate(days):
            if day in windows[move.practice]:
                money = place if early else move.money(day)
                table[row, place] = money * 100 + place * (len(order) - row)
    rows, places = linear_sum_assignment(table)
    if table[rows, places].max() >= _NEVER:
        return None
    return {order[row].practice: days[place] for row, place in zip(rows, places, strict=True)}


def _assigned(problem: Problem, cheapest: bool) -> Schedule | None:
    """The practices that follow the first: the weeks by a linear program, the days within each week."""
    if not problem.moves:
        return Schedule({}, 0)
    # whether there is any plan at all shows soonest on few weeks; that there is none is told by all of them alone
    for spare in (_SPARE,) if cheapest else (1, _SPARE):
        grid = _Grid.of(problem, cheapest, spare)
        found = grid.solved() if grid else None
        if grid and found:
            return _with_days(problem, grid, found)
        if grid is None:
            return None
    return None


def _with_days(problem: Problem, grid: _Grid, found: dict[int, list[Move]]) -> Schedule:
    days: dict[str, dt.date] = {}
    for week, moves in found.items():
        days |= _dealt(moves, _windows(problem, moves, grid.mondays[week])) or {}
    assert days.keys() == {move.practice for move in problem.moves}
    weeks = [(moves, _windows(problem, moves, grid.mondays[week])) for week, moves in found.items()]
    return Schedule(days, sum(_least(problem, moves, windows) for moves, windows in weeks))


@dataclass(frozen=True)
class _Grid:
    """The linear program: one variable for each group and each week in which it can move."""

    problem: Problem
    groups: list[list[Move]]
    mondays: list[dt.date]
    group: np.ndarray
    week: np.ndarray
    cents: np.ndarray
    windows: list[dict[str, list[dt.date]]]

    @classmethod
    def of(cls, problem: Problem, cheapest: bool, spare: int) -> _Grid | None:
        """Return the program of a problem, None where a group has no week at all."""
        named = defaultdict(list)
        for move in problem.moves:
            named[move.group].append(move)
        groups = list(named.values())
        mondays = _mondays(problem, groups, spare)
        group, week, cents, windows = [], [], [], []
        for number, moves in enumerate(groups):
            if len(moves) > problem.most_a_week:
                return None
            for place, monday in enumerate(mondays):
                free = _windows(problem, moves, monday)
                if all(free.values()) and (len(moves) == 1 or _fits(problem, moves, monday)):
                    group.append(number)
                    week.append(place)
                    windows.append(free)
                    cents.append(_least(problem, moves, free) if cheapest else 0)
        if len(set(group)) < len(groups):
            return None
        return cls(problem, groups, mondays, np.array(group), np.array(week), np.array(cents, float), windows)

    def solved(self) -> dict[int, list[Move]] | None:
        """Return the moves of each week by its place, None where no plan keeps the conditions."""
        gap = 0 if len(self.problem.moves) <= _EXACT else _GAP
        program = Program.of(self.cents, len(self.mondays), list(self._conditions()))
        chosen = program.solved(gap)
        if chosen is None:
            return None
        weeks: dict[int, list[Move]] = defaultdict(list)
        for place in chosen:
            weeks[int(self.week[place])] += self.groups[self.group[place]]
        return weeks

    def _conditions(self) -> Iterable[LinearConstraint]:
        """Each group once; the number of a week, of a person and of the days that are left; the largest last."""
        sizes = np.array([len(moves) for moves in self.groups])[self.group]
        every = np.arange(len(self.group))
        yield self._rows(self.group, every, np.ones(len(every)), len(self.groups), 1, 1)
        caps = [min(self.problem.most_a_week, len(self.problem.days.of_week(m))) for m in self.mondays]
        yield self._rows(self.week, every, sizes, len(self.mondays), 0, caps)
        yield from self._limited(self._people())
        yield from self._limited(self._late_days())
        yield from self._last()

    def _people(self) -> Iterable[tuple[object, int, list[tuple[int, int]]]]:
        """Per person and week the number of practices that she serves, and how many she may."""
        serves: dict[str, dict[int, int]] = defaultdict(dict)
        for number, moves in enumerate(self.groups):
            for person, times in Counter(p for m in moves for p in m.people).items():
                serves[person][number] = times
        columns = defaultdict(list)
        for place, number in enumerate(self.group):
            columns[int(number)].append(place)
        for person, of in serves.items():
            most = max(self.problem.person_a_week, *of.values())
            if sum(of.values()) <= most:
                continue
            by_week = defaultdict(list)
            for number, times in of.items():
                for place in columns[number]:
                    by_week[int(self.week[place])].append((place, times))
            for week, cells in by_week.items():
                yield (person, week), most, cells

    def _late_days(self) -> Iterable[tuple[object, int, list[tuple[int, int]]]]:
        """Per week and day how many practices need that day or a later one, and how many such days there are."""
        late, alone = defaultdict(list), defaultdict(list)
        for place, free in enumerate(self.windows):
            days = self.problem.days.of_week(self.mondays[self.week[place]])
            for day in days if any(window[0] != days[0] for window in free.values()) else ():
                if needing := sum(window[0] >= day > days[0] for window in free.values()):
                    late[day].append((place, needing))
            for practice, window in free.items():
                if practice in self.problem.fixed:
                    alone[window[0]].append((place, 1))
        for day, cells in late.items():
            days = self.problem.days.of_week(monday_of(day))
            yield ("late", day), sum(one >= day for one in days), cells
        for day, cells in alone.items():
            if len(cells) > 1:
                yield ("alone", day), 1, cells

    def _rows(self, rows, columns, values, number: int, low, high) -> LinearConstraint:
        shape = (number, len(self.group) + 1)  # the last variable is the week of the largest
        return LinearConstraint(coo_array((values, (rows, columns)), shape=shape).tocsr(), low, high)

    def _limited(self, found: Iterable) -> Iterable[LinearConstraint]:
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        caps: list[float] = []
        for _, most, cells in found:
            for place, times in cells:
                rows.append(len(caps))
                columns.append(place)
                values.append(times)
            caps.append(most)
        if caps:
            yield self._rows(np.array(rows), np.array(columns), np.array(values), len(caps), 0, caps)

    def _last(self) -> Iterable[LinearConstraint]:
        """The week of the largest, a variable of its own, is no earlier than that of any other group."""
        last = next(
            (n for n, g in enumerate(self.groups) if self.problem.last in [m.practice for m in g]), None
        )
        if last is None or len(self.groups) == 1:
            return
        number, latest = len(self.groups), len(self.group)
        rows = np.concatenate([self.group, np.arange(number)])
        columns = np.concatenate([np.arange(latest), np.full(number, latest)])
        values = np.concatenate([self.week, -np.ones(number)])
        highest = np.zeros(number)
        lowest = np.where(np.arange(number) == last, 0, -np.inf)
        yield self._rows(rows, columns, values, number, lowest, highest)


def _mondays(problem: Problem, groups: list[list[Move]], spare: int) -> list[dt.date]:
    """The weeks that a plan can need: until all are ready and fixed, and then `spare` times what single ones take."""
    latest = max([problem.start, *(m.ready for m in problem.moves), *problem.fixed.values()])
    spare = 1 if max(map(len, groups)) == 1 else spare
    most = min(problem.most_a_week, 4)  # a week with a holiday has four days
    load = Counter(person for move in problem.moves for person in move.people)
    weeks = -(-spare * len(problem.moves) // most)
    weeks = max([weeks, *(-(-spare * number // problem.person_a_week) for number in load.values())])
    first, last = monday_of(problem.start), monday_of(latest) + (weeks + 2) * _WEEK
    return [first + n * _WEEK for n in range((last - first).days // 7 + 1)]


def _least(problem: Problem, moves: list[Move], windows: dict[str, list[dt.date]]) -> int:
    return sum(min(_week_cents(problem, m, day) for day in windows[m.practice]) for m in moves)
