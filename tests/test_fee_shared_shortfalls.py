"""A line below its contract is among the lines below contract, and its money counts in one finding alone."""

from __future__ import annotations

from cutover.workstreams.fee_schedules.contracts import AGREES, BELOW, BY_RATE
from cutover.workstreams.fee_schedules.report import report
from fee_makers import book, line, lines
from test_fee_lines import rate, shown


def found(told) -> dict[str, tuple[int, int]]:
    return {one.code: (one.count, one.amount_cents) for one in report(told).findings}


def test_a_short_line_beside_a_rate_that_is_the_contract_s_is_below_the_contract():
    told = book(*lines(12), line(7_200, on="2026-06-09"), contracts=(rate(8_000),))  # 80.00 - 72.00
    assert told.contracts.groupby("state")[["lines", "amount_cents"]].sum().T.to_dict("list") == {
        AGREES: [12, 0],
        BY_RATE: [1, -800],
    }
    assert shown(told)["Below contract"] == (
        "$8.00",
        "1 line of 13 under a contract rate, on 1 claim; "
        "1 line, $8.00 of it, also below the payer's own rate and counted there",
    )
    assert told.below_contract[["short_cents", "state"]].values.tolist() == [[800, BY_RATE]]


def test_its_money_is_that_of_one_finding():
    told = book(*lines(12), line(7_200, on="2026-06-09"), contracts=(rate(8_000),))
    assert found(told) == {"fees-underpaid": (1, 800)}
    assert shown(told)["Paid too little"] == ("$8.00", "$8.00 below payers' own rates")


def test_a_line_short_of_a_rate_that_is_below_the_contract_too_counts_in_two_parts_that_add_up():
    told = book(*lines(12), line(7_200, on="2026-06-09"), contracts=(rate(8_500),))
    # thirteen lines at a rate 5.00 below the contract: 65.00; the last one lacks 8.00 more to that rate
    assert found(told)["fees-below-contract"][1] == 6_500 and found(told)["fees-underpaid"] == (1, 800)
    assert shown(told)["Below contract"] == (
        "$73.00",
        "13 lines of 13 under a contract rate, on 13 claims; "
        "1 line, $8.00 of it, also below the payer's own rate and counted there",
    )
    assert told.contracts["state"].unique().tolist() == [BELOW]
    assert shown(told)["Paid too little"][0] == "$73.00"


def test_a_line_within_the_tolerance_of_its_contract_is_as_contracted():
    told = book(*lines(12), line(7_960, on="2026-06-09"), contracts=(rate(8_000),))  # 0.40 is tolerated
    assert told.contracts["state"].unique().tolist() == [AGREES] and told.below_contract.empty
