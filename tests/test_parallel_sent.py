"""Claims that went out through Medi, through Office Ally, through both: what is one claim, and what came back of it."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pandas as pd
import pytest
from cutover.reading.claims.era_submissions import SOURCE as ERA
from cutover.reading.claims.sent import SOURCE
from cutover.workstreams.parallel_run.findings import findings_of
from cutover.workstreams.parallel_run.numbers import of_items
from cutover.workstreams.parallel_run.report import assess
from cutover.workstreams.parallel_run.routing import AFTER, BEFORE, BILLED
from cutover.workstreams.parallel_run.sent_answers import usual_days
from cutover.workstreams.parallel_run.sent_claims import sent, sent_cases
from cutover.workstreams.parallel_run.sent_pairs import NEW_FIRST, NO_ORDER, OLD_FIRST, ONE_DAY
from cutover.workstreams.parallel_run.sent_tables import NO_LIST, sent_figure, sent_limits, sent_tables
from era_frames import claim, day, payment
from examples import examples, some
from hypothesis import given, settings
from hypothesis import strategies as st
from parallel_frames import (
    CUTOVER,
    MEDI,
    OFFICE_ALLY,
    findings,
    known,
    posting,
    receipt,
    run,
    sent_there,
    went,
)

BOTH, LIKELY, REJECTED = "run-sent-both", "run-sent-both-likely", "run-sent-rejected"
SILENT, LATE = "run-sent-no-answer", "run-sent-no-remittance"
NEW, OLD = "run-sent-new-in-office-ally", "run-sent-old-in-medi"


def found(*listed: dict, old=(), **said) -> dict[str, tuple[int, int | None]]:
    """Cases and cents of each finding about claims that went out; the rest of the report is not made for them."""
    told = findings_of(sent_cases(run(sent=listed, old=old, **said)), {})
    return {f.code: (f.count, f.amount_cents) for f in told}


def doubles(*listed: dict, old=(), **said) -> dict[str, tuple[int, int | None]]:
    """Of these the findings of claims that went out through both systems."""
    return doubled(found(*listed, old=old, **said))


NUMBERS = ("patient_control_number", "claim_number", "content", "payment_key", "trace_number")


def apart(turn: int, rows: list[dict]) -> list[dict]:
    """Rows with numbers and last names that no other turn has."""
    endings = {**dict.fromkeys(NUMBERS, f"X{turn}"), "patient_last_name": chr(ord("A") + turn)}
    return [{name: value + endings[name] if name in endings and value else value for name, value in row.items()}
            for row in rows]  # fmt: skip


def at_once(*turns: dict, **said) -> list[dict[str, tuple[int, int]]]:
    """Cases and cents of each code for each of these runs, which are made as one: no two of them share a claim."""
    given = {name: [row for n, turn in enumerate(turns) for row in apart(n, turn.get(name, ()))]
             for name in ("sent", "old", "history", "receipts")}  # fmt: skip
    for feed in ("office_ally", "medi"):
        parts = [(n, turn[feed]) for n, turn in enumerate(turns) if feed in turn]
        given[feed] = {name: [row for n, one in parts for row in apart(n, one[name])]
                       for name in ("payments", "claims")} if parts else None  # fmt: skip
    cases = sent_cases(run(**given, **said))
    told = []
    for n in range(len(turns)):
        mine = {code: rows[_number(rows).str.endswith(f"X{n}")] for code, rows in cases.items()}
        told.append(
            {code: (len(rows), int(rows["amount_cents"].sum())) for code, rows in mine.items() if len(rows)}
        )
    return told


def _number(rows: pd.DataFrame) -> pd.Series:
    return rows["account_number"].fillna(rows["claim_number"])


def doubled(told: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Of these the findings of claims that went out through both systems."""
    return {code: one for code, one in told.items() if code in (BOTH, LIKELY)}


def of(*listed: dict, old=(), **said) -> list[tuple[str, str]]:
    """The two classes of each claim of the list."""
    rows = sent(run(sent=listed, old=old, **said))
    return list(zip(rows["class"], rows["answer"], strict=True))


def paid(number: str, on: str, served: str = "2026-06-20") -> dict:
    """Archives of Medi with a remittance of that claim."""
    one = claim(number, patient_control_number=number, statement_from=day(served))
    return {"payments": [payment(number, on)], "claims": [one]}


NAMELESS = {"patient_last_name": None, "patient_first_name": None}


