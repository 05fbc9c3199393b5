"""A list of denials without days of service: its claims since the cutover are those of Medi's files."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.intake.handoff_workbook import APPEALS
from cutover.reading.claims.claims import load_claims
from cutover.reading.era.archive import load_archive
from cutover.reading.intake.returned import Returned
from cutover.reading.practice.book import found_practice
from cutover.workstreams.open_claims.listed import on_lists
from cutover.workstreams.open_claims.since_cutover import of_any_day
from open_claims_makers import CLAIM_HISTORY, book, decided, frame, history
from practice_folder import folder, practice_answers
from test_since_cutover import moved

LIST = "Denial log\nClaim #,Carrier,Denied on,Billed,Denial\nQ81,AETNA,07/10/2026,150.00,CO-197\n"
SENT = "Claim,Patient,Payer,Service date,Charge,Submitted,277CA\nQ81,Elm Eva,AETNA,2026-06-20,150.00,2026-06-22,A2:20\n"
AGAIN = SENT + "Q81,Elm Eva,AETNA,2026-06-27,150.00,2026-06-29,A2:20\n"


@pytest.mark.parametrize(
    ("sent", "day"),
    [
        (SENT, dt.date(2026, 6, 20)),
        (AGAIN, None),  # two visits bear the number: which one was denied nobody knows
        (None, None),
    ],
)
def test_a_denial_without_a_day_has_that_of_the_claim_that_medi_alone_has(tmp_path, sent, day):
    files = {"claims/denials.csv": LIST} | ({"medi_submissions/sent.csv": sent} if sent else {})
    folder(tmp_path, files, practice_answers())
    who = found_practice(tmp_path, "acme", "cedar-grove")[0]
    found = load_claims(who, load_archive(who))
    (told,) = found.denials["service_from"]
    assert (None if pd.isna(told) else told.date()) == day
    assert any("no other file has" in note for note in found.notes) is (day is None)


@pytest.mark.parametrize(
    ("paid", "standing"), [(0, "denied"), (9_000, "paid")], ids=["still denied", "paid since"]
)
def test_a_listed_denial_of_a_claim_since_the_move_says_what_it_is_now(paid, standing):
    rows = [decided("N1", "2026-07-10", 0, "CO-197", on="2026-06-20")]
    rows += [decided("N1", "2026-07-20", paid, on="2026-06-20")] if paid else []
    log = {"patient_control_number": "N1", "service_from": pd.Timestamp("2026-06-20"), "charge_cents": 10_000,
           "denial_reason": "CO-197", "paid_date": pd.Timestamp("2026-07-10"), "source_file": "claims/log.csv",
           "source_row": 2}  # fmt: skip
    given = moved(eras=rows, denials=frame(CLAIM_HISTORY, [log]))
    told = on_lists(given.inputs.history, given.inputs.denials, of_any_day(given))
    assert told[["standing", "told_by"]].values.tolist() == [[standing, "remittance"]]


APPEAL = {
    "source_file": "handoff/a.xlsx",
    "payer": "AETNA",
    "claim_number": "H7",
    "reference": "AP-7",
    "submitted_on": dt.date(2026, 6, 30),
}


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("paid", "not judged: its claim is paid by the files"),
        ("written off", "not judged: its claim is written off by the files"),
        (None, "not known: no claim on file"),
    ],
)
def test_an_appeal_whose_claim_is_no_longer_open_says_what_the_files_have_of_it(state, said):
    claims = [] if state is None else [history("H7", state=state, cents=0)]
    told = book([history("H1"), *claims], back=Returned(appeals=frame(APPEALS.columns, [APPEAL]))).appeals
    assert told["in_time"].tolist() == [said]
