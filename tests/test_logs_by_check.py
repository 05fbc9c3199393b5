"""Posting logs kept by check: one row per check that was keyed, and no claim in them."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.reading.postings.postings import load_postings
from cutover.reading.postings.tables import CHECK, POSTINGS
from cutover.reading.practice.book import Practice
from cutover.workstreams.paper_checks import paid_by
from cutover.workstreams.parallel_run.report import assess
from era_frames import claim, payment
from parallel_frames import OFFICE_ALLY, deposit, frame, posting, run

BEFORE = dt.date(2026, 12, 1)  # the practice has not moved: all is posted in Office Ally
LOG = (("6/12/26", "C4401", "Cedar Mutual", "120.00", "2"), ("6/15/26", "0052", "Birch Plan", "90.00", "1"),
       ("6/16/26", "E7730", "Cedar Mutual", "41.75", "1"))  # fmt: skip


def read(tmp_path, header: str, lines=LOG):
    """What is read of a posting list with this header over these lines."""
    who = Practice("acme", "elm", "Elm", frozenset(), frozenset(), tmp_path)
    (who.raw / "postings").mkdir(parents=True)
    rows = "\n".join(",".join(line) for line in lines)
    (who.raw / "postings" / "a.csv").write_text(f"{header}\n{rows}\n")
    return load_postings(who)


@pytest.mark.parametrize("header", [
    "Keyed,Check,Payer,Check amount,No. of claims",
    "Date,Check #,Insurance,Amount,Claims",
    "Entered,EFT/Check No,Payer,Total,Clerk",
])  # fmt: skip
def test_a_log_by_check_is_read_as_whole_checks(tmp_path, header):
    found = read(tmp_path, header)
    assert found.rows["kind"].tolist() == [CHECK] * 3 and found.rows["claim_number"].isna().all()
    assert found.rows["paid_cents"].sum() == 251_75  # 120.00 + 90.00 + 41.75


def test_a_row_of_a_log_without_a_check_is_set_aside_with_its_amount(tmp_path):
    found = read(
        tmp_path, "Keyed,Check,Payer,Check amount,No. of claims", (*LOG, ("6/17/26", "", "Oak", "8.00", "1"))
    )
    assert len(found.rows) == 3
    assert found.set_aside[["amount_cents", "reason"]].values.tolist() == [
        [8_00, "it names neither a claim nor a check"]
    ]


@pytest.mark.parametrize("lines", [
    [(on, "C4401", payer, cents, "x") for on, _, payer, cents, _ in LOG],  # one check in three rows: parts of it
    [(*line[:4], name) for line, name in zip(LOG, ("Ann Lee", "Bo Ray", "Cy Fox"), strict=True)],  # people
])  # fmt: skip
def test_a_list_of_claims_whose_numbers_are_absent_is_no_log_by_check(tmp_path, lines):
    assert read(tmp_path, "Keyed,Check,Payer,Amount,Patient", lines).rows.empty


def test_in_a_list_of_claims_the_check_s_amount_is_nobody_s_payment(tmp_path):
    lines = [(*line[:4], f"K{n}", "30.00") for n, line in enumerate(LOG)]
    found = read(tmp_path, "Keyed,Check,Payer,Check Amount,Claim,Paid", lines).rows
    assert found["paid_cents"].tolist() == [30_00] * 3 and (found["kind"] == "claim").all()


def paid(content: str, check: str, *cents: int, on: str = "2026-06-10", **said):
    """A remittance of Office Ally with a claim of each of these amounts."""
    one = payment(content, on, sum(cents), trace_number=check, **said)
    return one, [claim(content, n, paid_cents=part) for n, part in enumerate(cents)]


def looked_at(*remittances, keyed=(), **said):
    """A run of these remittances with a log of these (check, cents)."""
    feed = {
        "payments": [one for one, _ in remittances],
        "claims": [c for _, some in remittances for c in some],
    }
    log = [posting(OFFICE_ALLY, None, check, cents, kind=CHECK) for check, cents in keyed]
    return run(office_ally=feed, postings=[*log, *said.pop("also", ())], cutover=BEFORE, **said)


def cases(found) -> dict[str, list]:
    """The amounts of the cases by the code of their finding."""
    return {f.code: f.evidence.frame["amount_cents"].tolist() for f in assess(found).findings}


def test_a_check_that_is_keyed_with_its_amount_has_all_its_claims_posted():
    found = looked_at(paid("a", "C4401", 80_00, 40_00), keyed=[("C4401", 120_00)])
    assert found.items["class"].tolist() == ["posted with its whole check"] * 2 and cases(found) == {}
    leg = found.legs["postings"]
    assert leg["remittances"] == leg["postings"] == 120_00 and leg["remains"] == leg["not posted"] == 0
    assert any("names no claims" in said for said in assess(found).limits)


def test_a_check_that_nobody_keyed_is_one_case_of_its_whole_amount():
    two = paid("a", "C4401", 80_00, 40_00), paid("b", "C4402", 50_00, 30_00, -10_00)
    found = looked_at(*two, keyed=[("C4401", 120_00)])
    assert cases(found) == {"run-not-posted": [70_00]}  # 50.00 + 30.00 - 10.00
    assert found.legs["postings"]["remains"] == 0


def test_a_check_keyed_twice_or_with_another_amount_or_of_no_remittance_is_found():
    three = paid("a", "C4401", 80_00, 40_00), paid("b", "C4402", 50_00, 30_00), paid("c", "C4403", 9_00)
    keyed = [("C4401", 120_00), ("C4401", 120_00), ("C4402", 88_00), ("C4403", 9_00), ("C9999", 5_00)]
    found = looked_at(*three, keyed=keyed)
    # 120.00 again; 88.00 less 80.00; 5.00 of which no remittance tells
    assert cases(found) == {"run-twice": [120_00], "run-other-amount": [8_00], "run-no-remittance": [5_00]}
    assert found.legs["postings"]["remains"] == 0 and found.legs["postings"]["again"] == 120_00


def test_rows_that_add_up_to_a_check_are_its_parts_and_a_row_taken_back_leaves_one():
    two = paid("a", "C4401", 80_00, 40_00), paid("b", "C4402", 50_00, 30_00)
    keyed = [("C4401", 100_00), ("C4401", 20_00), ("C4402", 80_00), ("C4402", -80_00), ("C4402", 80_00)]
    assert cases(looked_at(*two, keyed=keyed)) == {}


def test_one_number_of_two_payers_is_two_checks():
    two = paid("a", "30", 80_00), paid("b", "30", 50_00, payer_name="BIRCH PLAN", payer_id="99")
    assert cases(looked_at(*two, keyed=[("30", 80_00), ("30", 50_00)])) == {}
    assert cases(looked_at(*two, keyed=[("30", 80_00)])) == {"run-not-posted": [50_00]}


@pytest.mark.parametrize(("number", "codes"), [
    ("44010", set()),  # the end of the number alone
    ("E7744001", {"run-digits-swapped"}),  # 01 for 10
    ("E7744999", {"run-not-posted", "run-no-remittance"}),
])  # fmt: skip
def test_a_number_keyed_in_short_or_with_two_digits_swapped_is_that_check(number, codes):
    found = looked_at(paid("a", "E7744010", 80_00), keyed=[(number, 80_00)])
    assert set(cases(found)) == codes


def test_a_check_whose_claims_are_posted_one_by_one_too_is_in_two_lists_and_counts_once():
    claims = [posting(OFFICE_ALLY, "Aa0", "C4401", 80_00), posting(OFFICE_ALLY, "Aa1", "C4401", 40_00)]
    found = looked_at(paid("a", "C4401", 80_00, 40_00), keyed=[("C4401", 120_00)], also=claims)
    assert cases(found) == {} and found.legs["postings"]["remains"] == 0
    assert found.posted["class"].tolist() == ["logged", "first", "first"]


def test_a_check_that_pays_nothing_in_all_is_not_missed():
    found = looked_at(paid("a", "C1", 80_00), paid("b", "C2", 30_00, -30_00), keyed=[("C1", 80_00)])
    assert cases(found) == {}


def test_a_check_banked_in_pieces_and_a_check_in_parts_are_one_payment_each():
    one = {"trace_number": "C7001", "payment_key": "k", "stated_cents": 140_00}
    parts = payment("p", "2026-06-10", 150_00, **one), payment("q", "2026-06-10", -10_00, **one)
    whole = payment("w", "2026-06-10", 90_00, trace_number="C7002")
    banked = [deposit("2026-06-11", 140_00, "HCCLAIMPMT C7001"),  # 150.00 - 10.00
              deposit("2026-06-11", 60_00, "CHECK C7002"), deposit("2026-06-15", 30_00, "CHECK C7002")]  # fmt: skip
    found = run(office_ally={"payments": [*parts, whole]}, deposits=banked)
    assert found.bank.deposits["how"].tolist() == ["number and amount", *["number, in several deposits"] * 2]
    assert found.legs["bank"]["remains"] == 0 and found.legs["bank"]["remittances without a deposit"] == 0
    short = run(office_ally={"payments": [whole]}, deposits=banked[1:2])
    assert short.bank.deposits["how"].tolist() == ["number, another amount"]


def test_a_deposit_of_several_checks_names_them():
    two = paid("a", "C4401", 80_00), paid("b", "C4402", 50_00)
    found = looked_at(*two, deposits=[deposit("2026-06-11", 130_00, "REMOTE DEPOSIT 2 ITEMS")])
    rows = {f.code: f.evidence.frame for f in assess(found).findings}["run-deposit-suggested"]
    assert rows["check_number"].tolist() == ["C4402 and C4401"]  # the smaller amount first


def test_a_whole_check_that_a_paper_explains_is_no_posting_without_a_remittance():
    checks = pd.DataFrame({"check_number": ["C4401", "C4402"], "amount_cents": [120_00, 50_00],
                           "claim_accounts": ["K1=12000", "K2=5000"]})  # fmt: skip
    log = frame(
        POSTINGS, [posting(OFFICE_ALLY, None, "C4401", cents, kind=CHECK) for cents in (120_00, 50_00)]
    )
    assert paid_by(log, checks).tolist() == [True, False]  # 50.00 is the amount of the other check


def test_the_reader_says_that_a_log_names_no_claims(tmp_path):
    found = read(tmp_path, "Keyed,Check,Payer,Check amount,No. of claims")
    assert "each row is read as one whole check" in found.files["reason"].iloc[0]
