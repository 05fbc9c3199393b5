"""What a date costs: Office Ally bills by calendar month, so that a day decides which months are paid twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from cutover.columns import Column, Kind, framed
from cutover.workstreams.columns import cents, count
from cutover.workstreams.cost.comparison import Comparison
from cutover.workstreams.cost.model import RHYTHM, Case, Costs, Scenario, costs, months_touched

MONTHS = (
    Column("month", Kind.MONTH, "Month"),
    count("moved", "Practices moved", "by the end of the month"),
    cents("office_ally_cents", "Office Ally", "of practices that have not moved"),
    cents("twice_cents", "Office Ally, beside Medi", "months in which both systems are paid"),
    cents("medi_cents", "Medi", "for all that have moved, by its tiers"),
    cents("move_cents", "The move", "Medi's fee and the work, once"),
    cents("total_cents", "Together"),
    cents("stay_cents", "If nobody moved, at least"),
    cents("stay_high_cents", "If nobody moved, at most"),
    cents("saving_cents", "Saved in the month, at least", "below zero the plan costs more"),
    cents("saving_high_cents", "Saved in the month, at most"),
    cents("so_far_cents", "Saved so far, at least"),
    cents("so_far_high_cents", "Saved so far, at most"),
)


# what rests on Office Ally's charges
_OF_BILL = (
    "office_ally_cents",
    "twice_cents",
    "total_cents",
    "stay_cents",
    "stay_high_cents",
    "saving_cents",
    "saving_high_cents",
    "so_far_cents",
    "so_far_high_cents",
)


@dataclass(frozen=True)
class Money:
    """The money of a book by month, of the practices whose claims are known.

    Office Ally's charges are the least that they may be, unless asked otherwise; what no invoice shows is in none.
    """

    comparison: Comparison
    as_of: dt.date

    @cached_property
    def scenario(self) -> Scenario:
        """All practices with known claims, in the default reading of the prices."""
        return self.comparison.subject.scenario

    @cached_property
    def cases(self) -> dict[str, Case]:
        """The cases by practice."""
        return {one.practice: one for one in self.scenario.cases}

    @cached_property
    def weeks(self) -> dict[str, int]:
        """The weeks of the parallel run of each practice."""
        return {f.practice: f.weeks.value or 0 for f in self.comparison.everyone}

    def place(self, day: dt.date) -> int:
        """Return the month of a day, counted from the first month that is compared; an earlier one is below zero."""
        first = self.comparison.first
        return (day.year - first.year) * 12 + day.month - first.month

    def touched(self, practice: str, day: dt.date) -> int:
        """Return the months that both systems are paid if it moves on a day."""
        return months_touched(day, self.weeks.get(practice, 0))

    def charge(self, practice: str, place: int, *, high: bool = False) -> int:
        """Return Office Ally's charge of a practice in a month that ends with leaving: the least, or the most."""
        case = self.cases[practice]
        return (case.office_ally_high if high else case.office_ally_low)[place % RHYTHM]

    def twice(self, practice: str, day: dt.date) -> int | None:
        """Return what is paid twice if a practice moves on a day, None where its charges are not known.

        They are not where its claims are unknown, or where no invoice is on file and no non-par fee is certain.
        """
        if practice not in self.cases:
            return None
        first, months = self.place(day), self.touched(practice, day)
        paid = sum(self.charge(practice, first + n) for n in range(months))
        return None if months and not paid and practice in self.comparison.without_bill else paid

    @cached_property
    def is_unknown(self) -> bool:
        """Whether of no practice any charge of Office Ally is known: then no sum of them says anything."""
        unpaid = self.comparison.without_bill
        return all(who in unpaid and not any(one.office_ally_low) for who, one in self.cases.items())


def months(money: Money, days: Mapping[str, dt.date]) -> pd.DataFrame:
    """Return what a plan costs and gains, one row per month (MONTHS), through the month after the last double one.

    Practices that have moved before are in it with the days on which they did; those without a day pay Office Ally.
    """
    own = {who: day for who, day in days.items() if who in money.cases}
    if not own:
        return framed([], MONTHS)
    begins = money.place(money.as_of)
    ends = max(money.place(day) + max(money.touched(who, day), 1) for who, day in own.items())
    rows, so_far, at_most = [], 0, 0
    charged: dict[str, int] = {}
    for place in range(begins, max(ends, begins) + 1):
        row = _month(money, own, place, charged)
        so_far, at_most = so_far + row["saving_cents"], at_most + row["saving_high_cents"]
        sums = {"so_far_cents": so_far, "so_far_high_cents": at_most}
        rows.append(row | sums | (dict.fromkeys(_OF_BILL) if money.is_unknown else {}))
    return framed(rows, MONTHS)


def _month(money: Money, days: Mapping[str, dt.date], place: int, charged: dict) -> dict:
    moved = tuple(who for who in money.cases if who in days and money.place(days[who]) <= place)
    new = [who for who in moved if money.place(days[who]) == place]
    both = [w for w in moved if place < money.place(days[w]) + money.touched(w, days[w])]
    paid = [who for who in money.cases if who not in moved] + both
    stay, stay_most = (
        sum(money.charge(who, place, high=end) for who in money.cases) for end in (False, True)
    )
    twice = sum(money.charge(who, place) for who in both)
    old = sum(money.charge(who, place) for who in paid) - twice
    medi, move = _medi(money, moved, place, charged), _moves(money, len(moved), new)
    total = old + twice + medi + move
    most = sum(money.charge(who, place, high=True) for who in paid) + medi + move
    first = money.comparison.first
    at = first.year * 12 + first.month - 1 + place
    return {
        "month": pd.Timestamp(at // 12, at % 12 + 1, 1), "moved": len(moved), "office_ally_cents": old,
        "twice_cents": twice, "medi_cents": medi, "move_cents": move, "total_cents": total, "stay_cents": stay,
        "stay_high_cents": stay_most, "saving_cents": stay - total, "saving_high_cents": stay_most - most,
    }  # fmt: skip


def _medi(money: Money, moved: tuple[str, ...], place: int, charged: dict[tuple[str, ...], Costs]) -> int:
    """Medi's charge for these practices in a month, without what the move itself costs."""
    if not moved:
        return 0
    if moved not in charged:
        charged[moved] = costs(replace(money.scenario, cases=tuple(money.cases[who] for who in moved)))
    return int(charged[moved].medi_total[:, RHYTHM + place % RHYTHM].sum())


def _moves(money: Money, number: int, new: list[str]) -> int:
    prices, commitment = money.scenario.prices, money.scenario.commitment
    fee = prices.migration(number, commitment) - prices.migration(number - len(new), commitment)
    return fee + sum(money.cases[who].work_cents for who in new)
