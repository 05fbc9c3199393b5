"""What readiness says first: GO, GO WITH CONDITIONS or NO-GO, why, and the first day on which it would be GO."""

from __future__ import annotations

import pandas as pd

from cutover.result import CUTOVER_DATE, Figure, State
from cutover.shares import percent
from cutover.wording import and_joined, several
from cutover.workstreams import unread_cells
from cutover.workstreams.enrollment.plan import live_on_the_day
from cutover.workstreams.readiness.gates import (
    ATTESTED,
    CLASH,
    CONDITIONS,
    GO,
    GOOD,
    REFUTED,
    WRONG,
    decision,
    first_day,
    gates,
)
from cutover.workstreams.readiness.inputs import Inputs
from cutover.workstreams.readiness.rules import LATER, MUST
from cutover.workstreams.readiness.users import bills, users

_WEEK = 7  # days


def verdict(inputs: Inputs) -> str:
    """Return one sentence: the decision for the planned date, what it rests on, and when it would be GO."""
    rows, cutover = gates(inputs), inputs.cutover
    if cutover is None:
        why = unread_cells.day_lacks(inputs.practice, "no cutover date is set in the intake")
        return f"NO-GO: {why}. {_first(inputs)}"
    said = decision(rows, cutover)
    lead = f"{said} for {cutover}" if not inputs.has_come else f"{_moved(inputs)}: {said}"
    asked = rows[(rows["hold"] != LATER) & ~rows["state"].isin(GOOD)]
    if said == GO:
        return f"{lead}: every gate is shown by data or attested.{_trusted(inputs)}"
    if said == CONDITIONS:
        verb = "is" if len(asked) == 1 else "are"
        left = f"{several(len(asked), 'item')} {verb} to be settled on the day ({_items(inputs, asked)})"
        return f"{lead}: {left}.{_trusted(inputs)}"
    return f"{lead}: {_because(inputs, rows)}. {_first(inputs)}"


def state(inputs: Inputs) -> State:
    """Return whether the practice may move on its date, by the rules of `signals.toml`."""
    rows, cutover = gates(inputs), inputs.cutover
    said = decision(rows, cutover)
    if said == GO:
        return State.OK
    if said == CONDITIONS or cutover is None:
        return State.ATTENTION
    day = first_day(rows, inputs.as_of)
    return State.ATTENTION if day is not None and day <= cutover else State.BLOCKED


def _moved(inputs: Inputs) -> str:
    return "On the day" if inputs.cutover == inputs.as_of else f"After the move of {inputs.cutover}"


def _because(inputs: Inputs, rows: pd.DataFrame) -> str:
    """What holds the cutover, and what is refuted beside it: one gate is told as often as the findings count it."""
    asked = rows[(rows["hold"] != LATER) & ~rows["state"].isin(GOOD)]
    clash, wrong = rows[rows["state"] == CLASH], rows[rows["state"] == REFUTED]
    left = asked[~asked["state"].isin(WRONG) & (asked["hold"] == MUST)]
    parts = [f"{several(len(rows), 'gate')} {words} ({_items(inputs, rows)})" for rows, words in (
        (clash, "attested and refuted"), (wrong, "refuted by data"), (left, "open")) if len(rows)]  # fmt: skip
    return ", ".join(parts)


def _items(inputs: Inputs, rows: pd.DataFrame) -> str:
    names = {gate.code: gate.name for gate in inputs.rules.gate}
    later = rows["hold"].eq(LATER).map({True: ": due after the cutover", False: ""})
    return ", ".join(rows["item"].map(names) + later)


def _first(inputs: Inputs) -> str:
    day = first_day(gates(inputs), inputs.as_of)
    if day is None:
        return "No first day can be named while the enrollment of the largest payers is not known."
    return f"It would be GO on {day} at the earliest, if all that is open begins today.{_trusted(inputs)}"


def _trusted(inputs: Inputs) -> str:
    """What stands behind the word of a person alone: that the largest payers are live, with the day of the files."""
    rows = gates(inputs).set_index("item").loc["day-zero-3"]
    if rows["state"] != ATTESTED or not inputs.plan.is_known or inputs.plan.is_ready:
        return ""
    safe = inputs.plan.day(inputs.plan.safe.sure)
    return (
        f" That the largest payers are live rests on a person's word alone; by the files they are on {safe}."
    )


def _away(inputs: Inputs) -> str:
    """How far the planned day is, or that it cannot be read."""
    if inputs.cutover is None:
        return unread_cells.day_lacks(inputs.practice, "not set in the intake")
    left = (inputs.cutover - inputs.as_of).days
    weeks = f" ({several(abs(left) // _WEEK, 'whole week')})" if abs(left) >= _WEEK else ""
    return f"in {several(left, 'day')}{weeks}" if left >= 0 else f"{several(-left, 'day')} ago{weeks}"


def figures(inputs: Inputs) -> tuple[Figure, ...]:
    """Return the headline numbers."""
    rows, cutover = gates(inputs), inputs.cutover
    asked = rows[rows["hold"] != LATER]
    day, people = first_day(rows, inputs.as_of), users(inputs)
    billing = bills(people)
    chance = inputs.plan.chance(inputs.plan.deciding, cutover) if inputs.plan.is_known else None
    counts, then = asked["state"].value_counts(), live_on_the_day(inputs.plan)
    return (
        Figure("Decision", decision(rows, cutover),
               "for the planned date" if cutover else "no date to move on is known"),
        Figure(CUTOVER_DATE, None if cutover is None else str(cutover),
               _away(inputs)),
        Figure("First day of GO", None if day is None else str(day), "if what is open begins today"),
        Figure("Gates that hold", f"{int(asked['state'].isin(GOOD).sum())} of {len(asked)}",
               f"{counts.get('shown by data', 0)} shown, {counts.get('attested', 0)} attested", column="gates hold"),
        Figure("Refuted by data", f"{int(rows['state'].isin(WRONG).sum())}", _refuted(rows)),
        Figure("Largest payers live in time", *(then or (None if chance is None else percent(chance, 0), "chance"))),
        Figure("Users who bill and have logged in",
               *_logged_in(billing if len(people) else None)),
    )  # fmt: skip


def _who(billing: pd.DataFrame) -> str:
    """The roles that are counted as billing, of those that work here."""
    roles = list(dict.fromkeys(billing["role"].dropna()))
    return f"who bills: {and_joined(roles)}" if roles else ""


def _refuted(rows: pd.DataFrame) -> str:
    """How many of the gates that data refutes were attested before, and how many are due after the cutover."""
    wrong = rows[rows["state"].isin(WRONG)]
    later = int(wrong["hold"].eq(LATER).sum())
    behind = f"; {later} due after the cutover" if later else ""
    return f"{int(wrong['state'].eq(CLASH).sum())} of them attested before{behind}"


def _logged_in(billing: pd.DataFrame | None) -> tuple[str | None, str]:
    """How many of those who bill have logged in; unknown where the intake answers that for nobody."""
    if billing is None:
        return None, ""
    if billing["has_logged_in"].isna().any():
        return None, "the intake does not say"
    return f"{int(billing['has_logged_in'].sum())} of {len(billing)}", _who(billing)
