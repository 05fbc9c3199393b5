"""Scrub rules of the intake: which are set up in Medi, which are tested, and how many are not."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.columns import conform
from cutover.intake.sheets import SCRUB_RULES
from cutover.workstreams import tested_rules
from cutover.workstreams.scrub_rules.report import report
from scrub_makers import book

TODAY = pd.Timestamp("2026-07-31")
BEFORE, LATER = pd.Timestamp("2026-07-31"), pd.Timestamp("2026-08-01")


def rules(*given: tuple) -> pd.DataFrame:
    """Rows of the intake's sheet: whether a rule is set up in Medi, and the day of its test."""
    rows = [{"rule": "GP with therapy", "codes": "97110; GP", "in_medi": there, "tested_on": day}
            for there, day in given]  # fmt: skip
    return conform(
        pd.DataFrame(rows, columns=[c.name for c in SCRUB_RULES.columns], dtype=object), SCRUB_RULES.columns
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((True, BEFORE), (True, True)),  # the day of the report itself is a day of a test
        ((True, LATER), (True, False)),  # a day to come is none
        ((True, None), (True, False)),
        ((None, BEFORE), (True, True)),  # what was tested is there
        ((None, None), (False, False)),
        ((False, BEFORE), (False, False)),  # the sheet says that it is not there: no test of it holds
        ((False, None), (False, False)),
    ],
)
def test_a_rule_is_tested_by_a_day_that_has_come(given, told):
    row = tested_rules.with_tests(rules(given), TODAY).iloc[0]
    assert (row["is_set_up"], row["is_tested"]) == told


def test_the_rules_are_counted_as_set_up_tested_and_not_tested():
    given = rules((True, BEFORE), (True, None), (True, LATER), (False, None))
    assert tested_rules.told(tested_rules.with_tests(given, TODAY)) == "3 of 4 set up, 1 tested, 3 not tested"


def test_the_scrub_rules_tell_rule_by_rule_whether_each_was_tested():
    asked = [{"rule": "GP with therapy", "codes": "97110; GP", "in_medi": there, "tested_on": day}
             for there, day in ((True, BEFORE), (True, LATER), (False, None))]  # fmt: skip
    made = report(book(asked=tuple(asked))).tables["sheet"]
    assert made.frame["in_medi"].tolist() == ["yes", "yes", "no"]
    assert made.frame["tested"].tolist() == ["2026-07-31", "not tested", "not tested"]
    assert made.note == "In Medi: 2 of 3 set up, 1 tested, 2 not tested"
    assert report(book()).tables["sheet"].note == ""
