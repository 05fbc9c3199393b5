"""The last twelve months: the last invoice against whole months of claims, Medi's own bills, and sums of one set."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from cost_cases import AS_OF, one_files, one_intake, one_invoice, submissions
from cutover.workstreams.cost import report as cost
from cutover.workstreams.cost.bills import checks_billed
from cutover.workstreams.cost.inputs import Inputs

MOVE = dt.date(2026, 6, 15)


def claims_of(**months):
    """Claims of each month: `m05=(3, 2)` are three of 2026-05 through Office Ally and two through Medi."""
    parts = []
    for name, (own, theirs) in months.items():
        for number, way in ((own, None), (theirs, "Medi")):
            made, par = submissions([f"2026-{name[1:]}"], each=number)
            parts.append((made.assign(sent_through=pd.Series(way, made.index, dtype="str")), par))
    return tuple(pd.concat(some, ignore_index=True) for some in zip(*parts, strict=True))


def charged(*invoices, medi=()):
    """Invoices of (month, dollars), and Medi's own bills of (month, words, number, dollars)."""
    made = one_invoice(*((month, "Non-par processing fee", money) for month, money in invoices))
    return replace(made, medi=one_invoice(*medi).lines) if medi else made


def told(*files, practice: str | None = "elm"):
    return cost.assess(Inputs(tuple(files), (), AS_OF, practice, "Elm Clinic"))


def one(name: str, *files, practice: str | None = "elm") -> pd.DataFrame:
    """A column of the months, by month."""
    tables = told(*files, practice=practice).tables
    frame = tables["past" if name in tables["past"].frame else "by_medi"].frame
    assert name in frame, list(frame)
    return (
        frame.set_index(frame["month"].dt.strftime("%Y-%m"))[name]
        .astype(object)
        .where(frame[name].notna().values, None)
        .to_dict()
    )


def test_the_last_invoice_stands_against_medi_s_price_of_each_whole_month():
    # the move is in June: its invoice is of a month that is no longer whole
    files = one_files(
        claims=claims_of(m04=(30, 0), m05=(40, 0), m06=(10, 9)), invoices=charged(("2026-06", "90.00"))
    )
    # April: 20.00 + 30 x 0.70 = 41.00 of 90.00; May: 20.00 + 40 x 0.70 = 48.00; June is a part
    assert one("against_cents", files) == {"2026-04": 4_900, "2026-05": 4_200, "2026-06": None}
    past = told(files).tables["past"]
    assert [c.label for c in past.columns] == [
        "Month",
        "Claims through Office Ally",
        "Medi: platform and claims",
        "Invoiced by Office Ally",
        "Invoice of 2026-06 less Medi's price of this month",
    ]
    assert "Go by the invoice less Medi's price: it is of whole months of claims alone." in past.note
    assert "The last invoice, of 2026-06, is compared with each of them." in past.note


def test_where_each_month_has_its_own_invoice_nothing_else_stands_against_it():
    files = one_files(claims=claims_of(m05=(40, 0), m06=(10, 0)),
                      invoices=charged(("2026-05", "80.00"), ("2026-06", "90.00")))  # fmt: skip
    assert "against_cents" not in told(files).tables["past"].frame
    # 80.00 - (20.00 + 40 x 0.70) = 32.00; 90.00 - (20.00 + 10 x 0.70) = 63.00
    assert one("less_cents", files) == {"2026-05": 3_200, "2026-06": 6_300}
    none = one_files(claims=claims_of(m05=(40, 0)))
    assert "against_cents" not in told(none).tables["past"].frame  # no invoice at all


def test_medi_s_own_bill_stands_beside_the_invoice_of_its_month():
    bill = (("2026-06", "Platform", 1, "20.00"), ("2026-06", "Claims", 9, "6.30"))
    files = one_files(
        claims=claims_of(m05=(40, 0), m06=(0, 9)), invoices=charged(("2026-06", "90.00"), medi=bill)
    )
    # no claim of June went through Office Ally; what Medi billed is known, and stands in a table of its own
    assert one("against_cents", files)["2026-06"] is None
    assert one("billed_cents", files) == {"2026-06": 2_630}
    assert one("by_medi", files) == {"2026-06": 9}
    beside = told(files).tables["by_medi"]
    assert beside.frame["charged_cents"].tolist() == [9_000]
    assert beside.note == "Where both charged for a month, both are paid."


def test_a_month_that_medi_alone_has_is_in_the_table_of_medi():
    files = one_files(claims=claims_of(m05=(40, 0), m06=(0, 9)))
    assert one("claims", files) == {"2026-05": 40}
    assert one("by_medi", files) == {"2026-06": 9}
    without = told(one_files(claims=claims_of(m05=(40, 0)))).tables["by_medi"]
    assert without.frame.empty and without.absent == "none of the last twelve"


