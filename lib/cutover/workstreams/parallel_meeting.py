"""The daily sheet of the reconciliation meeting: what changed since the last one, oldest first, owner, money."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.columns import conform, empty
from cutover.reading.meetings import MEETING
from cutover.result import Finding, Severity
from cutover.workstreams.era_columns import KEY, PAYER, cents, count, date, text
from cutover.workstreams.parallel_findings import WORDS
from cutover.workstreams.parallel_rules import RunRules

NEW, CARRIED, CHANGED, SETTLED = "new", "carried", "amount changed", "settled"
_OF_MEETING = {c.name: c for c in MEETING}
SHEET = (
    text("change", "Since the last meeting", f"{NEW}, {CHANGED}, {CARRIED}, {SETTLED}"),
    text("what", "What"),
    PAYER,
    date("opened", "Since"),
    count("days_open", "Days open"),
    cents("amount_cents", "Amount"),
    text("owner", "Owner"),
    KEY,
    _OF_MEETING["note"],
    text("action", "What to do"),
    _OF_MEETING["first_seen"],
    text("severity", "Severity"),
    _OF_MEETING["code"],
)


def sheet(findings: tuple[Finding, ...], last: pd.DataFrame | None, as_of: dt.date) -> pd.DataFrame:
    """Return the items of the day, one row per case: blockers first, then the oldest; settled ones at the end.

    `last` is what the last meeting wrote down (MEETING), null where there was none. An item keeps its key, the day it
    was first seen, its owner and its note from meeting to meeting.
    """
    before = (empty(MEETING) if last is None else last).drop_duplicates("key").set_index("key")
    now = [_items(finding) for finding in findings]
    rows = pd.concat(now, ignore_index=True) if now else pd.DataFrame(columns=[c.name for c in SHEET])
    today = pd.Timestamp(as_of)
    known = before.reindex(rows["key"]).set_axis(rows.index)
    seen = rows["key"].isin(before.index)
    same = known["amount_cents"].fillna(-1).eq(rows["amount_cents"].fillna(-1))
    change = pd.Series(NEW, rows.index, dtype="str").mask(seen & same, CARRIED).mask(seen & ~same, CHANGED)
    rows = rows.assign(
        change=change,
        owner=known["owner"].fillna(rows["owner"]),
        note=known["note"],
        first_seen=known["first_seen"].fillna(today),
        days_open=(today - rows["opened"].astype("datetime64[ms]")).dt.days,
    )
    order = rows["severity"].eq(Severity.BLOCKER.value)
    rows = (
        rows.assign(order=~order).sort_values(["order", "opened", "key"], kind="stable").drop(columns="order")
    )
    gone = before[~before.index.isin(rows["key"])].reset_index()
    gone = gone.assign(change=SETTLED, what="no longer open").reindex(columns=[c.name for c in SHEET])
    names = [c.name for c in SHEET]
    parts = [conform(part[names], SHEET) for part in (rows, gone) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else empty(SHEET)


def _items(finding: Finding) -> pd.DataFrame:
    return finding.evidence.frame[["key", "payer", "opened", "amount_cents"]].assign(
        severity=finding.severity.value,
        what=WORDS[finding.code].one,
        owner=finding.owner,
        action=finding.action,
        code=finding.code,
    )


def minutes(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what a meeting writes down of a sheet: its open items (MEETING)."""
    left = rows[rows["change"] != SETTLED]
    return conform(left[[c.name for c in MEETING]].reset_index(drop=True), MEETING)


def next_meeting(cutover: dt.date | None, as_of: dt.date, rules: RunRules) -> dt.date | None:
    """Return the next meeting: the next working day in the first two weeks, a week later after them."""
    if cutover is None or cutover > as_of:
        return None
    if (as_of - cutover).days >= rules.daily_meeting_days:
        return as_of + dt.timedelta(7)
    return as_of + dt.timedelta({4: 3, 5: 2}.get(as_of.weekday(), 1))
