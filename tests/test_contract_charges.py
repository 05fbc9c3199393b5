"""Charges below a contract rate, and contract rows that are compared with nothing, are findings of their own."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.columns import empty
from cutover.intake.sheets import FEE_SCHEDULES
from cutover.reading.payers.contract_rates import NO_PAYER, NO_RATE, OWN_CHARGE, load_contract_rates
from cutover.reading.payers.percent_rates import BASE
from cutover.reading.payers.tables import CONTRACT_RATES_ASIDE
from cutover.reading.practice.book import Practice
from cutover.workstreams.fee_schedules.findings import made
from fee_makers import book, line
from parallel_frames import frame

RATE = {"payer_name": "AETNA", "procedure_code": "97110", "rate_cents": 4_000, "source_file": "a.xlsx"}


def of(code: str, given):
    return [one for one in made(given) if one.code == code]


def charged(cents: int, units: int | None = None):
    return line(cents, charge=cents, code="97110", units=units)


@pytest.mark.parametrize(
    ("charge", "units", "lost"), [(3_900, None, 100), (4_000, None, 0), (7_800, 2, 200), (8_000, 2, 0)]
)
def test_a_charge_below_the_contract_rate_loses_the_difference_on_each_line(charge, units, lost):
    given = book(charged(charge, units), charged(charge, units), contracts=(RATE,))
    found = of("fees-charge-below-contract", given)
    assert [one.amount_cents for one in found] == ([2 * lost] if lost else [])  # two lines of each
    if found:
        row = found[0].evidence.frame.iloc[0]
        assert (row["contract_cents"], row["charge_cents"], row["lines"]) == (4_000, 3_900, 2)


def aside(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return frame(CONTRACT_RATES_ASIDE, [
        {"source": "fee schedules", "source_file": file, "reason": why, "source_row": row} for file, why, row in rows
    ])  # fmt: skip


@pytest.mark.parametrize(("rows", "severity", "count"), [
    ([("b.xlsx", NO_PAYER, 4), ("b.xlsx", NO_PAYER, 5)], "high", 1),  # the whole sheet
    ([("a.xlsx", NO_RATE, 9)], "low", 1),  # a.xlsx has a rate in use too
    ([("a.xlsx", NO_RATE, 9), ("b.xlsx", NO_PAYER, 4)], "high", 2),
    ([("c.csv", OWN_CHARGE, 2), ("a.xlsx", BASE, 3)], None, 0),  # what is no contract lacks nothing
])  # fmt: skip
def test_contract_rows_that_are_not_used_are_told_by_file_with_their_number(rows, severity, count):
    given = book(charged(5_000), contracts=(RATE,), contracts_aside=aside(*rows))
    found = of("fees-contract-rows-unused", given)
    assert [(str(one.severity), one.count) for one in found] == ([(severity, count)] if severity else [])
    for one in found:
        assert int(one.evidence.frame["rows"].sum()) == len(rows)


@pytest.mark.parametrize(("name", "text", "reason"), [
    ("elm_charges.csv", "CPT,Fee\n97110,80\n", OWN_CHARGE),  # the practice's name, and charges
    ("our fees.csv", "CPT,Fee\n97110,80\n", OWN_CHARGE),
    ("prices.csv", "Item,Retail\n97110,80\n", OWN_CHARGE),  # the header of its one price
    ("birch_charges.csv", "CPT,Fee\n97110,80\n", NO_PAYER),  # a name that nobody knows
    ("rates.csv", "CPT,Fee\n97110,80\n", NO_PAYER),
])  # fmt: skip
def test_a_list_of_charges_is_told_by_its_file_or_its_header(tmp_path, name, text, reason):
    who = Practice("acme", "elm", "Elm Clinic", frozenset(), frozenset(), tmp_path)
    (who.raw / "fee_schedules").mkdir(parents=True)
    (who.raw / "fee_schedules" / name).write_text(text)
    found = load_contract_rates(who, empty(FEE_SCHEDULES.columns))
    assert found.set_aside["reason"].tolist() == [reason] and found.rows.empty


def test_a_charge_is_told_once_whatever_the_tax_id_of_the_remittance():
    other = {"of_payment": {"payee_tin": "999887777"}}
    given = book(charged(3_900), line(3_900, charge=3_900, code="97110", **other), contracts=(RATE,))
    (one,) = of("fees-charge-below-contract", given)
    assert (one.count, one.amount_cents) == (1, 200)
