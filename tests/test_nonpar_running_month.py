"""The month that runs on a report's date: a row of its own, in no sum, and the least that its forecast says."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from claim_makers import OTHER_NPI
from cutover.workstreams.nonpar.report import assess
from cutover.workstreams.nonpar_fees.exposure import forecast, months_table
from nonpar_makers import basis_of, sent

FEE = 4_495  # $44.95 for a Tax ID and NPI with one non-par claim in a month, since January 2026
JUNE_17 = dt.date(2026, 6, 17)
SPRING = [*sent("Sunrise", on="2026-04-09"), *sent("Aetna", 3, on="2026-05-12")]


def rows(*claims, as_of=JUNE_17) -> list[tuple]:
    """Each month's row: month, its days, claims, fee at least and at most."""
    frame = months_table(basis_of(*claims, as_of=as_of)).frame
    names = ["days", "claims", "fee_low_cents", "fee_high_cents"]
    return [(f"{month:%Y-%m}", *told) for month, *told in frame[["month", *names]].itertuples(index=False)]


def so_far(*claims) -> tuple[str, str] | None:
    """The figure of the running month: its fee, and what it says of it; null where there is none."""
    figures = assess(basis_of(*claims, as_of=JUNE_17)).figures
    return next(((f.value, f.note) for f in figures if f.label == "The running month so far"), None)


def test_claims_of_the_running_month_are_a_row_of_their_own_after_the_whole_months():
    june = [*sent("Golden Oak", 2, on="2026-06-03"), *sent("Aetna", on="2026-06-16")]
    assert rows(*SPRING, *june) == [
        ("2026-04", "whole month", 1, FEE, FEE),
        ("2026-05", "whole month", 3, 0, 0),
        ("2026-06", "so far, until 2026-06-17", 3, FEE, FEE),  # one NPI, so one fee for two non-par claims
    ]


@pytest.mark.parametrize(
    ("day", "days"),
    [(dt.date(2026, 6, 29), "so far, until 2026-06-29"), (dt.date(2026, 6, 30), "whole month")],
)
def test_a_month_is_whole_on_its_last_day(day, days):
    assert rows(*sent("Sunrise", on="2026-06-03"), as_of=day)[-1][:2] == ("2026-06", days)


def test_what_is_sent_after_the_reports_date_is_not_so_far():
    told = [
        *SPRING,
        *sent("Sunrise", on="2026-06-17"),
        *sent("Golden Oak", rendering_npi=OTHER_NPI, on="2026-06-18"),
    ]
    assert rows(*told)[-1] == ("2026-06", "so far, until 2026-06-17", 1, FEE, FEE)
    assert len(rows(*SPRING, *sent("Sunrise", on="2026-06-18"))) == 2  # April and May alone


def test_the_figure_says_that_no_sum_holds_the_month_and_what_both_come_to():
    value, note = so_far(*SPRING, *sent("Golden Oak", on="2026-06-03"))
    assert value == "$44.95" and "2026-06 until 2026-06-17, 1 claim; in no sum of whole months" in note
    assert note.endswith("with the whole months $89.90")  # April's $44.95 + June's
    value, note = so_far(*SPRING, *sent("Nobody Knows", on="2026-06-03"))  # of unknown status
    assert value == "$0.00" and note.endswith("with the whole months $44.95 to $89.90")
    assert so_far(*SPRING) is None


@pytest.mark.parametrize(
    ("through", "ways", "told"),
    [
        (0, ["Medi"], "2026-06-17, 0 claims; 1 claim not through Office Ally, without this fee; in no sum"),
        (
            2,
            ["Medi", "Medi"],
            "2026-06-17, 2 claims; 2 claims not through Office Ally, without this fee; in no sum",
        ),
        (1, ["Office Ally"], "2026-06-17, 2 claims; in no sum"),
    ],
)
def test_the_figure_counts_the_claims_of_its_row_and_names_those_of_another_way(through, ways, told):
    june = [*sent("Aetna", through, on="2026-06-03")]
    june += [row for way in ways for row in sent("Sunrise", on="2026-06-04", sent_through=way)]
    _, note = so_far(*SPRING, *june)
    assert told in note
    assert rows(*SPRING, *june)[-1][2] == int(told.split(", ")[1].split()[0])  # the table's row of June


def test_claims_of_the_month_that_could_not_be_counted_are_named_and_hide_its_fee():
    told = [*SPRING, *sent("Sunrise", on="2026-06-03", tax_id=None)]
    _, note = so_far(*told)
    assert "1 claim of it could not be counted" in note
    month, _, claims, low, high = rows(*told)[-1]
    assert (month, claims) == ("2026-06", 0) and pd.isna(low) and pd.isna(high)


def test_the_forecast_of_the_running_month_is_at_least_what_its_claims_owe():
    first = forecast(basis_of(*SPRING, *sent("Sunrise", on="2026-06-03"), as_of=JUNE_17)).iloc[0]
    assert f"{first['month']:%Y-%m}" == "2026-06"
    assert (first["low_cents"], first["likely_cents"], first["high_cents"]) == (FEE, FEE, FEE)
    without = forecast(basis_of(*SPRING, as_of=JUNE_17)).iloc[0]
    # April and May are on file, one of them with a fee: likely 4,495 / 2 = 2,247.5
    assert (without["low_cents"], without["likely_cents"], without["high_cents"]) == (0, 2_248, FEE)


def test_a_provider_that_triggers_in_the_running_month_alone_comes_beside_those_of_the_year():
    of_june = sent("Sunrise", rendering_npi=OTHER_NPI, on="2026-06-03")
    ahead = forecast(basis_of(*sent("Sunrise", on="2026-04-09"), *of_june, as_of=JUNE_17))
    assert ahead["high_cents"][:2].tolist() == [2 * FEE, FEE]  # June: both; July: the one of the year
    assert ahead["low_cents"][:2].tolist() == [FEE, 0]
