"""A claim that was only sent waits no more once a text, a paper or a posting pays it."""

from __future__ import annotations

import pytest
from cutover.reading.postings.tables import POSTINGS
from era_frames import day
from open_claims_makers import book, history, summary
from parallel_frames import frame


def statuses(postings=(), summaries=None, **said):
    rows = [{"account": a, "check_number": "T5", "paid_cents": c, "posted_date": day(on), "kind": "claim"}
            for a, c, on in postings]  # fmt: skip
    sent = [summary("W1", "accepted", charge_cents=8_000)] if summaries is None else summaries
    found = book(summaries=sent, postings=frame(POSTINGS, rows), **said).every
    return dict(zip(found["patient_control_number"], found["status"], strict=True))


@pytest.mark.parametrize(
    ("posting", "status"),
    [
        (("W1", 5_000, "2026-06-20"), "resolved"),
        (("W1", 0, "2026-06-20"), "pending"),  # nothing was paid
        (("W1", 8_001, "2026-06-20"), "pending"),  # more than the charge of 80.00: not this claim's
        (("W1", 5_000, "2026-05-31"), "pending"),  # a day before the service
        (("W2", 5_000, "2026-06-20"), "pending"),
    ],
)
def test_a_posting_pays_the_claim_of_its_number(posting, status):
    assert statuses([posting])["W1"] == status


def test_an_account_of_two_days_of_service_tells_of_neither():
    two = [
        summary("W1", "accepted", charge_cents=8_000),
        summary("W1", "accepted", on="2026-06-04", charge_cents=8_000),
    ]
    assert statuses([("W1", 5_000, "2026-06-20")], two) == {"W1": "pending"}


@pytest.mark.parametrize(("cents", "status"), [(5_000, "resolved"), (0, "pending")])
def test_a_text_that_pays_a_claim_answers_it(cents, status):
    text = {"check_number": "T5", "amount_cents": cents, "check_date": day("2026-06-20"),
            "claim_accounts": f"W1={cents}"}  # fmt: skip
    assert statuses(texts=[text])["W1"] == status


def test_what_a_claim_history_has_open_stays_open_by_it():
    found = book([history("W1")], postings=frame(POSTINGS, [{"account": "W1", "paid_cents": 5_000, "kind": "claim",
                  "posted_date": day("2026-06-20")}])).every  # fmt: skip
    assert found["status"].tolist() == ["pending"]
