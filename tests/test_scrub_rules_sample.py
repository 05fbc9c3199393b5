"""The practice of known denials: each of its 25 rules to the cent, and nothing that only looks like one."""

from __future__ import annotations

import json

import pytest
from cutover.reading.practice.book import load_practice
from cutover.workstreams.fee_schedules.inputs import load as load_fees
from cutover.workstreams.fee_schedules.report import assess as assess_fees
from cutover.workstreams.scrub_rules.book import book_of
from cutover.workstreams.scrub_rules.inputs import load
from cutover.workstreams.scrub_rules.report import assess
from cutover.workstreams.scrub_rules.sheet import intake_rows
from cutover_sample import scrub_cast as cast
from cutover_sample import scrub_receipts as receipts
from cutover_sample.scrub_client import write_scrub


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scrub")
    write_scrub(folder)
    return folder


@pytest.fixture(scope="module")
def inputs(home):
    return load(load_practice(home, cast.CLIENT, cast.SLUG), cast.AS_OF)


@pytest.fixture(scope="module")
def book(inputs):
    return book_of(inputs)


@pytest.fixture(scope="module")
def key(home):
    return json.loads((home / "data/raw" / cast.CLIENT / "answer_key.json").read_text("utf-8"))


def words(rule: dict) -> str:
    """What a planted rule is about, in the words of the report."""
    said = rule["procedure"]
    said += f" with {rule['other']} on one day" if rule["other"] else ""
    by_form = {
        cast.WITH: f" with modifier {rule['modifier']}",
        cast.WITHOUT: f" without modifier {rule['modifier']}",
        cast.PAIR_WITHOUT: f" without modifier {rule['modifier']}",
        cast.PLACE: f" in place {rule['place']}",
        cast.UNITS: f" with more than {rule['units']} units",
        cast.AGE: f"any claim received more than {rule['days']} days after the service",
    }
    return said + by_form.get(rule["form"], "")


def test_every_planted_rule_is_found_with_its_denials_and_cents_and_no_other(book, key):
    found = {
        (r.payer, r.what, r.reason): (r.denied, r.denied_cents, r.recovered) for r in book.rules.itertuples()
    }
    planted = {
        (r["payer"], words(r), r["reason"]): (r["denied"], r["cents"], r["paid_later"]) for r in key["rules"]
    }
    assert found == planted and len(found) == 25


def test_the_findings_are_what_was_planted_in_number_and_cents(inputs, key):
    planted = {d["code"]: (d["count"], d["cents"]) for d in key["defects"]}
    assert {f.code: (f.count, f.amount_cents) for f in assess(inputs).findings} == planted


def test_what_helped_is_what_the_corrected_claims_changed(book):
    change = book.rules.set_index(["payer", "what"])["change"]
    assert change[cast.AETNA, "99213 with 20610 on one day without modifier 25"] == "25 was added"
    assert change[cast.AETNA, "73562 with modifier 50"] == "50 was taken off"
    assert change[cast.AETNA, "99214 in place 02"] == "place 02 was changed to 10"
    assert change[cast.CIGNA, "97110 with more than 4 units"] == "units were lowered"
    assert change[cast.MEDICARE, "99397"] == "G0439 was billed in its place"
    assert change[cast.UNITED, "94640"] == "it was sent again without a change that a remittance shows"


def test_a_payers_bad_month_and_a_provider_who_is_not_credentialed_are_told_apart_from_rules(book):
    found = {(row.kind, row.payer, row.reason) for row in book.blankets.itertuples()}
    assert found == {("days of decision", cast.UNITED, "16"), ("provider", cast.HUMANA, "16")}
    assert set(book.blankets["provider"].dropna()) == {cast.DOCTORS[2]}
    assert not book.rules["reason"].str.endswith("-16").any()


def test_national_edits_coverage_and_duplicates_are_counted_apart(inputs, key):
    rows = assess(inputs).tables["denials"].frame.set_index("class")["lines"]
    assert {name: rows[name] for name in key["apart"]} == key["apart"]
    assert "CO-236" not in set(book_of(inputs).rules["reason"])


def test_too_few_and_mostly_paid_lines_make_no_rule(book):
    rare = book.population[book.population["procedure"] == cast.RARE[1]]
    assert rare["denied"].all() and len(rare) == 4  # one below the least number
    often = book.population[
        (book.population["payer"] == cast.OFTEN[0]) & (book.population["procedure"] == "93000")
    ]
    assert 0.25 < often["denied"].mean() < 0.6
    assert not set(book.rules["procedure"].dropna()) & {cast.RARE[1]}
    assert "CO-50" not in set(book.rules["reason"])


def test_what_office_allys_edit_had_held_comes_through_in_medi(book, key):
    (new,) = (rule for rule in key["rules"] if rule["is_new"])
    (row,) = book.through_now.to_dict("records")
    assert (row["payer"], row["what"], row["denied"]) == (new["payer"], words(new), new["denied"])
    assert (row["before_lines"], row["before_denied"]) == (0, 0)


def test_the_intakes_rules_are_confirmed_contradicted_or_not_seen(book):
    assert list(book.sheet["state"]) == ["confirmed by data", "contradicted by data", "not seen"]


def test_the_intakes_sheet_is_what_it_was_and_each_rule_that_it_lacks(inputs, book):
    rows = intake_rows(book.rules, inputs)
    assert [row["rule"] for row in rows[:3]] == [one["rule"] for one in cast.ASKED]
    assert len(rows) == 3 + 24  # 25 rules, of which the intake names one


def test_every_line_is_counted_once(inputs, book):
    counted = assess(inputs).tables["counted"].frame
    services = [archive.services for archive in inputs.feeds]
    assert counted["lines"].sum() == sum(map(len, services))
    for name in ("charge_cents", "paid_cents"):
        assert counted[name].sum() == sum(int(part[name].sum()) for part in services)


def test_a_verdict_says_how_many_denials_rules_explain_and_what_to_do_first(inputs, key):
    said = assess(inputs).verdict
    denied = sum(rule["denied"] for rule in key["rules"])
    assert said.startswith(f"25 rules of payers explain {denied} of ")
    assert (
        "does not name 24 of them" in said
        and "first of all, send the denied lines that were never paid again" in said
    )


def test_what_one_payer_rejects_before_it_decides_is_told_apart_from_what_all_reject_alike(book):
    rows = book.rejections.rows.set_index(["payer", "code"])
    told = rows.loc[receipts.PAYER, receipts.CODE]
    assert (told["rejected"], told["accepted_later"]) == (receipts.REJECTED, receipts.REJECTED)
    noise = rows.xs(receipts.NOISE, level="code")
    assert noise["rejected"].tolist() == [1] * len(cast.PAYERS) and noise["chance"].isna().all()


def test_nothing_is_paid_short_there(home):
    assert assess_fees(load_fees(load_practice(home, cast.CLIENT, cast.SLUG), cast.AS_OF)).findings == ()
