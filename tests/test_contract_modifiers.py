"""Which rate of a contract holds for a line with modifiers, and what is said where none does."""

from __future__ import annotations

import pytest
from cutover.reading.payers.contract_rates import load_contract_rates
from cutover.workstreams.fee_schedules.report import report
from fee_makers import book, line, lines
from test_contract_rates import NOBODY, held


def rate(cents: int, modifiers: str | None = None, code: str = "97110", **said) -> dict:
    return {"payer_name": "AETNA", "procedure_code": code, "rate_cents": cents, "modifiers": modifiers} | said


def shown(*given, contracts) -> list[tuple]:
    """Contract rate, its row, lines and state of each row of the table."""
    rows = book(*given, contracts=contracts).contracts
    rows = rows.astype({"contract_row": object}).where(rows.notna(), None)
    return rows[["contract_cents", "contract_row", "lines", "state"]].values.tolist()


def said(*given, contracts) -> str:
    return " ".join(report(book(*given, contracts=contracts)).limits)


PLAIN, GP = rate(3_000), rate(2_500, "GP")


@pytest.mark.parametrize(
    ("marks", "contracts", "row"),
    [
        (("GP",), (PLAIN, GP), (2_500, None)),  # the modifier's own row
        ((), (PLAIN, GP), (3_000, None)),  # and the plain one without it
        (("GP",), (PLAIN,), (3_000, "plain, no row for GP")),  # a modifier that changes no price
        (("26",), (PLAIN,), None),  # one that does is not compared
        (("26",), (PLAIN, rate(1_100, "26")), (1_100, None)),
        ((), (GP,), None),  # a rate of another modifier alone
        (("LT",), (PLAIN, GP), (3_000, None)),  # the side prices nothing
        (("LT",), (PLAIN, rate(3_300, "LT")), (3_300, "LT")),  # unless the contract says so
        (("RT",), (PLAIN, rate(3_300, "LT")), (3_000, None)),
        (("RT",), (PLAIN, rate(3_300, "LT/RT")), (3_300, "LT/RT")),
        (("RR", "KH"), (rate(9_000, "NU"), rate(900, "RR")), (900, None)),
        (("RR", "KH"), (rate(9_000, "NU"), rate(900, "RR"), rate(950, "RR KH")), (950, "RR KH")),
        (("50",), (PLAIN, rate(4_500, "50")), (4_500, None)),
        (("50",), (PLAIN,), None),
        (("50", "GP"), (PLAIN, GP), None),
    ],
)
def test_a_line_is_held_against_the_row_of_its_modifiers(marks, contracts, row):
    paid = row[0] if row else 2_000
    got = shown(line(paid, code="97110", marks=marks), contracts=contracts)
    assert got == ([[row[0], row[1], 1, "as contracted"]] if row else [])


def test_what_has_no_row_of_its_own_is_said_compared_or_not():
    rows = [*lines(3, 3_000, code="97110", marks=("GP",)), line(1_100, code="97110", marks=("26",))]
    told = said(*rows, contracts=(PLAIN,))
    assert (
        "3 lines with a modifier without a row in the contract (97110 GP) are compared with its row" in told
    )
    assert "1 line with modifiers for which the contract has no row (97110 26) are not compared" in told
    assert "no row" not in said(line(2_500, code="97110", marks=("GP",)), contracts=(PLAIN, GP))
    assert "(97110 without any)" in said(line(3_000, code="97110"), contracts=(GP,))


@pytest.mark.parametrize(("allowed", "over"), [(8_700, 0), (8_750, 0), (9_000, 1)])
def test_a_line_above_the_rate_seen_is_not_too_much_up_to_its_contract(allowed, over):
    # ten lines at 80.00; the contract is 87.00, of which 1 % or 50 cents are within the tolerance
    told = book(*lines(10), line(allowed, on="2026-01-07"), contracts=(rate(8_700, code="99213"),))
    assert len(told.differences) == over
    assert len(book(*lines(10), line(allowed, on="2026-01-07")).differences) == 1


def test_a_line_short_of_the_rate_seen_is_not_short_at_its_contract():
    told = book(*lines(10), line(7_000, on="2026-01-07"), contracts=(rate(7_000, code="99213"),))
    assert told.differences.empty
    assert (
        len(
            book(*lines(10), line(6_900, on="2026-01-07"), contracts=(rate(7_000, code="99213"),)).differences
        )
        == 1
    )


@pytest.mark.parametrize(
    ("code", "mod", "read"),
    [("11720-59", "", ("11720", "59")), ("97110 GP", "", ("97110", "GP")), ("97110GP", "", ("97110", "GP")),
     ("E0601-RR-KH", "", ("E0601", "RR KH")), ("L4361", "RT/LT", ("L4361", "RT/LT")),
     ("L4361", "rt or lt", ("L4361", "RT/LT")),
     ("K0001", "NU, KX", ("K0001", "NU KX")), ("99213", "None", ("99213", None)), ("99213", "n/a", ("99213", None)),
     ("9921325", "", ("9921325", None)), ("99213", "-25", ("99213", "25"))],
)  # fmt: skip
def test_a_modifier_is_read_from_the_code_or_from_its_own_column(tmp_path, code, mod, read):
    text = f'Payer,HCPCS,Mod,Rate\nAlder Mutual,"{code}","{mod}",10.00\nAlder Mutual,99499,GT,12.00\n'
    found = load_contract_rates(held(tmp_path, text), NOBODY).rows
    row = found.astype(object).where(found.notna(), None).iloc[0]
    assert (row["procedure_code"], row["modifiers"]) == read
