"""The types that the checker finds wrong: none where none may be, and elsewhere no more than there were."""

from __future__ import annotations

import type_errors
from examples import ALL


def test_no_type_is_wrong_where_none_may_be_and_elsewhere_no_more_than_before(capsys):
    told = type_errors.main(of_pandas=ALL)
    assert told == 0, capsys.readouterr().out


def test_an_error_is_held_at_zero_by_the_module_that_it_is_in():
    lines = ["lib/cutover/money.py:12: error: a", "lib/cutover/reporting/running/run.py:3: error: b"]
    held = {"overrides": [{"module": ["cutover.money", "cutover.reading.x12.*"]}]}
    assert type_errors.strict(lines, held) == lines[:1]
