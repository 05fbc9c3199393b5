"""The scrub rules of a practice on a day, all computed once: lines, what is set apart, rules, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.reference import code_list
from cutover.workstreams.answers import once
from cutover.workstreams.scrub_rules import blankets, choosing, forms, lines, rejections, sheet, told
from cutover.workstreams.scrub_rules.choosing import Found, members
from cutover.workstreams.scrub_rules.forms import Coded, narrowed
from cutover.workstreams.scrub_rules.inputs import Inputs
from cutover.workstreams.scrub_rules.lines import Lines
from cutover.workstreams.scrub_rules.owed import is_owed


@dataclass(frozen=True)
class Book:
    """What follows from the inputs, computed once, when first asked for."""

    inputs: Inputs

    @cached_property
    def lines(self) -> Lines:
        """Every service line (`lines.Lines`)."""
        return lines.lines(self.inputs)

    @cached_property
    def classes(self) -> pd.Series:
        """The class of each reason that is no rule of the practice's own, by CARC."""
        return code_list("denial_classes", self.inputs.as_of).frame.set_index("code")["class"]

    @cached_property
    def names(self) -> pd.Series:
        """What each reason says, by CARC."""
        return code_list("adjustment_reasons", self.inputs.as_of).frame.set_index("code")["name"]

    @property
    def feeds(self) -> tuple[str, str]:
        """The names of the two systems, in the order of `Inputs.feeds`."""
        return OFFICE_ALLY, MEDI

    @cached_property
    def _across(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """What is denied across the board, and the first decisions among which rules are looked for."""
        first = self.lines.first
        apart = first["denied"] & first["reason"].isin(self.classes.index).fillna(False).astype(bool)
        rows = first[~apart]
        late = frozenset(code_list("filing_reasons", self.inputs.as_of).frame["code"])
        found, inside = blankets.blankets(rows, self.inputs.rules, late)
        return found, rows[~inside]

    @property
    def blankets(self) -> pd.DataFrame:
        """What is denied across the board (`blankets.BLANKETS`)."""
        return self._across[0]

    @property
    def population(self) -> pd.DataFrame:
        """The first decisions among which rules are looked for; their index is that of `lines.every`."""
        return self._across[1]

    @cached_property
    def coded(self) -> Coded:
        """The population as numbers (`forms.Coded`)."""
        return forms.coded(self.population, self.lines.every, self.inputs.as_of)

    @cached_property
    def found(self) -> Found:
        """The rules over both systems (`choosing.Found`), at last those that began of late."""
        since = pd.Timestamp(self.inputs.as_of) - pd.Timedelta(days=self.inputs.rules.late_days)
        late = (self.population["paid_on"] >= since).to_numpy(bool)
        return choosing.found(self.coded, self.inputs.rules, late, since)

    @cached_property
    def rules(self) -> pd.DataFrame:
        """The rules in words and figures (`told.RULES`)."""
        return told.rules(self.coded, self.found, self.population, self.lines.every, self.inputs.as_of)

    @cached_property
    def proposed(self) -> pd.DataFrame:
        """The rules that an edit would serve (`told.RULES`): none of too few lines, none of what the patient owes."""
        rows = self.rules
        kept = [not is_owed(rule, self.inputs.as_of) for rule in rows.to_dict("records")]
        return rows.iloc[:0] if self.is_too_few else rows[np.array(kept, bool)]

    @cached_property
    def denied(self) -> pd.DataFrame:
        """The denied lines of the rules, each with what was paid on it later (`told.denied_lines`)."""
        return told.denied_lines(self.found, self.population, self.lines.every)

    @cached_property
    def through_now(self) -> pd.DataFrame:
        """Rules seen in Medi's remittances and not, or half as often at most, in Office Ally's (`told.RULES`).

        `before_lines` and `before_denied` count the same lines in Office Ally's.
        """
        given, feed = self.coded, self.population["feed"].to_numpy()
        here, before = narrowed(given, feed == MEDI), narrowed(given, feed == OFFICE_ALLY)
        rows = self.population[feed == MEDI]
        found = choosing.found(here, self.inputs.rules)
        made = told.rules(here, found, rows, self.lines.every, self.inputs.as_of)
        counts = [_count(before, rule) for rule in found.rules.to_dict("records")]
        made = made.assign(before_lines=[c[0] for c in counts], before_denied=[c[1] for c in counts])
        known = np.array([c[2] for c in counts], bool)
        most = self.inputs.rules.most_elsewhere_percent
        rare = 100 * made["before_denied"] * made["lines"] <= most * made["denied"] * made["before_lines"]
        return made[known & rare.to_numpy(bool)].reset_index(drop=True)

    @cached_property
    def sheet(self) -> pd.DataFrame:
        """The rules of the intake against the data (`sheet.JUDGED`)."""
        return sheet.judged(self.inputs.asked, self.rules, self.population, self.inputs)

    @cached_property
    def rejections(self) -> rejections.Rejections:
        """What was rejected before any payer decided (`rejections.Rejections`)."""
        return rejections.rejections(self.inputs)

    @property
    def is_too_few(self) -> bool:
        """Whether there are too few first decisions to look for a rule."""
        return len(self.population) < self.inputs.rules.least_lines or not self.found.tried


def _count(before: Coded, rule: dict) -> tuple[int, int, bool]:
    """The lines of a rule in other remittances, those denied for its reason, and whether its payer is there at all."""
    held = np.flatnonzero((before.rows["payer"] == rule["payer"]).to_numpy())
    inside = held[members(before, rule, held)]
    denied = (before.rows["reason"].to_numpy()[inside] == rule["reason"]).sum()
    return len(inside), int(denied), len(held) > 0


@once
def book_of(inputs: Inputs) -> Book:
    """Return the scrub rules of these inputs, made once."""
    return Book(inputs)
