"""Money of a payer that its bank and the claim history both name is known to be missing once, in the month it came."""

from __future__ import annotations

import pandas as pd
from cutover.reading.postings.tables import DEPOSITS
from cutover.workstreams.era_audit.downloads import _lacking, download_table, to_fetch
from cutover.workstreams.era_audit.inputs import Inputs
from era_frames import AS_OF, PRACTICE, archive, day, payment
from parallel_frames import deposit, frame
from test_era_audit_coverage import told_paid

PAYER = "ELM HEALTH"


def inputs(deposits: list[tuple[str, int]], claims: list[tuple[str, int]]) -> Inputs:
    """Deposits of one payer (day, cents) and its claims that a history calls paid without a day (served, cents)."""
    banked = frame(
        DEPOSITS, [deposit(on, cents, f"ACH {PAYER} {n}") for n, (on, cents) in enumerate(deposits)]
    )
    marked = pd.DataFrame({
        "payer": PAYER, "served": [day(on) for on, _ in claims], "sent_on": pd.NaT, "paid_on": pd.NaT,
        "check_number": pd.Series([None] * len(claims), dtype="str"), "account": "A", "claim_number": "1",
        "history_paid_cents": pd.array([cents for _, cents in claims], "Int64"),
        "key": [f"E-{n}" for n in range(len(claims))], "content": "h",
    }).astype({"sent_on": "datetime64[ms]", "paid_on": "datetime64[ms]"})  # fmt: skip
    held = archive(payments=[payment("a", "2026-03-02", 4_000)])
    return Inputs(
        held, PRACTICE, AS_OF, further=(told_paid(marked),), lone_deposits=banked.assign(payer=PAYER)
    )


def test_two_deposits_that_claims_of_one_amount_make_are_no_second_money():
    # 300.00 + 120.00 + 120.00 = 540.00; 120.00 + 45.00 + 15.00 = 180.00; together 720.00, and all six claims are 720.00
    owed = [
        ("2026-04-02", 30_000),
        *[("2026-04-03", 12_000)] * 3,
        ("2026-04-20", 4_500),
        ("2026-04-20", 1_500),
    ]
    asked = inputs([("2026-05-05", 54_000), ("2026-05-19", 18_000)], owed)
    steps = to_fetch(asked)["step"].tolist()
    assert (steps.count("deposit without a remittance"), steps.count("claims marked paid")) == (2, 0)
    assert _lacking(asked)["cents"].sum() == 72_000


def test_a_claim_that_is_one_deposit_is_missing_in_the_month_of_the_deposit_and_searched_around_its_day():
    asked = inputs([("2026-05-05", 9_000)], [("2026-03-28", 9_000), ("2026-04-01", 7_000)])
    rows = to_fetch(asked).query("step == 'claims marked paid'")
    assert rows["amount_cents"].tolist() == [9_000, 7_000]
    assert rows["from_day"].tolist() == [day("2026-04-30"), day("2026-04-01")]  # five days before; its month
    assert _lacking(asked).groupby("month")["cents"].sum().tolist() == [7_000, 9_000]  # April, May


def test_a_deposit_that_a_claim_asks_for_is_named_below_the_list_and_adds_up_to_what_the_bank_holds():
    # one of 90.00 is the claim's row, one of 50.00 has its own: the bank holds two without a remittance, 140.00
    asked = inputs([("2026-05-05", 9_000), ("2026-05-12", 5_000)], [("2026-03-28", 9_000)])
    said = "Not asked for twice: 1 deposit of the bank, $90.00, of checks or claims that stand here."
    assert said in download_table(asked).note
    assert "Not asked" not in download_table(inputs([("2026-05-12", 5_000)], [("2026-03-28", 9_000)])).note


def test_a_deposit_before_the_service_pays_no_claim():
    asked = inputs([("2026-05-05", 9_000)], [("2026-05-06", 9_000)])
    assert to_fetch(asked).query("step == 'claims marked paid'")["from_day"].tolist() == [day("2026-05-01")]
