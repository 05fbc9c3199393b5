"""The monthly report of a practice on a day, all computed once: measures by month, how whole each month is, drops."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from cutover.money import dollars
from cutover.wording import several
from cutover.workstreams import aging_figures
from cutover.workstreams.allowed_lines import lines
from cutover.workstreams.answers import once
from cutover.workstreams.reporting_baseline import (
    charges,
    coverage,
    decided,
    outcomes,
    payments,
    receivable,
)
from cutover.workstreams.reporting_baseline.coverage import EDGE, HOLE, NONE, STATES, WHOLE
from cutover.workstreams.reporting_baseline.deposited import of_month_before
from cutover.workstreams.reporting_baseline.inputs import Inputs
from cutover.workstreams.reporting_baseline.months import month_of
from cutover.workstreams.reporting_baseline.rules import REMITTANCES, Measure

FEWEST = 3  # whole months before, of which a middle one can be told


@dataclass(frozen=True)
class Book:
    """What follows from the inputs, computed once, when first asked for."""

    inputs: Inputs

    @cached_property
    def months(self) -> pd.DatetimeIndex:
        """The months of the report (`coverage.months`)."""
        return coverage.months(self.inputs)

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """How whole each month is in each source (`coverage.COVERAGE`)."""
        return coverage.coverage(self.inputs, self.months, self.owed)

    @cached_property
    def billed(self) -> pd.DataFrame:
        """The claims billed (`charges.billed`)."""
        return charges.billed(self.inputs.claims, self.inputs.sent)

    @cached_property
    def in_files_alone(self) -> pd.DataFrame:
        """What 837 files alone tell of the charges of months that the history has (`charges.in_files_alone`)."""
        return charges.in_files_alone(self.billed)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """The claims billed with what became of each (`outcomes.each`)."""
        return outcomes.each(self.inputs, self.decided)

    @cached_property
    def served(self) -> pd.DataFrame:
        """What became of the claims by month of service (`outcomes.by_month`)."""
        return outcomes.by_month(self.outcomes, self.months)

    @cached_property
    def self_pay(self) -> pd.Series:
        """The charges of visits that patients pay themselves, by month; null where no visit is."""
        return charges.by_month(charges.self_pay(self.inputs.claims)).reindex(self.months)

    @cached_property
    def decided(self) -> pd.DataFrame:
        """The decisions (`decided.rows`)."""
        return decided.rows(self.inputs)

    @cached_property
    def groups(self) -> pd.DataFrame:
        """The adjustments by month and group (`decided.adjustments`)."""
        return decided.adjustments(self.decided, self.inputs.feeds, self.inputs.as_of)

    @cached_property
    def payers(self) -> pd.DataFrame:
        """The payments by month and payer (`payments.by_payer`)."""
        return payments.by_payer(self.inputs.counted, self.inputs.families, self.inputs.same)

    @cached_property
    def net(self) -> pd.DataFrame:
        """What payers paid of what they allowed (`decided.net`)."""
        told = lines.lines(self.inputs)
        return decided.net(told, self.decided, self.inputs.rules.allowed_percent, self.inputs.as_of)

    @cached_property
    def owed(self) -> pd.DataFrame:
        """The claims of the history with what is open of each (`receivable.claims`)."""
        return receivable.claims(self.inputs)

    @cached_property
    def aging(self) -> pd.DataFrame:
        """What was open at each month's end (`receivable.by_month`)."""
        return receivable.by_month(self.owed, self.months, self.inputs)

    @cached_property
    def aging_reported(self) -> pd.DataFrame:
        """The client's own A/R aging against the claim history (`aging_figures.AGED`)."""
        inputs = self.inputs
        since = None if inputs.goes_on else inputs.cutover
        return aging_figures.against(inputs.aging, inputs.claims.history, inputs, since, inputs.posted_again)

    @cached_property
    def monthly(self) -> pd.DataFrame:
        """The measures, one column per code and one row per month; null where a month's source does not tell it."""
        found = self._raw
        rows = self.coverage[self.coverage["source"].isin(self.inputs.measures.named("gross").told_by)]
        partly = rows.loc[rows["kind"].isin([EDGE, coverage.MOVED]), "month"]
        found["gross"] = found["gross"].mask(found.index.isin(partly))  # a part over a part
        for measure in self.inputs.measures.measure:
            found[measure.code] = found[measure.code].mask(self.state(measure).eq(NONE))
        return found

    @property
    def _raw(self) -> pd.DataFrame:
        """The measures as they come from the rows on file; a month without such rows is null."""
        groups = self.groups.pivot_table(index="month", columns="group", values="amount_cents", aggfunc="sum")
        groups = groups.reindex(index=self.months, columns=list(decided.GROUPS)).fillna(0).astype("int64")
        counts = decided.by_month(self.decided).reindex(self.months)
        zero = {name: counts[name].fillna(0) for name in ("decided", "denied")}
        paid = payments.by_month(self.inputs.counted).reindex(self.months)
        paid = paid.mask(
            paid.isna() & self.months.isin(list(self.inputs.quiet_months)), 0
        )  # the bank tells it
        billed_ = charges.by_month(self.billed).reindex(self.months)
        taken = groups[["CO", "OA", "PI", "CR", decided.OTHER]].sum(axis=1)
        on_claims = payments.on_claims(self.decided).reindex(self.months)
        sums = {"charges": billed_, "payments": paid, "on_claims": on_claims, "adjusted": taken} | zero
        sums |= {"patient": groups["PR"]}
        gross = paid.astype("Float64") / billed_.where(billed_ > 0).astype("Float64")
        shares = counts[["denial_rate", "first_pass", "days"]].assign(
            gross=gross, net=self.net["net"].reindex(self.months)
        )
        return pd.DataFrame(
            {name: values.astype("Int64") for name, values in sums.items()}
            | {name: shares[name].astype("Float64") for name in shares}
            | {name: self.aging[name] for name in ("open", "open_over_90")},
            index=self.months,
        )

    def state(self, measure: Measure) -> pd.Series:
        """Return how whole each month of a measure is: the worst state of the sources that tell it."""
        return self._worst(measure.told_by, "state", STATES)

    def kind(self, measure: Measure) -> pd.Series:
        """Return of which kind the reasons are by month: a hole, an edge, the move; null where the month is whole."""
        return self._worst(measure.told_by, "kind", (None, EDGE, HOLE, coverage.MOVED))

    def _worst(self, sources: tuple[str, ...], column: str, order: tuple) -> pd.Series:
        rows = self.coverage[self.coverage["source"].isin(sources)]
        said = rows[column].astype(object).where(rows[column].notna(), None)
        rank = said.map({name: place for place, name in enumerate(order)})
        worst = rank.groupby(rows["month"]).max().reindex(self.months)
        return worst.map(dict(enumerate(order))).astype("str")

    def why(self, measure: Measure, month: pd.Timestamp) -> str:
        """Return why a month of a measure is not whole, empty where it is."""
        rows = self.coverage[
            self.coverage["source"].isin(measure.told_by) & (self.coverage["month"] == month)
        ]
        return "; ".join(dict.fromkeys(rows["why"].dropna()))

    @cached_property
    def falls(self) -> pd.DataFrame:
        """The months whose payments are far below the whole months before, one row each.

        `month`, `paid_cents` (null: none on file), `usual_cents` (the middle one of the whole months before),
        `short_cents`, `missing_cents` (what of that is known to be missing; null: not known), `is_hole` (something of
        the month is missing), `is_likely` (nothing but the absence of
        remittances shows the hole: a quiet month looks the same), `why`. The month that runs is left out. A month is
        likely a hole, too, where deposits of the next one's first days without a remittance may be of it.
        """
        rules, measure = self.inputs.rules, self.inputs.measures.named("payments")
        paid, state, kind = self.monthly["payments"], self.state(measure), self.kind(measure)
        missing = self.coverage[self.coverage["source"].eq(REMITTANCES)].set_index("month")["missing_cents"]
        rows = []
        for place, month in enumerate(self.months):
            before = paid.iloc[:place][state.iloc[:place].eq(WHOLE)].tail(rules.drop_months)
            if kind[month] == EDGE or len(before) < FEWEST:
                continue
            usual = int(before.astype("float64").median())
            here = 0 if pd.isna(paid[month]) else int(paid[month])
            if here * 100 <= usual * (100 - rules.drop_percent):
                why, is_hole = self.why(measure, month), state[month] != WHOLE
                likely = is_hole and coverage.is_inferred(why)
                if late := self._banked_later(month):
                    likely, is_hole = likely or not is_hole, True
                    why = f"{why}; {late}" if why else late
                doubt = "; no bank file is there to tell" if likely and self.inputs.deposits.empty else ""
                lost = pd.NA if pd.isna(missing[month]) else min(int(missing[month]), usual - here)
                rows.append((month, paid[month], usual, usual - here, lost, is_hole, likely, why + doubt))
        names = [
            "month", "paid_cents", "usual_cents", "short_cents", "missing_cents", "is_hole", "is_likely", "why",
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=names).astype(
            {
                "month": "datetime64[ms]",
                "short_cents": "Int64",
                "missing_cents": "Int64",
                "is_hole": "bool",
                "is_likely": "bool",
                "why": "str",
            }
        )

    def _banked_later(self, month: pd.Timestamp) -> str:
        """What the bank got in the first days of the next month that may be of this one, nothing where it did not."""
        rows = of_month_before(self.inputs)
        rows = rows[rows["month"].eq(month)]
        if rows.empty:
            return ""
        first, money = rows["deposit_date"].min(), dollars(int(rows["amount_cents"].sum()))
        day = f"of {first:%Y-%m-%d}" if len(rows) == 1 else f"from {first:%Y-%m-%d} on"
        return f"{several(len(rows), 'deposit')} {day} without a remittance, {money}, may be of this month"

    @property
    def whole_months(self) -> tuple[int, int]:
        """Return how many months have whole remittances, and of how many that are over and after the first."""
        rows = self.coverage[self.coverage["source"] == REMITTANCES]
        over = rows[~rows["kind"].eq(EDGE).fillna(False)]
        return int(over["state"].eq(WHOLE).sum()), len(over)

    @property
    def unsure_months(self) -> int:
        """Return of how many months that are over only the absence of remittances says that some are missing."""
        rows = self.coverage[self.coverage["source"] == REMITTANCES]
        rows = rows[~rows["kind"].eq(EDGE).fillna(False) & rows["state"].ne(WHOLE)]
        return int(rows["why"].fillna("").map(lambda why: bool(why) and coverage.is_inferred(why)).sum())

    def are_told_by_bank(self, months: pd.Series) -> pd.Series:
        """Return which months lie within those of the bank's deposits: these tell whether money came."""
        days = self.inputs.deposits["deposit_date"].dropna()
        if days.empty:
            return pd.Series(False, months.index)
        return months.between(month_of(days).min(), month_of(days).max())


@once
def book_of(inputs: Inputs) -> Book:
    """Return the monthly report of these inputs, made once."""
    return Book(inputs)
