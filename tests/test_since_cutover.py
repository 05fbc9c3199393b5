"""What is open since the cutover, what payers denied since, and the claim history by its own statuses."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from cutover.reading.claims.claims import load_claims
from cutover.reading.era.archive import load_archive
from cutover.reading.practice.book import found_practice
from cutover.workstreams.open_claims.book import Book
from cutover.workstreams.open_claims.by_history import by_history
from cutover.workstreams.open_claims.report import _sources, report
from cutover.workstreams.open_claims.since_cutover import since_cutover
from era_frames import archive
from open_claims_makers import book, decided, history, note
from practice_folder import NPI, era, folder, practice_answers

MOVED, LOOKED = dt.date(2026, 6, 15), dt.date(2026, 7, 31)
STATED = {"AETNA": {"appeal_days": 90, "filing_days": 365}}


def moved(*claims, eras=(), **said) -> Book:
    """A practice that has moved on MOVED, its remittances in Medi."""
    given = book(claims, eras=eras, payers=STATED, cutover=MOVED, as_of=LOOKED, **said)
    return Book(replace(given.inputs, medi=given.inputs.office_ally, office_ally=archive()))


def test_a_denial_of_a_claim_since_the_cutover_has_its_row_and_its_limit_and_is_in_no_sum():
    told = moved(eras=[decided("N1", "2026-07-10", 0, "CO-197", on="2026-06-20")])
    (row,) = since_cutover(told.inputs).to_dict("records")
    # 2026-07-10 and 90 days
    assert (row["patient_control_number"], row["status"], row["code"], f"{row['deadline_on']:%F}") == (
        "N1", "denied", "CO-197", "2026-10-08",
    )  # fmt: skip
    assert told.worked.empty and len(report(told).tables["since"].frame) == 1


@pytest.mark.parametrize(
    ("on", "paid", "more", "rows"),
    [
        ("2026-06-14", 0, [], 0),  # the day before the cutover: it is handed over
        ("2026-06-15", 0, [], 1),
        ("2026-06-20", 9_000, [], 0),  # paid
        ("2026-06-20", 0, [decided("N1", "2026-07-20", 9_000, on="2026-06-20")], 0),  # paid later
    ],
)
def test_only_denials_since_the_cutover_that_nobody_paid_are_listed(on, paid, more, rows):
    first = decided("N1", "2026-07-10", paid, "" if paid else "CO-197", on=on)
    assert len(since_cutover(moved(eras=[first, *more]).inputs)) == rows


def test_a_claim_that_went_out_of_office_ally_after_the_cutover_stays_in_the_historys_own_counts():
    claims = [history("H1", on="2026-05-02"), history("H2", on="2026-06-18", cents=4_200),
              history("H3", state="paid", cents=0, on="2026-05-02")]  # fmt: skip
    told = moved(*claims, notes=[note("H1")])
    assert since_cutover(told.inputs)[["claim_number", "worth_cents"]].values.tolist() == [["H2", 4_200]]
    rows = by_history(told.inputs.listed, told.inputs.cutover, told.inputs.denials)
    # two pending, 100.00 + 42.00 open, one of them since the cutover; and all three
    names = ["state", "claims", "balance_cents", "since", "since_cents"]
    assert rows[names].values.tolist() == [
        ["pending", 2, 14_200, 1, 4_200], ["paid", 1, 0, 0, 0], ["any", 3, 14_200, 1, 4_200],
    ]  # fmt: skip


def test_statuses_are_kept_as_they_are_written_and_what_is_not_known_is_no_zero():
    rows = [history("H1", state_as_written="In Process"), history("H2", state_as_written="IN PROCESS "),
            history("H3", state_as_written="Sent", paid_cents=None), history("H4", "unknown")]  # fmt: skip
    made = by_history(book(rows).inputs.history, None)
    told = made[["written", "claims", "paid_cents", "since"]].astype(object).where(made.notna(), None)
    assert told.values.tolist() == [
        ["In Process", 2, 0, None], ["Sent", 1, None, None], ["(no status)", 1, 0, None], [None, 4, 0, None],
    ]  # fmt: skip


def test_an_open_claim_that_its_status_calls_rejected_is_told_as_rejected_and_one_taken_back_as_open():
    """The reading counts both as open work; an owner who sees no status as written can tell them apart."""
    rows = [history("H1", "open", state_as_written="Rejected"), history("H2", "open", state_as_written="Takeback"),
            history("H3", "open", 7_000, state_as_written="REJECTED"),
            history("H4", "denied", state_as_written="Rejected by payer")]  # fmt: skip
    given = book(rows)
    made = by_history(given.inputs.history, None)
    # H1 and H3: 100.00 + 70.00
    assert made[["state", "written", "claims", "balance_cents"]].astype(object).values.tolist()[:3] == [
        ["rejected", "Rejected", 2, 17_000],
        ["denied", "Rejected by payer", 1, 10_000],
        ["open", "Takeback", 1, 10_000],
    ]
    said = _sources(given).set_index("says")["claims"].to_dict()
    assert said == {"history: rejected": 2, "history: denied": 1, "history: reversed": 1}


def test_a_practice_without_a_cutover_date_has_no_claims_since():
    told = book([history("H1")], eras=[decided("N1", "2026-07-10", 0, "CO-197")], cutover=None)
    assert since_cutover(told.inputs).empty
    assert by_history(told.inputs.history, None)["since"].isna().all()


DENIED = (
    "Denial log\nClaim #,Carrier,DOS,Denied on,Billed,Denial\n"
    "Q71,AETNA,06/20/2026,07/10/2026,150.00,CO-197 No precertification\n"
    "A20260715,AETNA,06/21/2026,07/15/2026,100.00,CO-16 Lacks information\n"
    "Q73,AETNA,06/22/2026,07/10/2026,80.00,CO-197 No precertification\n"
)
SENT = (
    "Claim,Patient,Payer,Service date,Charge,Submitted,277CA\n"
    "Q71,Alder Ann,AETNA,2026-06-20,150.00,2026-06-22,ACCEPTED A2:20\n"
)


def test_a_denial_whose_claim_medi_alone_has_is_not_one_that_no_other_file_has(tmp_path):
    more = {
        "medi_submissions/sent.csv": SENT,
        "medi_era/a.edi": era("2026-07-15", npi=NPI, service="2026-06-21"),
    }
    for slug, files, rows in (("with", more, "row 5"), ("without", {}, "rows 3, 4 and 5")):
        folder(tmp_path, {"claims/denials.csv": DENIED} | files, practice_answers(), slug=slug)
        who = found_practice(tmp_path, "acme", slug)[0]
        (said,) = (note for note in load_claims(who, load_archive(who)).notes if "no other file has" in note)
        assert f"({rows})" in said
