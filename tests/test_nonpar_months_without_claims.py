"""Months after the last claim on file owe what nobody knows, and a sum of few months is never called a year's."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.workstreams.nonpar import actions
from cutover.workstreams.nonpar.invoices import NO_CLAIMS, NOT_TOLD, WITHOUT_CAUSE, charged
from cutover.workstreams.nonpar.report import assess
from cutover.workstreams.nonpar_fees.exposure import combinations_table, forecast, months_table
from nonpar_makers import basis_of, invoices, line, sent
from parallel_frames import frame

FEE = 4_495  # $44.95, the price of one fee since January 2026
SPRING = [
    *sent("Sunrise", on="2026-03-02"),
    *sent("Sunrise", on="2026-04-02"),
    *sent("Aetna", on="2026-05-04"),
]


def months(*claims, as_of=dt.date(2026, 7, 31)) -> list[str]:
    return months_table(basis_of(*claims, as_of=as_of)).frame["month"].dt.strftime("%Y-%m").tolist()


def test_whole_months_after_the_last_claim_on_file_have_no_row_and_no_zero():
    made = months_table(basis_of(*SPRING))
    assert made.frame["month"].dt.strftime("%Y-%m").tolist() == ["2026-03", "2026-04", "2026-05"]
    assert (
        "After 2026-05 no claims through Office Ally are on file: the fee of 2 whole months since then is not known."
        in made.note
    )
    assert "After" not in months_table(basis_of(*SPRING, *sent("Aetna", on="2026-07-30"))).note


def test_a_month_without_claims_between_months_with_claims_is_a_month_without_a_fee():
    assert months(*SPRING, *sent("Aetna", on="2026-07-30")) == [f"2026-0{n}" for n in range(3, 8)]
    # the running month has claims, so that June, whole and without any, lies between
    assert months(*SPRING, *sent("Aetna", on="2026-07-03"), as_of=dt.date(2026, 7, 15))[3] == "2026-06"


@pytest.mark.parametrize(("source", "shown"), [("ERA", 3), ("history", 4)])
def test_a_remittance_for_a_claim_that_went_another_way_shows_no_claims_of_its_month(source, shown):
    other = sent("Sunrise", on="2026-06-04", sent_through="Medi", source=source)
    assert len(months(*SPRING, *other)) == shown  # a claim list that names the way was there in June


def test_a_fee_charged_after_the_last_claim_on_file_is_not_called_one_without_cause():
    bill = invoices(line("2026-05-01"), line("2026-06-01"))
    rows = charged(basis_of(*SPRING, invoices=bill))
    told = {f"{row.month:%Y-%m}": (row.outcome, row.reason) for row in rows.itertuples()}
    assert told["2026-05"][0] == WITHOUT_CAUSE  # its one claim is of a par payer
    assert told["2026-06"] == (NOT_TOLD, NO_CLAIMS)
    june = rows[rows["month"].eq("2026-06-01")].iloc[0]
    assert june[["fee_low_cents", "fee_high_cents", "difference_cents"]].isna().all()
    assert june["charged_cents"] == FEE


def test_the_forecast_rests_on_months_with_claims_alone():
    ahead = forecast(basis_of(*SPRING)).set_index("month")
    # a fee in 2 of 3 months on file: 2 x 44.95 / 3 = 29.97 a month; of 5 months with two of them empty it were 17.98
    assert set(ahead["likely_cents"]) == {2_997}
    assert pd.isna(ahead.loc["2027-06-01", "last_year_cents"])
    assert ahead.loc["2027-05-01", "last_year_cents"] == 0


def test_what_is_avoided_is_of_the_months_on_file_and_of_a_year_where_all_are():
    few = basis_of(*SPRING)
    said = "Sending 2 claims of the 3 months on file to non-par payers another way would have avoided $89.90."
    assert said in assess(few).verdict
    assert "of 3 months with claims on file" in assess(few).verdict
    of = "The 3 months with claims on file, of the last twelve, under today's rule"
    assert combinations_table(few).note.startswith(of)
    assert actions.payers_to_move_table(few).note.startswith(of)
    days = [f"{day:%Y-%m}-05" for day in pd.date_range("2025-08-01", periods=12, freq="MS")]
    year = basis_of(*(one for on in days for one in sent("Sunrise", on=on)))
    assert (
        "Sending 12 claims a year to non-par payers another way would avoid $539.40." in assess(year).verdict
    )
    assert combinations_table(year).note.startswith("The last twelve months under today's rule")


def test_months_on_file_of_two_years_are_no_months_of_the_last_twelve():
    # claims from August 2024 to September 2025: of the last twelve months two are on file
    days = [f"{day:%Y-%m}-05" for day in pd.date_range("2024-08-01", "2025-09-01", freq="MS")]
    made = basis_of(*(one for on in days for one in sent("Sunrise", on=on)))
    assert made.on_file_of(12) == 2 and made.on_file_of(24) == 14
    assert "of 2 months with claims on file" in assess(made).verdict


def running(*listed: tuple[str, str]) -> str:
    """What the figure of the running month says, with these claims of Medi's lists, as (account, day sent)."""
    own = [*sent("Aetna", 2, on="2026-06-03"), *sent("Sunrise", on="2026-06-04", sent_through="Medi",
                                                     patient_control_number="M1")]  # fmt: skip
    made = basis_of(*SPRING, *own, as_of=dt.date(2026, 6, 17))
    rows = [
        {"patient_control_number": account, "claim_number": account, "sent_on": pd.Timestamp(day),
         "service_from": pd.Timestamp("2026-06-01"), "frequency": None}
        for account, day in listed
    ]  # fmt: skip
    made = replace(made, sent=frame(SENT_CLAIMS, rows)) if rows else made
    return next(f.note for f in assess(made).figures if f.label == "The running month so far")


@pytest.mark.parametrize(
    ("listed", "number"),
    [
        ([], "1 claim"),
        ([("M2", "2026-06-05"), ("M3", "2026-06-16")], "3 claims"),  # and M1, which the claim list names
        ([("M2", "2026-06-18"), ("M3", "2026-05-29")], "1 claim"),  # after the report's day, and in May
    ],
)
def test_claims_of_the_running_month_in_medi_s_lists_went_another_way_too(listed, number):
    assert f"2026-06-17, 2 claims; {number} not through Office Ally, without this fee" in running(*listed)
