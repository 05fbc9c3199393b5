"""Each limit of the open claims by itself, whatever decides; whose overdue action it is; money that is posted."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.columns import Privacy
from cutover.intake.handoff_workbook import APPEALS
from cutover.reading.intake.returned import Returned
from cutover.reading.postings.tables import DEPOSITS, POSTINGS
from cutover.workstreams.open_claims.agreements import unwritten
from cutover.workstreams.open_claims.appeal_days import AHEAD, IN_TIME
from cutover.workstreams.open_claims.banked import unexplained
from cutover.workstreams.open_claims.by_reason import by_reason
from cutover.workstreams.open_claims.due_soon import actions
from cutover.workstreams.open_claims.findings import made
from cutover.workstreams.open_claims.limits import (
    ALL_KNOWN,
    EVERY,
    LIMITS,
    NO_NOTICE,
    NO_RIGHT,
    OF_CLAIM,
    OF_CORRECTED,
    OF_DENIED,
    OF_OTHERS,
    by_limit,
)
from cutover.workstreams.open_claims.report import _by_deadline
from cutover.workstreams.run_rules import load_rules
from open_claims_makers import AS_OF, book, day, decided, history, note
from parallel_frames import deposit, frame, posting

TODAY = pd.Timestamp(AS_OF)  # 2026-07-31; soon is until 2026-08-30
STATED = {"filing_days": 100, "appeal_days": 40, "corrected_days": 50, "known_from": "contract"}
SENT = {"submission_date": day("2026-04-25")}

CLAIMS = [
    # number, status, cents, service: + 100 days is the claim's limit
    ("W1", "pending", 1_000, "2026-04-21", SENT),  # 07-30: passed, though it waits and was sent in time
    ("W2", "pending", 2_000, "2026-04-22", SENT),  # 07-31: the last day itself
    ("D1", "denied", 4_000, "2026-04-21", {}),  # passed too
    ("D2", "denied", 8_000, "2026-05-22", {}),  # 08-30: the thirtieth day
    ("D3", "denied", 16_000, "2026-05-23", {}),  # 08-31: later
    ("R1", "reversed", 32_000, "2026-04-01", {}),  # 07-10: passed
    ("P1", "patient responsibility", 64_000, "2026-01-01", {}),  # nobody's to file
    ("S1", "secondary due", 128_000, "2026-01-01", {}),  # the next payer's limit starts elsewhere
]
DENIED = [
    ("D1", "2026-06-20", "2026-04-21"),  # appeal 07-30, passed; corrected until 08-09, still open
    ("D2", "2026-06-21", "2026-05-22"),  # appeal 07-31, the last day itself; corrected until 08-10
    ("D3", "2026-06-10", "2026-05-23"),  # appeal 07-20, corrected 07-30: both passed
]


@pytest.fixture(scope="module")
def handed():
    """A book of claims of two payers, one of which nobody knows a limit of."""
    rows = [history(number, state, cents, on=on, **more) for number, state, cents, on, more in CLAIMS]
    rows.append(history("X1", "denied", 300, payer_name="QUILL MUTUAL"))
    eras = [decided(number, on, 0, "CO-16", on=served) for number, on, served in DENIED]
    return book(rows, eras=eras, payers={"AETNA": STATED})


def told(given, limit: str, payer: str = EVERY) -> dict:
    rows = by_limit(given.worked, given.inputs.deadlines, TODAY, 30)
    (row,) = rows[rows["limit"].eq(limit) & rows["payer"].eq(payer)].to_dict("records")
    return row


def sums(row: dict) -> list[tuple[int, int]]:
    return [(row[name], row[f"{name}_cents"]) for name in ("passed", "soon", "later", "unknown")]


def test_the_limit_from_service_is_told_of_every_open_claim_whatever_became_of_it(handed):
    row = told(handed, OF_CLAIM)
    # passed: W1, D1, R1; soon: W2, D2; later: D3; not known: X1; the patient's and the next payer's are in none
    assert sums(row) == [(3, 37_000), (2, 10_000), (1, 16_000), (1, 300)]
    assert row["why"] == "not in enrollment.xlsx, and no public rule"
    assert (str(row["next_on"].date()), row["next_claims"], row["claim_number"]) == ("2026-07-31", 1, "W2")
    assert told(handed, OF_CLAIM, "AETNA")["why"] == ALL_KNOWN
    assert sums(told(handed, OF_CLAIM, "AETNA")) == [(3, 37_000), (2, 10_000), (1, 16_000), (0, 0)]


def test_a_passed_appeal_is_told_although_the_claim_can_still_be_corrected(handed):
    row = told(handed, OF_DENIED)
    assert sums(row) == [(2, 20_000), (1, 8_000), (0, 0), (1, 300)]  # D1 and D3; D2; X1
    assert row["later_passed"] == 1  # D1, to be corrected until 08-09
    assert sums(told(handed, OF_CORRECTED)) == [
        (1, 16_000),
        (2, 12_000),
        (0, 0),
        (2, 32_300),
    ]  # D3; D1 and D2
    reversed_one = told(handed, OF_OTHERS)
    assert sums(reversed_one) == [(0, 0), (0, 0), (0, 0), (1, 32_000)] and reversed_one["why"] == NO_NOTICE


def test_the_first_limit_that_has_ended_and_the_next_one_are_days_but_months_where_a_service_starts_them(
    handed,
):
    row = told(handed, OF_DENIED)  # D3 ended 07-20, D1 07-30; D2 ends on the report's own day
    assert (row["over"], row["over_claims"], row["over_number"]) == ("2026-07-20", 1, "D3")
    assert (row["next"], row["next_claims"], row["claim_number"]) == ("2026-07-31", 1, "D2")
    assert (str(row["over_on"].date()), str(row["next_on"].date())) == ("2026-07-20", "2026-07-31")
    own = told(
        handed, OF_CLAIM, "AETNA"
    )  # R1, of 04-01, ended 07-10: a day less a rule would be that of the service
    assert (own["over"], own["next"], str(own["over_on"].date())) == ("2026-07", "2026-07", "2026-07-10")
    others = told(handed, OF_OTHERS)  # nothing dates the decision: no day, and none is made up
    assert pd.isna(others["over"]) and pd.isna(others["next"]) and pd.isna(others["over_on"])
    assert (others["over_claims"], others["next_claims"]) == (0, 0)


def test_the_days_of_service_that_a_limit_would_tell_are_the_desks(handed):
    open_to_all = {column.name for column in LIMITS if column.privacy == Privacy.OPEN}
    assert {"over", "next"} <= open_to_all and not open_to_all & {"over_on", "next_on"}
    rows = _by_deadline(handed)
    by_appeal = rows[rows["deadline_is"].isin(["appeal", "corrected claim"])]
    assert (
        by_appeal["first"].dropna().str.fullmatch(r"\d{4}-\d\d-\d\d").all()
        and by_appeal["first"].notna().any()
    )
    filed = rows[rows["deadline_is"].eq("filing")]["first"].dropna()
    assert filed.str.fullmatch(r"\d{4}-\d\d").all()


def test_what_is_past_every_limit_and_what_is_past_its_appeal_alone_are_two_numbers(handed):
    (passed,) = [f for f in made(handed, unwritten(handed.inputs)) if f.code == "handoff-deadline-passed"]
    assert passed.count == 1 and passed.amount_cents == 16_000  # D3
    assert "Not among them: 1 claim worth $40.00, too late to appeal" in passed.meaning  # D1


def test_the_limits_change_nothing_of_what_decides_and_totals_go_before_payers(handed):
    rows = handed.open.set_index("claim_number")
    assert rows.loc["D2", "deadline_is"] == "corrected claim" and pd.isna(rows.loc["W1", "deadline_is"])
    assert str(rows.loc["D2", "claim_limit_on"].date()) == "2026-08-30"
    shown = by_limit(handed.worked, handed.inputs.deadlines, TODAY, 30)
    assert shown["limit"][shown["payer"].eq(EVERY)].tolist() == [OF_CLAIM, OF_DENIED, OF_OTHERS, OF_CORRECTED]
    assert shown["payer"].head(4).eq(EVERY).all()


def test_a_decision_without_a_right_of_appeal_has_no_limit_for_one_and_an_empty_book_no_row():
    remarked = decided("M1", "2026-06-20", 0, "CO-16", payer="MEDICARE PART B", remark_codes="MA130")
    given = book([history("M1", "denied", payer_name="MEDICARE PART B")], eras=[remarked])
    row = told(given, OF_DENIED)
    assert sums(row)[-1] == (1, 10_000) and row["why"] == NO_RIGHT
    assert by_limit(given.worked.head(0), given.inputs.deadlines, TODAY, 30).empty


OVERDUE = [
    # the claim's own next action, its appeal's: which findings name it
    (None, "2026-07-30", {"handoff-appeal-overdue"}),
    ("2026-07-30", "2026-07-30", {"handoff-overdue"}),  # one action, written down twice
    ("2026-07-30", "2026-07-29", {"handoff-overdue", "handoff-appeal-overdue"}),  # two actions
    ("2026-08-20", "2026-07-29", {"handoff-appeal-overdue"}),
    ("2026-08-20", "2026-07-31", set()),  # the appeal's is due today
]


def appealed(*rows: dict) -> Returned:
    told = [{"payer": "AETNA", "reference": f"R-{n}", "claim_number": f"K{n}", "source_file": "handoff/b.xlsx"} | row
            for n, row in enumerate(rows)]  # fmt: skip
    return Returned(appeals=frame(APPEALS.columns, told))


def test_an_overdue_action_is_the_claim_s_or_the_appeal_s():
    day_of = dt.date.fromisoformat
    notes = [
        note(f"K{n}", owner="Dora", next_action_on=day_of(own)) for n, (own, *_) in enumerate(OVERDUE) if own
    ]
    back = appealed(*({"next_action_on": day_of(on)} for _, on, _ in OVERDUE))
    given = book([history(f"K{n}", "denied") for n in range(len(OVERDUE))], notes=notes, back=back)
    found: dict[str, set] = {}
    for one in made(given, unwritten(given.inputs)):
        if one.code.endswith("overdue"):
            for number in one.evidence.frame["claim_number"]:
                found.setdefault(number, set()).add(one.code)
    assert found == {f"K{n}": codes for n, (*_, codes) in enumerate(OVERDUE) if codes}
    soon = actions(
        given
    )  # within seven days of the report: the appeal's, though its claim has an action of its own
    assert list(zip(soon["what"], soon["claim_number"], strict=True)) == [("appeal", "K4")]


def test_an_appeal_that_is_filed_after_the_report_is_not_judged():
    filed = [dt.date(2026, 7, 31), dt.date(2026, 8, 1)]
    given = book([history(f"K{n}", "denied") for n in range(2)],
                 eras=[decided(f"K{n}", "2026-06-25", 0, "CO-50") for n in range(2)],
                 payers={"AETNA": STATED}, back=appealed(*({"submitted_on": on} for on in filed)))  # fmt: skip
    told = given.appeals.set_index("claim_number")["in_time"]
    assert told.to_dict() == {"K0": IN_TIME, "K1": AHEAD}  # until 06-25 + 40 days: 08-04


def test_the_limit_of_a_denial_under_appeal_stands_with_the_word_that_an_appeal_is_on_file():
    filed = dt.date(2026, 7, 31)
    said = (
        {"submitted_on": filed},
        {"submitted_on": dt.date(2026, 8, 1)},
        {"submitted_on": filed, "level": "second"},
    )
    given = book([history(f"K{n}", "denied") for n in range(3)],
                 eras=[decided(f"K{n}", f"2026-06-2{5 + n}", 0, "CO-50") for n in range(3)],
                 payers={"AETNA": STATED}, back=appealed(*said))  # fmt: skip
    rows = _by_deadline(given)
    # K0: 06-25 + 40 days; K1 is filed after the report, so that its limit runs (06-26 + 40 days, within 30 of
    # 07-31); K2 is of a second level, which has another limit
    assert sorted(zip(rows["deadline_is"], rows["when"], rows["first"].fillna("none"), strict=True)) == [
        ("appeal", "an appeal is on file", "2026-08-04"),
        ("appeal", "by the end of the closeout", "2026-08-05"),
        ("none", "unknown", "none"),
    ]


@pytest.mark.parametrize(
    ("cents", "stays"),
    [
        ((3_000, 4_500), False),  # 75.00, the whole deposit
        ((-3_000, -4_500), False),  # as a ledger writes what it takes off a balance
        ((3_000, 4_499), True),
        ((-3_000, 4_500), True),  # 15.00
    ],
)
def test_a_deposit_that_is_posted_in_full_to_other_claims_is_nobody_s_open_money(cents, stays):
    bank = frame(DEPOSITS, [deposit("2026-07-01", 7_500, "ACH AETNA TRN*1*88210041", "88210041")])
    rows = frame(
        POSTINGS, [posting("Office Ally", f"Q{n}", "88210041", part) for n, part in enumerate(cents)]
    )
    left = unexplained(bank.assign(payer="AETNA"), book().inputs.history, load_rules(AS_OF), rows)
    assert len(left) == int(stays)


def test_denied_claims_are_counted_by_reason_with_those_that_nobody_can_appeal():
    medicare = {"payer": "MEDICARE PART B"}
    eras = [
        decided("M1", "2026-06-20", 0, "CO-16", remark_codes="MA130", **medicare),
        decided("M2", "2026-06-20", 0, "CO-16", remark_codes="MA130", **medicare),
        decided("M3", "2026-06-20", 0, "CO-50", **medicare),
        decided("M4", "2026-06-20", 0, "CO-97", remark_codes="MA130", **medicare),
        decided("M5", "2026-06-20", 0, "CO-97", **medicare),
    ]
    rows = [history(f"M{n}", "denied", payer_name="MEDICARE PART B") for n in range(1, 6)]
    rows.append(history("M6", "denied", payer_name="MEDICARE PART B", denial_reason="CO-11"))
    given = book([*rows, history("W1", "pending", 1_000)], eras=eras)
    told = by_reason(given.worked, given.inputs.deadlines).set_index("reason")
    numbers = told[["claims", "barred", "appealed", "untold"]].astype("int64")
    assert {reason: list(row) for reason, row in zip(numbers.index, numbers.to_numpy(), strict=True)} == {
        "CO-16": [2, 2, 0, 0], "CO-97": [2, 1, 1, 0], "CO-50": [1, 0, 1, 0], "CO-11": [1, 0, 0, 1],
    }  # fmt: skip
    assert told["told"].to_dict() == {
        "CO-16": "none can be appealed", "CO-97": "part of them cannot be appealed",
        "CO-50": "no remark bars an appeal", "CO-11": "not known",
    }  # fmt: skip
    assert told.index.tolist() == ["CO-16", "CO-97", "CO-11", "CO-50"]  # those of most claims first
    assert by_reason(given.worked.head(0), given.inputs.deadlines).empty