def remitted_to(
    number: str, last: str | None, first: str | None, served: str = "2026-06-20"
) -> tuple[dict, dict]:
    """A payment and its one claim, with the patient's name."""
    names = {"patient_last_name": last, "patient_first_name": first}
    return payment(number, "2026-07-10"), claim(
        number, patient_control_number=number, statement_from=day(served), **names
    )


WHOSE = [
    ("OSTER", "HANNA", LIKELY),
    ("Oster", "Hanna M", LIKELY),
    ("OSTER", "HENNING", None),  # another one of the family
    (None, None, None),
]


@pytest.fixture(scope="module")
def whose():
    turns = []
    for last, first, _ in WHOSE:
        paid, claims = zip(remitted_to("OA9", "OSTER", "HANNA"), remitted_to("MD9", last, first), strict=True)
        feed = {"payments": paid, "claims": claims}
        turns.append({"sent": [went("MD9", **NAMELESS)], "old": [sent_there("OA9")], "medi": feed})
    return at_once(*turns)


@pytest.mark.parametrize(("turn", "kind"), [(n, kind) for n, (*_, kind) in enumerate(WHOSE)])
def test_remittances_say_whose_a_claim_is_that_went_out_twice_under_two_numbers(whose, turn, kind):
    assert doubled(whose[turn]) == ({kind: (1, 10_000)} if kind else {})


def test_a_number_under_which_remittances_name_two_patients_is_nobodys():
    parts = [remitted_to("OA9", "OSTER", "HANNA"), remitted_to("MD9", "OSTER", "HANNA")]
    feeds = {"payments": [p for p, _ in parts], "claims": [c for _, c in parts]}
    feeds["claims"].append(remitted_to("MD9", "OSTER", "LUIS")[1] | {"claim_id": 1})
    assert doubles(went("MD9", **NAMELESS), old=[sent_there("OA9")], medi=feeds) == {}


ONE_CLAIM = [
    (went("C1"), sent_there("C1"), BOTH),
    (went("c-1"), sent_there("C1"), BOTH),  # signs and case are no difference
    (went(None, claim_number="C1"), sent_there("C1"), BOTH),  # the list has one column of numbers
    (went("C1"), sent_there(None, claim_number="C1"), BOTH),
    (went("C1"), sent_there("C1", served="2026-06-21"), None),  # another day of service: another claim
    (went("C1"), sent_there("C2"), None),  # another number, and no patient is known there
    (went("C1"), sent_there("C1", cents=None), BOTH),
    (went("C1"), sent_there("C1", cents=10_001), LIKELY),
    (went("C1"), sent_there("C1", served=None), LIKELY),
    (went("C1"), sent_there("C1", cents=10_001, served=None), None),
    (went("C1", frequency="replacement"), sent_there("C1"), None),  # frequency 7 corrects the first one
    (went("C1", frequency="void"), sent_there("C1"), None),
    (went("C1", frequency="original"), sent_there("C1"), BOTH),
    (
        went("C1", payer_name="CIGNA"),
        sent_there("C1"),
        LIKELY,
    ),  # nothing says that the first had answered
    (went("C1", payer_name=None), sent_there("C1"), BOTH),
    (
        went("C1"),
        sent_there("C1", state="rejected", submission_date=day("2026-06-21")),
        None,
    ),  # again by right
    (went("C1", state="rejected"), sent_there("C1"), None),
    (went("C1", state="withdrawn"), sent_there("C1"), BOTH),  # it went out all the same
    (went("C1", sent_on=day("2026-08-01")), sent_there("C1"), None),  # after the report's day
    (went("C1"), sent_there("C1", submission_date=day("2026-08-01")), None),
    (went("C1", rendering_npi="1"), sent_there("C1", rendering_npi="2"), LIKELY),
]


@pytest.fixture(scope="module")
def one_claim():
    return at_once(*({"sent": [medi], "old": [old]} for medi, old, _ in ONE_CLAIM))


@pytest.mark.parametrize(("turn", "kind"), [(n, kind) for n, (*_, kind) in enumerate(ONE_CLAIM)])
def test_one_claim_in_both_systems_is_a_double_where_number_day_amount_and_payer_agree(one_claim, turn, kind):
    assert doubled(one_claim[turn]) == ({} if kind is None else {kind: (1, 10_000)})


