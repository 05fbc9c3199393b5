"""Which weeks and days have no note of the call that was due: each log of calls by its rhythm."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from cutover import reference
from cutover.columns import Privacy, framed
from cutover.wording import several
from cutover.workstreams.answers import once
from cutover.workstreams.columns import count, date, text
from cutover.workstreams.parallel_run.inputs import Inputs

DAILY, WEEKLY, UNTOLD = "each working day", "each week", "not known"
LOGS = (
    text("log", "Log", "the words of its files' names", Privacy.DESK),
    text("rhythm", "Rhythm", "by its name, else by its days"),
    date("first", "First"),
    date("last", "Last"),
    count("notes", "Days with a note"),
    count("due", "Days due", "null: its rhythm is not known"),
    count("missing", "Without a note"),
    text("days", "Days without one", "of weeks the usual weekday; holidays are not left out"),
    count("undated", "Notes of no one day"),
)
_WEEK = 7


@dataclass(frozen=True)
class _Words:
    daily: frozenset[str]
    weekly: frozenset[str]
    fewest_days: int


@once
def logs(run: Inputs) -> pd.DataFrame:
    """Return each log of calls with the days that have no note (LOGS), one row per log.

    A daily log is due from the cutover through the first two weeks, else between its first and last note; a weekly one
    from its first week until the report's day.
    """
    made = []
    for log, rows in run.calls.groupby("log"):
        told = rows["day"].dropna()
        days = sorted({day.date() for day in told if day.date() <= run.as_of})
        rhythm = _rhythm(str(log), days)
        due = _due(run, rhythm, days)
        lacking = [day for day in due if not _is_held(day, rhythm, set(days))]
        ends = (pd.Timestamp(days[0]), pd.Timestamp(days[-1])) if days else (None, None)
        counts = (None, None) if rhythm == UNTOLD else (len(due), len(lacking))
        named = ", ".join(map(str, lacking)) or None
        made.append((log, rhythm, *ends, len(days), *counts, named, int(rows["day"].isna().sum())))
    return framed(made, LOGS)


def lacking(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return a limit for each log with days without a note."""
    found = rows[rows["missing"].gt(0).fillna(False)]
    unit = {DAILY: "working day", WEEKLY: "week"}
    return tuple(
        f"Of a log of calls kept {rhythm}, {several(int(missing), unit[rhythm])} of {due:,} "
        f"{'has' if missing == 1 else 'have'} no note: {days}."
        for rhythm, missing, due, days in found[["rhythm", "missing", "due", "days"]].itertuples(
            index=False, name=None
        )
    )


def _rhythm(log: str, days: list[dt.date]) -> str:
    words, said = reference.load("meeting_words", _Words), set(log.split())
    told = [name for name, known in ((DAILY, words.daily), (WEEKLY, words.weekly)) if said & known]
    if len(told) == 1 or len(days) < words.fewest_days:
        return told[0] if len(told) == 1 and days else UNTOLD
    gaps = [int(np.busday_count(a, b)) for a, b in pairwise(days)]
    usual = float(np.median(gaps))
    return {1.0: DAILY, 5.0: WEEKLY}.get(usual, UNTOLD)


def _due(run: Inputs, rhythm: str, days: list[dt.date]) -> list[dt.date]:
    if not days or rhythm == UNTOLD:
        return []
    if rhythm == WEEKLY:
        weekday = pd.Series([day.weekday() for day in days]).mode().iloc[0]
        first = days[0] + dt.timedelta(int(weekday) - days[0].weekday())
        weeks = (run.as_of - first).days // _WEEK + 1
        return [first + dt.timedelta(_WEEK * week) for week in range(weeks)]
    first, last = days[0], days[-1]
    if (
        run.cutover is not None
        and first <= run.cutover + dt.timedelta(run.rules.daily_meeting_days - 1)
        and last >= run.cutover
    ):
        first, last = (
            run.cutover,
            min(run.as_of, run.cutover + dt.timedelta(run.rules.daily_meeting_days - 1)),
        )
    return [day for n in range((last - first).days + 1) if (day := first + dt.timedelta(n)).weekday() < 5]


def _is_held(day: dt.date, rhythm: str, days: set[dt.date]) -> bool:
    """Whether a day has a note, or any day of its week where it is kept weekly."""
    if rhythm == DAILY:
        return day in days
    monday = day - dt.timedelta(day.weekday())
    return any(monday + dt.timedelta(n) in days for n in range(_WEEK))
