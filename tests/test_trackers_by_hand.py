"""Trackers as offices keep them: remarks in headers, days beside what they are of, payers by a part of their name."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.tables_of import tables_of, used, without_prose
from cutover.reading.mapping.targets import load_target
from cutover.reading.payers.enrollment_words import status
from cutover.reading.payers.enrollments import typed
from cutover.reading.payers.parts import Parts, by_part, is_part, together
from cutover.reading.payers.tracker_grids import OLD_SYSTEM, opened, shaped
from cutover.workstreams.enrollment.as_it_stood import as_it_stood
from cutover.workstreams.enrollment.called_by_part import WHICH_PAYER
from cutover.workstreams.enrollment.cases import cases
from cutover.workstreams.enrollment.report import assess_plan, by_payer
from cutover.workstreams.enrollment.verdict import verdict
from enrollment_makers import claims, codes, day, filed, frame, live, plan
from workbook_maker import workbook_of

TIN = "12-3456789"


def read(*rows, name="t.xlsx"):
    """(payer, status, filed, since, live) of each row of a tracker's one sheet."""
    tables = used(
        tables_of(workbook_of(("x", list(rows))), name, load_target("enrollments"), opened=opened), name
    )
    found = pd.concat([table.rows for table in tables], ignore_index=True).assign(tax_id=TIN)
    made, _ = typed(None, found, name)
    days = (made[one].dt.strftime("%y-%m-%d").fillna("") for one in ("filed_on", "status_on", "live_on"))
    return list(zip(made["payer_name"], made["status"], *days, strict=True))


@pytest.mark.parametrize(
    ("header", "meant"),
    [
        ("RESULT (in our own words)", "result"),
        ("Stage (if known)", "stage"),
        ("Paid (patient)", "paid patient"),  # whose money it is, is no remark
        ("Status (Medi)", "status medi"),
        ("(if any)", "if any"),  # a header that is nothing else keeps its words
    ],
)
def test_brackets_that_tell_in_whose_words_a_column_is_say_nothing_of_what_it_holds(header, meant):
    assert words_of(header) == meant


def test_a_tracker_whose_status_is_headed_with_a_remark_is_read():
    told = read(
        ["Insurer", "Piece", "Stage (as we know it)"],
        ["Alder", "ERA", "live"],
        ["Birch", "ERA", "took ages, live"],
    )
    assert [one[:2] for one in told] == [("Alder", "LIVE"), ("Birch", "LIVE")]


@pytest.mark.parametrize(
    ("cell", "meant"), [("took a while but live", "LIVE"), ("will take ages to be live", None)]
)
def test_a_remark_on_how_long_it_took_does_not_hide_that_it_is_live(cell, meant):
    assert status(cell) == meant


@pytest.mark.parametrize(
    ("left", "cell", "wanted"),
    [
        ("Mailed?", "yes", ("26-05-04", "")),  # the day of the mailing
        ("Mailed?", "5/1/26", ("26-05-01", "26-05-04")),  # that column has its own days: the next one is the status's
        ("Owner", "Ann", ("", "26-05-04")),  # beside anything else it is the day of the status
    ],
)  # fmt: skip
def test_a_bare_when_is_the_day_of_what_the_column_on_its_left_asks(left, cell, wanted):
    told = read(
        ["Payer", "Transaction", left, "When", "Status"], ["Alder", "ERA", cell, "5/4/26", "with payer"]
    )
    assert told[0][2:4] == wanted


def test_a_day_without_a_year_is_of_the_only_year_that_comes_near_the_whole_days_of_its_table():
    header = ["Payer", "Transaction", "Status", "Since"]
    rows = [["Alder", "ERA", "with payer", "5/4/26"], ["Birch", "ERA", "with payer", "June 2"]]
    assert read(header, *rows)[1][3] == "26-06-02"
    # between 2025-05-04 and 2026-05-04 the 2nd of June is near both years' days: 92 days before the first, and after it
    assert read(header, *rows, ["Cedar", "ERA", "with payer", "5/4/25"])[1][3] == ""
    # the 1st of December lies 211 days behind the only whole day: nothing tells its year
    assert read(header, rows[0], ["Birch", "ERA", "with payer", "Dec 1"])[1][3] == ""


OWN = {
    "OH Medicaid - Sundial Care Health": {"OH Medicaid - Sundial Care Health"},
    "Alder Mutual": {"Alder Mutual"},
}


@pytest.mark.parametrize(
    ("name", "whole", "home", "fits"),
    [
        ("Sundial Care", "OH Medicaid - Sundial Care Health", "OH", True),
        ("Sundial", "Sundial by Brightmoor", "FL", True),
        ("Sundial Medicare", "Sundial Medicaid", "FL", False),  # another line of business
        ("Care Sundial", "Sundial Care Health", "OH", False),  # its words stand in another order
        ("Health Plan", "Sundial Health Plan", "OH", False),  # words of any payer
        ("Carolina", "Carolina Sundial", "SC", False),  # a word of a state's name alone
        ("Sundial TX", "OH Medicaid - Sundial Care", "OH", False),  # another state's
        ("Sundial", "Sundial Care OH", "FL", False),  # of a state that is not the practice's
        ("Sundial MA", "Sundial Medicare Advantage", "FL", True),
        ("Sundial MA", "Sundial Medicare Advantage", "MA", False),  # there it is the state
        ("Sundial", "Sundial / Alder", "OH", False),  # two payers in one name
        ("Sundial", "Sundial", "OH", False),  # the whole name is no part
    ],
)
def test_a_part_of_a_name_tells_a_payer_by_a_word_of_its_own(name, whole, home, fits):
    assert is_part(name, whole, home) == fits