def daily(first: str, last: str):
    """A claim a day from the first day to the last one, all through Office Ally."""
    days = pd.date_range(first, last)
    made, par = submissions(["2026-05"], each=len(days))
    return made.assign(submission_date=days.astype("datetime64[ms]")), par


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [
        ("2026-04-01", "2026-06-30", ["2026-04", "2026-05", "2026-06"]),
        ("2026-04-02", "2026-06-29", ["2026-04", "2026-05", "2026-06"]),  # one day lies between any two
        ("2026-04-03", "2026-06-30", ["2026-05", "2026-06"]),  # two days lack where never more than one does
        ("2026-04-01", "2026-06-28", ["2026-04", "2026-05"]),
    ],
)
def test_a_month_is_whole_where_what_was_sent_runs_to_both_its_ends(first, last, whole):
    files = one_files(claims=daily(first, last), invoices=charged(("2026-03", "90.00")))
    column = one("against_cents", files)
    assert [month for month, value in column.items() if value is not None] == whole


@pytest.mark.parametrize(
    ("until", "is_whole"), [("2026-06-30", True), ("2026-07-15", True), ("2026-06-29", False)]
)
def test_a_history_that_was_made_after_the_month_shows_that_no_more_was_sent(until, is_whole):
    files = one_files(claims=daily("2026-04-01", "2026-06-20"), invoices=charged(("2026-03", "90.00")))
    column = one("against_cents", replace(files, told_until=pd.Timestamp(until)))
    assert (column["2026-06"] is not None) == is_whole


def test_an_invoice_is_not_held_against_a_part_of_its_month():
    both = (("2026-05", "80.00"), ("2026-06", "90.00"))
    files = one_files(claims=daily("2026-05-01", "2026-06-20"), invoices=charged(*both))
    # May: 80.00 - (20.00 + 31 x 0.70 = 41.70) = 38.30; of June 20 claims are on file, and more may have gone out
    assert one("less_cents", files) == {"2026-05": 3_830, "2026-06": None}


def test_sums_of_different_practices_are_not_held_against_each_other():
    both = claims_of(m05=(10, 0), m06=(10, 0))
    elm = one_files("elm", "Elm", claims=both, invoices=charged(("2026-06", "90.00")))
    oak = one_files("oak", "Oak", claims=claims_of(m05=(10, 0)), invoices=charged(("2026-06", "50.00")))
    files = (elm, oak)
    assert one("charged_cents", *files, practice=None)["2026-06"] == 14_000
    # June: claims of Elm alone, invoices of both
    assert one("against_cents", *files, practice=None)["2026-06"] is None
    assert one("of", *files, practice=None) == {"2026-05": "claims 2", "2026-06": "claims 1, invoices 2"}
    # May: both have claims, and both have the invoice of June: 140.00 - (2 x 20.00 + 20 x 0.70 = 54.00)
    assert one("against_cents", *files, practice=None)["2026-05"] == 8_600


def test_a_practice_without_a_sum_keeps_its_row_and_says_why():
    elm = one_files("elm", "Elm", claims=claims_of(m06=(10, 0)), invoices=charged(("2026-06", "90.00")))
    oak = one_files("oak", "Oak", claims=claims_of(m05=(10, 0)), invoices=charged(("2026-06", "50.00")))
    ash = one_files("ash", "Ash", claims=claims_of(m05=(10, 0)))
    back = told(elm, oak, ash, practice=None).tables["back"]
    assert back.frame.set_index("practice")["period"].to_dict() == {
        "Elm": "together, 1 month",
        "Oak": "no sum: no month has an invoice and counts of Office Ally",
        "Ash": "no sum: no invoice",
    }
    assert back.frame.set_index("practice")["charged_cents"].isna().to_dict() == {
        "Elm": False,
        "Oak": True,
        "Ash": True,
    }
    assert "Without a sum: Oak and Ash." in back.note
    assert "Without a sum" not in told(elm, practice=None).tables["back"].note


CHECKS = (("2026-06", "Eligibility checks", 48, "12.00"), ("2026-06", "Claims", 9, "6.30"))


