"""A claim list whose column `PT` holds numbers has account numbers; names, days and other values are none."""

from __future__ import annotations

import pytest
from cutover.reading.claims.history import read_claim_history
from cutover.reading.patients.other_sources import claim_accounts

HEAD = "CLM,{head},SVC DATE,CARRIER,CHG,PMT,BAL,STATUS\n"
LINE = "Q-{n},{who},2026-03-0{n},Oak Health,90.00,60.00,0.00,Closed\n"


def read(values, head="PT"):
    lines = (LINE.format(n=n, who=who) for n, who in enumerate(values, 1))
    return read_claim_history((HEAD.format(head=head) + "".join(lines)).encode(), "claims/a.csv")


@pytest.mark.parametrize("head", ["PT", "Patient", "Client", "Pat"])
@pytest.mark.parametrize("values", [["301", "45", "301", "872"], ["E-301", "E-302", "E-301", "E-305"]])
def test_numbers_under_a_column_of_patients_are_accounts(head, values):
    found = read(values, head)
    assert found.claims["patient_control_number"].tolist() == values
    told = claim_accounts(found.claims).set_index("account_number")["claims"]
    assert told[values[0]] == 2 and len(told) == 3  # the first and the third claim are of one account


@pytest.mark.parametrize(
    "values",
    [
        ["Ames Rob", "Lee Ann", "Ames Rob", "Orr Kim"],  # names
        ["1/2/1950", "3/4/1961", "1/2/1950", "5/6/1972"],  # days
        ["301", "new", "walk-in", "-"],  # of one form are too few
    ],
)
def test_what_is_no_number_of_one_form_is_no_account(values):
    assert read(values).claims["patient_control_number"].isna().all()


def test_a_column_of_account_numbers_stays_the_only_one():
    text = "CLM,PT,Acct No,SVC DATE,CARRIER,CHG,PMT,BAL,STATUS\n"
    text += "".join(f"Q-{n},7{n},55{n},2026-03-0{n},Oak,90.00,60.00,0.00,Closed\n" for n in range(1, 5))
    found = read_claim_history(text.encode(), "claims/a.csv")
    assert found.claims["patient_control_number"].tolist() == ["551", "552", "553", "554"]
