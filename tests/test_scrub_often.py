"""What is denied more than once is counted where there are too few lines for a rule, and called none."""

from __future__ import annotations

import pytest
from cutover.workstreams.scrub_rules.report import report
from scrub_makers import DENIED, book, line, many

PAID = many(3, line("17110"), first=50)
COVERAGE = ("PR", "27")  # coverage ended: asks for a check before the visit, and for no edit


def often(*claims) -> list[tuple]:
    rows = report(book(*claims)).tables["often"].frame
    return [(r.payer, r.procedure, r.reason, r.lines, r.denied, r.denied_cents) for r in rows.itertuples()]


@pytest.mark.parametrize(("denied", "found"), [(1, []), (2, [("AETNA", "17110", "CO-16", 5, 2, 20_000)])])
def test_two_denials_of_one_reason_are_counted_and_one_is_not(denied, found):
    assert often(*many(denied, line("17110", DENIED)), *PAID) == found


def test_payer_procedure_and_reason_are_each_a_row_of_their_own_the_most_money_first():
    rows = [
        *many(2, line("17110", DENIED)),
        *many(2, line("17110", ("CO", "197"), cents=15_000), first=10),
        *many(2, line("11102", DENIED), first=20, payer="CIGNA"),
        *PAID,
    ]
    assert often(*rows) == [
        ("AETNA", "17110", "CO-197", 7, 2, 30_000),  # 2 * 150.00, of 2 + 2 + 3 lines
        ("AETNA", "17110", "CO-16", 7, 2, 20_000),
        ("CIGNA", "11102", "CO-16", 2, 2, 20_000),
    ]


@pytest.mark.parametrize(
    ("second", "found"),
    [
        (
            ("11102", DENIED),
            [("AETNA", "11102, 17110", "CO-16", 5, 2, 20_000)],
        ),  # 1 + 1 denied, 3 paid of 17110
        (("11102", ("CO", "197")), []),  # another reason: neither came twice
    ],
)
def test_claims_that_one_reason_denied_each_for_another_procedure_are_one_row_of_both(second, found):
    rows = [*many(1, line("17110", DENIED)), *many(1, line(*second), first=10), *PAID]
    assert often(*rows) == found


def test_two_lines_of_one_claim_are_denied_once():
    claim = many(1, line("17110", DENIED), line("11102", DENIED))
    assert often(*claim, *PAID) == []


def test_a_procedure_with_rows_enough_stays_its_own_and_the_others_of_its_reason_are_together():
    rows = [*many(2, line("17110", DENIED)), *PAID]
    rows += [
        one
        for n, code in enumerate(("11102", "99213", "99214", "99215"))
        for one in many(1, line(code, DENIED), first=10 + n)
    ]
    assert often(*rows) == [
        ("AETNA", "11102, 99213, 99214, 1 more", "CO-16", 4, 4, 40_000),
        ("AETNA", "17110", "CO-16", 5, 2, 20_000),
    ]


def test_denials_that_ask_for_no_edit_are_not_among_them():
    assert often(*many(4, line("17110", COVERAGE)), *PAID) == []


@pytest.mark.parametrize(("denied", "shown"), [(4, "fewer than 5"), (5, "5")])
def test_an_owner_is_told_no_number_below_five(denied, shown):
    frame = report(book(*many(denied, line("17110", DENIED)), *PAID)).tables["often"].frame
    assert frame["shown"].tolist() == [shown]


def test_the_verdict_names_what_costs_most_of_too_few_lines_and_does_not_call_it_a_rule():
    said = report(book(*many(4, line("17110", DENIED)), *PAID)).verdict
    assert said.startswith("Too few: 7 of 7 service lines")
    assert said.endswith(
        "first of all: 17110 by AETNA, CO-16, $400.00. Of $400.00 in few cases an edit is named below."
    )
    assert "more than once" not in report(book(*PAID)).verdict


def test_the_verdict_names_it_too_where_lines_are_enough_and_no_rule_is_seen():
    paid = many(200, line("17110"), first=50)
    said = report(book(*many(4, line("17110", DENIED)), *paid)).verdict
    assert said == (
        "No rule is to be seen: 4 of 204 lines with a first decision are denied, none by a rule. "
        "Denied more than once so far, first of all: 17110 by AETNA, CO-16, $400.00. "  # 4 * 100.00
        "Of $400.00 in few cases an edit is named below."
    )
    assert "more than once" not in report(book(*many(1, line("17110", DENIED)), *paid)).verdict


@pytest.mark.parametrize(
    ("reason", "words"),
    [(("CO", "198"), "Authorization exceeded"), (("CO", "4"), "Modifier missing or does not fit the procedure"),
     (("CO", "9999"), None)],
)  # fmt: skip
def test_what_an_edit_would_have_to_check_is_said_beside_the_reason(reason, words):
    frame = report(book(*many(2, line("17110", reason)), *PAID)).tables["often"].frame
    assert frame["words"].astype(object).where(frame["words"].notna(), None).tolist() == [words]
