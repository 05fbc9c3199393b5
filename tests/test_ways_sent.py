"""By which way a claim went out, where its claim list names one: the fee and the parallel run count by it."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from claim_makers import claim, history, submission, submitted
from cutover.columns import empty
from cutover.intake.sheets import VOLUMES
from cutover.reading.claims.history import read_claim_history
from cutover.reading.claims.invoices import INVOICE_LINES
from cutover.reading.claims.submissions import of_history, sent_keys, through_medi
from cutover.reading.claims.ways import through_office_ally, ways
from cutover.reading.postings.run_files import old_side
from cutover.workstreams.cost.volumes import known_volumes
from nonpar_makers import basis_of, sent

HEAD = "Ticket,Client,Insurance,DOS,Filed,Charges,Status,{}\n"
ROW = 'T{},"Rowan, Ada",Aetna,07/0{}/2026,07/1{}/2026,$100.00,Open,{}\n'


def listed(header: str, *said: str):
    """The submissions of a claim list with that column, a claim for each of its cells."""
    text = HEAD.format(header) + "".join(ROW.format(n, n, n, one) for n, one in enumerate(said, 1))
    return of_history(read_claim_history(text.encode(), "claims/list.csv").claims)[0]


@pytest.mark.parametrize(
    ("written", "way"),
    [
        ("OfficeAlly", "Office Ally"), ("office-ally", "Office Ally"), ("OA", "Office Ally"), ("Medi (Stedi)", "Medi"),
        ("Mailed", "paper"), ("Availity", "another way"), ("electronic", None), ("Medicare", None), ("", None),
    ],
)  # fmt: skip
def test_a_cell_names_a_way_as_a_whole_or_says_nothing(written, way):
    found = ways(pd.Series([written or None], dtype="str"))[0]
    assert (None if pd.isna(found) else found) == way


@pytest.mark.parametrize("header", ["Submitted Through", "Clearinghouse", "Sent Via"])
def test_a_claim_list_says_by_which_way_each_claim_went_out(header):
    rows = listed(header, "OA", "Medi", "Paper", "", "somehow")
    assert rows["sent_through"].fillna("").tolist() == ["Office Ally", "Medi", "paper", "", ""]
    assert rows["is_paper"].astype(object).where(rows["is_paper"].notna(), None).tolist() == [
        False, False, True, None, None,
    ]  # fmt: skip
    # what went another way is none of Office Ally's; a blank cell and an unknown word say nothing, as without a column
    assert through_office_ally(rows).tolist() == [True, False, False, True, True]


def test_the_old_side_of_a_parallel_run_has_no_claim_of_another_way():
    rows = submitted(
        *(submission(claim_number=f"C{n}", sent_through=way)
          for n, way in enumerate([None, "Office Ally", "Medi", "paper", "another way"]))
    )  # fmt: skip
    assert old_side(rows)["claim_number"].tolist() == ["C0", "C1"]


def test_the_fee_counts_what_may_have_gone_through_office_ally_alone():
    ways_of = [None, "Office Ally", "Medi", "another way", "paper"]
    rows = [one for way in ways_of for one in sent("Sunrise", sent_through=way, is_paper=way == "paper")]
    basis = basis_of(*rows, as_of=dt.date(2026, 7, 31))
    # five claims to a non-par payer, of which two may have gone out through Office Ally
    assert len(basis.counted) == 2
    assert basis.submissions["left_out"].dropna().tolist() == [
        "not through Office Ally, by a list of claims", "not through Office Ally, by a list of claims", "on paper",
    ]  # fmt: skip
    assert basis.uncounted.empty  # they lack nothing


@pytest.mark.parametrize(
    ("said", "listed", "way"),
    [
        ({}, ("A1", None, "2026-07-14"), "Medi"),
        ({}, (None, "a-1", "2026-07-14"), "Medi"),  # by the number that Medi's list gives the claim
        ({}, ("A1", None, "2026-07-15"), None),  # another day of service
        ({}, ("A2", None, "2026-07-14"), None),
        (
            {"source": "claim history"},
            ("A1", None, "2026-07-14"),
            None,
        ),  # the history says that it was sent before
        ({"sent_through": "paper"}, ("A1", None, "2026-07-14"), "paper"),
    ],
)
def test_a_claim_of_which_a_remittance_alone_tells_went_through_medi_where_its_list_names_it(
    said, listed, way
):
    account, number, on = listed
    sent_there = pd.DataFrame(
        {"patient_control_number": [account], "claim_number": [number], "service_from": [pd.Timestamp(on)]}
    ).astype({"patient_control_number": "str", "claim_number": "str"})
    row = submission(on="2026-07-14", patient_control_number="A1", **{"source": "ERA"} | said)
    found = through_medi(submitted(row), sent_keys(sent_there))["sent_through"][0]
    assert (None if pd.isna(found) else found) == way


def test_the_months_of_the_cost_count_each_claim_whichever_way_it_went():
    rows = submitted(
        *(submission(on="2026-07-14", sent_through=way) for way in (None, "Office Ally", "Medi"))
    )
    known = known_volumes(rows, empty(VOLUMES.columns), empty(INVOICE_LINES), dt.date(2026, 7, 31))
    assert known[known["transaction"] == "claim"]["count"].tolist() == [3]


def test_claims_without_such_a_column_count_as_before():
    assert through_office_ally(
        of_history(history(claim(submission_date=pd.Timestamp("2026-03-04"))))[0]
    ).all()
