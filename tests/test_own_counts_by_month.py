"""The practice's own count by month is a volume of the month: what it counts, and where its claim list is not whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from claim_makers import practice, put
from cost_cases import AS_OF, MONTHS, NO_INVOICES, one_files, one_invoice, submissions
from cutover.columns import conform
from cutover.reading.claims.invoices import load_invoices
from cutover.reading.claims.own_counts import OWN_COUNTS, transaction_of
from cutover.workstreams.cost import own_counts
from cutover.workstreams.cost.comparison import comparison, load_rules
from cutover.workstreams.cost.facts import facts
from cutover.workstreams.cost.looking_back import looking_back
from cutover.workstreams.cost.options import Options

RULES = load_rules(AS_OF)
NEXT = dt.date(2026, 8, 1)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Claims", "claim"),
        ("# of claims submitted", "claim"),
        ("Total claims", "claim"),
        ("Claims denied", ""),  # not what went out
        ("Claims paid", ""),
        ("Claims (dollars)", ""),
        ("Secondary claims sent", "secondary claim"),
        ("Eligibility checks run", "eligibility"),
        ("Claim status checks", "claim status"),
        ("Visits", ""),
        ("Checks", ""),  # paper checks, or checks of what
        ("Sent", ""),
    ],
)
def test_a_column_is_known_by_its_whole_header(header, expected):
    assert transaction_of(header) == expected


def test_the_numbers_of_a_count_are_read_and_its_total_is_not(tmp_path):
    own = practice(tmp_path)
    put(own, "invoices/counts.csv", "Month,Claims sent,Benefit checks,Visits\nMay 2026,150,61,9\n"
        "June 2026,140,60,9\nTotal,290,121,18\n")  # fmt: skip
    # 88 is not 40 + 47: no number of the column is sure
    put(own, "invoices/wrong.csv", "Month,COB\nMarch 2026,40\nApril 2026,47\nTotal,88\n")
    # two rows are called July: which of them is the month is not known
    put(own, "invoices/weeks.csv", "Month,Attachments\nJuly 2026,5\nJuly 2026,6\n")
    # another count of the same month that has another number: neither is taken
    put(own, "invoices/other.csv", "Month,Number of claims\nJune 2026,141\nApril 2026,70\n")
    read = load_invoices(own)
    told = [
        (f"{row.month:%Y-%m}", row.transaction, row.count_)
        for row in read.counts.rename(columns={"count": "count_"}).itertuples()
    ]
    assert told == [
        ("2026-04", "claim", 70),
        ("2026-05", "claim", 150),
        ("2026-05", "eligibility", 61),
        ("2026-06", "eligibility", 60),
    ]
    assert read.lines.empty and read.problems.empty


def own(**months):
    """The own count as (transaction, number) by month: `own(m05=[("claim", 150)])`."""
    rows = [
        (pd.Timestamp(f"2026-{m[1:]}-01"), name, n, "invoices/c.csv")
        for m, told in months.items()
        for name, n in told
    ]
    return conform(pd.DataFrame(rows, columns=[c.name for c in OWN_COUNTS]), OWN_COUNTS)


def made(counts, claims=None, invoices=NO_INVOICES):
    """The facts of a practice with this own count."""
    files = one_files(claims=claims, invoices=replace(invoices, counts=counts))
    return facts(files, RULES, AS_OF, NEXT)


def test_where_the_own_count_has_more_the_list_of_claims_is_not_whole():
    # 10 claims of each month are on file, 150 and 140 went out: (150 + 140) / 2 = 145 a month, not a mean with tens
    of = made(own(m05=[("claim", 150)], m06=[("claim", 140)]), submissions([f"{m}-01" for m in MONTHS], 10))
    assert (of.flows["claim"].monthly[0], of.flows["claim"].basis) == (145, "stated")
    assert of.flows["claim"].known_from == "the practice's own count by month (2 months)"
    said = own_counts.said(of.beside_own, of.own_counts)
    assert said[0] == (
        "The practice's own count of claims differs from the claims on file "
        "(2026-05 150 and 10 and 2026-06 140 and 10)."
    )
    assert "not whole" in said[1]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (102, 100),  # (11 x 100 + 102) / 12 = 100.17: two of 1,200 more leave the list whole
        (100, 100),
        (60, 100),  # the claims on file were sent, whatever the count has
    ],
)
def test_where_the_own_count_has_few_more_or_fewer_the_list_counts(number, expected):
    of = made(own(m05=[("claim", number)]), submissions([f"{m}-01" for m in MONTHS], 100))
    months = of.known[of.known["transaction"].eq("claim")].set_index("month")["count"]
    assert months["2026-05-01"] == max(number, 100)
    assert len(months) == 12 and round(months.mean()) == expected


def test_without_claims_on_file_the_own_count_is_the_volume():
    of = made(own(m05=[("claim", 30), ("secondary claim", 4)]))
    assert [of.flows[name].monthly[0] for name in ("claim", "resubmitted claim", "secondary claim")] == [
        30,
        0,
        4,
    ]
    assert of.has_claims


def test_an_invoice_counts_checks_before_the_own_count_and_the_difference_is_told():
    bill = one_invoice(("2026-05", "Eligibility checks", 50, "5.00"))
    counts = own(m05=[("claim", 30), ("eligibility", 61)], m06=[("eligibility", 40)])
    of = made(counts, invoices=bill)
    checks = of.known[of.known["transaction"].eq("eligibility")].set_index("month")["count"]
    assert checks.tolist() == [50, 40]  # 2026-05 by the invoice, 2026-06 by the count alone
    assert own_counts.said(of.beside_own, of.own_counts) == (
        "The practice's own count of eligibility checks differs from the invoices (2026-05 61 and 50).",
    )


def test_the_months_looked_back_on_count_by_the_own_count():
    bill = one_invoice(("2026-05", "Practice Mate", "100.00"))
    files = one_files(invoices=replace(bill, counts=own(m05=[("claim", 100)])))
    made = comparison([files], [], AS_OF, Options(), "elm", RULES)
    row = looking_back(made).frame.iloc[0]
    # Medi: 20.00 + 100 x 0.70 = 90.00 of 100.00
    assert (row["claims_count"], row["medi_high_cents"], row["less_low_cents"]) == (100, 9_000, 1_000)
