"""An A/R aging that is a payer and one open amount a line is the client's own aging, with ages or without."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from cutover.reading.claims.aging_reports import (
    PATIENT,
    PAYER,
    SUBTOTAL,
    TOTAL,
    AgingReports,
    aging_rows,
    told_of,
)
from cutover.reading.payers.same import NONE_PROVEN
from cutover.workstreams.aging_figures import DENIED_OUT, UNSEEN, against, cases, limits
from cutover.workstreams.aging_weeks import limits as weeks
from cutover.workstreams.open_claims.verdict import _denied
from test_aging_figures import answers, history

LIST = (
    "Old receivables with carriers 9/4/2026\nCarrier,Outstanding ($)\nSunrise,70.00\n"
    'Oak,"1,015.50"\nTotal,"1,085.50"\n'
)
PRINT = (
    "Elm Dental Group     OUTSTANDING (without denials)    9/4/26\n\n"
    "Sunrise Health of Iowa ........      70.00\n"
    "Oak / Oak Select                  1,015.50\n"
    "TOTAL                             1,085.50\n"
)
BANDS = "As of 09/04/2026\nCarrier,0-30,31-60,61+,Total\n"


def read(text, name="claims/weekly/open 0904.csv"):
    return aging_rows(text.encode(), name)


def amounts(rows):
    return [(r.role, r.payer, int(r.amount_cents)) for r in rows[rows["band"].eq("all ages")].itertuples()]


@pytest.mark.parametrize(
    ("text", "second"),
    [
        (LIST, "Oak"),
        (LIST.replace("Outstanding ($)", "Amount"), "Oak"),  # its title says what it is
        (
            LIST.replace("with carriers 9/4/2026", "9/4/2026").replace("Old receivables", "Week of"),
            "Oak",
        ),  # its head
        (PRINT, "Oak / Oak Select"),
    ],
)
def test_a_payer_and_an_open_amount_are_an_aging_with_its_day_and_its_total(text, second):
    rows = read(text)
    assert set(rows["day"]) == {pd.Timestamp("2026-09-04")} and set(rows["band"]) == {"all ages"}
    # 70.00 + 1,015.50 = 1,085.50
    assert [(role, cents) for role, _, cents in amounts(rows)] == [
        (PAYER, 7_000),
        (PAYER, 101_550),
        (TOTAL, 108_550),
    ]
    assert rows["payer"].iloc[1] == second and told_of(text.encode(), "x.csv")[0] == 3
    assert bool(rows["is_without_denied"].any()) == ("without denials" in text)


@pytest.mark.parametrize(
    "text",
    [
        LIST.replace("Outstanding ($)", "Amount").replace("Old receivables with carriers", "Week of"),
        LIST.replace("Outstanding ($)", "Amount").replace("Old receivables with", "Payments posted by"),
        PRINT.replace("OUTSTANDING (without denials)", "DEPOSITS"),
        PRINT.replace("OUTSTANDING (without denials)", "DENIED, OUTSTANDING"),
        PRINT.replace("OUTSTANDING (without denials)", ""),
        "Carrier,Outstanding\nSunrise,soon\nOak,later\n",
        "Claim,Outstanding\nC1,70.00\nC2,80.00\n",
    ],
)
def test_a_name_and_an_amount_alone_are_no_aging(text):
    assert read(text, "claims/week 36.csv").empty


@pytest.mark.parametrize(
    ("whose", "role"),
    [
        ("All carriers", TOTAL),
        ("Total insurances", TOTAL),
        ("All of Elm Street", TOTAL),  # 70 + 20 = 90 in each column
        ("Self pay", PATIENT),
        ("All Savers", TOTAL),  # it is the sum, and says so
    ],
)
def test_a_row_of_all_payers_is_the_total_and_no_payer(whose, role):
    rows = read(f"{BANDS}Sunrise,70,0,0,70\nOak,0,20,0,20\n{whose},70,20,0,90\n")
    assert rows["role"].iloc[-1] == role


def test_a_payer_whose_name_sounds_like_a_total_is_one_where_its_amounts_are_no_sum():
    rows = read(f"{BANDS}Sunrise,70,0,0,70\nOak,0,20,0,20\nAll Savers,70,20,1,91\nTotal,140,40,1,181\n")
    assert list(rows["role"].iloc[::4]) == [PAYER, PAYER, PAYER, TOTAL]
    assert limits(AgingReports(rows), compared(rows, ())[1])[0].count("add up") == 0  # 70 + 20 + 91 = 181


def test_a_total_of_a_part_is_in_no_sum():
    rows = read(
        f"{BANDS}Sunrise,70,0,0,70\nOak,0,20,0,20\nTotal insurance,70,20,0,90\nPatients,5,0,0,5\nTotal,75,20,0,95\n"
    )
    assert list(rows["role"].iloc[::4]) == [PAYER, PAYER, SUBTOTAL, PATIENT, TOTAL]
    assert limits(AgingReports(rows), compared(rows, ())[1])[0].startswith(
        "The client's own A/R aging as of 2026-09-04: $95.00, of it $5.00 of patients. "
    )


def compared(rows, claims):
    nothing = answers()
    met = pd.DataFrame({"payer": pd.Series(dtype="str")})
    inputs = SimpleNamespace(
        today=pd.Timestamp("2026-09-30"), decisions=nothing, remittances=met, same=NONE_PROVEN
    )
    reports = AgingReports(rows)
    return reports, against(reports, history(*claims), inputs, None)


CLAIMS = (
    ("Sunrise", "2026-07-01", 70, "open"),
    ("Oak", "2026-07-02", 1_015, "open"),
    ("Oak", "2026-07-03", 300, "denied"),
    ("Elm", "2026-07-04", 40, "denied"),
)
OWN = "Open with payers 9/4/2026\nPayer,Open $\nSunrise,70\nOak,%s\nTotal,%s\n"


def test_denied_claims_that_a_report_leaves_out_are_told_and_are_no_difference():
    reports, found = compared(read(OWN % (1015, 1085)), CLAIMS)
    assert set(found["state"]) == {"agrees"} and cases(found).empty
    left = found.set_index("payer")["left_out_cents"]
    assert left["Oak"] == 30_000 and left["Elm"] == 4_000 and pd.isna(left["Sunrise"])
    assert found.set_index("payer").loc["Oak", "why"] == DENIED_OUT
    # 300.00 + 40.00 = 340.00 denied
    assert (
        "Denied claims are not in it: the claim history has $340.00 of them then."
        in limits(reports, found)[0]
    )


def test_denied_claims_that_a_report_has_are_compared():
    # Oak 1,015 + 300 = 1,315; Elm's 40.00 is missing
    _, found = compared(read(OWN % (1315, 1385)), CLAIMS)
    told = found.set_index("payer")
    assert told.loc["Oak", "state"] == "agrees" and told["left_out_cents"].isna().all()
    assert told.loc["Elm", "why"] == UNSEEN and int(told.loc["Elm", "difference_cents"]) == -4_000


def test_a_title_without_denied_claims_holds_whatever_agrees():
    rows = read((OWN % (1000, 1070)).replace("payers 9", "payers, not denied, 9"))
    _, found = compared(rows, CLAIMS)
    # 1,000.00 less 1,015.00, without the 300.00 denied
    assert int(found.set_index("payer").loc["Oak", "difference_cents"]) == -1_500


def test_a_total_that_its_rows_do_not_add_up_to_is_said():
    # 70 + 1,015 = 1,085
    rows = read(OWN % (1015, 1185))
    reports, found = compared(rows, CLAIMS)
    assert "$1,185.00. Its rows add up to $1,085.00." in limits(reports, found)[0]


def test_how_many_of_the_weeks_have_an_aging():
    # Tuesdays 06-02 to 08-04: 10; agings on 4 of them
    days = ("2026-06-02", "2026-06-09", "2026-06-23", "2026-07-14")
    reports = AgingReports(pd.DataFrame({"day": pd.to_datetime(list(days))}))
    assert weeks(reports, pd.Timestamp("2026-08-09")) == (
        "Of 10 Tuesdays from 2026-06-02 to 2026-08-04, 4 have an A/R aging of the client and 6 have none.",
        "No A/R aging of the client is here for 2026-06-16, 2026-06-30 and 2026-07-07.",
        "The last weekly A/R aging of the client is of 2026-07-14; none is here for 2026-07-21 to 2026-08-04.",
    )


def test_the_open_money_says_how_much_of_it_is_denied():
    rows = pd.DataFrame({"status": ["open", "denied", "denied"], "worth_cents": [5_000, 3_000, None]})
    # of 80.00 known 30.00 is denied; one denied claim has no amount
    assert _denied(rows) == ", 2 of them denied: $30.00" and _denied(rows.head(1)) == ""
