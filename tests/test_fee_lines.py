"""What a service line tells of its price, and why another one tells none; and what is called short or too much."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.workstreams.allowed_lines import lines as of
from cutover.workstreams.fee_schedules.contracts import ABOVE, AGREES, BELOW, OF_COPAY, OF_PATIENTS
from cutover.workstreams.fee_schedules.findings import made, underpaid
from cutover.workstreams.fee_schedules.report import assess, counted, report
from cutover.workstreams.fee_schedules.schedule import intake_rows
from cutover.workstreams.fee_schedules.unseen import unseen
from cutover.workstreams.fee_schedules.verdict import figures
from cutover.workstreams.fee_schedules.workbook import filled
from cutover_sample.rates_cast import percent_of
from era_frames import AS_OF
from fee_makers import allowed, book, line, lines, why


def test_allowed_is_what_the_payer_states_else_paid_and_the_patients_share_and_what_was_cut_afterwards():
    assert allowed(book(line(8_000, ("PR", "2", 2_000)))) == 10_000  # 80.00 + 20.00
    assert (
        allowed(book(line(7_840, ("PR", "2", 2_000), ("CO", "253", 160)))) == 10_000
    )  # 78.40 + 20.00 + 1.60
    assert allowed(book(line(8_000, ("PR", "1", 500), ("PR", "3", 1_500), allowed_cents=10_500))) == 10_500
    assert allowed(book(line(8_000, allowed_cents=0))) == 8_000  # states less than it paid: not taken


def test_a_share_that_the_patient_does_not_owe_is_a_refusal():
    assert why(book(line(8_000, ("CO", "2", 2_000)))) == of.PARTLY


@pytest.mark.parametrize(("given", "reason"), [
    (line(0, ("CO", "50", 15_000)), of.DENIED), (line(0), of.NOTHING), (line(8_000, ("CO", "50", 100)), of.PARTLY),
    (line(0, ("CO", "97", 15_000)), of.BUNDLE), (line(0, ("CO", "24", 15_000)), of.CAPITATION),
    (line(4_000, ("CO", "59", 4_000)), of.SEVERAL), (line(2_000, ("OA", "23", 13_000)), of.SECONDARY),
    (line(of_claim={"status": "2"}), of.SECONDARY), (line(of_claim={"status": "25"}), of.NO_DECISION),
    (line(-8_000, charge=-15_000, of_claim={"status": "22"}), of.REVERSAL), (line(is_balanced=False), of.UNBALANCED),
    (line(is_balanced=None), of.UNBALANCED), (line(on_claim=(("CO", "45", 100),)), of.AS_A_WHOLE),
    (line(0, charge=0), of.FREE), (line(units=0.5), of.NO_UNIT), (line(service_date=None), of.NO_DAY),
    (line(code=None), of.NO_CODE), (line(payer=None), of.NO_PAYER),
    (line(of_payment={"set_aside": "same payment again"}), "same payment again"),
])  # fmt: skip
def test_a_line_that_tells_no_price_is_left_out_for_its_reason_and_counted_with_its_money(given, reason):
    told = book(given)
    assert why(told) == reason
    rows = counted(told).set_index("why")
    assert rows.loc[reason, "charge_cents"] == given["service"]["charge_cents"]
    assert rows.loc[reason, "lines"] == 1


def test_a_cut_on_the_whole_claim_after_the_price_leaves_its_lines_as_they_are():
    assert allowed(book(line(8_000, on_claim=(("CO", "253", 160),)))) == 8_000


def test_a_decision_that_was_taken_back_tells_no_price_and_its_correction_does():
    number = {"patient_control_number": "A1", "charge_cents": 15_000, "paid_cents": 8_000}
    back = {"patient_control_number": "A-1", "charge_cents": -15_000, "paid_cents": -8_000, "status": "22"}
    again = {"patient_control_number": "A1", "charge_cents": 15_000, "paid_cents": 9_000}
    told = book(
        line(of_claim=number), line(-8_000, charge=-15_000, of_claim=back), line(9_000, of_claim=again)
    )
    assert told.lines.every["left_out"].fillna("").tolist() == [of.TAKEN_BACK, of.REVERSAL, ""]


def test_a_decision_in_office_ally_is_taken_back_by_a_reversal_in_medi():
    number = {"patient_control_number": "A1", "charge_cents": 15_000, "paid_cents": 6_000}
    back = number | {"charge_cents": -15_000, "paid_cents": -6_000, "status": "22"}
    again = line(8_000, of_claim=number | {"paid_cents": 8_000}, medi=True)
    reversal = line(-6_000, charge=-15_000, of_claim=back, medi=True)
    told = book(line(6_000, of_claim=number), reversal, again, *lines(10, start="2026-04-01"))
    assert told.lines.every["left_out"].dropna().tolist() == [of.TAKEN_BACK, of.REVERSAL]
    assert told.differences.empty


def test_two_parts_of_one_payment_tell_no_price_each_and_are_counted():
    number = {"patient_control_number": "A1"}
    told = book(*lines(12), line(6_000, of_claim=number), line(2_000, of_claim=number))
    assert told.lines.every["left_out"].dropna().tolist() == [of.TWICE, of.TWICE] and told.differences.empty
    assert counted(told).set_index("why").loc[of.TWICE, "paid_cents"] == 8_000  # 60.00 + 20.00
    other_day = line(2_000, on="2026-03-03", of_claim=number)
    assert book(line(6_000, of_claim=number), other_day).lines.every["left_out"].isna().all()


def test_a_stated_amount_above_the_charge_is_the_charge_and_no_overpayment():
    told = book(*lines(12, 10_000, charge=10_000, allowed_cents=12_000))
    assert set(told.lines.every["allowed_cents"]) == {10_000} and told.differences.empty


def test_modifiers_that_do_not_price_do_not_part_lines_and_the_order_of_those_that_do_changes_nothing():
    told = book(
        line(marks=("25",)), line(marks=("LT",)), line(marks=("GP", "59")), line(marks=("59", "GP")), line()
    )
    assert told.lines.every["modifiers"].tolist() == ["", "", "59 GP", "59 GP", ""]


def test_a_rate_is_that_of_one_unit_and_a_charge_below_it_is_no_shortage():
    told = book(*lines(10), line(24_000, units=3, charge=45_000, on="2026-03-01"),
                line(5_000, charge=5_000, on="2026-03-02"))  # fmt: skip
    assert told.rates.rates["rate_cents"].tolist() == [8_000] and told.differences.empty


@pytest.mark.parametrize(("short", "found"), [(50, 0), (51, 1)])
def test_fifty_cents_are_within_the_tolerance(short, found):
    told = book(*lines(10, 4_000), line(4_000 - short, on="2026-01-08"))
    assert len(told.differences) == found


@pytest.mark.parametrize(("short", "found"), [(80, 0), (81, 1)])
def test_one_percent_is_within_the_tolerance(short, found):
    told = book(*lines(10, 8_000), line(8_000 - short, on="2026-01-08"))  # one percent of 80.00 is 0.80
    assert len(told.differences) == found


@pytest.mark.parametrize(("count", "kind"), [(9, "too few"), (10, "steady rate")])
def test_ten_lines_are_enough_for_a_rate(count, kind):
    assert book(*lines(count)).schedule["kind"].tolist() == [kind]


@pytest.mark.parametrize(("wrong", "kind"), [(2, "steady rate"), (3, "no rate to be seen")])
def test_a_rate_is_steady_at_four_lines_of_five(wrong, kind):
    odd = [line(7_000 - 100 * n, on=f"2026-02-{n + 1:02d}") for n in range(wrong)]
    told = book(*lines(8), *odd)  # 8 of 10 are 80 %, 8 of 11 are 73 %
    assert told.schedule["kind"].tolist() == [kind]


def test_too_few_lines_say_so_and_nothing_else():
    told = assess(book(*lines(9), line(100, on="2026-02-01", code="99214")).inputs)
    assert told.verdict.startswith("Too few") and told.findings == ()
    assert assess(book().inputs).verdict.startswith("Too few")


def test_a_percentage_of_the_charge_is_one_where_the_amount_went_along_when_a_charge_changed():
    charges = [("99213", 14_500, 15_000), ("99214", 21_000, 21_800), ("99203", 22_500, 23_400)]
    rows = [one for code, *both in charges for n, charge in enumerate(both)
            for one in lines(6, percent_of(charge), f"202{5 + n}-03-01", charge=charge, code=code)]  # fmt: skip
    assert set(book(*rows).schedule["kind"]) == {"percent of charge"}
    same = [
        one for code, charge, _ in charges for one in lines(12, percent_of(charge), charge=charge, code=code)
    ]
    assert set(book(*same).schedule["kind"]) == {
        "steady rate"
    }  # cannot be told apart: its charges never changed


def test_a_shortage_says_what_it_looks_like_and_until_when_it_can_be_appealed():
    old, new = (
        lines(8, 7_000, "2025-09-01", payer="MEDICARE OHIO"),
        lines(12, 8_000, "2026-06-01", payer="MEDICARE OHIO"),
    )
    told = book(*old, *new, line(7_000, on="2026-06-09", payer="MEDICARE OHIO"))
    (short,) = told.differences.to_dict("records")
    assert (
        short["pattern"] == "at an earlier or later rate of the same procedure" and short["codes"] == "CO-45"
    )
    # 2026-06-09 + 14 days to the remittance, + 120 + 5 days
    assert f"{short['appeal_through']:%Y-%m-%d}" == "2026-10-26"
    (row,) = filled(told)["open claims"]
    assert row["amount_cents"] == 1_000 and row["case"] == made(told)[0].evidence.frame["key"].iloc[0]


def rate(cents: int, **said) -> dict:
    return {"payer_name": "Aetna, Inc.", "procedure_code": "99213", "rate_cents": cents} | said


@pytest.mark.parametrize(
    ("contract", "state", "money"), [(8_000, AGREES, 0), (8_500, BELOW, -5_000), (7_000, ABOVE, 10_000)]
)
def test_the_rate_seen_is_held_against_the_contract_of_its_payer(contract, state, money):
    (row,) = book(*lines(10), contracts=(rate(contract),)).contracts.to_dict("records")
    assert (row["state"], row["amount_cents"], row["seen_cents"]) == (state, money, 8_000)  # ten lines


def shown(told) -> dict:
    return {figure.label: (figure.value, figure.note) for figure in figures(told)}


@pytest.mark.parametrize(("allowed", "count", "short"), [
    (8_500, 10, 5_000),  # at the contract: ten lines of 80.00 are short by 5.00, this one is not
    (8_300, 10, 5_200),  # above the rate seen and below the contract: short by 2.00 of its own
    (9_000, 10, 5_000),  # beyond the contract: no shortfall, and no more than the contract counts here
    (8_000, 11, 5_500),
])  # fmt: skip
def test_a_line_paid_at_the_contract_is_not_short_whatever_rate_is_seen(allowed, count, short):
    told = book(*lines(10), line(allowed, on="2026-01-07"), contracts=(rate(8_500),)).contracts
    below = told[told["state"] == BELOW]
    assert -below["amount_cents"].sum() == short
    assert below["lines"].sum() == count + (allowed == 8_300)


def test_a_contract_rate_needs_no_ten_lines_to_be_paid_short():
    rows = [line(7_000, on="2026-03-02"), line(7_500, on="2026-03-03"), line(8_000, on="2026-03-04")]
    given = book(*rows, contracts=(rate(8_000),))
    told = report(given)
    (found,) = told.findings  # 80.00 - 70.00 and 80.00 - 75.00 of one rate; the third line is as contracted
    assert (found.code, found.count, found.amount_cents) == ("fees-below-contract", 1, 1_500)
    assert told.verdict.startswith(
        "1 rate with lines below contract has cost $15.00; first of all, send"
    ) and ("Too few: 3 of 3 service lines" in told.verdict)
    assert shown(given)["Below contract"] == ("$15.00", "2 lines of 3 under a contract rate, on 2 claims")


def below_contract(*given, contracts):
    (found,) = [one for one in made(book(*given, contracts=contracts)) if one.code == "fees-below-contract"]
    return found


@pytest.mark.parametrize(("on", "in_time"), [("2026-03-14", 1), ("2026-03-13", 0)])
def test_a_rate_below_its_contract_names_the_first_last_day_that_has_not_passed(on, in_time):
    # paid 14 days after the service, 120 + 5 days to appeal: 139 days from 2026-03-14 are 2026-07-31, the report's day
    found = below_contract(
        line(7_000, on=on, payer="MEDICARE"), contracts=(rate(8_000, payer_name="Medicare"),)
    )
    (row,) = found.evidence.frame.to_dict("records")
    assert row["in_time"] == in_time and row["appeal_rule"].startswith(
        "A redetermination is asked for within 120 days"
    )
    assert found.due == (AS_OF if in_time else None)
    assert ("Lines of 1 rate can still be appealed" in found.meaning) is bool(in_time)
    assert ("All lines of 1 rate are past the last day of an appeal." in found.meaning) is not bool(in_time)


def test_of_a_payer_without_a_known_rule_the_deadline_is_said_not_to_be_known_and_where_to_look():
    found = below_contract(line(7_000), contracts=(rate(8_000),))
    (row,) = found.evidence.frame.to_dict("records")
    assert found.due is None and pd.isna(row["in_time"]) and pd.isna(row["appeal_through"])
    assert "Until when 1 rate can be appealed is not known." in found.meaning
    assert "Write the days into enrollment.xlsx, sheet payer deadlines." in found.meaning


def test_a_contract_that_is_paid_to_the_cent_is_no_shortfall_and_says_zero_of_its_lines():
    given = book(line(8_000), line(7_999, on="2026-03-03"), contracts=(rate(8_000),))  # a cent is rounding
    told = report(given)
    assert told.findings == () and told.verdict.startswith("Too few")
    assert shown(given)["Below contract"] == ("$0.00", "0 lines of 2 under a contract rate")


@pytest.mark.parametrize(
    ("kind", "code", "told", "short"), [("AD", "D7240", "D7240", [200]), ("AD", "7240", "AD:7240", [])]
)
def test_a_dental_code_under_its_own_code_set_is_the_contract_s(kind, code, told, short):
    given = book(line(37_000, charge=60_000, code=code, code_qualifier=kind),
                 contracts=(rate(37_200, procedure_code="D7240"),))  # fmt: skip
    assert given.lines.every["procedure"].tolist() == [told]
    assert given.below_contract["short_cents"].tolist() == short  # 372.00 - 370.00


def test_what_no_rate_tells_is_unknown_and_never_no_money():
    told = shown(book(*lines(9)))  # nine lines are too few for a rate
    for label in ("Paid short", "Paid too much"):
        assert told[label][0] is None and "0" not in told[label][1]
    assert told["Below contract"] == (None, "no contract file")
    assert shown(book(line(), contracts=(rate(8_000, procedure_code="99199"),)))["Below contract"][0] is None


def test_all_that_was_paid_too_little_is_one_figure_with_its_parts():
    known = book(*lines(12), line(7_000, on="2026-06-09"))  # 80.00 - 70.00
    unknown = "no contract is compared, so what is paid below one is not known"
    assert shown(known)["Paid too little"] == ("$10.00", f"$10.00 below payers' own rates; {unknown}")
    assert shown(book(*lines(12)))["Paid too little"] == (None, f"nothing below payers' own rates; {unknown}")
    assert report(book(*lines(12))).verdict.endswith(f"no line is paid below or above it; {unknown}.")
    compared = book(*lines(12), contracts=(rate(8_000),))
    assert shown(compared)["Paid too little"] == ("$0.00", "nothing")
    assert report(compared).verdict.endswith("no line is paid below or above it.")
    few = book(line(7_000, on="2026-03-02"), line(7_500, on="2026-03-03"), contracts=(rate(8_000),))
    # 10.00 + 5.00 against 80.00; two lines tell no rate of the payer's own
    assert shown(few)["Paid too little"] == (
        "$15.00", "$15.00 below contracts; no rate of a payer's own is to be seen",
    )  # fmt: skip
    assert shown(book(*lines(9)))["Paid too little"] == (
        None,
        "no rate of a payer's own is to be seen",
    )
    again = book(*with_copay((5_000, 3_000), (0, 2_800)), contracts=(rate(8_000),))
    assert shown(again)["Paid too little"][0] == "$52.00"  # 80.00 - 28.00


def test_a_shortfall_against_the_contract_is_told_where_amounts_change_each_time():
    rows = [line(7_000 + 100 * n, on=f"2026-02-{n + 1:02d}") for n in range(12)]  # 70.00 to 81.00
    told = report(book(*rows, contracts=(rate(7_200),)))
    (short,) = [one for one in told.findings if one.code == "fees-below-contract"]
    assert short.amount_cents == 200 + 100  # 70.00 and 71.00 against 72.00
    assert (
        told.verdict.startswith("1 rate with lines below contract has cost $3.00")
        and "ask each payer" in told.verdict
    )


def test_a_contract_holds_from_its_first_through_its_last_day_and_that_of_a_place_goes_first():
    days = {"effective_from": "2026-01-06", "effective_through": "2026-01-13"}
    told = book(
        *lines(10), contracts=(rate(8_500, **days), rate(9_000, place="22"), rate(8_200, place="11", **days))
    )
    (row,) = told.contracts.to_dict("records")
    assert (row["contract_cents"], row["lines"]) == (8_200, 8)  # of the 5th to the 14th the 6th to the 13th


@pytest.mark.parametrize(
    ("place", "cents"),
    [("11", 9_000), ("22", 6_000), ("24", 6_000), ("12", 9_000), ("19", 5_500), (None, 7_000), ("1", 7_000)],
)
def test_a_price_for_facilities_holds_there_and_the_other_one_elsewhere(place, cents):
    of_places = (rate(9_000, place="non-facility"), rate(6_000, place="facility"))
    any_place, outpatient = rate(7_000), rate(5_500, place="19")  # the most telling goes first
    told = book(line(cents, of_claim={"facility_code": place}), contracts=(outpatient, *of_places, any_place))
    assert told.contracts["contract_cents"].tolist() == [cents]


def test_a_line_in_a_facility_is_not_held_against_the_price_outside_it():
    told = book(line(6_000, of_claim={"facility_code": "22"}), contracts=(rate(9_000, place="non-facility"),))
    assert told.contracts.empty


def test_each_line_below_its_contract_is_listed_with_its_claim_and_the_day_of_appeal():
    claims = [{"patient_control_number": f"R{n}", "payer_claim_number": f"P{n}"} for n in (1, 2, 3)]
    given = [line(8_000, of_claim=claims[0]), line(8_500, of_claim=claims[1]),
             line(16_000, charge=20_000, units=2, on="2026-03-01", of_claim=claims[2])]  # fmt: skip
    told = book(*given, contracts=(rate(8_500),))
    rows = report(told).tables["contract_lines"].frame
    # 85.00 - 80.00 = 5.00; 85.00 - 85.00 = 0; 2 x 85.00 - 160.00 = 10.00, the earlier day of service first
    names = ["patient_control_number", "payer_claim_number", "due_cents", "allowed_cents", "short_cents"]
    assert rows[names].values.tolist() == [
        ["R3", "P3", 17_000, 16_000, 1_000],
        ["R1", "P1", 8_500, 8_000, 500],
    ]
    assert rows["short_cents"].sum() == -told.contracts["amount_cents"].sum()


def test_lines_at_their_contract_are_in_no_list_of_lines_below_it():
    assert book(*lines(3), contracts=(rate(8_000),)).below_contract.empty


def test_the_intakes_sheet_is_filled_with_the_payers_that_it_lacks():
    told = book(*lines(10), *lines(10, payer="CIGNA"))
    rows = intake_rows(told.schedule, told.multiples, told.inputs, "schedule.csv")
    assert [(row["payer"], row["basis"], row["file"]) for row in rows] == [
        ("AETNA", "own rates", "schedule.csv"), ("CIGNA", "own rates", "schedule.csv"),
    ]  # fmt: skip


def to_deductible(on: str = "2026-03-20", allowed: int = 7_500, paid: int = 0, **said) -> dict:
    """A line whose allowed amount is the patient's, but for what was paid."""
    return line(paid, ("PR", "1", allowed - paid), on=on, **said)


