"""Which lines tell a first decision, and what a denial is: the questions that a biller would ask."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.workstreams.scrub_rules.report import counted, denials
from scrub_makers import DENIED, book, line, sent, why


def denied(given) -> list[bool]:
    return list(given.lines.every["denied"])


@pytest.mark.parametrize("reason", [("PR", "1"), ("PR", "2"), ("PR", "3")])
def test_what_the_patient_owes_is_no_denial(reason):
    told = book(sent(line(reason=reason)))
    assert why(told) == [None] and denied(told) == [False]


def test_the_same_code_under_another_group_than_the_patients_is_a_denial():
    assert denied(book(sent(line(reason=("CO", "1"))))) == [True]


@pytest.mark.parametrize(("reason", "left_out"), [
    (("CO", "45"), "paid nothing, and nothing refuses it"), (("CO", "24"), "capitated"),
    (("OA", "23"), "paid after another payer"),
])  # fmt: skip
def test_a_price_a_capitation_and_an_earlier_payer_are_no_denials(reason, left_out):
    told = book(sent(line(reason=reason)))
    assert why(told) == [left_out] and denied(told) == [False]


def test_an_adjustment_of_nothing_is_information_and_refuses_nothing():
    told = book(sent(line(reason=("CO", "16", 0), paid_cents=10_000)))
    assert why(told) == [None] and denied(told) == [False]


def test_a_line_of_which_a_part_is_refused_is_neither_paid_nor_denied():
    assert why(book(sent(line(reason=("CO", "151", 2_500), paid_cents=7_500)))) == ["partly refused"]


def test_a_line_without_a_charge_tells_nothing():
    assert why(book(sent(line(cents=0)))) == ["nothing was charged"]


@pytest.mark.parametrize(
    ("mark", "left_out"),
    [("SL", "supplied free, such as a vaccine of the state: no payment is right"), ("EP", None)],
)
def test_a_vaccine_that_came_free_is_denied_by_nobody(mark, left_out):
    told = book(sent(line(reason=DENIED, marks=(mark,))))
    assert why(told) == [left_out] and denied(told) == [left_out is None]


def test_a_claim_of_a_second_payer_tells_nothing_of_its_edits():
    assert why(book(sent(line(reason=DENIED), status="2"))) == ["paid after another payer"]


def test_a_denial_of_the_claim_is_one_of_each_of_its_lines():
    told = book(
        sent(line(paid_cents=0), line("20610", paid_cents=0), on_claim=(("CO", "29", 20_000),), paid_cents=0)
    )
    assert denied(told) == [True, True] and set(told.lines.every["reason"]) == {"29"}
    assert list(told.lines.every["refused_cents"]) == [10_000, 10_000]  # the charge of each


def test_a_claim_denied_as_a_whole_without_a_line_is_counted_apart():
    told = book(sent(line()), sent(patient="P2", on_claim=(("CO", "16", 9_000),), charge_cents=9_000))
    rows = denials(told).set_index("class")
    assert rows.loc["claims denied as a whole, without a line", "denied_cents"] == 9_000
    assert len(told.lines.every) == 1


def test_the_same_remittance_twice_counts_once():
    same = {"payment_key": "K", "trace_number": "T"}
    told = book(sent(line(reason=DENIED)), sent(line(reason=DENIED)))
    once = told.inputs.office_ally.payments.assign(**same, set_aside=pd.array([None, "duplicate"], "str"))
    again = book(sent(line(reason=DENIED)), sent(line(reason=DENIED)))
    again.inputs.office_ally.payments[list(once)] = once
    assert [w is None for w in why(again)] == [True, False]


@pytest.mark.parametrize("number", ["AP1", "OTHER", "a-p1"])
def test_a_line_sent_again_under_the_same_or_another_number_is_no_second_decision(number):
    told = book(sent(line(reason=DENIED)), sent(line(), after=40, number=number))
    assert why(told) == [None, "sent again"]


def test_without_a_member_id_the_account_number_tells_whose_it_is():
    first = sent(line(reason=DENIED), patient_id=None)
    assert why(book(first, sent(line(), after=40, patient_id=None))) == [None, "sent again"]
    assert why(book(first, sent(line(), after=40))) == [None, "sent again"]  # one remittance names the member
    assert why(book(first, sent(line(), after=40, patient_id=None, number="OTHER"))) == [None, None]


def test_members_of_a_family_under_one_id_are_different_patients():
    told = book(sent(line(reason=DENIED), patient_first_name="ANNA"),
                sent(line(), number="B", patient_first_name="BEN"))  # fmt: skip
    assert why(told) == [None, None]


def test_another_procedure_another_day_and_another_payer_are_decisions_of_their_own():
    told = book(sent(line(reason=DENIED)), sent(line("99214"), after=40), sent(line(), on="2026-03-09"),
                sent(line(), payer="CIGNA", after=40))  # fmt: skip
    assert why(told) == [None] * 4


@pytest.mark.parametrize("mark", ["80", "81", "82", "as"])
def test_the_assistants_claim_for_a_surgery_is_no_second_sending_of_the_surgeons(mark):
    surgeon = sent(line("27447", reason=DENIED))
    told = book(surgeon, sent(line("27447", marks=("RT", mark)), number="B", after=15))
    assert why(told) == [None, None] and denied(told) == [True, False]


@pytest.mark.parametrize(
    ("before", "after"),
    [((), ("25",)), (("AS",), ("82",)), (("AS", "RT"), ("AS",)), (("LT",), ("RT",))],
)
def test_a_line_is_sent_again_whatever_other_modifier_was_changed(before, after):
    told = book(sent(line("27447", DENIED, before)), sent(line("27447", marks=after), after=40))
    assert why(told) == [None, "sent again"]


def test_two_lines_of_one_procedure_on_one_claim_are_two_decisions():
    assert why(book(sent(line(marks=("RT",)), line(marks=("LT",))))) == [None, None]


def reversal(*lines: dict, **said) -> dict:
    """The same claim taken back: status 22, each amount with its sign turned."""
    turned = [
        {
            "row": one["row"] | {n: -one["row"][n] for n in ("charge_cents", "paid_cents")},
            "reason": (*one["reason"], -one["row"]["charge_cents"]) if one["reason"] else None,
        }
        for one in lines
    ]
    return sent(*turned, status="22", **said)


def test_a_payment_that_was_taken_back_counts_by_its_correction():
    told = book(sent(line()), reversal(line(), after=40), sent(line(reason=DENIED), after=40))
    assert why(told) == ["later taken back", "reversal", None] and denied(told) == [False, False, True]


def test_a_denial_that_was_taken_back_and_paid_stays_a_denial_with_what_helped():
    told = book(sent(line(reason=DENIED)), reversal(line(reason=DENIED), after=40), sent(line(), after=40))
    assert why(told) == [None, "reversal", "sent again"]


def test_a_duplicate_of_a_paid_claim_is_counted_as_one_and_is_no_denial_of_the_service():
    told = book(sent(line()), sent(line(reason=("OA", "18")), after=40))
    assert why(told) == [None, "sent again"]
    assert denials(told).set_index("class")["lines"].to_dict() == {"duplicate": 1}


def test_the_age_of_a_claim_is_that_at_the_payers_receipt_else_at_its_decision():
    told = book(sent(line(), received_date=pd.Timestamp("2026-03-12")), sent(line(), patient="P2", after=30))
    assert list(told.lines.every["age"]) == [10, 30]  # March 2 to March 12; thirty days to the decision


def test_one_payer_in_two_spellings_is_one():
    told = book(sent(line()), sent(line(), payer="Aetna, Inc.", patient="P2"), sent(line(), patient="P3"))
    assert set(told.lines.every["payer"]) == {"AETNA"}


def test_rows_in_are_rows_counted():
    told = book(sent(line(), line("20610", DENIED)), sent(line(cents=0), patient="P2"))
    rows = counted(told)
    assert rows["lines"].sum() == 3 and rows["charge_cents"].sum() == 20_000