SAME_DAY = [
    ({"patient_last_name": "ALDER", "patient_first_name": "ANN B"}, {}, LIKELY),
    ({"patient_last_name": "Alder", "patient_first_name": "Amy"}, {}, None),
    ({"patient_last_name": "Alder"}, {}, None),  # a last name alone is many people's
    ({"patient_last_name": "Alder", "patient_first_name": "Ann"}, {"charge_cents": 10_001}, None),
    ({"patient_last_name": "Alder", "patient_first_name": "Ann"}, {"payer_name": "CIGNA"}, None),
    ({"patient_last_name": "Alder", "patient_first_name": "Ann"}, {"rendering_npi": "2"}, None),
    (
        {"patient_last_name": "Alder", "patient_first_name": "Ann"},
        {"service_from": day("2026-06-21")},
        None,
    ),
]


@pytest.fixture(scope="module")
def same_day():
    return at_once(*({
        "sent": [went("C1", rendering_npi="1")], "old": [sent_there("C2", **said)],
        "history": [known("C2", service_from=said.get("service_from", day("2026-06-20")),
                          charge_cents=said.get("charge_cents", 10_000), **named)],
    } for named, said, _ in SAME_DAY))  # fmt: skip


@pytest.mark.parametrize(("turn", "kind"), [(n, kind) for n, (*_, kind) in enumerate(SAME_DAY)])
def test_the_same_patient_day_and_amount_under_another_number_is_likely_a_double(same_day, turn, kind):
    assert doubled(same_day[turn]) == ({} if kind is None else {kind: (1, 10_000)})


def test_a_file_summary_takes_amount_and_patient_from_the_history():
    old = [sent_there("C1", cents=None, payer_name=None, source="file summary")]
    other = [known("C1", service_from=day("2026-06-20"), charge_cents=20_000)]
    assert doubles(went("C1"), old=old, history=other) == {LIKELY: (1, 10_000)}  # 200.00 there, 100.00 here


def test_an_account_that_is_a_patients_tells_two_claims_of_one_day_by_their_amounts():
    both_days = [went("P9", cents=10_000), went("P9", served="2026-06-27", cents=10_000)]
    assert doubles(*both_days, old=[sent_there("P9", cents=20_000)]) == {}
    assert doubles(*both_days, old=[sent_there("P9", cents=10_000)]) == {BOTH: (1, 10_000)}


def test_of_two_claims_in_each_system_the_equal_amounts_belong_together():
    medi = [went("C1", cents=10_000), went("C1", cents=25_000)]
    old = [sent_there("C1", cents=25_000), sent_there("C1", cents=10_000)]
    assert doubles(*medi, old=old) == {BOTH: (2, 35_000)}
    assert doubles(*medi, old=old[:1]) == {BOTH: (1, 25_000)}  # the other one has no partner


def test_a_claim_to_a_second_payer_is_none_once_the_first_had_answered_before():
    old = [sent_there("C1", submission_date=day("2026-06-16"))]
    second = went("C1", payer_name="CIGNA", sent_on=day("2026-07-10"))
    assert doubles(second, old=old, office_ally=paid("C1", "2026-07-10")) == {}
    assert doubles(second, old=old, office_ally=paid("C1", "2026-07-11")) == {LIKELY: (1, 10_000)}


ORDERS = [
    ("2026-06-24", "2026-06-23", OLD_FIRST),
    ("2026-06-22", "2026-06-23", NEW_FIRST),
    ("2026-06-23", "2026-06-23", ONE_DAY),
    (None, "2026-06-23", NO_ORDER),
    ("2026-06-23", None, NO_ORDER),
]


@pytest.fixture(scope="module")
def orders():
    medi = [went(f"C{n}", sent_on=on and day(on)) for n, (on, *_) in enumerate(ORDERS)]
    old = [sent_there(f"C{n}", submission_date=on and day(on)) for n, (_, on, _) in enumerate(ORDERS)]
    inputs = run(sent=medi, old=old)
    evidence = {f.code: f.evidence.frame for f in findings(inputs)}["run-sent-both"]
    return sent(inputs).set_index("number")["first"], evidence.set_index("account_number")["what"]


@pytest.mark.parametrize(("number", "first"), [(f"C{n}", first) for n, (*_, first) in enumerate(ORDERS)])
def test_a_double_says_which_came_first(orders, number, first):
    rows, evidence = orders
    assert rows[number] == first
    assert evidence[number].startswith(f"same number, day and amount; {first}; service from the cutover on")


