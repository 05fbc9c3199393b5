"""A contract that one sentence states is a percent of each amount of the list that it names, with that list's days."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from cutover.reading.payers.contract_rates import _payer_of
from cutover.reading.payers.contract_sheets import opened
from cutover.reading.payers.names import compared
from cutover.reading.payers.sentence_rates import sentence


@pytest.mark.parametrize(("text", "told"), [
    ("Juniper pays 104 % of the county fee in force", ("Juniper", Decimal(104), "the county fee in force")),
    ("Elm Health: 97.5% of Medicare, by code", ("Elm Health", Decimal("97.5"), "Medicare")),
    ("Juniper reimburses at 110 percent of our county list.", ("Juniper", Decimal(110), "our county list")),
    ("Juniper pays 104 of the county fee", None),  # no percent
    ("pays 104 % of the county fee", None),  # nobody
    ("Juniper pays 4 % of the county fee", None),  # no contract pays so little
    ("Juniper pays within 30 days", None),
])  # fmt: skip
def test_a_sentence_tells_who_pays_which_percent_of_what(text, told):
    assert sentence(text) == told


def rates(*sheets: tuple[str, list[list]]) -> dict[str, list[tuple]]:
    """The rates of a workbook with these sheets: of each sheet (procedure, rate, from, through)."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        one = made.create_sheet(name)
        for row in rows:
            one.append(row)
    data = io.BytesIO()
    made.save(data)
    names = ["Procedure", "Rate", "Effective from", "Effective through"]
    return {
        sheet.name: [
            tuple(None if cell != cell else cell for cell in row) for row in sheet.frame[names].to_numpy()
        ]
        for sheet in opened(data.getvalue(), "fee_schedules/rates.xlsx") or []
        if set(names) <= set(sheet.frame)
    }


COUNTY = (
    "county",
    [["County fees"], ["CPT", "until 4/30/26", "from 5/1/26"], ["97110", 50.15, 52], ["97530", 61, 61]],
)
SAID = ("Juniper", [["Juniper pays 104 % of the county fee in force"]])


def test_it_is_a_rate_for_each_amount_of_the_list_that_it_names():
    # 50.15 x 1.04 = 52.156, 52.00 x 1.04 = 54.08, 61.00 x 1.04 = 63.44
    assert rates(COUNTY, SAID)["Juniper"] == [
        ("97110", "52.16", None, "4/30/26"), ("97110", "54.08", "5/1/26", None),
        ("97530", "63.44", None, "4/30/26"), ("97530", "63.44", "5/1/26", None),
    ]  # fmt: skip


def test_without_that_list_or_with_two_it_is_no_rate():
    assert "Juniper" not in rates(SAID)
    assert "Juniper" not in rates(("town", [["CPT", "Allowed"], ["97110", 50]]), SAID)
    assert "Juniper" not in rates(COUNTY, ("county west", COUNTY[1]), SAID)


@pytest.mark.parametrize(("names", "meant"), [
    (("JUNIPER COMMUNITY PLAN", "SUNDIAL"), "JUNIPER COMMUNITY PLAN"),
    (("SUNDIAL",), "Juniper"),
    (("JUNIPER COMMUNITY PLAN", "JUNIPER HEALTH WEST"), "Juniper"),  # either may be meant
])  # fmt: skip
def test_the_payer_of_a_sentence_is_the_one_of_the_remittances_whom_its_word_means(names, meant):
    known = {name: compared(name) for name in names}
    assert _payer_of("Juniper", "104 % of the county fee", "fee_schedules/r.xlsx", "Juniper", known) == meant
    # a column of payers is taken by its words
    assert _payer_of("Juniper", "County fees", "fee_schedules/r.xlsx", None, known) == "Juniper"
