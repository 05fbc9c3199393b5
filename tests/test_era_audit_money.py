"""Money: balances, take-backs, interest, reversals, denials, and what must tie."""

from __future__ import annotations

import pytest
from cutover.workstreams.era_audit import money
from cutover.workstreams.era_audit.control_totals import tie_table
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.money import plb_table, recoupments_table
from cutover.workstreams.era_audit.payers_and_denials import denials_table, sent_on_table, zero_paid_table
from era_frames import (
    AS_OF,
    PRACTICE,
    adjustment,
    archive,
    audit,
    claim,
    findings,
    paired,
    payment,
    plb,
    service,
    weekly,
)
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

OFF = {"is_balanced": False, "difference_cents": -250}


def result_of(payments, **tables):
    return audit(archive(payments=payments, files=paired(payments), **tables), PRACTICE, AS_OF)


def found(payments, **tables):
    return of_questions(payments, (), **tables)


def of_money(payments, **tables):
    """The findings of money alone."""
    return of_questions(payments, (money,), **tables)


def of_questions(payments, questions, **tables):
    every = [*weekly(), *payments]
    return findings(archive(payments=every, files=paired(every), **tables), *questions)


def inputs_of(payments, **tables):
    return Inputs(archive(payments=payments, files=paired(payments), **tables), PRACTICE, AS_OF)


def two(**second):
    return [payment("a", "2026-03-02"), payment("b", **({"paid": "2026-04-06"} | second))]


def test_differences_are_summed_without_their_sign():
    paid = [
        payment("a", "2026-03-02", **OFF),
        payment("b", "2026-03-09", is_balanced=False, difference_cents=100),
    ]
    finding = of_money(paid)["era-payment-unbalanced"]
    assert (finding.count, finding.amount_cents) == (2, 350)  # |-250| + |100|


def test_a_payment_that_was_cut_is_a_cut_payment_and_not_an_unbalanced_one():
    codes = found(
        [payment("a", "2026-03-02", 7_000, is_whole=False, counts_agree=False, **OFF)],
        claims=[claim("a", **OFF)],
        services=[service("a", **OFF)],
    )
    assert set(codes) == {"era-truncated"}
    assert codes["era-truncated"].amount_cents == 7_000  # what its BPR says


def test_a_payment_that_is_set_aside_counts_in_the_finding_that_names_it_and_in_no_other():
    codes = found(
        [payment("a", "2026-03-02", -500, set_aside="other payee", counts_agree=False, **OFF)],
        claims=[claim("a", status="22", **OFF)],
        services=[service("a", **OFF)],
        provider_adjustments=[plb("a", "WO", 300), plb("a", "FB", -300, pair=2)],
    )
    assert {code: f.amount_cents for code, f in codes.items()} == {"era-other-payee": -500}


UNKNOWN = {"is_balanced": None, "difference_cents": None}


def test_a_balance_that_cannot_be_checked_is_a_finding_and_never_one_that_is_off():
    paid = payment("a", "2026-03-02", paid_cents=None, **UNKNOWN)
    result = result_of(
        [paid], claims=[claim("a", charge_cents=None, **UNKNOWN)], services=[service("a", **UNKNOWN)]
    )
    (unknown,) = [f for f in result.findings if f.code == "era-balance-unknown"]
    assert unknown.evidence.frame[["level", "lacks"]].values.tolist() == [
        ["payment", "BPR02"],
        ["claim", "CLP03"],
        ["service line", "SVC02, SVC03"],  # the line states neither
    ]
    ties = result.tables["tie"].frame.set_index("what")["row_count"]
    assert [ties[f"{level}s that cannot be checked"] for level in ("payment", "claim", "service line")] == [
        1,
        1,
        1,
    ]
    assert not {"era-payment-unbalanced", "era-claim-unbalanced"} & {f.code for f in result.findings}


def test_a_sum_with_an_unknown_part_says_at_least():
    paid = [payment("a", "2026-03-02", paid_cents=None, **UNKNOWN), payment("b", "2026-03-09", 5_000)]
    result = result_of(paid)
    said = {figure.label: figure.value for figure in result.figures}
    assert said["Money paid"] == "at least $50.00"
    assert said["Payments that do not add up"] == "at least $0.00"
    payers = result.tables["payers_paid"].frame
    assert payers[["paid_cents", "unknown_count"]].values.tolist() == [[5_000, 1]]
    assert payers["share"].isna().all()


