"""How long ago a practice moved, in whole weeks, beside the day on which its old account closes."""

from __future__ import annotations

import datetime as dt

from cutover.workstreams.rollout.report import assess
from rollout_makers import AS_OF, book, one


def test_whole_weeks_count_from_the_cutover_to_the_report_and_not_before_it():
    made = assess(book(
        one("elm", cutover=AS_OF - dt.timedelta(20)), one("fir", cutover=AS_OF - dt.timedelta(21)),
        one("oak", cutover=AS_OF + dt.timedelta(30)),
    ))  # fmt: skip
    rows = made.tables["ends"].frame.set_index("practice")["weeks_since"]
    assert (rows["Elm Clinic"], rows["Fir Clinic"]) == (2, 3)  # 20 // 7 and 21 // 7
    assert rows.drop(["Elm Clinic", "Fir Clinic"]).isna().all()
