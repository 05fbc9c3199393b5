"""Denials of both systems: those that came to Medi are beside those of Office Ally, each remittance once."""

from __future__ import annotations

from dataclasses import replace

from cutover.reading.era.archive import Archive
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.payers_and_denials import (
    denials_by_payer_table,
    denials_table,
    zero_paid_table,
)
from cutover.workstreams.era_audit.refused_in_medi import zero_paid_in_medi
from era_frames import AS_OF, PRACTICE, adjustment, archive, claim, paired, payment, rows


def feed(*claims: tuple[str, str, str, int]):
    """Remittances of one claim each: content, reason group, reason, charge."""
    paid = [payment(key, "2026-06-02", 0, payer_name="AETNA", trace_number=f"T{key}") for key, *_ in claims]
    return archive(
        payments=paid, files=paired(paid), claims=[claim(key, paid_cents=0, charge_cents=charge, status="1")
                                                   for key, _, _, charge in claims],
        adjustments=[adjustment(key, group, reason, charge) for key, group, reason, charge in claims],
    )  # fmt: skip


OLD = (("a", "CO", "16", 10_000), ("b", "PR", "1", 4_000))
NEW = (("c", "CO", "16", 2_500), ("d", "CO", "197", 700))


def inputs(medi) -> Inputs:
    return Inputs(feed(*OLD), PRACTICE, AS_OF, medi)


def test_denials_that_came_to_medi_stand_beside_those_of_office_ally():
    told = zero_paid_table(inputs(feed(*NEW)))
    rows = told.frame.set_index("outcome")
    # denied: $100.00 of Office Ally, $25.00 and $7.00 of Medi; the patient's share of Office Ally alone
    assert rows.loc["denied", ["claim_count", "medi_count", "all_count", "all_cents"]].tolist() == [
        1,
        2,
        3,
        13_200,
    ]
    assert rows.loc["patient's share", ["claim_count", "medi_count", "all_count"]].tolist() == [1, 0, 1]
    assert "Medi" in told.title and "Office Ally" in told.title


def test_denials_by_reason_have_those_of_medi_with_reasons_of_their_own():
    told = denials_table(inputs(feed(*NEW)))
    rows = told.frame.set_index("reason_code")
    assert rows["all_count"].to_dict() == {"16": 2, "197": 1}
    assert rows["claim_count"].to_dict() == {"16": 1, "197": 0}
    assert "Through Medi 2 more claims" in denials_by_payer_table(inputs(feed(*NEW))).note


def test_the_patients_share_is_told_by_its_reasons_over_whole_remittances_of_both_systems():
    ours = feed(*OLD, ("e", "PR", "3", 900), ("f", "PR", "1", 800), ("g", "PR", "1", 600))
    whole = ours.payments["content"].ne("g")  # g is cut off
    both = [*ours.adjustments.to_dict("records"), adjustment("f", "PR", "2", 100)]
    ours = replace(
        ours, payments=ours.payments.assign(is_whole=whole), adjustments=rows("adjustments", *both)
    )
    there = feed(("h", "PR", "1", 500), ("i", "OA", "1", 500))  # under OA it is a denial
    note = zero_paid_table(Inputs(ours, PRACTICE, AS_OF, there)).note
    # b and h; f, of two reasons; e
    said = "whole remittances, 4 claims: coinsurance with deductible 1, copay 1, deductible 2. "
    assert said in note
    assert (
        "The patient's share in whole" not in zero_paid_table(Inputs(feed(*NEW), PRACTICE, AS_OF, None)).note
    )


def test_without_remittances_of_medi_the_tables_say_whose_they_are():
    told = denials_table(inputs(None))
    assert told.title.endswith("Office Ally") and "medi_count" not in told.frame
    assert "none came to Medi" in told.note


def test_a_remittance_in_both_systems_counts_once():
    both = inputs(feed(OLD[0], NEW[0]))
    assert zero_paid_in_medi(both)["content"].tolist() == ["c"]
    rows = denials_table(both).frame
    assert rows["all_count"].sum() == 2


def test_a_remittance_in_both_systems_that_came_through_medi_counts_once_too():
    def sent(by: str, *claims) -> Archive:
        """The feed with the sender of its envelopes: what stands in both folders came from Medi's."""
        made = feed(*claims)
        senders = made.payments["content"].map({"b": "NEWHUB", "c": "NEWHUB"}).fillna(by).astype("str")
        return replace(made, payments=made.payments.assign(isa_sender=senders))

    shared = ("b", "CO", "16", 4_000)
    both = Inputs(sent("OLDHUB", OLD[0], shared), PRACTICE, AS_OF, sent("NEWHUB", shared, NEW[0]))
    assert both.of_both.set_index(["feed", "content"]).index.tolist() == [
        ("Office Ally", "a"), ("Medi", "b"), ("Medi", "c"),
    ]  # fmt: skip
    assert zero_paid_in_medi(both)["content"].tolist() == ["c"]
    rows = denials_table(both).frame
    assert (rows["all_count"].sum(), rows["all_cents"].sum()) == (3, 16_500)  # 100.00 + 40.00 + 25.00
