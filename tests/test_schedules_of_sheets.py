"""A sheet named after a payer is that payer's, and Medicare's fee schedule is no contract."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.payers.contract_rates import _told_by_sheet
from cutover.reading.payers.contract_sheets import opened
from cutover.reading.payers.medicare_rates import schedules
from cutover.workstreams.fee_schedules.findings import made
from fee_makers import book, line

PAID = ["JUNIPER HEALTH OF IOWA", "OLD ELM MUTUAL", "IOWA MEDICAID"]


def named(sheet: str | None, *payers: str, paid=PAID) -> list[str]:
    rows = pd.DataFrame(
        {"payer_name": payers, "source_file": "rates.xlsx", "source_sheet": sheet}, dtype="str"
    )
    return _told_by_sheet(rows, paid)["payer_name"].tolist()


@pytest.mark.parametrize(
    ("sheet", "column", "payer"),
    [
        ("Juniper", "Medicaid", "JUNIPER HEALTH OF IOWA"),
        ("juniper 2026", "Medicare", "JUNIPER HEALTH OF IOWA"),
        ("Sheet1", "Medicaid", "Medicaid"),
        (None, "Medicaid", "Medicaid"),
        ("Juniper and Old Elm Mutual", "Medicaid", "Medicaid"),  # of which of both nothing tells
        ("Juniper", "Iowa Medicaid", "Iowa Medicaid"),  # a state's own
        ("Juniper", "Birch Medicaid", "Birch Medicaid"),  # has a word of its own
    ],
)
def test_a_line_of_business_in_a_header_is_the_plan_of_the_payer_that_the_sheet_is_named_after(
    sheet, column, payer
):
    assert named(sheet, column, column) == [payer] * 2


def test_a_sheet_whose_rows_name_several_payers_keeps_each():
    assert named("Juniper", "Medicaid", "Old Elm") == ["Medicaid", "Old Elm"]
    assert named("Juniper", "Medicaid", paid=["OLD ELM MUTUAL"]) == ["Medicaid"]  # it sends no remittance


@pytest.mark.parametrize(("name", "amounts"), [("we are non-par.csv", "non-par"), ("2026.csv", "par")])
def test_medicares_schedule_tells_which_of_its_amounts_count(name, amounts):
    text = "Code,Par,Nonpar,Limiting charge\n27447,1180.40,1121.38,1289.59\n"
    sheet = (opened(text.encode(), name) or [])[0]
    assert sheet.frame["Schedule"].tolist() == [f"Medicare fee schedule ({amounts} amounts)"]
    assert set(sheet.frame["Schedule"]) <= schedules()


@pytest.mark.parametrize(
    ("schedule", "code"),
    [
        ("Medicare fee schedule (non-par amounts)", "fees-above-medicare-schedule"),
        ("Medicare Advantage 2026", "fees-above-contract"),
        (None, "fees-above-contract"),
    ],
)
def test_what_medicare_pays_above_its_own_schedule_is_above_no_contract(schedule, code):
    rate = {"payer_name": "AETNA", "procedure_code": "97110", "rate_cents": 4_000, "schedule": schedule}
    found = made(book(line(4_300, charge=9_000, code="97110"), contracts=(rate | {"source_file": "a.csv"},)))
    above = [one for one in found if "-above-" in one.code]
    assert [(one.code, one.amount_cents) for one in above] == [(code, 300)]  # 43.00 - 40.00