@pytest.mark.parametrize(("paid", "count", "short"), [(0, 0, 0), (1, 1, 500)])
def test_a_line_that_only_the_patient_owes_is_not_paid_short_and_is_told_apart(paid, count, short):
    told = book(*lines(12), to_deductible(paid=paid))  # 75.00 of 80.00
    assert (len(underpaid(told)), underpaid(told)["short_cents"].sum()) == (count, short)
    said = "1 line below the rate, by $5.00, is the patient's share alone."
    assert any(text.startswith(said) for text in unseen(told)) is not bool(count)


def test_a_rate_that_fell_costs_nothing_on_lines_that_only_the_patient_owes():
    told = book(*lines(12), *lines(10, 7_500, "2026-02-10"), to_deductible("2026-02-25"))
    (fell,) = told.changes.to_dict("records")
    assert (fell["lines"], fell["patient_lines"], fell["amount_cents"]) == (11, 1, -5_000)  # ten times 5.00


@pytest.mark.parametrize(("paid", "states"), [(0, {BELOW: -500, OF_PATIENTS: 0}), (1, {BELOW: -1_000})])
def test_a_line_that_only_the_patient_owes_is_not_short_of_its_contract(paid, states):
    told = book(line(8_000), to_deductible(allowed=8_000, paid=paid), contracts=(rate(8_500),))
    assert told.contracts.groupby("state")["amount_cents"].sum().to_dict() == states
    assert len(told.below_contract) == (1 if paid == 0 else 2)


