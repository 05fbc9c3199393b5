"""Before a practice moves: its money is compared all the same, and only what a switch can do wrong waits."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.result import Severity, State, as_shown
from cutover.workstreams.parallel_run.report import _legs, assess
from era_frames import AS_OF, claim, day, payment, plb
from examples import some
from parallel_frames import deposit, findings, posting, run
from parallel_frames import told as brief

NEXT_DAY = AS_OF + dt.timedelta(1)
SERVED = {"statement_from": day("2026-06-20")}


def remitted(*claims, paid="2026-07-10", provider=(), **said):
    """One remittance of Office Ally with claims (number, cents) and provider-level amounts (reason, cents)."""
    rows = [claim("a", n, patient_control_number=number, paid_cents=cents, **SERVED)
            for n, (number, cents) in enumerate(claims)]  # fmt: skip
    total = sum(cents for _, cents in claims) - sum(cents for _, cents in provider)
    loose = [plb("a", reason, cents, pair=n) for n, (reason, cents) in enumerate(provider)]
    return {"payments": [payment("a", paid, total, **said)], "claims": rows, "provider_adjustments": loose}


def found(inputs) -> dict[str, tuple[int, int | None]]:
    return {f.code: (f.count, f.amount_cents) for f in findings(inputs)}


@pytest.mark.parametrize("cutover", [NEXT_DAY, None])
def test_each_error_of_posting_is_found_before_the_move_as_after_it(cutover):
    paid = remitted(("A1", 4_000), ("B2", 5_130), ("C3", 7_777), provider=[("L6", -55)])
    rows = [
        posting(OFFICE_ALLY, "A1", "TA", 4_000),
        posting(OFFICE_ALLY, "A1", "TA", 4_000),
        posting(OFFICE_ALLY, "B2", "TA", 5_310),  # 51.30 typed as 53.10
    ]
    told = found(run(paid, postings=rows, cutover=cutover))
    told.pop("run-no-cutover-date", None)
    assert told == {
        "run-twice": (1, 4_000),
        "run-digits-swapped": (1, 180),
        "run-not-posted": (1, 7_777),
        "run-plb-not-posted": (1, 55),
    }


@pytest.mark.parametrize(
    ("system", "cutover", "is_told"),
    [(None, None, True), (OFFICE_ALLY, None, True), (MEDI, None, False), (None, NEXT_DAY, False)],
)
def test_without_a_cutover_date_postings_of_no_named_system_tell_what_is_not_posted(system, cutover, is_told):
    paid = remitted(("A1", 4_000), ("C3", 7_777), provider=[("WO", 450)])
    told = found(run(paid, postings=[posting(system, "A1", "TA", 4_000)], cutover=cutover))
    assert told.get("run-not-posted") == ((1, 7_777) if is_told else None)
    assert ("run-plb-not-posted" in told) is is_told


def test_the_day_before_the_cutover_nothing_waits_in_a_queue_and_from_that_day_on_it_does():
    paid, rows = remitted(("A1", 4_000), ("C3", 7_777)), [posting(OFFICE_ALLY, "A1", "TA", 4_000)]
    assert found(run(paid, postings=rows, cutover=NEXT_DAY)) == {"run-not-posted": (1, 7_777)}
    assert found(run(paid, postings=rows, cutover=AS_OF)) == {"run-at-cutover": (1, 7_777)}


@pytest.mark.parametrize(("paid", "is_late"), [("2026-07-28", False), ("2026-07-27", True)])
def test_before_the_move_a_payment_is_late_after_three_working_days_as_ever(paid, is_late):
    # three working days before Friday the 31st is Tuesday the 28th
    given = remitted(("A1", 4_000), paid=paid)
    told = found(run(given, postings=[posting(OFFICE_ALLY, "Z", "OLD", 0)], cutover=NEXT_DAY))
    assert ("run-not-posted" in told) is is_late


def test_what_the_bank_and_the_remittances_do_not_share_is_found_before_the_move_with_payer_and_number():
    given = run(
        remitted(("A1", 9_240), payer_name="CIGNA", trace_number="880285"),
        deposits=[
            deposit("2026-07-01", 100, "HCCLAIMPMT UNITED HEALTHCARE TRN 99001", "99001"),
            deposit("2026-07-20", 18_414, "HCCLAIMPMT CIGNA TRN 8812290", "8812290"),
        ],
        cutover=NEXT_DAY,
    )
    assert found(given) == {"run-deposit-open": (2, 18_514), "run-remittance-unpaid": (1, 9_240)}
    cases = {f.code: f.evidence.frame for f in findings(given)}["run-deposit-open"]
    # of the payers of the remittances only Cigna is named at the bank
    assert cases["payer"].tolist() == ["(bank)", "CIGNA"]
    assert cases["check_number"].tolist() == ["99001", "8812290"]


@pytest.mark.parametrize(("cents", "is_same"), [(9_240, True), (9_241, False)])
def test_a_deposit_whose_check_is_posted_with_its_amount_is_a_remittance_on_paper(cents, is_same):
    given = run(
        remitted(("A1", 4_000)),
        postings=[posting(OFFICE_ALLY, "A1", "TA", 4_000), posting(OFFICE_ALLY, "P1", "5501", 9_240)],
        deposits=[
            deposit("2026-07-10", 4_000, trace="TA"),
            deposit("2026-07-13", cents, "MOBILE CHK DEP 5501"),
        ],
        cutover=NEXT_DAY,
    )
    case = {f.code: f.evidence.frame for f in findings(given)}["run-deposit-open"]
    assert case["what"].str.contains("on paper").tolist() == [is_same]


@pytest.mark.parametrize(
    ("cents", "line", "said", "worth"),
    [
        (9_240, "MOBILE CHK DEP 5501", "a remittance on paper", "$92.40"),  # one payment: 92.40 once
        (9_240, "ACH OAK PLAN 5501", "its 835 is not on file", "$92.40"),  # a transfer is not on paper
        (9_240, "OAK PLAN HCCLAIMPMT 5501", "its 835 is not on file", "$92.40"),
        (9_240, "REMOTE DEPOSIT 501", "a remittance on paper", "$92.40"),  # the end of its number, on its day
        (9_241, "ACH OAK PLAN 5501", "no remittance", "$184.81"),  # two amounts: 92.41 + 92.40
    ],
)
def test_a_posting_and_the_deposit_of_its_check_are_the_same_money(cents, line, said, worth):
    given = run(
        remitted(("A1", 4_000)),
        postings=[
            posting(OFFICE_ALLY, "A1", "TA", 4_000),
            posting(OFFICE_ALLY, "P1", "5501", 9_240, posted_date=day("2026-07-14")),
        ],
        deposits=[deposit("2026-07-10", 4_000, trace="TA"), deposit("2026-07-13", cents, line)],
        cutover=NEXT_DAY,
    )
    told = brief(given)
    cases = {f.code: f.evidence.frame["what"].item() for f in told.findings}
    assert cases["run-deposit-open"].endswith(said)
    assert ("a case of its own" in cases["run-no-remittance"]) is (cents == 9_240)
    assert f"2 items worth {worth} need a person" in told.verdict


@pytest.mark.parametrize(("cents", "is_text"), [(15_000, True), (15_001, False)])
def test_a_deposit_and_postings_of_texts_alone_say_that_the_835_is_to_fetch(cents, is_text):
    texts = [{"content": name, "check_id": 0, "payer_name": "OAK", "check_number": name, "amount_cents": of,
              "check_date": day("2026-07-08")} for name, of in (("7001", 10_000), ("7002", 5_000))]  # fmt: skip
    given = run(
        remitted(("A1", 4_000)) | {"text_checks": texts},
        postings=[posting(OFFICE_ALLY, "A1", "TA", 4_000), posting(OFFICE_ALLY, "P1", "7001", 10_000),
                  posting(OFFICE_ALLY, "P2", "7002", 5_000), posting(OFFICE_ALLY, "P3", "7003", 700)],
        deposits=[deposit("2026-07-10", 4_000, trace="TA"), deposit("2026-07-13", cents, "LOCKBOX 88")],
        cutover=NEXT_DAY,
    )  # fmt: skip
    told = brief(given)
    cases = {f.code: f.evidence.frame for f in told.findings}
    text = "on file as text alone: fetch its 835"
    assert cases["run-deposit-open"]["what"].str.contains(text).tolist() == [is_text]
    posted = cases["run-no-remittance"].set_index("claim_number")["what"]
    assert posted.str.contains(text).to_dict() == {"P1": True, "P2": True, "P3": False}
    assert posted.str.contains("a case of its own").to_dict() == {"P1": is_text, "P2": is_text, "P3": False}
    # 150.00 + 7.00 = 157.00, with another deposit 150.01 + 157.00 = 307.01
    assert ("worth $157.00" if is_text else "worth $307.01") in told.verdict


@pytest.mark.parametrize(
    ("cents", "check", "is_again"), [(4_000, "MO771", True), (4_001, "MO771", False), (4_000, "MO772", False)]
)
def test_a_check_that_was_taken_to_the_bank_twice_says_so_where_its_number_and_amount_are_the_same(
    cents, check, is_again
):
    twice = [
        deposit("2026-07-13", 4_000, "REMOTE CK MO771"),
        deposit("2026-07-24", cents, f"BRANCH CK {check}"),
    ]
    given = run(remitted(("A1", 4_000), trace_number="MO771"), deposits=twice, cutover=NEXT_DAY)
    case = {f.code: f.evidence.frame for f in findings(given)}["run-deposit-open"]
    assert case["amount_cents"].tolist() == [cents]
    assert case["what"].str.contains("in another deposit already").tolist() == [is_again]


def test_the_verdict_before_the_move_names_what_is_wrong_and_its_sign_is_not_green():
    paid = remitted(("A1", 4_000))
    said = {"deposits": [deposit("2026-07-13", 4_000, "AETNA TA", "TA")], "cutover": NEXT_DAY}
    twice = assess(run(paid, postings=[posting(OFFICE_ALLY, "A1", "TA", 4_000)] * 2, **said))
    assert twice.signal.state is State.BLOCKED
    assert twice.verdict.startswith("Before the move, 1 item worth $40.00 needs a person.")
    assert twice.verdict.endswith(
        "The practice moves on 2026-08-01; until then everything is posted in Office Ally."
    )
    once = assess(run(paid, postings=[posting(OFFICE_ALLY, "A1", "TA", 4_000)], **said))
    assert once.signal.state is State.OK
    assert once.verdict == "The practice moves on 2026-08-01; until then everything is posted in Office Ally."


@pytest.mark.parametrize(
    ("lacks", "said"),
    [
        ({"deposits"}, "No deposits of the bank could be read: whether remittances and deposits agree is not known."),
        ({"postings"}, "No postings could be read: whether remittances and postings agree is not known."),
        ({"postings", "deposits"}, "No postings and no deposits of the bank could be read: whether what was paid, "
                                   "posted and banked agree is not known."),
    ],
)  # fmt: skip
def test_before_the_move_nothing_is_in_order_where_postings_or_the_bank_could_not_be_compared(lacks, said):
    given = {"postings": [posting(OFFICE_ALLY, "A1", "TA", 4_000)],
             "deposits": [deposit("2026-07-13", 4_000, "AETNA TA", "TA")]}  # fmt: skip
    told = assess(
        run(remitted(("A1", 4_000)), cutover=NEXT_DAY, **{k: v for k, v in given.items() if k not in lacks})
    )
    assert told.signal.state is State.ATTENTION and told.verdict.endswith(said)


@pytest.mark.parametrize("lacks", ["postings", "deposits", None])
def test_a_comparison_of_what_was_not_read_has_no_amount_and_the_others_have_theirs(lacks):
    given = {"postings": [posting(OFFICE_ALLY, "A1", "TA", 4_000)],
             "deposits": [deposit("2026-07-13", 4_000, "AETNA TA", "TA")]}  # fmt: skip
    rows = _legs(
        run(remitted(("A1", 4_000)), cutover=NEXT_DAY, **{k: v for k, v in given.items() if k != lacks})
    )
    parts = rows[~rows["part"].eq("remittances")]  # what was remitted is known all the same
    unknown = parts.groupby("leg")["amount_cents"].apply(lambda cents: bool(cents.isna().all())).to_dict()
    assert unknown == {"bank": lacks == "deposits", "claims": False, "postings": lacks == "postings"}


FIRST = [(*told, cutover) for told in ((3_999, "run-twice"), (4_001, "run-deposit-open"))
         for cutover in (NEXT_DAY, None)]  # fmt: skip


@pytest.mark.parametrize(("deposit_cents", "first", "cutover"), some(FIRST, 3))
def test_what_the_verdict_names_first_is_what_the_page_shows_first(cutover, deposit_cents, first):
    """One payment of $40.00 is posted twice, and one deposit has no remittance: the larger amount is the first."""
    paid = remitted(("A1", 4_000))
    given = run(
        paid,
        postings=[posting(OFFICE_ALLY, "A1", "TA", 4_000)] * 2,
        deposits=[deposit("2026-07-13", deposit_cents, "REMOTE CK MO771")],
        cutover=cutover,
    )
    result = brief(given)
    shown = [
        f
        for f in as_shown(result.findings)
        if f.severity is Severity.HIGH and f.code != "run-no-cutover-date"
    ]
    same = [f for f in shown if f.code in ("run-twice", "run-deposit-open")]
    assert same[0].code == first
    named = result.verdict.split("First of all, ")[1].lower()
    assert named.startswith(shown[0].title.lower())


def test_without_postings_of_office_ally_nothing_is_called_unposted_before_the_move():
    paid = remitted(("A1", 4_000))
    for cutover in (NEXT_DAY, None):
        for rows in ([], [posting(MEDI, "X", "Y", 100)]):
            told = found(run(paid, postings=rows, cutover=cutover))
            assert not {"run-not-posted", "run-no-postings", "run-side-unknown"} & set(told)


def test_what_is_not_posted_is_the_money_on_claims_and_take_backs_stand_apart():
    paid = remitted(("A1", 4_000), ("B2", 1_000), ("C3", -300))
    told = assess(run(paid, postings=[posting(OFFICE_ALLY, "A1", "TA", 4_000)], cutover=NEXT_DAY))
    figure = next(f for f in told.figures if f.label == "Not posted")
    assert figure.value == "$10.00"
    assert "; not in it 1 take-back of a claim, which lowers the payments by $3.00" in figure.note
