"""Each rate of a contract file with its days, its payer and its paid lines; a column `Term` is a rate's last day."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.payers.contract_rates import load_contract_rates
from cutover.reading.payers.contract_terms import terms_in
from cutover.reading.payers.same import SamePayers
from cutover.workstreams.fee_schedules.contract_table import as_read
from cutover.workstreams.fee_schedules.report import report
from cutover.workstreams.fee_schedules.unseen import without_contract
from era_frames import day
from fee_makers import book, line
from test_contract_rates import NOBODY, held

YEARS = {"payer_name": "Marrow PPO Network", "procedure_code": "99213"}
OLD = YEARS | {
    "rate_cents": 8_000,
    "effective_from": day("2025-01-01"),
    "effective_through": day("2026-06-30"),
}
NEW = YEARS | {"rate_cents": 8_500, "effective_from": day("2026-07-01")}
NEVER = {"payer_name": "Cobalt Health", "procedure_code": "99214", "rate_cents": 11_000}
SAME = SamePayers((("Marrow PPO Network", "MARROW PREFERRED NETWORK"),))


def made(*given, **said):
    return book(*given, contracts=(OLD, NEW, NEVER), same=SAME, **said)


def test_each_rate_has_its_days_its_payer_as_matched_and_its_paid_lines():
    given = made(*[line(8_000, payer="MARROW PREFERRED NETWORK", on=f"2026-03-0{n}") for n in (2, 3)])
    rows = as_read(given)
    assert rows["lines"].to_list() == [2, 0, 0]  # two lines of March: the old rate, none since July
    assert rows["payer"].fillna("-").to_list() == ["MARROW PREFERRED NETWORK"] * 2 + [
        "-"
    ]  # the last sent nothing
    assert rows["rate_cents"].to_list() == [8_000, 8_500, 11_000]
    assert rows["effective_through"].notna().to_list() == [True, False, False]
    told = report(given)
    assert "2 of 3 rates of contract files hold for no paid line." in " ".join(told.limits)
    assert "contract_as_read" in told.tables
    assert without_contract(given).empty  # the contract's name is proven to be that of the remittances


def test_a_contract_under_a_name_that_nothing_proves_is_of_another_payer():
    given = book(line(8_000, payer="MARROW PREFERRED NETWORK"), contracts=(OLD,))
    assert as_read(given)["lines"].to_list() == [0]
    assert without_contract(given)["payer"].to_list() == ["MARROW PREFERRED NETWORK"]


@pytest.mark.parametrize(
    ("header", "value", "through", "notes"),
    [
        ("Term", "6/30/2026", "2026-06-30", None),
        ("Termed", "06/30/2026", "2026-06-30", None),
        ("Exp.", "2026-06-30", "2026-06-30", None),
        ("Terms", "multiple procedures: 100/50/50", None, "multiple procedures: 100/50/50"),
    ],
)
def test_a_column_of_last_days_is_no_column_of_terms(tmp_path, header, value, through, notes):
    rows = "".join(
        f"Cobalt Health,{code},{rate}.00,1/1/2025,{value}\n" for code, rate in ((99213, 80), (99214, 110))
    )
    practice = held(tmp_path, f"Payer,CPT,Allowed,Eff.,{header}\n{rows}")
    row = load_contract_rates(practice, NOBODY).rows.iloc[0]
    assert [row["effective_through"]] == [day(through)] if through else pd.isna(row["effective_through"])
    assert row["notes"] == notes if notes else pd.isna(row["notes"])


@pytest.mark.parametrize(
    ("note", "is_read"), [("ends 6/30/2026", True), ("since 1/1/25", True), ("paid 100/50", False)]
)
def test_a_day_in_a_note_is_no_share_of_a_rate(note, is_read):
    assert terms_in(note)[1] == is_read
