"""A contract of one row a code, whose lines each bear a modifier: whether the row is theirs, the amounts prove.

And a contract whose title names its payer by the short name of a state's program or of a contractor of Medicare.
"""

from __future__ import annotations

import pytest
from cutover.reading.payers.contract_rates import NO_PAYER, load_contract_rates
from cutover.reading.payers.names import is_a_payers
from cutover.workstreams.fee_schedules.contract_table import as_read
from cutover.workstreams.fee_schedules.report import report
from cutover.workstreams.fee_schedules.verdict import figures
from fee_makers import book, line
from test_contract_rates import NOBODY, held

RENTED, BOTH_SIDES = ("RR",), ("50",)


def given(*allowed: int, marks=RENTED, code="E0570", rate=2_150, charge=6_000, **said):
    """The fee schedules of a line of each amount, under a contract of one row without a modifier."""
    contract = {"payer_name": "AETNA", "procedure_code": code, "rate_cents": rate}
    made = [line(cents, code=code, marks=marks, charge=charge, on=f"2026-03-{day:02}", **said)
            for day, cents in enumerate(allowed, 2)]  # fmt: skip
    return book(*made, contracts=(contract,))


def below(told) -> tuple[str | None, str]:
    found = next(one for one in figures(told) if one.label == "Below contract")
    return found.value, found.note


@pytest.mark.parametrize("marks", [RENTED, ("NU",), BOTH_SIDES, ("RR", "KH")])
def test_one_line_at_the_row_to_the_cent_proves_that_the_row_is_that_of_its_modifiers(marks):
    told = given(2_150, 1_900, 1_900, marks=marks)
    # 2 x (21.50 - 19.00)
    assert below(told) == ("$5.00", "2 lines of 3 under a contract rate, on 2 claims")
    assert as_read(told)["lines"].tolist() == [3]
    said = " ".join(report(told).limits)
    assert "3 lines with modifiers for which the contract has no row" in said and "exactly that rate" in said


@pytest.mark.parametrize(("allowed", "charge", "why"), [
    ((2_149, 1_900), 6_000, "none at the row"),
    ((2_150, 3_225), 6_000, "one above it: both sides are 150 %"),
    ((2_150, 1_900), 2_150, "allowed as charged, which any rate above the charge would show"),
])  # fmt: skip
def test_what_does_not_prove_it_stays_uncompared_and_says_how_much_beside_the_figure(allowed, charge, why):
    value, note = below(given(*allowed, marks=BOTH_SIDES, charge=charge))
    money = f"${sum(allowed) / 100:,.2f}"  # small whole cents
    assert value is None, why
    assert note == f"2 lines, {money} allowed, not compared: the contract has no row for their modifiers"


def test_lines_of_other_modifiers_prove_nothing():
    contract = {"payer_name": "AETNA", "procedure_code": "E0570", "rate_cents": 2_150}
    rows = [
        line(2_150, code="E0570", marks=RENTED, charge=6_000),
        line(1_000, code="E0570", marks=("NU",), charge=6_000),
    ]
    value, note = below(book(*rows, contracts=(contract,)))
    assert value == "$0.00" and note.endswith("1 line, $10.00 allowed, not compared: the contract has no row for "
                                              "their modifiers")  # fmt: skip


@pytest.mark.parametrize(
    "name", ["TennCare", "MassHealth", "SoonerCare", "DME MAC Jurisdiction B", "CGS J15"]
)
def test_the_short_name_of_a_program_or_contractor_is_a_payers(name):
    assert is_a_payers(name)


@pytest.mark.parametrize("name", ["Printed by Ana", "Elm Clinic", "Contract rates", "Region B"])
def test_other_words_of_a_title_are_none(name):
    assert not is_a_payers(name)


@pytest.mark.parametrize(("title", "payer"), [
    ("TennCare", "TN MEDICAID"),
    ("MassHealth", "MASSHEALTH"),
    ("SoonerCare", None),  # of another state than the payers of the remittances
])  # fmt: skip
def test_a_title_names_the_states_program_by_its_short_name(tmp_path, title, payer):
    known = {"TN MEDICAID", "MASSHEALTH", "BCBS OF TENNESSEE", "PRAIRIE HEALTH"}
    above = f"Agreed fees,{title},eff 2/1/2026\nHCPCS,Contracted rate,Our charge"
    text = f"{above}\nE0570,21.50,60.00\nE0143,48.10,120.00\n"
    found = load_contract_rates(held(tmp_path, text, "agreed 2026.csv"), NOBODY, known)
    assert found.rows["payer_name"].tolist() == [payer or title] * 2
    assert NO_PAYER not in set(found.set_aside["reason"])