@pytest.mark.parametrize(
    ("move", "origin"),
    [
        (dt.date(2026, 6, 1), "Medi's own bills"),  # the whole month
        (dt.date(2026, 5, 20), "Medi's own bills"),
        (dt.date(2026, 6, 2), "Medi's own bills, of the month of the move a part alone"),
    ],
)
def test_checks_that_medi_s_bill_counts_are_a_count(move, origin):
    found = checks_billed(one_invoice(*CHECKS).lines, move)
    assert found[["transaction", "count", "basis", "known_from"]].values.tolist() == [
        ["eligibility", 48, "counted", origin]
    ]


def test_a_part_of_a_month_counts_where_no_whole_month_does():
    july = ("2026-07", "Eligibility checks", 60, "15.00")
    found = checks_billed(one_invoice(*CHECKS, july).lines, MOVE)
    assert found["count"].tolist() == [60] and found["known_from"].tolist() == ["Medi's own bills"]
    status = (
        "2026-07",
        "Claim status checks",
        5,
        "1.00",
    )  # of another kind: June's part is all that is known of checks
    found = checks_billed(one_invoice(*CHECKS, status).lines, MOVE).set_index("transaction")["count"]
    assert found.to_dict() == {"eligibility": 48, "claim status": 5}


def test_a_line_without_a_number_counts_nothing():
    lines = one_invoice(
        ("2026-06", "Eligibility checks", 48, "12.00"), ("2026-06", "Eligibility late", "", "1.00")
    ).lines
    assert checks_billed(lines, MOVE).empty
    assert checks_billed(lines.iloc[:0], MOVE).empty


def test_checks_of_a_part_of_a_month_are_taken_for_a_whole_one_and_are_none_of_office_ally_s():
    claims = claims_of(m05=(40, 0), m06=(10, 9))
    files = one_files(intake=one_intake(cutover_date=MOVE), claims=claims,
                      invoices=charged(("2026-06", "90.00"), medi=CHECKS))  # fmt: skip
    made = told(files)
    rows = made.tables["inputs"].frame.set_index("input")
    # from the 15th to the 30th 16 of 30 days are counted: 48 x 30 / 16 = 90
    assert rows.loc["Eligibility checks", ["value", "basis"]].tolist() == ["90 a month", "assumed"]
    said = "Medi's bill of the move's month: 48 in 16 of 30 days, taken for a whole month"
    assert rows.loc["Eligibility checks", "known_from"] == said
    assumed = next(f for f in made.findings if f.code == "cost-volume-assumed")
    assert "eligibility" in set(assumed.evidence.frame["transaction"])
    whole = told(replace(files, intake=one_intake(cutover_date=MOVE.replace(day=1))))
    row = whole.tables["inputs"].frame.set_index("input").loc["Eligibility checks"]
    assert row[["value", "basis"]].tolist() == ["48 a month", "counted"]
    assumed = next(f for f in whole.findings if f.code == "cost-volume-assumed")
    assert "eligibility" not in set(assumed.evidence.frame["transaction"])
    back = made.tables["back"]
    assert "eligibility_count" not in back.frame  # Medi's checks are no count of Office Ally's
    assert "Medi's own bills count what went through it (2026-06 48 eligibility checks)" in back.note
    assert "No invoice and no file counts claim status checks, COB transactions and attachments" in back.note
    without = told(one_files(claims=claims)).tables["inputs"].frame.set_index("input")
    assert without.loc["Eligibility checks", "basis"] == "assumed"


def test_the_claims_of_medi_s_bill_and_of_its_lists_are_a_table():
    files = one_files(claims=claims_of(m05=(40, 0)), invoices=charged(medi=CHECKS))
    frame = told(files).tables["medi_bills"].frame
    # 12.00 + 6.30; no list has claims of June
    assert frame["billed_cents"].tolist() == [1_830] and frame["listed"].isna().all()
    assert told(one_files(claims=claims_of(m05=(40, 0)))).tables["medi_bills"].frame.empty


def test_what_medi_billed_in_several_months_is_summed_beside_them():
    later = (("2026-07", "Claims", 9, "6.30"),)
    files = one_files(claims=claims_of(m05=(40, 0)), invoices=charged(medi=(*CHECKS, *later)))
    found = told(files).tables["medi_bills"]
    assert found.frame["billed_cents"].tolist() == [1_830, 630]  # 12.00 + 6.30 of June
    assert found.note.startswith("In 2 months billed by Medi: $24.60. ")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Patient statements", "patient statements"),
        ("Statements mailed June", "patient statements"),
        ("Patient statement printing", "patient statements"),
        ("Paper claims printed", "printing"),
        ("Previous balance of the last statement", "payment or balance"),
        ("Handling", "other"),
    ],
)
def test_patients_statements_are_a_kind_of_charge(words, kind):
    assert one_invoice(("2026-06", words, "5.00")).lines["charge"].tolist() == [kind]
