"""One cost comparison, put together: whom it is about, within which book, on which terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from cutover.columns import empty
from cutover.errors import CutoverError, UsageError
from cutover.reading.claims.cost_files import CostFiles, FilesOnDemand, Left
from cutover.reading.kept import store
from cutover.workstreams import unread_cells, unread_files, whose_rows
from cutover.workstreams.cost.comparing import Outcome, Standing, Subject, outcome, span, standings
from cutover.workstreams.cost.facts import (
    Facts,
    Rules,
    case,
    charged_since,
    claims_since,
    facts,
    facts_of_book,
    facts_of_other,
    first_month,
    load_rules,
)
from cutover.workstreams.cost.model import Case, Scenario, months_touched, scaled
from cutover.workstreams.cost.office_ally import NONPAR
from cutover.workstreams.cost.options import Options
from cutover.workstreams.cost.sensitivity import Effect, effects
from cutover.workstreams.cost.volumes import ASSUMED, STATED


@dataclass(frozen=True)
class Comparison:
    """A comparison for one practice within its book, or for the book (`practice` None).

    `everyone` are the facts of all practices that could be read, `left` those that could not. Practices
    whose claims are not known are in `everyone` and not in the scenario.
    """

    practice: str | None
    everyone: tuple[Facts, ...]
    left: tuple[Left, ...]
    first: dt.date
    as_of: dt.date
    rules: Rules
    options: Options

    @cached_property
    def own(self) -> tuple[Facts, ...]:
        """The facts that the report is about."""
        return tuple(f for f in self.everyone if self.practice in (None, f.practice))

    @cached_property
    def moved(self) -> tuple[Facts, ...]:
        """Those of them that have moved by the report's date, as their intakes state; none where a month is set."""
        stated = [f for f in self.own if f.cutover_from[0] == STATED and not self.options.first_month]
        return tuple(f for f in stated if f.cutover <= self.as_of)

    @cached_property
    def not_own(self) -> pd.DataFrame:
        """The rows of its files that are not known to be the practice's (NOT_OWN)."""
        return whose_rows.together([f.not_own for f in self.own])

    @cached_property
    def files(self) -> pd.DataFrame:
        """What was looked at of the practices' files (FILES)."""
        return unread_files.together([f.files for f in self.own])

    @cached_property
    def unread(self) -> pd.DataFrame:
        """The cells of the practices' intakes that are needed and cannot be read (`unread_cells.CELLS`)."""
        return (
            pd.concat([f.unread for f in self.own], ignore_index=True)
            if self.own
            else empty(unread_cells.CELLS)
        )

    @cached_property
    def counted(self) -> tuple[Facts, ...]:
        """Those of them whose claims are known."""
        return tuple(f for f in self.own if f.has_claims)

    @cached_property
    def subject(self) -> Subject:
        """The subject as the model takes it."""
        cases = tuple(self._case(f) for f in self.everyone if f.has_claims)
        chosen = self.options
        scenario = Scenario(cases, self.rules.prices, chosen.readings, chosen.commitment)
        return Subject(scenario, self.practice)

    @cached_property
    def outcome(self) -> Outcome:
        """What the numbers say over all readings."""
        found = outcome(self.subject)
        return Outcome.OPEN if found is Outcome.STAY and self.has_no_bill else found

    @cached_property
    def without_bill(self) -> frozenset[str]:
        """The practices of which not one charge of Office Ally is known, the fee that follows from claims apart."""
        charges = {f.practice: [p for p in f.parts if p.charge != NONPAR] for f in self.everyone}
        return frozenset(name for name, own in charges.items() if own and not any(p.is_known for p in own))

    @cached_property
    def has_no_bill(self) -> bool:
        """Whether that holds of every practice that is compared: then staying cannot be called cheaper."""
        return all(f.practice in self.without_bill for f in self.counted)

    def stand(self, of: Standing) -> str:
        """Return where a practice is cheaper; staying is not where nothing of its bill is known."""
        is_open = of.verdict == Outcome.STAY and of.practice in self.without_bill
        return str(Outcome.OPEN if is_open else of.verdict)

    @cached_property
    def span(self) -> tuple[int, int]:
        """The least and the most that leaving saves over the horizon, over all readings."""
        return span(self.subject)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Where each practice of the subject stands."""
        return tuple(standings(self.subject.scenario, self.subject.costs, self.practice))

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """What the answer hangs on, the largest effect first."""
        weeks = [f.weeks for f in self.counted], [f.weeks_span for f in self.counted]
        now = max(setting.value for setting in weeks[0])
        low = min(now, *(one.low for one in weeks[1]))
        high = max(now, *(one.high for one in weeks[1]))
        cutover = max(f.cutover for f in self.counted)
        found = effects(
            self.subject, self._spans(), (low, now, high), lambda n: months_touched(cutover, n, self.first)
        )
        return tuple(found)

    def _case(self, practice: Facts) -> Case:
        made = case(practice, self.first)
        if any(practice is one for one in self.moved):
            made = replace(made, charged=charged_since(practice, self.first, self.as_of))
            if self.options.volume_percent == 100 and not self.options.transactions:
                made = replace(made, sent=claims_since(practice, self.first, self.as_of))
        percent = self.options.volume_percent if self.practice is None else 100
        if percent == 100:
            return made
        units = made.units | {"claim": scaled(made.units["claim"], percent)}
        return replace(made, units=units)

    def _spans(self) -> dict[str, tuple[int, int]]:
        """How far each volume may lie from what is taken: an assumption has a span of its own."""
        given = self.rules.assumptions
        spans = {"claim": (given.volume.low, given.volume.high)}
        for item, one in given.per_100.items():
            is_assumed = any(f.flows[item].basis == ASSUMED for f in self.counted)
            wide = (100 * one.low // one.default, 100 * one.high // one.default)
            spans[item] = wide if is_assumed else spans["claim"]
        return spans

    def name_of(self, practice: str) -> str:
        """Return the name of a practice."""
        return next(f.name for f in self.everyone if f.practice == practice)


def comparison(
    files: Sequence[CostFiles | FilesOnDemand],
    left: Sequence[Left],
    as_of: dt.date,
    options: Options,
    practice: str | None = None,
    rules: Rules | None = None,
    known: dict | None = None,
) -> Comparison:
    """Return the comparison of a practice within its book, or of the book.

    All practices are compared from one month on: the subject's planned cutover, for the book the month after
    the report's date. `known` keeps between comparisons of
    the same files what no option changes. Raises UsageError where the practice is not among the files, with the reason.
    """
    rules = rules or load_rules(as_of)
    own = next((f for f in files if f.practice.slug == practice), None)
    try:
        intake = own.intake if own else None
    except CutoverError as error:
        own, left = None, [*left, Left(str(practice), str(error))]
    if practice is not None and own is None:
        why = next(
            (one.why for one in left if one.practice == practice), "it is not among the practices that move"
        )
        raise UsageError(f"no cost comparison for {practice}: {why}")
    first = first_month(intake, as_of, options)
    with store.one_look():
        everyone, unread = _everyone(files, own, rules, as_of, first, options, {} if known is None else known)
    every_left = sorted([*left, *unread], key=lambda one: one.practice)
    return Comparison(practice, tuple(everyone), tuple(every_left), first, as_of, rules, options)


def _everyone(
    files: Sequence[CostFiles | FilesOnDemand],
    own: CostFiles | FilesOnDemand | None,
    rules: Rules,
    as_of: dt.date,
    first: dt.date,
    options: Options,
    known: dict,
) -> tuple[list[Facts], list[Left]]:
    """The facts of each practice, and the practices whose files cannot be read.

    The options hold for the subject's own inputs; for the book only the weeks do, for every practice, and its volumes
    are scaled as a whole.
    """
    told = (rules, as_of, first)
    weeks = options.parallel_weeks if own is None else None

    def of(one: CostFiles | FilesOnDemand) -> Facts | Left:
        try:
            if one is own:
                return facts(one, *told, options, known=known)
            key = (one.practice.slug, own is None, as_of, first, weeks)
            if key not in known:
                known[key] = facts_of_book(one, *told, weeks) if own is None else facts_of_other(one, *told)
            return known[key]
        except CutoverError as error:
            if not isinstance(one, FilesOnDemand):
                raise
            return Left(one.practice.slug, str(error))

    found = store.each(files, of)
    everyone = [one for one in found if isinstance(one, Facts)]
    return everyone, [one for one in found if isinstance(one, Left)]
