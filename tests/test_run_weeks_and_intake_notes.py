"""The weeks of a parallel run, connections past their day, and sheets of the intake that hold nothing but a header."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pandas as pd
import pytest
from cutover.reading.intake.reader import read_intake
from cutover.reading.intake.unread import unread_cells
from cutover.workstreams.inventory.must_move import IN_HAND, PARTLY, Status
from cutover.workstreams.inventory.planning import _past_their_day
from cutover.workstreams.parallel_run.closing import payers, practice_missing
from cutover.workstreams.readiness.steps import _decided
from parallel_frames import run
from practice_folder import by_code, folder, practice_answers, said
from test_inventory_findings import RECEIPT
from workbook_maker import workbook_of

DAY = dt.date(2026, 7, 31)


def lacks(cutover: dt.date, usage: str | None, weeks: int | None) -> list[str]:
    found = run(cutover=cutover, usage=usage, weeks=weeks)
    return [one for one in practice_missing(found, payers(found)) if "week" in one]


@pytest.mark.parametrize(
    ("cutover", "weeks", "wanted"),
    [
        (dt.date(2026, 6, 20), 6, ["the planned run of 6 weeks ends on 2026-08-01"]),  # 42 days on: a day too early
        (dt.date(2026, 6, 19), 6, []),  # ends on the report's day
        (dt.date(2026, 7, 18), 2, ["the shortest run of 2 weeks ends on 2026-08-01"]),  # 14 days on
        (dt.date(2026, 7, 17), 2, []),
        (dt.date(2026, 7, 18), 1, ["the shortest run of 2 weeks ends on 2026-08-01, and the intake plans 1 week"]),
    ],
)  # fmt: skip
def test_a_run_lasts_as_many_weeks_as_the_intake_plans_and_two_at_least(cutover, weeks, wanted):
    assert lacks(cutover, "Practice Mate", weeks) == wanted


BLANK = "the intake leaves open the weeks of the run: 4 to 6 are usual after Practice Mate, 4 end on "


@pytest.mark.parametrize(
    ("cutover", "usage", "wanted"),
    [
        (dt.date(2026, 8, 3), "Practice Mate",
         ["the shortest run of 2 weeks ends on 2026-08-17", BLANK + "2026-08-31"]),  # 14 and 28 days on
        (dt.date(2026, 7, 17), "Practice Mate", [BLANK + "2026-08-14"]),
        (dt.date(2026, 7, 3), "Practice Mate", []),  # four weeks end on the report's day
        (dt.date(2026, 7, 18), "clearinghouse-only",
         ["the shortest run of 2 weeks ends on 2026-08-01", "the intake leaves open the weeks of the run"]),
        (dt.date(2026, 7, 17), "clearinghouse-only", []),
    ],
)  # fmt: skip
def test_weeks_that_the_intake_leaves_blank_are_said_to_be_open_and_four_are_no_least(cutover, usage, wanted):
    assert lacks(cutover, usage, None) == wanted


def connections(*rows) -> Status:
    """The status after these (system, day to be switched off, note), on the last of July."""
    links = pd.DataFrame(rows, columns=["system", "ends_on", "note"]).astype({"note": "str"})
    links = links.assign(ends_on=pd.to_datetime(links["ends_on"]))
    return _past_their_day(SimpleNamespace(today=pd.Timestamp(DAY)), Status(IN_HAND, "2 files"), links)


@pytest.mark.parametrize(
    ("day", "note", "said"),
    [
        ("2026-07-30", None, "Birch EHR was to be switched off on 2026-07-30, nothing confirms it"),
        ("2026-07-30", "does it push yet?", "Birch EHR was to be switched off on 2026-07-30, nothing confirms it, "
                                            "and its note asks about it"),
        ("2026-07-30", "is off?", "Birch EHR was to be switched off on 2026-07-30, nothing confirms it, "
                                  "and its note asks about it"),
        ("2026-07-30", "disconnected 7/30", ""),
        ("2026-07-31", None, ""),  # its last day is today
        (None, "stays", ""),
    ],
)  # fmt: skip
def test_a_connection_past_its_day_is_named_until_a_note_says_that_it_is_off(day, note, said):
    found = connections(("Birch EHR", day, note))
    assert (found.missing, found.state) == (said, PARTLY if said else IN_HAND)


HEADER = ["Payer", "Transaction", "Status in Medi"]


@pytest.mark.parametrize(("rows", "unread"), [([], 0), ([["Alder", "835", "LIVE"]], 2)])
def test_a_sheet_with_nothing_but_its_headers_holds_nothing_that_could_be_unread(rows, unread):
    """Tax ID and billing NPI have no column here: below a row they are missed, without one nothing is lost."""
    assert len(unread_cells(read_intake(workbook_of(("enrollments", [HEADER, *rows]))))) == unread


@pytest.mark.parametrize(
    ("cutover", "said"),
    [
        (dt.date(2026, 7, 13), "on 2026-06-01, 42 days before the cutover"),  # 29 days of June and 13 of July
        (dt.date(2026, 6, 1), "on 2026-06-01"),
        (None, "on 2026-06-01"),
    ],
)
def test_the_days_from_the_decision_to_the_cutover_are_counted(cutover, said):
    inputs = SimpleNamespace(
        enrolled=SimpleNamespace(decided_on=pd.Timestamp("2026-06-01")),
        today=pd.Timestamp(DAY),
        cutover=cutover,
    )
    assert _decided(inputs) == (True, said)


def test_a_use_that_the_intake_states_and_contradicts_is_not_one_of_which_it_says_nothing(tmp_path):
    answers = practice_answers(usage="Practice Mate", other_system="Birch EHR")
    folder(tmp_path, {"submissions/a.999": RECEIPT}, answers)
    found = by_code(said(tmp_path))
    assert "inv-usage-contradicted" in found and "inv-usage-unknown" not in found
