"""Claims of a remittance that is cut off count among the denied; 03 and 07 say beside the sums how many they are."""

from __future__ import annotations

from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.payers_and_denials import (
    denials_by_payer_table,
    denials_table,
    zero_paid_table,
)
from cutover.workstreams.open_claims.verdict import OPEN_MONEY, figures
from era_frames import AS_OF, PRACTICE, adjustment, archive, claim, paired, payment
from open_claims_makers import book, decided, history


def given(is_whole: bool) -> Inputs:
    """Two checks: `a` with one claim denied and two paid, `b` with one denied of 80.00; `b` is whole or cut off."""
    paid = [payment("a", "2026-03-02", 20_000), payment("b", "2026-04-06", 0, is_whole=is_whole)]
    claims = [
        claim("a", 0, paid_cents=0),
        claim("a", 1),
        claim("a", 2),
        claim("b", 0, paid_cents=0, charge_cents=8_000),
    ]
    refused = [adjustment("a", "CO", "50", 15_000), adjustment("b", "CO", "197", 8_000)]
    made = archive(payments=paid, files=paired(paid), claims=claims, adjustments=refused)
    return Inputs(made, PRACTICE, AS_OF)


def test_denied_claims_of_a_cut_remittance_stand_beside_the_sums_that_they_are_in():
    told = given(is_whole=False)
    zero = zero_paid_table(told).frame.iloc[0]
    # 150.00 + 80.00 are denied, of which 80.00 in the remittance that is cut off
    assert zero[["claim_count", "charge_cents", "cut_count", "cut_cents"]].tolist() == [2, 23_000, 1, 8_000]
    by_reason = denials_table(told).frame.set_index("reason_code")["cut_cents"].to_dict()
    assert by_reason == {"50": 0, "197": 8_000}
    by_payer = denials_by_payer_table(told)
    assert by_payer.frame.iloc[0][["claim_count", "denied_count", "cut_count"]].tolist() == [4, 2, 1]
    assert by_payer.note.startswith(
        "Of these 1 claim, $80.00, stands in remittances of Office Ally that are cut off. "
        "Without such remittances 1 of 3 decided claims are denied."
    )


def test_where_every_remittance_is_whole_nothing_is_said_of_it():
    for made in (zero_paid_table, denials_by_payer_table, denials_table):
        found = made(given(is_whole=True))
        assert "cut_count" not in found.frame and "cut off" not in found.note


def open_money(**said) -> str:
    """What 07 says of the open money of a claim that waits and of two that are denied, one of them in such a check."""
    late, due = decided("B", "2026-07-06", 0, "CO-197", charge=8_000), decided("A", "2026-07-06", 0, "CO-50")
    eras = [due, (late[0] | said, *late[1:])]
    given = book([history("W"), history("A"), history("B", cents=8_000, charge_cents=8_000)], eras=eras)
    return next(one.note for one in figures(given) if one.label == OPEN_MONEY)


def test_the_open_money_says_what_of_the_denied_claims_stands_in_a_cut_remittance():
    # 100.00 and 80.00 are denied, 80.00 of it in the remittance that is cut off
    told = ", 2 of them denied: $180.00 (1, $80.00, stands in remittances that are cut off)"
    assert told in open_money(is_whole=False)
    assert "cut off" not in open_money()
