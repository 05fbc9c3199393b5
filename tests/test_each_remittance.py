"""Every remittance by itself: claims less provider adjustments are what was paid, and each is there once."""

from __future__ import annotations

from cutover.workstreams.era_audit.both_systems import both_table
from cutover.workstreams.era_audit.each_remittance import each_table
from cutover.workstreams.era_audit.inputs import Inputs
from era_frames import AS_OF, PRACTICE, archive, payment

LOWERED = payment("a", "2026-03-02", 9_500, claims_paid_cents=10_000, provider_adjustment_cents=500)
RAISED = payment("b", "2026-03-09", 10_300, claims_paid_cents=10_000, provider_adjustment_cents=-300)
BOTH = payment("c", "2026-03-16", 7_000)
NEW = payment("d", "2026-03-23", 2_000, method="CHK")


def inputs(medi=()):
    return Inputs(archive(payments=[LOWERED, RAISED, BOTH]), PRACTICE, AS_OF, archive(payments=list(medi)))


def test_each_remittance_adds_up_and_is_there_once():
    rows = each_table(inputs(medi=[BOTH, NEW])).frame
    assert rows["trace_number"].tolist() == ["Ta", "Tb", "Tc", "Td"]
    assert rows["feed"].tolist() == ["Office Ally", "Office Ally", "Office Ally", "Medi"]
    assert (rows["claims_paid_cents"] - rows["provider_adjustment_cents"]).tolist() == rows[
        "paid_cents"
    ].tolist()
    assert rows["provider_adjustment_cents"].tolist() == [500, -300, 0, 0]  # 5.00 taken, 3.00 added
    assert rows["way"].tolist()[-1] == "check"


def test_what_came_to_one_system_alone_and_to_both_is_all():
    rows = both_table(inputs(medi=[BOTH, NEW])).frame.set_index("what")["amount_cents"]
    apart = [rows[f"payments in {where}"] for where in ("Office Ally alone", "Medi alone", "both systems")]
    assert apart == [19_800, 2_000, 7_000]  # 95.00 + 103.00, 20.00, 70.00
    assert sum(apart) == rows["payments"]
