"""What a payer takes back in a remittance that came to Medi stands among the recoupments of the archive."""

from __future__ import annotations

import pytest
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.take_backs import recoupments
from era_frames import AS_OF, PRACTICE, archive, claim, payment, plb


def side(
    content: str, on: str, payer: str, cents: int, reference: str, key: str, paid: list[dict] | None = None
):
    return archive(
        payments=[payment(content, on, payer_name=payer, payment_key=key)],
        claims=[claim(content, patient_control_number="P7", payer_claim_number="ICN7")],
        provider_adjustments=[plb(content, "WO", cents, reference)],
    )


@pytest.mark.parametrize(
    ("key", "found"),
    [
        # $12.00 of an older check in Office Ally, $5.00 in Medi: two recoupments, one payer in two spellings
        ("other", [("Office Ally", "ELM MUTUAL", 1_200), ("Medi", "ELM MUTUAL", 500)]),
        ("same", [("Office Ally", "ELM MUTUAL", 1_200)]),  # the payment lies in both systems: it counts once
    ],
)
def test_recoupments_of_both_systems_count_once_each(key, found):
    old = side("old", "2026-03-02", "ELM MUTUAL", 1_200, "ICN7", "same")
    new = side("new", "2026-07-06", "Elm Mutual", 500, "ICN7", key)
    rows = recoupments(Inputs(old, PRACTICE, AS_OF, new))
    assert list(rows[["side", "payer", "amount_cents"]].itertuples(index=False, name=None)) == found
    assert rows["payer_claim_number"].tolist() == ["ICN7"] * len(found)


def test_money_given_back_in_medi_is_no_recoupment():
    old = side("old", "2026-03-02", "ELM MUTUAL", 1_200, "ICN7", "same")
    new = side("new", "2026-07-06", "ELM MUTUAL", -500, "ICN7", "other")
    assert recoupments(Inputs(old, PRACTICE, AS_OF, new))["amount_cents"].tolist() == [1_200]
    assert recoupments(Inputs(old, PRACTICE, AS_OF))["amount_cents"].tolist() == [1_200]
