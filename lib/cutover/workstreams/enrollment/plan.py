"""The long pole: until when each open enrollment takes, the earliest safe cutover, and what a day gained brings.

Safe by the guide's rule: the payers with the most claims are live, claims (837) and ERA (835) both; the first of them
without exception. What can never be enrolled has no day, and then the cutover has none.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from cutover.columns import conform, framed
from cutover.reading.mapping.record import UNREAD as UNREAD_FILES
from cutover.reading.payers.families import CREDENTIALING, ERA, Duration
from cutover.wording import and_joined
from cutover.workstreams.answers import once
from cutover.workstreams.columns import PAYER, count, date, number, share, text
from cutover.workstreams.enrollment import dates as days
from cutover.workstreams.enrollment.dates import SURE, Dates, Days
from cutover.workstreams.enrollment.inputs import Inputs
from cutover.workstreams.enrollment.needs import NPI, SAID, TIN, TRANSACTION, top_payers
from cutover.workstreams.enrollment.standing import (
    ABSENT,
    CLOSED,
    LIVE,
    NOT_NEEDED,
    NOT_ON_FILE,
    OPEN,
    READY,
    UNDER_WAY,
    UNSAID,
    standing,
    stated,
)

_MOVE = ("837P", "837I", "837D", ERA)  # what a practice cannot move without
_LABEL = 27  # characters of a payer's name in a chart
CALENDAR = (
    PAYER,
    TRANSACTION,
    TIN,
    NPI,
    text("state", "State"),
    date("begins", "Filed", "null: not filed yet, or nothing says when"),
    date("live_on", "Live since"),
    date("likely_on", "Live, likely", "half of the draws; if what is not known to be filed is filed today"),
    date("sure_on", "Live, 9 of 10"),
    date(
        "usual_on",
        "Live, by the payer's usual days",
        "filed, and the days that the client knows of the payer",
    ),
    share("by_cutover_share", "Live by the cutover", "chance; of a past one whether it was; null: not known"),
)
# what a chart draws of the calendar, which columns of it are which part of a bar, and what is to be seen
DRAWN = (text("label", "Enrollment", "payer and transaction"), *CALENDAR[5:9])
BARS = {"label": "label", "begins": "begins", "likely": "likely_on", "late": "sure_on", "done": "live_on"}
SEEN = "One bar an enrollment: from filing to today, to the likely day, and to the day by which nine of ten are live."
DURATIONS = (
    text("family", "Family of payers"),
    text("transaction", "For"),
    count("low_days", "At the least, days"),
    count("likely_days", "Likely, days"),
    count("high_days", "At the most, days"),
    text("days_from", "Days from"),
)
_SHORTLY = {"837P": "claims", "837I": "inst. claims", "837D": "dental claims", ERA: "ERA"}
GAINS = (
    PAYER,
    count("open_enrollments", "Open enrollments"),
    share("last_share", "Decides the date", "share of draws in which it is live last"),
    number("gain_days", "Days gained", "on average, if each of its enrollments takes one day less"),
    date("likely_on", "Live, likely"),
    date("sure_on", "Live, 9 of 10"),
)


@dataclass(frozen=True)
class Plan:
    """What follows from where the enrollments stand, computed once."""

    inputs: Inputs

    @cached_property
    def standing(self) -> pd.DataFrame:
        """Every needed enrollment with where it stands (STANDING)."""
        return standing(self.inputs)

    @cached_property
    def top(self) -> list[str]:
        """The payers that must be live, those with the most claims first."""
        return top_payers(self.standing, self.inputs.rules.top_payers)

    @cached_property
    def needed(self) -> pd.DataFrame:
        """The enrollments of claims and ERAs of every payer."""
        return self.standing[self.standing["transaction"].isin(_MOVE)]

    @cached_property
    def deciding(self) -> pd.DataFrame:
        """The enrollments that decide the date: those of claims and ERAs of the top payers."""
        return self.needed[self.needed["payer"].isin(self.top)]

    @property
    def unfiled(self) -> pd.DataFrame:
        """The deciding enrollments that are not known to be filed."""
        return self.deciding[self.deciding["state"].isin([*ABSENT, *UNSAID])]

    @cached_property
    def days(self) -> dict[int, Days]:
        """The days still to come of each open enrollment, by row of `standing`; none for what can never be live."""
        rows = self.standing[~self.standing["state"].isin([*READY, CLOSED])]
        return {row.Index: _days(self.inputs, row) for row in rows.itertuples()}

    def dates(self, rows: pd.DataFrame) -> Dates:
        """Return when the last of these enrollments is live, grouped by payer."""
        names = {place: _name(row) for place, row in rows.iterrows() if place in self.days}
        given = {name: self.days[place] for place, name in names.items()}
        group = {name: rows.loc[place, "payer"] for place, name in names.items()}
        return days.simulated(given, group, self.inputs.rules.draws, self.inputs.rules.seed)

    @cached_property
    def safe(self) -> Dates:
        """When the top payers are live."""
        return self.dates(self.deciding)

    @cached_property
    def gain_of(self) -> dict[int, float]:
        """How many days sooner the top payers are live if one open enrollment takes a day less, by row of `standing`.

        One that is always live before another brings nothing, though its payer decides the date.
        """
        places = {_name(row): place for place, row in self.deciding.iterrows() if place in self.days}
        given = {name: self.days[place] for name, place in places.items()}
        rules = self.inputs.rules
        found = days.simulated(given, {name: name for name in given}, rules.draws, rules.seed)
        return {place: found.gain[name] for name, place in places.items()}

    @cached_property
    def every(self) -> Dates:
        """When every payer is live that ever can be."""
        return self.dates(self.needed)

    @cached_property
    def stands_still(self) -> pd.DataFrame:
        """The enrollments of claims and ERAs, of every payer, that are neither live nor on their way in usual time."""
        on_the_way = self.needed["state"].eq(UNDER_WAY) & ~self.needed.index.isin(overdue(self).index)
        return self.needed[~(self.needed["state"].isin(READY) | on_the_way)]

    @property
    def impossible(self) -> pd.DataFrame:
        """The deciding enrollments that the payer does not support."""
        return self.deciding[self.deciding["state"] == CLOSED]

    @property
    def is_known(self) -> bool:
        """Whether a safe date can be named: claims tell who the top payers are, and each of them can be live."""
        return bool(self.top) and self.impossible.empty

    @property
    def is_ready(self) -> bool:
        """Whether the top payers are live today."""
        return self.is_known and bool(self.deciding["state"].isin(READY).all())

    @cached_property
    def is_undecided(self) -> bool:
        """Whether neither a decision to move nor a cutover date is noted, and nothing that is needed is on its way.

        A list of enrollments that was not read may tell of what is: then it is not known.
        """
        noted = self.inputs.decided_on is not None or self.inputs.cutover is not None
        if noted or self.inputs.files.enrollments.files["state"].isin(UNREAD_FILES).any():
            return False
        return bool(self.standing["state"].isin([*ABSENT, NOT_NEEDED, CLOSED]).all())

    def was_live(self, rows: pd.DataFrame) -> bool | None:
        """Return whether all of these were live on the day of a past cutover, None where no file tells or none is past.

        What needs no enrollment holds nothing up.
        """
        on, asked = self.inputs.cutover, rows[~rows["state"].eq(NOT_NEEDED)]
        if on is None or on > self.inputs.as_of:
            return None
        then = asked["state"].eq(LIVE) & asked["live_on"].le(pd.Timestamp(on)).fillna(False)
        unknown = asked["state"].isin(UNSAID) | (asked["state"].eq(LIVE) & asked["live_on"].isna())
        if not (then | unknown).all():
            return False
        return None if unknown.any() else True

    def day(self, after: int) -> dt.date:
        """Return the day so many days from the report's date."""
        return self.inputs.as_of + dt.timedelta(after)

    def chance(self, rows: pd.DataFrame, on: dt.date | None) -> float | None:
        """Return the chance that all of these are live by a day to come, None where there is no such day."""
        if on is None or on < self.inputs.as_of:
            return None
        if (rows["state"] == CLOSED).any():
            return 0.0
        together = days.exact([self.days[place] for place in rows.index if place in self.days])
        return float(together[: (on - self.inputs.as_of).days + 1].sum())


