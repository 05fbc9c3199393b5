"""The calendar back from the cutover: what is to be done by when, what is late, and which gate that delays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pandas as pd

from cutover.columns import framed
from cutover.intake.sheets import AWAY
from cutover.reading.intake.office_words import NOT_ASKED, note_says
from cutover.reading.practice import file_subject, papers
from cutover.reading.practice.files_held import load_holdings
from cutover.reading.practice.places import walk_home
from cutover.reading.practice.tables import OPENS
from cutover.wording import and_joined, several
from cutover.workstreams import tested_rules
from cutover.workstreams.answers import once
from cutover.workstreams.columns import count, date, text
from cutover.workstreams.enrollment.standing import LIVE, NOT_NEEDED, UNSAID, WAITING, drafts, needing_none
from cutover.workstreams.enrollment.verdict import untold
from cutover.workstreams.readiness.gates import GOOD, gates
from cutover.workstreams.readiness.inputs import Inputs
from cutover.workstreams.readiness.rules import texts
from cutover.workstreams.readiness.users import ON_PURPOSE, SAME, users

_UNFILED = ("not filed", "DRAFT", *AWAY)  # an export need not state the day on which an enrollment was filed
_DELIVERED = {"appointments": file_subject.APPOINTMENTS, "charts": file_subject.CHARTS}
DONE, LATE, TO_DO, NOTHING = "done", "late", "to do", "not known"
STEPS = (
    date("due_on", "By"),
    text("step", "What is to be done"),
    text("state", "State", f"{DONE}, {LATE}, {TO_DO}, {NOTHING}"),
    count("days_late", "Days late"),
    text("detail", "Where it is"),
    text("delays", "What it delays"),
)


@once
def steps(inputs: Inputs) -> pd.DataFrame:
    """Return every step with its day and state (STEPS), in order of days; without a cutover date no day is known."""
    told, rows = texts(), []
    for step in inputs.rules.step:
        done, detail = _OF[step.code](inputs)
        due = None if inputs.cutover is None else inputs.cutover - dt.timedelta(step.days_before)
        late = 0 if due is None else (inputs.as_of - due).days
        state = DONE if done else NOTHING if done is None else LATE if late > 0 else TO_DO
        rows.append({
            "due_on": pd.NaT if due is None else pd.Timestamp(due), "step": step.text, "state": state,
            "days_late": late if state == LATE else None, "detail": detail, "delays": told[step.delays],
        })  # fmt: skip
    frame = framed(rows, STEPS)
    return frame.sort_values("due_on", kind="stable", ignore_index=True)


Told = tuple[bool | None, str]  # whether it is done (None: nothing is noted), and in words


def _decided(inputs: Inputs) -> Told:
    on = inputs.enrolled.decided_on
    on = None if on is None or on > inputs.today else on
    if on is None:
        return (False, "no decision is noted in the intake")
    days = None if inputs.cutover is None else (pd.Timestamp(inputs.cutover) - on).days
    until = f", {several(days, 'day')} before the cutover" if days is not None and days > 0 else ""
    return (True, f"on {on:%Y-%m-%d}{until}")


def _filed(inputs: Inputs) -> Told:
    rows = inputs.plan.needed
    if rows.empty:
        return None, "no payer in use is known"
    none = rows["state"].eq(NOT_NEEDED)
    rows, rest = rows[~none], needing_none(int(none.sum()))
    if rows.empty:
        return True, f"nothing is to be filed{rest}"
    begun = rows["status"].notna() & ~rows["status"].isin(_UNFILED)
    owed = rows["state"].eq(WAITING)
    begun &= ~owed  # a form is still owed: without a day of filing nothing tells that it was filed
    draft = drafts(rows)  # the report on enrollment calls it not filed
    filed = rows["state"].eq(LIVE) | (rows["filed_on"].notna() & ~draft) | begun
    unsaid = rows["state"].isin(UNSAID) & ~filed
    if unsaid.all():
        return None, f"not known: no file tells where any of {len(rows)} stands{rest}"
    forms = f"; of {int(owed.sum())} the provider still owes what was asked for" if owed.any() else ""
    rest = forms + _of_drafts(rows[draft]) + untold(rows[unsaid]) + rest
    return bool(filed.all()), f"{int(filed.sum())} of {len(rows)} filed{rest}"


def _of_drafts(rows: pd.DataFrame) -> str:
    """How many have a filed day, and a status that says they are not filed, in words; empty where none has both."""
    if rows.empty:
        return ""
    said = and_joined(sorted(rows["status"].unique()))
    return f"; {len(rows)} with a filed day {'has' if len(rows) == 1 else 'have'} the status {said}"


def _asked(inputs: Inputs) -> Told:
    rows = inputs.intake.tables["support requests"]
    usage = inputs.intake.tables["practice"]["usage"].dropna()
    if len(usage) and usage.iloc[0] == "clearinghouse-only":
        return True, "not needed: the practice uses Office Ally as a clearinghouse alone"
    if rows.empty:
        return None, _none_asked(inputs)
    came = (rows["delivered_on"] <= inputs.today).fillna(False)
    asked = (rows["asked_on"] <= inputs.today).fillna(False) | came
    never = note_says(rows["note"], NOT_ASKED) & rows[["asked_on", "delivered_on", "ticket"]].isna().all(
        axis=1
    )
    more = f", {int(never.sum())} not asked yet" if never.any() else ""
    told, bare = " by the intake" if came.any() else "", _not_here(inputs, rows[came])
    # what came and is nowhere must be asked for again
    return bool(asked.all()) and not bare, f"{int(came.sum())} of {len(rows)} delivered{told}{more}{bare}"


def _none_asked(inputs: Inputs) -> str:
    """That the intake notes no request, and where notes and e-mails lie that no report reads for one."""
    there = papers.notes(inputs.practice.home, inputs.practice.client)
    said = "the intake notes no request"
    return f"{said}; a person must look for one in {and_joined(there)}: no report does" if there else said


def _not_here(inputs: Inputs, came: pd.DataFrame) -> str:
    """Which folders of what support is said to have delivered hold no file, in words; empty where each holds one.

    A list that lies in another folder, and is known by its columns, is there too.
    """
    raw = inputs.practice.raw
    bare = [
        name
        for name in _DELIVERED
        if came["subject"].eq(name).any() and next(walk_home(raw / name, raw, documents=True), None) is None
    ]
    if bare:
        held = load_holdings(inputs.practice).counted
        there = set(held.loc[held["state"].eq(OPENS), "subject"])
        bare = [name for name in bare if _DELIVERED[name] not in there]
    if not bare:
        return ""
    return f"; no file lies in the {'folder' if len(bare) == 1 else 'folders'} {and_joined(bare)}"


def _gate(*codes: str) -> Callable[[Inputs], Told]:
    def told(inputs: Inputs) -> Told:
        rows = gates(inputs).set_index("item").loc[list(codes)]
        return bool(rows["state"].isin(GOOD).all()), ", ".join(dict.fromkeys(rows["state"]))

    return told


def _rules(inputs: Inputs) -> Told:
    rows = inputs.intake.tables["scrub rules"]
    if rows.empty:
        return None, "the intake lists no rule"
    rows = tested_rules.with_tests(rows, inputs.today)
    return bool(rows["is_tested"].all()), tested_rules.told(rows)


def _fees(inputs: Inputs) -> Told:
    rows = inputs.intake.tables["fee schedules"]
    if rows.empty:
        return None, "the intake lists no fee schedule"
    there = rows["in_medi"].astype("boolean").fillna(False)
    return bool(there.all()), f"{int(there.sum())} of {len(rows)} loaded"


def _set_up(inputs: Inputs) -> Told:
    rows = users(inputs)
    if rows.empty:
        return None, "the intake names no users"
    right = rows["has_account"].fillna(False) & rows["access"].isin([SAME, ON_PURPOSE])
    return bool(
        right.all()
    ), f"{int(right.sum())} of {several(len(rows), 'user')} set up with the same practices"


_OF: dict[str, Callable[[Inputs], Told]] = {
    "decision": _decided, "enrollments": _filed, "support": _asked, "exports": _gate("exports-opened"),
    "agreements": _gate("closeout-agreed", "trailing-ar-owned"), "rules": _rules, "fees": _fees, "users": _set_up,
    "patients": _gate("day-zero-2"), "test": _gate("day-zero-4"),
}  # fmt: skip
