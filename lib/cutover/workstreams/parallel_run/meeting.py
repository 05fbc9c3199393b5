"""The daily sheet of the reconciliation meeting: what changed since the last one, oldest first, owner, money."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.columns import Privacy, conform, empty
from cutover.reading.postings.meetings import MEETING
from cutover.result import Finding, Severity, short_key
from cutover.wording import wording, wordings
from cutover.workstreams.columns import KEY, PAYER, cents, count, date, text
from cutover.workstreams.run_rules import RunRules

NEW, CARRIED, CHANGED, SETTLED = "new", "carried", "amount changed", "settled"
UNCHECKED = "not looked at"
# what to do depends on what else the case says: in which system, which digits, which choice
DETAILED = frozenset({
    "run-no-postings", "run-postings-unread", "run-both-systems", "run-perhaps-twice", "run-other-system",
    "run-side-unknown", "run-not-posted",
    "run-not-posted-cut", "run-plb-not-posted", "run-reversal-not-posted", "run-digits-swapped",
    "run-deposit-suggested", "run-closeout-over", "run-sent-both", "run-sent-both-likely", "run-sent-rejected",
    "run-sent-no-answer", "run-sent-no-remittance",
})  # fmt: skip
_OF_MEETING = {c.name: c for c in MEETING}
SHEET = (
    text("change", "Since the last meeting", f"{NEW}, {CHANGED}, {CARRIED}, {UNCHECKED}, {SETTLED}"),
    text("what", "What"),
    PAYER,
    date("opened", "Since"),
    count("days_open", "Days open"),
    cents("amount_cents", "Amount"),
    text("owner", "Owner"),
    text("action", "What to do"),
    text("check_number", "Check or EFT no.", "", Privacy.DESK),
    KEY,
    _OF_MEETING["note"],
    _OF_MEETING["first_seen"],
    text("severity", "Severity"),
    _OF_MEETING["code"],
)
_NAMES = [c.name for c in SHEET]


def sheet(
    findings: tuple[Finding, ...], last: pd.DataFrame | None, as_of: dt.date, looked: frozenset[str]
) -> pd.DataFrame:
    """Return the items of the day, one row per case: blockers first, then the oldest, of those
    of one day the largest; settled ones at the end.

    `last` is what the last meeting wrote down (MEETING), null where there was none. An item keeps its key, the day it
    was first seen, its owner and its note from meeting to meeting. It is settled where its kind was looked at today
    (`looked`: codes) and it is gone; a kind that could not be looked at, for want of a file, settles nothing.
    """
    now = [_items(finding) for finding in findings]
    rows = pd.concat(now, ignore_index=True) if now else pd.DataFrame(columns=_NAMES)
    before = _with_whole_keys(empty(MEETING) if last is None else last, rows)
    before = before.drop_duplicates("key").set_index("key")
    gone = before[~before.index.isin(rows["key"])].reset_index()
    absent = ~gone["code"].isin(looked)
    parts = (
        _today(rows, before, pd.Timestamp(as_of)),
        _gone(gone[absent], UNCHECKED),
        _gone(gone[~absent], SETTLED),
    )
    told = [conform(part[_NAMES], SHEET) for part in parts if len(part)]
    return pd.concat(told, ignore_index=True) if told else empty(SHEET)


def _with_whole_keys(last: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The items of the last meeting; a key of an older, shorter form becomes that of the case of today it begins."""
    whole = {(code, short_key(key)): key for code, key in zip(rows["code"], rows["key"], strict=True)}
    named = zip(last["code"], last["key"], strict=True)
    return last.assign(key=pd.array([whole.get(name, name[1]) for name in named], dtype="str"))


def _today(rows: pd.DataFrame, before: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    known = before.reindex(rows["key"]).set_axis(rows.index)
    seen = rows["key"].isin(before.index)
    same = known["amount_cents"].fillna(-1).eq(rows["amount_cents"].fillna(-1))
    rows = rows.assign(
        change=pd.Series(NEW, rows.index, dtype="str").mask(seen & same, CARRIED).mask(seen & ~same, CHANGED),
        owner=known["owner"].fillna(rows["owner"]),
        note=known["note"],
        first_seen=known["first_seen"].fillna(today),
        days_open=(today - rows["opened"].astype("datetime64[ms]")).dt.days,
        order=~rows["severity"].eq(Severity.BLOCKER.value),
    )
    first = {"order": True, "opened": True, "amount_cents": False, "key": True}
    rows = rows.sort_values(list(first), ascending=list(first.values()), kind="stable")
    return rows.drop(columns="order")


def _gone(rows: pd.DataFrame, change: str) -> pd.DataFrame:
    """What the last meeting had and today's findings lack; its title tells what it was."""
    titles = {code: words.one for code, words in wordings("parallel_run").items()}
    action = (
        "Nothing: it is no longer open." if change == SETTLED else "Bring the file that is missing today."
    )
    what = rows["code"].map(titles).fillna(rows["code"])
    return rows.assign(change=change, what=what, action=action).reindex(columns=_NAMES)


def _items(finding: Finding) -> pd.DataFrame:
    found = finding.evidence.frame
    detail = (": " + found["what"]).fillna("") if finding.code in DETAILED else ""
    return found[["key", "payer", "opened", "amount_cents", "check_number"]].assign(
        severity=finding.severity.value,
        what=wording(finding.code).one + detail,
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
        return _working(as_of + dt.timedelta(7))
    return _working(as_of + dt.timedelta(1))


def _working(day: dt.date) -> dt.date:
    """The day, or the Monday after it where it lies on a weekend."""
    return day + dt.timedelta({5: 2, 6: 1}.get(day.weekday(), 0))
