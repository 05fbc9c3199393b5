"""A patient with claims who is in no export would be left behind: told by the account number, where both use one."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.patients.exports import read_demographics
from cutover.reading.patients.other_sources import CLAIM_ACCOUNTS, SERVICES, Known, claim_accounts
from cutover.workstreams.demographics.claim_accounts import not_exported, numbers_agree
from cutover.workstreams.demographics.inputs import Inputs
from cutover.workstreams.demographics.report import assess
from patient_maker import AS_OF, a_csv, a_patient, a_practice, prepared

DAY = pd.Timestamp(2026, 5, 2)


def claims(*accounts: tuple[str, int, int]) -> pd.DataFrame:
    """Accounts of a claim history: number, claims, cents open."""
    rows = [(number, count, DAY, cents) for number, count, cents in accounts]
    return pd.DataFrame(rows, columns=list(CLAIM_ACCOUNTS)).astype(CLAIM_ACCOUNTS)


def export(*numbers: str | None) -> pd.DataFrame:
    """An export with these account numbers."""
    return pd.DataFrame({"account_number": pd.Series(numbers, dtype="str")})


def test_an_account_with_claims_that_no_export_has_is_told_with_what_is_open():
    found = not_exported(export("101", "102"), claims(("101", 3, 500), ("102", 1, 0), ("203", 2, 12_345)))
    assert found[["account_number", "claims", "open_cents"]].values.tolist() == [["203", 2, 12_345]]


def test_leading_zeros_and_punctuation_make_no_other_account():
    assert not_exported(export("A-0101", "00102"), claims(("a0101", 1, 0), ("102", 1, 0))).empty


def test_a_number_that_stands_in_the_chart_column_is_in_the_export():
    rows = export("1", "2").assign(chart_number=pd.Series(["101", "102"], dtype="str"))
    assert not_exported(rows, claims(("101", 1, 0), ("102", 1, 0))).empty


@pytest.mark.parametrize(("known", "alike"), [(5, True), (4, False)])
def test_from_half_of_the_claims_on_both_number_patients_alike(known, alike):
    told = claims(("101", known, 0), ("900", 10 - known, 100))  # of 10 claims, 5 are half
    assert numbers_agree(export("101"), told) is alike
    assert len(not_exported(export("101"), told)) == alike


def test_without_a_history_or_numbers_nothing_is_known():
    assert numbers_agree(export("101"), None) is None
    assert numbers_agree(export(None), claims(("101", 1, 0))) is None
    assert claim_accounts(pd.DataFrame()) is None


def test_of_a_settled_claim_nothing_is_open_and_of_an_open_one_the_balance():
    rows = [("1", 10_000, 4_000, 6_000, 0, "paid"), ("1", 10_000, 2_000, 1_000, pd.NA, "submitted"),
            ("1", 5_000, 0, 0, 700, "denied")]  # fmt: skip
    names = [
        "patient_control_number",
        "charge_cents",
        "paid_cents",
        "adjusted_cents",
        "balance_cents",
        "state",
    ]
    history = pd.DataFrame(rows, columns=names).assign(service_from=DAY)
    for name in names[1:5]:
        history[name] = history[name].astype("Int64")
    # the paid one 0, the submitted one 10,000 - 2,000 - 1,000 = 7,000, the denied one its balance of 700
    assert claim_accounts(history)[["claims", "open_cents"]].values.tolist() == [[3, 7_700]]


def told(home, accounts: pd.DataFrame):
    """What 02 says of one patient, number 1, beside these accounts."""
    practice = a_practice(home, patients_csv=a_csv(a_patient(account_number="1")))
    known = Known(claim_accounts=accounts)
    return assess(Inputs(read_demographics(practice), practice, AS_OF, known))


def test_the_report_finds_accounts_that_are_not_exported_or_says_that_it_cannot(tmp_path):
    result = told(tmp_path / "a", claims(("1", 2, 0), ("7", 1, 2_500)))
    (one,) = [f for f in result.findings if f.code == "demo-account-not-exported"]
    assert (one.count, one.amount_cents) == (1, 2_500)
    other = told(tmp_path / "b", claims(("C-1", 2, 0)))
    assert "demo-account-not-exported" not in {f.code for f in other.findings}
    assert any("numbers accounts in another way" in limit for limit in other.limits)


def covered(home, **other: str) -> set[str]:
    """What is wrong with two patients of whom remittances know the first alone; the other has no payer."""
    one = a_patient(account_number="1", last_visit="", status="")
    two = a_patient(account_number="2", last_name="Quill", birth_date="01/02/1970", home_phone="201-555-0102",
                    last_visit="", status="", primary_payer_name="", primary_member_id="") | other  # fmt: skip
    seen = pd.DataFrame(
        [("1", one["last_name"].lower(), one["first_name"].lower(), "W123456789", DAY, DAY)],
        columns=list(SERVICES),
    ).astype(SERVICES)
    made = prepared(home, one, two, services=seen)
    return set(made.exceptions.loc[made.exceptions["account_number"] == "2", "code"])


def test_without_a_payer_is_told_also_of_whom_no_claim_names_where_the_export_has_no_visits(tmp_path):
    assert "no-coverage" in covered(tmp_path / "a")
    assert "no-coverage" not in covered(tmp_path / "b", status="Inactive")
    assert "no-coverage" not in covered(tmp_path / "c", last_visit="05/02/2020")  # seen long ago
