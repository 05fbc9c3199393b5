"""Where no intake sets a cutover date, the day of the client's own plan is named beside it, if it is sure."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.postings.calls import load_calls
from cutover.reading.practice.book import load_practice
from cutover.reading.practice.own_plans import planned_day
from cutover.workstreams.unread_cells import day_lacks
from practice_folder import folder, practice_answers
from test_own_rollout_plans import written

HEAD = ("Clinic", "Go live")
OTHERS = [
    ("Birch Eye", "4/6/2026"),
    ("Cove", "5/4/2026"),
]  # practices beside it, whose days are none of its own


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        ([("Cedar Grove", "3/2/2026")], dt.date(2026, 3, 2)),
        ([("Cedar Grove", "tbd")], None),
        ([], None),
        ([("Cedar Grove", "3/2/2026"), ("Cedar Grove", "3/9/2026")], None),  # which of the two is not sure
    ],
)
def test_only_the_one_day_of_a_practice_in_the_plan_is_its_planned_day(tmp_path, rows, day):
    written(tmp_path, plan=[("Plan", None, [HEAD, *rows, *OTHERS])])
    folder(tmp_path, {}, practice_answers())
    folder(tmp_path, {}, practice_answers("Birch Eye", "987654321", "1245319599"), "birch-eye")
    folder(tmp_path, {}, practice_answers("Cove Spine", "987654322", "1679576722"), "cove-spine")
    practice = load_practice(tmp_path, "acme", "cedar-grove")
    assert planned_day(practice) == day
    assert ("the client's own plan has 2026-03-02" in day_lacks(practice, "no date")) == (day is not None)


def test_notes_of_calls_count_wherever_notes_lie_and_other_notes_do_not(tmp_path):
    files = {
        "meetings/anything 2026-06-22.txt": "Two were there.\n",
        "notes/payer call 2026-06-23.txt": "Asked about the ERA.\n",
        "calls/2026-06-24.txt": "Meeting with the biller\n\nNothing open.\n",  # its first words say so
        "notes/shopping 2026-06-25.txt": "Paper for the printer. Call the vendor.\n",
    }
    folder(tmp_path, files, practice_answers())
    rows = load_calls(load_practice(tmp_path, "acme", "cedar-grove")).sort_values("source_file")
    told = {(log, f"{on:%m-%d}") for log, on in zip(rows["log"], rows["day"], strict=True)}
    assert told == {("anything", "06-22"), ("payer call", "06-23"), ("calls", "06-24")}
