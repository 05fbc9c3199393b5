"""A Medicare fee schedule has par, non-par and limiting amounts side by side: one of them is what is allowed."""

from __future__ import annotations

import pytest
from cutover.reading.payers.contract_rates import _payer_of
from cutover.reading.payers.contract_sheets import opened
from cutover.reading.payers.names import compared
from cutover.reading.practice.file_subject import FEES, PAR, subject_of

ROWS = "27447,1180.40,1121.38,1289.59\n29881,512.00,486.40,559.36\n"


def rates(text: str, name="fees.csv") -> list[list]:
    """Payer, code and rate of each row of a file."""
    sheets = opened(text.encode(), name) or []
    return [
        row
        for sheet in sheets
        for row in sheet.frame.reindex(columns=["Payer", "Code", "Rate"]).values.tolist()
    ]


@pytest.mark.parametrize(
    ("header", "name", "first"),
    [
        ("Code,Par Amount,Non-Par Amount,Limiting Charge", "mpfs.csv", "1180.40"),
        ("Code,Participating fee,Nonparticipating fee,Limiting charge (115 %)", "2026.csv", "1180.40"),
        ("Code,PAR,NON PAR,LIMITING CHARGE", "locality 12 we are non-par.csv", "1121.38"),
        ("Code,PAR,NON PAR,LIMITING CHARGE", "par and non-par amounts.csv", "1180.40"),  # it says both
    ],
)
def test_the_rate_is_the_amount_of_the_practices_own_participation(header, name, first):
    assert rates(f"{header}\n{ROWS}", name)[0] == ["Medicare", "27447", first]
    assert len(rates(f"{header}\n{ROWS}", name)) == 2


def test_columns_of_payers_that_are_no_amounts_by_participation_stay_payers():
    found = rates("Code,Aetna,Cigna\n27447,1180.40,1121.38\n29881,512.00,486.40\n")
    assert {row[0] for row in found} == {"Aetna", "Cigna"}


@pytest.mark.parametrize(
    ("paid", "payer"),
    [
        (["MEDICARE PART B NORIDIAN", "AETNA"], "MEDICARE PART B NORIDIAN"),
        (["AETNA"], "Medicare"),
        (["MEDICARE OF OHIO", "MEDICARE OF IOWA"], "Medicare"),  # which one is not known
    ],
)
def test_medicares_schedule_is_that_of_the_one_medicare_which_pays(paid, payer):
    known = {name: compared(name) for name in paid}
    assert _payer_of("Medicare", "Medicare", "fees.csv", None, known) == payer


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        (["HCPCS", "Par amt", "NonPar", "Limiting"], FEES),
        (["Code", "Par", "Nonpar", "Limiting charge"], FEES),
        (["Month", "Tax ID", "NPI", "Claims", "Par", "Non Par"], PAR),
        (["Month", "NPI", "Claims", "Par claims", "Non-par claims", "Payer code"], PAR),
    ],
)
def test_amounts_by_participation_beside_codes_are_a_fee_schedule_and_no_report_of_claims(header, subject):
    assert subject_of(header) == subject
