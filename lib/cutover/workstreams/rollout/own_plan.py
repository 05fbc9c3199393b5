"""The client's own plan beside the intakes and this plan: its order, its days, and what it asks for first."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Privacy, framed
from cutover.workstreams.columns import count, date, text
from cutover.workstreams.rollout.plan import Plan

SAME, OTHER = "as the intake has it", "the intake has another day"
IN_PLAN, IN_INTAKE, NEITHER = "the intake has no day", "it has no day, the intake has one", "no day in either"
NOT_DECIDED = "not decided: the day holds only if it moves"
OWN_PLAN = (
    count("place", "Place", "in the client's order"),
    text("practice", "Practice"),
    date("wished_on", "Its day in it"),
    date("intake_on", "By the intake"),
    date("closes_on", "Office Ally closes, by it"),
    date("plan_on", "In this plan", "null: it has moved, or has no day here"),
    text("state", "Compared with the intake", f"{SAME}, {OTHER}, {IN_PLAN}, {IN_INTAKE}, {NEITHER}"),
    text("decided", "Decided", NOT_DECIDED + ", by it or by the intake; null: neither says so"),
    text("said", "In place of a day", "", Privacy.DESK),
    text("remark", "Remark", "", Privacy.DESK),
    text("version", "Version", "", Privacy.DESK),
    text("source_file", "File", "", Privacy.PHI),
    count("source_row", "Row"),
)


def own_plan(plan: Plan) -> pd.DataFrame:
    """Return each practice of the client's newest plan (OWN_PLAN), in the client's order; none without such a plan."""
    rows = []
    for row in plan.inputs.own.rows.to_dict("records"):
        facts = plan.inputs.facts.get(row["slug"])
        intake = None if facts is None else facts.cutover
        rows.append({
            "place": row["place"], "practice": row["slug"] if facts is None else facts.name, "wished_on": row["day"],
            "intake_on": intake, "plan_on": plan.days.get(row["slug"]), "state": _compared(row["day"], intake),
            "decided": NOT_DECIDED if row["slug"] in plan.undecided else None,
            **{name: row[name] for name in ("closes_on", "said", "remark", "version", "source_file", "source_row")},
        })  # fmt: skip
    return framed(rows, OWN_PLAN).sort_values(["place", "wished_on"], kind="stable", ignore_index=True)


def _compared(wished: object, intake: object) -> str:
    if pd.isna(wished):
        return NEITHER if intake is None else IN_INTAKE
    if intake is None:
        return IN_PLAN
    return SAME if pd.Timestamp(wished) == pd.Timestamp(intake) else OTHER