def test_a_claim_that_was_sent_again_after_a_rejection_counts_once():
    again = (
        went("C1", state="rejected", claim_number="m1"),
        went("C1", claim_number="m2", sent_on=day("2026-06-29")),
    )
    assert of(*again) == [
        ("sent again later", "sent again later"),
        ("sent through Medi alone", "not known whether late"),
    ]
    assert found(*again) == {}
    assert found(again[0]) == {REJECTED: (1, 10_000)}
    twice = went("C1", claim_number="m1"), went("C1", claim_number="m2")  # neither was rejected: both are out
    assert [kind for kind, _ in of(*twice)] == ["sent through Medi alone"] * 2


ANSWERS = [
    ([receipt("C1", "rejected")], [REJECTED]),
    ([receipt("C1", "rejected"), receipt("C1", "accepted", "2026-06-25")], []),  # the later one holds
    ([receipt("C1", "accepted"), receipt("C1", "rejected", "2026-06-25")], [REJECTED]),
    ([receipt("C1", "rejected", "2026-06-21")], []),  # before it was sent: of an earlier one
    ([receipt("C1", "rejected", "2026-08-01")], []),  # after the report's day
    ([receipt("C1", "rejected", charge_cents=9_999)], []),  # another claim of the account
    ([receipt("C1", "rejected", service_from=day("2026-06-19"))], [SILENT]),
    ([receipt("C1", "rejected", service_from=None)], [REJECTED]),
]


@pytest.fixture(scope="module")
def after_answers():
    return at_once(*({"sent": [went("C1")], "receipts": answers} for answers, _ in ANSWERS))


@pytest.mark.parametrize(("turn", "codes"), [(n, codes) for n, (_, codes) in enumerate(ANSWERS)])
def test_the_last_277ca_since_the_sending_says_whether_a_claim_is_rejected(after_answers, turn, codes):
    told = after_answers[turn]
    assert sorted(told) == codes or (codes == [] and set(told) <= {SILENT})


def test_a_rejected_claim_that_went_out_through_office_ally_too_says_so():
    answers = [receipt("C1", "rejected", "2026-06-23")]  # by the day on which Office Ally sent it
    inputs = run(sent=[went("C1")], old=[sent_there("C1")], receipts=answers)
    evidence = {f.code: f.evidence.frame for f in findings(inputs)}
    assert evidence["run-sent-rejected"]["what"].tolist() == [
        "rejected: A3:187; it went out through Office Ally too"
    ]
    assert "run-sent-both" not in evidence


@pytest.mark.parametrize(
    ("on", "newest", "state", "is_silent"),
    [
        ("2026-07-27", "2026-07-30", "sent", True),  # four business days before 2026-07-31, a Friday
        ("2026-07-28", "2026-07-30", "sent", False),  # three: not late yet
        ("2026-07-20", "2026-07-20", "sent", True),
        ("2026-07-20", "2026-07-19", "sent", False),  # no receipt on file is so new: not known
        ("2026-07-20", "2026-07-30", "accepted", False),  # the list says that it was taken
        ("2026-07-20", "2026-07-30", "unknown", True),
    ],
)
def test_a_claim_that_newer_receipts_do_not_name_has_no_acknowledgment(on, newest, state, is_silent):
    others = [receipt("OTHER", on=newest)]
    listed = [went(number, sent_on=day(on), state=state) for number in ("C1", "C2")]
    cases = sent_cases(run(sent=listed, receipts=others, medi=paid("C2", "2026-07-29")))
    # a remittance proves that C2 came
    assert cases[SILENT]["account_number"].tolist() == (["C1"] if is_silent else [])


def answered(days: list[int], payer: str = "AETNA") -> tuple[list[dict], dict]:
    """Claims that Office Ally sent, with a remittance so many days after each."""
    old, archives = [], {"payments": [], "claims": []}
    for number, wait in enumerate(days):
        name, on = f"{payer}{number}", str(dt.date(2026, 6, 23) + dt.timedelta(wait))
        old.append(sent_there(name, payer_name=payer))
        archives["payments"].append(payment(name, on, payer_name=payer))
        archives["claims"].append(claim(name, patient_control_number=name, statement_from=day("2026-06-20")))
    return old, archives


@pytest.mark.parametrize(
    ("waited", "kind"),
    [(9, "not due yet"), (10, "remittance late")],  # nine of ten claims were answered within 9 days
)
def test_a_remittance_is_late_after_the_days_within_which_nine_of_ten_came(waited, kind):
    old, archives = answered([1, 2, 3, 4, 5, 6, 7, 8, 9, 30])
    medi = went("C1", sent_on=pd.Timestamp(dt.date(2026, 7, 31) - dt.timedelta(waited)), state="accepted")
    assert of(medi, old=old, office_ally=archives) == [("sent through Medi alone", kind)]
    told = found(medi, old=old, office_ally=archives)
    assert told.get(LATE) == ((1, 10_000) if kind == "remittance late" else None)


