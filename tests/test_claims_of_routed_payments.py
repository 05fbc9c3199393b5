"""Where payments landed also counts the claims: a payment, what took it back and the correction are of one claim."""

from __future__ import annotations

from cutover.workstreams.parallel_run.report import routing
from era_frames import claim, day, payment
from parallel_frames import run


def test_routing_counts_each_claim_once_however_often_it_was_paid() -> None:
    """C1 is paid, taken back and paid again (100.00 - 100.00 + 80.00), C2 is paid once: 4 payments of 2 claims."""
    said = [("C1", "1", 10_000), ("C1", "22", -10_000), ("C1", "1", 8_000), ("C2", "1", 5_000)]
    claims = [
        claim("a", n, patient_control_number=number, status=status, paid_cents=paid,
              statement_from=day("2026-06-30"))
        for n, (number, status, paid) in enumerate(said)
    ]  # fmt: skip
    feed = {"payments": [payment("a", "2026-07-14", cents=13_000)], "claims": claims}
    rows = routing(run(medi=feed))
    assert rows["items"].sum() == 4
    assert rows["claims"].sum() == 2
    assert rows["amount_cents"].sum() == 13_000
