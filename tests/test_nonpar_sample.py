"""On the sample client every fee of every month and everything planted in the invoices comes out to the cent.

The expected fees are the generator's, a plain loop that shares no code with the library.
"""

from __future__ import annotations

import datetime as dt
import json

import pytest
from cutover.reading import archive, book, claims, invoices, par_reports, payers
from cutover.workstreams import nonpar

AS_OF = dt.date(2026, 7, 31)
CLIENT = "sample-billing"
# what a remittance adds is not read here, so practices whose claim history is whole
PRACTICES = ("birch-landing", "cobble-hill", "dunewood", "eastmere", "juniper-hill")
CHARGED = (
    "nonpar-charged-twice",
    "nonpar-charged-without-cause",
    "nonpar-amount-differs",
    "nonpar-not-charged",
)


@pytest.fixture(scope="module")
def key(sample_home):
    return json.loads((sample_home / "data/raw" / CLIENT / "answer_key.json").read_text("utf-8"))


@pytest.fixture(scope="module", params=PRACTICES)
def basis(request, sample_home):
    """One practice's basis, without its remittances."""
    who = book.load_practice(sample_home, CLIENT, request.param)
    told = claims.load_claims(who, archive.load_archive(who, "no-such-folder"))
    lists = payers.load_payer_lists(who.raw.parent / payers.FOLDER)
    made = nonpar.make_basis(
        told, lists, AS_OF, invoices.load_invoices(who), par_reports.load_par_reports(who)
    )
    return request.param, made


def test_every_fee_of_every_month_is_that_of_the_answer_key(basis, key):
    practice, made = basis
    months = {f"{month:%Y-%m}" for month in made.months}  # two years of whole months
    expected = {
        (fee["month"], fee["npi"]): (
            fee["claims"],
            fee["nonpar"],
            fee["unknown"],
            fee["low_cents"],
            fee["high_cents"],
        )
        for fee in key["facts"]["fees"]
        if fee["practice"] == practice and fee["month"] in months
    }
    found = {
        (f"{fee.month:%Y-%m}", fee.npi): (
            int(fee.claims),
            int(fee.nonpar),
            int(fee.unknown),
            int(fee.fee_low_cents),
            int(fee.fee_high_cents),
        )
        for fee in made.in_force.itertuples()
    }
    assert found == expected


def test_the_invoices_errors_are_found_and_no_others(basis, key):
    practice, made = basis
    expected = {
        said["code"]: (said["count"], said["cents"])
        for said in key["defects"]
        if said["practice"] == practice and said["code"].startswith("nonpar-")
    }
    found = {f.code: (f.count, f.amount_cents) for f in nonpar.report(made).findings if f.code in CHARGED}
    assert found == expected


def test_the_par_reports_of_the_sample_count_as_the_claims_do(basis):
    _, made = basis
    assert not [f for f in nonpar.report(made).findings if f.code == "nonpar-report-differs"]


def test_every_row_of_the_history_is_a_submission_or_set_aside(basis):
    _, made = basis
    told = made.claims
    rows_in = told.files.loc[told.files["source"] == "claim history", "rows_in"].sum()
    assert len(told.submitted) + (told.set_aside["table"] == "submitted").sum() == rows_in
    assert len(told.history) + (told.set_aside["table"] == "history").sum() == rows_in
