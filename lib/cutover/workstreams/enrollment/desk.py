"""For work at the desk: what the cutover date would be if some payers were live already."""

from __future__ import annotations

from dataclasses import replace

from cutover.result import Result
from cutover.workstreams.enrollment.plan import Plan
from cutover.workstreams.enrollment.report import assess_plan
from cutover.workstreams.enrollment.standing import LIVE


def waited_for(plan: Plan) -> list[str]:
    """Return the payers that are not live yet, those that hold up the cutover most first."""
    rows = plan.needed[plan.needed.index.isin(plan.days)]
    order = sorted(plan.safe.gain, key=lambda payer: -plan.safe.gain[payer])
    return list(dict.fromkeys([*order, *rows["payer"]]))


def what_if(plan: Plan, payers: tuple[str, ...]) -> Result:
    """Return the result as it would be if every enrollment of these payers were live today."""
    other = replace(plan)
    live = plan.standing["payer"].isin(payers)
    other.__dict__["standing"] = plan.standing.assign(state=plan.standing["state"].mask(live, LIVE))
    return assess_plan(other)
