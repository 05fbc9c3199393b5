"""A payer that says under which name it trades is the one of that name, in remittances and on a contract's title."""

from __future__ import annotations

import pytest
from cutover.reading.payers.contract_rates import _payer_of
from cutover.reading.payers.names import brand, compared, core
from cutover.reading.payers.spellings import Spellings
from cutover.reading.payers.table_titles import payer_in


@pytest.mark.parametrize(("name", "same"), [
    ("Elmgrove Insurance Co DBA Juniper", "Juniper"),
    ("ELMGROVE INC. D/B/A JUNIPER HEALTH PLAN", "Juniper Health Plan"),
    ("Elmgrove, doing business as Juniper", "juniper"),
    # a company that is known by law keeps its states
    ("Anthem Health Plans of Maine, Inc. dba Anthem", "Anthem Health Plans of Maine"),
    ("Dba Health", "dba health"), ("Alta Vista Health", "alta vista health"),  # no name on one side of the words
])  # fmt: skip
def test_the_name_under_which_a_company_trades_is_its_name(name, same):
    assert compared(name) == compared(same)
    assert Spellings([same]).find(name) == same


def test_the_legal_name_alone_is_not_the_trade_name():
    assert compared("Elmgrove Insurance Co") != compared("Elmgrove Insurance Co DBA Juniper")
    assert brand("Elmgrove Insurance Co DBA Juniper") == "Juniper" and core("Elm DBA Juniper") == {"juniper"}


@pytest.mark.parametrize(("title", "payer"), [
    ("Juniper Health fee exhibit from 3/1/2026", "Juniper Health"),
    ("Juniper Health - exhibit A to the agreement", "Juniper Health"),
    ("Amendment, Juniper Health rates", "Juniper Health"), ("Exhibit of rates", None),
])  # fmt: skip
def test_words_of_contracts_are_no_part_of_a_payers_name(title, payer):
    assert payer_in(title) == payer


def test_a_contract_is_that_of_the_remittances_payer_who_trades_under_its_name():
    known = {name: compared(name) for name in ("ELMGROVE INSURANCE CO DBA JUNIPER", "SUNDIAL MUTUAL")}
    title = "Juniper fee exhibit from 3/1/2026"
    assert (
        _payer_of(payer_in(title), title, "fee_schedules/a.xlsx", "rates", known)
        == "ELMGROVE INSURANCE CO DBA JUNIPER"
    )
    assert (
        _payer_of(None, None, "fee_schedules/Juniper OH exhibit.xlsx", "rates", known)
        == "ELMGROVE INSURANCE CO DBA JUNIPER"
    )
    both = known | {"JUNIPER ADVANTAGE": compared("JUNIPER ADVANTAGE")}  # two may be meant
    assert _payer_of(None, None, "fee_schedules/Juniper exhibit.xlsx", "rates", both) is None
