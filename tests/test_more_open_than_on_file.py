"""Where the client's own last A/R aging has more than the claims on file, what is open is said as at least that."""

from __future__ import annotations

import pytest
from cutover.reading.claims.aging_reports import AgingReports, aging_rows
from cutover.workstreams.open_claims.verdict import figures
from cutover.workstreams.rollout.facts import _open
from open_claims_makers import book, decided, history, summary

SENT, DENIED = summary("A1", "accepted"), decided("A1", "2026-06-20", 0, "CO-197")  # 100.00 is open of it
MORE = "A1,AETNA,6/1/2026,100.00", "A2,AETNA,6/2/2026,40.00"


def aging(*lines):
    text = "\n".join(["Open as of 07/24/2026", "Claim #,Insurance,DOS,Balance", *lines])
    return AgingReports(aging_rows(text.encode(), "claims/open.csv"))


def shown(given):
    return {one.label: (one.value, one.note) for one in figures(given)}


@pytest.mark.parametrize(
    ("lines", "said", "worked"),
    [
        (MORE, "at least $100.00", (2, 14_000)),  # 100.00 and 40.00
        (MORE[:1], "$100.00", (1, 10_000)),  # the same claim: nothing is beyond what is on file
    ],
)
def test_claims_that_the_aging_alone_has_make_the_open_money_a_least(lines, said, worked):
    given = book([], [SENT], [DENIED], aging=aging(*lines))
    value, note = shown(given)["Open with payers"]
    assert value == said and ("the client's own aging of 2026-07-24 has $140.00 in 2 claims" in note) == (
        lines == MORE
    )
    assert _open(given) == worked


def test_what_a_claim_history_tells_is_compared_with_the_aging_and_stays_as_it_is():
    given = book([history("A1")], aging=aging(*MORE))
    assert given.aging_beyond is None and shown(given)["Open with payers"][0] == "$100.00"


def test_without_an_aging_nothing_is_beyond_the_claims_on_file():
    assert book([], [SENT], [DENIED]).aging_beyond is None
