"""The sums of a book: each number that a practice's own report shows, added up, at the least where a part lacks."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from cost_cases import MONTHS, one_files, submissions
from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.workstreams.cost.inputs import Inputs as CostInputs
from cutover.workstreams.rollout.report import assess
from cutover.workstreams.rollout.totals import (
    FOLLOWED,
    MONTHLY,
    Totals,
    totals,
    totals_of,
    with_fee,
    with_followed,
    with_medi,
)
from nonpar_makers import basis_of, sent
from open_claims_makers import book, history
from parallel_frames import frame
from rollout_makers import AS_OF, one
from rollout_makers import book as plan_book

EAST = Totals(10, 150_000, 2, 1, 20_000, 500, 7, 90_000, outside=0)
NOBODY = pd.DataFrame({"paid_cents": []}, dtype="Int64")


def needed(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["transaction", "state"], dtype="str")


def last(*practices: tuple[str, Totals], columns=FOLLOWED) -> list:
    row = totals(practices, columns).iloc[-1]
    return row.astype(object).where(row.notna(), None).tolist()


def test_the_balance_of_a_practice_that_has_moved_is_that_of_its_history_and_what_that_lacks_is_counted():
    claims = [history("H1", cents=4_500), history("H2", state="paid", cents=600)]
    sources = [HISTORY, HISTORY, "claims sent through Medi", "submitted claims (837)"]
    every = pd.DataFrame({"source": sources, "charge_cents": pd.array([4_500, 9_000, 700, 800], "Int64")})
    told = totals_of(book(claims), every)
    # 45.00 with payers and 6.00 with the patient of the history; of the two other claims nobody tells
    assert (told.claims, told.payers_cents, told.patients_cents, told.outside) == (4, 4_500, 600, 2)
    assert told.balance_cents == 5_100


def test_the_sum_of_all_is_what_is_known_and_says_whose_part_lacks():
    rows = totals([("East", EAST), ("West", Totals(3, 900, 1, 0, 800, 0, 2, 10_000, outside=1)),
                   ("North", Totals(remittances=2, paid_cents=5_000))])  # fmt: skip
    whole = rows.iloc[-1]
    assert whole["name"] == "All practices, at least: of West and North not all is known"
    # 200.00 + 8.00 with payers; 900.00 + 100.00 + 50.00 paid
    assert (whole["payers_cents"], whole["paid_cents"], whole["claims"]) == (20_800, 105_000, 13)
    assert rows["payers_cents"].isna().tolist() == [False, False, True, False]
    nobody = totals([("East", Totals()), ("West", Totals())]).iloc[-1]
    assert nobody.drop("name").isna().all()  # what nobody tells is never nothing


def test_of_many_practices_that_lack_a_part_the_number_is_told():
    names = [(f"P{n}", Totals()) for n in range(6)]
    assert last(("East", EAST), *names[:5], columns=(FOLLOWED[:2]))[0].endswith(
        "of 6 practices not all is known"
    )
    rows = totals([("East", EAST), *names[:4]]).iloc[-1]
    assert rows["name"] == "All practices, at least: of P0, P1, P2 and P3 not all is known"


def test_postings_and_enrollments_of_a_practice_are_those_of_its_reports():
    posted = pd.DataFrame({"paid_cents": pd.array([10_000, 2_550, -550], "Int64")})
    rows = needed(("835", "live"), ("837P", "live"), ("835", "not filed"), ("837P", "not filed"),
                  ("835", "under way"), ("835", "needs no enrollment"), ("837P", "rejected: not on file"),
                  ("835", "waiting on the provider"), ("837P", "canceled"))  # fmt: skip
    told = with_followed(EAST, posted, rows)
    # 100.00 + 25.50 - 5.50 posted; of 8 that are needed 2 are live, one an 835; 3 are not filed, and 8 - 2 - 3 begun
    assert (told.postings, told.posted_cents) == (3, 12_000)
    assert (told.live, told.era_live, told.begun, told.not_filed, told.untold) == (2, 1, 3, 3, 0)


def test_what_no_file_tells_of_postings_and_enrollments_is_not_nothing():
    unknown = needed(("835", "not known: no row about it"), ("837P", "not known: no row about it"))
    for rows in (unknown, unknown.head(0)):
        told = with_followed(EAST, NOBODY, rows)
        assert (told.posted_cents, told.era_live, told.not_filed) == (None, None, None)
    part = with_followed(EAST, NOBODY, needed(("835", "live"), *unknown.itertuples(index=False)))
    assert (part.live, part.era_live, part.begun, part.not_filed, part.untold) == (1, 1, 0, 0, 2)


def test_postings_and_enrollments_are_added_up_over_the_book():
    east = Totals(postings=3, posted_cents=12_000, live=5, era_live=3, begun=2, not_filed=1, untold=0)
    west = Totals(postings=1, posted_cents=500, live=4, era_live=4, begun=1, not_filed=0, untold=0)
    assert last(("East", east), ("West", west)) == ["All practices", 4, 12_500, 9, 7, 3, 1, 0]
    assert last(("East", east), ("West", Totals(live=1, era_live=0, begun=0, not_filed=2, untold=1))) == [
        "All practices, at least: of West not all is known", 3, 12_000, 6, 3, 2, 3, 1,
    ]  # fmt: skip


def test_the_plan_of_the_book_shows_both_sums():
    told = assess(
        plan_book(one("east", totals=EAST), one("west", totals=Totals(postings=2, posted_cents=90)))
    )
    assert told.tables["followed"].frame["posted_cents"].iloc[-1] == 90


@pytest.mark.parametrize(
    ("rows", "fee"),
    [
        (sent("Sunrise", on="2026-07-02"), (4_495, 4_495)),  # July ends on the day of the report
        (sent("Aetna", on="2026-07-02"), (0, 0)),
        ([*sent("Sunrise", on="2026-06-02"), *sent("Aetna", on="2026-07-02")], (0, 0)),  # of another month
        (sent("Sunrise", on="2026-06-02"), (None, None)),  # nobody knows whether claims were sent in July
        (sent("Moss Health", on="2026-07-02"), (0, 4_495)),  # on no list
        ([], (None, None)),
    ],
)
def test_the_fee_of_the_last_whole_month_is_that_of_the_practices_own_report(rows, fee):
    told = with_fee(Totals(), basis_of(*rows))
    assert (told.fee_low_cents, told.fee_high_cents) == fee


def test_claims_through_medi_in_the_running_month_are_those_of_its_lists_at_list_price():
    days = pd.to_datetime(["2026-07-01", "2026-07-30", "2026-06-30"])
    sent_on = frame(SENT_CLAIMS, [{"sent_on": day} for day in days])
    files = replace(one_files(claims=submissions(MONTHS, 10)), sent=sent_on)
    costs = CostInputs((files,), (), AS_OF, None, "Acme Billing").comparison
    (facts,) = costs.own
    told = with_medi(Totals(), costs, facts, True)
    assert (told.medi_claims, told.medi_cents) == (2, 2_140)  # 20.00 + 2 * 0.70
    nowhere = replace(facts, sent=sent_on.head(0))
    assert with_medi(Totals(), costs, nowhere, False).medi_cents == 0  # it has not moved
    assert with_medi(Totals(), costs, nowhere, True).medi_cents is None  # it has, and no list is there


def test_fees_and_claims_through_medi_are_added_up_over_the_book():
    east = Totals(fee_low_cents=8_990, fee_high_cents=13_485, medi_claims=2, medi_cents=2_140)
    west = Totals(medi_claims=5, medi_cents=2_350)
    assert last(("East", east), ("West", west), columns=MONTHLY) == [
        "All practices, at least: of West not all is known", 8_990, 13_485, 7, 4_490,
    ]  # fmt: skip
