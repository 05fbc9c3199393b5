"""What patients owe is no control of what payers owe, and a credit of one pays nobody else's balance."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from cutover.columns import Privacy
from cutover.reading.claims.account_balances import AS_CONTROL, AS_PATIENTS, purpose, rows_of
from cutover.workstreams.open_claims import by_account
from cutover.workstreams.open_claims.inputs import Inputs
from cutover.workstreams.open_claims.patient_balances import (
    CREDITS,
    LISTS,
    by_list,
    credits,
    figures,
    limits,
    shown,
)
from cutover.workstreams.open_claims.report import assess
from open_claims_makers import book, history

# 80.00 + 40.25 owed; 12.30 and 5.00 to give back; one at zero
LIST = (
    '{},{},{}\nT-10,"Alder, May",80.00\nT-11,"Birch, Ned",(12.30)\nT-12,"Cedar, Ola",0.00\n'
    'T-13,"Dogwood, Pia",40.25\nT-14,"Elm, Quin",-5.00\n'
)


def read(account="acct", who="who", balance="balance", name="claims/list.csv"):
    return rows_of(LIST.format(account, who, balance).encode(), name)


@pytest.mark.parametrize(
    "said",
    [
        {"who": "Guarantor"}, {"who": "Responsible party"}, {"who": "Bill-to name"}, {"who": "Guar. name"},
        {"balance": "Patient balance"}, {"balance": "Pt Bal"}, {"name": "claims/patient balances.csv"},
        {"name": "claims/Statements_2026-11.csv"}, {"name": "claims/x.zip!PT_BAL.csv"},
    ],
)  # fmt: skip
def test_a_column_of_who_pays_a_header_or_a_name_makes_a_list_one_of_patients(said):
    rows = read(**said)
    assert len(rows) == 5 and rows["of_patients"].all() and purpose(rows) == AS_PATIENTS


@pytest.mark.parametrize(
    "said",
    [
        {}, {"who": "Patient"}, {"name": "claims/who owes.csv"},  # a patient's name alone is in every list
        {"who": "Guarantor", "balance": "Insurance balance"},  # the balance says whose it is
        {"name": "claims/insurance and patient balances.csv"},  # both: no list of patients alone
    ],
)  # fmt: skip
def test_what_says_nothing_of_patients_or_speaks_of_insurers_stays_a_control_of_claims(said):
    rows = read(**said)
    assert len(rows) == 5 and not rows["of_patients"].any() and purpose(rows) == AS_CONTROL


@pytest.mark.parametrize(
    ("header", "of_patients"),
    [
        ("Member,Name,Owes", True), ("Client no,Patient,Due", True), ("Member,Patient name,Amount due", True),
        ("Member,Patient,Bal", False),  # a balance may be the claims'
    ],
)  # fmt: skip
def test_a_number_beside_a_name_and_one_amount_is_an_account_under_any_header(header, of_patients):
    text = f'{header}\n0071,"Alder, May",80.00\n0072,"Birch, Ned",(12.30)\n0073,"Cedar, Ola",0.00\n,TOTAL,67.70\n'
    rows = rows_of(text.encode(), "claims/list.csv")
    assert rows["account"].tolist() == ["0071", "0072", "0073"]  # without the total
    assert rows["amount_cents"].tolist() == [8_000, -1_230, 0]
    assert rows["of_patients"].all() == of_patients
    named = rows_of(text.encode(), "claims/self_pay 2026-11.csv")
    assert len(named) == 3 and named["of_patients"].all()


@pytest.mark.parametrize(
    "rows",
    [
        '0071,"Alder, May",80.00\n0071,"Birch, Ned",12.30\n',  # one number twice
        'Aetna,"Alder, May",80.00\nCigna,"Birch, Ned",12.30\n',  # no numbers
        '11/02/2026,"Alder, May",80.00\n11/03/2026,"Birch, Ned",12.30\n',  # days
        '80.00,"Alder, May",80.00\n12.30,"Birch, Ned",12.30\n',  # money
    ],
)
def test_what_is_no_number_of_each_row_is_no_account(rows):
    assert rows_of(f"Member,Patient,Owes\n{rows}".encode(), "claims/list.csv").empty


def test_a_note_below_a_list_is_no_account_and_a_row_without_an_amount_leaves_the_list_unread():
    text = 'acct,patient,owes\nT-10,"Alder, May",80.00\nT-11,"Birch, Ned",(12.30)\n'
    noted = rows_of(f"{text}credits in brackets,,\n".encode(), "claims/list.csv")
    assert noted["amount_cents"].tolist() == [8_000, -1_230]
    assert rows_of(f'{text}T-12,"Cedar, Ola",\n'.encode(), "claims/list.csv").empty
    assert rows_of(f"{text}T-12,,\n".encode(), "claims/list.csv").empty


def test_a_column_of_who_pays_with_a_few_values_over_and_over_names_no_people():
    text = "acct,responsible,balance\n" + "".join(
        f"T-{n},{'Ins' if n % 2 else 'Pt'},10.00\n" for n in range(10)
    )
    assert not rows_of(text.encode(), "claims/list.csv")["of_patients"].any()


def inputs(rows=None) -> Inputs:
    claim = history("C1", "pending", 10_000) | {"claim_number": "C1", "patient_control_number": "T-10"}
    return replace(book([claim]).inputs, balances=read(who="guarantor") if rows is None else rows, known={})


def test_what_patients_owe_and_their_credits_are_two_sums_and_never_one():
    (row,) = by_list(inputs()).to_dict("records")
    assert (row["accounts"], row["owing"], row["in_credit"], row["at_zero"]) == (5, 2, 2, 1)
    assert (row["owed_cents"], row["credit_cents"]) == (12_025, 1_730)  # 80.00 + 40.25; 12.30 + 5.00
    assert row["net_cents"] == 10_295  # 120.25 - 17.30
    each = credits(inputs())
    assert each["credit_cents"].tolist() == [1_230, 500] and each["account"].tolist() == ["T-11", "T-14"]
    owed, credit = figures(inputs())
    assert (owed.value, owed.note) == (
        "$120.25",
        "2 accounts, by the client's list of patients' balances; less the credits the list comes to $102.95, which no "
        "patient owes",
    )
    assert (credit.value, credit.note) == ("$17.30", "2 accounts with a credit, by that list")


@pytest.mark.parametrize("has_list", [True, False])
def test_no_zero_of_the_claim_history_stands_beside_what_the_list_says_that_patients_owe(has_list):
    given = inputs() if has_list else inputs(read())
    told = {one.label: one.value for one in assess(given).figures}
    assert ("Patients' part" in told) is not has_list  # the history leaves $0.00 to patients
    assert told.get("Owed by patients") == ("$120.25" if has_list else None)


def test_such_a_list_is_held_against_no_claims_and_says_so():
    given = inputs()
    assert by_account.by_account(given).empty and by_account.limits(given) == ()
    assert limits(given) == (
        "1 list of what patients owe is compared with no open claims: payers owe those.",
    )
    control = inputs(read())
    assert len(by_account.by_account(control)) == 5 and by_list(control).empty and limits(control) == ()


def test_two_lists_are_two_rows_and_no_figure_adds_them_up():
    both = pd.concat(
        [read(who="guarantor"), read(who="guarantor", name="claims/later.csv")], ignore_index=True
    )
    given = inputs(both)
    assert by_list(given)["credit_cents"].tolist() == [1_730, 1_730] and figures(given) == ()


def test_no_list_is_not_known_and_a_list_without_a_credit_has_none():
    tables = shown(inputs(read()))
    assert tables["patients_owe"].frame.empty and "not known" in tables["patients_owe"].absent
    assert "not known" in tables["patients_credits"].absent
    owing = read(who="guarantor")
    tables = shown(inputs(owing[owing["amount_cents"].ge(0)]))
    assert tables["patients_credits"].absent == "no account has a credit"
    assert tables["patients_owe"].frame["credit_cents"].tolist() == [0]


def test_accounts_are_the_desks():
    assert {column.name for column in (*LISTS, *CREDITS) if column.privacy == Privacy.PHI} == {
        "account",
        "source_file",
    }
