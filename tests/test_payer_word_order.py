"""Two payers whose names have the same words in another order are two; what may stand anywhere still may."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.columns import conform
from cutover.intake.enrollment_workbook import PAYER_DEADLINES
from cutover.reading.payers.deadlines import APPEAL, Deadlines
from cutover.reading.payers.families import load_families
from cutover.reading.payers.names import compared, loosely
from cutover.reading.payers.spellings import Spellings
from cutover.result import Source
from enrollment_makers import claims, era, plan


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CARE FIRST HMO", "First Care Texas"),
        ("Choice Health PPO", "Health Choice Arizona"),
        ("Health Partners", "Partners Health Plan"),
        ("Alliance Health", "Health Alliance"),
        ("Mutual Granite", "Granite Mutual"),
    ],
)
def test_the_same_words_in_another_order_are_another_payer(one, other):
    for home in (None, "TX", "AZ"):
        assert Spellings([other], home).find(one) is None
        assert Spellings([one], home).find(other) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Medicare Granite", "GRANITE MEDICARE"),  # a line of business
        ("PPO Granite", "Granite PPO"),  # a product
        ("Blue Cross Anthem", "Anthem Blue Cross"),
        ("Health Plan of Granite", "Granite Health Plan"),
        ("TX BLUE CROSS BLUE SHIELD", "BCBS of Texas"),  # the state is no word of the name
        ("Ohio Choice Health", "Choice Health - OH"),
    ],
)
def test_words_whose_place_tells_nothing_may_stand_anywhere(one, other):
    assert compared(one) == compared(other)
    assert loosely(one) == loosely(other)


def test_a_payer_is_not_given_the_days_of_one_with_the_same_words():
    row = {"payer": "Health Choice Arizona", "appeal_days": 45, "known_from": "a manual"}
    columns = PAYER_DEADLINES.columns
    stated = conform(pd.DataFrame([row], columns=[c.name for c in columns], dtype=object), columns)
    known = Deadlines(
        (), load_families(dt.date(2026, 7, 31)), Source("x", "y", dt.date(2026, 7, 1)), stated, (), "AZ"
    )
    assert known.of("CHOICE HEALTH PPO", APPEAL) is None
    assert known.of("HEALTH CHOICE HMO", APPEAL).days == 45  # the payer itself, at home in its state


def test_two_names_whose_remittances_bear_one_id_in_2u_are_one_payer():
    sent = claims("GRANITE BEHAVIORAL", 2, payer_id="70111")
    paid = [era("GRANITE", "2026-07-06", payer_id_2u="70111"), era("MICA", "2026-07-06", payer_id_2u="70222")]
    made = plan(sent, paid)
    assert sorted(made.standing["payer"].unique()) == ["GRANITE BEHAVIORAL", "MICA"]
    rows = made.standing.set_index(["payer", "transaction"])
    assert rows.loc[("GRANITE BEHAVIORAL", "835"), "remittances"] == 1
    # the id of N1 goes first: 2U is asked only where that is silent
    apart = plan(sent, [era("GRANITE", "2026-07-06", payer_id="70999", payer_id_2u="70111")])
    assert sorted(apart.standing["payer"].unique()) == ["GRANITE", "GRANITE BEHAVIORAL"]
