"""Denied claims by reason over all payers and both systems, each claim once: in 03, and the same in 13."""

from __future__ import annotations

import pandas as pd
from cutover.workstreams.denied_claims import denied_once
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.payers_and_denials import denials_by_reason_table
from cutover.workstreams.era_audit.refused_in_medi import zero_paid_in_medi
from cutover.workstreams.scrub_rules.inputs import Inputs as Scrub
from cutover.workstreams.scrub_rules.report import assess
from era_frames import AS_OF, PRACTICE, adjustment, archive, claim, payment, service

SERVED = pd.Timestamp("2026-04-20")


def feed(*denied: tuple, whole: bool = True):
    """Remittances of one denied claim each: content, payer, number of the claim, group, reason, charge."""
    days = {"a": "2026-05-04", "b": "2026-05-11", "c": "2026-05-18", "d": "2026-06-01", "e": "2026-06-08"}
    return archive(
        payments=[payment(key, days[key], 0, payer_name=payer, is_whole=whole) for key, payer, *_ in denied],
        claims=[claim(key, paid_cents=0, charge_cents=charge, patient_control_number=number, statement_from=SERVED)
                for key, _, number, _, _, charge in denied],
        adjustments=[adjustment(key, group, reason, charge) for key, _, _, group, reason, charge in denied],
        services=[service(key, procedure_code="97110", charge_cents=charge, paid_cents=0, service_date=SERVED)
                  for key, *_, charge in denied],
    )  # fmt: skip


OLD = (("a", "OAK", "K1", "CO", "197", 10_000), ("b", "ELM", "K2", "CO", "197", 4_000),
       ("c", "ELM", "K3", "PI", "16", 3_000))  # fmt: skip
NEW = (("d", "ASH", "K4", "CO", "197", 2_500), ("e", "ELM", "K5", "CO", "16", 700))


def rows(old, medi=None) -> dict[str, list[int]]:
    """Claims, charge, those of Medi and payers of each group and reason in 03."""
    frame = denials_by_reason_table(Inputs(old, PRACTICE, AS_OF, medi)).frame
    names = [name for name in ("all_count", "all_cents", "medi_count", "payer_count") if name in frame]
    keys = frame["group_code"] + "-" + frame["reason_code"]
    return dict(zip(keys, frame[names].to_numpy().tolist(), strict=True))


def test_a_reason_has_the_claims_of_all_payers_and_both_systems():
    # CO-197: 100.00 of OAK, 40.00 of ELM and 25.00 of ASH, which came to Medi; the groups of 16 stay apart
    assert rows(feed(*OLD), feed(*NEW)) == {
        "CO-197": [3, 16_500, 1, 3], "PI-16": [1, 3_000, 0, 1], "CO-16": [1, 700, 1, 1],
    }  # fmt: skip


def test_where_nothing_came_to_medi_its_column_is_not_there():
    told = {"CO-197": [2, 14_000, 2], "PI-16": [1, 3_000, 1]}
    assert rows(feed(*OLD)) == rows(feed(*OLD), archive()) == told
    assert denials_by_reason_table(Inputs(feed(*OLD), PRACTICE, AS_OF)).title.endswith(
        "all payers, Office Ally"
    )


def test_a_claim_denied_twice_counts_once_by_its_last_denial():
    again = ("d", "OAK", "K1", "CO", "29", 10_000)
    told = {"CO-197": [1, 4_000, 0, 1], "PI-16": [1, 3_000, 0, 1], "CO-29": [1, 10_000, 1, 1]}
    assert rows(feed(*OLD), feed(again)) == told
    other = ("d", "OAK", "K1", "CO", "29", 9_900)  # another charge: another claim
    assert rows(feed(*OLD), feed(other))["CO-197"] == [2, 14_000, 0, 2]


def test_a_remittance_in_both_systems_counts_once():
    both = Inputs(feed(*OLD), PRACTICE, AS_OF, feed(OLD[0], NEW[0]))
    assert rows(both.archive, both.medi)["CO-197"] == [3, 16_500, 1, 3]
    assert zero_paid_in_medi(both)["content"].tolist() == ["d"]


def test_the_note_has_all_reasons_and_what_stands_in_cut_files():
    made = denials_by_reason_table(Inputs(feed(*OLD), PRACTICE, AS_OF, feed(*NEW, whole=False)))
    assert "5 claims, $202.00, in all" in made.note  # 165.00 + 30.00 + 7.00
    assert "Of these 2 claims, $32.00, stand in remittances that are cut off." in made.note  # 25.00 + 7.00
    assert "In whole remittances: 3 claims, $170.00." in made.note  # 202.00 less 32.00
    assert "cut off" not in denials_by_reason_table(Inputs(feed(*OLD), PRACTICE, AS_OF)).note


def test_the_scrub_rules_have_the_same_claims_as_the_audit():
    old, medi = feed(*OLD), feed(*NEW)
    theirs = assess(Scrub(PRACTICE, AS_OF, old, medi)).tables["denied_claims"]
    ours = denials_by_reason_table(Inputs(old, PRACTICE, AS_OF, medi))
    assert theirs.frame.equals(ours.frame) and theirs.title == ours.title and theirs.note == ours.note


def test_paid_claims_and_what_the_patient_owes_are_not_denied():
    told = [
        (payment("a", "2026-05-04", 100), claim("a", paid_cents=100), adjustment("a", "CO", "197", 14_900)),
        (payment("b", "2026-05-04", 0), claim("b", paid_cents=0), adjustment("b", "PR", "1", 15_000)),
        (
            payment("c", "2026-05-04", 0),
            claim("c", paid_cents=0, status="22"),
            adjustment("c", "CO", "16", 1),
        ),
    ]
    paid, claims, taken = (list(column) for column in zip(*told, strict=True))
    held = archive(payments=paid, claims=claims, adjustments=taken)
    counted = Inputs(held, PRACTICE, AS_OF).counted.assign(feed="Office Ally")
    assert denied_once([("Office Ally", held)], counted, AS_OF).empty
    assert denials_by_reason_table(Inputs(held, PRACTICE, AS_OF)).note == ""
