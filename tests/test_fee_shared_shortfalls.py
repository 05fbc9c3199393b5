"""A line below its contract is among the lines below contract, and its money counts in one finding alone."""

from __future__ import annotations

import pandas as pd
from cutover.money import dollars
from cutover.workstreams.fee_schedules.contracts import AGREES, BELOW, BY_RATE, CUT_ABOVE, CUT_BELOW
from cutover.workstreams.fee_schedules.report import report
from fee_makers import book, line, lines
from test_fee_lines import rate, shown

_IN_CUT = "in remittances that are cut off: not in this sum"


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


def test_a_cent_is_rounding_and_what_is_below_the_contract_by_more_is_not_as_contracted():
    told = book(*lines(12), line(7_999, on="2026-06-09"), contracts=(rate(8_000),))
    assert told.contracts["state"].unique().tolist() == [AGREES] and told.below_contract.empty
    told = book(*lines(12), line(7_960, on="2026-06-09"), contracts=(rate(8_000),))
    # 0.40 is 0.5 %: no underpayment by a rate seen, and 0.40 below a rate that the contract states
    assert told.differences.empty
    assert told.contracts[["state", "lines", "amount_cents"]].values.tolist() == [
        [BELOW, 1, -40],
        [AGREES, 12, 0],
    ]
    assert shown(told)["Below contract"] == ("$0.40", "1 line of 13 under a contract rate, on 1 claim")


def test_rounding_is_a_cent_for_each_unit():
    told = book(*lines(3), line(31_996, units=4, charge=60_000, on="2026-06-09"), contracts=(rate(8_000),))
    assert told.below_contract.empty  # 4 x 80.00 = 320.00, less four cents
    told = book(*lines(3), line(31_995, units=4, charge=60_000, on="2026-06-09"), contracts=(rate(8_000),))
    assert told.below_contract["short_cents"].tolist() == [5]


def test_a_line_before_a_change_is_measured_by_the_contract_of_its_own_day():
    first, last = pd.Timestamp(2026, 8, 31), pd.Timestamp(2026, 9, 1)
    contract = (rate(8_000) | {"effective_through": first}, rate(9_000) | {"effective_from": last})
    later = lines(12, 9_000, start="2026-09-02")  # the only rate that is seen: of September
    for day, allowed, short in (
        ("2026-08-31", 8_000, []),  # the old rate on its last day
        ("2026-08-31", 7_300, [700]),  # 80.00 - 73.00, not 90.00 - 73.00
        ("2026-09-01", 8_000, [1_000]),  # the new rate on its first day
    ):
        told = book(*later, line(allowed, on=day), contracts=contract)
        assert told.below_contract["short_cents"].tolist() == short
        assert "above the contract" not in set(told.contracts["state"])
        assert shown(told)["Paid too little"][0] == dollars(sum(short))
        assert sum(one for _, one in found(told).values()) == sum(short)


def test_lines_of_a_remittance_that_is_cut_off_are_beside_the_sums():
    cut = {"of_payment": {"is_whole": False}}
    rows = (
        line(7_200, on="2026-06-09"),
        line(7_000, on="2026-06-10", **cut),
        line(8_800, on="2026-06-11", **cut),
    )
    told = book(*lines(12), *rows, contracts=(rate(8_000),))
    # 80.00 - 72.00; 80.00 - 70.00 and 88.00 - 80.00 stand in files that end inside
    assert told.contracts.set_index("state")["amount_cents"].to_dict() == {
        AGREES: 0, BY_RATE: -800, CUT_BELOW: -1_000, CUT_ABOVE: 800,
    }  # fmt: skip
    said = shown(told)
    assert said["Paid too little"][0] == said["Below contract"][0] == "$8.00"
    assert (
        "1 more line, $10.00, in remittances that are cut off: not in this sum" in said["Below contract"][1]
    )
    assert found(told) == {"fees-underpaid": (1, 800)}


def test_without_a_contract_too_the_lines_of_a_cut_remittance_are_named_and_not_summed():
    cut = {"of_payment": {"is_whole": False}}
    rows = (line(7_000, on="2026-06-10", **cut), line(8_800, on="2026-06-11", **cut))
    said = shown(book(*lines(12), *rows))
    assert said["Paid short"] == ("$0.00", f"0 lines; 1 more line, $10.00, {_IN_CUT}")
    assert said["Paid too much"] == ("$0.00", f"0 lines; 1 more line, $8.00, {_IN_CUT}")
