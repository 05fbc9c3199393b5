"""Agings that came since the cutover are told beside the gate that asks for weekly ones in writing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from cutover.reading.claims.aging_reports import AGING_REPORT, AgingReports
from cutover.workstreams.readiness.evidence import evidence
from enrollment_makers import AS_OF
from parallel_frames import frame
from test_readiness import ready


def told(cutover, *days):
    """What the files show of the agreement where agings of these many days before the report lie there."""
    rows = [{"day": AS_OF - dt.timedelta(ago), "amount_cents": 100} for ago in days]
    inputs = replace(ready(cutover=cutover), aging=AgingReports(frame(AGING_REPORT, rows)))
    return evidence(inputs)["closeout-agreed"]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((), ""),
        ((43,), ""),  # the day before the cutover
        ((42,), "1 A/R aging since the cutover is on file, the last of {42}"),
        ((14, 7), "2 A/R agings since the cutover are on file, the last of {7}"),
        ((-1,), ""),  # after the report
        # of weeks 42, 35, 28, 21, 14, 7 and 0 days ago the fourth has none, and the last
        (
            (42, 35, 28, 14, 7),
            "5 A/R agings since the cutover are on file, the last of {7}, and 2 weeks without one",
        ),
        ((42, 35, 28, 21, 14, 7, 0), "7 A/R agings since the cutover are on file, the last of {0}"),
    ],
)
def test_agings_since_the_cutover_are_counted_and_weeks_without_one_are_told(days, words):
    named = {ago: f"{AS_OF - dt.timedelta(ago):%Y-%m-%d}" for ago in (0, 7, 42)}
    for ago, day in named.items():
        words = words.replace(f"{{{ago}}}", day)
    found = told(AS_OF - dt.timedelta(42), *days)
    assert (found.shows, found.words) == (None, words)  # what was agreed is shown by no file


def test_before_the_cutover_no_aging_tells_of_what_comes_after_it():
    assert told(AS_OF + dt.timedelta(1), 7, 0).words == ""
