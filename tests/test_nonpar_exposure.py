"""The non-par fee by month and combination: as owed, under today's rule, ahead, and what the range hangs
on.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace

import pandas as pd
import pytest
from claim_makers import NPI, OTHER_NPI, THIRD_NPI, TIN, listed, payer_list, several
from cutover.columns import conform
from cutover.intake.sheets import PROVIDERS
from cutover.reading.payers.lists import PayerLists, load_payer_lists
from cutover.workstreams.nonpar.inputs import with_rules
from cutover.workstreams.nonpar.report import assess
from cutover.workstreams.nonpar_fees.ended import going_on
from cutover.workstreams.nonpar_fees.exposure import closing, forecast
from cutover.workstreams.nonpar_fees.submissions import ESTIMATED, whole_months
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from nonpar_makers import LIST, TODAY, basis_of, claims_of, sent

FEE = 4_495  # $44.95, in force by 2026-01-01


def owed(*rows, **said) -> dict[str, tuple[int, int]]:
    """Lowest and highest fee of each month that has one, in cents."""
    fees = basis_of(*rows, **said).in_force.groupby("month")[["fee_low_cents", "fee_high_cents"]].sum()
    return {f"{month:%Y-%m}": (int(low), int(high)) for month, low, high in fees.itertuples() if high}


@pytest.mark.parametrize(
    ("nonpar", "par", "fee"),
    [
        (499, 501, {}),  # 49.9 %
        (500, 500, {"2025-12": (3_995, FEE)}),  # 50.0 %: "50 % or more"
        (501, 499, {"2025-12": (3_995, FEE)}),  # 50.1 %; the amount of that month is not published
    ],
)
def test_in_december_2025_the_fee_is_owed_from_fifty_percent_on(nonpar, par, fee):
    assert owed(*sent("Sunrise", nonpar, on="2025-12-31"), *sent("Aetna", par, on="2025-12-31")) == fee


def test_one_claim_of_a_thousand_costs_nothing_on_31_december_2025_and_a_fee_on_1_january_2026():
    rest = [*sent("Aetna", 999, on="2025-12-31"), *sent("Aetna", 999, on="2026-01-01")]
    assert owed(*rest, *sent("Sunrise", on="2025-12-31"), *sent("Sunrise", on="2026-01-01")) == {
        "2026-01": (FEE, FEE)
    }


def test_the_month_is_that_of_submission_and_not_of_service():
    assert owed(*sent("Sunrise", on="2026-02-01", service_from=pd.Timestamp("2026-01-30"))) == {
        "2026-02": (FEE, FEE)
    }


def test_each_tax_id_and_npi_is_a_combination_of_its_own():
    rows = [*sent("Sunrise"), *sent("Sunrise", rendering_npi=OTHER_NPI), *sent("Sunrise", tax_id="987654321")]
    assert owed(*rows) == {"2026-03": (3 * FEE, 3 * FEE)}


@pytest.mark.parametrize(
    ("form", "npis", "expected"),
    [
        ("professional", {"rendering_npi": NPI, "billing_npi": THIRD_NPI}, NPI),
        ("professional", {"billing_npi": THIRD_NPI}, THIRD_NPI),
        ("professional", {"attending_npi": OTHER_NPI, "billing_npi": THIRD_NPI}, THIRD_NPI),
        ("institutional", {"rendering_npi": NPI, "attending_npi": OTHER_NPI}, NPI),
        ("institutional", {"attending_npi": OTHER_NPI, "billing_npi": THIRD_NPI}, OTHER_NPI),
        ("institutional", {"billing_npi": THIRD_NPI}, THIRD_NPI),
    ],
)
def test_the_npi_that_counts_is_the_first_one_present_in_the_order_of_the_form(form, npis, expected):
    said = dict.fromkeys(("rendering_npi", "attending_npi", "billing_npi")) | npis
    assert basis_of(*sent("Sunrise", form=form, **said)).in_force["npi"].tolist() == [expected]


def test_an_unknown_payer_makes_a_range_from_no_fee_to_one():
    assert owed(*sent("Nobody Knows")) == {"2026-03": (0, FEE)}


@pytest.mark.parametrize(
    ("day", "fee"),
    [
        ("2026-01-01", None),  # the day of the list itself: par
        ("2026-01-02", (0, FEE)),  # the day after: it may have changed
        ("2026-03-31", (0, FEE)),  # the day before the next list
        ("2026-04-01", (FEE, FEE)),  # the day of the next list: non-par
    ],
)
def test_a_payer_that_changes_its_status_leaves_a_range_between_the_two_lists(day, fee):
    lists = several(
        payer_list(listed("AETNA", "60054"), day="2026-01-01"),
        payer_list(listed("AETNA", "60054", "Yes"), day="2026-04-01"),
    )
    assert owed(*sent("Aetna", on=day), lists=lists) == ({day[:7]: fee} if fee else {})


def test_a_day_before_the_first_list_takes_the_first_one_alone():
    lists = several(
        payer_list(listed("AETNA", "60054"), day="2026-03-02"),
        payer_list(listed("AETNA", "60054", "Yes"), day="2026-04-01"),
    )
    assert owed(*sent("Aetna", on="2026-03-01"), lists=lists) == {}
    assert owed(*sent("Aetna", on="2026-03-03"), lists=lists) == {"2026-03": (0, FEE)}


def test_a_payer_that_the_next_list_no_longer_names_keeps_the_status_of_its_day():
    lists = several(
        payer_list(listed("AETNA", "60054", "Yes"), day="2026-01-01"),
        payer_list(listed("SUNRISE", "S1", "Yes"), day="2026-04-01"),
    )
    assert owed(*sent("Aetna", on="2026-03-02"), lists=lists) == {"2026-03": (FEE, FEE)}


def test_the_year_ahead_takes_the_status_of_today_and_the_past_the_range():
    # six months, 2026-02 to 2026-07, one claim each: 2 to 6 were sent between lists that differ, 7 after
    lists = several(
        payer_list(listed("AETNA", "60054"), day="2026-01-01"),
        payer_list(listed("AETNA", "60054", "Yes"), day="2026-07-01"),
    )
    found = basis_of(*monthly("Aetna", range(6, 12)), lists=lists)
    past = [int(found.in_force[name].sum()) for name in ("fee_low_cents", "fee_high_cents")]
    assert past == [FEE, 6 * FEE]
    ahead = forecast(found)
    assert [set(ahead[name]) for name in ("low_cents", "likely_cents", "high_cents")] == [{FEE}] * 3
    assert found.recent["par"].eq("non-par").all()


def test_paper_claims_do_not_count_and_are_said_to_be_left_out():
    found = basis_of(*sent("Sunrise", is_paper=True))
    assert found.in_force.empty
    assert found.submissions["left_out"].tolist() == ["on paper"]


def test_a_claim_without_a_day_of_submission_is_counted_by_its_day_of_service_and_labeled():
    found = basis_of(
        *sent("Sunrise", submission_date=None, date_basis=None, service_from=pd.Timestamp("2026-05-04"))
    )
    assert found.submissions["month_basis"].tolist() == [ESTIMATED]
    assert [f"{m:%Y-%m}" for m in found.in_force["month"]] == ["2026-05"]


def test_the_practice_s_own_days_to_submission_move_an_estimate():
    dated = sent("Aetna", 20, on="2026-05-29", service_from=pd.Timestamp("2026-05-24"))  # 5 days each
    undated = sent("Sunrise", submission_date=None, date_basis=None, service_from=pd.Timestamp("2026-05-28"))
    assert owed(*dated, *undated) == {"2026-06": (FEE, FEE)}  # 28 May + 5 days = 2 June


@pytest.mark.parametrize(
    ("as_of", "last"),
    [(dt.date(2026, 7, 31), "2026-07"), (dt.date(2026, 7, 30), "2026-06"), (dt.date(2026, 8, 1), "2026-07")],
)
def test_only_whole_months_are_reckoned(as_of, last):
    months = whole_months(as_of, 24)
    assert (f"{months[-1]:%Y-%m}", len(months)) == (last, 24)


def test_the_back_cast_applies_today_s_trigger_to_the_same_months():
    rows = [*sent("Sunrise", on="2025-10-15"), *sent("Aetna", 9, on="2025-10-15")]  # 10 %
    found = basis_of(*rows)
    assert found.in_force["fee_high_cents"].sum() == 0
    assert (found.back_cast["fee_low_cents"].sum(), found.back_cast["fee_high_cents"].sum()) == (3_995, FEE)


def monthly(payer, months, **said) -> list[dict]:
    """One submission in each of these months of 2025-08 .. 2026-07, counted from 0."""
    first = pd.Timestamp("2025-08-10")
    days = [first + pd.DateOffset(months=n) for n in months]
    return [row for day in days for row in sent(payer, on=day, **said)]


def test_the_forecast_lies_between_the_certain_and_the_possible_combinations():
    rows = [*monthly("Sunrise", range(12)), *monthly("Golden Oak", range(6), rendering_npi=OTHER_NPI)]
    ahead = forecast(basis_of(*rows))
    assert len(ahead) == 12
    assert f"{ahead['month'].iloc[0]:%Y-%m}" == "2026-08"
    assert ahead["low_cents"].tolist() == [FEE] * 12  # the first triggered in each of the last six months
    assert ahead["high_cents"].tolist() == [2 * FEE] * 12  # both triggered at all
    assert ahead["likely_cents"].tolist() == [6_743] * 12  # (12/12 + 6/12) * $44.95 = $67.425, half up
    assert ahead["last_year_cents"].tolist() == [2 * FEE] * 6 + [FEE] * 6


def test_the_payers_that_would_close_the_range_are_those_that_an_open_combination_hangs_on():
    rows = [
        *sent("Mystery One", 2),  # alone in its combination: the fee hangs on it
        *sent("Mystery Two", rendering_npi=OTHER_NPI),
        *sent("Sunrise", rendering_npi=OTHER_NPI),  # triggers anyway: Mystery Two changes nothing
    ]
    found = closing(basis_of(*rows))
    assert found[["payer", "claims", "cases", "width_cents"]].values.tolist() == [["Mystery One", 2, 1, FEE]]


def test_knowing_the_listed_payers_closes_the_range():
    rows = [
        *sent("M1"),
        *sent("M2"),
        *sent("M3", on="2026-04-02"),
        *sent("M3", on="2026-04-02", rendering_npi=OTHER_NPI),
    ]
    found = basis_of(*rows)
    known = found.what_if(statuses=dict.fromkeys(closing(found)["payer"], "par")).year_today
    assert (known["fee_low_cents"] == known["fee_high_cents"]).all()


def loop(rows: list[dict], status: dict[str, str]) -> dict[tuple, tuple[int, int]]:
    """The fees by an independent plain loop: its own rule, its own amounts, no code of the library."""
    count = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        day = row["submission_date"]
        npi = (
            row["rendering_npi"]
            or (row["attending_npi"] if row["form"] == "institutional" else None)
            or row["billing_npi"]
        )
        tally = count[(day.year, day.month, row["tax_id"], npi)]
        tally[0] += 1
        tally[1] += status.get(row["payer_name"]) == "non-par"
        tally[2] += row["payer_name"] not in status
    fees = {}
    for (year, month, tin, npi), (total, nonpar, unknown) in count.items():
        new = year >= 2026
        amounts = (4_495, 4_495) if new else (3_995, 4_495)
        low = nonpar > 0 if new else nonpar > 0 and nonpar * 2 >= total
        high = nonpar + unknown > 0 if new else nonpar + unknown > 0 and (nonpar + unknown) * 2 >= total
        fees[(year, month, tin, npi)] = (amounts[0] * low, amounts[1] * high)
    return fees


ROW = st.fixed_dictionaries(
    {
        "payer_name": st.sampled_from(["Aetna", "Sunrise", "Golden Oak", "Mystery"]),
        "submission_date": st.dates(dt.date(2024, 8, 1), TODAY).map(pd.Timestamp),
        "form": st.sampled_from(["professional", "institutional"]),
        "rendering_npi": st.sampled_from([NPI, None]),
        "attending_npi": st.sampled_from([OTHER_NPI, None]),
        "billing_npi": st.just(THIRD_NPI),
        "tax_id": st.sampled_from([TIN, "987654321"]),
    }
)


@settings(deadline=None, max_examples=examples(30))
@given(st.lists(ROW, min_size=1, max_size=60))
def test_an_independent_loop_over_the_claims_gives_every_fee_of_every_month(said):
    rows = [
        row
        for one in said
        for row in sent(one["payer_name"], **{k: v for k, v in one.items() if k != "payer_name"})
    ]
    expected = loop(rows, {"Aetna": "par", "Sunrise": "non-par", "Golden Oak": "non-par"})
    fees = basis_of(*rows).in_force
    found = {
        (f.month.year, f.month.month, f.tax_id, f.npi): (int(f.fee_low_cents), int(f.fee_high_cents))
        for f in fees.itertuples()
    }
    assert found == expected
    assert fees["claims"].sum() == len(rows)  # every submission is in one combination of one month


def test_a_practice_without_any_claim_or_list_gets_a_sentence_and_no_error():
    nothing = assess(with_rules(claims_of(), LIST, TODAY))
    assert "Non-par fees are not known" in nothing.verdict
    empty = LIST.__class__(LIST.frame.iloc[:0], ())
    without = assess(with_rules(claims_of(*sent("Aetna")), empty, TODAY))
    assert "there is no payer list" in without.verdict
    assert without.findings[0].code == "nonpar-no-list"


def test_a_payer_list_that_lies_there_without_a_date_is_named_and_not_said_to_be_absent(tmp_path):
    (tmp_path / "payers.csv").write_text("Payer Name,Non-Par\nAETNA,No\n", "utf-8")
    undated = load_payer_lists(tmp_path)
    result = assess(with_rules(claims_of(*sent("Aetna")), undated, TODAY))
    assert "there is a payer list that is not used because it has no date" in result.verdict
    assert "such as payers_2026-06-01.csv" in result.verdict and "Download" not in result.verdict
    codes = {one.code for one in result.findings}
    assert "nonpar-file-not-read" in codes and "nonpar-no-list" not in codes
    (tmp_path / "payers.csv").rename(tmp_path / "payers_2026-05-04.csv")
    assert load_payer_lists(tmp_path).lacking == ""
    assert load_payer_lists(tmp_path / "absent").lacking == "no payer list"


def test_a_practice_with_par_payers_alone_is_told_that_the_fee_is_no_reason_to_leave():
    result = assess(basis_of(*sent("Aetna", 50)))
    assert "no reason to leave" in result.verdict
    assert not [f for f in result.findings if f.code.startswith("nonpar-") and f.code != "nonpar-list-old"]


def test_the_report_shows_no_whole_tax_id_to_an_owner():
    tin = "987654321"
    result = assess(
        basis_of(*sent("Sunrise", 2, tax_id=tin), *sent("Mystery", rendering_npi=OTHER_NPI, tax_id=tin))
    )
    shown = [
        str(value)
        for table in [*result.tables.values(), *(f.evidence for f in result.findings)]
        for column in table.columns
        if column.privacy.value == "open"
        for value in table.frame[column.name].dropna()
    ]
    assert not [value for value in shown if tin in value]
    assert [value for value in shown if value == "*****4321"]


def test_a_month_whose_only_non_par_claim_was_rejected_owes_a_fee_that_nobody_can_settle():
    made = basis_of(*sent("Aetna", 6, on="2026-04-02"), *sent("Sunrise", on="2026-04-02", state="rejected"))
    row = made.in_force.iloc[0]
    assert (row["fee_low_cents"], row["fee_high_cents"]) == (0, 4_495)
    # an accepted one beside it settles it
    both = basis_of(*sent("Sunrise", on="2026-04-02", state="rejected"), *sent("Sunrise", on="2026-04-02"))
    assert both.in_force["fee_low_cents"].tolist() == [4_495]


def test_under_the_half_rule_a_rejected_claim_can_tip_the_share_either_way():
    # 4 of 8 with the rejected par claim, 4 of 7 without: owed in both readings
    even = basis_of(*sent("Sunrise", 4, on="2025-09-02"), *sent("Aetna", 3, on="2025-09-02"),
                    *sent("Aetna", on="2025-09-02", state="rejected"))  # fmt: skip
    assert bool(even.in_force["triggers_low"].iloc[0])
    # 4 of 9 with it, 4 of 8 without: owed in one reading alone
    odd = basis_of(*sent("Sunrise", 4, on="2025-09-02"), *sent("Aetna", 4, on="2025-09-02"),
                   *sent("Aetna", on="2025-09-02", state="rejected"))  # fmt: skip
    row = odd.in_force.iloc[0]
    assert (bool(row["triggers_low"]), bool(row["triggers_high"])) == (False, True)


def test_where_all_depends_on_rejected_claims_the_verdict_says_so():
    said = assess(
        basis_of(*sent("Sunrise", on="2026-04-02", state="rejected"), *sent("Aetna", on="2026-04-02"))
    )
    assert "It all depends on whether Office Ally counts rejected claims" in said.verdict
    assert "0 payers" not in said.verdict


def test_the_forecast_counts_no_month_from_before_the_first_claim_on_file():
    days = ["2026-04-02", "2026-05-04", "2026-06-02", "2026-07-02"]
    made = basis_of(*(one for on in days for one in sent("Sunrise", on=on)))
    ahead = forecast(made)
    # it triggered in four of the four months that are known: 44.95 a month, not a third of it
    assert ahead["likely_cents"].tolist() == [4_495] * 12
    # the months before are not known, and none of the four is without a fee
    assert ahead["low_cents"].tolist() == [4_495] * 12
    assert ahead["last_year_cents"].isna().sum() == 8
    assert "of 4 months with claims on file" in assess(made).verdict


def test_without_a_payer_list_no_figure_of_the_fee_is_shown_beside_the_words_that_nothing_can_be_said():
    none = with_rules(
        claims_of(*sent("Sunrise", on="2026-04-02")), PayerLists(LIST.frame.iloc[:0], ()), TODAY
    )
    said = assess(none)
    assert said.verdict.startswith("Non-par fees are not known yet")
    assert {f.value for f in said.figures if "twelve" in f.label or "rule" in f.label} == {None}


NEXT_TIN, THIRD_TIN = "223456789", "323456789"
MONTHS = [f"2026-0{month}-05" for month in range(2, 8)]  # six months, the last is of the report


def who(npi=NPI, tin=TIN, until=None) -> dict:
    """One row of the intake's providers."""
    return {"npi": npi, "tin": tin, "ends_on": pd.Timestamp(until) if until else None}


