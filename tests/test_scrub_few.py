"""Denials that are too few for a rule: the edit that would have prevented each, marked as few cases."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.workstreams.scrub_rules.few import edit, few
from cutover.workstreams.scrub_rules.report import report
from scrub_makers import book, line, many

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
    assert edit("B7", "", DAY) is None


@pytest.mark.parametrize(("claims", "rows"), [(1, 0), (2, 1), (4, 1)])
def test_what_is_denied_on_two_claims_is_shown_and_on_one_is_not(claims, rows):
    denied = many(claims, line("96372", LESS), line("99213"), payer="BLUE CROSS")
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