def test_the_usual_days_are_a_payers_own_else_those_of_all_else_not_known():
    old, archives = answered([5] * 10)
    more, further = answered([20] * 9, "CIGNA")  # one claim short of ten
    whole = {name: archives[name] + further[name] for name in archives}
    inputs = run(office_ally=whole, old=[*old, *more])
    nothing = pd.Series([], dtype="datetime64[ms]"), pd.Series([], dtype="str")
    assert usual_days(inputs, *nothing) == {
        "AETNA": 5.0,
        "CIGNA": 20.0,
    }  # 17 of 19 within 20 days: 10 of 5, 9 of 20
    few = run(office_ally=further, old=more)
    assert usual_days(few, *nothing) == {}
    medi = went("C1", payer_name="CIGNA", state="accepted")
    assert of(medi, old=more, office_ally=further) == [("sent through Medi alone", "not known whether late")]
    limits = shown(run(sent=[medi], old=more, office_ally=further)).limits
    assert any("nobody knows whether it is late: 1 claim." in said for said in limits)


def test_a_remittance_of_before_the_sending_is_no_answer():
    assert of(went("C1"), medi=paid("C1", "2026-06-22")) == [
        ("sent through Medi alone", "remittance on file")
    ]
    assert of(went("C1"), medi=paid("C1", "2026-06-21")) == [
        ("sent through Medi alone", "not known whether late")
    ]
    other_day = paid("C1", "2026-07-01", served="2026-06-19")
    assert of(went("C1"), medi=other_day) == [("sent through Medi alone", "not known whether late")]


ASTRAY = [
    ("2026-06-15", "2026-06-20", True),  # the day of the cutover
    ("2026-06-14", "2026-06-20", False),
    ("2026-06-15", None, True),
    ("2026-06-16", "2026-06-14", False),  # nothing is sent before it is served: a wrong day
]


@pytest.fixture(scope="module")
def through_office_ally():
    """What is told of each of the claims; in a second run no list of Medi is held, in a third no cutover is known."""
    old = [sent_there("N1", 7_500, served=served, submission_date=on and day(on)) for served, on, _ in ASTRAY]
    turns = [{"sent": [went("C1")], "old": [row]} for row in old]
    refused = [{"sent": [went("C1")], "old": [row | {"state": "rejected"}]} for row in old]
    told = at_once(*turns, *refused)
    return (told[: len(old)], told[len(old) :], at_once(*({"old": [row]} for row in old)),
            at_once(*turns, cutover=None))  # fmt: skip


@pytest.mark.parametrize(("turn", "is_astray"), [(n, astray) for n, (*_, astray) in enumerate(ASTRAY)])
def test_a_new_claim_through_office_ally_alone_is_in_the_wrong_system(through_office_ally, turn, is_astray):
    told, *others = (part[turn] for part in through_office_ally)
    assert told == ({NEW: (1, 7_500)} if is_astray else {})
    # rejected; without a list nobody knows what went out through Medi; without a cutover
    assert others == [{}, {}, {}]


BEFORE_IT = [("2026-06-14", True), ("2026-06-15", False), (None, False)]


@pytest.fixture(scope="module")
def through_medi():
    alone = [{"sent": [went("C1", served=served)]} for served, _ in BEFORE_IT]
    both = [
        {"sent": [went("C1", served=served)], "old": [sent_there("C1", served=served)]}
        for served, _ in BEFORE_IT
    ]
    return list(zip(at_once(*alone), at_once(*both), strict=True))


@pytest.mark.parametrize(("turn", "is_old"), [(n, is_old) for n, (_, is_old) in enumerate(BEFORE_IT)])
def test_a_claim_with_service_before_the_cutover_belongs_to_office_ally(through_medi, turn, is_old):
    assert dt.date(2026, 6, 15) == CUTOVER
    alone, both = through_medi[turn]
    assert alone == ({OLD: (1, 10_000)} if is_old else {})
    assert OLD not in both  # it is told as one of both systems