def test_a_claim_that_capitation_covers_is_not_denied():
    given = inputs_of(
        [payment("a", "2026-03-02")],
        claims=[claim("a", paid_cents=0)],
        adjustments=[adjustment("a", "CO", "24", 15_000)],
    )
    assert zero_paid_table(given).frame["outcome"].tolist() == ["capitation"]
    assert denials_table(given).frame.empty


def test_unbalanced_claims_and_lines_are_cases_of_their_own():
    codes = found([payment("a", "2026-03-02")], claims=[claim("a", **OFF)], services=[service("a", **OFF)])
    assert {c: (f.count, f.amount_cents) for c, f in codes.items()} == {
        "era-claim-unbalanced": (1, 250),
        "era-service-unbalanced": (1, 250),
    }


@pytest.mark.parametrize(("cents", "cases"), [(-1, 1), (0, 0), (1, 0)])
def test_a_payment_is_negative_below_zero_alone(cents, cases):
    codes = of_money([payment("a", "2026-03-02", cents)])
    assert ("era-negative-payment" in codes) == bool(cases)


@pytest.mark.parametrize(
    ("later", "is_open"),
    [
        (plb("b", "WO", 500, "REF1"), False),  # same reference and amount
        (plb("b", "FB", 700, "REF1"), False),  # same reference alone
        (plb("b", "WO", 500, "OTHER"), False),  # same amount alone
        (plb("b", "WO", 499, "OTHER"), True),
        (plb("b", "FB", -500, "REF1"), True),  # carries a balance itself, takes none back
        (plb("b", "L6", 500, "REF1"), True),  # interest takes back no balance
    ],
)
def test_a_forward_balance_comes_back_by_reference_or_by_amount(later, is_open):
    codes = of_money(two(), provider_adjustments=[plb("a", "FB", -500, "REF1"), later])
    first = codes["era-forward-balance-open"].evidence.frame if "era-forward-balance-open" in codes else None
    assert (first is not None and (first["source_file"] == "era/a.835").any()) == is_open


@pytest.mark.parametrize(
    "second", [{"paid": "2026-03-02"}, {"paid": "2026-02-02"}, {"paid": "2026-04-06", "payer_name": "X"}]
)
def test_a_balance_comes_back_in_a_later_payment_of_the_same_payer_alone(second):
    codes = of_money(
        two(**second), provider_adjustments=[plb("a", "FB", -500, "R"), plb("b", "WO", 500, "R")]
    )
    assert codes["era-forward-balance-open"].count == 1


def test_one_take_back_settles_one_of_two_equal_balances():
    adjustments = [plb("a", "FB", -500, "R1"), plb("a", "FB", -500, "R2", pair=2), plb("b", "WO", 500, "R9")]
    assert of_money(two(), provider_adjustments=adjustments)["era-forward-balance-open"].amount_cents == 500


@pytest.mark.parametrize(("cents", "cases"), [(300, 1), (-300, 0)])
def test_only_a_positive_overpayment_recovery_takes_money(cents, cases):
    codes = of_money([payment("a", "2026-03-02")], provider_adjustments=[plb("a", "WO", cents)])
    assert ("era-recoupment" in codes) == bool(cases)


def test_a_recoupment_is_matched_with_the_earlier_claim_that_its_reference_names():
    given = inputs_of(
        two(),
        claims=[claim("a", payer_claim_number="ICN77", paid_cents=9_000)],
        provider_adjustments=[plb("b", "WO", 300, "ACCT9 ICN77"), plb("b", "WO", 200, "ICN78", pair=2)],
    )
    frame = recoupments_table(given).frame.set_index("amount_cents")
    assert frame["claim_found"].to_dict() == {300: "yes", 200: "no"}
    assert frame.loc[300, "claim_paid_cents"] == 9_000


def test_provider_adjustments_say_what_their_sign_does():
    adjustments = [plb("a", "WO", 300), plb("a", "L6", -20, pair=2), plb("a", "ZZ", 5, pair=3)]
    frame = plb_table(inputs_of(two(), provider_adjustments=adjustments)).frame.set_index("reason_code")
    assert frame["effect"].to_dict() == {
        "WO": "lowers the payment",
        "L6": "raises the payment",
        "ZZ": "lowers the payment",
    }
    assert frame.loc["ZZ", "name"] == "not in our list of reasons"
    assert frame["amount_cents"].to_dict() == {"WO": 300, "L6": -20, "ZZ": 5}  # the sign of the 835
    assert frame["effect_cents"].to_dict() == {"WO": -300, "L6": 20, "ZZ": -5}  # what it does to the payments


