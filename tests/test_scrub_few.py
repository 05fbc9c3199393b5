"""Denials that are too few for a rule: the edit that would have prevented each, marked as few cases."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.workstreams.denial_steps import edit
from cutover.workstreams.scrub_rules.few import _contrast, few
from cutover.workstreams.scrub_rules.lines import MARKS
from cutover.workstreams.scrub_rules.often import often
from cutover.workstreams.scrub_rules.owed import OWED
from cutover.workstreams.scrub_rules.report import _SO, report
from cutover.workstreams.scrub_rules.sheet import DENIALS_SEEN, NOT_SEEN
from scrub_makers import book, line, many, sent

DAY = dt.date(2026, 7, 31)
LESS = ("CO", "97")


@pytest.mark.parametrize(
    ("reason", "remarks", "words"),
    [
        ("16", "N290", "rendering provider"),
        ("16", "MA130 N290", "rendering provider"),  # one of several remarks
        ("16", "MA130", "the field that the remark names"),
        ("16", "", "the field that the remark names"),
        ("97", "N525", "global period"),
        ("97", "", "bundling"),
        ("197", "", "authorization"),
    ],
)
def test_reason_and_remark_name_the_edit(reason, remarks, words):
    assert words in edit(reason, remarks, DAY)


def test_a_reason_without_an_edit_has_none():
    assert edit("A8", "", DAY) is None


@pytest.mark.parametrize(("claims", "reason", "rows"), [
    (1, LESS, 1), (2, LESS, 1), (4, LESS, 1),  # with a known edit one is enough where no rule can be looked for
    (1, ("CO", "A8"), 0),  # nobody knows what would have held it
])  # fmt: skip
def test_what_is_denied_twice_is_shown_and_once_where_an_edit_is_known(claims, reason, rows):
    denied = many(claims, line("96372", reason), line("99213"), payer="BLUE CROSS")
    told = few(book(*denied, *many(9, line("99213"), first=50)))
    assert len(told) == rows
    if rows:
        row = told.iloc[0]
        # so many claims of 100.00
        assert (row["procedures"], row["denied"], row["denied_cents"]) == ("96372", claims, 10_000 * claims)
        assert row["common"] == "beside 99213 on one day"
        assert row["reason"] == "CO-97"


def test_the_one_provider_whose_claims_are_denied_is_named_where_there_are_several():
    remark = {"remark_codes": "N290", "rendering_npi": "1418702654"}
    denied = [
        *many(2, line("99213", ("CO", "16"), **remark)),
        *many(1, line("99203", ("CO", "16"), **remark), first=9),
    ]
    paid = many(9, line("99213", rendering_npi="1234567893"), first=50)
    row = few(book(*denied, *paid)).iloc[0]
    assert (row["procedures"], row["reason"], row["denied"]) == ("99203, 99213", "CO-16 N290", 3)
    assert row["common"] == "rendered by 1418702654"
    assert few(book(*denied)).iloc[0]["common"] != row["common"]  # the only provider tells nothing


def test_coverage_and_duplicates_are_not_among_them():
    assert few(
        book(*many(3, line("99213", ("CO", "27"))), *many(3, line("99213", ("CO", "18")), first=20))
    ).empty


def test_the_rule_of_the_intake_for_the_payer_and_procedure_is_named_beside_it():
    asked = ({"payer": "AETNA", "rule": "99213 with 20610 needs modifier 25", "codes": "99213;20610;25"},)
    denied = many(2, line("99213", ("CO", "4")), line("20610"))
    made = report(book(*denied, *many(5, line("99213"), first=50), asked=asked))
    row = made.tables["few"].frame.iloc[0]
    assert row["asked"] == "99213 with 20610 needs modifier 25"
    assert "not a proven rule" in made.tables["few"].note
    assert made.tables["sheet"].frame["asked"].tolist() == ["99213 with 20610 needs modifier 25"]


def test_what_has_lines_and_patients_enough_for_a_rule_is_left_to_the_rules():
    # 220 lines: enough to look for a rule; four denials are too few for one, five are not
    paid = many(220, line("99213"), first=500)
    assert len(few(book(*many(4, line("96372", LESS)), *paid))) == 1
    assert few(book(*many(5, line("96372", LESS)), *paid)).empty


def test_one_denial_is_not_shown_where_there_are_lines_enough_to_look_for_rules():
    paid = [*many(260, line("99213"), first=50), *many(9, line("96372"), first=400, payer="BLUE CROSS")]
    assert few(book(*many(1, line("96372", LESS), payer="BLUE CROSS"), *paid)).empty
    assert len(few(book(*many(2, line("96372", LESS), payer="BLUE CROSS"), *paid))) == 1


@pytest.mark.parametrize(("reason", "remark", "is_owed"), [
    (("PR", "96"), None, True),  # the patient owes it
    (("PR", "204"), None, True),
    (("CO", "96"), None, False),  # a contract takes it from the practice
    (("CO", "96"), "N425", True),  # the law excludes it
    (("PR", "197"), None, False),  # an authorization would have helped
])  # fmt: skip
def test_what_nothing_covers_is_the_patient_s_and_no_denial_to_hold(reason, remark, is_owed):
    given = book(*many(3, line("92015", reason, remark_codes=remark)), *many(9, line("99213"), first=50))
    classes = report(given).tables["denials"].frame.set_index("class")["lines"].to_dict()
    assert classes.get(OWED, 0) == (3 if is_owed else 0)
    assert often(given).empty is is_owed and few(given).empty is is_owed


@pytest.mark.parametrize(("paid", "is_proposed"), [(0, False), (4, True)])
def test_what_the_patient_owes_is_proposed_as_a_rule_only_where_another_code_was_paid(paid, is_proposed):
    denied = many(12, line("92015", ("PR", "96")))
    again = [
        sent(line("92014"), patient=f"{n:04d}", on=f"2026-01-{n + 5:02d}", after=40) for n in range(paid)
    ]
    given = book(*denied, *again, *many(260, line("99213"), first=50))
    assert given.rules["procedure"].tolist() == ["92015"] and len(given.proposed) == is_proposed


def test_too_few_lines_propose_no_rule():
    given = book(*many(12, line("96372", LESS)), *many(180, line("99213"), first=50))
    assert given.is_too_few and given.proposed.empty


@pytest.mark.parametrize(("rule", "state"), [
    ({"rule": "96372 never with 99213 unless 59", "codes": "96372;99213", "reason": "CO-97"}, DENIALS_SEEN),
    ({"rule": "96372 never with 99213 unless 59", "codes": "96372;99213", "reason": "bundled"}, DENIALS_SEEN),
    ({"rule": "96372 never with 99213 unless 59", "codes": "96372;99213", "reason": "CO-16"}, NOT_SEEN),
    ({"rule": "96372 only after 6 months", "codes": "20610"}, NOT_SEEN),  # another procedure
    ({"rule": "96372 only after 6 months", "codes": "96372", "payer": "CIGNA"}, NOT_SEEN),  # another payer
])  # fmt: skip
def test_a_rule_of_the_intake_with_a_condition_is_held_against_the_denials_of_its_procedures(rule, state):
    given = book(*many(2, line("96372", LESS), line("99213")), *many(9, line("99213"), first=50),
                 asked=({"payer": "AETNA"} | rule,))  # fmt: skip
    row = report(given).tables["sheet"].frame.iloc[0]
    assert row["state"] == state
    assert ("fewer than 5 lines of its procedures were denied (CO-97), $200.00" in row["why"]) is (
        state == DENIALS_SEEN
    )


def of_code(*marks: str, payer: str = "AETNA", place: str = "11") -> list[dict]:
    """Lines of one procedure, one for each text of modifiers."""
    each = [dict(zip(MARKS, (*one.split(), *4 * [None]), strict=False)) for one in marks]
    return [{"payer": payer, "procedure": "98941", "place": place} | one for one in each]


@pytest.mark.parametrize(
    ("denied", "paid", "word"),
    [
        (of_code("", ""), of_code("AT", "AT"), "modifier AT: all paid lines"),
        (of_code("GP", "GP"), of_code("GP AT", "AT"), "modifier AT: all paid lines"),
        (of_code("59", "59 GP"), of_code("", "GP"), "modifier 59: all denied lines"),
        (of_code("AT", ""), of_code("AT", "AT"), None),  # one denied line has it
        (of_code("", ""), of_code("AT", ""), None),  # one paid line has none
        (of_code("", ""), of_code("AT"), None),  # one line tells nothing
        (of_code("", ""), of_code("AT", "AT", payer="CIGNA"), None),  # another payer's
        (
            of_code("", "", place="10"),
            of_code("95", "95", place="10") + of_code(""),
            "modifier 95",
        ),  # of that place
        (of_code("", "", place="10"), of_code("95", place="10") + of_code(""), None),
    ],
)
def test_a_modifier_that_parts_denied_lines_from_paid_ones_is_told(denied, paid, word):
    told = _contrast(pd.DataFrame(denied), pd.DataFrame(paid))
    assert told is None if word is None else word in told


def test_the_modifier_that_parts_them_goes_before_what_the_reason_says():
    rows = [*many(2, line("98941", ("CO", "50"))), *many(2, line("98941", marks=("AT",)), first=50)]
    assert few(book(*rows)).iloc[0]["edit"].startswith("check modifier AT")
    assert "coverage policy" in few(book(*rows[:3])).iloc[0]["edit"]


def test_an_injury_that_another_carrier_owes_is_no_matter_of_a_check_of_eligibility():
    given = book(*many(2, line("99213", ("PI", "20"))), *many(2, line("99214", ("CO", "27")), first=20))
    assert given.classes[["20", "27"]].tolist() == ["another carrier", "coverage"]
    assert "liable" in _SO["another carrier"] and few(given).empty