def test_the_tables_add_up_to_the_list_and_count_each_claim_of_both_systems_once():
    listed = [went("C1", 43_500), went("C2", 30_000), went("C3", 20_000, served="2026-06-10"),
              went("C4", 5_000, sent_on=day("2026-08-02"))]  # fmt: skip
    old = [sent_there("C2", 30_000), sent_there("N1", 7_500), sent_there("O1", 1_000, served="2026-06-01")]
    tables = shown(run(sent=listed, old=old)).tables
    tie = tables["sent_tie"].frame.set_index("service")
    sides = ["medi_claims", "office_ally_claims", "both_claims", "all_claims"]
    assert tie.loc["from the cutover on", sides].tolist() == [2, 2, 1, 3]  # C1 C2; C2 N1; C2
    assert tie.loc["from the cutover on", "all_cents"] == 43_500 + 30_000 + 7_500
    assert tie.loc["all together", ["medi_claims", "all_claims"]].tolist() == [3, 5]
    classes = tables["sent_classes"].frame
    whole = classes[classes["class"] == "all together"]
    assert whole["claims"].tolist() == [4, 4]
    assert whole["amount_cents"].tolist() == [98_500, 98_500]  # 435.00 + 300.00 + 200.00 + 50.00
    weeks = tables["sent_weeks"].frame
    assert weeks.groupby("feed")["claims"].sum().to_dict() == {"Medi": 3, "Office Ally": 3}
    assert tables["sent_both"].frame["payer"].tolist() == ["AETNA"]


def test_claims_on_paper_stand_beside_both_systems_and_by_payer_with_where_its_remittances_are():
    def posted(number: str, way: str | None, served: str = "2026-07-02", payer: str = "STATE FUND") -> dict:
        return known(number, sent_through=way, payer_name=payer, submission_date=day("2026-07-06"),
                     service_from=day(served), charge_cents=10_000)  # fmt: skip

    rows = [posted("P1", "paper"), posted("P2", "paper", "2026-05-01"), posted("F1", "another way", payer="AETNA"),
            posted("M1", "Medi"), posted("X1", None)]  # fmt: skip
    paid = {"payments": [payment("a", "2026-06-01", payer_name="State Fund")]}
    tables = shown(run(sent=[went("C1", 43_500)], history=rows, office_ally=paid)).tables
    tie = tables["sent_tie"].frame.set_index("service")
    sides = ["medi_claims", "office_ally_claims", "paper_claims", "other_claims", "all_claims", "all_cents"]
    assert tie.loc["from the cutover on", sides].tolist() == [1, 0, 1, 1, 3, 43_500 + 2 * 10_000]
    assert tie.loc["before the cutover", "paper_claims"] == 1
    away = tables["sent_elsewhere"].frame[["payer", "way", "claims", "office_ally_payments", "medi_payments"]]
    assert away.values.tolist() == [["State Fund", "paper", 2, 1, 0], ["AETNA", "another way", 1, 0, 0]]


def test_without_a_list_the_report_says_that_nobody_knows_and_finds_nothing():
    result = assess(run(old=[sent_there("C1")]))
    assert NO_LIST in result.limits
    assert result.tables["sent_tie"].note == NO_LIST
    assert not [f for f in result.findings if "-sent-" in f.code]
    assert NO_LIST not in assess(run(sent=[went("C1")])).limits


def shown(inputs) -> SimpleNamespace:
    """The tables, figures and limits of claims that went out, without what else a report says."""
    limits = tuple(sent_limits(inputs))
    return SimpleNamespace(tables=sent_tables(inputs), figures=sent_figure(inputs), limits=limits)


def told(result, label: str = "Sent through both systems") -> str | None:
    """What the figure of that label says."""
    return next(figure.value for figure in result.figures if figure.label == label)


def test_where_no_file_shows_what_office_ally_sent_doubles_are_not_known():
    result = shown(run(sent=[went("C1")]))
    assert told(result) is None
    assert any(said.startswith("No file shows what Office Ally sent") for said in result.limits)


@pytest.mark.parametrize(("on", "is_unseen"), [("2026-06-23", False), ("2026-06-24", True)])
def test_what_was_sent_after_office_allys_files_end_may_be_there_too(on, is_unseen):
    result = shown(run(sent=[went("C1", sent_on=day(on))], old=[sent_there("N1", served="2026-06-01")]))
    assert told(result) == "none seen"
    said = "after the last day that Office Ally's files show (2026-06-23)"
    assert any(said in limit for limit in result.limits) == is_unseen


def test_the_figure_counts_sure_and_likely_doubles_with_their_money():
    old = [sent_there("C1"), sent_there("C2", cents=20_001)]
    result = shown(run(sent=[went("C1"), went("C2", cents=20_000), went("C3")], old=old))
    assert told(result) == "2 claims, $300.00"  # 100.00 sure, 200.00 likely


