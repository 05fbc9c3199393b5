"""What no source tells of an open claim is unknown: no report shows it as nothing."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.claims.history import read_claim_history
from cutover.result import OPEN_MONEY
from cutover.workstreams.open_claims.report import report
from cutover.workstreams.open_claims.verdict import figures
from cutover.workstreams.parallel_run.aging import aging, closeout, legacy
from cutover.workstreams.parallel_run.closing import payers
from cutover.workstreams.parallel_run.report import _legacy
from cutover.workstreams.reporting_baseline import receivable
from open_claims_makers import AS_OF, CUTOVER, book, decided, history
from parallel_frames import run
from test_overlaps import loaded, row

BLANK = {"charge_cents": None, "balance_cents": None, "paid_cents": None}


def figure(given, label: str):
    return next(one for one in figures(given) if one.label == label)


def rows(*amounts: int | None) -> list[dict]:
    """Open claims, each with its whole balance or without any amount."""
    return [
        history(f"A{n}") | (BLANK if cents is None else {"balance_cents": cents})
        for n, cents in enumerate(amounts)
    ]


@pytest.mark.parametrize(("amounts", "value", "note"), [
    ((None, None), None, "2 claims, 2 of unknown amount"),  # nothing is known
    ((3_000, None), "at least $30.00", "2 claims, 1 of unknown amount"),
    ((3_000, 1_250), "$42.50", "2 claims"),  # 30.00 + 12.50
    ((0, 0), "$0.00", "2 claims"),  # known to be nothing
])  # fmt: skip
def test_open_money_is_unknown_where_no_amount_is_known(amounts, value, note):
    shown = figure(book(rows(*amounts)), OPEN_MONEY)
    assert (shown.value, shown.note) == (value, note)


def test_a_remittance_tells_the_charge_that_the_history_lacks():
    """Denied of 80.00 by the remittance: 80.00 is open."""
    given = book(rows(None), eras=[decided("A0", "2026-06-20", 0, "CO-197", charge=8_000)])
    assert figure(given, OPEN_MONEY).value == "$80.00"


def test_tables_of_unknown_amounts_show_no_zero():
    tables = report(book(rows(None, None))).tables
    for name in ("by_status", "owners", "deadlines", "sources"):
        assert tables[name].frame["worth_cents"].isna().all(), name
    counted = tables["counted"].frame.set_index("what")["amount_cents"]
    assert pd.isna(counted["open claims that wait on a payer"])


@pytest.mark.parametrize(("amounts", "value"), [
    ((None,), None), ((3_000, None), "at least $30.00"), ((3_000,), "$30.00"), ((), "$0.00"),
])  # fmt: skip
def test_the_parallel_run_says_so_too(amounts, value):
    given = run(history=[*rows(*amounts), history("Z", "paid", 0)], cutover=CUTOVER, as_of=AS_OF)
    clock = closeout(given)
    assert _legacy(given, clock).value == value and clock["unknown"] == amounts.count(None)


def test_ages_of_unknown_amounts_are_no_zeros_and_empty_ages_are():
    given = run(history=rows(None), cutover=CUTOVER, as_of=AS_OF)  # served 60 days before
    told = aging(given).iloc[0]
    assert pd.isna(told["days_31_60_cents"]) and pd.isna(told["open_cents"])
    assert (told["days_0_30_cents"], told["claims"], told["unknown"]) == (0, 1, 1)
    assert "1 legacy claim open, of unknown amount" in payers(given)["missing"].iloc[0]


def test_months_ends_are_unknown_where_no_amount_of_an_age_is():
    def on(*amounts):
        given = run(history=rows(*amounts), cutover=CUTOVER, as_of=AS_OF)
        found = legacy(given)
        wide = pd.DataFrame([receivable._on(found, pd.Timestamp(AS_OF))]).astype("Int64")
        return receivable._whole(wide[list(receivable.NAMES)]).iloc[0], receivable.of_unknown_amount(found)

    assert on(3_000, 1_000) == (4_000, 0)
    assert pd.isna(on(None)[0]) and on(None)[1] == 1
    assert on(3_000, None) == (3_000, 1)


def test_a_later_report_without_amounts_takes_those_of_an_earlier_one(tmp_path):
    early, late = (
        row(charge="178.00", balance="60.00", paid="118.00"),
        row(charge="", paid="", status="Denied"),
    )
    found = loaded(tmp_path, early, "V9,P9,06/01/2026,06/02/2026,Cigna,,,,Filed\n" + late).history
    claim = found[found["claim_number"] == "V1"].iloc[0]
    assert (claim["state"], claim["charge_cents"], claim["balance_cents"]) == ("denied", 17_800, 6_000)
    assert found.loc[found["claim_number"] == "V9", "balance_cents"].isna().all()  # nobody tells it


def test_a_later_report_with_amounts_keeps_its_own(tmp_path):
    ahead = "V9,P9,06/01/2026,06/02/2026,Cigna,50.00,50.00,0.00,Paid\n"
    found = loaded(tmp_path, row(balance="60.00"), ahead + row(balance="20.00")).history
    assert found.loc[found["claim_number"] == "V1", "balance_cents"].tolist() == [2_000]


@pytest.mark.parametrize("name", ["INV TOTAL", "Invoice Total", "Total Invoice"])
def test_the_total_of_an_invoice_is_what_was_charged(name):
    text = f"Invoice,Svc From,Payor,{name},Rcvd,Status\nS6,02/03/2026,CGS,65,23.6,PAID\nS7,02/04/2026,CGS,145,0,SENT\n"
    assert read_claim_history(text.encode(), "register.csv").claims["charge_cents"].tolist() == [
        6_500,
        14_500,
    ]
