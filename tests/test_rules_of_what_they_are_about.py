"""A denial is tied to a rule of the intake only where the rule can be about its reason."""

from __future__ import annotations

import pytest
from cutover.workstreams.scrub_rules.few import _asked
from scrub_makers import book, line, many


@pytest.mark.parametrize(
    ("rule", "reason", "is_about"),
    [
        ("96372 only once a year", "29", False),  # sent too late: no matter of the procedure
        ("96372 only once a year", "197", False),  # no authorization
        ("96372 only once a year", "27", False),  # no coverage any more
        ("96372 only once a year", "97", True),
        ("96372 only once a year", "18", True),  # billed twice
        ("96372 timely within 90 days", "29", True),
        ("96372 needs prior approval", "197", True),
        ("96372 needs prior approval", "29", False),
    ],
)
def test_a_rule_of_a_procedure_is_about_no_denial_for_another_matter(rule, reason, is_about):
    made = book(*many(2, line("96372")), asked=({"payer": "AETNA", "rule": rule, "codes": "96372"},))
    assert _asked(made, "AETNA", {"96372"}, {reason}) == (rule if is_about else None)