UNREAD = [(source, *told) for told in (("C9", None), ("C1", "at least 1 claim, $100.00"))
          for source in ("claim history", "file summary")]  # fmt: skip


@pytest.mark.parametrize(("source", "medi", "value"), some(UNREAD, 3))
def test_beside_an_unread_file_of_claims_none_seen_is_not_said(source, medi, value):
    shut = run().files
    shut.loc[0] = [source, "claims/north.xlsx", "not read", "no column for Payer", 0, 0, 0]
    result = shown(run(sent=[went(medi)], old=[sent_there("C1")], files=shut))
    assert told(result) == value
    assert any("1 file of what Office Ally sent was not read in full" in said for said in result.limits)


def test_a_list_that_could_not_be_read_settles_nothing():
    shut = run().files
    shut.loc[0] = [SOURCE, "medi_submissions/x.csv", "not read", "no column for Service from", 0, 0, 0]
    result = assess(run(files=shut))
    assert NO_LIST not in result.limits
    assert any(f.code == "files-not-read" for f in result.findings)
    assert any("claims sent through Medi" in row for row in result.tables["practice"].frame["missing"])


_CLAIMS = st.lists(
    st.tuples(
        st.sampled_from(["C1", "C2", "C3", None]), st.sampled_from([10_000, 20_000, None]),
        st.sampled_from(["2026-06-14", "2026-06-20", None]), st.sampled_from(["AETNA", "CIGNA", None]),
    ),
    max_size=8,
)  # fmt: skip


@settings(max_examples=examples(15, least=3), deadline=None)
@given(
    listed=_CLAIMS, theirs=_CLAIMS, answers=st.lists(st.sampled_from(["accepted", "rejected"]), max_size=3)
)
def test_each_claim_is_in_one_class_of_each_question_and_no_claim_of_office_ally_is_taken_twice(
    listed, theirs, answers
):
    medi = [
        went(n, c, s, payer_name=p, source_row=row, state="sent") for row, (n, c, s, p) in enumerate(listed)
    ]
    old = [sent_there(n, c, s, payer_name=p, source_row=row) for row, (n, c, s, p) in enumerate(theirs)]
    inputs = run(
        sent=medi, old=old, receipts=[receipt(f"C{n + 1}", state) for n, state in enumerate(answers)]
    )
    result = shown(inputs)
    rows = sent(inputs)
    taken = rows.loc[rows["other"] >= 0, "other"]
    assert taken.is_unique
    assert len(rows) == len(listed)
    if listed:
        frame = result.tables["sent_classes"].frame
        for _, part in frame.groupby("question"):
            parts = part[part["class"] != "all together"]
            assert parts["claims"].sum() == len(listed)
            assert parts["amount_cents"].sum() == sum(c or 0 for _, c, _, _ in listed)
        tie = result.tables["sent_tie"].frame.set_index("service").loc["all together"]
        assert tie["all_claims"] == tie["medi_claims"] + tie["office_ally_claims"] - tie["both_claims"]


def routed(served: str, *, listed=(), old=(), number: str = "C1", **said) -> list[tuple[str, str]]:
    """Where a claim payment of Office Ally belongs, and by which rule; its claim was served on a day."""
    feed = {"payments": [payment("a", "2026-07-14")], "claims": [claim("a", patient_control_number=number,
                                                                       statement_from=day(served))]}  # fmt: skip
    rows = run(office_ally=feed, sent=listed, old=old, **said).items
    return list(zip(rows["belongs"], rows["rule"], strict=True))


LATER = went("X", sent_on=day("2026-06-30"))  # another claim, by which the list is known to reach so far
OLD_DAY, NEW_DAY = "2026-06-14", "2026-06-20"  # the cutover is on 2026-06-15
IN_OLD, IN_MEDI = (OFFICE_ALLY, BILLED), (MEDI, BILLED)
BY_OLD, BY_NEW = (OFFICE_ALLY, BEFORE), (MEDI, AFTER)


