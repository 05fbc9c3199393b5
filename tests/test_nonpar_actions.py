"""What would end the fee: few claims, payers to move, and the cheapest set that clears a combination."""

from __future__ import annotations

import datetime as dt
from itertools import chain, combinations

import pandas as pd
import pytest
from claim_makers import NPI, OTHER_NPI
from cutover.workstreams.nonpar.actions import by_payer, cheapest, clearing, few_claims
from cutover.workstreams.nonpar.report import assess, new_rule
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from nonpar_makers import basis_of, invoices, line, sent

FEE = 4_495


@pytest.mark.parametrize(("claims", "found"), [(1, 1), (3, 1), (4, 0)])
def test_a_fee_on_one_to_three_claims_is_named_and_one_on_four_is_not(claims, found):
    assert len(few_claims(basis_of(*sent("Sunrise", claims)))) == found


def test_a_fee_on_few_claims_names_payers_claims_and_what_each_claim_costs():
    row = few_claims(basis_of(*sent("Sunrise"), *sent("Golden Oak"), *sent("Aetna", 40))).iloc[0]
    assert (row["payers"], row["nonpar"], row["per_claim_cents"]) == (
        "GOLDEN OAK; SUNRISE",
        2,
        2_247,
    )  # 44.95 // 2
    assert row["accounts_named"] == "A2; A3"


def test_moving_a_payer_avoids_the_fees_that_it_alone_triggers():
    rows = [
        *sent("Sunrise", 2),  # March: alone
        *sent("Sunrise", on="2026-04-02"),
        *sent("Golden Oak", on="2026-04-02"),  # April: both, so neither alone clears it
    ]
    found = by_payer(basis_of(*rows)).set_index("payer")
    assert found.loc["SUNRISE", ["claims", "cleared", "avoided_cents"]].tolist() == [3, 1, FEE]
    assert found.loc["GOLDEN OAK", ["claims", "cleared", "avoided_cents"]].tolist() == [1, 0, 0]


def test_a_combination_is_cleared_by_all_its_nonpar_payers_and_costs_their_claims():
    rows = [
        *sent("Sunrise", 2),
        *sent("Golden Oak", on="2026-04-02"),
        *sent("Sunrise", 5, rendering_npi=OTHER_NPI),
    ]
    found = clearing(basis_of(*rows)).set_index("npi")
    assert found.loc[NPI, ["payers", "moved", "months", "avoided_cents"]].tolist() == [
        "GOLDEN OAK; SUNRISE",
        3,
        2,
        2 * FEE,
    ]
    assert found.loc[OTHER_NPI, ["payers", "moved", "avoided_cents", "per_claim_cents"]].tolist() == [
        "SUNRISE",
        5,
        FEE,
        899,
    ]


def test_combinations_stand_in_order_of_what_each_moved_claim_avoids():
    rows = [*sent("Sunrise", 5, rendering_npi=OTHER_NPI), *sent("Sunrise")]
    assert clearing(basis_of(*rows))["npi"].tolist() == [NPI, OTHER_NPI]


def test_what_is_avoided_by_the_sets_is_what_moving_their_payers_avoids():
    rows = [
        *sent("Sunrise", 2),
        *sent("Golden Oak", on="2026-04-02"),
        *sent("Golden Oak", 3, rendering_npi=OTHER_NPI),
    ]
    found = basis_of(*rows)
    payers = frozenset("; ".join(clearing(found)["payers"]).split("; "))
    left = found.what_if(moved=payers).year_today["fee_low_cents"].sum()
    assert found.year_today["fee_low_cents"].sum() - left == clearing(found)["avoided_cents"].sum() == 3 * FEE


@settings(max_examples=examples(40), deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from("ABCD"), st.integers(1, 6)), min_size=1, max_size=8
    ),
    st.integers(0, 9),
)
def test_under_a_share_rule_no_smaller_set_of_payers_clears_a_combination(said, par):
    trigger = basis_of(*sent()).rules.trigger(dt.date(2025, 12, 31))  # 50 % or more
    rows = (
        pd.DataFrame(said, columns=["month", "payer", "size"])
        .groupby(["month", "payer"], as_index=False)
        .sum()
    )
    rows["claims"] = rows.groupby("month")["size"].transform("sum") + par
    chosen = cheapest(rows, trigger)

    def clears(payers):
        for _, month in rows.groupby("month"):
            nonpar = month.loc[~month["payer"].isin(payers), "size"].sum()
            total = month["claims"].iloc[0] - month.loc[month["payer"].isin(payers), "size"].sum()
            if nonpar and 2 * nonpar >= total:
                return False
        return True

    def moved(payers):
        return rows.loc[rows["payer"].isin(payers), "size"].sum()

    names = sorted(set(rows["payer"]))
    ways = chain.from_iterable(combinations(names, n) for n in range(1, len(names) + 1))
    assert clears(chosen)
    assert moved(chosen) == min(moved(way) for way in ways if clears(way))


def test_the_new_rule_costs_a_provider_the_months_in_which_less_than_half_was_nonpar():
    rows = [
        *sent("Sunrise"), *sent("Aetna", 9),  # March: 10 %, new fee
        *sent("Sunrise", on="2026-04-02"),  # April: 100 %, owed under either rule
    ]  # fmt: skip
    row = new_rule(basis_of(*rows)).iloc[0]
    assert (row["was_cents"], row["is_cents"], row["difference_cents"]) == (FEE, 2 * FEE, FEE)


def test_a_provider_who_owed_under_the_old_rule_as_well_is_no_finding():
    assert new_rule(basis_of(*sent("Sunrise", 3))).empty


def test_marking_a_payer_as_moved_or_par_changes_the_months_at_once():
    found = basis_of(*sent("Sunrise"), *sent("Mystery", on="2026-04-02"))
    assert found.what_if(moved=frozenset({"SUNRISE"})).in_force["fee_low_cents"].sum() == 0
    assert found.what_if(statuses={"Mystery": "non-par"}).in_force["fee_low_cents"].sum() == 2 * FEE
    assert found.in_force["fee_low_cents"].sum() == FEE  # the basis itself is as it was


def test_findings_carry_the_number_of_cases_and_their_money():
    result = assess(basis_of(*sent("Sunrise"), *sent("Aetna", 9), *sent("Mystery", on="2026-04-02")))
    found = {f.code: (f.count, f.amount_cents) for f in result.findings}
    assert found["nonpar-few-claims"] == (1, FEE)
    assert found["nonpar-new-rule"] == (1, FEE)
    assert found["nonpar-unknown-payer"] == (1, None)
    assert (
        "Sending 1 claim of the 2 months on file to non-par payers another way would have avoided $44.95"
        in result.verdict
    )


def test_the_verdict_names_charges_to_dispute_before_anything_else_beside_the_cost():
    twice = invoices(line(), line())  # two fees of $44.95 for one that is owed
    verdict = assess(basis_of(*sent("Sunrise"), *sent("Mystery", on="2026-04-02"), invoices=twice)).verdict
    assert "1 fee on the invoices does not follow from the claims: ask Office Ally about $44.95" in verdict
    assert "unknown status" not in verdict and "Begin with" not in verdict  # three things are enough


def test_a_cost_without_a_range_is_said_without_one():
    months = [f"{m:%Y-%m}-05" for m in pd.date_range("2025-08-01", periods=12, freq="MS")]
    verdict = assess(basis_of(*(one for on in months for one in sent("Sunrise", on=on)))).verdict
    assert verdict.startswith("Staying costs $539.40 in non-par fees")  # 12 * $44.95
    assert "between" not in verdict
