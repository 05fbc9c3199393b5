"""What the plan of a book starts from: the facts of every practice, the cost comparison, and what the client wishes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pandas as pd

from cutover.columns import empty
from cutover.errors import CutoverError, InputError, UsageError
from cutover.reading.claims.cost_files import Left
from cutover.reading.kept import store
from cutover.reading.payers.families import Families, load_families
from cutover.reading.payers.lessons import LESSON_ROWS, load_lessons
from cutover.reading.practice import book
from cutover.reading.practice.book import Book
from cutover.reading.practice.own_plans import PLANNED, OwnPlan, load_own_plan
from cutover.reading.practice.wishes import Wishes, load_wishes
from cutover.workstreams.cost import inputs as cost
from cutover.workstreams.cost.comparison import Comparison
from cutover.workstreams.rollout.facts import Facts, facts_of
from cutover.workstreams.rollout.options import wished
from cutover.workstreams.rollout.rules import BusinessDays, RolloutRules, load_business_days, load_rules


@dataclass(frozen=True)
class Inputs:
    """The book on a day: what is known of each practice, what leaving costs, and what the client wishes.

    `facts` by practice, `left` those that could not be read and why. `lessons` (LESSON_ROWS) are what practices that
    have moved taught, `notes` what could not be read of them. `more_days` is supposed at the desk: days that open
    enrollments of a payer take longer, by payer. `own` is the plan that the client itself wrote.
    """

    name: str
    as_of: dt.date
    facts: Mapping[str, Facts]
    left: tuple[Left, ...]
    comparison: Comparison
    wishes: Wishes = field(default_factory=Wishes)
    lessons: pd.DataFrame = field(default_factory=lambda: empty(LESSON_ROWS))
    notes: tuple[str, ...] = ()
    more_days: Mapping[str, int] = field(default_factory=dict)
    own: OwnPlan = field(default_factory=lambda: OwnPlan(empty(PLANNED)))
    known: dict[Callable, object] = field(
        default_factory=dict, repr=False, compare=False
    )  # see `answers.once`

    @cached_property
    def rules(self) -> RolloutRules:
        """The figures that hold on that day."""
        return load_rules(self.as_of)

    @cached_property
    def days(self) -> BusinessDays:
        """The business days."""
        return load_business_days(self.as_of)

    @cached_property
    def families(self) -> Families:
        """The families of payers, with the days that are assumed of each."""
        return load_families(self.as_of)

    @cached_property
    def awaited(self) -> list[str]:
        """The payers whose open enrollments decide the day of a practice, those of the most practices first."""
        deciding = [
            one.open.loc[one.open["decides"], "payer"].drop_duplicates() for one in self.facts.values()
        ]
        return pd.concat(deciding).value_counts().index.tolist() if deciding else []

    @cached_property
    def tasks(self) -> pd.DataFrame:
        """What can be done today about enrollments, over all practices (TASKS), with `practice`."""
        return _together({one.name: one.tasks for one in self.facts.values()}, "practice")

    @cached_property
    def unread(self) -> pd.DataFrame:
        """The cells of the intakes that cannot be read (`unread_cells.CELLS`), with `practice`."""
        return _together({one.name: one.unread for one in self.facts.values()}, "practice")

    @cached_property
    def people(self) -> pd.DataFrame:
        """Who works in which practice (PEOPLE), with `practice`."""
        return _together({slug: one.people for slug, one in self.facts.items()}, "practice")

    def changed(self, **wishes: Any) -> Inputs:
        """Return the inputs under other wishes."""
        return replace(self, wishes=replace(self.wishes, **wishes), known={})

    def supposing(self, more_days: Mapping[str, int]) -> Inputs:
        """Return the inputs where open enrollments of these payers take so many days more, fewer where below zero."""
        return replace(self, more_days=more_days, known={})


def load(who: Book, as_of: dt.date, given: Mapping[str, object] | None = None) -> Inputs:
    """Return the inputs of a book as they lie on disk; `given` takes the place of the client's wishes.

    Raises UsageError where there is no such client or a set day names no practice, InputError where `client.toml` says
    something that is no wish.
    """
    priced = cost.load(who, as_of)
    left = {one.practice: one for one in priced.left}

    def of(slug: str) -> Facts | Left:
        try:
            found = book.remembered(who.home, who.client, slug) or book.load_practice(
                who.home, who.client, slug
            )
            return facts_of(found, as_of)
        except CutoverError as error:
            return Left(slug, str(error))

    asked = [slug for slug in book.practices(who.home, who.client) if slug not in left]
    known = store.each(asked, of)
    facts = {one.practice: one for one in known if isinstance(one, Facts)}
    left |= {one.practice: one for one in known if isinstance(one, Left)}
    wishes = wished(load_wishes(who.raw), given or {})
    _check(wishes, {*facts, *left}, f"{who.client}/client.toml", given or {})
    lessons, notes = load_lessons(who.raw, load_families(as_of))
    own = load_own_plan(
        who.home, who.client, {slug: one.name for slug, one in facts.items()} | dict.fromkeys(left, "")
    )
    return Inputs(who.name, as_of, facts, tuple(left.values()), priced.comparison, wishes, lessons,
                  (*notes, *own.notes), own=own)  # fmt: skip


def _check(wishes: Wishes, known: set[str], where: str, given: Mapping[str, object]) -> None:
    """Raise where a wish names a practice that is not there."""
    named = {*wishes.fixed, *wishes.stays, *([wishes.first] if wishes.first else [])}
    if not (strange := sorted(named - known)):
        return
    if "fixed" in given and set(strange) <= set(wishes.fixed):
        raise UsageError(
            f"no practice {', '.join(strange)} (there: {', '.join(sorted(known))}). Check the spelling."
        )
    raise InputError(where, f"no practice {', '.join(strange)}", f"There are: {', '.join(sorted(known))}.")


def _together(frames: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    parts = [
        frame.assign(**{name: pd.Series(who, frame.index, dtype="str")})
        for who, frame in frames.items()
        if len(frame)
    ]
    if not parts:
        return pd.DataFrame(columns=[name, *next(iter(frames.values()), pd.DataFrame()).columns])
    return pd.concat(parts, ignore_index=True)
