"""Terms of payment in the notes of a contract: what a further procedure and an assistant at surgery are paid."""

from __future__ import annotations

from decimal import Decimal

import pytest
from cutover.reading.payers.contract_rates import load_contract_rates
from cutover.reading.payers.contract_terms import terms_in
from cutover.workstreams.fee_schedules.report import report
from fee_makers import book, line
from test_contract_rates import NOBODY, held

HALF = {"51": Decimal(50)}


@pytest.mark.parametrize(
    ("note", "terms", "is_read"),
    [
        ("multiple procedures: 100/50/50", HALF, True),
        ("Multiple surgeries paid 100% / 50% / 50%", HALF, True),
        ("Mult. procedure reduction 100/50", HALF, True),
        ("multiple procedures: 100/50/25", {}, False),  # no line says whether it is the second or the third
        ("assistant (AS) 13.6% of rate", {"AS": Decimal("13.6")}, True),
        ("Assistant surgeon 16 %", dict.fromkeys(("80", "81", "82"), Decimal(16)), True),
        ("assistant at surgery 80, 82: 20%", dict.fromkeys(("80", "82"), Decimal(20)), True),
        ("multiple procedures 100/50/50; assistant (AS) 13.6%", HALF | {"AS": Decimal("13.6")}, True),
        ("carve-out 92% of Medicare", {}, False),
        ("see exhibit B", {}, True),
    ],
)
def test_the_terms_of_a_note_are_read_or_named_as_unread(note, terms, is_read):
    assert terms_in(note) == (terms, is_read)


def rate(cents: int, notes: str | None, code: str = "29826", modifiers: str | None = None) -> dict:
    return {"payer_name": "AETNA", "procedure_code": code, "rate_cents": cents, "notes": notes,
            "modifiers": modifiers}  # fmt: skip


def shown(*given, contracts) -> list[list]:
    rows = book(*given, contracts=contracts).contracts
    return rows[["contract_cents", "lines", "amount_cents", "state"]].values.tolist()


@pytest.mark.parametrize(
    ("paid", "amount", "state"),
    [(10_099, 0, "as contracted"), (5_049, -5_050, "below the contract")],  # half of 201.98 is 100.99
)
def test_a_further_procedure_is_held_against_its_share_of_the_rate(paid, amount, state):
    contracts = (rate(20_198, "multiple procedures: 100/50/50"),)
    told = shown(line(paid, code="29826", charge=60_000, marks=("51",)), contracts=contracts)
    assert told == [[10_099, 1, amount, state]]


def test_an_assistant_is_held_against_the_share_of_the_note_and_the_file_s_own_row_goes_first():
    given = line(15_311, code="27130", charge=90_000, marks=("AS",))
    noted = rate(153_112, "assistant (AS) 13.6% of rate", "27130")
    # 1,531.12 x 13.6 % = 208.23; 153.11 is 55.12 less
    assert shown(given, contracts=(noted,)) == [[20_823, 1, -5_512, "below the contract"]]
    own = rate(15_311, None, "27130", "AS")
    assert shown(given, contracts=(noted, own)) == [[15_311, 1, 0, "as contracted"]]


def test_a_line_without_the_modifier_is_held_against_the_whole_rate():
    contracts = (rate(20_198, "multiple procedures: 100/50/50"),)
    assert shown(line(20_198, code="29826", charge=60_000), contracts=contracts) == [
        [20_198, 1, 0, "as contracted"]
    ]


def test_terms_that_nobody_applied_and_payers_without_a_contract_are_named_with_their_money():
    rows = [
        line(20_198, code="29826", charge=60_000),
        line(8_000, payer="CIGNA"),
        line(7_000, payer="HUMANA"),
    ]
    made = report(book(*rows, contracts=(rate(20_198, "multiple procedures: 100/50/25"),)))
    limits = " ".join(made.limits)
    assert '"multiple procedures: 100/50/25"' in limits
    assert "No contract file has a rate of CIGNA and HUMANA: $150.00" in limits
    assert made.tables["uncontracted"].frame[["payer", "allowed_cents"]].values.tolist() == [
        ["CIGNA", 8_000], ["HUMANA", 7_000]]  # fmt: skip


def test_the_notes_of_a_contract_file_are_read_with_its_rates(tmp_path):
    rows = (
        "Payer,Procedure,Rate,Notes\nAetna,29826,214.61,assistant (AS) 13.6% of rate\nAetna,99213,100.39,\n"
    )
    made = load_contract_rates(held(tmp_path, rows, "rates.csv"), NOBODY).rows
    assert made["notes"].fillna("").tolist() == ["assistant (AS) 13.6% of rate", ""]
