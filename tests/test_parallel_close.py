"""May we close? What holds a payer and what holds the practice."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.workstreams.parallel_run.closing import payers, practice_missing
from cutover.workstreams.parallel_run.report import assess
from era_frames import claim, day, payment
from parallel_frames import deposit, known, posting, run


def weekly(first: str, count: int, letter: str = "m", **said) -> dict:
    """Weekly remittances of one claim each, served twenty days before."""
    days = pd.date_range(first, periods=count, freq="7D")
    return {
        "payments": [payment(f"{letter}{n}", str(d.date()), **said) for n, d in enumerate(days)],
        "claims": [
            claim(f"{letter}{n}", statement_from=d - pd.Timedelta(days=20)) for n, d in enumerate(days)
        ],
    }


def in_their_place(count: int, legacy: int, letter: str = "m") -> list[dict]:
    """Postings of weekly remittances, the first ones legacy."""
    return [posting(OFFICE_ALLY if n < legacy else MEDI, f"A{letter}{n}0", f"T{letter}{n}", 10_000)
            for n in range(count)]  # fmt: skip


def test_a_payer_that_sent_no_remittance_still_holds_the_close_with_its_open_claims():
    said = known("L", payer_name="HUMANA", service_from=day("2026-05-01"), balance_cents=700)
    found = payers(run(medi=weekly("2026-06-18", 7), postings=in_their_place(7, 3), history=[said]))
    assert found[["payer", "may_close", "missing"]].values.tolist() == [
        ["HUMANA", False, "$7.00 of legacy claims open"],
        ["AETNA", True, "nothing"],
    ]


def test_an_amount_left_in_the_queue_of_office_ally_holds_its_payer_however_small_it_is():
    old = {"payments": [payment("q", "2026-06-12", 500)],
           "claims": [claim("q", paid_cents=500, statement_from=day("2026-06-01"))]}  # fmt: skip
    found = payers(run(old, weekly("2026-06-18", 7), in_their_place(7, 3)))
    assert found["missing"].tolist() == ["$5.00 from before the cutover is not posted in Office Ally"]


def test_a_payer_with_two_npis_needs_two_weeks_of_receipt_for_each_of_them():
    first, second = weekly("2026-06-18", 7, payee_npi="1"), weekly("2026-07-24", 1, "n", payee_npi="2")
    medi = {name: first[name] + second[name] for name in first}
    found = payers(run(medi=medi, postings=[*in_their_place(7, 3), *in_their_place(1, 0, "n")])).iloc[0]
    assert found["missing"] == "7 more days of receipt in Medi for one of its 2 Tax ID / NPI"  # 14 - 7
    assert found["receipt_days"] == 7


def test_open_legacy_claims_hold_the_practice_on_the_last_day_of_the_closeout_too():
    said = known("L", service_from=day("2026-05-01"), balance_cents=700)
    found = run(history=[said], cutover=dt.date(2026, 6, 1))  # 1 June + 60 days is 31 July, the report's day
    assert "1 legacy claim is open with 0 days of the closeout left" in practice_missing(found, payers(found))


def test_what_belongs_to_a_system_whose_postings_are_not_in_hand_is_not_called_unposted():
    medi = weekly("2026-06-18", 7)
    found = run(medi=medi, postings=in_their_place(7, 3)[:3])  # Office Ally's three, none of Medi's four
    result = assess(found)
    # of the four the last was paid on 30 July and is not late yet
    assert {f.code: (f.count, f.amount_cents) for f in result.findings} == {
        "run-no-postings": (1, 3 * 10_000)
    }
    assert "the postings of a system are missing (Medi): export" in result.verdict
    assert payers(found)["missing"].tolist() == ["$300.00 unexplained"]
    assert "no postings of Medi are on file" in practice_missing(found, payers(found))


def test_a_practice_without_any_remittance_in_hand_may_not_close():
    found = run(
        postings=[posting(MEDI, "C", "T", 0)],
        deposits=[deposit("2026-07-14", 1)],
        cutover=dt.date(2026, 4, 1),
        history=[known("P", service_from=day("2026-03-01"), state="paid", balance_cents=0)],
    )
    assert practice_missing(found, payers(found)) == ["no remittances are on file"]


def test_without_a_claim_history_the_run_does_not_close_and_its_legacy_money_is_unknown():
    lacks = "there is no claim history, so what is open of the legacy claims is not known"
    resolved = known(
        "P", service_from=day("2026-03-01"), state="paid", balance_cents=0, paid_date=day("2026-04-01")
    )
    for history in ([], [resolved]):
        found = run(medi=weekly("2026-06-18", 7), postings=in_their_place(7, 3), history=history)
        assert (lacks in practice_missing(found, payers(found))) is (not history)
        assert (lacks in assess(found).verdict) is (not history)
        assert payers(found)["open_cents"].isna().all() == (not history)
