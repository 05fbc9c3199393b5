"""The non-par fee of months of which not all claims are on file, and of months that a later history shows empty."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from cutover.reading.claims.history import read_claim_history
from cutover.reading.files.title_rows import told_until
from cutover.workstreams.nonpar.invoices import (
    IN_PART,
    MORE,
    NO_CLAIMS,
    NO_REASON,
    NOT_TOLD,
    WITHOUT_CAUSE,
    charged,
)
from cutover.workstreams.nonpar.report import assess
from cutover.workstreams.nonpar_fees.exposure import combinations_table, forecast, months_table
from cutover.workstreams.nonpar_fees.submissions import lacks_days
from nonpar_makers import basis_of, invoices, line, sent

FEE = 4_495  # $44.95, the price of one fee since January 2026


def daily(first: str, last: str, payer="Aetna") -> list[dict]:
    return [row for day in pd.date_range(first, last) for row in sent(payer, on=f"{day:%Y-%m-%d}")]


def until(basis, day: str | None):
    """The same, with a claim history that says until which day it tells."""
    day_told = None if day is None else pd.Timestamp(day)
    return replace(basis, claims=replace(basis.claims, told_until=day_told))


def nonpar(*months: int) -> list[dict]:
    return [row for month in months for row in sent("Sunrise", on=f"2026-{month:02}-06")]


def days(basis) -> dict[str, str]:
    frame = months_table(basis).frame
    return dict(zip(frame["month"].dt.strftime("%m"), frame["days"], strict=True))


@pytest.mark.parametrize(
    ("last", "told", "said"),
    [
        ("2026-07-31", None, "whole month"),
        ("2026-07-30", None, "whole month"),  # one day, as between any two
        ("2026-07-29", None, "in part: claims sent until 2026-07-29"),
        ("2026-07-20", "2026-07-30", "in part: claims sent until 2026-07-20"),
        ("2026-07-20", "2026-07-31", "whole month"),  # the history was made later, and has no more
    ],
)
def test_the_last_month_is_whole_where_claims_run_to_its_end(last, told, said):
    made = until(basis_of(*daily("2026-05-01", last), *nonpar(7)), told)
    assert days(made) == {"05": "whole month", "06": "whole month", "07": said}
    fee = months_table(made).frame.iloc[-1]
    assert fee["fee_low_cents"] == FEE  # one fee is known either way
    assert pd.isna(fee["fee_high_cents"]) == said.startswith("in part")
    figure = next(f for f in assess(made).figures if f.label == "Last 12 months, rule in force")
    on_file = "2 months with claims on file and 1 month in part"
    assert (on_file in figure.note) == ("at least" in figure.note) == said.startswith("in part")


def test_a_few_days_of_sending_break_off_nowhere():
    four, five = (pd.Series(pd.date_range("2026-07-01", periods=n)) for n in (4, 5))
    end = pd.Timestamp("2026-07-31")
    assert not lacks_days(four, end) and lacks_days(five, end)
    assert lacks_days(five, pd.Timestamp("2026-06-29")) and not lacks_days(five, pd.Timestamp("2026-06-30"))


def test_months_in_part_are_in_no_share_and_can_only_raise_the_high():
    # May, June and July have a fee each; of March a remittance alone tells, and it has none
    rows = [
        *sent("Aetna", on="2026-03-09", source="ERA"),
        *daily("2026-04-01", "2026-07-31"),
        *nonpar(5, 6, 7),
    ]
    ahead = forecast(basis_of(*rows)).set_index("month")
    # 3 fees in 4 known months: 3 x 44.95 / 4 = 33.71; with March it were 26.97
    assert set(ahead["likely_cents"]) == {3_371} and set(ahead["low_cents"]) == {0}
    assert pd.isna(ahead.loc["2027-03-01", "last_year_cents"])
    assert ahead.loc["2027-04-01", "last_year_cents"] == 0
    assert "of 4 months with claims on file and 1 month in part" in assess(basis_of(*rows)).verdict
    note = combinations_table(basis_of(*rows)).note
    assert note.startswith("The 4 months with claims on file and 1 month in part, of the last twelve,")
    # of March a remittance shows a fee of another provider: a second fee may come in each month ahead
    other = sent("Sunrise", on="2026-03-09", source="ERA", rendering_npi="1000000012")
    assert set(forecast(basis_of(*rows, *other))["high_cents"]) == {2 * FEE}
    assert forecast(basis_of(*rows, *other)).set_index("month").loc["2027-03-01", "last_year_cents"] == FEE


def test_where_remittances_alone_tell_of_every_month_none_is_left_out():
    rows = [row for month in (5, 6, 7) for row in sent("Sunrise", on=f"2026-{month:02}-06", source="ERA")]
    assert basis_of(*rows).in_part == []
    assert set(forecast(basis_of(*rows))["likely_cents"]) == {FEE}


BILL = invoices(line("2026-06-01"))


@pytest.mark.parametrize(
    ("told", "outcome", "difference"),
    [
        (None, NOT_TOLD, None),
        ("2026-06-20", NOT_TOLD, None),
        ("2026-06-30", NOT_TOLD, None),  # made on the last day of the month: that day may have had one
        ("2026-07-01", WITHOUT_CAUSE, FEE),
    ],
)
def test_a_fee_of_a_month_of_which_a_later_history_has_no_claim_is_without_cause(told, outcome, difference):
    made = until(basis_of(*daily("2026-04-01", "2026-05-20"), invoices=BILL), told)
    (row,) = charged(made).to_dict("records")
    assert row["outcome"] == outcome
    if difference is None:
        assert row["reason"] == NO_CLAIMS and pd.isna(row["difference_cents"])
        return
    assert row["difference_cents"] == difference == row["charged_cents"] and row["fee_high_cents"] == 0
    assert row["reason"] == "no claim of that month is in the claim history, which tells until 2026-07-01"
    found = next(f for f in assess(made).findings if f.code == "nonpar-charged-without-cause")
    assert (found.count, found.amount_cents) == (1, FEE)


def test_more_fees_than_the_claims_of_a_part_show_are_not_called_too_many():
    for last, outcome, reason in (
        ("2026-06-30", WITHOUT_CAUSE, NO_REASON),
        ("2026-06-20", NOT_TOLD, IN_PART),
    ):
        (row,) = charged(basis_of(*daily("2026-04-01", last), invoices=BILL)).to_dict("records")
        assert (row["outcome"], row["reason"]) == (outcome, reason)
    twice = invoices(line("2026-06-01", npi=None, cents=3 * FEE))
    for last, outcome in (("2026-06-30", MORE), ("2026-06-20", NOT_TOLD)):
        (row,) = charged(basis_of(*daily("2026-04-01", last), *nonpar(6), invoices=twice)).to_dict("records")
        assert row["outcome"] == outcome


@pytest.mark.parametrize(
    ("titles", "day"),
    [
        (["Claims of all payers", "Run 7/2/2026 by Elm"], "2026-07-02"),
        (
            ["Printed 7/2/2026", "Service dates 4/1/2026 to 5/31/2026"],
            "2026-05-31",
        ),  # it was asked until then
        (["Printed 7/2/2026, services through 7/2/2026"], "2026-07-02"),
        (["Printed 7/2/2026", "through 12/31/2026"], "2026-07-02"),
        (["Service dates 4/1/2026 to 5/31/2026"], None),  # when it was made is not told
        ([], None),
    ],
)
def test_a_history_tells_until_the_day_it_was_made_or_the_end_of_its_period(titles, day):
    made = told_until(titles)
    assert (None if made is None else f"{made}") == day
    table = "\n".join([*titles, "", "Claim,Account,DOS,Sent,Payer,Charge,Balance,Status",
                       "C1,A1,04/02/2026,04/03/2026,Aetna,100.00,100.00,Open",
                       "C2,A2,04/03/2026,04/04/2026,Aetna,120.00,120.00,Open"])  # fmt: skip
    read = read_claim_history(table.encode(), "claims/a.csv")
    assert len(read.claims) == 2
    assert (None if read.told_until is None else f"{read.told_until:%Y-%m-%d}") == day
