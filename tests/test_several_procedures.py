"""Lines below their rate beside another procedure of the day: a likely reduction by a published rule, or short."""

from __future__ import annotations

import pytest
from cutover.workstreams.fee_schedules.contracts import AGREES, REDUCED
from cutover.workstreams.fee_schedules.report import report
from fee_makers import book, line, lines

MEDICARE = "NOVITAS SOLUTIONS"
DAY = "2026-03-20"


def of(account: str, **more) -> dict:
    """The claim of a patient."""
    return {"of_claim": {"patient_control_number": account}, **more}


def surgery(
    second: int, first: int, *, account: str = "B1", on: str = DAY, payer: str = "AETNA"
) -> list[dict]:
    """Twelve lines of 29826 at 200.00 alone on their days, and one at `second` beside a 29827 at `first`."""
    before = [one | {"claim": {"patient_control_number": f"A{n}"}}
              for n, one in enumerate(lines(12, 20_000, charge=60_000, code="29826", payer=payer))]  # fmt: skip
    return [
        *before,
        line(second, code="29826", charge=60_000, on=DAY, payer=payer, **of("B1")),
        line(first, code="29827", charge=90_000, on=on, payer=payer, **of(account)),
    ]


@pytest.mark.parametrize(
    ("second", "first", "short"),
    [
        (10_000, 40_000, 0),  # 50 % of 200.00, beside 400.00
        (10_001, 40_000, 0),  # half, and a cent of rounding
        (10_002, 40_000, 1),
        (9_998, 40_000, 1),
        (5_000, 40_000, 1),  # a quarter is no step of 100/50/50/50/50
        (10_000, 20_000, 0),  # the other one is as dear as this one's rate
        (10_000, 19_999, 1),  # the other is cheaper, so that this one is the first and due in full
    ],
)
def test_half_of_the_rate_beside_a_dearer_surgery_of_the_day_is_likely_a_reduction(second, first, short):
    told = book(*surgery(second, first))
    assert len(told.differences) == short
    assert len(told.reduced) == 1 - short


def test_a_line_that_is_likely_reduced_is_neither_short_of_its_contract_nor_as_contracted():
    contract = {
        "payer_name": "AETNA",
        "procedure_code": "29826",
        "rate_cents": 20_000,
    }  # half of it is 100.00
    told = book(*surgery(10_000, 40_000), contracts=(contract,))
    assert told.contracts.set_index("state")["amount_cents"].to_dict() == {REDUCED: 0, AGREES: 0}
    assert told.below_contract.empty and len(told.reduced) == 1


@pytest.mark.parametrize(("account", "on"), [("C9", DAY), ("B1", "2026-03-21")])
def test_a_surgery_of_another_patient_or_day_explains_no_half(account, on):
    told = book(*surgery(10_000, 40_000, account=account, on=on))
    assert told.differences["difference_cents"].tolist() == [-10_000]  # 100.00 less 200.00


def test_half_of_a_visit_beside_a_surgery_is_short():
    rows = [*lines(12, 8_000), line(4_000, on=DAY, **of("B1")), line(40_000, code="29827", charge=90_000, on=DAY,
                                                                    **of("B1"))]  # fmt: skip
    assert book(*rows).differences["difference_cents"].tolist() == [-4_000]


def therapy(cents: int, payer: str = MEDICARE, beside: str = "97140", units: int = 1) -> list[dict]:
    """Twelve lines of 97110 at 30.00 and one at `cents` beside another code of the same patient and day."""
    before = [one | {"claim": {"patient_control_number": f"A{n}"}}
              for n, one in enumerate(lines(12, 3_000, charge=7_500, code="97110", payer=payer, units=1))]  # fmt: skip
    return [
        *before,
        line(cents, code="97110", charge=7_500 * units, on=DAY, payer=payer, units=units, **of("B1")),
        line(2_800, code=beside, charge=7_000, on=DAY, payer=payer, units=1, **of("B1")),
    ]


@pytest.mark.parametrize(
    ("cents", "short"),
    # of 30.00, a cent of rounding allowed for: 70 % is 21.00, 95 % is 28.50
    [(2_310, 0), (2_099, 0), (2_098, 1), (2_851, 0), (2_852, 1)],
)
def test_three_quarters_of_a_therapy_rate_beside_another_therapy_is_medicare_s_reduction(cents, short):
    told = book(*therapy(cents))
    assert (len(told.differences), len(told.reduced)) == (short, 1 - short)


def test_the_therapy_reduction_is_medicare_s_alone_and_needs_another_therapy_or_unit():
    assert len(book(*therapy(2_310, payer="AETNA")).differences) == 1
    assert len(book(*therapy(2_310, beside="99213")).differences) == 1
    # two units: 30.00 and 23.10 of 60.00 are 88.5 %
    assert len(book(*therapy(5_310, beside="99213", units=2)).reduced) == 1


def test_the_report_tells_the_likely_reduction_with_its_money_and_asks_for_no_letter():
    made = report(book(*therapy(2_310)))
    rows = made.tables["reduced"].frame
    assert rows[["procedure", "lines", "less_cents"]].values.tolist() == [
        ["97110", 1, 690]
    ]  # 30.00 less 23.10
    assert "fees-underpaid" not in {one.code for one in made.findings}
    assert any("$6.90 below its own rate" in said for said in made.limits)
    assert any("chapter 5, section 10.7" in one.title for one in made.sources)
