"""What was charged is held against what is owed, month by month and NPI by NPI, with what would explain a
difference.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from claim_makers import NPI, OTHER_NPI, listed, payer_list, practice, put, several, workbook
from cutover.reading.claims.invoices import invoice_lines
from cutover.reading.claims.par_reports import load_par_reports, month_of
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.workstreams.nonpar.invoices import EITHER_WAY, charged, reported
from cutover.workstreams.nonpar.report import assess
from nonpar_makers import basis_of, invoices, line, report, sent

FEE = 4_495


def only(*rows, lines, **said):
    """The one row of the comparison: outcome, difference and reason."""
    found = charged(basis_of(*rows, invoices=invoices(*lines), **said))
    assert len(found) == 1
    row = found.iloc[0]
    return row["outcome"], int(row["difference_cents"]), None if pd.isna(row["reason"]) else row["reason"]


def test_a_charge_that_the_claims_explain_agrees():
    assert only(*sent("Sunrise"), lines=[line()]) == ("agrees", 0, None)


@pytest.mark.parametrize("cents", [FEE, 0])
def test_a_charge_that_hangs_on_an_unknown_payer_is_not_decided(cents):
    # of one claim of an unknown payer 0.00 or 44.95 is owed: either charge would fit
    nothing = line(words="Practice Mate subscription", npi=None, cents=2_995)
    told = only(*sent("Mystery"), lines=[line() if cents else nothing])
    assert told == ("not known", 0, EITHER_WAY)


def test_a_charge_is_decided_where_a_known_claim_triggers_the_fee_beside_an_unknown_one():
    rows = [*sent("Sunrise"), *sent("Mystery")]  # one fee in either case: a provider's second claim adds none
    assert only(*rows, lines=[line()]) == ("agrees", 0, None)


def test_two_fees_of_a_month_are_not_decided_where_one_hangs_on_an_unknown_payer():
    rows = [*sent("Sunrise"), *sent("Mystery", rendering_npi=OTHER_NPI)]  # 44.95 or 89.90, of one line
    assert only(*rows, lines=[line(npi=None, cents=2 * FEE)])[0] == "not known"


def test_a_month_without_an_invoice_is_not_compared():
    found = charged(basis_of(*sent("Sunrise", on="2026-04-02"), *sent("Sunrise"), invoices=invoices(line())))
    assert [f"{month:%Y-%m}" for month in found["month"]] == ["2026-03"]


def test_a_fee_that_is_owed_and_not_on_the_month_s_invoice_is_charged_less():
    other = line(words="Practice Mate subscription", npi=None, cents=2_995)
    outcome, difference, _ = only(*sent("Sunrise"), lines=[other])
    assert (outcome, difference) == ("not charged", -FEE)


@pytest.mark.parametrize(
    ("rows", "said", "reason"),
    [
        (sent("Sunrise", submission="resubmitted"), [], "resubmitted claims are not counted"),
        (
            sent("Sunrise", service_from=pd.Timestamp("2026-02-27")),
            [],
            "it counts the month of service, not of submission",
        ),
    ],
)
def test_a_fee_that_was_not_charged_is_explained_by_the_reading_that_gives_none(rows, said, reason):
    nothing = line(words="Practice Mate subscription", npi=None, cents=2_995)
    assert only(*rows, lines=[nothing, *said]) == ("not charged", -FEE, reason)


def test_a_fee_that_hangs_on_a_rejected_claim_alone_is_not_decided_by_an_invoice_with_or_without_it():
    nothing = line(words="Practice Mate subscription", npi=None, cents=2_995)
    rows = sent("Sunrise", state="rejected")
    assert [only(*rows, lines=[one])[:2] for one in (nothing, line())] == [("not known", 0)] * 2


def test_a_fee_of_a_month_without_nonpar_claims_is_explained_by_the_month_of_service():
    rows = [*sent("Sunrise", on="2026-04-02", service_from=pd.Timestamp("2026-03-30")), *sent("Aetna")]
    outcome = only(*rows, lines=[line()])
    assert outcome == ("charged without a claim", FEE, "it counts the month of service, not of submission")


def lists_of(before: str, after: str):
    """Lists of January and April 2026 with Aetna's answer to Non-Par in each."""
    return several(
        payer_list(listed("AETNA", "60054", before), listed("SUNRISE", "S1", "Yes"), day="2026-01-01"),
        payer_list(listed("AETNA", "60054", after), listed("SUNRISE", "S1", "Yes"), day="2026-04-01"),
    )


