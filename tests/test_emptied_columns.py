"""No report breaks where a column of a file holds nothing in any row: it says less, and is made.

An ordinary run empties the days and, in another turn, the amounts and states of each file, and makes the reports that
say most of it. With CUTOVER_EXAMPLES=all each column of each file is emptied, and made unreadable, for itself, and
every report that reads the file is made.
"""

from __future__ import annotations

import datetime as dt

import emptied_play
import pandas as pd
import pytest
from cutover.reading.patients.other_sources import CLAIM_ACCOUNTS
from cutover.workstreams.demographics.claim_accounts import last_days
from examples import ALL

pytestmark = pytest.mark.usefixtures("unwritten")

DAYS = {
    "claims/history.csv": ["Service From", "Service Through", "Submitted Date", "Paid Date"],
    "demographics/patients.csv": ["DOB", "Last Visit", "Primary Effective Date", "Authorization End Date"],
    "postings/postings.csv": ["Posted Date"],
    "bank/checking.csv": ["Date"],
    "invoices/invoices.csv": ["Invoice Date"],
    "enrollments/tracker.csv": ["Date Filed", "Live Date", "Status Date"],
    "fee_schedules/aetna.csv": ["Effective Date"],
}
# what is counted with: amounts, states and who pays
REST = {
    "claims/history.csv": ["Payer Name", "Charge", "Paid", "Adjusted", "Balance", "Status"],
    "demographics/patients.csv": ["Account Number", "Primary Insurance", "Primary Member ID"],
    "postings/postings.csv": ["System", "Claim Number", "Paid"],
    "bank/checking.csv": ["Amount"],
    "enrollments/tracker.csv": ["Payer Name", "Payer ID", "Transaction"],
}
WORDS = {"enrollments/tracker.csv": ["Status"]}
ORDINARY = [(name, columns, text) for part, text in ((DAYS, ""), (REST, emptied_play.UNREADABLE), (WORDS, ""))
            for name, columns in part.items()]  # fmt: skip
WHOLE = [(name, [column], text) for name, column, text in emptied_play.cases()]


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    """A practice with one file of each kind."""
    return emptied_play.written(tmp_path_factory.mktemp("emptied"))


@pytest.mark.skipif(not ALL, reason="an ordinary run makes every report elsewhere")
def test_every_report_of_the_whole_practice_is_made(practice):
    assert emptied_play.crashes(practice) == {}


@pytest.mark.parametrize(("name", "columns", "instead"), WHOLE + ORDINARY if ALL else ORDINARY)
def test_no_report_breaks_where_columns_of_a_file_hold_nothing(practice, name, columns, instead):
    readers = emptied_play.READERS if ALL else emptied_play.FIRST
    assert emptied_play.played(practice, name, columns, instead, readers) == {}


def test_where_no_claim_has_a_day_no_patient_has_a_last_service():
    accounts = pd.DataFrame([("101", 3, pd.NaT, 500)], columns=list(CLAIM_ACCOUNTS)).astype(CLAIM_ACCOUNTS)
    rows = pd.DataFrame({"account_number": pd.Series(["101", "102"], dtype="str")})
    found = last_days(rows, accounts, dt.date(2026, 7, 31))
    assert found.isna().tolist() == [True, True] and found.dtype == "datetime64[ms]"
