"""Medi's charge for claims in the months since the move is by the claims that are known, not by an estimate."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from cost_cases import MONTHS, one_files, one_intake, submissions
from cutover.columns import conform
from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.workstreams.cost import moved
from cutover.workstreams.cost.inputs import Inputs
from cutover.workstreams.cost.options import options
from cutover.workstreams.cost.tables import medi, months

AUGUST = dt.date(2026, 8, 20)  # the report is of a day within a month


def listed(number, day="2026-08-11", **more):
    """So many claims of Medi's lists, of one day."""
    rows = [
        {
            "sent_on": pd.Timestamp(day),
            "patient_control_number": f"M{n}",
            "charge_cents": 10_000,
            "state": "sent",
        }
        | more
        for n in range(number)
    ]
    frame = pd.DataFrame(
        rows, columns=["sent_on", "patient_control_number", "charge_cents", "state", "frequency"]
    )
    return conform(frame.reindex(columns=[c.name for c in SENT_CLAIMS]), SENT_CLAIMS)


def compared(sent, day=dt.date(2026, 6, 3), **said):
    """A practice with 10 claims a month, but 30 in July, that moved on a day."""
    claims = [pd.concat(parts, ignore_index=True) for parts in zip(
        submissions([f"{m}-01" for m in MONTHS if m != "2026-07"], 10), submissions(["2026-07-01"], 30), strict=True
    )]  # fmt: skip
    files = one_files(claims=claims, intake=one_intake(cutover_date=day, parallel_weeks=4))
    return Inputs((replace(files, sent=sent),), (), AUGUST, "elm", "Elm Clinic", options(**said)).comparison


@pytest.mark.parametrize(
    ("sent", "august"),
    [
        (listed(25), 25),  # the month is not over, and more than the 10 of the year before went out already
        (listed(4), 10),  # 4 by now: the month may still come to 10
        (listed(25, frequency="void"), 10),  # taken back: no claim
        (listed(25, day="2026-05-11"), 10),  # before the move
    ],
)
def test_a_month_since_the_move_is_priced_by_its_known_claims(sent, august):
    of = compared(sent)
    # from 2026-06 on: 10, 30 and the report's own month
    assert of.subject.scenario.cases[0].sent[:2] == ((0, 10), (1, 30))
    charged = of.subject.medi("claim")[:3].tolist()
    assert charged == [10 * 70, 30 * 70, august * 70]
    table = medi(of).frame.set_index("item")
    assert (
        table.loc["claim", "cents"] == table.loc["claim", "units"] * 70
    )  # units and cents are of the same months


def test_the_platform_and_claims_of_each_month_are_told_by_medi_s_lists():
    of = compared(listed(18))
    # 20.00 + 18 x 0.70 = 32.60
    assert "come to: 2026-08 18 claims and $32.60." in moved.limits(of)[1]
    assert months(of).note.endswith(
        "Medi's charge for claims is by those that are known in 2026-06, 2026-07 and 2026-08."
    )


def test_what_a_person_sets_for_the_report_goes_first_and_before_the_move_nothing_is_known():
    assert compared(listed(18), volume_percent="200").subject.scenario.cases[0].sent == ()
    planned = compared(listed(18), day=dt.date(2026, 9, 7))
    assert planned.subject.scenario.cases[0].sent == () and moved.limits(planned) == ()