NEXT = "a payer's status: as the next list has it"


@pytest.mark.parametrize(
    ("before", "after", "words", "told"),
    [
        ("No", "Yes", "Non-par processing fee", ("not known", NEXT)),  # it may have changed before March
        ("Yes", "No", "Practice Mate subscription", ("not known", NEXT)),
        (
            "No",
            "No",
            "Non-par processing fee",
            ("charged without a claim", "nothing that was tried explains it"),
        ),
        ("Yes", "Yes", "Non-par processing fee", ("agrees", None)),
    ],
)
def test_what_is_owed_between_two_lists_that_differ_is_not_known(before, after, words, told):
    outcome, _, reason = only(*sent("Aetna"), lines=[line(words=words)], lists=lists_of(before, after))
    assert (outcome, reason) == told


def test_a_charge_between_two_lists_asks_for_no_credit_and_the_report_tells_both_sums():
    # one claim of March: $0.00 with the list of January, one fee of $44.95 with that of April
    made = assess(basis_of(*sent("Aetna"), lists=lists_of("No", "Yes"), invoices=invoices(line())))
    assert "nonpar-charged-without-cause" not in {finding.code for finding in made.findings}
    assert "ask Office Ally about" not in made.verdict
    assert any(
        "cost $0.00 if it changed on the later list's day, and $44.95 if" in said for said in made.limits
    )


def test_a_charge_that_the_day_of_a_change_decides_is_not_said_to_be_the_month_of_service_s():
    # the claim of April was served in March, so that the month of service would explain March's charge; the claim
    # that was sent in March between the two lists may owe it
    rows = [
        *sent("Aetna", on="2026-03-20", service_from=pd.Timestamp("2026-03-09")),
        *sent("Aetna", on="2026-04-02", service_from=pd.Timestamp("2026-03-30")),
    ]
    outcome, difference, reason = only(*rows, lines=[line()], lists=lists_of("No", "Yes"))
    assert (outcome, difference, reason) == ("not known", 0, NEXT)
    made = assess(basis_of(*rows, lists=lists_of("No", "Yes"), invoices=invoices(line())))
    figure = next(one for one in made.figures if one.label == "Last 12 months, rule in force")
    # April owes $44.95 for certain, March from nothing to $44.95
    assert (figure.value, figure.note.split("; of")[0]) == ("$44.95", "at least; at most $89.90")
    assert any(
        "Of 1 fee on invoices that hangs on it, Office Ally charged 1." in said for said in made.limits
    )


def test_a_change_between_two_lists_that_no_claim_lies_in_tells_one_sum():
    made = assess(
        basis_of(*sent("Aetna", on="2026-04-02"), lists=lists_of("No", "Yes"), invoices=invoices(line()))
    )
    assert not any("if it changed on the later list's day" in said for said in made.limits)


def test_a_fee_that_is_charged_twice_is_said_to_be():
    found = only(*sent("Sunrise"), lines=[line(), line()])
    assert found == ("charged twice", FEE, "the same fee is on the invoice twice")


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ((None, None), "no line names a provider"),
        (("Ann Roe", "Ann Roe"), "the lines name one provider"),
        (("Ann Roe", "Lee Poe"), "the lines name 2 providers, and the claims show one fee"),
    ],
)
def test_two_fees_without_an_npi_are_charged_twice_or_for_two_providers(names, reason):
    lines = [line(npi=None) | {"provider": name} for name in names]
    found = only(*sent("Sunrise"), lines=lines)
    assert found == ("charged twice, or for two providers", FEE, reason)
    told = {one.code for one in assess(basis_of(*sent("Sunrise"), invoices=invoices(*lines))).findings}
    assert "nonpar-twice-or-two" in told
    assert "nonpar-charged-twice" not in told


