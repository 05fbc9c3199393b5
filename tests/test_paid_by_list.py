"""What no posting on file has and the claim list shows as paid, to the cent: a person looks before it is posted."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.workstreams.paid_by_list import is_listed
from cutover.workstreams.parallel_run.cases import cases
from cutover.workstreams.parallel_run.switch_dates import switches
from cutover.workstreams.parallel_run.verdict import late_note, unseen
from cutover.workstreams.unposted import Unposted
from era_frames import claim, day, payment
from parallel_frames import OFFICE_ALLY, frame, known, posting, run


def listed(paid: int | None, served: str = "2026-06-01", number: str = "C1", cents=(10_000,)) -> list[bool]:
    """Which payments of C1 a claim list has as paid that has this amount."""
    rows = pd.DataFrame(
        {"cents": list(cents), "claim": "C1", "service_from": day("2026-06-01"), "kind": "claim"}
    )
    history = frame(CLAIM_HISTORY, [known(number, service_from=day(served), paid_cents=paid)])
    return is_listed(rows.assign(counts=None), history).tolist()


def test_the_payments_of_a_claim_count_together():
    assert listed(10_000) == [True]
    assert listed(9_000, cents=(6_000, 3_000)) == [True, True]  # 60.00 + 30.00
    assert listed(6_000, cents=(6_000, 3_000)) == [False, False]
    assert listed(4_000, cents=(10_000, -10_000, 4_000)) == [True, False, True]  # a take-back is no payment
    assert listed(0, cents=(0,)) == [False]


@pytest.mark.parametrize(
    ("paid", "served", "number"),
    [
        (9_999, "2026-06-01", "C1"), (None, "2026-06-01", "C1"),
        (10_000, "2026-06-02", "C1"), (10_000, "2026-06-01", "C2"),
    ],
)  # fmt: skip
def test_another_amount_day_or_claim_of_the_list_says_nothing(paid, served, number):
    assert listed(paid, served, number) == [False]


def test_a_payment_that_the_claim_list_has_as_paid_is_in_no_posting_on_file():
    rows = [claim("a", 0, patient_control_number="C1", paid_cents=10_000, statement_from=day("2026-06-01"))]
    given = run(
        office_ally={"payments": [payment("a", "2026-07-06", 10_000)], "claims": rows},
        postings=[posting(OFFICE_ALLY, "C9", "T9", 2_000)],
        history=[known("C1", service_from=day("2026-06-01"), paid_cents=10_000, state="paid")],
    )
    [what] = cases(given, switches(given))["run-not-posted"]["what"]
    assert "in no posting on file; the claim list has it as paid: look first" in what
    assert late_note(given).endswith("; the claim list has all of it as paid")
    assert any("1 payment, $100.00" in words for words in unseen(given))


def lacking(*rows: tuple[int, int]) -> str:
    frame = pd.DataFrame(rows, columns=["open_cents", "listed_cents"]).assign(in_part=False, feed=OFFICE_ALLY)
    return Unposted(
        frame.assign(is_cut=False), frame.head(0).assign(is_cut=False), day("2026-06-01"), 0
    ).words


def test_remittances_without_a_posting_are_shown_with_what_the_claim_list_has():
    assert "1 remittance, $30.00 (the claim list has all of it as paid), has no posting" in lacking(
        (3_000, 3_000)
    )
    # 10.00 of 30.00 + 10.00
    assert "2 remittances, $40.00 (the claim list has $10.00 of it as paid), have no" in lacking(
        (3_000, 0), (1_000, 1_000)
    )
    assert "1 remittance, $30.00, has no posting" in lacking((3_000, 0))
