"""Rates whose amount per unit is no whole cent, what a visit is paid beside its contract, and days of appeal."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.payers.rate_units import UNIT, VISIT
from cutover.workstreams.fee_schedules.findings import made
from cutover.workstreams.fee_schedules.rates import NONE, STEADY
from cutover.workstreams.fee_schedules.report import report
from cutover.workstreams.fee_schedules.verdict import figures, verdict
from fee_makers import book, line, lines

CODE = {"code": "97530", "payer": "OAK"}


def paid(count: int, cents: int, units: int, start: str = "2026-01-05", **said) -> list[dict]:
    return lines(count, cents, start, units=units, **CODE | said)


def contract(cents: int, per: str | None = VISIT, code: str = "97530", payer: str = "OAK", **said) -> dict:
    return {"payer_name": payer, "procedure_code": code, "rate_cents": cents, "per": per} | said


def note(told, label: str) -> tuple[str | None, str]:
    found = next(one for one in figures(told) if one.label == label)
    return found.value, found.note


def loaded(*given: dict, **said) -> dict:
    (row,) = book(*given, **said).schedule.to_dict("records")
    return row


def test_lines_of_one_number_of_units_at_no_whole_cents_a_unit_have_a_rate_for_the_line():
    told = book(*paid(12, 9_010, units=4))  # 90.10 for 4 units: 22.525 each
    row = told.schedule.iloc[0]
    assert (row["kind"], row["rate_cents"], row["seen_per"], row["load_cents"]) == (
        STEADY, 9_010, "a line of 4 units", 9_010)  # fmt: skip
    assert note(told, "Steady rates")[0] == "1" and note(told, "No rate to be seen")[0] == "0"
    assert verdict(told, made(told)).startswith("100.0 % of what payers allowed is at a known rate")


def test_a_line_below_the_rate_for_a_line_is_paid_short_by_the_whole_difference():
    told = book(*paid(12, 9_010, units=4), *paid(1, 8_110, units=4, start="2026-02-10"))
    assert note(told, "Paid short")[0] == "$9.00"  # 90.10 - 81.10
    assert told.contracts.empty


def test_a_line_of_other_units_is_not_compared_with_it():
    told = book(*paid(12, 9_010, units=4), *paid(1, 4_000, units=2, start="2026-02-10"))
    assert note(told, "Paid short")[0] == "$0.00"
    assert told.rates.lines["expected_cents"].isna().tolist() == [False] * 12 + [True]


def test_a_change_of_it_costs_the_difference_of_each_line():
    told = book(*paid(10, 9_010, units=4), *paid(10, 8_810, units=4, start="2026-03-05"),
                *paid(5, 4_405, units=2, start="2026-02-01"))  # fmt: skip
    (change,) = told.changes.to_dict("records")  # 10 lines x 2.00; those of 2 units, at 22.025, are not in it
    assert (change["before_cents"], change["rate_cents"], change["amount_cents"]) == (9_010, 8_810, -2_000)
    assert change["seen_per"] == "a line of 4 units"


@pytest.mark.parametrize(("given", "kind", "per"), [
    ([*paid(12, 9_010, units=4)[:9], *paid(3, 9_000, units=4, start="2026-02-10")], NONE, None),  # 9 of 12 are 75 %
    ([*paid(6, 9_010, units=4), *paid(6, 9_000, units=4, start="2026-02-10")], NONE, None),  # half: 22.50 a unit
    ([one for n in range(12) for one in paid(1, 9_010 + 10 * n, units=4, start=f"2026-01-{5 + n:02}")], NONE, None),
    (paid(12, 9_000, units=4), STEADY, UNIT),  # 22.50 a unit
    ([*paid(7, 9_000, units=4), *paid(7, 4_500, units=2, start="2026-02-10")], STEADY, UNIT),
    (paid(12, 9_010, units=1), STEADY, UNIT),
])  # fmt: skip
def test_a_rate_is_for_a_unit_wherever_it_is_whole_cents_and_no_rate_where_lines_disagree(given, kind, per):
    row = loaded(*given)
    assert row["kind"] == kind
    assert (row["seen_per"] if kind == STEADY else None) == per


@pytest.mark.parametrize(("given", "per", "cents", "said"), [
    (paid(12, 9_000, units=4), VISIT, 9_000, "for one visit, whatever its units"),  # 4 x 22.50
    (paid(12, 9_010, units=4), VISIT, 9_010, "for one visit, whatever its units"),
    (paid(12, 9_000, units=1), VISIT, 9_000, "for one visit, whatever its units"),
    (paid(12, 9_000, units=4), VISIT, 9_400,
     "the contract's rate, for one visit whatever its units; $90.00 is paid for a line of 4 units"),
    (paid(12, 9_010, units=4), VISIT, 9_400,
     "the contract's rate, for one visit whatever its units; $90.10 is paid for a line of 4 units"),
    (paid(12, 9_000, units=1), VISIT, 9_400, "the contract's rate, for one visit whatever its units; $90.00 is paid"),
    ([*paid(7, 9_000, units=4), *paid(7, 4_500, units=2, start="2026-02-10")], VISIT, 9_000,
     "the contract's rate, for one visit whatever its units; $22.50 is paid for one unit"),
    (paid(12, 9_000, units=4), UNIT, 2_250, None),
    (paid(12, 9_000, units=4), UNIT, 2_400, "the contract's rate; $22.50 is paid"),
    (paid(12, 9_010, units=4), UNIT, 2_253, "the contract's rate; $90.10 is paid for a line of 4 units"),
    (paid(3, 9_000, units=4), VISIT, 9_000,
     "the contract's rate, for one visit whatever its units; no steady rate is seen"),
])  # fmt: skip
def test_what_is_paid_is_told_for_what_the_contract_is_for(given, per, cents, said):
    row = loaded(*given, contracts=(contract(cents, per),))
    assert (row["note"] if isinstance(row["note"], str) else None) == said
    assert (row["load_cents"], row["per"]) == (cents, per)


def test_a_contract_of_a_unit_is_not_compared_with_a_rate_for_a_line():
    told = book(*paid(12, 9_010, units=4), contracts=(contract(2_253, UNIT),))
    (row,) = told.contracts.to_dict("records")  # 4 x 22.53 = 90.12, 0.02 more: as contracted
    assert row["state"] == "as contracted" and pd.isna(row["seen_cents"])


def test_the_page_of_rates_in_force_tells_what_each_is_for():
    told = report(book(*paid(12, 9_000, units=4), contracts=(contract(9_000),))).tables["rates"]
    row = told.frame.iloc[0]
    assert (row["rate_cents"], row["seen_per"], row["contract_cents"], row["per"]) == (
        2_250,
        UNIT,
        9_000,
        VISIT,
    )


# Medicare: 120 days from receipt, which is 5 days after the notice. As of 2026-07-31; paid 14 days after the service.
IN_TIME, LATE, UNKNOWN = ("MEDICARE", "2026-06-09"), ("MEDICARE", "2026-01-10"), ("OAK", "2026-06-09")


@pytest.mark.parametrize(("short", "said"), [
    ((IN_TIME,), "1 line; $8.00 not too late to appeal"),
    ((UNKNOWN,), "1 line; $8.00 with no known last day to appeal"),
    ((LATE,), "1 line; $8.00 too late to appeal"),
    ((IN_TIME, UNKNOWN, LATE), "3 lines; $8.00 not too late to appeal; $8.00 too late to appeal; $8.00 with no known "
                               "last day to appeal"),
])  # fmt: skip
def test_only_what_has_a_last_day_that_has_not_passed_is_not_too_late_to_appeal(short, said):
    rates = [one for payer in sorted({name for name, _ in short}) for one in lines(12, payer=payer)]
    told = book(*rates, *(line(7_200, payer=payer, on=on) for payer, on in short))  # each 80.00 - 72.00
    assert note(told, "Paid short")[1] == said


@pytest.mark.parametrize(("through", "words"), [
    (pd.Timestamp("2026-03-31"), "The contract rates of these have ended, so no further claim is paid by them."),
    (pd.NaT, "Every further claim loses the difference."),
])  # fmt: skip
def test_no_further_claim_loses_by_a_contract_rate_that_has_ended(through, words):
    told = book(line(8_000, code="99214", payer="OAK"),  # of 2026-03-02
                contracts=(contract(8_800, None, "99214", effective_through=through),))  # fmt: skip
    (found,) = [one for one in made(told) if one.code == "fees-below-contract"]
    assert words in found.meaning


def test_of_two_rates_below_the_one_that_still_holds_is_named():
    ended = pd.Timestamp("2026-03-31")
    told = book(line(8_000, code="99214", payer="OAK"), line(8_000, code="97530", payer="OAK"),
                contracts=(contract(8_800, None, "99214", effective_through=ended), contract(8_800, None)))  # fmt: skip
    (found,) = [one for one in made(told) if one.code == "fees-below-contract"]
    assert "The contract rates of 1 of these have ended." in found.meaning
    assert "Every further claim of the other 1 rate loses the difference." in found.meaning


def test_lines_of_a_remittance_that_is_cut_off_are_none_of_those_that_are_compared():
    cut = {"is_whole": False}
    told = book(line(8_000, code="99214", payer="OAK"), line(8_800, code="99214", payer="OAK", of_payment=cut),
                line(8_000, code="99214", payer="OAK", of_payment=cut),
                contracts=(contract(8_800, None, "99214"),))  # fmt: skip
    value, said = note(told, "Below contract")
    # of three lines one stands in a whole remittance: 88.00 - 80.00; another of a cut one lacks as much
    assert value == "$8.00" and said.startswith(
        "1 line of 1 under a contract rate, on 1 claim; 1 more line, $8.00, in"
    )


def test_whether_every_further_claim_loses_is_told_of_each_rate_apart():
    # one line below 99214, none beside it; one below 97530, beside one as contracted
    told = book(line(8_000, code="99214", payer="OAK"), line(8_000, code="97530", payer="OAK"),
                line(8_800, code="97530", payer="OAK", on="2026-03-09"),
                contracts=(contract(8_800, None, "99214"), contract(8_800, None)))  # fmt: skip
    (found,) = [one for one in made(told) if one.code == "fees-below-contract"]
    assert "Every further claim of 1 rate loses the difference." in found.meaning
    assert (
        "Other lines of 1 rate are paid as contracted, so not every further claim of these loses it."
        in found.meaning
    )
