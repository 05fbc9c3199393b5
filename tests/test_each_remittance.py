"""Every remittance by itself: claims less provider adjustments are what was paid, and each is there once."""

from __future__ import annotations

import pytest
from cutover.workstreams.era_audit.both_systems import both_table
from cutover.workstreams.era_audit.each_remittance import each_table
from cutover.workstreams.era_audit.inputs import Inputs
from era_frames import AS_OF, PRACTICE, archive, payment, plb

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


def test_whole_and_cut_remittances_of_both_systems_stand_apart():
    ours = [LOWERED, RAISED, BOTH, payment("e", "2026-04-06", 600, is_whole=False)]
    theirs = [BOTH, NEW, payment("f", "2026-04-13", 50, is_whole=False)]
    given = Inputs(archive(payments=ours), PRACTICE, AS_OF, archive(payments=theirs))
    rows = both_table(given).frame.set_index("what")
    columns = ["office_ally", "medi", "both", "amount_cents"]
    # 95.00 + 103.00 + 70.00 in Office Ally, 70.00 again and 20.00 in Medi
    assert rows.loc["remittances that are whole", columns].tolist() == [3, 2, 4, 28_800]
    assert rows.loc["remittances that are cut off", columns].tolist() == [1, 1, 2, 650]  # 6.00 + 0.50
    assert rows.loc["payments", "amount_cents"] == 28_800 + 650


@pytest.mark.parametrize(
    ("amounts", "what", "cents"),
    [
        (
            (500, -300),
            "provider adjustments, which in sum lower the payments",
            -200,
        ),  # 5.00 taken, 3.00 added
        ((100, -300), "provider adjustments, which in sum raise the payments", 200),
        ((300, -300), "provider adjustments", 0),
    ],
)
def test_provider_adjustments_of_both_systems_have_the_sign_of_what_they_do(amounts, what, cents):
    ours = archive(payments=[LOWERED], provider_adjustments=[plb("a", "WO", amounts[0])])
    theirs = archive(payments=[NEW], provider_adjustments=[plb("d", "L6", amounts[1])])
    rows = both_table(Inputs(ours, PRACTICE, AS_OF, theirs)).frame.set_index("what")
    assert rows.loc[what, ["office_ally", "medi", "both", "amount_cents"]].tolist() == [1, 1, 2, cents]