def corrected(
    first: int, now: int, account: str = "A1", code: str = "99213", on: str = "2026-04-20"
) -> list[dict]:
    """A claim's first decision, its reversal and the decision that took its place."""
    of = {"patient_control_number": account, "charge_cents": 15_000, "paid_cents": first}
    back = of | {"charge_cents": -15_000, "paid_cents": -first, "status": "22"}
    given = {"code": code, "on": on}
    return [line(first, of_claim=of, **given), line(-first, charge=-15_000, of_claim=back, **given),
            line(now, of_claim=of | {"paid_cents": now, "payer_claim_number": f"P{now}"}, **given)]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "now", "contract", "expected"),
    [
        (8_000, 6_500, None, (8_000, 1_500)),  # what it allowed at first is due
        (8_000, 6_500, 8_200, (8_200, 1_700)),  # by the contract
        (8_000, 6_500, 6_500, None),  # the correction is right: the first decision was not
        (8_000, 7_960, None, None),  # within the tolerance
        (6_500, 8_000, 8_200, None),  # a correction that pays more; what it lacks is told with the contract
    ],
)
def test_a_reversal_and_its_corrected_claim_that_pays_less_are_one_case(first, now, contract, expected):
    told = book(*corrected(first, now), contracts=(rate(contract),) if contract else ())
    rows = told.corrections[["expected_cents", "short_cents"]].values.tolist()
    assert rows == ([] if expected is None else [list(expected)])
    assert underpaid(told).empty
    below = told.contracts.loc[told.contracts["state"] == BELOW, "amount_cents"].sum()
    assert below == (-200 if first < now else 0)


