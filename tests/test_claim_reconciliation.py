"""Claim history and remittances are held against each other claim by claim, to the cent."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from claim_makers import claim, history, listed, payer_list, submitted
from cutover.columns import conform, empty
from cutover.reading.claims.claims import Claims, with_medi
from cutover.reading.claims.tables import CLAIM_FILES, CLAIMS_SET_ASIDE, SENT_CLAIMS
from cutover.workstreams.claim_reconciliation import findings_and_tables, reconcile
from era_frames import archive, check, rows


def remitted(
    account="A1", paid=8_000, served="2026-03-02", set_aside=None, status="1", payer_number=None
) -> dict:
    """One claim of a remittance."""
    return {
        "patient_control_number": account,
        "service_from": pd.Timestamp(served),
        "payer_name": "AETNA",
        "paid_cents": paid,
        "paid_on": pd.Timestamp("2026-03-20"),
        "set_aside": set_aside,
        "status": status,
        "payer_claim_number": payer_number,
        "source_file": "era/a.835",
        "source_row": 9,
    }


def claims(told, eras) -> Claims:
    """Claims of a practice from rows of a history and of remittances."""
    names = list(remitted())
    table = pd.DataFrame(list(eras), columns=names).astype(
        {
            "patient_control_number": "str",
            "payer_name": "str",
            "payer_claim_number": "str",
            "set_aside": "str",
            "service_from": "datetime64[ms]",
            "paid_on": "datetime64[ms]",
            "paid_cents": "Int64",
            "source_row": "Int64",
        }
    )
    return Claims(submitted(), history(*told), empty(CLAIMS_SET_ASIDE), empty(CLAIM_FILES), (), table)


def found(told, eras) -> dict[str, tuple[int, int]]:
    """Number and money of the cases by code."""
    return {f.code: (f.count, f.amount_cents) for f in findings_and_tables(claims(told, eras)).findings}


def test_a_claim_that_both_sources_pay_alike_is_no_finding():
    assert found([claim(paid_cents=8_000)], [remitted()]) == {}


def test_a_claim_marked_paid_without_any_remittance_is_missing_with_its_amount():
    told = [claim(paid_cents=8_000), claim(claim_number="C2", patient_control_number="A2", paid_cents=5_000)]
    assert found(told, [remitted()]) == {"claims-paid-no-era": (1, 5_000)}


def test_a_claim_whose_remittance_came_to_medi_misses_none():
    both = claims([claim(paid_cents=8_000)], [])
    assert reconcile(both).pairs["outcome"].tolist() == ["no ERA"]
    there = claims([claim(paid_cents=8_000)], [remitted()]).era_claims
    assert reconcile(replace(both, medi_claims=there)).pairs["outcome"].tolist() == ["came to Medi"]
    other = claims([claim(paid_cents=8_000)], [remitted("A9")]).era_claims
    assert reconcile(replace(both, medi_claims=other)).pairs["outcome"].tolist() == ["no ERA"]


@pytest.mark.parametrize(
    ("history_cents", "more", "outcome", "difference"),
    [
        # 80.00 of the first payer in Office Ally, 15.50 of the second in Medi: 95.50
        (9_550, [remitted(paid=1_550, status="2", payer_number="S2")], "agrees", 0),
        (9_551, [remitted(paid=1_550, status="2", payer_number="S2")], "amount differs", 1),
        (8_000, [remitted(paid=1_550, status="2", payer_number="S2")], "agrees", 0),  # not yet in the history
        (8_774, [remitted(paid=1_550, status="2", payer_number="S2")], "amount differs", 774),  # 7.74 < 7.76
        (0, [remitted(paid=-8_000, status="22", payer_number="S3")], "agrees", 0),  # taken back in Medi
        (16_000, [remitted()], "amount differs", 8_000),  # the same payment in both: the history has it twice
        (9_550, [remitted(paid=1_550, status="2", set_aside="other payee")], "amount differs", 1_550),
    ],
)
def test_what_came_to_medi_of_a_claim_counts_where_the_history_has_it(
    history_cents, more, outcome, difference
):
    read = claims([claim(paid_cents=history_cents)], [remitted()])
    pairs = reconcile(replace(read, medi_claims=claims([], more).era_claims)).pairs
    assert pairs[["outcome", "difference_cents"]].values.tolist() == [[outcome, difference]]


def test_a_claim_marked_paid_with_nothing_paid_misses_no_remittance():
    assert found([claim(paid_cents=0)], []) == {}


def test_a_claim_that_was_paid_and_the_history_lacks_is_found_within_the_history_s_dates():
    told = [
        claim(paid_cents=8_000),
        claim(
            claim_number="C9",
            patient_control_number="A9",
            service_from=pd.Timestamp("2026-03-31"),
            state="open",
        ),
    ]
    inside, outside = remitted("A5", 4_000, "2026-03-31"), remitted("A6", 4_000, "2026-04-01")
    assert found(told, [remitted(), inside, outside]) == {"claims-not-in-history": (1, 4_000)}


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"patient_control_number": "a-5"}, "sent through Medi"),  # signs and case are no difference
        ({"claim_number": "A5"}, "sent through Medi"),
        ({"patient_control_number": "A5", "service_from": pd.Timestamp("2026-03-19")}, "not in history"),
        ({"patient_control_number": "A6"}, "not in history"),
    ],
)
def test_a_paid_claim_that_medi_sent_is_missing_from_no_history_of_office_ally(said, outcome):
    told = [
        claim(paid_cents=8_000),
        claim(claim_number="C9", service_from=pd.Timestamp("2026-03-31"), state="open"),
    ]
    read = claims(told, [remitted(), remitted("A5", 4_000, "2026-03-20")])
    sent = pd.DataFrame([{"service_from": pd.Timestamp("2026-03-20")} | said])
    sent = conform(sent.reindex(columns=[c.name for c in SENT_CLAIMS]), SENT_CLAIMS)
    pairs = reconcile(with_medi(read, archive(), sent)).pairs.set_index("account")
    assert pairs.loc["A5", "outcome"] == outcome


@pytest.mark.parametrize(("source", "state", "is_found"), [
    ("claim history", "not read", False),
    ("claim history", "partly read", False),
    ("claim history", "read", True),
    ("file summary", "not read", True),  # it is no claim history
])  # fmt: skip
def test_no_claim_is_missing_from_a_history_of_which_a_file_was_not_read(source, state, is_found):
    told = [
        claim(paid_cents=8_000),
        claim(claim_number="C9", service_from=pd.Timestamp("2026-03-31"), state="open"),
    ]
    read = claims(told, [remitted(), remitted("A5", 4_000, "2026-03-20")])
    file = {"source": source, "source_file": "claims/north.csv", "state": state}
    read = replace(read, files=pd.DataFrame([file]).reindex(columns=[c.name for c in CLAIM_FILES]))
    codes = {one.code for one in findings_and_tables(read).findings}
    assert ("claims-not-in-history" in codes) is is_found
    outcome = reconcile(read).pairs.set_index("claim")["outcome"]
    assert outcome.eq("not in history").any() == is_found
    assert outcome.eq("not in what was read of the history").any() != is_found


def test_amounts_that_differ_are_found_with_the_absolute_difference():
    assert found([claim(paid_cents=7_500)], [remitted(paid=8_000)]) == {
        "claims-amount-differs": (1, 500)
    }  # 80 - 75


def test_a_reversal_and_its_correction_are_added_up_before_they_are_compared():
    eras = [remitted(paid=8_000), remitted(paid=-8_000, status="22"), remitted(paid=9_000)]
    assert found([claim(paid_cents=9_000)], eras) == {}  # 80 - 80 + 90


def test_a_remittance_that_is_set_aside_proves_nothing():
    assert found([claim(paid_cents=8_000)], [remitted(set_aside="other payee")]) == {
        "claims-paid-no-era": (1, 8_000)
    }


def test_a_claim_is_found_by_its_claim_number_or_the_payer_s_where_the_account_is_another():
    by_number = [claim(patient_control_number="X", claim_number="A1", paid_cents=8_000)]
    by_payer = [claim(patient_control_number="X", payer_claim_number="ICN1", paid_cents=8_000)]
    assert found(by_number, [remitted()]) == {}
    assert found(by_payer, [remitted(payer_number="ICN1")]) == {}


def test_the_same_account_on_another_day_is_another_claim():
    assert found([claim(paid_cents=8_000)], [remitted(served="2026-03-03")])["claims-paid-no-era"] == (
        1,
        8_000,
    )


def test_every_claim_of_either_source_has_one_outcome_and_its_money_is_kept():
    told = [claim(paid_cents=8_000), claim(claim_number="C2", patient_control_number="A2", paid_cents=5_000)]
    pairs = reconcile(claims(told, [remitted(), remitted("A5", 4_000)])).pairs
    assert len(pairs) == 3  # A1 in both, A2 in the history, A5 in a remittance
    assert pairs["history_paid_cents"].sum() == 13_000  # 80 + 50
    assert pairs["era_paid_cents"].sum() == 12_000  # 80 + 40


def test_a_status_that_nobody_can_place_is_found_and_counted_as_unknown():
    told = [claim(paid_cents=8_000, state="unknown", state_as_written="Z9", charge_cents=10_000)]
    assert found(told, [remitted()]) == {"claims-status-unknown": (1, 10_000)}


def without(*rows):
    """A payer list of these rows: name, payer id, transaction, whether it is available."""
    parts = [
        (*listed(name, payer_id, transaction=what)[:3], there, *listed(name)[4:])
        for name, payer_id, what, there in rows
    ]
    return payer_list(*parts)


ROCK = ("ROCK MUTUAL (WC)", "R1", "Professional Claims 837P", "Yes")


@pytest.mark.parametrize(
    ("rows", "outcome"),
    [
        ([ROCK, ("ROCK MUTUAL (WC)", "R1", "Remits 835", "No")], "paid on paper"),
        ([("Rock Mutual - WC", "", "Remits 835", "No")], "paid on paper"),  # by its name
        ([ROCK, ("ROCK MUTUAL (WC)", "R1", "Remits 835", "Yes")], "no ERA"),
        ([ROCK], "no ERA"),  # nothing is said of its remittances
        ([("OTHER MUTUAL", "R2", "Remits 835", "No")], "no ERA"),
        ([("ROCK EAST", "R1", "Remits 835", "No"), ("ROCK WEST", "R1", "Remits 835", "Yes")], "no ERA"),
    ],
)
def test_a_claim_of_a_payer_that_sends_no_remittance_lacks_none(rows, outcome):
    paid = claim(payer_name="Rock Mutual (WC)", payer_id="R1", paid_cents=15_120)
    held = claims([paid], [remitted("A9")])
    told = reconcile(held, without(*rows)).pairs.set_index("account")["outcome"]
    assert told["A1"] == outcome
    codes = {f.code: f.amount_cents for f in findings_and_tables(held, without(*rows)).findings}
    assert codes.get("claims-paid-no-era") == (15_120 if outcome == "no ERA" else None)


def test_a_payer_of_whom_a_remittance_is_held_sends_them_whatever_the_list_says():
    held = claims([claim(payer_name="Aetna", payer_id="60054", paid_cents=8_000)], [remitted("A9")])
    told = reconcile(held, without(("AETNA", "60054", "Remits 835", "No"))).pairs.set_index("account")[
        "outcome"
    ]
    assert told["A1"] == "no ERA"


@pytest.mark.parametrize(
    ("number", "accounts", "outcome"),
    [
        (None, "A1=8000", "paid on paper"), (None, "A1=8001", "no ERA"),
        ("771", None, "paid on paper"), ("772", None, "no ERA"),
    ],
)  # fmt: skip
def test_a_claim_marked_paid_whose_explanation_on_paper_is_on_file_lacks_no_remittance(
    number, accounts, outcome
):
    told = claims([claim(paid_cents=8_000, check_number=number)], [])
    papers = rows("papers", check("p", "771", 8_000, claim_accounts=accounts))
    assert reconcile(replace(told, papers=papers)).pairs["outcome"].tolist() == [outcome]


def both_systems(told: int, ours: list[dict], theirs: list[dict]):
    """The claim that the history says was paid so much, with remittances of both systems."""
    held = claims([claim(paid_cents=told)], ours)
    there = claims([claim(paid_cents=told)], theirs).era_claims
    (row,) = reconcile(replace(held, medi_claims=there)).pairs.to_dict("records")
    return row["outcome"], row["era_paid_cents"], row["difference_cents"]


def test_what_a_later_payer_paid_through_medi_is_a_part_of_what_the_history_says():
    first, second = (
        remitted(paid=8_000, payer_number="P1"),
        remitted(paid=1_900, payer_number="P2", status="2"),
    )
    # the history says 99.00: 80.00 in Office Ally and 19.00 in Medi
    assert both_systems(9_900, [first], [second]) == ("agrees", 9_900, 0)
    assert both_systems(9_800, [first], [second]) == (
        "amount differs",
        9_900,
        -100,
    )  # 98.00 is nearer to both, and 1.00 is still to be explained
    assert both_systems(8_000, [first], [second]) == (
        "agrees",
        8_000,
        0,
    )  # without the second it agreed already


def test_a_remittance_in_both_systems_is_added_once():
    first, second = (
        remitted(paid=8_000, payer_number="P1"),
        remitted(paid=1_900, payer_number="P2", status="2"),
    )
    assert both_systems(9_900, [first], [first, second]) == ("agrees", 9_900, 0)
    assert both_systems(16_000, [first], [first])[0] == "amount differs"  # posted twice: 80.00 was paid
    aside = remitted(paid=1_900, payer_number="P2", set_aside="other payee")
    assert both_systems(9_900, [first], [aside])[0] == "amount differs"