@once
def plan_of(inputs: Inputs) -> Plan:
    """Return the plan of a practice's enrollment, made once for its inputs."""
    return Plan(inputs)


def live_on_the_day(plan: Plan) -> tuple[str | None, str] | None:
    """Return how many of the largest payers were live on the day of a past cutover and which; None where none is past.

    The number is None where it rests on a payer of which no file tells since when it is live.
    """
    cutover = plan.inputs.cutover
    if cutover is None or cutover > plan.inputs.as_of or not plan.top:
        return None
    told = {payer: plan.was_live(plan.deciding[plan.deciding["payer"] == payer]) for payer in plan.top}
    were, late, unsaid = ([p for p, was in told.items() if was is one] for one in (True, False, None))
    parts = [f"live for claims and ERAs on {cutover}: {and_joined(were) or 'none'}"]
    parts += [f"not live that day: {and_joined(late)}"] if late else []
    parts += [f"since when is not known: {and_joined(unsaid)}"] if unsaid else []
    return (None if unsaid else f"{len(were)} of {len(plan.top)}"), "; ".join(parts)


def calendar(plan: Plan) -> pd.DataFrame:
    """Return until when each enrollment of claims and ERAs takes (CALENDAR), the top payers first."""
    rows = []
    row: Any  # as `itertuples` gives them
    for row in plan.needed.assign(stated=stated(plan.needed)).itertuples():
        own = plan.days.get(row.Index)
        rows.append({
            "payer": row.payer, "transaction": SAID[row.transaction], "tax_id": row.tax_id,
            "billing_npi": row.billing_npi, "state": row.stated, "begins": row.filed_on,
            "live_on": row.live_on if row.state in READY else pd.NaT,
            "likely_on": _on(plan, own, 0.5), "sure_on": _on(plan, own, SURE), "usual_on": _usual_on(plan, row),
            "by_cutover_share": _by_cutover(plan, plan.needed.loc[[row.Index]]),
        })  # fmt: skip
    return framed(rows, CALENDAR)


