"""Where claims lack what the fee counts by, the fee is not known: it is said with number and money, never as zero."""

from __future__ import annotations

import pandas as pd
import pytest
from cost_cases import one_intake
from cutover.reading.payers.same import NONE_PROVEN
from cutover.result import Severity, State
from cutover.workstreams.cost import facts, office_ally
from cutover.workstreams.nonpar.desk import figures_if
from cutover.workstreams.nonpar.invoices import NOT_TOLD, WITHOUT_CAUSE, charged
from cutover.workstreams.nonpar.report import assess
from cutover.workstreams.nonpar_fees.exposure import UNKNOWN_AHEAD
from nonpar_makers import basis_of, claims_of, invoices, line, sent
from test_nonpar_exposure import LIST, TODAY

NAMELESS = {"rendering_npi": None, "billing_npi": None, "charge_cents": 10_000}
CODE = "nonpar-not-counted"


def of_year(counted: int, lacking: int, payer="Aetna", **said):
    """The inputs of so many claims that count and so many without an NPI, $100.00 each."""
    return basis_of(*sent(payer, counted), *sent(payer, lacking, **(NAMELESS | said)))


def not_counted(result):
    """The finding of what could not be counted."""
    return next(f for f in result.findings if f.code == CODE)


def test_a_practice_whose_claims_all_lack_an_npi_is_not_told_that_it_owes_nothing():
    result = assess(of_year(0, 11, "Sunrise"))
    assert result.verdict == (
        "Non-par fees are not known: 11 of 11 claims of the last twelve months, worth $1,100.00, could not be counted. "
        "They lack an NPI. Confirm the columns of the claim history, or add the missing identifiers to the intake "
        "workbook."
    )  # 11 * $100.00
    assert {f.value for f in result.figures[:-1]} == {None} and result.figures[-1].value == "11"
    assert result.signal.state is State.ATTENTION
    assert not_counted(result).severity is Severity.HIGH
    assert "11 of 11 could not be counted" in not_counted(result).meaning


def test_no_table_shows_a_fee_of_zero_where_it_is_not_known():
    tables = assess(of_year(0, 11, "Sunrise")).tables
    ahead, months = tables["forecast"].frame, tables["months"].frame
    assert ahead[["low_cents", "likely_cents", "high_cents", "last_year_cents"]].isna().all(axis=None)
    assert UNKNOWN_AHEAD in tables["forecast"].note
    march = months[months["month"] == "2026-03-01"].iloc[0]
    assert (march["claims"], march["uncounted"]) == (0, 11)
    assert march[[name for name in months if name.endswith("_cents")]].isna().all()
    assert "2026-04-01" not in set(months["month"].dt.strftime("%Y-%m-%d"))  # after the last claim on file


def test_a_fee_of_a_month_that_is_certain_is_shown_beside_what_could_not_be_counted():
    months = assess(of_year(9, 1, "Sunrise")).tables["months"].frame
    march = months[months["month"] == "2026-03-01"].iloc[0]
    assert march["fee_low_cents"] == 4_495 and pd.isna(march["fee_high_cents"])


@pytest.mark.parametrize(
    ("counted", "is_known"), [(19, False), (20, True), (999, True)]
)  # 5.0 %, 4.8 %, 0.1 %
def test_one_claim_that_cannot_be_counted_leaves_the_answer_standing_with_its_limit_below_five_percent(
    counted, is_known
):
    result = assess(basis_of(*sent("Aetna", counted), *sent("Unheard Mutual", 1, **NAMELESS)))
    limit = "1 claim, worth $100.00, could not be counted for lack of an NPI. A fee that it causes is not in these"
    assert ("no reason to leave" in result.verdict) is is_known
    assert (limit in result.verdict, any(limit in one for one in result.limits)) == (is_known, is_known)
    assert result.signal.state is (State.OK if is_known else State.ATTENTION)
    assert not_counted(result).severity is (Severity.LOW if is_known else Severity.HIGH)
    assert (result.figures[0].value is not None) is is_known


def test_what_could_be_counted_is_said_beside_what_is_not_known():
    rows = [*sent("Sunrise", 9, on="2026-07-02"), *sent("Sunrise", 1, on="2026-07-02", **NAMELESS)]
    said = assess(basis_of(*rows)).verdict
    assert "1 of 10 claims" in said
    assert "The others alone owe $44.95 for these months." in said  # one NPI in July, and no year of it


