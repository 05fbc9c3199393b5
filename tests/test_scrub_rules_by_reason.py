"""A rule of the intake is about the denials that its words name; one of modifiers is about no other denial."""

from __future__ import annotations

import pytest
from cutover.workstreams.scrub_rules.sheet import Asked, codes_of

AUTHORIZATION, MARKED = frozenset({"15", "197", "198"}), frozenset({"4", "97", "N822"})
NO_CODE = Asked(None, [], [], "asks for", None, AUTHORIZATION)
OF_MARK = Asked(None, ["92507"], ["GN"], "asks for", None)
OF_CODE = Asked(None, ["92507"], [], "asks for", None)


@pytest.mark.parametrize(
    ("rule", "procedures", "reasons", "is_about"),
    [
        (NO_CODE, {"92507"}, {"197"}, True),
        (NO_CODE, {"92507"}, {"16", "MA130"}, False),
        (OF_MARK, {"92507", "92526"}, {"197"}, False),  # a modifier is no authorization
        (OF_MARK, {"92507"}, {"4"}, True),
        (OF_MARK, {"92507"}, {"16", "N822"}, True),  # the remark tells of a modifier
        (OF_MARK, {"92526"}, {"4"}, False),  # another procedure
        (OF_CODE, {"92507"}, {"197"}, True),
        (Asked(None, [], [], "asks for", None), {"92507"}, {"197"}, False),  # its words name nothing
    ],
)
def test_a_rule_is_named_beside_the_denials_that_it_is_about(rule, procedures, reasons, is_about):
    assert rule.is_about(procedures, reasons, MARKED) is is_about


def test_codes_of_procedures_leave_the_modifier_to_the_words():
    assert codes_of({"codes": "92507", "rule": "modifier GN on 92507"}) == (["92507"], ["GN"])
    assert codes_of({"codes": "92507; GO", "rule": "modifier GN on 92507"}) == (["92507"], ["GO"])
    assert codes_of({"codes": None, "rule": "modifier GN on 92507"}) == (["92507"], ["GN"])