def _by_cutover(plan: Plan, row: pd.DataFrame) -> float | None:
    """The chance that an enrollment is live by the cutover; of a past one 1 or 0, by since when it is live."""
    was = plan.was_live(row)
    return plan.chance(row, plan.inputs.cutover) if was is None else float(was)


def _usual_on(plan: Plan, row: Any) -> Any:
    """The day by which what is under way is live if the payer takes its usual days; null where nobody knows these."""
    usual = plan.inputs.usual_days(row.payer, row.transaction)
    if usual is None or row.state not in OPEN or pd.isna(row.filed_on):
        return pd.NaT
    return row.filed_on + pd.Timedelta(days=usual)


def drawn(plan: Plan) -> pd.DataFrame:
    """Return the rows of the calendar that have a bar (DRAWN): not what needs no enrollment, or can have none.

    What is live since a day that nobody tells says so in its label, where a bar would.
    """
    rows = calendar(plan).assign(
        label=[f"{_short(r.payer)} {_SHORTLY[r.transaction]}" for r in plan.needed.itertuples()]
    )
    rows["label"] += (rows["state"].eq(LIVE) & rows["live_on"].isna()).map({True: ", live", False: ""})
    rows = rows[~rows["state"].isin([NOT_NEEDED, CLOSED])]
    return conform(rows[[c.name for c in DRAWN]].reset_index(drop=True), DRAWN)


def gains(plan: Plan) -> pd.DataFrame:
    """Return what each of the top payers that is not live holds up (GAINS), the one that holds up most first."""
    rows = []
    for payer in plan.safe.gain:
        mine = plan.deciding[plan.deciding["payer"] == payer]
        mine = mine[mine.index.isin(plan.days)]
        together = days.exact([plan.days[place] for place in mine.index])
        rows.append({
            "payer": payer, "open_enrollments": len(mine), "last_share": plan.safe.last[payer],
            "gain_days": round(plan.safe.gain[payer], 1), "likely_on": _on(plan, together, 0.5),
            "sure_on": _on(plan, together, SURE),
        })  # fmt: skip
    frame = framed(rows, GAINS)
    return frame.sort_values(["gain_days", "payer"], ascending=[False, True], ignore_index=True)


def durations(plan: Plan) -> pd.DataFrame:
    """Return the days that were used, one row per family in use and ERA or other transaction (DURATIONS)."""
    rows = plan.needed.assign(kind=plan.needed["transaction"].eq(ERA).map({True: "ERA", False: "claims"}))
    made = [
        (row.family, row.kind, used.low, used.likely, used.high, used.basis)
        for row in rows.sort_values(["family", "kind"], kind="stable").itertuples()
        for used in [plan.inputs.duration(row.payer, row.transaction)]
    ]
    each = list(dict.fromkeys(made))
    return framed(each, DURATIONS)


def overdue(plan: Plan) -> pd.DataFrame:
    """Return the enrollments under way that have waited longer than they should, with `waited`, `high`."""
    rows = plan.standing[plan.standing["state"] == UNDER_WAY]
    told = rows.assign(
        waited=[waited_days(plan.inputs, row) for row in rows.itertuples()],
        high=[plan.inputs.duration(row.payer, row.transaction).high for row in rows.itertuples()],
    )
    return told[told["waited"] > told["high"]]


def _short(payer: str) -> str:
    """A name that leaves room for the transaction beside it."""
    return payer if len(payer) <= _LABEL else payer[: _LABEL - 1] + "\u2026"


def waited_days(inputs: Inputs, row) -> int:
    """Return the days since a row of `standing` was filed, 0 where that is not known: all of them are to come."""
    begun = row.filed_on if pd.notna(row.filed_on) else row.status_on
    return 0 if pd.isna(begun) else max((inputs.today - begun).days, 0)


def _days(inputs: Inputs, row) -> Days:
    wished = (row.wanted_on - inputs.today).days if pd.notna(row.wanted_on) else 0
    first = inputs.files.families.named(CREDENTIALING).other
    duration = inputs.duration(row.payer, row.transaction)
    return days_to_come(row.state, duration, waited_days(inputs, row), wished, first)


def days_to_come(state: str, duration: Duration, waited: int, wished: int, first: Duration) -> Days:
    """Return the days still to come of an enrollment in a state that takes so long.

    One under way has waited some days and may be asked for from a day on, so many days away; one whose provider the
    payer does not have on file has credentialing before it, which takes `first`.
    """
    if state == UNDER_WAY:
        return days.at_least(days.left(duration, waited), wished)
    if state == NOT_ON_FILE:
        return days.after(days.whole(first), days.whole(duration))
    return days.whole(duration)


def _name(row: pd.Series) -> str:
    """What an enrollment is drawn by: the same whatever else is open."""
    return " ".join(str(row[name]) for name in ("payer", "tax_id", "billing_npi", "transaction"))


def _on(plan: Plan, chance: Days | None, part: float) -> pd.Timestamp:
    return pd.NaT if chance is None else pd.Timestamp(plan.day(days.day_of(chance, part)))
