"""The fee schedules of a practice on a day, all computed once: lines, rates, differences, contracts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from cutover.workstreams.allowed_lines.lines import Lines
from cutover.workstreams.answers import once
from cutover.workstreams.fee_schedules import (
    contract_lines,
    contracts,
    corrections,
    differences,
    multiples,
    payers,
    rates,
    schedule,
    settled,
    to_load,
)
from cutover.workstreams.fee_schedules.contract_lines import Contracted
from cutover.workstreams.fee_schedules.corrections import CLAIM
from cutover.workstreams.fee_schedules.inputs import Inputs
from cutover.workstreams.fee_schedules.rates import FEW, Rates
from cutover.workstreams.fee_schedules.settled import Settled


@dataclass(frozen=True)
class Book:
    """What follows from the inputs, computed once, when first asked for."""

    inputs: Inputs

    @cached_property
    def lines(self) -> Lines:
        """Every service line (`lines.Lines`), with one name for each payer over its spellings and ids."""
        return payers.lines_of(self.inputs)

    @cached_property
    def settled(self) -> Settled:
        """The rates in force, and what explains many lines off them at once (`settled.Settled`)."""
        return settled.settled(rates.rates(self.lines, self.inputs.rules), self.inputs.rules)

    @property
    def rates(self) -> Rates:
        """The rates in force (`rates.Rates`), of lines with what is expected of their clinicians."""
        return self.settled.rates

    @cached_property
    def contracted(self) -> Contracted:
        """The lines of procedures that contracts name (`contract_lines.contracted`)."""
        return contract_lines.contracted(self.lines, self.rates, self.inputs)

    @cached_property
    def corrected(self) -> pd.DataFrame:
        """The lines that a corrected claim is short of (`corrections.corrected_lines`)."""
        return self._decided_again[self._decided_again["short_cents"] > 0]

    @cached_property
    def _decided_again(self) -> pd.DataFrame:
        return corrections.corrected_lines(self.lines, self.rates, self.contracted, self.inputs)

    @cached_property
    def corrections(self) -> pd.DataFrame:
        """The corrected claims that pay less, one row each (`corrections.corrections`)."""
        return corrections.corrections(self.corrected, self.inputs)

    @cached_property
    def _off(self) -> pd.DataFrame:
        return differences.differences(
            self.lines, self.rates, self.contracted, self.inputs, self.corrected.index
        )

    @property
    def _by_rate(self) -> pd.DataFrame:
        """Lines off their own rate that count by it: no reduction, and nothing that the contract alone measures."""
        return self._off[self._off["reduction"].isna() & ~self._off["by_contract"]]

    @cached_property
    def differences(self) -> pd.DataFrame:
        """Lines paid below or above their rate (`differences.differences`), but for those that look reduced.

        Nor are those of remittances that are cut off (`in_cut`) in it.
        """
        return self._by_rate[~self._by_rate["is_cut"]].reset_index(drop=True)

    @cached_property
    def in_cut(self) -> pd.DataFrame:
        """Lines off their rate of remittances that are cut off, without those that a contract measures."""
        rows = self._by_rate[self._by_rate["is_cut"]]
        return rows[~rows["line"].isin(self.contracted.lines["line"])].reset_index(drop=True)

    @cached_property
    def moved(self) -> pd.DataFrame:
        """The corrected claims that pay less since the patient owes more, and are short of nothing, one row each."""
        rows = self._decided_again[self._decided_again["short_cents"].eq(0)]
        made, known = (
            corrections.corrections(rows, self.inputs),
            pd.MultiIndex.from_frame(self.corrections[CLAIM]),
        )
        return made[~pd.MultiIndex.from_frame(made[CLAIM]).isin(known)].reset_index(drop=True)

    @property
    def _told_by_rate(self) -> pd.DataFrame:
        """The lines of `differences` and of `reduced`."""
        return pd.concat([self.differences, self.reduced], ignore_index=True)

    @cached_property
    def reduced(self) -> pd.DataFrame:
        """Lines below their rate that look like a reduction for several procedures of one day, one row each."""
        return self._off[self._off["reduction"].notna()].reset_index(drop=True)

    @cached_property
    def contracts(self) -> pd.DataFrame:
        """Rates against the client's contracts (`contracts.against_contracts`)."""
        return contracts.against_contracts(
            self.contracted, self.rates, self.inputs, self.corrected.index, self._told_by_rate
        )

    @cached_property
    def below_contract(self) -> pd.DataFrame:
        """Each line below its contract (`contracts.each_below`)."""
        return contracts.each_below(self.contracted, self.inputs, self.corrected.index, self._told_by_rate)

    @cached_property
    def multiples(self) -> pd.DataFrame:
        """Schedules that are a multiple of another one (`multiples.multiples`)."""
        return multiples.multiples(self.lines, self.rates, self.inputs)

    @cached_property
    def schedule(self) -> pd.DataFrame:
        """The schedule to load (`schedule.SCHEDULE`)."""
        seen = schedule.schedule(self.lines, self.rates)
        return to_load.with_contract(seen, self.contracted, self.inputs)[[c.name for c in schedule.SCHEDULE]]

    @cached_property
    def changes(self) -> pd.DataFrame:
        """Changes of steady rates (`schedule.CHANGES`)."""
        return schedule.changes(self.lines, self.rates)

    @property
    def is_too_few(self) -> bool:
        """Whether no procedure of any payer has lines enough to see a rate."""
        kinds = self.rates.keys["kind"]
        return bool(kinds.eq(FEW).all())


@once
def book_of(inputs: Inputs) -> Book:
    """Return the fee schedules of these inputs, made once."""
    return Book(inputs)
