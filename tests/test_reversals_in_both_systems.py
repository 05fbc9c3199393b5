"""Reversals of both systems: what was paid first, what was decided then, and what the claim came to in the end."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.money import findings_and_tables, reversals_table
from era_frames import AS_OF, PRACTICE, archive, claim, payment, service

FIRST, BACK, THEN = "2026-05-04", "2026-06-08", "2026-06-22"
OF = {"patient_control_number": "K1", "statement_from": pd.Timestamp("2026-04-20")}


def feed(*answers: tuple[str, str, dict]):
    """An archive with one payment for each content and day, and these claims in them."""
    days = {content: day for content, day, _ in answers}
    paid = [payment(content, day, payer_name="OAK MUTUAL") for content, day in days.items()]
    claims = [claim(content, number, **said) for number, (content, _, said) in enumerate(answers)]
    return archive(payments=paid, claims=claims)


def paid(cents: int, **said) -> dict:
    return OF | {"paid_cents": cents} | said


def taken(cents: int, **said) -> dict:
    return paid(-cents, status="22", **said)


def told(old, medi=None) -> pd.DataFrame:
    return reversals_table(Inputs(old, PRACTICE, AS_OF, medi)).frame


def opens(old, medi=None) -> bool:
    found = findings_and_tables(Inputs(old, PRACTICE, AS_OF, medi)).findings
    return "era-reversal-open" in {one.code for one in found}


def test_a_claim_paid_in_the_old_archive_is_taken_back_and_decided_again_in_medi():
    old = feed(("a", FIRST, paid(9_000)))
    medi = feed(("m", BACK, taken(9_000)), ("m", BACK, paid(7_500)))
    row = told(old, medi).iloc[0]
    assert row[["side", "first_side", "corrected_side"]].tolist() == ["Medi", "Office Ally", "Medi"]
    # 90.00 paid, 90.00 taken back, 75.00 paid: 75.00 in the end
    assert row[["first_cents", "paid_cents", "corrected_cents", "net_cents"]].tolist() == [
        9_000, -9_000, 7_500, 7_500,
    ]  # fmt: skip
    assert row["patient_control_number"] == "K1"


def test_a_reversal_in_the_old_archive_that_medi_has_corrected_is_not_open():
    old = feed(("a", FIRST, paid(9_000)), ("b", BACK, taken(9_000)))
    assert opens(old) and told(old)["net_cents"].tolist() == [0]  # 90.00 - 90.00
    assert told(old)["corrected_on"].isna().all()
    medi = feed(("m", THEN, paid(7_500)))
    assert not opens(old, medi) and told(old, medi)["net_cents"].tolist() == [7_500]
    other = feed(("m", THEN, paid(7_500, patient_control_number="K2")))
    assert opens(old, other) and told(old, other)["net_cents"].tolist() == [0]


def test_an_open_reversal_of_medi_is_in_the_table_and_no_finding_of_this_archive():
    old, medi = feed(("a", FIRST, paid(9_000))), feed(("m", BACK, taken(9_000)))
    assert told(old, medi)["net_cents"].tolist() == [0] and not opens(old, medi)


def test_a_remittance_in_both_systems_takes_back_once():
    both = ("b", BACK, taken(9_000))
    old = feed(("a", FIRST, paid(9_000)), both)
    assert told(old, feed(both))["side"].tolist() == ["Office Ally"]


def test_a_remittance_that_is_set_aside_in_medi_takes_nothing_back():
    aside = payment("m", BACK, set_aside="other payee")
    medi = archive(payments=[aside], claims=[claim("m", 0, **taken(9_000))])
    assert told(feed(("a", FIRST, paid(9_000))), medi).empty


@pytest.mark.parametrize(
    ("answers", "net"),
    [
        ([("b", BACK, taken(9_000)), ("b", BACK, paid(7_500))], None),  # what it takes back is not on file
        ([("a", FIRST, paid(8_900)), ("b", BACK, taken(9_000)), ("b", BACK, paid(7_500))], None),  # nor is it here
        # 0.00 first, then 90.00, -90.00 and 0.00: the claim is denied in the end
        ([("a", FIRST, paid(0)), ("c", "2026-05-18", paid(9_000)), ("b", BACK, taken(9_000)), ("b", BACK, paid(0))], 0),
        # two payments of one number and day stand: nobody can tell whose they are
        ([("a", FIRST, paid(9_000)), ("a", FIRST, paid(4_000)), ("b", BACK, taken(9_000)), ("b", BACK, paid(7_500))],
         None),
        # of another day it is another claim
        ([("a", FIRST, paid(9_000)), ("a", FIRST, paid(4_000, statement_from=pd.Timestamp("2026-04-21"))),
          ("b", BACK, taken(9_000)), ("b", BACK, paid(7_500))], 7_500),
        # the correction bears a number of its own: what the claim came to is not known
        ([("a", FIRST, paid(9_000)), ("b", BACK, taken(9_000, payer_claim_number="I1")),
          ("b", BACK, paid(7_500, patient_control_number="K9", payer_claim_number="I1"))], None),
    ],
)  # fmt: skip
def test_what_a_claim_came_to_is_told_only_where_all_of_it_is_known(answers, net):
    rows = told(feed(*answers))
    assert rows["net_cents"].astype(object).where(rows["net_cents"].notna(), None).tolist() == [net]


def test_a_claim_taken_back_twice_has_the_last_decision_in_both_rows():
    # 90.00, -90.00, 80.00, -80.00, 75.00: 75.00 in the end
    old = feed(("a", FIRST, paid(9_000)), ("b", BACK, taken(9_000)), ("b", BACK, paid(8_000)))
    medi = feed(("m", THEN, taken(8_000)), ("m", THEN, paid(7_500)))
    rows = told(old, medi).sort_values("paid_on")
    assert rows["first_cents"].tolist() == [9_000, 8_000] and rows["net_cents"].tolist() == [7_500, 7_500]


def test_a_payment_after_the_reversal_is_not_what_it_takes_back():
    old = feed(("b", BACK, taken(9_000)), ("c", THEN, paid(9_000)))
    row = told(old).iloc[0]
    assert pd.isna(row["first_cents"]) and pd.isna(row["net_cents"]) and row["corrected_cents"] == 9_000


def test_numbers_that_name_nobody_join_no_claims():
    old = feed(("a", FIRST, paid(9_000, patient_control_number="0")),
               ("b", BACK, taken(9_000, patient_control_number="0")))  # fmt: skip
    assert told(old)["net_cents"].isna().all()


def test_a_claim_without_a_day_of_its_own_has_that_of_its_lines():
    bare = {"statement_from": None}
    on, other = ({"service_date": pd.Timestamp(f"2026-04-2{n}")} for n in (0, 1))
    claims = [claim("a", 0, **paid(9_000, **bare)), claim("a", 1, **paid(4_000, **bare)),
              claim("a", 2, **taken(9_000, **bare))]  # fmt: skip
    lines = [service("a", 0, 0, **on), service("a", 1, 1, **other), service("a", 2, 2, **on)]
    old = archive(payments=[payment("a", FIRST)], claims=claims, services=lines)
    assert told(old)["net_cents"].tolist() == [0]  # 90.00 - 90.00; the 40.00 are of another day
