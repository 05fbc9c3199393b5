"""What nobody could look for in a patient export is unknown: a rule without its columns has no zero beside it."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.mapping.targets import load_target
from cutover.reading.patients.exports import read_demographics
from cutover.reading.patients.other_sources import CLAIM_ACCOUNTS, Known
from cutover.workstreams.demographics import not_judged
from cutover.workstreams.demographics.inputs import Inputs
from cutover.workstreams.demographics.report import assess
from cutover.workstreams.demographics.rules import rules
from patient_maker import AS_OF, a_practice

PATIENT = {"Account Number": "101", "Last Name": "Doe", "First Name": "Ann", "Date of Birth": "01/02/1980",
           "Gender": "F", "Address": "1 Main St", "City": "Nyack", "State": "NJ", "Zip": "07030",
           "Primary Insurance": "AETNA", "Member ID": "W100200300"}  # fmt: skip
VISITS = {"Authorization Number": "A1", "Visits Authorized": "10", "Visits Used": "11", "Visits Left": "0"}


def accounts(*numbers: str) -> pd.DataFrame:
    """Accounts of a claim history with one claim each."""
    rows = [(number, 1, pd.Timestamp(2026, 5, 2), 0) for number in numbers]
    return pd.DataFrame(rows, columns=list(CLAIM_ACCOUNTS)).astype(CLAIM_ACCOUNTS)


def held(home, row: dict[str, str]):
    """A practice with an export of one patient."""
    return a_practice(home, patients_csv=f"{','.join(row)}\n{','.join(row.values())}\n".encode())


def checked(home, row: dict[str, str], known: Known) -> pd.DataFrame:
    """The table of rules in 02 of an export with one patient, by code."""
    practice = held(home, row)
    result = assess(Inputs(read_demographics(practice), practice, AS_OF, known))
    return result.tables["rules"].frame.set_index("code")


def test_a_rule_counts_where_its_columns_are_read_and_is_unknown_where_they_are_not(tmp_path):
    with_visits = checked(tmp_path / "a", PATIENT | VISITS, Known())
    assert with_visits.loc["demo-auth-visits-wrong", "cases"] == 1  # 11 of 10 are used
    assert pd.isna(with_visits.loc["demo-auth-visits-wrong", "unknown"])
    assert (
        with_visits.loc["demo-auth-used-up", "cases"] == 1
        and with_visits.loc["demo-sex-unread", "cases"] == 0
    )
    without = checked(tmp_path / "b", PATIENT, Known())
    assert pd.isna(without.loc["demo-auth-visits-wrong", "cases"])
    assert without.loc["demo-auth-visits-wrong", "unknown"] == (
        "no column is read as Authorization: visits authorized and Authorization: visits left or Authorization: "
        "visits used"
    )
    assert without.loc["demo-birth-future", "cases"] == 0 and pd.isna(without.loc["demo-ssn-unread", "cases"])


@pytest.mark.parametrize(
    ("history", "cases", "why"),
    [
        (accounts("101"), 0, None),
        (accounts("101", "102"), 1, None),  # one of two accounts, half of the claims, is in the export
        (accounts("101", "102", "103"), None, not_judged.OTHER_NUMBERS),  # one of three is not
        (accounts(), None, not_judged.NO_NUMBERS),
        (None, None, not_judged.NO_HISTORY),
    ],
)
def test_accounts_that_no_export_has_are_none_only_where_the_numbers_could_be_compared(
    tmp_path, history, cases, why
):
    row = checked(tmp_path, PATIENT, Known(claim_accounts=history)).loc["demo-account-not-exported"]
    assert [None if pd.isna(one) else one for one in (row["cases"], row["unknown"])] == [cases, why]


def test_what_cannot_be_looked_for_in_the_claim_history_is_a_limit_too(tmp_path):
    practice = held(tmp_path, PATIENT)
    export = read_demographics(practice)
    limits = assess(Inputs(export, practice, AS_OF, Known(claim_accounts=accounts()))).limits
    assert any(
        one.startswith("The claim history has no account numbers. So it is not known") for one in limits
    )
    limits = assess(Inputs(export, practice, AS_OF, Known(claim_accounts=accounts("101")))).limits
    assert not any("account numbers. So it is not known" in one for one in limits)


def test_every_need_of_a_rule_is_a_field_of_the_export():
    target = load_target("patients")
    keys = {key for rule in rules().values() for one in rule.needs for key in one.split("|")}
    assert keys and keys <= {field.key for field in target.fields}
