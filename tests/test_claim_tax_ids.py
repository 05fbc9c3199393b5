"""The Tax ID of a claim that states none, where a practice has two; and what an invoice of one month is worth."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from unittest.mock import patch

import pandas as pd
import pytest
from claim_makers import submission, submitted
from cutover.reading.claims import tax_ids
from cutover.workstreams.cost import office_ally
from cutover.workstreams.nonpar.invoices import missing
from cutover.workstreams.nonpar.report import assess
from cutover.workstreams.nonpar_fees.rule import load_fee_rules
from era_frames import PRACTICE
from nonpar_makers import basis_of, invoices, line, sent

NOW, OLD = "111223333", "998887766"
ONE, TWO = "1234567893", "1245319599"
TWO_TINS = replace(PRACTICE, tins=frozenset({NOW, OLD}))


def filled(listed, paid=(), npis=(ONE, TWO, None)) -> tuple[list, list[str]]:
    """The Tax IDs of three claims that state none: by ONE, by TWO, and by nobody whom the claim names."""
    rows = submitted(*(submission(tax_id=None, rendering_npi=npi) for npi in npis))
    told = pd.DataFrame(listed, columns=["npi", "tin"], dtype="str")
    remitted = pd.DataFrame(paid, columns=["rendering_npi", "payee_npi", "payee_tin"], dtype="str")
    intake = type("Intake", (), {"tables": {"providers": told}})
    with patch.object(tax_ids, "intake_of", lambda _: intake):
        made, notes = tax_ids.with_tax_ids(rows, TWO_TINS, remitted)
    return [None if pd.isna(one) else one for one in made["tax_id"]], notes


def test_all_claims_go_under_the_tax_id_that_every_provider_bills_under():
    found, notes = filled([(ONE, NOW), (TWO, NOW)])
    assert found == [NOW, NOW, NOW]
    assert notes[0].startswith("3 submissions state no Tax ID")


@pytest.mark.parametrize(
    ("listed", "paid", "told"),
    [
        (
            [(ONE, NOW), (TWO, OLD)],
            [],
            [NOW, OLD, None],
        ),  # each its own, and of nobody's claim it is not known
        ([(ONE, NOW), (TWO, None)], [], [NOW, None, None]),
        ([(ONE, NOW), (ONE, OLD), (TWO, NOW)], [], [None, NOW, None]),  # listed under both
        ([], [(ONE, "1881000000", NOW)], [NOW, None, None]),  # the remittances name it alone
        (
            [(ONE, NOW), (TWO, NOW)],
            [(ONE, "1881000000", OLD)],
            [None, NOW, None],
        ),  # the two speak against each other
    ],
)
def test_a_claim_of_a_practice_with_two_tax_ids_takes_the_one_that_its_provider_alone_has(listed, paid, told):
    assert filled(listed, paid)[0] == told


def test_a_tax_id_that_a_claim_states_stays():
    rows = submitted(submission(tax_id=OLD))
    assert tax_ids.with_tax_ids(rows, TWO_TINS, rows.iloc[:0])[0]["tax_id"].tolist() == [OLD]


@pytest.mark.parametrize(("lacking", "most"), [(0, 4_495), (3, None)])
def test_the_fee_of_a_month_without_an_invoice_is_not_none_where_its_claims_could_not_be_counted(
    lacking, most
):
    nobody = {"rendering_npi": None, "billing_npi": None}
    april = [*sent("Sunrise", 1, on="2026-04-06"), *sent("Sunrise", lacking, on="2026-04-06", **nobody)]
    rows = [
        *april,
        *sent("Aetna", 40, on="2026-03-05"),
        *sent("Unheard Of", lacking, on="2026-05-05", **nobody),
        *sent("Aetna", on="2026-06-05"),  # a month with claims behind it: a quiet May is one without a fee
    ]
    inputs = basis_of(*rows, invoices=invoices(line("2026-03-01"), line("2026-06-01")))
    found = missing(inputs).set_index("month")
    assert found.loc["2026-04-01", "fee_low_cents"] == 4_495  # one NPI, $44.95
    assert (None if pd.isna(found.loc["2026-04-01", "fee_high_cents"]) else 4_495) == most
    may = found.loc["2026-05-01"]
    assert may.isna().all() if lacking else may.tolist() == [0, 0]
    if lacking:
        case = next(f for f in assess(inputs).findings if f.code == "nonpar-invoice-missing")
        assert (
            case.evidence.frame.set_index("month")
            .loc["2026-05-01", ["fee_low_cents", "fee_high_cents"]]
            .isna()
            .all()
        )


@pytest.mark.parametrize(("months", "basis"), [(1, "assumed"), (2, "assumed"), (3, "counted")])
def test_a_year_by_the_invoices_of_one_month_or_two_is_assumed_and_not_counted(months, basis):
    lines = [line(f"2026-0{month}-01") for month in range(4, 4 + months)]
    as_of = dt.date(2026, 7, 31)
    usage = office_ally.Usage(None, None, 2)
    rules = load_fee_rules()
    made = office_ally.parts(None, invoices(*lines).lines, usage, rules, as_of, dt.date(2026, 8, 1))
    fee = next(part for part in made if part.charge == office_ally.NONPAR)
    assert fee.basis == basis
    assert sum(fee.charged_high) == 53_940  # 12 * $44.95
    assert sum(fee.charged_low) == (53_940 if months == 3 else 0)  # no claim on file shows a fee
    if months == 1:
        assert fee.known_from.startswith("the invoice of 1 month, taken for all twelve")
