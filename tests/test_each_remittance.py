"""Every remittance by itself: claims less provider adjustments are what was paid, and each is there once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cutover.workstreams.era_audit.both_systems import both_table
from cutover.workstreams.era_audit.each_remittance import each_table
from cutover.workstreams.era_audit.inputs import Inputs
from era_frames import AS_OF, PRACTICE, archive, claim, payment, plb

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


COUNTED = ["office_ally", "medi", "both", "amount_cents"]
ANSWERS = "answers to claims in remittances that are whole"


@pytest.mark.parametrize("is_whole", [True, False])
def test_claims_of_whole_remittances_stand_apart_also_where_none_came_to_medi(is_whole):
    paid = [payment("a", "2026-03-02", 9_000), payment("b", "2026-03-09", 700, is_whole=is_whole)]
    told = [
        claim("a", 0, patient_control_number="Q1", paid_cents=5_000),
        claim("a", 1, patient_control_number="Q1", paid_cents=-5_000, status="22"),
        claim("a", 2, patient_control_number="Q2", paid_cents=9_000),
        claim("b", 0, patient_control_number="Q3", paid_cents=700),
    ]
    given = Inputs(archive(payments=paid, claims=told), PRACTICE, AS_OF, archive())
    rows = both_table(given).frame.set_index("what")
    assert rows.loc["answers to claims (CLP): decided or taken back", COUNTED].tolist() == [4, 0, 4, 9_700]
    assert rows.loc["claims that they answer, each once", COUNTED].tolist() == [3, 0, 3, 9_700]
    if is_whole:  # the same rows twice tell nobody anything
        assert ANSWERS not in rows.index
        return
    # without Q3 of the cut file: three answers, the two of Q1 to one claim; 50.00 - 50.00 + 90.00
    assert rows.loc[ANSWERS, COUNTED].tolist() == [3, 0, 3, 9_000]
    each = rows.loc["claims that remittances that are whole answer, each once", COUNTED]
    assert each.tolist() == [2, 0, 2, 9_000]


@pytest.mark.parametrize(
    ("tins", "expected"),
    [
        (("111223333", "111223333", "111223333"), {}),
        (
            ("111223333", "444556666", "444556666"),
            {"*****3333": [1, 0, 1, 9_000], "*****6666": [0, 1, 1, 200]},  # the one of 7.00 is cut off
        ),
        (
            ("111223333", "444556666", None),
            {"*****3333": [1, 0, 1, 9_000], "no Tax ID that is stated": [0, 1, 1, 200]},
        ),
    ],
)
def test_whole_remittances_stand_apart_by_the_tax_id_that_is_paid_where_there_are_several(tins, expected):
    first, cut, theirs = tins
    ours = [
        payment("a", "2026-03-02", 9_000, payee_tin=first),
        payment("b", "2026-03-09", 700, is_whole=False, payee_tin=cut),
    ]
    there = [payment("c", "2026-03-16", 200, payee_tin=theirs)]
    whose = replace(PRACTICE, tins=frozenset({"111223333", "444556666"}))
    rows = both_table(Inputs(archive(payments=ours), whose, AS_OF, archive(payments=there))).frame
    rows = rows.set_index("what")
    mark = "remittances that are whole, to "
    found = {what.removeprefix(mark): rows.loc[what, COUNTED].tolist() for what in rows.index if mark in what}
    assert found == expected


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
