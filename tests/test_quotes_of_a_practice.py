"""What Medi quotes a practice is read where its price is sure, and is told beside the published list."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from claim_makers import practice, put
from cost_cases import AS_OF, one_files, one_intake, one_invoice, submissions
from cutover.columns import conform
from cutover.reading.claims.invoices import load_invoices
from cutover.reading.claims.quotes import QUOTED, of_text
from cutover.workstreams.cost import quoted
from cutover.workstreams.cost.comparison import comparison, load_rules
from cutover.workstreams.cost.looking_back import at_quote
from cutover.workstreams.cost.options import Options

RULES = load_rules(AS_OF)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Claims: 65 cents each (ERA included)", {"claim": 65}),  # cents, not 65.00
        ("Claims 65¢", {"claim": 65}),
        ("Claims at $.65", {"claim": 65}),
        ("Claims 0.65", {"claim": 65}),
        ("Claims 65", {}),  # dollars or cents
        ("Claims $0.655", {}),  # a part of a cent
        ("First 500 claims $0.70", {}),  # a tier
        ("Claims $0.70 or $0.60", {}),
        ("Claims over the plan $0.70", {}),
        ("Platform $25.00 per month", {"platform": 2_500}),
        ("Platform 2500 cents monthly", {"platform": 2_500}),
        ("Platform $240.00 a year", {}),
        ("Platform $25.00 per provider", {}),
        ("Practice, month $25.00", {"platform": 2_500}),
        ("Eligibility 25 cents", {"eligibility": 25}),
        ("Claim status checks $0.20", {"claim status": 20}),
        ("Training $400.00", {}),
    ],
)
def test_a_line_has_one_price_of_one_item_or_none(line, expected):
    found = of_text(f"Medi quote\n{line}\n".encode(), "invoices/medi quote.txt")
    assert quoted.prices_of(found) == expected


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("our quote.txt", "Medi\nClaims $0.70\n", 2),
        ("our quote.txt", "Someone else\nClaims $0.70\n", 0),  # nobody says that it is Medi's
        ("medi.txt", "Claims $0.70\n", 0),  # not called a quote
    ],
)
def test_a_quote_is_called_so_and_names_medi(name, text, lines):
    assert len(of_text(text.encode(), f"invoices/{name}")) == lines


def test_two_prices_of_one_item_are_none():
    found = of_text(b"Medi\nClaims $0.70\nClaims $0.60\nCOB $1.50\n", "invoices/quote.txt")
    assert quoted.prices_of(found) == {"COB": 150}


def test_a_list_of_prices_counts_where_its_file_is_medi_s(tmp_path):
    own = practice(tmp_path)
    put(own, "invoices/Medi list.csv", "Item,Price\nClaim with ERA,0.68\nEligibility,0.22\n")
    put(own, "invoices/other list.csv", "Item,Price\nClaim status,9.00\nAttachment,9.00\n")
    assert quoted.prices_of(load_invoices(own).quoted) == {"claim": 68, "eligibility": 22}


def told(*lines, until=None, work=30_000, bill="100.00"):
    """What a quote says beside one month with 100 claims and an invoice."""
    rows = [(words, cents, until, "invoices/q.txt") for words, cents in lines]
    quote = conform(pd.DataFrame(rows, columns=[c.name for c in QUOTED]), QUOTED)
    invoices = replace(one_invoice(("2026-05", "Practice Mate", bill)), quoted=quote)
    intake = one_intake(work_cost_cents=work) if work else one_intake()
    files = one_files(intake=intake, claims=submissions(["2026-05-01"]), invoices=invoices)
    made = comparison([files], [], AS_OF, Options(), "elm", RULES)
    rows = at_quote(made, made.own[0])
    return rows, " ".join(quoted.said(made.own[0], rows, RULES.prices, AS_OF))


def test_a_quote_at_the_published_prices_says_so_and_pays_back():
    rows, said = told(("Platform", 2_000), ("Claims", 70))
    # 20.00 + 100 x 0.70 = 90.00; 100.00 - 90.00 = 10.00 a month; 300.00 / 10.00 = 30 months
    assert rows[["quote_cents", "quote_less_cents"]].iloc[0].tolist() == [9_000, 1_000]
    assert "one of the published list" in said
    assert "$90.00 for what is counted, $10.00 less than Office Ally charged" in said
    assert "paid back after 30 months" in said


def test_a_quote_above_the_list_is_told_with_both_totals():
    rows, said = told(("Claims", 85))
    # platform by the list: 20.00 + 100 x 0.85 = 105.00, 5.00 more than 100.00
    assert rows["quote_less_cents"].iloc[0] == -500
    assert "claim $0.85, the list $0.70" in said
    # 12 x 20.00 + 1,200 x 0.85 = 1,260.00 and with 0.70 1,080.00; assumed on 100 claims are 50 checks of eligibility
    # (0.25), 20 of status (0.20), 2 of COB and 2 attachments (1.50 each): 12 x (12.50 + 4.00 + 3.00 + 3.00) = 270.00
    assert "comes to $1,530.00 at the quote and $1,350.00 at the list's first tiers" in said
    assert "never paid back" in said


def test_a_quote_that_is_past_or_cannot_be_read_is_told():
    assert "which is past" in told(("Claims", 70), until=dt.datetime(2026, 7, 30))[1]  # noqa: DTZ001
    assert "past" not in told(("Claims", 70), until=dt.datetime(2026, 7, 31))[1]  # noqa: DTZ001
    assert told(("Call us", None))[1].startswith("A quote of Medi is on file, and no price")