def test_both_lines_of_a_corrected_claim_are_one_finding_and_in_no_other():
    short = [*corrected(8_000, 6_500), *corrected(9_000, 7_000, code="99214")]
    told = book(*lines(12), *short, contracts=(rate(9_000, procedure_code="99214"),))
    told_of = report(told)
    # 80.00 - 65.00 of the rate seen, 90.00 - 70.00 of the contract
    assert {one.code: (one.count, one.amount_cents) for one in told_of.findings} == {
        "fees-correction-lower": (1, 3_500)
    }
    (row,) = told_of.tables["corrections"].frame.to_dict("records")
    assert (row["first_paid_cents"], row["paid_cents"], row["procedure"]) == (17_000, 13_500, "99213, 99214")
    assert told_of.verdict.startswith("1 corrected claim was paid $35.00 too little; ")
    (listed,) = filled(told)["open claims"]
    assert (listed["amount_cents"], listed["account"]) == (3_500, "A1")


def test_another_account_of_that_day_is_no_correction():
    told = book(*lines(12), *corrected(8_000, 6_500)[:2], line(6_500, on="2026-04-20", of_claim={
        "patient_control_number": "B1", "charge_cents": 15_000, "paid_cents": 6_500}))  # fmt: skip
    assert told.corrections.empty and underpaid(told)["short_cents"].tolist() == [1_500]