def test_claims_without_a_date_or_a_tax_id_or_of_unknown_amount_are_named_as_such():
    undated = {"submission_date": None, "date_basis": None, "service_from": None}
    rows = [*sent("Unheard Mutual", **undated), *sent("Unheard Mutual", tax_id=None, charge_cents=5_000)]
    said = assess(basis_of(*rows)).verdict
    assert "2 of 2 claims of the last twelve months, worth at least $50.00, could" in said
    assert "They lack a date or a Tax ID." in said


def test_claims_that_lack_an_npi_but_are_older_than_a_year_decide_nothing():
    said = assess(basis_of(*sent("Aetna", 5), *sent("Unheard Mutual", 5, on="2025-06-02", **NAMELESS)))
    assert "no reason to leave" in said.verdict and not_counted(said).severity is Severity.LOW


def test_a_history_that_ended_more_than_a_year_ago_says_nothing_of_the_fee():
    result = assess(basis_of(*sent("Aetna", 5, on="2025-03-02")))
    assert result.verdict.startswith(
        "Non-par fees are not known: no claim of the last twelve months is on file, and the latest is of 2025-03."
    )
    assert result.figures[0].value is None and result.signal.state is State.ATTENTION


def test_claims_on_paper_lack_nothing():
    result = assess(basis_of(*sent("Sunrise", 5, is_paper=True, **NAMELESS)))
    assert "no reason to leave" in result.verdict


def test_a_charge_whose_claims_could_not_be_counted_is_not_called_one_without_cause():
    bill = invoices(line())
    for lacking, outcome in ((1, NOT_TOLD), (0, WITHOUT_CAUSE)):
        rows = [*sent("Aetna"), *sent("Sunrise", lacking, **NAMELESS)]
        made = basis_of(*rows, invoices=bill)
        assert charged(made)["outcome"].tolist() == [outcome]
        assert ("nonpar-charged-without-cause" in {f.code for f in assess(made).findings}) is not lacking


def test_the_what_if_of_payers_does_not_put_a_number_on_what_is_not_known():
    made = of_year(1, 1, "Sunrise")
    assert [f.value for f in figures_if(made)][:2] == [None, None]
    assert figures_if(made, moved=["SUNRISE"])[0].value == "$0.00"  # they all go another way


def test_the_cost_comparison_takes_no_forecast_from_claims_that_cannot_be_counted():
    rules = facts.load_rules(TODAY)

    class Files:
        submitted, lists = claims_of(*sent("Sunrise", **NAMELESS), *sent("Sunrise")).submitted, LIST
        intake, same = one_intake(), NONE_PROVEN

    assert facts._nonpar_ahead(Files, rules, TODAY) == (None, 4_495)  # the one that can be counted
    usage = office_ally.Usage(None, None, 2)
    part = office_ally.parts(None, invoices().lines, usage, rules.fees, TODAY, TODAY.replace(day=1))[0]
    assert (part.charged_low[0], part.charged_high[0]) == (0, 2 * 4_495)
    assert "too few claims can be counted" in part.known_from


def test_a_month_of_remittances_only_has_a_least_fee_and_no_most_and_its_zero_is_not_known():
    rows = [*sent("Aetna", on="2026-04-02", source="ERA"), *sent("Sunrise", 2, on="2026-05-04", source="ERA"),
            *sent("Aetna", on="2026-06-02", source="ERA"), *sent("Aetna", on="2026-06-03")]  # fmt: skip
    table = assess(basis_of(*rows)).tables["months"].frame.set_index("month")
    told = {f"{month:%m}": [None if pd.isna(v) else v for v in row] for month, row in
            table[["fee_low_cents", "fee_high_cents", "known_from"]].iterrows()}  # fmt: skip
    assert told["04"] == [None, None, "of 1 claim in remittances only"]
    assert told["05"] == [4_495, None, "of 2 claims in remittances only"]  # $44.95 at least
    assert told["06"] == [0, 0, None]  # a claim that another source tells of: the month's claims are seen


def test_a_cost_of_remittances_only_is_said_to_be_the_least():
    alone = assess(basis_of(*sent("Sunrise", 2, on="2026-05-04", source="ERA")))
    assert "of 2 claims in remittances only" in alone.verdict and "it may be more" in alone.verdict
    seen = assess(
        basis_of(*sent("Sunrise", 2, on="2026-05-04", source="ERA"), *sent("Sunrise", on="2026-05-04"))
    )
    assert "remittances" not in seen.verdict