@pytest.mark.parametrize(
    ("served", "listed", "old", "where"),
    [
        (NEW_DAY, [LATER], [sent_there("C1")], IN_OLD),  # a new claim that went out through Office Ally
        (OLD_DAY, [went("C1")], [], IN_MEDI),  # an old one that went out through Medi
        (OLD_DAY, [went("X", claim_number="c-1")], [], IN_MEDI),
        (NEW_DAY, [went("C1")], [sent_there("C1")], BY_NEW),  # both have it: the day decides
        (OLD_DAY, [went("C1")], [sent_there("C1")], BY_OLD),
        (NEW_DAY, [LATER], [sent_there("Y")], BY_NEW),  # neither has it
        (OLD_DAY, [LATER], [sent_there("C1")], BY_OLD),  # the day says the same
        (NEW_DAY, [], [sent_there("C1")], BY_NEW),  # without a list of Medi nobody knows
        (
            NEW_DAY,
            [went("X", sent_on=day("2026-06-22"))],
            [sent_there("C1")],
            BY_NEW,
        ),  # sent after the list ends
        (NEW_DAY, [went("X", sent_on=day("2026-06-23"))], [sent_there("C1")], IN_OLD),
        (NEW_DAY, [LATER], [sent_there("C1", source=ERA)], BY_NEW),  # a remittance alone tells of it
        (NEW_DAY, [LATER], [sent_there("C1", state="rejected")], BY_NEW),
    ],
)
def test_a_claim_belongs_to_the_system_that_alone_sent_it_before_the_day_of_service(
    served, listed, old, where
):
    assert routed(served, listed=listed, old=old) == [where]


def test_a_payment_that_is_posted_where_its_claim_was_sent_is_in_the_right_system():
    feed = {"payments": [payment("a", "2026-07-14")],
            "claims": [claim("a", patient_control_number="C1", statement_from=day(NEW_DAY))]}  # fmt: skip
    done = [posting(OFFICE_ALLY, "C1", "Ta", 10_000)]
    for listed, wrong in (([LATER], False), ([], True)):
        told = findings(run(office_ally=feed, sent=listed, old=[sent_there("C1")], postings=done))
        assert ("run-other-system" in {f.code for f in told}) is wrong


def test_claims_of_a_remittance_in_both_systems_are_told_apart_in_the_table_of_routing():
    one = {"payments": [payment("a", "2026-07-14", payment_key="K")],
           "claims": [claim("a", patient_control_number="C1", statement_from=day(OLD_DAY))]}  # fmt: skip
    two = {"payments": [payment("b", "2026-07-14", payment_key="K", trace_number="Ta")],
           "claims": [claim("b", patient_control_number="C1", statement_from=day(OLD_DAY))]}  # fmt: skip
    rows = assess(run(office_ally=one, medi=two)).tables["routing"].frame
    assert rows[["landed", "rule", "items", "amount_cents"]].to_numpy().tolist() == [
        ["Medi", f"{BEFORE}; in both systems, counted in Office Ally", 1, 10_000],
        ["Office Ally", BEFORE, 1, 10_000],
    ]


@pytest.mark.parametrize(
    ("row", "claim_no", "account"),
    [
        (went("P1", claim_number="K7"), "K7", "P1"),  # a list with the claim's number and the patient's
        (went("P1"), None, "P1"),
        (went(None, claim_number="K7"), "K7", None),
    ],
)
def test_a_case_of_a_list_names_the_claim_and_the_account_each_in_its_own_column(row, claim_no, account):
    cases = sent_cases(run(sent=[row, went("OTHER")], old=[sent_there(account or claim_no)]))
    [told] = cases[BOTH][["claim_number", "account_number"]].astype(object).to_dict("records")
    assert {name: None if pd.isna(said) else said for name, said in told.items()} == {
        "claim_number": claim_no, "account_number": account,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("served", "says"),
    [("2026-06-14", "before the cutover, so that it belongs to Office Ally"),
     ("2026-06-15", "from the cutover on, so that it belongs to Medi")],
)  # fmt: skip
def test_a_double_says_on_which_side_of_the_cutover_its_service_lies(served, says):
    cases = sent_cases(run(sent=[went("C1", served=served)], old=[sent_there("C1", served=served)]))
    assert cases[BOTH]["what"].str.contains(f"service {says}", regex=False).tolist() == [True]


@pytest.mark.parametrize(
    ("in_list", "names"),
    [
        (
            [known("K7", patient_control_number="P1")],
            ("K7", "P1"),
        ),  # the remittance names what a list calls a claim
        ([known("P9", claim_number=None, patient_control_number="K7")], (None, "K7")),  # and here an account
        ([], (None, "K7")),
        ([known("K7", patient_control_number=None)], ("K7", None)),  # of which no list has an account
    ],
)
def test_the_number_of_a_remittance_is_the_claims_where_a_list_of_claims_numbers_it_so(in_list, names):
    told = of_items(run(history=in_list), pd.Series(["K7"])).iloc[0]
    assert (
        tuple(None if pd.isna(told[name]) else told[name] for name in ("claim_number", "account_number"))
        == names
    )