def test_what_is_cut_from_a_further_procedure_counts_with_what_is_cut_from_others():
    # sequestration of 1.60 on the first procedure, and of 1.40 on one that is lowered by 10.00 as a further one
    told = book(
        line(7_840, ("CO", "253", 160)), line(6_860, ("CO", "59", 1_000), ("CO", "253", 140), on="2026-03-03")
    )
    assert told.lines.lowered.values.tolist() == [["253", 2, 300, 2, 300], ["59", 1, 1_000, 1, 1_000]]


def with_copay(first: tuple[int, int], now: tuple[int, int], reason: str = "3") -> list[dict]:
    """A claim decided, taken back and decided again: each time what was paid and what the patient owes."""
    of = {"patient_control_number": "K7", "charge_cents": 15_000, "paid_cents": first[0]}
    back = of | {"charge_cents": -15_000, "paid_cents": -first[0], "status": "22"}
    given = {"on": "2026-04-20"}
    return [line(first[0], ("PR", reason, first[1]), of_claim=of, **given),
            line(-first[0], ("PR", reason, -first[1]), charge=-15_000, of_claim=back, **given),
            line(now[0], ("PR", reason, now[1]), of_claim=of | {"paid_cents": now[0]}, **given)]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "now", "reason", "short"),
    [
        # 50.00 + 30.00 allowed at first; now 28.00, all of it the copayment: 80.00 - 28.00 = 52.00
        ((5_000, 3_000), (0, 2_800), "3", [5_200]),
        ((5_000, 3_000), (1, 2_800), "3", [5_199]),  # a cent paid: 80.00 - 28.01
        ((5_000, 3_000), (0, 2_800), "1", []),  # a deductible would have taken the rest too
        ((0, 3_000), (0, 2_800), "3", []),  # the payer paid nothing at first either
    ],
)
def test_a_correction_that_leaves_a_copayment_alone_takes_back_what_the_payer_owed(first, now, reason, short):
    told = book(*with_copay(first, now, reason), contracts=(rate(8_000),))
    assert told.corrections["short_cents"].tolist() == short
    assert not short or not any("payer owes nothing" in text for text in unseen(told))


