"""Awkward runs, each made by hand: what a sceptical reader would try first."""

from __future__ import annotations

from cutover.reading.posting_tables import MEDI
from cutover.workstreams.parallel_run import reconcile
from era_frames import claim, day, payment, plb
from parallel_frames import deposit, posting, run


def paid(name: str, cents: int, number: str = "C1", on: str = "2026-07-14", **said) -> dict:
    """A remittance of one claim served on 2026-07-01, which belongs to Medi."""
    told = {"patient_control_number": number, "paid_cents": cents, "statement_from": day("2026-07-01")}
    return {"payments": [payment(name, on, cents, **said)], "claims": [claim(name, 0, **told)]}


def joined(*parts: dict) -> dict:
    """The rows of several remittances in one archive."""
    names = {name for part in parts for name in part}
    return {name: [row for part in parts for row in part.get(name, [])] for name in names}


def codes(found) -> dict[str, tuple]:
    return {f.code: (f.count, f.amount_cents) for f in reconcile(found).findings}


def test_postings_and_deposits_without_any_remittance_are_all_unexplained():
    found = run(postings=[posting(MEDI, "C1", "T1", 500)], deposits=[deposit("2026-07-14", 700)])
    assert codes(found) == {"run-no-remittance": (1, 500), "run-deposit-open": (1, 700)}


def test_two_provider_level_amounts_of_one_payment_are_two_cases_also_where_each_is_the_first_of_its_segment():
    both = {"provider_adjustments": [plb("a", "WO", 200, "X", 1), plb("a", "WO", 300, "Y", 1)]}
    found = run(
        medi={"payments": [payment("a", "2026-07-14", -500)]} | both, postings=[posting(MEDI, "Q", "Q", 1)]
    )
    missed = next(f for f in reconcile(found).findings if f.code == "run-plb-not-posted")
    assert (missed.count, missed.amount_cents) == (2, 500)  # 200 + 300
    assert missed.evidence.frame["key"].nunique() == 2


def test_a_case_keeps_its_key_when_the_same_remittance_comes_in_another_file():
    one, other = paid("a", 10_000, payment_key="K"), paid("b", 10_000, payment_key="K")
    other["claims"][0]["claim_id"] = 7  # the eighth claim of a larger file
    stray = [posting(MEDI, "Z", "Z", 1)]
    keys = [
        next(f for f in reconcile(run(medi=medi, postings=stray)).findings if f.code == "run-not-posted")
        .evidence.frame["key"].tolist()
        for medi in (one, other)
    ]  # fmt: skip
    assert keys[0] == keys[1]
