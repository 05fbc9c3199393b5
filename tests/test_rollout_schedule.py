"""Schedules of a book: against every plan that there is, and against wishes that no plan keeps."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import permutations
from random import Random

import pytest
from cutover.workstreams.rollout import programs
from cutover.workstreams.rollout.rules import load_business_days, monday_of
from cutover.workstreams.rollout.schedule import (
    A_WEEK,
    ALONE,
    FIXED,
    LAST,
    SAFE,
    TOGETHER,
    Move,
    Problem,
    Rule,
    conflict,
    is_possible,
    planned,
)

DAYS = load_business_days(dt.date(2026, 7, 31))
START = dt.date(2026, 8, 3)  # a Monday


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{text}")


def move(
    name: str, ready: str = "08-03", group: str = "", week_cents: int = 100, people=(), money=None
) -> Move:
    of_day = {} if money is None else {"money": money}
    return Move(name, day(ready), group or name, week_cents, frozenset(people), **of_day)


def problem(*moves: Move, a_week=2, person=5, alone=10, first=None, last=None, **fixed: str) -> Problem:
    days = {name: day(text) for name, text in fixed.items()}
    return Problem(moves, START, DAYS, a_week, person, alone, first, last, days)


def test_the_first_practice_is_alone_for_ten_business_days():
    # from Monday 08-03 the ten days are 08-03 to 08-14; the next practice moves on Monday 08-17
    found = planned(problem(move("a"), move("b"), first="a"))
    assert found.days == {"a": day("08-03"), "b": day("08-17")}
    # with Labor Day (09-07) among them it is one day more: 09-01 to 09-15, and then 09-16
    found = planned(problem(move("a", "09-01"), move("b"), first="a"))
    assert found.days == {"a": day("09-01"), "b": day("09-16")}


def test_a_holiday_and_a_weekend_are_no_business_days_and_the_day_before_and_after_are():
    assert not DAYS.holds(day("09-07")) and DAYS.holds(day("09-04")) and DAYS.holds(day("09-08"))
    assert not DAYS.holds(day("09-05")) and DAYS.on_or_after(day("09-05")) == day("09-08")
    assert DAYS.holds(day("07-03"))  # Independence Day of 2026 is a Saturday: the Friday before is open


def test_no_more_practices_move_in_a_week_than_are_wished_and_each_has_a_day_of_its_own():
    found = planned(problem(*(move(name) for name in "abcde"), a_week=2)).days
    weeks = [monday_of(one) for one in found.values()]
    assert sorted(weeks.count(week) for week in set(weeks)) == [1, 2, 2]  # 5 practices = 2 + 2 + 1
    assert len(set(found.values())) == 5


def test_practices_of_one_tax_id_move_in_the_week_in_which_the_last_of_them_is_safe():
    found = planned(problem(move("a", group="x"), move("b", "08-20", group="x"))).days
    assert monday_of(found["a"]) == monday_of(found["b"]) == day("08-17") and found["b"] >= day("08-20")


def test_a_person_who_serves_three_takes_part_in_no_more_cutovers_a_week_than_agreed():
    found = planned(problem(*(move(n, people=["pat"]) for n in "abc"), a_week=3, person=1)).days
    assert len({monday_of(one) for one in found.values()}) == 3
    found = planned(problem(*(move(n, people=["pat"]) for n in "abc"), a_week=3, person=3)).days
    assert len({monday_of(one) for one in found.values()}) == 1


def test_nobody_moves_after_the_largest():
    found = planned(problem(move("big", week_cents=999), move("b", "09-14"), last="big")).days
    assert monday_of(found["big"]) >= monday_of(found["b"])


def test_a_week_that_pays_a_month_twice_is_avoided_where_waiting_costs_less():
    def double(cents: int):
        return lambda on: cents if on < day("08-10") else 0

    assert planned(problem(move("a", money=double(99)))).days["a"] == day("08-03")  # a week later counts 100
    assert planned(problem(move("a", money=double(101)))).days["a"] == day("08-10")


# three books of which no plan keeps every wish: the rules named are all needed for the conflict


def test_two_days_fixed_on_one_day_conflict():
    book = problem(move("a"), move("b"), move("c"), a="09-14", b="09-14")
    assert planned(book) is None
    assert conflict(book) == (Rule(FIXED, "a"), Rule(FIXED, "b"))


def test_a_tax_id_of_three_conflicts_with_two_a_week():
    book = problem(*(move(name, group="x") for name in "abc"), move("d"), a_week=2)
    assert conflict(book) == (Rule(A_WEEK), Rule(TOGETHER, "x"))


def test_a_promise_within_the_two_weeks_of_the_proving_run_conflicts_with_it():
    book = problem(move("a", "08-17"), move("b"), move("c"), first="a", b="08-24")
    assert conflict(book) == (Rule(ALONE), Rule(FIXED, "b"), Rule(SAFE, "a"))
    assert planned(problem(move("a", "08-17"), move("b"), first="a", b="08-31")) is not None  # 10 days later


def test_a_promise_before_the_safe_day_conflicts_with_it_and_one_on_that_day_does_not():
    assert conflict(problem(move("a", "09-15"), a="09-14")) == (Rule(FIXED, "a"), Rule(SAFE, "a"))
    assert conflict(problem(move("a", "09-14"), a="09-14")) == ()


def test_a_largest_practice_that_is_fixed_early_conflicts_with_being_last():
    book = problem(move("big"), move("b", "10-05"), last="big", big="09-14")
    assert conflict(book) == (Rule(LAST), Rule(FIXED, "big"), Rule(SAFE, "b"))


def random_book(number: int) -> Problem:
    """A small book with everything that a schedule can have."""
    rng = Random(f"book {number}")
    names = "abcdefg"[: rng.randint(2, 7 if number % 8 == 0 else 5)]
    costs = {name: [rng.randrange(0, 900) for _ in range(12)] for name in names}
    moves = []
    for place, name in enumerate(names):
        group = names[place - 1] if place > 1 and rng.random() < 0.25 else name
        ready = START + dt.timedelta(rng.randrange(0, 25))
        people = {one for one in ("pat", "lee") if rng.random() < 0.4}
        month = costs[name]
        moves.append(Move(name, ready, moves[-1].group if group != name else name, rng.randrange(50, 400),
                          frozenset(people), lambda on, month=month: month[on.month - 1]))  # fmt: skip
    fixed = {}
    if rng.random() < 0.3:
        fixed[names[-1]] = DAYS.on_or_after(START + dt.timedelta(rng.randrange(20, 45)))
    last = names[-1] if rng.random() < 0.5 else None
    return Problem(
        tuple(moves), START, DAYS, rng.choice([2, 3]), rng.choice([1, 2, 5]), 10, None, last, fixed
    )


def enumerated(book: Problem, weeks: int) -> int | None:
    """The least cost of all assignments of weeks that keep every rule, written apart from the solver."""
    mondays = [START + dt.timedelta(7 * n) for n in range(weeks)]
    open_days = {m: [d for d in (m + dt.timedelta(n) for n in range(5)) if DAYS.holds(d)] for m in mondays}

    def own(one: Move, week: dt.date) -> list[dt.date]:
        return [d for d in open_days[week] if d >= one.ready and book.fixed.get(one.practice, d) == d]

    def deal(week: dt.date, those: list[Move]) -> bool:
        choices = [own(one, week) for one in those]
        return any(
            all(d in choice for d, choice in zip(ds, choices, strict=True))
            for ds in permutations(open_days[week], len(those))
        )

    groups = sorted({m.group for m in book.moves})
    cost = {(m.practice, w): min((m.money(d) for d in own(m, w)), default=0) + n * m.week_cents
            for m in book.moves for n, w in enumerate(mondays)}  # fmt: skip
    best: int | None = None

    def choose(place: int, week: dict, total: int) -> None:
        """Every week for every group in turn; what costs as much as the best already is not gone into further."""
        nonlocal best
        if best is not None and total >= best:
            return
        if place == len(groups):
            if all(kept(book, week, w, deal) for w in set(week.values())) and _last_is_last(book, week):
                best = total
            return
        own_moves = [m.practice for m in book.moves if m.group == groups[place]]
        for monday in mondays:
            more = sum(cost[name, monday] for name in own_moves)
            choose(place + 1, {**week, groups[place]: monday}, total + more)

    choose(0, {}, 0)
    return best


def kept(book: Problem, week: dict, monday: dt.date, deal) -> bool:
    those = [m for m in book.moves if week[m.group] == monday]
    if len(those) > book.most_a_week or not deal(monday, those):
        return False
    for person in {p for m in book.moves for p in m.people}:
        largest = max(sum(person in m.people for m in book.moves if m.group == g) for g in week)
        if sum(person in m.people for m in those) > max(book.person_a_week, largest):
            return False
    return True


def _last_is_last(book: Problem, week: dict) -> bool:
    if book.last is None:
        return True
    mine = next(m.group for m in book.moves if m.practice == book.last)
    return all(week[mine] >= other for other in week.values())


@pytest.mark.parametrize("number", range(28))
def test_the_plan_costs_what_the_best_of_all_plans_costs(number):
    book = random_book(number)
    found = planned(book)
    # more weeks than these no small book needs: all are ready after 4, and at the slowest one group a week follows
    groups = len({m.group for m in book.moves})
    best = enumerated(book, 8 if groups <= 5 else 7)
    assert (found and found.cents) == best
    assert is_possible(book) is (best is not None)


def is_kept(rule: Rule, book: Problem, days: dict[str, dt.date]) -> bool:
    """Whether the days of a plan keep a rule, in the words in which the page says that it is kept."""
    week = {name: monday_of(on) for name, on in days.items()}
    serves = [m for m in book.moves if rule.whom in m.people]
    most = max([book.person_a_week, *Counter(m.group for m in serves).values()])
    return {
        "most a week": lambda: max(Counter(week.values()).values()) <= book.most_a_week,
        "largest last": lambda: week[book.last] == max(week.values()),
        "one person": lambda: max(Counter(week[m.practice] for m in serves).values()) <= most,
        "one Tax ID": lambda: len({week[m.practice] for m in book.moves if m.group == rule.whom}) == 1,
        "fixed day": lambda: days[rule.whom] == book.fixed[rule.whom],
        "safe day": lambda: all(days[m.practice] >= m.ready for m in book.moves if m.practice == rule.whom),
    }[rule.kind]()


def test_every_rule_that_a_plan_has_is_kept_by_its_days():
    seen: Counter = Counter()
    for number in range(12):
        book = random_book(number)
        found = planned(book)
        for rule in book.rules if found else ():
            seen[rule.kind] += 1
            assert is_kept(rule, book, found.days), (number, rule, found.days)
    assert set(seen) == {"most a week", "largest last", "one person", "one Tax ID", "fixed day", "safe day"}


@pytest.mark.parametrize("begins", [0.0, 0.1])
def test_a_plan_from_a_shortlist_of_weeks_costs_what_one_from_all_weeks_costs(monkeypatch, begins):
    """The shortlist is for large books; small ones are put to it here, from one too short and from an ample one."""
    books = [random_book(number) for number in range(28)]
    from_all = [found and found.cents for found in map(planned, books)]
    monkeypatch.setattr(programs, "_SMALL", 0)
    monkeypatch.setattr(programs, "_BEGINS", begins)
    assert [found and found.cents for found in map(planned, books)] == from_all


def test_of_the_random_books_most_have_a_plan_and_some_have_none():
    states = [planned(random_book(number)) is None for number in range(28)]
    assert 0 < sum(states) < 14


@pytest.mark.parametrize("number", [n for n in range(28) if planned(random_book(n)) is None])
def test_of_the_rules_that_conflict_none_can_be_spared(number):
    book = random_book(number)
    named = conflict(book)
    assert named and not is_possible(book.under(named))
    for one in named:
        assert is_possible(book.under([rule for rule in named if rule != one]))