@pytest.mark.parametrize(
    ("reason", "state", "words"),
    [
        ("1", OF_PATIENTS, "is the patient's share alone. The payer owes nothing there."),
        (
            "3",
            OF_COPAY,
            "is taken by a copayment. What the payer owes depends on the full copayment.",
        ),
    ],
)
def test_a_copayment_that_takes_all_that_was_allowed_does_not_say_that_the_payer_owes_nothing(
    reason, state, words
):
    owed = line(0, ("PR", reason, 7_500), on="2026-03-20")  # 75.00 of 80.00
    assert f"1 line below the rate, by $5.00, {words}" in unseen(book(*lines(12), owed))
    held = book(owed, contracts=(rate(8_500),)).contracts
    assert held[["state", "amount_cents"]].values.tolist() == [[state, 0]]


@pytest.mark.parametrize(
    ("paid", "charge", "marks", "lowered", "reason"),
    [
        (0, 0, ("SL",), (), of.SUPPLIED),
        (0, 1, ("EP", "sl"), (("CO", "45", 1),), of.SUPPLIED),  # a token amount
        (0, 4_500, ("SL",), (("CO", "246", 4_500),), of.SUPPLIED),
        (0, 0, (), (), "nothing was charged"),
        (900, 4_500, ("SL",), (), None),  # paid all the same: it tells what it is paid
        (0, 4_500, ("EP",), (("CO", "16", 4_500),), "denied"),
    ],
)
def test_no_payment_for_what_came_free_is_no_denial_and_no_underpayment(paid, charge, marks, lowered, reason):
    assert why(book(line(paid, *lowered, charge=charge, marks=marks, code="90707"))) == reason


