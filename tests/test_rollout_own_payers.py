"""A lesson about one payer is for practices that have it, and who has not decided to move is said to be so."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.columns import conform
from cutover.intake.template import template
from cutover.reading.intake.reader import read_intake
from cutover.reading.payers.lessons import LESSON_ROWS
from cutover.reading.payers.names import first_own_word
from cutover.workstreams.enrollment.report import by_payer
from cutover.workstreams.rollout.facts import _is_undecided
from cutover.workstreams.rollout.plan import Plan
from cutover.workstreams.rollout.tables import carried, waves
from cutover.workstreams.rollout.verdict import verdict
from enrollment_makers import claims, filed, plan
from rollout_makers import book, one


def lessons(*words: str) -> pd.DataFrame:
    rows = [
        {"lesson": said, "kind": "payer enrollment", "action": "ask early", "days_before": 5}
        for said in words
    ]
    names = [c.name for c in LESSON_ROWS]
    return conform(pd.DataFrame(rows, columns=names, dtype=object), LESSON_ROWS)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Granite asks for a wet signature", "not for it: none of its payers is Granite"),
        ("Mica is slow", "in time"),
        ("Granite and Mica are slow", "in time"),  # it has one of them
        ("granite counters are slow", "in time"),  # no name
        ("Forms are lost", "in time"),  # about no payer in particular
    ],
)
def test_a_lesson_that_names_a_payer_is_for_practices_that_have_it(words, told):
    facts = (
        one("east", brands=frozenset({"granite"}), cutover=dt.date(2026, 9, 8)),
        one("west", brands=frozenset({"mica"}), cutover=dt.date(2026, 9, 8)),
    )
    rows = carried(Plan(book(*facts, lessons=lessons(words))))
    assert rows.set_index("practice").loc["West Clinic", "state"] == told
    # of a practice whose payers are not known the lesson stays its own
    blank = (facts[0], one("west", cutover=dt.date(2026, 9, 8)))
    assert (
        carried(Plan(book(*blank, lessons=lessons(words)))).set_index("practice").loc["West Clinic", "state"]
        == "in time"
    )


def test_a_name_begins_with_a_word_of_its_own_or_with_one_of_many_payers():
    assert first_own_word("GRANITE BEHAVIORAL") == "granite"
    assert first_own_word("First Granite") is None
    assert first_own_word("Medicare Granite") is None


def test_a_practice_that_has_not_decided_is_said_to_have_a_day_only_if_it_does():
    found = Plan(book(one("east", is_undecided=True), one("west")))
    told = waves(found).set_index("practice")["why"]
    assert told["East Clinic"].endswith("; not decided yet, so only if it moves")
    assert "decided" not in told["West Clinic"]
    assert "East Clinic has not decided to move: its day holds only in that case." in verdict(found)


@pytest.mark.parametrize(
    ("answer", "told"),
    [("undecided, see what it saves", True), ("2026-05-04", False), ("in spring", False), (None, False)],
)
def test_undecided_is_what_the_intake_says_in_words_and_not_an_empty_or_unreadable_day(answer, told):
    made = plan(claims("GRANITE", 1)).inputs
    object.__setattr__(
        made.files, "intake", read_intake(template({"practice": {"name": "X", "decided_on": answer}}))
    )
    assert _is_undecided(made) is told


def test_the_days_from_the_decision_to_the_filing_stand_beside_each_payer():
    said = {"practice": {"name": "X", "tins": ["111223333"], "decided_on": dt.date(2026, 5, 1)}}
    rows = [filed("GRANITE", "835", "PROVISIONING", "2026-07-10", filed_on=pd.Timestamp("2026-06-20")),
            filed("GRANITE", "837P", "PROVISIONING", "2026-07-10"),
            filed("MICA", "837P", "LIVE", "2026-05-04")]  # fmt: skip
    made = plan(
        [*claims("GRANITE", 2), *claims("MICA", 1), *claims("SLATE", 1)], enrollments=rows, intake=said
    )
    days = by_payer(made).set_index("payer")["days_to_filing"]
    assert (days["GRANITE"], days["MICA"]) == (
        "50 days after",
        "3 days after",
    )  # May 1 to June 20, of its ERA; May 1 to 4, of its claims
    assert pd.isna(days["SLATE"])
