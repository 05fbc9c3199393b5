"""How many non-par fees the former rule and today's make, by provider, month, year and the last twelve months."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from claim_makers import NPI, OTHER_NPI, claim, history, submission, submitted
from cutover.reading.claims.era_submissions import SOURCE as ERA
from cutover.workstreams.claim_reconciliation import reconcile
from cutover.workstreams.nonpar.actions import few_claims
from cutover.workstreams.nonpar.both_rules import ALL, LAST_TWELVE, NO_FORMER, by_month, by_period, tables
from cutover.workstreams.nonpar_fees.rule import load_fee_rules
from cutover.workstreams.nonpar_fees.submissions import OTHERWISE
from nonpar_makers import basis_of, claims_of, sent
from test_claim_reconciliation import claims, remitted

FEES = ["then_low", "former_low", "today_low"]
YEARS = basis_of(
    *sent("Sunrise", on="2025-10-03"), *sent("Aetna", on="2025-10-03"),  # 1 of 2: exactly half, owed by each rule
    *sent("Sunrise", on="2025-11-03"), *sent("Aetna", 2, on="2025-11-03"),  # 1 of 3: by today's rule alone
    *sent("Golden Oak", on="2026-01-05"), *sent("Aetna", 3, on="2026-01-05"),  # 1 of 4: by today's rule alone
    *sent("Golden Oak", on="2026-02-05"),  # 1 of 1: by each rule
    *sent("Sunrise", on="2026-02-05", rendering_npi=OTHER_NPI),  # 1 of 2: by each rule
    *sent("Aetna", on="2026-02-05", rendering_npi=OTHER_NPI),
    *sent("Aetna", on="2026-07-05"),
)  # fmt: skip


def row_of(period, npi=ALL, inputs=YEARS):
    rows = by_period(inputs)
    return rows[rows["period"].eq(period) & rows["npi"].eq(npi)].iloc[0]


def test_the_fees_of_a_year_under_the_former_rule_are_one_row():
    row = row_of("2026")
    # January: today's rule alone; February: both combinations by each rule (1 of 1, and 1 of 2)
    assert (row["months"], row["claims"], row["nonpar"]) == ("2026-01 to 2026-07", 8, 3)
    assert row[FEES].tolist() == [3, 2, 3]


def test_a_year_in_which_the_former_rule_was_in_force_owes_by_it():
    row = row_of("2025")
    # October: half is enough for the former rule; November: a third is not, today's rule takes it
    assert row[FEES].tolist() == [1, 1, 2]
    assert row["not_known"] == "2025-01 to 2025-09" and pd.isna(row["former_high"])


def test_each_provider_has_its_own_sums_beside_those_of_all():
    assert row_of("2026", NPI)[FEES].tolist() == [2, 1, 2]
    assert row_of("2026", OTHER_NPI)[FEES].tolist() == [1, 1, 1]
    months = by_month(YEARS)
    assert months.loc[months["npi"].eq(OTHER_NPI), ["claims", "nonpar"]].values.tolist() == [[2, 1]]


def test_the_last_twelve_months_join_what_each_rule_made_of_both_years():
    row = row_of(LAST_TWELVE)
    # 2025-08 to 2026-07; the first claim on file is of October, so August and September are not known
    assert row[FEES].tolist() == [4, 3, 5] and row["not_known"] == "2025-08 to 2025-09"


def test_a_payer_on_no_list_widens_the_number_of_fees():
    inputs = basis_of(*sent("Mystery", on="2026-03-02"), *sent("Aetna", on="2026-03-02"))
    row = row_of("2026", inputs=inputs)
    assert (row["former_low"], row["today_low"]) == (0, 0)
    assert by_month(inputs)[["former_high", "today_high"]].values.tolist() == [[1, 1]]


def test_before_the_rule_changed_no_former_rule_is_known():
    inputs = basis_of(*sent("Sunrise", on="2025-06-03"), as_of=dt.date(2025, 6, 30))
    assert load_fee_rules().former_day(dt.date(2025, 12, 31)) is None
    assert load_fee_rules().former_day(dt.date(2026, 1, 1)) == dt.date(2025, 12, 31)
    assert [len(one.frame) for one in tables(inputs).values()] == [0, 0]
    assert {one.note for one in tables(inputs).values()} == {NO_FORMER}


def test_no_table_shows_a_whole_tax_id():
    shown = [column.name for one in tables(YEARS).values() for column in one.columns]
    assert "tax_id" not in shown and shown.count("tin_end") == 2


def test_a_month_whose_remittances_are_all_of_claims_sent_another_way_owes_nothing():
    """Claims that a list says went out another way are none of Office Ally's: the month is known and has no fee."""
    rows = [
        *sent("Aetna", on="2026-06-02"),
        *sent("Sunrise", on="2026-07-02", source=ERA, sent_through="medi"),
    ]
    inputs = basis_of(*rows)
    left = inputs.submissions["left_out"].eq(OTHERWISE)
    assert left.sum() == 1 and len(inputs.answered_alone) == 0
    kept = basis_of(*sent("Aetna", on="2026-06-02"), *sent("Sunrise", on="2026-07-02", source=ERA))
    assert len(kept.answered_alone) == 1


def numbered(*rows, told=()):
    known = replace(claims_of(*rows), submitted=submitted(*rows), history=history(*told))
    return replace(basis_of(*rows), claims=known)


def test_claim_and_account_numbers_have_columns_of_their_own():
    both = submission(
        payer_name="Sunrise", claim_number="K7", patient_control_number="P-1", source="claim history"
    )
    sent_as = submission(payer_name="Sunrise", patient_control_number="K8", source="submitted claims (837)")
    known = [
        claim(claim_number="K7", patient_control_number="P-1"),
        claim(claim_number="K8", patient_control_number="P-2"),
    ]
    row = few_claims(numbered(both, sent_as, told=known)).iloc[0]
    assert (row["claims_named"], row["accounts_named"]) == ("K7; K8", "P-1")
    # the same number, where the history has it as an account
    known = [
        claim(claim_number="K7", patient_control_number="P-1"),
        claim(claim_number="K9", patient_control_number="K8"),
    ]
    row = few_claims(numbered(both, sent_as, told=known)).iloc[0]
    assert (row["claims_named"], row["accounts_named"]) == ("K7", "K8; P-1")


@pytest.mark.parametrize(
    ("told", "numbers"),
    [
        # the remittances name claims by their own number: what only they tell of is a claim number
        (("K1", "P-1"), (None, "K5")),
        # they name the account of the patient: the same place is the account
        (("K1", "S1"), ("K5", None)),
    ],
)
def test_the_number_of_a_remittance_stands_in_the_column_of_its_kind(told, numbers):
    number, account = told
    sent_as = "K1" if account == "P-1" else "S1"
    rows = [
        claim(claim_number=number, patient_control_number=account, paid_cents=8_000),
        claim(claim_number="K9", patient_control_number="P-9", service_from=pd.Timestamp("2026-03-30")),
    ]
    eras = [remitted(sent_as), remitted("K5", served="2026-03-10")]
    pairs = reconcile(claims(rows, eras)).of("not in history")
    shown = pairs[["account", "claim_number"]].astype(object).where(lambda one: one.notna(), None)
    assert tuple(shown.iloc[0]) == numbers