def year_ahead(rows, providers) -> tuple[int, int, int]:
    """Low, likely and high of the twelve months ahead, in fees."""
    frame = conform(
        pd.DataFrame(providers).reindex(columns=[c.name for c in PROVIDERS.columns]), PROVIDERS.columns
    )
    ahead = forecast(replace(basis_of(*rows), providers=frame))
    return tuple(round(ahead[name].sum() / FEE) for name in ("low_cents", "likely_cents", "high_cents"))


def under_both() -> list[dict]:
    """One provider's claims to a non-par payer: under one Tax ID through April, under the next from April on."""
    old = [row for on in MONTHS[:3] for row in sent("Sunrise", on=on)]
    return old + [row for on in MONTHS[2:] for row in sent("Sunrise", on=on, tax_id=NEXT_TIN)]


@pytest.mark.parametrize(
    ("providers", "fees"),
    [
        # 7 combinations in 6 months: 12 * 7 / 6; one of them triggers in each of the six; both may: 24
        ([who(THIRD_NPI, TIN), who(NPI, NEXT_TIN)], (12, 14, 24)),
        # the old one has ended: April is one, 6 in 6 months, steady
        ([who(THIRD_NPI, TIN, "2026-03-31"), who(NPI, NEXT_TIN)], (12, 12, 12)),
        ([who(THIRD_NPI, TIN, "2026-07-30"), who(NPI, NEXT_TIN)], (12, 12, 12)),
        ([who(THIRD_NPI, TIN, "2026-07-31"), who(NPI, NEXT_TIN)], (12, 14, 24)),  # its last day is today
        ([who(THIRD_NPI, TIN, "2026-03-31"), who(NPI, TIN), who(NPI, NEXT_TIN)], (12, 14, 24)),  # bills on under it
        ([who(NPI, TIN, "2026-03-31"), who(OTHER_NPI, NEXT_TIN)], (0, 0, 0)),  # the provider has left
        ([who(NPI, TIN, "2026-03-31"), who(NPI, NEXT_TIN, "2026-06-30")], (12, 14, 24)),  # nobody knows who follows
    ],
)  # fmt: skip
def test_who_has_ended_costs_nothing_ahead_and_a_tax_id_goes_on_as_the_next(providers, fees):
    assert year_ahead(under_both(), providers) == fees


