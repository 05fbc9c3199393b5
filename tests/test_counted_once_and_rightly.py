"""One amount is asked for once, one service counted once, and a reason given only where its cents agree."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from baseline_makers import billed, book, changed, every_month, figure
from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.reading.payers.same import SamePayers
from cutover.reading.postings.tables import DEPOSITS
from cutover.workstreams.era_audit.downloads import to_fetch
from cutover.workstreams.era_audit.inputs import Inputs as Audit
from cutover.workstreams.parallel_run.postings import of_cut
from cutover.workstreams.parallel_run.report import _legs
from cutover.workstreams.parallel_run.sent_tables import _tie
from cutover.workstreams.reporting_baseline.against import against
from cutover.workstreams.reporting_baseline.verdict import verdict
from era_frames import AS_OF, PRACTICE, archive, day
from parallel_frames import MEDI, OFFICE_ALLY, deposit, frame, posting, run, sent_there, went


@pytest.mark.parametrize(
    ("cents", "claims", "lacks", "cut"),
    [
        ([3_000], ["T1"], 3_000, [True]),  # just what the file lacks
        ([3_001], ["T1"], 3_000, [False]),  # more than it lacks
        ([1_000, 2_000], ["T1", "T1"], 3_000, [True, True]),
        (
            [1_000, 2_500],
            ["T1", "T1"],
            3_000,
            [False, False],
        ),  # 35.00 of 30.00: which of them is its, nobody knows
        ([1_000], ["T2"], 3_000, [False]),  # another check
        ([-1_000], ["T1"], 3_000, [False]),  # a take-back is not explained by what lacks
    ],
)
def test_a_posting_of_a_check_whose_file_is_cut_is_no_posting_without_a_remittance(cents, claims, lacks, cut):
    rows = pd.DataFrame({"cents": cents, "check": claims})
    lacked = pd.DataFrame({"check": ["T1"], "cents": [lacks]})
    assert of_cut(rows, np.ones(len(rows), bool), lacked).tolist() == cut
    assert not of_cut(rows, np.zeros(len(rows), bool), lacked).any()  # matched postings are none


def test_postings_are_told_by_system_where_there_are_several():
    rows = [
        posting(OFFICE_ALLY, "A1", "T1", 4_000),
        posting(OFFICE_ALLY, "A2", "T1", 1_000),
        posting(MEDI, "A3", "T2", 250),
    ]
    legs = _legs(run(postings=rows)).set_index("part")["amount_cents"]
    assert legs["postings"] == 5_250  # 40.00 + 10.00 + 2.50
    assert legs["of postings, in Office Ally"] == 5_000 and legs["of postings, in Medi"] == 250
    assert not _legs(run(postings=rows[:2]))["part"].str.startswith("of postings").any()


@pytest.mark.parametrize(("procedures", "both"), [("97110-GP", 1), ("97112-GP", 0)])
def test_a_service_sent_under_two_numbers_counts_once(procedures, both):
    ours = went("Q1", procedures="97110-GP", patient_number="77")
    old = [sent_there("Z9")]
    listed = went("Z9", procedures=procedures, patient_number="77")
    given = run(sent=[ours], old=old, listed=frame(SENT_CLAIMS, [listed]))
    whole = _tie(given).iloc[-1]
    assert (whole["medi_claims"], whole["office_ally_claims"], whole["both_claims"]) == (1, 1, both)
    assert whole["all_cents"] == 20_000 - both * 10_000


NAMES = SamePayers((("Coral State Plan", "CORAL MEDICAID"),))


def audit(deposited: str | None, same: SamePayers) -> Audit:
    """An audit in which the history calls two claims paid, 60.00 and 70.00, and the bank has 130.00 without an 835."""
    claims = pd.DataFrame({
        "payer": "Coral State Plan", "served": [day("2026-06-02"), day("2026-06-04")], "paid_on": pd.NaT,
        "sent_on": pd.NaT, "history_paid_cents": [6_000, 7_000], "check_number": None, "account": ["1", "2"],
        "claim_number": ["C1", "C2"], "key": ["E-1", "E-2"],
    }).astype({"paid_on": "datetime64[ms]", "sent_on": "datetime64[ms]", "check_number": "str"})  # fmt: skip
    banked = frame(DEPOSITS, [deposit("2026-06-17", 13_000, "HCCLAIMPMT TRN*1*55*1770001111")])
    lone = banked.assign(payer=pd.Series([deposited], dtype="str"))

    class Told(Audit):
        """An audit whose claim history calls these claims paid."""

        marked_paid = claims.astype({"history_paid_cents": "Int64"})
        paid_less = None

    return Told(archive(), PRACTICE, AS_OF, archive(), lone_deposits=lone, deposits=banked, same=same)


@pytest.mark.parametrize(("same", "cents"), [(NAMES, [13_000]), (SamePayers(), [13_000, 13_000])])
def test_a_deposit_and_the_claims_that_it_paid_are_asked_for_once_under_two_names(same, cents):
    assert to_fetch(audit("CORAL MEDICAID", same))["amount_cents"].dropna().tolist() == cents


@pytest.mark.parametrize("deposited", [None, "Dune Health"])
def test_a_deposit_of_nobody_or_of_another_payer_is_asked_for_beside_the_claims(deposited):
    # what came and what the claims were paid
    assert to_fetch(audit(deposited, SamePayers()))["amount_cents"].dropna().tolist() == [13_000, 13_000]


MONTHS = [billed(f"C{n}", f"2026-0{n}-10") for n in (1, 2, 3, 4, 5, 6, 7)]


@pytest.mark.parametrize(
    ("cents", "is_it"),
    [
        (10_000, True),  # 100.00 + 45.00 here
        (10_010, False),  # ten cents off: no reason is given
        (14_000, False),
    ],
)
def test_a_reason_is_given_where_the_cents_agree(cents, is_it):
    medi = frame(SENT_CLAIMS, [went("N1", 4_500, "2026-05-12", sent_on=day("2026-05-14"))])
    told = against(
        book(MONTHS, every_month(), figures=[figure("2026-05", "charges", amount_cents=cents)], sent=medi)
    )
    assert told["ours"].tolist() == ["$145.00"]
    assert (told["why"].iloc[0] == "the claims that Medi's lists alone tell of are left out") is is_it


def test_denied_claims_are_a_reason_where_a_claim_of_the_month_is_denied():
    claims = [*MONTHS, billed("D1", "2026-05-20", 2_500, state="denied")]  # 125.00, without it 100.00
    told = against(book(claims, every_month(), figures=[figure("2026-05", "charges", amount_cents=10_000)]))
    assert told["why"].tolist() == ["claims that are denied are left out"]


@pytest.mark.parametrize(
    ("on", "likely"), [("2026-05-01", True), ("2026-05-05", True), ("2026-05-20", False)]
)
def test_a_fall_beside_a_deposit_of_the_next_months_first_days_is_likely_a_hole(on, likely):
    # 80.00 in each month but April with 10.00; three business days before Tuesday 2026-05-05 is Thursday 2026-04-30
    eras = [era for era in every_month() if era[0]["payment_date"].month != 4]
    eras += every_month("2026-04", "2026-04", 1_000)
    rows = [
        deposit(f"{one[0]['payment_date']:%Y-%m-%d}", one[0]["paid_cents"], one[0]["trace_number"])
        for one in eras
    ]
    money = frame(DEPOSITS, [*rows, deposit(on, 7_000, "AETNA HCCLAIMPMT TRN*1*88123")])
    told = changed(book(eras=eras), deposits=money)
    fall = told.falls.set_index("month").loc[day("2026-04-01")]
    assert fall["is_likely"] == likely
    assert ("Payments really fell in 2026-04" in verdict(told)) is not likely
    said = f"1 deposit of {on} without a remittance, $70.00, may be of this month"
    assert (said in fall["why"]) is likely