def test_a_name_by_a_part_is_the_one_payer_that_it_fits_and_else_a_person_is_asked():
    assert by_part(["Sundial Care"], OWN, home="OH") == Parts(
        {"Sundial Care": "OH Medicaid - Sundial Care Health"}
    )
    two = OWN | {"Sundial Care Dental": {"Sundial Care Dental"}}
    both = ("OH Medicaid - Sundial Care Health", "Sundial Care Dental")
    assert by_part(["Sundial Care"], two, home="OH") == Parts({}, {"Sundial Care": both})
    # the same source calls that payer by its own name: the short one is likely another
    one = ("OH Medicaid - Sundial Care Health",)
    assert by_part(["Sundial Care"], OWN, one, home="OH") == Parts({}, {"Sundial Care": one})


def test_the_plain_name_of_an_insurer_of_several_lines_is_none_of_its_plans():
    payers = {"Humana Gold Medicare": {"Humana Gold Medicare"}}
    assert by_part(["Humana"], payers) == Parts({}, {"Humana": ("Humana Gold Medicare",)})


def test_a_name_that_two_sources_mean_otherwise_is_in_doubt():
    told = together([Parts({"Sundial": "A"}), Parts({"Sundial": "B"})])
    assert told == Parts({}, {"Sundial": ("A", "B")})


def test_the_row_of_a_payer_called_by_a_part_tells_where_it_stands_and_on_whom_it_waits():
    rows = [filed("SUNDIAL", "835", "PROVIDER_ACTION_REQUIRED", reason="page 4 unsigned"),
            filed("SUNDIAL", "837P", "REJECTED", reason="NPI not on file")]  # fmt: skip
    of = plan(claims("SUNDIAL CARE MEDICAID", 3), enrollments=rows)
    found = cases(of)
    assert list(found["enroll-waiting-on-provider"]["detail"]) == ["page 4 unsigned"]
    assert list(found["enroll-not-on-file"]["payer"]) == ["SUNDIAL CARE MEDICAID"]
    assert found["enroll-nothing-filed"].empty and found["enroll-not-needed"].empty


def test_a_row_that_may_be_two_payers_is_set_aside_and_neither_is_called_unfiled():
    sent = [*claims("SUNDIAL CARE", 3), *claims("SUNDIAL DENTAL", 2)]
    of = plan(sent, enrollments=[filed("SUNDIAL", "835", "LIVE"), filed("ALDER", "835", "LIVE")])
    result = assess_plan(of)
    assert len(of.inputs.filed) == 1 and of.inputs.doubtful_rows == 1  # Alder is used, Sundial set aside
    assert codes(result)["enroll-row-not-used"] == 1 and any(WHICH_PAYER in str(w) for w in
                                                             result.tables["counted"].frame["why"])  # fmt: skip
    eras = of.standing[of.standing["transaction"] == "835"]
    assert set(eras["state"]) == {"not known: its row could not be read"}


def test_a_sheet_of_what_is_on_in_office_ally_is_left_out_and_needs_nobody():
    book = workbook_of(
        ("now", [["Payer", "Transaction", "Status"], ["Alder", "ERA", "live"]]),
        ("before", [["Payer", "Remits on in Office Ally?"], ["Alder", "Y"], ["Birch", "N"]]),
    )
    tables = [shaped(one) for one in tables_of(book, "t.xlsx", load_target("enrollments"), opened=opened)]
    kept, said = without_prose(tables)
    assert [table.sheet.name for table in kept] == ["now"]
    assert said == [f"sheet before: 2 rows left out: {OLD_SYSTEM}"]


def test_no_row_is_made_where_none_was_filed_before_a_later_step():
    from cutover.reading.payers.tables import ENROLLMENTS

    rows = frame(ENROLLMENTS, [filed("ALDER", "835", "LIVE", source_row=2), filed("BIRCH", "835", "LIVE")])
    assert len(as_it_stood(rows, day("2026-07-31"))) == 2


def test_a_payer_whose_era_is_live_and_whose_claims_nobody_tells_of_is_not_called_not_live():
    import datetime as dt

    rows = [*live("ALDER"), filed("BIRCH", "835", "LIVE"), filed("CEDAR", "835", "PROVISIONING")]
    of = plan([*claims("ALDER", 5), *claims("BIRCH", 4), *claims("CEDAR", 3)], enrollments=rows,
              cutover=dt.date(2026, 7, 6))  # fmt: skip
    said = verdict(of, assess_plan(of).tables["work"].frame)
    assert "CEDAR is not live yet, and no file tells whether claims to BIRCH are live." in said
    assert len(by_payer(of)) == 3
