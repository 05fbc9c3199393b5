"""Which practice is the proving run, and whether a client's wish is kept, stands among the rules of a plan."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.workstreams.rollout.report import assess
from rollout_makers import AS_OF, book, one


def rules(*facts, **wishes) -> dict[str, str]:
    rows = assess(book(*facts, **wishes)).tables["rules"].frame
    rows = rows[rows["rule"].str.contains("is the proving run")]
    return dict(zip(rows["rule"], rows["state"], strict=True))


def test_without_a_wish_the_proving_run_is_chosen_by_size_and_that_is_said():
    assert rules(one("ash"), one("elm"), claims={"ash": 40, "elm": 10}) == {
        "Elm Clinic is the proving run, by size: no wish is noted": "kept"
    }


def test_a_practice_that_the_client_wishes_first_is_the_proving_run_though_it_is_the_largest():
    assert rules(one("ash"), one("elm"), claims={"ash": 40, "elm": 10}, first="ash") == {
        "Ash Clinic is the proving run, as the client wishes": "kept"
    }


@pytest.mark.parametrize(("days", "state"), [(20, "kept"), (5, "let go")])
def test_of_a_wished_practice_that_has_moved_its_day_is_said_and_whether_it_led(days, state):
    moved = AS_OF - dt.timedelta(days)
    facts = [one("ash", cutover=moved), one("elm", cutover=AS_OF - dt.timedelta(10)), one("oak")]
    told = rules(*facts, first="ash")
    assert told == {"Ash Clinic is the proving run, as the client wishes": f"{state}: it moved on {moved}"}
