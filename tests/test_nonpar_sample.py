"""On the practices of the sample every fee of every month and every planted defect comes out to the cent.

The expected fees are the generator's, a plain loop that shares no code with the library; `test_sample_claims`
counts them a second time from the bytes of the files. An ordinary run plays one practice of each kind; with
CUTOVER_EXAMPLES=all all eight.
"""

from __future__ import annotations

import datetime as dt
import json

import pytest
from cutover.reading.claims.cost_files import CostFiles
from cutover.reading.intake.reader import read_intake
from cutover.reading.practice import book
from cutover.workstreams.cost.facts import facts, load_rules
from cutover.workstreams.nonpar.inputs import load
from cutover.workstreams.nonpar.report import assess
from cutover.workstreams.nonpar_fees.exposure import forecast
from cutover.workstreams.nonpar_fees.submissions import at_amount
from examples import ALL

AS_OF = dt.date(2026, 7, 31)
CLIENT = "sample-billing"
PRACTICES = ("alder-creek", "birch-landing", "cedar-grove", "cobble-hill", "dunewood", "eastmere",
             "harbor-point", "juniper-hill")  # fmt: skip
# defects are planted in the last three; alder-creek sends files and has no claim history
PLAYED = PRACTICES if ALL else ("alder-creek", "cedar-grove", "eastmere", "juniper-hill")
PLANTED = (
    "claims-amount-differs",
    "claims-file-not-read",
    "claims-not-in-history",
    "claims-paid-no-era",
    "claims-status-unknown",
    "nonpar-amount-differs",
    "nonpar-charged-twice",
    "nonpar-charged-without-cause",
    "nonpar-no-list",
    "nonpar-not-charged",
    "nonpar-not-counted",
    "nonpar-report-differs",
)


@pytest.fixture(scope="module")
def key(sample_home):
    return json.loads((sample_home / "data/raw" / CLIENT / "answer_key.json").read_text("utf-8"))


@pytest.fixture(scope="module", params=PLAYED)
def basis(request, sample_home):
    """One practice's inputs as notebook 04 takes them."""
    who = book.load_practice(sample_home, CLIENT, request.param)
    return request.param, load(who, AS_OF)


def told_fees(key, basis, names) -> dict[tuple[str, str], tuple]:
    """The answer key's numbers of each month and NPI that the report covers."""
    practice, made = basis
    months = {f"{month:%Y-%m}" for month in made.months}  # two years of whole months
    fees = [f for f in key["facts"]["fees"] if f["practice"] == practice and f["month"] in months]
    return {(f["month"], f["npi"]): tuple(f[name] for name in names) for f in fees}


def found_fees(frame, names) -> dict[tuple[str, str], tuple]:
    """The library's numbers of each month and NPI."""
    rows = frame.to_dict("records")
    return {(f"{r['month']:%Y-%m}", r["npi"]): tuple(int(r[name]) for name in names) for r in rows}


def test_every_claim_of_every_month_is_counted_for_its_npi_and_its_payer_s_status(basis, key):
    said = told_fees(key, basis, ("claims", "rejected", "nonpar", "unknown"))
    expected = {place: (sent + again, *rest) for place, (sent, again, *rest) in said.items()}
    assert found_fees(basis[1].in_force, ("claims", "nonpar", "unknown")) == expected


def test_every_fee_of_every_month_is_that_of_the_answer_key(basis, key):
    expected = told_fees(key, basis, ("low_cents", "high_cents"))
    assert found_fees(basis[1].in_force, ("fee_low_cents", "fee_high_cents")) == expected


def test_every_fee_under_the_rule_and_amount_of_2026_is_that_of_the_answer_key(basis, key):
    _, made = basis
    expected = told_fees(key, basis, ("back_cast_low_cents", "back_cast_high_cents"))
    cast = at_amount(made.back_cast, made.rules, AS_OF)
    assert found_fees(cast, ("fee_low_cents", "fee_high_cents")) == expected


def test_what_is_planted_in_invoices_and_histories_is_found_and_nothing_else(basis, key):
    practice, made = basis
    expected = {
        said["code"]: (said["count"], said["cents"])
        for said in key["defects"]
        if said["practice"] == practice and said["code"].startswith(("nonpar-", "claims-"))
    }
    found = {f.code: (f.count, f.amount_cents) for f in assess(made).findings if f.code in PLANTED}
    assert found == expected


def test_the_cost_comparison_takes_the_range_ahead_that_the_nonpar_report_shows(basis, sample_home):
    practice, made = basis
    who = book.load_practice(sample_home, CLIENT, practice)
    intake = read_intake(who.raw / book.INTAKE, book.INTAKE)
    files = CostFiles(who, intake, made.claims.submitted, made.lists, made.invoices)
    fee = next(
        p
        for p in facts(files, load_rules(AS_OF), AS_OF, dt.date(2026, 8, 1)).parts
        if p.charge == "non-par fee"
    )
    ahead = forecast(made)
    assert [fee.charged_low, fee.charged_high] == [tuple(ahead[end]) for end in ("low_cents", "high_cents")]
    assert [fee.ends_low, fee.ends_high] == [fee.charged_low, fee.charged_high]


def test_every_row_of_a_claim_file_is_a_submission_or_set_aside(basis):
    told = basis[1].claims
    rows_in = told.files.groupby("source")["rows_in"].sum()
    aside = told.set_aside[told.set_aside["table"] == "submitted"].groupby("source").size()
    used = told.submitted.groupby("source").size()
    assert (used.add(aside, fill_value=0)).to_dict() == rows_in[rows_in > 0].to_dict()
    kept = len(told.history) + (told.set_aside["table"] == "history").sum()
    assert kept == rows_in.get("claim history", 0)
