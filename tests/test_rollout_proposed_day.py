"""A day of the plan that is not the one planned so far is a proposal, and says so."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from cutover.workstreams.rollout import tables

MARCH, MAY = dt.date(2026, 3, 2), dt.date(2026, 5, 4)


@pytest.mark.parametrize(
    ("planned", "fixed", "is_proposal"),
    [
        (MARCH, {}, True),
        (MAY, {}, False),  # the plan has that day
        (None, {}, False),  # no other day is known
        (MARCH, {"east": MAY}, False),  # people fixed it
    ],
)
def test_a_day_other_than_the_one_planned_so_far_is_a_proposal(monkeypatch, planned, fixed, is_proposal):
    monkeypatch.setattr(tables, "_why", lambda plan, slug: "the largest goes in the last week")
    plan = SimpleNamespace(
        inputs=SimpleNamespace(facts={"east": SimpleNamespace(cutover=planned, is_undecided=False)}),
        days={"east": MAY}, undecided=frozenset(), unset=frozenset(), kept=SimpleNamespace(fixed=fixed),
    )  # fmt: skip
    more = "; a proposal, its own pages keep the day planned so far" if is_proposal else ""
    assert tables.why(plan, "east") == f"the largest goes in the last week{more}"
    assert tables.is_proposed(plan, "east") is is_proposal  # nobody has set that day