@pytest.mark.parametrize(
    ("first", "second", "fees"),
    [
        (range(6, 12, 2), range(7, 12, 2), (12, 12, 24)),  # by turns: one each month, in half the months each
        (range(6, 12, 2), range(9, 12, 2), (0, 10, 24)),  # none in March: 3 + 2 in six months, 12 * 5 / 6
        (range(6, 12), range(6, 12), (24, 24, 24)),
        (range(5, 12), (), (12, 12, 12)),
        # 12 months on file by a par payer's claims: the last six are certain, of twelve they are half: 6 is below that
        (range(6, 12), (), (12, 12, 12)),
    ],
)
def test_the_low_end_is_the_fewest_combinations_of_any_of_the_last_six_months(first, second, fees):
    rows = [*monthly("Sunrise", first), *monthly("Sunrise", second, rendering_npi=OTHER_NPI)]
    rows += monthly("Aetna", range(12)) if not len(second) else []
    ahead = forecast(basis_of(*rows))
    found = tuple(round(ahead[name].sum() / FEE) for name in ("low_cents", "likely_cents", "high_cents"))
    assert found == fees


@pytest.mark.parametrize(("living", "tin"), [([NEXT_TIN], NEXT_TIN), ([NEXT_TIN, THIRD_TIN], TIN), ([], TIN)])
def test_a_provider_who_has_not_billed_since_goes_on_under_the_only_tax_id_that_does(living, tin):
    rows = pd.DataFrame({"month": [pd.Timestamp("2026-03-01")], "tax_id": [TIN], "npi": [NPI]})
    given = pd.DataFrame([who(THIRD_NPI, TIN, "2026-03-31"), *(who(NPI, one) for one in living)])
    given = given.assign(ends_on=pd.to_datetime(given["ends_on"]))
    assert going_on(rows, given, TODAY)["tax_id"].tolist() == [tin]
