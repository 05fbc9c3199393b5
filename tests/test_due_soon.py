"""What is due in the days after a report, whatever the closeout; appeals filed too late; notes of settled claims."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.intake.handoff_workbook import APPEALS
from cutover.reading.intake.own_lists import OWN_LIST, WORK
from cutover.reading.intake.returned import Returned
from cutover.workstreams.open_claims import findings as handoff_findings
from cutover.workstreams.open_claims.appeal_days import AFTER, IN_TIME, LATE, LATER_LEVEL, NO_LIMIT, NO_NOTICE
from cutover.workstreams.open_claims.counted import counted
from cutover.workstreams.open_claims.due_soon import actions
from cutover.workstreams.open_claims.report import _by_deadline
from cutover.workstreams.open_claims.resolved_notes import resolved_notes
from cutover.workstreams.open_claims.verdict import figures, verdict
from open_claims_makers import AS_OF, book, decided, findings, history, note, one
from parallel_frames import frame

OVER = dt.date(2026, 5, 1)  # the closeout of sixty days ended on 2026-06-30, a month before the report
STATED = {"AETNA": {"appeal_days": 90, "known_from": "manual"}}


def refused(told: str, **said):
    """A claim that AETNA denied on a day, looked at long after its cutover: its appeal ends 90 days later."""
    return book([history("K1", "denied", 16_500, on="2026-04-01")], cutover=OVER, payers=STATED,
                eras=[decided("K1", told, 0, "CO-50", on="2026-04-01")], **said)  # fmt: skip


def when(given):
    return _by_deadline(given)["when"].tolist()


@pytest.mark.parametrize(
    ("told", "code", "said"),
    [
        (
            "2026-05-02",
            "handoff-deadline-soon",
            "within 30 days",
        ),  # 05-02 + 90 days: 07-31, the report's own day
        ("2026-06-01", "handoff-deadline-soon", "within 30 days"),  # 06-01 + 90 days: 08-30, 30 days ahead
        ("2026-06-02", None, "later"),  # 08-31
        ("2026-05-01", "handoff-deadline-passed", "passed"),  # 07-30
    ],
)
def test_a_limit_that_ends_within_a_month_is_named_when_the_closeout_is_over(told, code, said):
    given = refused(told)
    every = findings(given)
    found = {f.code: f for f in every if "deadline" in f.code}
    assert list(found) == ([code] if code else []) and when(given) == [said]
    if said == "within 30 days":
        assert found[code].due == one(given)["deadline_on"].date() and found[code].amount_cents == 16_500
        assert "1 claim worth $165.00 loses its deadline within 30 days of this report" in verdict(
            given, every
        )


def test_a_limit_soon_after_the_closeout_is_named_beside_those_that_end_in_it():
    # closeout until 2026-08-10 (06-11 + 60); K1's appeal ends on 08-05 (05-07 + 90), K2's on 08-20 (05-22 + 90)
    given = book([history("K1", "denied", 100, on="2026-04-01"), history("K2", "denied", 900, on="2026-04-02")],
                 eras=[decided("K1", "2026-05-07", 0, "CO-50", on="2026-04-01"),
                       decided("K2", "2026-05-22", 0, "CO-50", on="2026-04-02")],
                 cutover=dt.date(2026, 6, 11), payers=STATED)  # fmt: skip
    found = {f.code: (f.count, f.amount_cents) for f in findings(given) if "deadline" in f.code}
    assert found == {"handoff-deadline-near": (1, 100), "handoff-deadline-soon": (1, 900)}
    assert sorted(when(given)) == ["by the end of the closeout", "within 30 days"]


def appeal(**said) -> Returned:
    row = {"payer": "AETNA", "reference": "R-7", "claim_number": "K1", "source_file": "handoff/a.xlsx"} | said
    return Returned(appeals=frame(APPEALS.columns, [row]))


@pytest.mark.parametrize(
    ("filed", "more", "said"),
    [
        ("2026-06-30", {}, IN_TIME),  # denied 04-01, + 90 days: 2026-06-30, the last day itself
        ("2026-07-01", {}, LATE),
        ("2026-07-01", {"level": "first"}, LATE),
        ("2026-07-01", {"level": "second"}, LATER_LEVEL),
        ("2026-03-31", {}, AFTER),  # the answer of 04-01 came after it
        (None, {}, "not known: no day of filing"),
    ],
)
def test_the_day_of_filing_of_an_appeal_is_compared_with_its_last_day(filed, more, said):
    on = None if filed is None else dt.date.fromisoformat(filed)
    given = refused("2026-04-01", back=appeal(submitted_on=on, **more))
    row = given.appeals.iloc[0]
    assert row["in_time"] == said
    found = {f.code: f for f in handoff_findings._of_appeals(given)}
    assert ("handoff-appeal-late" in found) is (said == LATE)
    if said == LATE:
        assert (str(row["last_on"].date()), found["handoff-appeal-late"].amount_cents) == (
            "2026-06-30",
            16_500,
        )


def test_an_appeal_whose_limit_or_notice_nobody_knows_is_not_called_late():
    filed = dt.date(2026, 7, 1)
    bare = book([history("K1", "denied", on="2026-04-01")],
                eras=[decided("K1", "2026-04-05", 0, "CO-50", on="2026-04-01")],
                back=appeal(submitted_on=filed))  # fmt: skip
    assert bare.appeals["in_time"].tolist() == [NO_LIMIT]
    undated = book([history("K1", "denied")], payers=STATED, back=appeal(submitted_on=filed))
    assert undated.appeals["in_time"].tolist() == [NO_NOTICE]
    strange = book([history("K2", "denied")], payers=STATED, back=appeal(submitted_on=filed))
    assert strange.appeals["in_time"].tolist() == ["not known: no claim on file"]


def test_what_is_at_stake_is_what_people_wrote_and_the_claim_s_balance_stands_beside_it():
    blank = refused("2026-04-01", back=appeal()).appeals.iloc[0]
    assert pd.isna(blank["amount_cents"]) and blank["open_cents"] == 16_500
    assert "what is at stake" in blank["missing"]
    told = refused("2026-04-01", back=appeal(amount_cents=12_000)).appeals.iloc[0]
    assert (told["amount_cents"], told["open_cents"]) == (12_000, 16_500)
    assert "what is at stake" not in told["missing"]


@pytest.mark.parametrize(("days", "there"), [(-1, False), (0, True), (7, True), (8, False)])
def test_next_actions_of_the_coming_week_are_named_whatever_the_closeout(days, there):
    on = AS_OF + dt.timedelta(days)
    own = note("K1", owner="Ada", next_action="Call", next_action_on=on)
    given = book([history("K1", "open", 700, on="2026-04-01")], notes=[own], cutover=OVER, back=appeal(
        claim_number="Q8", next_action_on=on, amount_cents=300))  # fmt: skip
    found = {f.code: f for f in handoff_findings._due_actions(given)}
    assert ("handoff-action-soon" in found) is there
    if there:
        rows = actions(given)
        assert rows[["what", "cents"]].to_numpy().tolist() == [["open claim", 700], ["appeal", 300]]
        assert found["handoff-action-soon"].due == on


def test_a_claim_that_is_noted_as_open_work_and_is_paid_is_named():
    given = book([history("K1", "paid", 0, paid_cents=8_000), history("K2", "open", 700)], payers=STATED,
                 eras=[decided("K1", "2026-06-20", 8_000)],
                 notes=[note("K1", owner="Ada"), note("K2", owner="Ada")])  # fmt: skip
    rows = resolved_notes(given)
    assert rows[["claim_number", "outcome", "paid_cents"]].to_numpy().tolist() == [["K1", "paid", 8_000]]
    assert {f.code: (f.count, f.amount_cents) for f in findings(given)}["handoff-note-resolved"] == (1, 8_000)
    shown = counted(given).set_index("what")["rows"]
    assert shown["notes of people on claims that are resolved"] == 1


@pytest.mark.parametrize(("cutover", "is_over"), [("2026-06-01", True), ("2026-06-02", False)])
def test_nothing_is_forecast_for_a_last_day_that_is_past(cutover, is_over):
    # sixty days: 06-01 ends on 07-31, the report's own day; one day earlier is past
    day = dt.date.fromisoformat(cutover) - dt.timedelta(days=1)
    given = book([history("K1", "open", 700, on="2026-04-01")], cutover=day)
    assert given.is_closed is is_over
    figure = next(f for f in figures(given) if f.label.startswith("Open on 2026"))
    assert figure.note.startswith("that day is past") is is_over


def test_the_money_of_a_claim_counts_once_in_the_next_actions_and_claims_since_the_cutover_are_among_them():
    # K1: its own action on 08-02 and that of its appeal on 08-05, $7.00 once; L1, since the cutover of 05-01: $9.00
    on = AS_OF + dt.timedelta(2)
    listed = [{"list": WORK, "claim_number": "L1", "owner": "Ada", "next_action": "Call",
               "act_on": AS_OF + dt.timedelta(3), "source_file": "claims/worked.csv", "source_row": 2}]  # fmt: skip
    back = Returned(
        appeals=frame(APPEALS.columns, [{"payer": "AETNA", "reference": "R-7", "claim_number": "K1",
                                         "next_action_on": AS_OF + dt.timedelta(5), "amount_cents": 500,
                                         "source_file": "handoff/a.xlsx"}]),
        lists=frame(OWN_LIST, listed),
    )  # fmt: skip
    given = book([history("K1", "open", 700, on="2026-04-01"), history("L1", "open", 900, on="2026-06-01")],
                 notes=[note("K1", owner="Ada", next_action="Call", next_action_on=on)],
                 cutover=OVER, back=back)  # fmt: skip
    rows = actions(given)
    assert rows["what"].tolist() == ["open claim", "open claim since the cutover", "appeal"]
    assert rows["cents"].fillna(0).tolist() == [700, 900, 0] and pd.isna(rows["cents"].iloc[2])
    (found,) = handoff_findings._due_actions(given)
    assert (found.count, found.amount_cents) == (3, 1_600)
    assert "1 of them is of a claim that another one names too" in found.meaning
