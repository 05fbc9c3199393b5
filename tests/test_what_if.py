"""A what-if stands beside the report's own answer; one that is kept says who supposes it, and may go into a report."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import ipywidgets as widgets
import pytest
from cutover.desk.what_if import WhatIf
from cutover.errors import InputError
from cutover.reading.kept import opened
from cutover.reading.practice import scenarios
from cutover.reporting.page import Report
from cutover.result import Figure
from era_frames import PRACTICE
from notebook_maker import one_finding, one_result

DAY = dt.date(2026, 7, 31)


class Doubled(WhatIf):
    """Twice a number: the smallest what-if."""

    def __init__(self, who):
        self.number = widgets.IntText(value=1)
        super().__init__(who, "04_nonpar_exposure", DAY, [self.number])
        self.number.observe(self.follow, names="value")

    def figures(self):
        return (Figure("Twice", f"${2 * self.number.value}.00"), Figure("Never known", None))

    def assumption(self):
        return f"the number is {self.number.value}" if self.number.value != 1 else ""


@pytest.fixture
def who(tmp_path):
    """A practice whose folders are the test's own."""
    return replace(PRACTICE, home=tmp_path)


def kept(desk, name: str, by: str = "Kim") -> None:
    """Keep what the desk stands at."""
    desk.name.value, desk.by.value = name, by
    desk.keep_it.click()


def test_now_stands_beside_what_is_reported_and_unknown_is_said(who):
    desk = Doubled(who)
    desk.number.value = 4
    assert '<td class="cw-right">$2.00</td>' in desk.answer.value
    assert "<strong>$8.00</strong>" in desk.answer.value and "the number is 4" in desk.answer.value
    assert desk.answer.value.count(">unknown<") == 2  # as reported and now


def test_a_scenario_that_is_kept_is_there_the_next_time_with_who_supposes_it_and_when(who):
    desk = Doubled(who)
    desk.number.value = 4
    kept(desk, "four")
    again = Doubled(who)
    assert "four" in again.answer.value and "$8.00" in again.answer.value
    (one,) = scenarios.kept(who, "04_nonpar_exposure")
    assert (one.by, one.as_of, one.assumption, one.in_report) == ("Kim", DAY, "the number is 4", False)
    assert one.told.startswith(f"the number is 4. Supposed by Kim on {one.on}, on data as of 2026-07-31.")


def test_of_one_name_the_last_is_kept_and_a_name_is_dropped_by_a_click(who):
    desk = Doubled(who)
    for number in (4, 5):
        desk.number.value = number
        kept(desk, "mine")
    assert [one.assumption for one in scenarios.kept(who, desk.notebook)] == ["the number is 5"]
    desk.drop.click()
    assert scenarios.kept(who, desk.notebook) == [] and desk.message.value == "Dropped."


@pytest.mark.parametrize(
    ("name", "by", "number", "said"),
    [
        ("", "Kim", 4, "Name it"),
        ("mine", "", 4, "who supposes it"),
        ("mine", "Kim", 1, "Change something first"),
    ],
)
def test_what_lacks_a_name_or_supposes_nothing_is_not_kept(who, name, by, number, said):
    desk = Doubled(who)
    desk.number.value = number
    kept(desk, name, by)
    assert said in desk.message.value and scenarios.kept(who, desk.notebook) == []


def test_the_report_shows_a_scenario_only_where_that_was_chosen_and_as_an_assumption(who):
    result = one_result(one_finding())
    report = Report(result, subject="Elm", as_of=DAY, name="04_nonpar_exposure", folder=who.reports)
    desk = Doubled(who)
    desk.number.value = 4
    kept(desk, "quiet")
    assert report.scenarios(who) is None
    desk.in_report.value = True
    kept(desk, "told")
    page = str(report.scenarios(who).html)
    assert (
        "Assumption: told" in page and "Supposed by Kim" in page and "$8.00" in page and "quiet" not in page
    )
    other = Report(result, subject="Elm", as_of=DAY, name="06_payer_enrollment", folder=who.reports)
    assert other.scenarios(who) is None  # of another notebook


def test_a_report_made_before_a_scenario_was_kept_is_known_to_be_another(who):
    def seen() -> opened.Opened:
        with opened.watched(who.home) as found:
            scenarios.kept(who, "04_nonpar_exposure")
        return found

    before = seen()
    desk = Doubled(who)
    desk.number.value = 4
    kept(desk, "four")
    after = seen()
    assert (before.folders, before.files) != (after.folders, after.files)
    assert before.folders != {} and after.files != {}


def test_a_damaged_list_is_said_and_no_scenario_is_lost_in_silence(who):
    who.desk.mkdir(parents=True)
    (who.desk / "scenarios_04_nonpar_exposure.json").write_text("{", "utf-8")
    with pytest.raises(InputError, match="no list of scenarios"):
        scenarios.kept(who, "04_nonpar_exposure")
