"""A ledger of the practice's own PM or EHR has the claims of both systems: it proves neither of them (08, 09, 11)."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.reading.claims.own_ledgers import is_own
from cutover.reading.claims.sent import load_sent
from cutover.reading.claims.sent_numbers import with_number
from cutover.reading.mapping import kinds
from cutover.reading.postings.postings import Told
from cutover.reading.practice.book import load_practice
from cutover.workstreams.inventory import inputs as inventory
from cutover.workstreams.inventory.planning import workstreams
from cutover.workstreams.parallel_run.inputs import load
from cutover.workstreams.parallel_run.sent_answers import superseded
from cutover.workstreams.parallel_run.sent_claims import current, sent_cases
from cutover.workstreams.parallel_run.sent_tables import sent_limits
from cutover.workstreams.reporting_baseline.charges import billed
from cutover.workstreams.reporting_baseline.inputs import load as load_baseline
from parallel_frames import day, run, went
from practice_folder import folder, practice_answers
from test_claims_of_files import edi

AS_OF, MOVED = dt.date(2026, 7, 31), dt.date(2026, 6, 15)
LEDGER = """Claim ID,Encounter Date,Filed Date,Plan,Billed,Ins Payment,Status
LM301,06/02/2026,06/04/2026,Alder Health,50.00,0.00,Pending
LM302,06/16/2026,06/18/2026,Alder Health,60.00,0.00,Pending
LM303,06/17/2026,06/19/2026,Alder Health,70.00,0.00,Pending
LM304,06/17/2026,06/19/2026,Birch Plan,80.00,0.00,Pending
LM305,06/22/2026,06/24/2026,Birch Plan,90.00,0.00,Pending
LM306,06/23/2026,06/25/2026,Birch Plan,100.00,0.00,Pending
"""
# two claims of one patient and day, one rejected, one of both systems; a header of nobody's, and a row that counts
LIST = """Trace tag,DOS,Submitted on,Payer,Billed Amt,277CA,Patient
LM303,06/17/2026,06/19/2026,Alder Health,70.00,accepted,"Fir, Fay"
LM304,06/17/2026,06/19/2026,Birch Plan,80.00,rejected A7 562,"Fir, Fay"
LM305,06/22/2026,06/24/2026,Birch Plan,90.00,accepted,"Elm, Eve"
Count,3,,,,,
"""


def sent_file(number: str, served: str, charge: str) -> bytes:
    return edi(
        [
            "NM1*IL*1*ELM*EVE****MI*M1", f"CLM*{number}*{charge}***11:B:1*Y*A*Y*Y", "LX*1",
            f"SV1*HC:99213*{charge}*UN*1***1", f"DTP*472*D8*{served}",
        ],
        on="20260624",
    )  # fmt: skip


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    home = tmp_path_factory.mktemp("own")
    said = practice_answers(cutover_date=MOVED, usage="clearinghouse-only", other_system="Lumina Vision 9")
    folder(home, {"claims/ledger June.csv": LEDGER, "medi_submissions/sent.csv": LIST}, said)
    there = home / "data" / "raw" / "acme" / "cedar-grove" / "submissions"
    there.mkdir(parents=True)
    (there / "up.837").write_bytes(sent_file("LM305", "20260622", "90"))
    (there / "more.837").write_bytes(
        sent_file("LM306", "20260623", "100").replace(b"000000031", b"000000032")
    )
    return load_practice(home, "acme", "cedar-grove")


@pytest.fixture(scope="module")
def whole(practice):
    return load(practice, AS_OF)


def test_a_column_of_the_practices_claims_is_their_number_whatever_its_header(practice):
    read = load_sent(practice)
    assert read.rows["patient_control_number"].tolist() == ["LM303", "LM304", "LM305"]
    assert read.rows["charge_cents"].sum() == 24_000  # 70.00 + 80.00 + 90.00: the row that counts is no claim
    assert read.files["rows_in"].tolist() == [3]


def test_two_claims_of_one_patient_and_day_are_two_and_the_rejected_one_is_named(whole):
    rows = current(whole)
    assert rows["number"].tolist() == ["LM303", "LM304", "LM305"]
    assert sent_cases(whole)["run-sent-rejected"]["account_number"].tolist() == ["LM304"]


def test_a_file_of_office_ally_tells_what_went_through_it_and_the_ledger_does_not(whole):
    found = sent_cases(whole)
    assert found["run-sent-both"]["account_number"].tolist() == ["LM305"]  # of Medi's list and of an 837
    assert found["run-sent-new-in-office-ally"]["claim_number"].tolist() == ["LM306"]  # of an 837 alone
    # LM301 was sent before the cutover, when there was no other system
    assert whole.submitted["patient_control_number"].fillna(whole.submitted["claim_number"]).tolist() == [
        "LM301", "LM305", "LM306",
    ]  # fmt: skip


def test_a_claim_of_the_ledger_alone_went_nobody_knows_which_way(whole):
    assert whole.untold["claim_number"].tolist() == ["LM302"]
    [said] = [words for words in sent_limits(whole) if "own system alone" in words]
    assert "1 claim, $60.00" in said


def test_a_claim_of_ledger_list_and_file_is_charged_once(practice):
    given = load_baseline(practice, AS_OF)
    rows = billed(given.claims, given.sent)
    assert (len(rows), rows["charge_cents"].sum()) == (6, 45_000)  # 50 + 60 + 70 + 80 + 90 + 100


def test_files_of_claims_are_no_file_summaries(practice):
    rows = workstreams(inventory.load(practice, AS_OF))
    held = " ".join(rows["held"].fillna(""))
    assert "files of claims (837): 2 files" in held
    assert "file summaries" not in held


OWN, CLEARS = Told(MOVED, "Lumina Vision"), Told(MOVED, "Lumina Vision", "clearinghouse-only")


@pytest.mark.parametrize(
    ("file", "told", "own"),
    [
        ("claims/Lumina charges.csv", OWN, True),  # the file is named after it
        (
            "claims/charges.csv",
            CLEARS,
            True,
        ),  # Office Ally keeps no ledger, another system is named that does
        ("claims/charges.csv", OWN, False),  # it may be Practice Mate's
        ("claims/Practice Mate charges.csv", CLEARS, False),
        ("claims/Service Center claims.csv", CLEARS, False),
        ("claims/charges.csv", Told(MOVED, None, "clearinghouse-only"), False),
        ("claims/charges.csv", Told(), False),
    ],
)
def test_which_files_are_ledgers_of_the_practices_own_system(file, told, own):
    assert is_own(pd.Series([file], dtype="str"), told).tolist() == [own]


def mapped(head: str, *rows: str, knows=None):
    kind = kinds.named("medi-submissions")
    [table] = kinds.of_bytes("\n".join([head, *rows]).encode(), "list.csv", kind).tables
    return with_number(table, knows) if knows else table


TAIL = "DOS,Submitted on,Payer,Billed Amt,277CA,Patient"
A = '06/17/2026,06/19/2026,Alder Health,70.00,accepted,"Fir, Fay"'
B = '06/22/2026,06/24/2026,Birch Plan,90.00,accepted,"Elm, Eve"'


def test_a_header_like_a_claims_number_names_claims_where_it_tells_each_apart():
    assert (
        mapped(f"Claim Ctl,{TAIL}", f"K1,{A}", f"K2,{B}").crosswalk.used["patient_control_number"]
        == "Claim Ctl"
    )
    same = mapped(f"Claim Ctl,{TAIL}", f"K1,{A}", f"K1,{B}").crosswalk  # a batch, not a claim
    assert "patient_control_number" not in same.used
    assert same.used["claim_number"].startswith("day, patient and procedure")


def test_a_column_that_few_rows_share_with_the_practices_claims_is_not_their_number():
    def knows(*numbers):
        return lambda cells, _days: cells.isin(numbers)

    lines = (f"m1,W7,{A}", f"m2,W8,{B}")
    head = f"Transaction ID,Whatnot,{TAIL}"
    known = mapped(head, *lines, knows=knows("W7")).crosswalk.used  # one of two
    assert (known["claim_number"], known["patient_control_number"]) == ("Transaction ID", "Whatnot")
    assert "patient_control_number" not in mapped(head, *lines, knows=knows("W9")).crosswalk.used


def test_claims_of_a_made_number_are_two_where_amount_or_nothing_but_the_row_differs():
    made = "NO-NUMBER-20260620-FIR-FAY"
    lines = [went(None, cents, claim_number=made, sent_on=day(on), source_row=n)
             for n, (cents, on) in enumerate([(7_000, "2026-06-22"), (8_000, "2026-06-22"), (8_000, "2026-06-22"),
                                              (7_000, "2026-06-29")])]  # fmt: skip
    given = run(sent=lines)
    # 70.00 was sent again a week later; both of 80.00 went out on one day
    assert superseded(given, pd.Series(False, given.sent.index)).tolist() == [True, False, False, False]