def test_an_npi_in_the_column_of_the_provider_is_the_line_s_npi():
    rows = [
        f"03/01/2026,Non-par fee,{who},44.95" for who in ("1234567893", "1245319599", "1234567890", "Ann Roe")
    ]
    book = read_spreadsheet("\n".join(["Invoice Date,Item,Provider,Amount", *rows]).encode(), "a.csv")
    lines, problems = invoice_lines(book.sheets[0], "invoices/a.csv")
    assert problems == []
    # the check digit of 123456789_ is 3
    assert lines["npi"].tolist()[:2] == ["1234567893", "1245319599"]
    assert lines["npi"].isna().tolist() == [False, False, True, True]


def test_a_fee_at_the_amount_of_another_time_is_said_to_be():
    found = only(*sent("Sunrise"), lines=[line(cents=3_500)])
    assert found == ("another amount", -995, "it is charged at the amount of another time")  # 35.00 - 44.95


def test_a_fee_without_claims_may_be_ehr_where_that_line_is_missing_this_month():
    ehr = line("2026-02-01", words="EHR 24/7 provider subscription")
    found = charged(basis_of(*sent("Aetna"), invoices=invoices(line(), ehr)))
    row = found[found["month"] == pd.Timestamp("2026-03-01")].iloc[0]
    assert "EHR 24/7" in row["reason"]


def test_the_fifty_percent_rule_explains_a_fee_that_was_not_charged_after_it_ended():
    nothing = line(words="Practice Mate subscription", npi=None, cents=2_995)
    rows = [*sent("Sunrise"), *sent("Aetna", 9)]  # 10 %
    assert only(*rows, lines=[nothing])[2] == "the 50 % rule of before 2026"


def test_a_difference_that_nothing_explains_says_so():
    assert only(*sent("Sunrise"), lines=[line(cents=5_000)]) == (
        "another amount",
        505,
        "nothing that was tried explains it",
    )


def test_an_invoice_that_names_no_npi_is_compared_by_its_month():
    rows = [*sent("Sunrise"), *sent("Sunrise", rendering_npi=OTHER_NPI)]
    assert only(*rows, lines=[line(npi=None, cents=2 * FEE)])[0] == "agrees"


def test_every_fee_line_of_the_months_compared_is_in_the_comparison():
    lines = [line(), line(npi=OTHER_NPI), line("2026-04-01", cents=3_995)]
    assert (
        charged(basis_of(*sent("Sunrise"), invoices=invoices(*lines)))["charged_cents"].sum() == 12_985
    )  # 44.95*2 + 39.95


def test_a_report_that_counts_the_same_agrees():
    found = reported(basis_of(*sent("Sunrise"), *sent("Aetna", 3), reports=report(("2026-03-01", 4, 1))))
    assert found["outcome"].tolist() == ["agrees"]


def test_a_report_that_leaves_rejected_claims_out_is_explained_by_them():
    rows = [*sent("Sunrise", state="rejected"), *sent("Aetna", 3)]
    row = reported(basis_of(*rows, reports=report(("2026-03-01", 3, 0)))).iloc[0]
    assert (row["outcome"], row["reason"]) == ("differs", "rejected claims are not counted")


def test_a_report_with_more_claims_than_the_files_is_not_explained_away():
    row = reported(basis_of(*sent("Sunrise"), reports=report(("2026-03-01", 40, 9)))).iloc[0]
    assert row["reason"] == "nothing that was tried explains it"


def test_a_report_is_read_from_its_file_with_the_month_of_its_name(tmp_path):
    made = practice(tmp_path)
    rows = [
        ("Tax ID", "NPI", "Total", "Par Count", "Non-Par Count", "% Non-Par"),
        ("12-3456789", NPI, 4, 3, 1, "25%"),
    ]
    put(made, "reports/Par_NonPar_2026-03.xlsx", workbook(*rows))
    put(made, "reports/aging_2026-03.xlsx", workbook(("a", "b"), (1, 2)))
    found = load_par_reports(made).rows
    assert found[["tax_id", "npi", "claims", "par", "nonpar"]].values.tolist() == [
        ["123456789", NPI, 4, 3, 1]
    ]
    assert f"{found['month'].iloc[0]:%Y-%m}" == "2026-03"


@pytest.mark.parametrize(
    "text", ["2026-03", "202603", "03/2026", "March 2026", "Mar-2026", "03/15/2026", "x_2026_03.xlsx"]
)
def test_a_month_is_read_however_it_is_written(text):
    assert month_of(text) == dt.date(2026, 3, 1)