def test_interest_of_a_claim_counts_only_where_its_payment_has_no_interest_adjustment():
    codes = of_money(
        two(),
        claims=[claim("a", interest_cents=70), claim("b", interest_cents=40)],
        provider_adjustments=[plb("a", "L6", -70), plb("b", "L6", 15)],  # positive: taken back, none paid
    )
    assert (codes["era-interest"].count, codes["era-interest"].amount_cents) == (
        2,
        110,
    )  # 70 of L6 + 40 of AMT*I


REVERSED = {"status": "22", "paid_cents": -10_000, "patient_control_number": "P1"}


@pytest.mark.parametrize(
    ("correction", "is_open"),
    [
        (claim("a", 1, patient_control_number="P1"), False),  # in the same payment
        (claim("b", 0, patient_control_number="P1"), False),  # in a later one
        (claim("b", 0, patient_control_number="P2"), True),
        (claim("b", 0, status="22", patient_control_number="P1"), True),  # a reversal corrects nothing
        (claim("c", 0, patient_control_number="P1"), True),  # paid before: what was reversed
        (claim("b", 0, patient_control_number="P2", original_reference_number="ICN1"), False),
    ],
)
def test_a_reversal_needs_a_correction_in_the_same_or_a_later_payment(correction, is_open):
    paid = [*two(), payment("c", "2026-01-05")]
    taken = claim("a", 0, payer_claim_number="ICN1", **REVERSED)
    codes = of_money(paid, claims=[taken, correction])
    frame = codes["era-reversal-open"].evidence.frame if "era-reversal-open" in codes else None
    assert (frame is not None and (frame["source_file"] == "era/a.835").any()) == is_open


def test_payers_that_write_0_for_a_number_do_not_correct_each_others_claims():
    taken = claim("a", 0, **(REVERSED | {"patient_control_number": "0"}))
    codes = of_money(two(), claims=[taken, claim("b", 0, patient_control_number="0")])
    assert codes["era-reversal-open"].amount_cents == 10_000


@pytest.mark.parametrize(
    ("said", "adjustments", "outcome"),
    [
        ({}, [("CO", "50", 15_000)], "denied"),  # status 1: the usual form of a denial
        ({"status": "4"}, [("CO", "31", 15_000)], "denied"),
        ({"status": "4"}, [("PR", "1", 15_000)], "patient's share"),  # status alone never decides
        ({}, [("PR", "1", 9_000), ("CO", "45", 6_000)], "patient's share"),
        ({}, [("PR", "1", 9_000), ("CO", "97", 6_000)], "denied"),
        ({}, [("CO", "1", 15_000)], "denied"),  # a deductible that nobody asks of the patient
        ({}, [("OA", "23", 9_000), ("CO", "45", 6_000)], "prior payer"),
        ({}, [("CO", "45", 15_000)], "denied"),  # a contract does not lower a price to nothing
        ({}, [("CO", "9999", 15_000)], "denied"),  # a code that is not in the list
        ({}, [], "no reason"),
        ({"status": "19"}, [("CO", "50", 15_000)], "denied"),  # decided, and forwarded too
    ],
)
def test_a_denial_is_derived_from_payment_and_adjustments(said, adjustments, outcome):
    given = inputs_of(
        two(),
        claims=[claim("a", paid_cents=0, **said)],
        adjustments=[adjustment("a", *of) for of in adjustments],
    )
    assert zero_paid_table(given).frame["outcome"].tolist() == [outcome]


@pytest.mark.parametrize(
    "said", [{"status": "22"}, {"status": "23"}, {"status": "25"}, {"charge_cents": 0}, {"paid_cents": 1}]
)
def test_reversals_forwarded_claims_predeterminations_and_paid_claims_are_no_denials(said):
    row = claim("a", **({"paid_cents": 0} | said))
    given = inputs_of(two(), claims=[row], adjustments=[adjustment("a", "CO", "50", 15_000)])
    assert zero_paid_table(given).frame.empty


def test_a_denial_counts_once_with_its_largest_refusing_reason():
    adjustments = [adjustment("a", "CO", r, c) for r, c in (("97", 4_000), ("16", 5_000), ("45", 6_000))]
    given = inputs_of(two(), claims=[claim("a", paid_cents=0)], adjustments=adjustments)
    frame = denials_table(given).frame
    assert frame[["reason_code", "claim_count", "charge_cents"]].values.tolist() == [["16", 1, 15_000]]


