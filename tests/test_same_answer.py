"""One question has one answer, whichever report is asked: the reports of one practice are held against each other."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest
from claim_makers import TEN, listed, workbook
from cutover.reading.claims.claims import load_claims
from cutover.reading.era.archive import load_archive
from cutover.reading.practice.book import load_practice
from cutover.result import Result
from cutover.workstreams.nonpar import inputs as nonpar_inputs
from cutover.workstreams.parallel_run import inputs as run_inputs
from practice_folder import NPI, TODAY, era, folder, practice_answers
from whose_rows_play import MAKERS

# a payer that the export writes by an old name and the list's id, and one that nobody lists
PATIENTS = (
    "Account No,Last Name,First Name,DOB,Sex,Address,City,State,Zip,"
    "Primary Insurance,Primary Payer ID,Primary Member ID,Last Visit\n"
    "A1,Doe,Ann,01/02/1980,F,1 Main St,Hoboken,NJ,07030,Old Harbor Trust,60054,W1234567801,01/05/2024\n"
    "A2,Roe,Bea,02/03/1981,F,2 Main St,Hoboken,NJ,07030,Nobody Knows Plan,ZZ999,W1234567802,01/05/2024\n"
)
CLAIMS = (
    "Claim,Account No,Patient,Service Date,Submission Date,Payer,Payer ID,Rendering NPI,Charge,Paid,Balance,Status\n"
    f'C1,A1,"Doe, Ann",06/02/2025,06/05/2026,Old Harbor Trust,60054,{NPI},100.00,0.00,100.00,Open\n'
    f'C2,A2,"Roe, Bea",06/03/2025,06/06/2026,Old Harbor Trust,60054,{NPI},100.00,100.00,0.00,Paid\n'
)
MONTHLY = [
    f"{stamp:%Y-%m-%d}"
    for stamp in pd.date_range("2025-06-10", "2026-07-10", freq="MS") + pd.Timedelta(days=9)
]

pytestmark = pytest.mark.usefixtures("in_memory")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A practice that moves in April 2026: a payer pays monthly, from then on through Medi."""
    made = tmp_path_factory.mktemp("same")
    files = {"demographics/patients.csv": PATIENTS, "claims/history.csv": CLAIMS}
    files |= {f"era/{day}.835": era(day) for day in MONTHLY if day < "2026-04"}
    files |= {f"medi_era/{day}.835": era(day) for day in MONTHLY if day > "2026-04"}
    folder(made, files, practice_answers(cutover_date="2026-04-01"))
    lists = made / "data" / "raw" / "acme" / "payer_list"
    lists.mkdir(parents=True)
    (lists / "payers_2026-01-01.xlsx").write_bytes(workbook(TEN, listed("HARBOR HEALTH", "60054")))
    return made


@pytest.fixture(scope="module")
def who(home):
    return load_practice(home, "acme", "cedar-grove")


@cache
def said(who, name: str) -> Result:
    """What one report says of the practice, asked once."""
    load, assess = MAKERS[name]
    return assess(load(who, TODAY))


def test_a_payer_whose_id_decides_its_fee_is_not_called_unknown_in_the_patients(who):
    fees = nonpar_inputs.load(who, TODAY).submissions
    fees = fees[fees["payer_id"] == "60054"]
    assert fees["payer"].unique().tolist() == ["HARBOR HEALTH"]
    assert fees["par"].unique().tolist() == ["par"]
    of_patients = {f.code: f.evidence.frame for f in said(who, "02").findings}
    assert of_patients["demo-payer-unmatched"]["payer_name"].tolist() == ["Nobody Knows Plan"]
    assert of_patients["demo-payer-proposed"]["payer_name"].tolist() == ["Old Harbor Trust"]


def test_a_patient_with_a_claim_that_the_parallel_run_calls_open_is_active_in_the_patients(who):
    history = run_inputs.load(who, TODAY).history
    open_accounts = history.loc[history["state"] == "open", "patient_control_number"]
    assert open_accounts.tolist() == ["A1"]
    load, _ = MAKERS["02"]
    inputs = load(who, TODAY)
    people = inputs.prepared.people.set_index("account_number")["activity"]
    assert people.to_dict() == {"A1": True, "A2": False}  # both were last seen more than a year ago
    assert not any("Open claims were not at hand" in limit for limit in said(who, "02").limits)


def test_a_payer_that_pays_through_medi_is_no_silence_in_the_archive_of_office_ally(who):
    run = run_inputs.load(who, TODAY)
    assert (run.counted["feed"] == "Medi").sum() == len([day for day in MONTHLY if day > "2026-04"])
    codes = {f.code for f in said(who, "03").findings}
    assert not codes & {"era-payer-gap", "era-stale", "era-month-empty"}


@pytest.mark.parametrize("name", MAKERS)
def test_every_text_of_every_table_is_kept_in_one_way(who, name):
    """The key of a merge of two columns that keep their texts in different ways would be of type object."""
    result = said(who, name)
    frames = [table.frame for table in [*result.tables.values(), *(f.evidence for f in result.findings)]]
    kept = {dtype.storage for frame in frames for dtype in frame.dtypes if isinstance(dtype, pd.StringDtype)}
    assert kept <= {"python"}


def test_every_text_that_is_read_is_kept_in_that_way_too(who):
    archive, claims = load_archive(who), load_claims(who, load_archive(who))
    frames = [
        one
        for read in (archive, claims)
        for name in dir(read)
        if isinstance(one := getattr(read, name), pd.DataFrame)
    ]
    texts = [dtype for frame in frames for dtype in frame.dtypes if isinstance(dtype, pd.StringDtype)]
    assert len(texts) > 100
    assert {dtype.storage for dtype in texts} == {"python"}
