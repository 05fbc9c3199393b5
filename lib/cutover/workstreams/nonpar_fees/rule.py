"""Office Ally's non-par fee as a rule: what triggers it in a month, and what it then costs.

Everything that changes with time lies in `data/reference/nonpar_fee.toml`, cited and dated.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cutover import reference
from cutover.columns import Column, Kind, Privacy
from cutover.errors import ReferenceDataError
from cutover.money import dollars

ANY = "any"  # the trigger by which one claim is enough


@dataclass(frozen=True)
class Trigger:
    """What makes a Tax ID and NPI combination owe the fee in a month, while the rule held."""

    rule: str  # share: at or above a share of the month's claims; any: one claim is enough
    source: str
    where: str
    at_least_percent: int | None = None
    effective_from: dt.date | None = None
    effective_through: dt.date | None = None

    def __post_init__(self) -> None:
        if (self.rule == "share") == (self.at_least_percent is None):
            raise ValueError(
                f"the trigger {self.rule!r} needs at_least_percent where it is a share, and only there"
            )

    def met(self, nonpar: pd.Series, claims: pd.Series) -> pd.Series:
        """Tell for each combination whether this many non-par claims of so many trigger the fee."""
        if self.rule == ANY:
            return nonpar >= 1
        # integers on both sides: a share of exactly 50 % is exactly 50 %
        return (nonpar >= 1) & (100 * nonpar >= self.at_least_percent * claims)


@dataclass(frozen=True)
class FeeAmount:
    """The fee of one combination in one month: a range where the day of a step is not known."""

    low_cents: int
    high_cents: int
    note: str = ""


@dataclass(frozen=True)
class _KnownAmount:
    cents: int
    source: str
    where: str
    known_from: dt.date | None = None
    known_through: dt.date | None = None


@dataclass(frozen=True)
class _Npis:
    form: str
    order: tuple[str, ...]
    source: str
    where: str


@dataclass(frozen=True)
class FeeRules:
    """The fee's rules through time."""

    triggers: tuple[Trigger, ...]
    amounts: tuple[_KnownAmount, ...]
    npis: tuple[_Npis, ...]
    read_on: dt.date

    def npi_order(self, form: str) -> tuple[str, ...]:
        """Return the columns of NPIs of a claim form, the one that counts first."""
        return next(npis.order for npis in self.npis if npis.form == form)

    def trigger(self, month: dt.date) -> Trigger:
        """Return the trigger in force in a month; raises ReferenceDataError where none is known."""
        for trigger in self.triggers:
            begun = trigger.effective_from is None or trigger.effective_from <= month
            if begun and (trigger.effective_through is None or month <= trigger.effective_through):
                return trigger
        raise ReferenceDataError(
            f"non-par fee: no trigger is known for {month:%Y-%m}. Add it to nonpar_fee.toml."
        )

    def former_day(self, on: dt.date) -> dt.date | None:
        """Return the last day of the trigger before the one in force on a day; null where none is known."""
        begun = self.trigger(on).effective_from
        ends = [trigger.effective_through for trigger in self.triggers]
        return max((end for end in ends if begun and end and end < begun), default=None)

    def amount(self, month: dt.date) -> FeeAmount:
        """Return the fee of a month; raises ReferenceDataError before the first known amount."""
        known = [amount for amount in self.amounts if _covers(amount, month)]
        if known:
            return FeeAmount(known[0].cents, known[0].cents)
        before = [a for a in self.amounts if (a.known_from or a.known_through) < month]
        after = [a for a in self.amounts if a.known_from is not None and a.known_from > month]
        if not before or not after:
            raise ReferenceDataError(
                f"non-par fee: no amount is known for {month:%Y-%m}. Add it to nonpar_fee.toml."
            )
        low, high = sorted((before[-1].cents, after[0].cents))
        note = (
            f"the day of the step from {dollars(before[-1].cents)} to {dollars(after[0].cents)} is not known"
        )
        return FeeAmount(low, high, note)


def _covers(amount: _KnownAmount, month: dt.date) -> bool:
    """Tell whether an amount is known for a month; without `known_from`, for its last month alone."""
    begin = amount.known_from or amount.known_through.replace(day=1)
    return begin <= month and (amount.known_through is None or month <= amount.known_through)


def load_fee_rules() -> FeeRules:
    """Return the rules of `nonpar_fee.toml`, each dated by itself; raises ReferenceDataError as `reference.load`."""
    return reference.load("nonpar_fee", FeeRules)