def test_a_line_of_what_came_free_that_is_taken_back_is_counted_with_its_kind():
    said = {"patient_control_number": "V1", "charge_cents": 2_500, "paid_cents": 2_500}
    back = said | {"charge_cents": -2_500, "paid_cents": -2_500, "status": "22"}
    told = book(
        line(0, charge=0, marks=("SL",), of_claim=said), line(0, charge=0, marks=("SL",), of_claim=back)
    )
    assert told.lines.every["left_out"].tolist() == [of.SUPPLIED, of.SUPPLIED]


def test_what_a_reason_took_off_is_told_of_used_lines_and_of_all_remittances():
    number = {"patient_control_number": "A1", "charge_cents": 15_000, "paid_cents": 6_000}
    told = book(
        line(7_840, ("PR", "2", 2_000), ("CO", "253", 160)),  # tells a price
        line(4_000, ("CO", "59", 4_000), ("CO", "253", 90)),  # lowered as a further procedure
        line(8_000, on_claim=(("CO", "253", 40),)),  # on the claim as a whole
        line(6_000, ("CO", "253", 120), of_claim=number, medi=True),
        line(-6_000, ("CO", "253", -120), charge=-15_000, medi=True,
             of_claim=number | {"charge_cents": -15_000, "paid_cents": -6_000, "status": "22"}),
        line(7_840, ("CO", "253", 999), of_payment={"set_aside": "same payment again"}),  # counts nowhere
    )  # fmt: skip
    lowered = told.lines.lowered.set_index("reason")
    # used, and further procedures: 1.60 + 0.90; in all 1.60 + 0.90 + 0.40 + 1.20 - 1.20 = 2.90, five adjustments
    assert lowered.loc["253"].tolist() == [2, 250, 5, 290]
    assert lowered.loc["59"].tolist() == [1, 4_000, 1, 4_000]


def test_a_reason_that_no_used_line_has_is_told_with_its_whole():
    told = book(line(4_000, ("CO", "50", 4_000), ("CO", "253", 90)))  # partly refused
    assert told.lines.lowered.set_index("reason").loc["253"].tolist() == [0, 0, 1, 90]
