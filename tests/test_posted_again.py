"""A payment that is posted twice explains, to the cent, figures that differ by it, and hides no patient's part."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.columns import empty
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.reading.postings.tables import POSTINGS
from cutover.workstreams.open_claims.banked import unexplained
from cutover.workstreams.posted_again import AGAIN, posted_again, posted_by, without_again
from cutover.workstreams.run_rules import load_rules
from era_frames import AS_OF, day
from parallel_frames import deposit, frame, known, posting


def paid(claim: str, check: str, cents: int, **said) -> dict:
    row = {
        "claim": claim,
        "check": check,
        "cents": cents,
        "kind": "claim",
        "counts": None,
        "payer_claim": None,
    }
    return row | said


def found(items: list[dict], *postings: dict) -> list[tuple]:
    names = ["claim", "check", "cents", "kind", "counts", "payer_claim"]
    told = pd.DataFrame(items, columns=names, dtype=object).astype(
        {"cents": "int64", "claim": "str", "check": "str"}
    )
    rows = posted_again(frame(POSTINGS, list(postings)), told, empty(CLAIM_HISTORY))
    return [(r.claim, int(r.cents), f"{r.posted_on:%m-%d}") for r in rows.itertuples()]


def at(on: str, cents: int, claim: str = "K7", check: str | None = "5501") -> dict:
    return posting("Office Ally", claim, check, cents, posted_date=day(f"2026-{on}"))


@pytest.mark.parametrize(
    ("items", "postings", "again"),
    [
        ([6_150], [("03-04", 6_150)], []),
        ([6_150], [("03-19", 6_150), ("03-04", 6_150)], [("K7", 6_150, "03-19")]),  # the later one
        ([6_150], [("03-04", 6_150), ("03-19", 6_150), ("03-20", -6_150)], []),  # taken back
        ([6_150, 6_150], [("03-04", 6_150), ("03-19", 6_150)], []),  # paid twice
        ([12_300], [("03-04", 6_150), ("03-04", 6_150)], []),  # two parts of one payment
        ([6_150], [("03-04", 6_150), ("03-19", 6_151)], []),  # another amount is another matter
        (
            [6_150],
            [("03-04", 6_150), ("03-19", 6_150), ("03-21", 6_150)],
            [("K7", 6_150, "03-19"), ("K7", 6_150, "03-21")],
        ),
        ([], [("03-04", 6_150), ("03-19", 6_150)], []),  # no remittance tells what was paid
    ],
)  # fmt: skip
def test_the_later_posting_of_what_was_paid_once_is_posted_again(items, postings, again):
    assert (
        found([paid("K7", "5501", cents) for cents in items], *[at(on, cents) for on, cents in postings])
        == again
    )


def test_a_remittance_that_does_not_count_asks_for_no_posting():
    items = [paid("K7", "5501", 6_150), paid("K7", "5501", 6_150, counts="in both systems")]
    assert found(items, at("03-04", 6_150), at("03-19", 6_150)) == [("K7", 6_150, "03-19")]


AGAIN_K7 = frame(AGAIN, [{"claim": "K7", "check": "5501", "cents": 6_150, "posted_on": day("2026-03-19")}])


@pytest.mark.parametrize(("on", "cents"), [("2026-03-18", 0), ("2026-03-19", 6_150)])
def test_a_posting_after_the_day_lowers_nothing_yet(on, cents):
    rows = frame(CLAIM_HISTORY, [known("K7"), known("K8"), known("K7")])
    assert posted_by(rows, AGAIN_K7, day(on)).tolist() == [cents, 0, 0]  # a claim in two rows has it once


@pytest.mark.parametrize(
    ("balance", "state", "told", "left"),
    [
        (-4_150, "paid", "patient responsibility", 2_000),  # 61.50 - 41.50
        (-6_150, "paid", "paid", 0),  # nothing is left without it
        (-4_150, "voided", "voided", 0),
        (1_000, "paid", "paid", 1_000),
    ],
)
def test_what_a_payment_posted_twice_hides_is_the_patients(balance, state, told, left):
    rows = frame(CLAIM_HISTORY, [known("K7", balance_cents=balance, state=state)])
    made = without_again(
        rows.assign(amount_cents=rows["balance_cents"].clip(lower=0)), AGAIN_K7, day("2026-07-31")
    )
    assert (made["state"].iloc[0], made["amount_cents"].iloc[0]) == (told, left)


@pytest.mark.parametrize(
    ("posted", "left"),
    [
        ([("K1", 6_150)], 0),  # another claim's by its number
        ([("K1", 4_150), ("K2", 2_000)], 0),
        ([("K1", 6_149)], 1),  # a cent of it may be somebody else's
        ([("K1", 6_150), ("K1", -6_150)], 1),  # taken back
        ([], 1),
    ],
)
@pytest.mark.parametrize("check", ["00881", None])
def test_a_deposit_whose_number_is_posted_with_its_amount_has_paid_these_claims(posted, left, check):
    lone = pd.DataFrame([deposit("2026-03-12", 6_150, "ELM PLAN HCCLAIMPMT TRN*1*00881*1")])
    rows = frame(POSTINGS, [at("03-20", cents, claim, check) for claim, cents in posted])
    made = unexplained(lone, frame(CLAIM_HISTORY, []), load_rules(AS_OF), rows)
    assert len(made) == (left if check else 1)


@pytest.mark.parametrize(("words", "left"), [("CHECK DEPOSIT", 0), ("ALDER PLAN EFT", 1)])
def test_a_paper_check_that_the_history_knows_may_be_banked_later_than_a_transfer(words, left):
    rows = frame(CLAIM_HISTORY, [known("K7", paid_cents=6_150, paid_date=day("2026-03-02"))])
    lone = pd.DataFrame([deposit("2026-03-12", 6_150, words)])  # eight business days later
    assert len(unexplained(lone, rows, load_rules(AS_OF))) == left
