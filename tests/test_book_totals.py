"""The book in numbers: each practice's claims, open money and remittances, and the sums of all."""

from __future__ import annotations

import datetime as dt

from cutover.workstreams.rollout.report import assess
from cutover.workstreams.rollout.totals import Totals, totals, totals_of
from open_claims_makers import book, decided, history
from rollout_makers import book as plan_book
from rollout_makers import one

EAST = Totals(10, 150_000, 2, 1, 20_000, 500, 7, 90_000, outside=0)


def test_the_numbers_of_a_practice_count_claims_since_the_cutover_and_each_remittance_once():
    claims = [history("H1", on="2026-05-02"), history("H2", on="2026-08-05", cents=4_200),
              history("H3", state="paid", cents=0), history("H4", state="voided")]  # fmt: skip
    eras = [decided("H3", "2026-06-20", 8_000), decided("H5", "2026-06-21", 0, "CO-16")]
    told = totals_of(book(claims, eras=eras, as_of=dt.date(2026, 8, 31)))
    # H4 is void; 100.00 + 42.00 with payers; a remittance of 80.00 and one of nothing
    assert told == Totals(3, 30_000, 2, 0, 14_200, 0, 2, 8_000, outside=0)


def test_a_paid_claim_with_a_patients_part_is_not_open_with_the_payer():
    claims = [history("H1", on="2026-05-02"), history("H2", state="paid", cents=1_500)]
    told = totals_of(book(claims, as_of=dt.date(2026, 8, 31)))
    # H1 waits with 100.00; of H2 the patient owes 15.00
    assert (told.open_claims, told.payers_cents) == (1, 10_000)
    assert (told.patient_claims, told.patients_cents) == (1, 1_500)


def test_what_no_file_tells_is_not_known():
    assert totals_of(book(eras=[decided("H3", "2026-06-20", 8_000)])) == Totals(
        remittances=1, paid_cents=8_000
    )
    assert totals_of(book()) == Totals()


def test_the_sum_of_the_book_is_known_where_every_part_is():
    west = Totals(5, 50_000, 1, 0, 1_000, 0, 2, 10_000, outside=0)
    assert totals([("East", EAST), ("West", west)]).iloc[-1].tolist() == [
        "All practices", 15, 200_000, 3, 1, 21_000, 500, 21_500, 9, 100_000, 0, 0,
    ]  # fmt: skip
    assert len(totals([("East", EAST)])) == 1


def test_what_payers_left_to_patients_is_told_apart_where_nothing_says_whether_they_paid():
    # 15.00 is a balance that the list states; of the other 20.00 = 100.00 - 80.00 the payer paid 80.00
    claims = [history("H2", state="paid", cents=1_500),
              history("H3", state="patient responsibility", cents=None, paid_cents=8_000,
                      adjusted_cents=0)]  # fmt: skip
    told = totals_of(book(claims, as_of=dt.date(2026, 8, 31)))
    assert (told.patients_cents, told.unsure_cents) == (3_500, 2_000)
    rows = totals([("East", told), ("West", Totals(remittances=2, paid_cents=10_000))])["unsure_cents"]
    assert rows.tolist()[::2] == [2_000, 2_000] and rows.isna().tolist() == [False, True, False]


def test_two_practices_of_one_name_have_a_row_each():
    rows = totals([("East", EAST), ("East", EAST)])
    assert rows["name"].tolist() == ["East", "East", "All practices"]
    assert rows["remittances"].tolist() == [7, 7, 14]


def test_the_plan_of_the_book_shows_its_numbers():
    rows = assess(plan_book(one("east", totals=EAST), one("west", totals=EAST))).tables["totals"].frame
    assert rows["remittances"].tolist() == [7, 7, 14]