payments = st.lists(
    st.tuples(
        st.integers(-50_000, 50_000),
        st.integers(-50_000, 50_000),
        st.integers(-5_000, 5_000),
        st.sampled_from([None, None, "same payment again", "other payee"]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=examples(40), deadline=None)
@given(payments)
def test_every_payment_and_every_cent_is_counted_or_set_aside(drawn):
    rows = [
        payment(
            f"p{n}", "2026-03-02", paid, claims_paid_cents=claims, provider_adjustment_cents=plbs,
            difference_cents=paid - (claims - plbs) if known else None, is_whole=whole, set_aside=aside,
        )
        for n, (paid, claims, plbs, aside, whole, known) in enumerate(drawn)
    ]  # fmt: skip
    frame = tie_table(Inputs(archive(payments=rows), PRACTICE, AS_OF)).frame.set_index("what")
    remains = frame[frame.index.str.startswith("remains")]
    assert (remains["amount_cents"].fillna(0) == 0).all() and (remains["row_count"].fillna(0) == 0).all()
    counted = [paid for paid, *_, aside, _, _ in drawn if aside is None]
    assert frame.loc["counted in this report", "amount_cents"] == sum(counted)
    assert frame.loc["payments in the 835s", "row_count"] == len(drawn)


def test_claims_that_the_first_payer_sent_on_stand_by_the_payer_that_got_them_with_its_answers():
    left = {"patient_responsibility_cents": 2_000, "crossover_payer_name": "GULF SUPPLEMENT"}
    told = [
        ("K1", "19", 8_000, left),  # nobody has answered: 20.00 waits
        ("K2", "19", 8_000, left), ("K2", "2", 1_500, {}),  # under its own number
        ("K3", "20", 8_000, left), ("K3X", "3", 2_000, {}),  # the second payer sent it on: that number with an ending
        ("K4", "19", 8_000, {"patient_responsibility_cents": 500}),
        ("K5", "1", 8_000, {"patient_responsibility_cents": 700}),  # not sent on
    ]  # fmt: skip
    rows = sent_on_table(inputs_of(
        [payment(number + status, "2026-03-02", payer_name=status) for number, status, *_ in told],
        claims=[
            claim(number + status, patient_control_number=number, status=status, paid_cents=paid, **said)
            for number, status, paid, said in told
        ],
    )).frame  # fmt: skip
    names = ["payer", "to", "claim_count", "left_cents", "answered_count", "answered_cents", "open_cents"]
    assert rows[names].values.tolist() == [
        ["19", "GULF SUPPLEMENT", 2, 4_000, 1, 1_500, 2_000],
        ["19", "(not named)", 1, 500, 0, 0, 500],
        ["20", "GULF SUPPLEMENT", 1, 2_000, 1, 2_000, 0],
    ]


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ({"status": "2", "patient_control_number": "K1"}, [1, 1_200, 0]),  # of 20.00 left it paid 12.00
        ({"status": "2", "patient_control_number": "K1S"}, [1, 1_200, 0]),  # its number with an ending
        ({"status": "1", "patient_control_number": "K1"}, [0, 0, 2_000]),  # a first payer's answer
        ({"status": "2", "patient_control_number": "K9"}, [0, 0, 2_000]),  # another claim
    ],
)
@pytest.mark.parametrize("set_aside", [None, "duplicate"])
def test_a_later_payers_answer_that_came_to_medi_answers_what_was_sent_on(said, answered, set_aside):
    sent = {"patient_responsibility_cents": 2_000, "crossover_payer_name": "GULF SUPPLEMENT"}
    first = claim("old", patient_control_number="K1", status="19", paid_cents=8_000, **sent)
    held = archive(payments=[payment("old", "2026-07-01")], claims=[first])
    there = payment("m", "2026-07-20", 1_200, payer_name="GULF SUPPLEMENT", set_aside=set_aside)
    medi = archive(payments=[there], claims=[claim("m", paid_cents=1_200, **said)])
    rows = sent_on_table(Inputs(held, PRACTICE, AS_OF, medi)).frame
    expected = answered if set_aside is None else [0, 0, 2_000]
    assert rows[["answered_count", "answered_cents", "open_cents"]].fillna(0).values.tolist() == [expected]


def test_an_answer_in_both_systems_answers_once():
    first = claim(
        "old", patient_control_number="K1", status="19", paid_cents=8_000, patient_responsibility_cents=900
    )
    later = {"patient_control_number": "K1", "status": "2", "paid_cents": 900}
    answer = payment("new", "2026-07-20", 900, payer_name="GULF SUPPLEMENT")
    held = archive(payments=[payment("old", "2026-07-01"), answer], claims=[first, claim("new", 1, **later)])
    medi = archive(payments=[answer], claims=[claim("new", 1, **later)])
    rows = sent_on_table(Inputs(held, PRACTICE, AS_OF, medi)).frame
    assert rows[["answered_count", "answered_cents", "open_cents"]].values.tolist() == [[1, 900, 0]]
