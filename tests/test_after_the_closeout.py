"""A closeout that is over: no forecast of a day that is past, and ages that say from which day they count."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.reading.claims.aging_reports import ALL
from cutover.workstreams.aging_figures import AGED, EVERY
from cutover.workstreams.open_claims.findings import made
from cutover.workstreams.open_claims.verdict import _on_the_last_day
from open_claims_makers import book, day, history
from parallel_frames import frame

PAID = [history(f"P{n}", "paid", 0, on="2026-01-01", paid_date=day("2026-01-21")) for n in range(40)]
CUTOVER, LAST = dt.date(2026, 6, 1), dt.date(2026, 7, 31)  # 60 days from the cutover


def told(as_of, aged_on=None):
    given = book([*PAID, history("A1", "pending", 7_000, on="2026-05-11")], as_of=as_of, cutover=CUTOVER)
    row = {"payer": EVERY, "band": ALL, "reported_cents": 7_700, "ours_cents": 7_000}
    rows = [row | {"day": day(aged_on)}, row | {"day": day(aged_on), "payer": "AETNA"}] if aged_on else []
    vars(given)["aging_reported"] = frame(AGED, rows)
    return given


def test_until_the_last_day_of_the_closeout_it_is_forecast():
    assert told(LAST).forecast["open_cents"].tolist() == [7_000, 7_000]  # its payer, and all together


@pytest.mark.parametrize(
    ("aged_on", "value"),
    [("2026-07-31", "$77.00"), ("2026-07-30", None), (None, None)],
)
def test_after_it_the_clients_own_aging_of_that_day_is_shown_and_nothing_is_forecast(aged_on, value):
    given = told(LAST + dt.timedelta(1), aged_on)
    assert given.forecast.empty
    figure = _on_the_last_day(given, given.forecast)
    assert (figure.label, figure.value) == ("Open on 2026-07-31", value)


def test_old_open_claims_are_told_by_the_day_from_which_they_count():
    given = book([history("A1", on="2026-03-30"), history("A2", on="2026-04-02")])
    (found,) = [f for f in made(given, pd.DataFrame()) if f.code == "handoff-older"]
    # 120 days before July 31, the earlier of report and cutover
    assert (found.title, found.count) == ("1 open claim has service before 2026-04-02", 1)
    assert "The age table counts days up to the report." in found.meaning
