"""For work at the desk: what the cutover date would be if payers were live already, or took other days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

import pandas as pd

from cutover.result import Figure
from cutover.shares import percent
from cutover.workstreams.enrollment import dates
from cutover.workstreams.enrollment.plan import Plan
from cutover.workstreams.enrollment.standing import CLOSED


def waited_for(plan: Plan) -> list[str]:
    """Return the payers that are not live yet, those that hold up the cutover most first."""
    rows = plan.needed[plan.needed.index.isin(plan.days)]
    order = sorted(plan.safe.gain, key=lambda payer: -plan.safe.gain[payer])
    return list(dict.fromkeys([*order, *rows["payer"]]))


def figures_if(
    plan: Plan,
    live: Collection[str] = (),
    more_days: Mapping[str, int] | None = None,
    share: float = dates.SURE,
    cutover: dt.date | None = None,
) -> tuple[Figure, ...]:
    """Return from when on the practice could move if these payers were live today and others took more days.

    `more_days` are days added to each open enrollment of a payer (fewer where negative); `share` is the chance that is
    wanted; for a day of `cutover` the chance is told that the payers with the most claims are live by then.
    """
    payer = plan.standing["payer"]
    left = {
        place: dates.shifted(chance, (more_days or {}).get(str(payer.loc[place]), 0))
        for place, chance in plan.days.items()
        if payer.loc[place] not in live
    }
    return (
        Figure("Payers with the most claims are live, likely", _by(plan, plan.deciding, left, live, 0.5)),
        Figure("The same, with the chance that is wanted", _sure(_by(plan, plan.deciding, left, live, share), share)),
        Figure("Every payer is live, with that chance", _sure(_by(plan, plan.needed, left, live, share), share),
               "of those that ever can be"),
        Figure("Chance that the first are live by the cutover", _chance(plan, left, live, cutover),
               "no day to come is chosen" if cutover is None else f"on {cutover}"),
    )  # fmt: skip


def _by(
    plan: Plan, rows: pd.DataFrame, left: Mapping[int, dates.Days], live: Collection[str], share: float
) -> str | None:
    """The day by which these are live with that chance; None where one of the first payers can never be."""
    never = rows["state"].eq(CLOSED) & ~rows["payer"].isin(live)
    if not plan.top or (rows is plan.deciding and never.any()):
        return None
    together = dates.exact([left[place] for place in rows.index if place in left])
    return plan.day(dates.day_of(together, share)).isoformat()


def _sure(day: str | None, share: float) -> str | None:
    return day and f"{day} ({share:.0%})"


def _chance(
    plan: Plan, left: Mapping[int, dates.Days], live: Collection[str], cutover: dt.date | None
) -> str | None:
    rows = plan.deciding
    if cutover is None or cutover < plan.inputs.as_of or not plan.top:
        return None
    if (rows["state"].eq(CLOSED) & ~rows["payer"].isin(live)).any():
        return percent(0, 0)
    together = dates.exact([left[place] for place in rows.index if place in left])
    return percent(float(together[: (cutover - plan.inputs.as_of).days + 1].sum()), 0)