EXPOSURE = (
    Column("month", Kind.MONTH, "Month", "month of submission"),
    Column("tax_id", Kind.TEXT, "Tax ID", "may be an SSN", Privacy.DESK),
    Column("npi", Kind.TEXT, "NPI", "the one that the fee counts"),
    Column("claims", Kind.COUNT, "Claims", "submissions that count"),
    Column("nonpar", Kind.COUNT, "Non-par claims", "to payers known to be non-par"),
    Column("unknown", Kind.COUNT, "Unknown", "to payers whose status is not known"),
    Column("rule", Kind.TEXT, "Rule", "the trigger in force: any, or the share"),
    Column(
        "triggers_low",
        Kind.FLAG,
        "Triggers",
        "with every unknown payer taken as par, rejected claims as it costs less",
    ),
    Column(
        "triggers_high",
        Kind.FLAG,
        "May trigger",
        "with every unknown payer taken as non-par, rejected claims as it costs more",
    ),
    Column(
        "fee_low_cents",
        Kind.CENTS,
        "Fee, at least",
        "unknown payers par, rejected claims as it costs less, the lower amount",
    ),
    Column(
        "fee_high_cents",
        Kind.CENTS,
        "Fee, at most",
        "unknown payers non-par, rejected claims as it costs more, the higher amount",
    ),
)


def counted_npi(submissions: pd.DataFrame, rules: FeeRules) -> pd.Series:
    """Return the NPI that the fee counts for each submission: the first one present in its form's order.

    A submission whose form is not known is taken as professional. Null where it names none.
    """
    institutional = submissions["form"].eq("institutional").fillna(False)
    return _first_present(submissions, rules.npi_order("professional")).mask(
        institutional, _first_present(submissions, rules.npi_order("institutional"))
    )


def _first_present(submissions: pd.DataFrame, order: tuple[str, ...]) -> pd.Series:
    chosen = submissions[order[0]]
    for column in order[1:]:
        chosen = chosen.where(chosen.notna(), submissions[column])
    return chosen


def exposure(submissions: pd.DataFrame, rules: FeeRules, trigger_of: dt.date | None = None) -> pd.DataFrame:
    """Return the fees, one row per month, Tax ID and NPI (contract EXPOSURE).

    `submissions` are those that count, with `month`, `tax_id`, `npi` present and `par` as one of par,
    non-par, unknown. `trigger_of` applies the trigger of that day to every month (the back-cast); each month
    keeps the amount of its own time. The low fee takes unknown payers as par, the high one as non-par. Whether
    rejected claims (`state`) count is not published: the low fee takes the reading that owes less, the high the other.
    """
    counts = _counts(submissions)
    months = [stamp.date() for stamp in counts["month"].unique()]
    parts = [
        _with_fee(counts[counts["month"] == pd.Timestamp(month)], rules, month, trigger_of)
        for month in sorted(months)
    ]
    names = [column.name for column in EXPOSURE]
    if not parts:
        return pd.DataFrame({c.name: pd.Series(dtype=c.dtype) for c in EXPOSURE})
    return pd.concat(parts, ignore_index=True)[names].astype({c.name: c.dtype for c in EXPOSURE})


_COUNTED = ["claims", "nonpar", "unknown"]


def _counts(submissions: pd.DataFrame) -> pd.DataFrame:
    tallies = submissions[["month", "tax_id", "npi"]].assign(
        claims=np.int64(1),
        nonpar=submissions["par"].eq("non-par").astype("int64"),
        unknown=submissions["par"].eq("unknown").astype("int64"),
    )
    states = submissions.get("state", pd.Series(None, submissions.index, dtype="str"))
    rejected = states.eq("rejected").fillna(False)
    tallies = tallies.join(tallies[_COUNTED].where(rejected, 0).add_prefix("rejected_"))
    return tallies.groupby(["month", "tax_id", "npi"], as_index=False, sort=True, observed=True).sum()


def _with_fee(
    counts: pd.DataFrame, rules: FeeRules, month: dt.date, trigger_of: dt.date | None
) -> pd.DataFrame:
    trigger, amount = rules.trigger(trigger_of or month), rules.amount(month)
    claims, nonpar, unknown = (counts[name] for name in _COUNTED)
    out, out_nonpar, out_unknown = (counts[f"rejected_{name}"] for name in _COUNTED)
    most = nonpar + unknown
    low = trigger.met(nonpar, claims) & trigger.met(nonpar - out_nonpar, claims - out)
    high = trigger.met(most, claims) | trigger.met(most - out_nonpar - out_unknown, claims - out)
    return counts.assign(
        rule=ANY if trigger.rule == ANY else f"{trigger.at_least_percent} % or more",
        triggers_low=low,
        triggers_high=high,
        fee_low_cents=low.astype("int64") * amount.low_cents,
        fee_high_cents=high.astype("int64") * amount.high_cents,
    )
