"""Logs of calls: which weeks and working days have no note of the call that was due."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.postings.calls import load_calls
from cutover.reading.postings.tables import CALLS
from cutover.reading.practice.book import load_practice
from cutover.workstreams.parallel_run.held_calls import DAILY, UNTOLD, WEEKLY, lacking, logs
from parallel_frames import CUTOVER, day, frame, run
from practice_folder import folder, practice_answers


def held(log: str, *days: str | None, as_of=dt.date(2026, 7, 15), cutover=CUTOVER):
    rows = [{"log": log, "day": one and day(one), "source_file": "meetings/x.txt"} for one in days]
    return logs(run(calls=frame(CALLS, rows), as_of=as_of, cutover=cutover))


@pytest.mark.parametrize(
    ("log", "days", "rhythm", "missing"),
    [
        # Tuesdays from 16 June to 14 July: 16, 23, 30 June, 7 and 14 July; that of 30 June was held on Thursday
        ("weekly call", ["2026-06-16", "2026-06-23", "2026-07-02", "2026-07-07"], WEEKLY, "2026-07-14"),
        (
            "status",
            ["2026-06-16", "2026-06-23", "2026-06-30", "2026-07-14"],
            WEEKLY,
            "2026-07-07",
        ),  # by its days
        # working days of the two weeks from the cutover, Monday 15 June: 10
        ("recon", [f"2026-06-{n}" for n in (15, 16, 17, 19, 22, 23, 24, 25, 26)], DAILY, "2026-06-18"),
        ("talks", ["2026-06-16", "2026-06-18", "2026-07-01"], UNTOLD, ""),
        ("talks", ["2026-06-16", "2026-06-23"], UNTOLD, ""),  # two days make no rhythm
        ("daily", ["2026-07-20"], UNTOLD, ""),  # after the report's day
    ],
)
def test_days_without_a_note_follow_from_the_rhythm_of_a_log(log, days, rhythm, missing):
    (row,) = held(log, *days).fillna({"days": ""}).to_dict("records")
    assert (row["rhythm"], row["days"]) == (rhythm, missing)


def test_what_is_due_and_lacking_is_counted_and_told_and_an_unknown_rhythm_is_not():
    rows = held("weekly call", "2026-06-16", "2026-06-23", None)
    (row,) = rows.to_dict("records")
    assert (row["notes"], row["due"], row["missing"], row["undated"]) == (2, 5, 3, 1)
    assert lacking(rows) == (
        "Of a log of calls kept each week, 3 weeks of 5 have no note: 2026-06-30, 2026-07-07, 2026-07-14.",
    )
    assert not lacking(held("talks", "2026-06-16"))


def test_the_day_of_a_note_is_in_its_name_or_its_first_lines(tmp_path):
    files = {
        "meetings/weekly close 2026-06-22.txt": "Week ending 6/20/2026\n",
        "meetings/call 6-24.md": "# Call of 2026-06-24\n\nPresent: two.\n",
        "meetings/call 6-25.md": "Nothing was said.\n",
        "meetings/2026-06-26.csv": "key,code,first_seen,amount,owner,note\n",
    }
    folder(tmp_path, files, practice_answers())
    rows = load_calls(load_practice(tmp_path, "acme", "cedar-grove")).sort_values("source_file")
    told = [
        (log, f"{on:%m-%d}" if on == on else "") for log, on in zip(rows["log"], rows["day"], strict=True)
    ]
    assert told == [("call", "06-24"), ("call", ""), ("weekly close", "06-22")]
