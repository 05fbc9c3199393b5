"""The practice of known contracts: every rate and its first day, and every wrong line to the cent, and nothing else."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from cutover.reading.practice.book import load_practice
from cutover.workstreams.allowed_lines.lines import KEY
from cutover.workstreams.fee_schedules.book import book_of
from cutover.workstreams.fee_schedules.inputs import load
from cutover.workstreams.fee_schedules.report import assess, counted
from cutover.workstreams.scrub_rules.inputs import load as load_scrub
from cutover.workstreams.scrub_rules.report import assess as assess_scrub
from cutover_sample import rates_cast as cast
from cutover_sample.rates_client import write_rates


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rates")
    write_rates(folder)
    return folder


@pytest.fixture(scope="module")
def inputs(home):
    return load(load_practice(home, cast.CLIENT, cast.SLUG), cast.AS_OF)


@pytest.fixture(scope="module")
def key(home):
    return json.loads((home / "data/raw" / cast.CLIENT / "answer_key.json").read_text("utf-8"))


def test_what_is_found_is_what_was_planted_in_number_and_cents(inputs, key):
    planted = {d["code"]: (d["count"], d["cents"]) for d in key["defects"]}
    assert {f.code: (f.count, f.amount_cents) for f in assess(inputs).findings} == planted
    short = [planted[code][0] for code in ("fees-underpaid", "fees-underpaid-late")]
    assert (
        sum(short) == 39
    )  # of 40 lines paid short one is under a contract that is below the payer's own rate


def test_every_underpaid_line_is_found_with_its_own_cents(inputs, key):
    found = book_of(inputs).differences
    planted = [c for c in key["cases"] if c["code"] in ("fees-underpaid", "fees-underpaid-late")]
    short = found[found["difference_cents"] < 0]
    ours = sorted(zip(short["payer"], -short["difference_cents"], strict=True))
    assert ours == sorted((c["payer"], c["cents"]) for c in planted)


def test_every_rate_is_seen_to_the_cent_with_its_first_day_and_no_other(inputs, key):
    book = book_of(inputs)
    steady = book.rates.rates.join(book.lines.keys, on="key").dropna(subset=["rate_cents"])
    ours = {(r.payer, r.procedure, r.modifiers, r.rate_cents, r.first_on.date().isoformat())
            for r in steady.itertuples()}  # fmt: skip
    truth = {
        (r["payer"], r["procedure"], r["modifiers"], r["rate_cents"], r["first_on"]) for r in key["rates"]
    }
    assert ours == truth


def test_a_percentage_of_the_charge_no_rate_and_too_few_lines_are_told_apart(inputs):
    rows = book_of(inputs).schedule
    kinds = rows.groupby("payer")["kind"].agg(lambda kinds: sorted(set(kinds)))
    assert kinds[cast.HEARTLAND] == ["percent of charge"] and kinds[cast.UNITED] == ["no rate to be seen"]
    assert set(rows.loc[rows["payer"] == cast.HEARTLAND, "percent"]) == {0.65}
    medicaid = rows[rows["payer"] == cast.MEDICAID].set_index("procedure")
    # ten lines are enough, nine are not
    assert medicaid["kind"].to_dict() == {"99213": "steady rate", "99214": "too few"}
    assert medicaid["lines"].to_dict() == {"99213": 10, "99214": 9}


def test_the_multiple_of_medicares_schedule_is_told_with_how_sure_it_is(inputs):
    found = book_of(inputs).multiples.set_index("payer")
    aetna = found.loc[cast.AETNA]
    assert (aetna["reference"], aetna["factor"], aetna["fits"]) == (cast.MEDICARE, 1.15, len(cast.PROCEDURES))
    assert 0.7 < aetna["least_share"] < 1  # 11 of 11 fit: at least 74 % with 95 % confidence
    assert cast.CIGNA not in found.index and cast.UNITED not in found.index


def test_rows_and_cents_of_all_lines_tie_out(inputs):
    rows, services = counted(book_of(inputs)), [a.services for a in inputs.feeds]
    lines = rows[rows["why"] != "claims decided as a whole, without a line"]
    assert lines["lines"].sum() == sum(map(len, services))
    for name in ("charge_cents", "paid_cents"):
        assert lines[name].sum() == sum(int(part[name].sum()) for part in services)
    assert {"denied", "bundled into another line", "capitated", "paid after another payer", "later taken back",
            "reversal", "lowered as a further procedure of the day",
            "does not balance, or an amount cannot be read"} < set(rows["why"])  # fmt: skip


def test_one_payer_under_two_spellings_is_one_and_remittances_of_both_systems_count(inputs):
    lines = book_of(inputs).lines.every
    assert set(lines["payer"]) == set(cast.IDS)
    assert set(lines["feed"]) == {"Office Ally", "Medi"}


def test_sequestration_is_named_and_is_in_the_rate(inputs):
    book = book_of(inputs)
    lowered = book.lines.lowered.set_index("reason")
    medicare = book.lines.used[book.lines.used["payer"] == cast.MEDICARE]
    assert (
        lowered.loc["253", "whole_cents"]
        >= lowered.loc["253", "amount_cents"]
        >= medicare["cut_cents"].sum()
        > 0
    )
    assert lowered.loc["59", "lines"] > 0


def test_the_order_of_remittances_changes_nothing(inputs):
    book = book_of(inputs)
    assert not book.schedule.duplicated(KEY).any()
    assert pd.Series(book.differences["content"] + book.differences["service_id"].astype("str")).is_unique


def test_no_rule_is_seen_there(home):
    assert assess_scrub(load_scrub(load_practice(home, cast.CLIENT, cast.SLUG), cast.AS_OF)).findings == ()


def test_each_payer_has_one_row_of_what_can_still_be_appealed_and_what_is_too_late(inputs, key):
    rows = assess(inputs).tables["letters"].frame
    planted = [c for c in key["cases"] if c["code"] in ("fees-underpaid", "fees-underpaid-late")]
    truth = {code: sum(c["cents"] for c in planted if c["code"] == code) for code in
             ("fees-underpaid", "fees-underpaid-late")}  # fmt: skip
    assert (rows["in_time"] + rows["unknown"]).sum() == truth["fees-underpaid"]
    assert rows["late"].sum() == truth["fees-underpaid-late"] and rows["payer"].is_unique
    assert (
        rows.loc[rows["payer"].isin([cast.CIGNA, cast.HEARTLAND]), "in_time"].sum() == 0
    )  # no last day is known
    reasons = assess(inputs).tables["reasons"].frame
    assert reasons["short_cents"].sum() == sum(truth.values()) and reasons["ask"].notna().all()


def test_what_was_paid_too_much_is_told_by_payer_to_the_cent(inputs, key):
    rows = assess(inputs).tables["overpaid"].frame
    planted = [c["cents"] for c in key["cases"] if c["code"] == "fees-overpaid"]
    assert (rows["short_cents"].sum(), rows["cases"].sum()) == (sum(planted), len(planted))
