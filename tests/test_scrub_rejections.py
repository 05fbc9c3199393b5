"""Claims that were rejected before a payer decided, told by 277CA receipts."""

from __future__ import annotations

from cutover.workstreams.scrub_rules.report import report
from era_frames import day
from scrub_makers import book


def answer(
    number: int, payer: str, state: str = "accepted", codes: str = "A2:20", on: str = "2026-05-04"
) -> dict:
    return {"patient_control_number": f"N{number:04d}", "payer_name": payer, "service_from": day("2026-05-01"),
            "answered_on": day(on), "state": state, "codes": codes, "charge_cents": 10_000}  # fmt: skip


def answers(rejected: int, accepted: int, payer: str, first: int) -> list[dict]:
    """So many claims of a payer, rejected for A7:562 or taken."""
    bad = [answer(first + n, payer, "rejected", "A7:562") for n in range(rejected)]
    return [*bad, *(answer(first + rejected + n, payer) for n in range(accepted))]


def test_a_payer_that_rejects_a_code_more_often_than_others_is_a_finding():
    told = book(answers=(*answers(8, 12, "AETNA", 0), *answers(1, 39, "CIGNA", 100)))
    (found,) = report(told).findings
    assert (found.code, found.count, found.amount_cents) == ("scrub-rejected", 1, 80_000)
    rows = told.rejections.rows.set_index("payer")
    assert (rows.loc["AETNA", "rejected"], rows.loc["AETNA", "claims"]) == (8, 20)
    assert rows.loc["AETNA", "elsewhere"] == 1 / 40


def test_a_code_that_all_payers_reject_alike_is_no_finding():
    told = book(answers=(*answers(8, 32, "AETNA", 0), *answers(8, 32, "CIGNA", 100)))
    assert report(told).findings == () and len(told.rejections.rows) == 2


def test_a_claim_that_is_rejected_twice_counts_once_and_is_told_to_be_taken_later():
    twice = [
        answer(1, "AETNA", "rejected", "A7:562", "2026-05-04"),
        answer(1, "AETNA", "rejected", "A7:562", "2026-05-06"),
    ]
    told = book(answers=(*twice, answer(1, "AETNA", on="2026-05-08")))
    (row,) = told.rejections.rows.to_dict("records")
    assert (row["rejected"], row["accepted_later"], row["claims"]) == (1, 1, 1)
