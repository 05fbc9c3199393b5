"""Facts that stand once around a table or in a file's name are columns of all its rows."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.files.facts import days_in, facts_of, months_in, period_in, with_facts
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import header_signature, suggest
from cutover.reading.mapping.targets import load_target

THE_DAY = dt.date(2026, 3, 4)


@pytest.mark.parametrize(
    "name",
    ["deposits_20260304", "2026-03-04 deposits", "dep 03-04-2026", "dep_3.4.2026", "dep_03_04_2026", "dep03042026",
    "Mar 4, 2026",
     "dep_4Mar2026", "2026_03_04_v2", "Report 4-Mar-2026", "claims (3-4-26)"],
)  # fmt: skip
def test_a_name_states_its_day_in_every_usual_order(name):
    assert days_in(name) == [THE_DAY]


@pytest.mark.parametrize("name", ["invoice 12345678", "batch 99-99-2026", "v1.2.3", "id 123456789012"])
def test_numbers_that_are_no_days_are_none(name):
    assert days_in(name) == []


@pytest.mark.parametrize(
    "text",
    ["par_2026-03", "par_202603", "March 2026", "Mar2026", "2026_Mar", "03-2026", "par 032026", "3/2026"],
)
def test_a_month_is_stated_in_every_usual_order(text):
    assert months_in(text) == [dt.date(2026, 3, 1)]
    assert period_in(text) == (dt.date(2026, 3, 1), dt.date(2026, 3, 31))


def test_a_period_is_its_two_days_and_a_day_is_no_period():
    assert period_in("From 03/01/2026 to 03/15/2026") == (dt.date(2026, 3, 1), dt.date(2026, 3, 15))
    assert period_in("January 2026 - March 2026") == (dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    assert period_in("03/04/2026") is None


def sheet_of(*lines: str):
    return read_spreadsheet("\n".join(lines).encode(), "p.csv").sheets[0]


BODY = ("Check No,Payer,Amount", "E1001,Aetna,10.00", "E1002,Cigna,20.00", "E1003,Aetna,30.00")


def test_what_stands_above_and_below_is_found_with_its_row():
    sheet = sheet_of(
        "Practice: Cedar Grove,,", "Deposit date: 3/4/2026,,", *BODY, "Printed on 4/1/2026 10:00 AM,,"
    )
    told = {fact.label: (fact.value, fact.row) for fact in facts_of(sheet, "bank/deposits.csv")}
    assert told["Practice"] == ("Cedar Grove", 1)
    assert told["Deposit date"] == ("2026-03-04", 2)
    assert told["Printed on"] == ("2026-04-01", 7)


def test_a_fact_is_a_column_that_is_mapped_like_others_and_the_header_keeps_its_signature():
    sheet = sheet_of("Deposit date: 3/4/2026,,", *BODY, "Printed on 4/1/2026,,")
    target = load_target("deposits")
    assert "deposit_date" not in suggest(sheet, target).used
    whole = with_facts(sheet, facts_of(sheet, "deposits.csv"))
    crosswalk = suggest(whole, target)
    assert crosswalk.used["deposit_date"] == "Deposit date"
    assert whole.frame["Deposit date"].unique().tolist() == ["2026-03-04"]
    assert crosswalk.signature == header_signature(sheet.columns)
    assert "Printed on" not in whole.columns  # when it was printed says nothing of the rows


def test_a_column_of_the_table_beats_a_fact_of_its_name_and_a_files_name_comes_last():
    dated = sheet_of("Date: 3/1/2026,,", "Date,Payer,Amount", "3/4/2026,Aetna,1.00", "3/5/2026,Aetna,2.00")
    assert with_facts(dated, facts_of(dated, "deposits.csv")).columns == ["Date", "Payer", "Amount"]
    plain = sheet_of(*BODY)
    whole = with_facts(plain, facts_of(plain, "bank/deposits_2026-03-04.csv"))
    assert whole.frame["date"].unique().tolist() == ["2026-03-04"]


def test_a_fact_fills_no_field_that_a_column_of_the_table_means():
    target = load_target("deposits")
    sheet = sheet_of("Posting Date,Payer,Amount", "3/4/2026,Aetna,1.00", "3/5/2026,Aetna,2.00")
    whole = with_facts(sheet, facts_of(sheet, "bank/deposits_2026-04-01.csv"))
    assert suggest(whole, target).used["deposit_date"] == "Posting Date"
