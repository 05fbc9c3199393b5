"""When denials are a rule, which of many conditions is named, and what is said of it."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from cutover.reading.era.archive import load_archive
from cutover.reading.practice.book import Practice
from cutover.workstreams.scrub_rules.chance import discovery_rates, exact
from cutover.workstreams.scrub_rules.inputs import Inputs, slim
from cutover.workstreams.scrub_rules.report import assess, report
from era_frames import AS_OF, archive
from scipy.stats import false_discovery_control, fisher_exact
from scrub_makers import DENIED, book, line, many, rules

BUNDLED = ("CO", "97")
REST = many(220, line("99214"), first=5_000, start="2025-09-01")  # paid lines of another procedure


def test_the_chance_is_fishers_and_the_rate_that_of_benjamini_and_hochberg():
    ours = exact(*(np.array([n]) for n in (5, 6, 7, 40)))[0]
    assert ours == pytest.approx(fisher_exact([[5, 1], [2, 32]], alternative="greater").pvalue)
    chances = np.array([0.03, 0.0001, 0.0004, 0.9])
    whole = np.concatenate([chances, np.ones(96)])  # a hundred were tried, most without any denial
    assert discovery_rates(chances, 100) == pytest.approx(false_discovery_control(whole)[:4])


@pytest.mark.parametrize(("denied", "found"), [(5, 1), (4, 0)])
def test_a_rule_needs_five_denials(denied, found):
    told = book(*many(denied, line("20610", DENIED)), *REST)
    assert len(rules(told)) == found


@pytest.mark.parametrize(("paid", "found"), [(8, 1), (9, 0)])
def test_a_rule_is_worth_an_edit_from_sixty_percent_on(paid, found):
    told = book(*many(12, line("20610", DENIED)), *many(paid, line("20610"), first=100), *REST)
    assert len(rules(told)) == found  # 12 of 20 are 60 %, 12 of 21 are 57 %


def test_five_denials_of_five_lines_may_be_chance_where_many_are_denied():
    half = [*many(110, line("99214", DENIED), first=5_000), *many(110, line("99214"), first=6_000)]
    assert rules(book(*many(5, line("20610", DENIED)), *half)) == []


def test_a_further_condition_is_named_only_where_it_explains_more():
    with_25 = many(12, line("99213", marks=("25",)), line("20610", cents=5_000), first=100)
    without = many(12, line("99213", BUNDLED), line("20610", cents=5_000))
    alone = many(30, line("99213"), first=200)
    assert [r[1] for r in rules(book(*without, *with_25, *alone, *REST))] == [
        "99213 with 20610 on one day without modifier 25"
    ]
    assert [r[1] for r in rules(book(*without, *alone, *REST))] == ["99213 with 20610 on one day"]
    assert [r[1] for r in rules(book(*without, *REST))] == ["99213"]


def test_the_order_of_modifiers_says_nothing():
    first = many(6, line("97110", DENIED, marks=("GP", "59")))
    second = many(6, line("97110", DENIED, marks=("59", "GP")), first=50)
    told = book(*first, *second, *many(20, line("97110", marks=("GP",)), first=100), *REST)
    assert rules(told) == [("AETNA", "97110 with modifier 59", "CO-16", 12, 12)]


@pytest.mark.parametrize("units", [2, 4])
def test_the_most_units_that_pass_are_told(units):
    late = many(12, line("97110", DENIED, paid_units=units + 1))
    told = book(*late, *many(20, line("97110", paid_units=units), first=100), *REST)
    assert [r[1] for r in rules(told)] == [f"97110 with more than {units} units"]


@pytest.mark.parametrize(("after", "found"), [(14, 1), (13, 0)])
def test_a_rule_that_began_lately_is_seen_though_it_is_a_small_part_of_all(after, found):
    # of AS_OF, 2026-07-31: 180 days before are 2026-02-01; five denials from then on are enough, four are not
    before = many(60, line("97110"), start="2025-08-01")
    kept = many(20, line("97110", marks=("GP",)), first=300, start="2026-03-01")
    now = many(4, line("97110", ("CO", "4")), first=500, start="2026-03-01")
    edge = many(1, line("97110", ("CO", "4")), first=600, start="2026-01-18", after=after)
    told = book(*before, *kept, *now, *edge, *REST)
    assert [r[1:] for r in rules(told)] == [("97110 without modifier GP", "CO-4", 5, 5)] * found
    assert not found or "5 of 5 denied since 2026-02 (CO-4)" in told.rules["rule"].iloc[0]


@pytest.mark.parametrize(("patients", "found"), [(3, 1), (2, 0)])
def test_one_patients_series_of_visits_is_no_rule(patients, found):
    bad = [one | {"patient": f"P{n % patients}"} for n, one in enumerate(many(12, line("20610", DENIED)))]
    assert len(rules(book(*bad, *REST))) == found


def test_a_line_that_is_billed_to_be_denied_is_no_rule_and_counted():
    told = book(
        *many(12, line("J3490", ("PR", "96"), marks=("GY",))), *many(20, line("J3490"), first=100), *REST
    )
    assert rules(told) == []
    assert told.lines.every["left_out"].value_counts().to_dict() == {"billed to be denied": 12}


def test_the_same_lines_at_other_payers_stand_beside_a_rule():
    bad = many(12, line("20610", DENIED))
    fine = many(30, line("20610"), first=100, payer="CIGNA")
    few = many(3, line("20610", DENIED), first=200, payer="CIGNA")
    assert book(*bad, *fine, *REST).rules["others"].tolist() == ["0 of 30 denied"]
    assert book(*bad, *fine, *few, *REST).rules["others"].tolist() == ["fewer than 5 of 33 denied"]
    assert book(*bad, *REST).rules["others"].tolist() == ["no such line"]


def test_a_filing_limit_is_seen_over_all_procedures():
    late = [one for n, code in enumerate(("99213", "20610", "93000"))
            for one in many(6, line(code, ("CO", "29")), after=95, first=100 * n)]  # fmt: skip
    in_time = many(12, line("99213"), after=90, first=900)
    told = book(*late, *in_time, *REST)
    assert [r[1:] for r in rules(told)] == [
        ("any claim received more than 90 days after the service", "CO-29", 18, 18)
    ]


def test_other_payers_lines_are_no_part_of_a_rule():
    told = book(*many(12, line("20610", DENIED)), *many(30, line("20610"), first=100, payer="CIGNA"), *REST)
    assert rules(told) == [("AETNA", "20610", "CO-16", 12, 12)]


def test_a_national_edit_and_coverage_are_never_rules():
    for reason in (("CO", "236"), ("CO", "27"), ("OA", "18")):
        assert rules(book(*many(12, line("20610", reason)), *REST)) == []


def test_what_was_paid_after_which_change_stands_in_the_rule_and_few_are_not_counted_out():
    bad = many(12, line("20610", DENIED))
    for number, said in ((5, "5 paid after RT was added"), (4, "fewer than 5 paid after RT was added")):
        again = many(number, line("20610", marks=("RT",)), after=40)
        (row,) = book(*bad, *again, *REST).rules.to_dict("records")
        assert row["rule"] == f"AETNA: 20610: 12 of 12 denied (CO-16), {said}; $1,200.00"
        assert (row["recovered"], row["recovered_cents"]) == (number, number * 10_000)


def test_a_provider_who_is_denied_for_everything_makes_no_rule_of_a_procedure():
    bad = [one for n, code in enumerate(("20610", "99213", "93000"))
           for one in many(7, line(code, DENIED, rendering_npi="2222222222"), first=100 * n)]  # fmt: skip
    told = book(*bad, *REST)
    assert rules(told) == [] and list(told.blankets["kind"]) == ["provider"]
    one_procedure = book(*many(21, line("20610", DENIED, rendering_npi="2222222222")), *REST)
    assert [r[1] for r in rules(one_procedure)] == ["20610"] and one_procedure.blankets.empty


@pytest.mark.parametrize(("lines", "few"), [(199, True), (200, False)])
def test_with_fewer_than_200_first_decisions_too_few_is_said(lines, few):
    told = book(
        *many(12, line("20610", DENIED)), *many(lines - 12, line("99214"), first=100, start="2025-09-01")
    )
    result = report(told)
    assert result.verdict.startswith("Too few: ") == few
    assert (result.tables["rules"].frame.empty, result.findings == ()) == (few, few)


def test_lines_that_are_all_paid_are_no_rule_and_not_too_few():
    denied = (*many(1, line("20610", DENIED)), *many(1, line("20611", ("CO", "197")), first=50))
    result = report(book(*REST, *denied))
    assert (
        result.verdict
        == "No rule is to be seen: 2 of 222 lines with a first decision are denied, none by a rule."
    )


def test_no_remittance_says_too_few():
    assert report(book()).verdict == "Too few: no remittance here has service lines, so no rule can be seen."


def test_in_medi_a_rule_that_office_ally_had_too_is_not_new():
    bad = many(12, line("20610", DENIED))
    now = many(12, line("20610", DENIED), first=300, medi=True, start="2026-05-01")
    fine = many(40, line("99214"), first=400, medi=True, start="2026-05-01")
    assert book(*bad, *now, *fine, *REST).through_now.empty
    (new,) = book(*now, *fine, *REST).through_now.to_dict("records")
    assert (new["what"], new["before_lines"]) == ("20610", 0)


def test_a_payer_that_is_only_in_medi_has_nothing_to_be_compared_with():
    now = many(12, line("20610", DENIED), payer="CIGNA", medi=True)
    fine = many(40, line("99214"), first=400, payer="CIGNA", medi=True)
    told = book(*now, *fine, *REST)
    assert len(told.rules) == 1 and told.through_now.empty


def test_public_remittances_say_too_few_and_nothing_else(era_samples, tmp_path):
    who = Practice("public", "samples", "Samples", frozenset(), frozenset(), tmp_path)
    shutil.copytree(era_samples, who.raw / "era")
    result = assess(Inputs(who, AS_OF, slim(load_archive(who)), archive()))
    assert result.verdict.startswith("Too few: ") and result.findings == ()
    assert result.tables["rules"].frame.empty and result.tables["across"].frame.empty


def test_a_denied_line_that_was_never_paid_is_to_be_sent_again_while_there_is_time():
    bad = many(12, line("20610", DENIED), start="2025-07-25")  # of AS_OF, 2026-07-31: 365 days are 2025-07-31
    again = many(5, line("20610", marks=("RT",)), after=40, start="2025-07-25")
    told = report(book(*bad, *again, *REST))
    (found,) = (f for f in told.findings if f.code == "scrub-send-again")
    # of the twelve, five were paid (July 25 to 29); of the others July 30 is too long ago, July 31 is not
    assert (found.count, found.amount_cents) == (6, 60_000)


def test_a_line_beside_that_was_refused_in_part_was_billed_on_that_day_all_the_same():
    beside = line("20610", ("CO", "151", 2_500), paid_cents=7_500)
    told = book(*many(12, line("99213", BUNDLED), beside), *many(30, line("99213"), first=200), *REST)
    assert [r[1] for r in rules(told)] == ["99213 with 20610 on one day"]


def test_two_paid_lines_of_another_modifier_are_too_few_for_a_further_condition():
    told = book(*many(12, line("20610", DENIED)), *many(1, line("20610", marks=("RT",)), first=100), *REST)
    assert [r[1] for r in rules(told)] == ["20610"]  # not: without modifier RT


@pytest.mark.parametrize(("cents", "paid"), [(10_000, 12), (9_999, 0)])
def test_another_procedure_was_billed_in_its_place_where_the_charge_is_the_same(cents, paid):
    again = many(12, line("G0439", cents=cents), after=40)
    (row,) = book(*many(12, line("99397", DENIED)), *again, *REST).rules.to_dict("records")
    assert row["became"] == ("12 paid after G0439 was billed in its place" if paid else "none paid later")


def test_days_on_which_one_procedure_alone_is_denied_are_no_days_across_the_board():
    bad = [
        one for first in (0, 100) for one in many(10, line("20610", DENIED), first=first, start="2026-05-04")
    ]
    others = [
        *many(2, line("99213"), first=300, start="2026-05-05"),
        *many(2, line("93000"), first=400, start="2026-05-07"),
    ]
    told = book(*bad, *others, *REST)
    assert told.blankets.empty and [r[1] for r in rules(told)] == ["20610"]
