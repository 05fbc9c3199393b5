"""A claim that cannot be counted hides a fee only where it may cause one, and who has ended decides nothing ahead."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from claim_makers import NPI, TIN
from cutover.columns import conform
from cutover.intake.sheets import PROVIDERS
from cutover.workstreams.nonpar import actions
from cutover.workstreams.nonpar.both_rules import by_month
from cutover.workstreams.nonpar.invoices import NOT_TOLD, WITHOUT_CAUSE, charged
from cutover.workstreams.nonpar.report import assess, new_rule
from cutover.workstreams.nonpar_fees.exposure import combinations_table
from nonpar_makers import basis_of, invoices, line, sent

NAMELESS = {"rendering_npi": None, "billing_npi": None}
OTHER = "1111111112"


@pytest.mark.parametrize(
    ("lacking", "is_known"),
    [
        (sent("Aetna", 9, **NAMELESS), True),  # 9 of 10 lack an NPI, and all went to a par payer
        (
            [*sent("Aetna", 8, **NAMELESS), *sent("Sunrise", 1, **NAMELESS)],
            False,
        ),  # one of them may cause a fee
        ([*sent("Aetna", 8, **NAMELESS), *sent("Unheard Mutual", 1, **NAMELESS)], False),
        (sent("Aetna", 9, submission_date=None, date_basis=None, service_from=None), True),
    ],
)
def test_what_lacks_an_npi_hides_no_fee_where_all_of_it_went_to_par_payers(lacking, is_known):
    made = basis_of(*sent("Aetna"), *lacking, invoices=invoices(line()))
    result = assess(made)
    assert result.verdict.startswith("Non-par fees are not known") is not is_known
    assert charged(made)["outcome"].tolist() == [WITHOUT_CAUSE if is_known else NOT_TOLD]
    april = result.tables["months"].frame.query("claims > 0")
    assert april["fee_high_cents"].fillna(-1).tolist() == [0 if is_known else -1]
    assert april["uncounted"].le(9).all()


def test_under_a_rule_of_shares_an_uncounted_par_claim_may_take_a_fee_away():
    # December 2025: 1 of 1 counted claim is non-par, 100 %; with two par claims of an unknown NPI it may be 33 %
    lacking = sent("Aetna", 2, on="2025-12-02", **NAMELESS)
    rows = by_month(basis_of(*sent("Sunrise", on="2025-12-02"), *lacking))
    assert rows["then_high"].isna().all() and rows["today_low"].tolist() == [1]
    # in March 2026 one claim is enough, whatever else went out; by the former rule it is not known
    lacking = sent("Aetna", 2, on="2026-03-02", **NAMELESS)
    rows = by_month(basis_of(*sent("Sunrise", on="2026-03-02"), *lacking))
    assert rows[["then_low", "then_high"]].values.tolist() == [[1, 1]]
    assert rows["former_high"].isna().all()


def ended(until: str | None):
    """One provider with a non-par claim in each of two months, beside another who has ended on a day."""
    rows = [*sent("Sunrise", on="2026-03-02"), *sent("Sunrise", on="2026-04-02"),
            *sent("Golden Oak", 2, on="2026-03-02", rendering_npi=OTHER)]  # fmt: skip
    listed = pd.DataFrame([{"npi": NPI, "tin": TIN}, {"npi": OTHER, "tin": TIN, "ends_on": until}])
    listed = listed.reindex(columns=[c.name for c in PROVIDERS.columns])
    listed = listed.assign(ends_on=pd.to_datetime(listed["ends_on"]))
    return replace(basis_of(*rows), providers=conform(listed, PROVIDERS.columns))


@pytest.mark.parametrize(
    ("until", "npis", "moved", "avoided"),
    [
        ("2026-06-30", [NPI], 2, 8_990),  # two claims, 2 x 44.95
        ("2026-08-31", [NPI, OTHER], 4, 13_485),  # still bills on the day of the report: 3 x 44.95
        (None, [NPI, OTHER], 4, 13_485),
    ],
)
def test_who_has_ended_is_in_no_set_to_move_and_has_nothing_to_decide(until, npis, moved, avoided):
    made = ended(until)
    clear = actions.clearing(made)
    assert sorted(clear["npi"]) == sorted(npis)
    assert (clear["moved"].sum(), clear["avoided_cents"].sum()) == (moved, avoided)
    assert actions.by_payer(made)["claims"].sum() == moved
    result = assess(made)
    assert (
        f"Sending {moved} claims of the 2 months on file to non-par payers another way would have avoided "
        f"${avoided / 100:.2f}."
    ) in result.verdict
    assert (
        "a year to non-par" not in result.verdict  # two months are no year
    )
    few = next(f for f in result.findings if f.code == "nonpar-few-claims")
    assert few.count == len(npis) + 1
    assert set(new_rule(made)["npi"]) <= set(npis)


def test_who_has_ended_is_named_with_the_last_day_where_the_year_past_is_shown():
    frame = combinations_table(ended("2026-06-30")).frame.set_index("npi")
    assert frame["ended_on"].dt.strftime("%Y-%m-%d").to_dict() | {NPI: None} == {
        NPI: None,
        OTHER: "2026-06-30",
    }
    past = "the fee of that row is past, and none lies ahead"
    assert past in combinations_table(ended("2026-06-30")).note
    assert past not in combinations_table(ended("2026-08-31")).note  # bills on
    few = actions.few_claims(ended("2026-06-30")).set_index("npi")["ended_on"]
    assert few.notna().to_dict() == {NPI: False, OTHER: True}


def test_fees_that_no_claim_explains_are_in_the_answer_where_none_is_owed():
    april = sent("Aetna", on="2026-04-02")
    made = basis_of(*sent("Aetna"), *april, invoices=invoices(line(), line("2026-04-01")))
    assert (
        "2 fees on the invoices do not follow from the claims: ask Office Ally about $89.90."
        in assess(made).verdict
    )
