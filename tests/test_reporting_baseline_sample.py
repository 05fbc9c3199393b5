"""The monthly report of every practice of the sample, held against what happened there, every month, to the cent."""

from __future__ import annotations

import json
from functools import cache

import baseline_events as events
import pandas as pd
import pytest
from cutover.reading.practice.book import load_practice
from cutover.workstreams.reporting_baseline.against import AGREES, against
from cutover.workstreams.reporting_baseline.book import book_of
from cutover.workstreams.reporting_baseline.coverage import HOLE, NONE, WHOLE
from cutover.workstreams.reporting_baseline.findings import made
from cutover.workstreams.reporting_baseline.inputs import load
from cutover.workstreams.reporting_baseline.months import end_of
from cutover.workstreams.reporting_baseline.receivable import NAMES
from cutover_sample.book import AS_OF, CLIENT

PRACTICES = ("cedar-grove", "harbor-point", "juniper-hill", "alder-creek", "birch-landing", "cobble-hill", "dunewood",
             "eastmere")  # fmt: skip
FILES_ALONE = ("harbor-point", "alder-creek")  # file summaries and no claim history
REMITTED = ("payments", "adjusted", "patient", "decided", "denied", "denial_rate", "first_pass", "days")


@pytest.fixture(scope="module")
def happened():
    return events.happened()


@pytest.fixture(scope="module")
def books(sample_home):
    return cache(lambda slug: book_of(load(load_practice(sample_home, CLIENT, slug), AS_OF)))


def values(book, code: str) -> dict:
    """A measure by month; a zero and nothing are told apart."""
    found = book.monthly[code]
    return {month.date(): found[month] for month in book.months if not pd.isna(found[month])}


def same(ours: dict, theirs: dict, months) -> list:
    """The months in which two differ; a month without rows is a zero to the plain loops."""
    return [
        month
        for month in months
        if month in ours and ours[month] != pytest.approx(theirs.get(month, 0), abs=1e-9)
    ]


def state(book, code: str) -> dict:
    found = book.state(book.inputs.measures.named(code))
    return {month.date(): found[month] for month in book.months}


@pytest.mark.parametrize("slug", PRACTICES)
def test_what_remittances_tell_is_what_lies_on_the_disk_in_every_month_to_the_cent(happened, books, slug):
    told, book = happened[slug], books(slug)
    disk, months = events.of_payments(told.on_disk), [m.date() for m in book.months]
    for code in REMITTED:
        assert set(same(values(book, code), disk[code], months)) <= told.faulty, code
        assert {m for m, n in disk[code].items() if n} <= set(values(book, code)), code
    paid = disk["payments"]
    assert not same(values(book, "payments"), paid, months)  # also where claims of a remittance are damaged
    by_payer = book.payers.groupby("month")["paid_cents"].sum()
    assert {month.date(): cents for month, cents in by_payer.items()} == paid


@pytest.mark.parametrize("slug", PRACTICES)
def test_a_month_that_is_called_whole_is_what_happened_and_one_with_a_hole_lacks_something(
    happened, books, slug
):
    told, book = happened[slug], books(slug)
    truth, disk = events.of_payments(told.in_truth), events.of_payments(told.on_disk)
    whole = [month for month, found in state(book, "payments").items() if found == WHOLE]
    for code in REMITTED:
        assert not same(values(book, code), truth[code], whole), code
    months = [month.date() for month in book.months]
    lacks = {month for code in REMITTED for month in same(disk[code], truth[code], months)}
    rows = book.coverage[(book.coverage["source"] == "remittances") & (book.coverage["kind"] == HOLE)]
    holes = {month.date() for month in rows["month"]}
    assert lacks <= holes | {months[-1], min(disk["payments"])}
    silent = {month.date() for month in rows.loc[rows["why"].str.contains("when due"), "month"]}
    # a remittance that lies with another practice is none of its history
    strayed = {month.date() for month in rows.loc[rows["why"].str.contains("another practice's"), "month"]}
    assert len(strayed) == (slug in ("cedar-grove", "harbor-point"))
    assert holes - silent - strayed <= lacks | told.faulty
    assert whole


@pytest.mark.parametrize("slug", PRACTICES)
def test_what_payers_paid_of_what_they_allowed_is_that_of_the_lines_that_tell_it(happened, books, slug):
    told, net = happened[slug], books(slug).net
    expected = events.allowed(told.on_disk)
    ours = {
        m.date(): (int(r.paid_cents), int(r.allowed_cents))
        for m, r in zip(net.index, net.itertuples(), strict=True)
    }
    assert {m for m in ours if ours[m] != expected.get(m)} <= told.faulty
    shown = values(books(slug), "net")
    assert all(shown[m] == pytest.approx(ours[m][0] / ours[m][1]) for m in shown) and shown


@pytest.mark.parametrize("slug", PRACTICES)
def test_charges_and_what_is_open_are_those_of_the_claims_as_they_were_sent(happened, books, slug):
    ledger, book = happened[slug].ledger, books(slug)
    if slug in FILES_ALONE:  # their summaries state no charge: not known, and never a zero
        assert not values(book, "charges") and not values(book, "open") and not values(book, "gross")
        assert set(state(book, "charges").values()) == {NONE} == set(state(book, "open").values())
        return
    expected = events.charges(ledger)
    assert values(book, "charges") == {month: cents for month, cents in expected.items() if month <= AS_OF}
    gross, paid = values(book, "gross"), values(book, "payments")
    assert gross == {m: pytest.approx(paid[m] / expected[m]) for m in gross}
    # the remittances begin in the one, the other is not over; of juniper-hill both are holes before they are edges
    assert set(paid) - set(gross) == (set() if slug == "juniper-hill" else {min(paid), max(paid)})
    for month, row in zip(book.months, book.aging.itertuples(), strict=True):
        found = [int(getattr(row, name)) for name in NAMES]
        assert found == events.aging(ledger, min(end_of(month).date(), AS_OF)), month
        assert (row.open, row.open_over_90) == (sum(found), sum(found[3:]))


def test_the_clients_figures_agree_but_for_the_one_that_is_counted_by_submission(sample_home, books):
    key = json.loads((sample_home / "data/raw" / CLIENT / "answer_key.json").read_text("utf-8"))
    (planted,) = [case for case in key["cases"] if case["code"] == "baseline-figure-differs"]
    rows = pd.concat([against(books(slug)).assign(slug=slug) for slug in PRACTICES])
    assert rows.groupby("slug").size().to_dict() == {"cedar-grove": 6, "dunewood": 6}
    (odd,) = rows[rows["state"] != AGREES].to_dict("records")
    assert (odd["slug"], f"{odd['month']:%Y-%m}", abs(odd["difference_cents"])) == (
        planted["practice"], planted["month"], planted["cents"],
    )  # fmt: skip
    assert odd["why"] == "counted by month of submission, not of service"
    found = {f.code: (f.count, f.amount_cents) for f in made(books("cedar-grove"))}
    assert found["baseline-figure-differs"] == (1, planted["cents"])
