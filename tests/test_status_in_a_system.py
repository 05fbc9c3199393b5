"""Lists of enrollments whose columns name the system, those of the old system, old versions, and lists of two days."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.mapping.tables_of import tables_of
from cutover.reading.mapping.targets import load_target
from cutover.reading.payers import enrollment_words
from cutover.reading.payers.enrollments import OLD, typed
from cutover.reading.payers.newest_lists import newest_lists
from cutover.reading.payers.tables import ENROLLMENTS as ENROLLED
from cutover.reading.payers.tracker_grids import OLD_SYSTEM, opened, shaped
from cutover.workstreams.enrollment.verdict import figures
from enrollment_makers import TIN, claims, day, filed, frame, plan
from test_enrollments_reading import one

ENROLLMENTS = load_target("enrollments")


def tables(text: str, name: str = "enrollments/list.csv"):
    return [shaped(one) for one in tables_of(text.encode(), name, ENROLLMENTS, opened=opened)]


def statuses(head: str, *cells: str) -> list[str | None]:
    """The status of each row of a list with cells under a header, none where it has no such column."""
    rows = "".join(f"Payer {n},835,{cell},6/{n}/26\n" for n, cell in enumerate(cells, 1))
    (table,) = tables(f"Carrier,Piece,{head},Mailed\n{rows}")
    return [] if table.lacking else typed(None, table.rows, "list.csv")[0]["status"].tolist()


@pytest.mark.parametrize(
    "head", ["Stage in Stedi", "Stedi stage", "Where it stands with Medi", "Status @ clearinghouse", "Progress (Medi)"]
)  # fmt: skip
def test_a_header_of_a_status_may_name_the_new_system(head):
    assert statuses(head, "approved", "with payer") == ["LIVE", "PROVISIONING"]


@pytest.mark.parametrize("head", ["Stage in OA", "Office Ally stage", "Waystar stage", "Former stage"])
def test_the_status_in_another_system_or_of_before_is_none_in_medi(head):
    assert statuses(head, "LIVE", "SUBMITTED", "LIVE") == []


@pytest.mark.parametrize("head", ["Medi", "Stedi", "Rung"])
def test_a_column_of_another_name_is_told_by_the_statuses_in_it(head):
    assert statuses(head, "Live", "provider action required", "NOT FILED") == [
        "LIVE",
        "PROVIDER_ACTION_REQUIRED",
        "not filed",
    ]
    assert statuses(head, "blue", "Live", "green") == []  # other words beside them
    assert statuses(head, "Live", "Live") == []  # two values are too few to tell


def test_beside_a_column_of_the_old_system_the_new_one_s_counts():
    grid = "Carrier,835 in OA,835 in Medi\nJuniper,active,PROVISIONING\nOld Elm,active,not filed\n"
    (table,) = tables(grid)
    rows, reason = typed(None, table.rows.assign(tax_id="12-3456789"), "list.csv")
    assert rows["status"].tolist() == ["PROVISIONING", "not filed"]
    assert reason.isna().all()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("enrollments/office ally payers that work.csv", OLD_SYSTEM),
        ("enrollments/OA_enrolled.csv", OLD_SYSTEM),
        ("enrollments/from OA to Stedi.csv", "no column for Transaction, Status"),
        ("enrollments/payers.csv", "no column for Transaction, Status"),
    ],
)
def test_a_list_of_what_works_in_the_old_system_tells_of_no_enrollment(name, why):
    (table,) = tables("Carrier,Since\nJuniper,2/2020\nOld Elm,5/2021\n", name)
    assert table.lacking == why


@pytest.mark.parametrize(
    ("title", "is_old"),
    [
        ("Elm Clinic list v3", False),
        ("list v2 (superseded)", True),
        ("Elm Clinic list (before)", True),
        ("Elm Clinic - DO NOT USE", True),
        ("Elm Clinic list (Old Elm)", False),
        ("old v1", True),
    ],
)
def test_what_stands_in_brackets_tells_that_a_list_is_old(title, is_old):
    assert enrollment_words.is_old(title) is is_old


@pytest.mark.parametrize(
    ("name", "is_old"),
    [("enrollments/archive/list.csv", True), ("enrollments/list.csv", False), ("enrollments/Old Elm/a.csv", False)],
)  # fmt: skip
def test_a_list_in_a_folder_of_before_tells_nothing_of_today(name, is_old):
    (table,) = tables("Carrier,Piece,Stage,EIN\nJuniper,835,LIVE,12-3456789\n", name)
    reason = typed(None, table.rows, name)[1].tolist()
    assert [one == OLD for one in reason] == [is_old]


def of_list(status: str, name: str, on: str = "2026-06-02"):
    told = filed("JUNIPER", "835", status, on, source="export of enrollments")
    return told | {"source_file": f"enrollments/{name}"}


@pytest.mark.parametrize(
    ("names", "state", "differ"),
    [
        (("list 2026-06-10.csv", "list 2026-06-24.csv"), "live", False),
        (("list 2026-06-24.csv", "list 2026-06-10.csv"), "under way", False),
        (("list a.csv", "list b.csv"), "live", True),  # neither bears a day: both differ
        (("list 2026-06-10.csv", "list b.csv"), "live", True),
    ],
)  # fmt: skip
def test_of_two_lists_the_one_of_the_later_day_in_its_name_tells(names, state, differ):
    """Both date their row 2026-06-02; the first says PROVISIONING and the second LIVE."""
    lists = [of_list("PROVISIONING", names[0]), of_list("LIVE", names[1])]
    rows = plan(claims("JUNIPER", 1), enrollments=lists).standing
    row = rows[rows["transaction"] == "835"].iloc[0]
    assert (row["state"], row["sources_differ"]) == (state, differ)


def test_the_days_from_the_decision_to_the_first_filing_are_told():
    """Decided 2026-06-01: filed 2026-06-05 and 2026-06-11 are 4 and 10 days, of which the median is 7."""
    told = [filed("JUNIPER", code, "SUBMITTED") | {"filed_on": day(on)}
            for code, on in (("837P", "2026-06-05"), ("835", "2026-06-11"))]  # fmt: skip
    assert late(told) == ("7 days after", "median, of what is filed; the first: 4 days after")


@pytest.mark.parametrize(
    ("filed_on", "words"),
    [("2026-05-31", "1 day before"), ("2026-06-01", "the same day"), ("2026-06-02", "1 day after")],
)
def test_what_was_filed_before_the_decision_is_told_in_words_and_not_as_a_negative_number(filed_on, words):
    """The decision is of 2026-06-01."""
    told = [filed("JUNIPER", "835", "SUBMITTED") | {"filed_on": day(filed_on)}]
    assert late(told) == (words, f"median, of what is filed; the first: {words}")


def test_where_nothing_is_filed_the_days_that_have_passed_are_told():
    """The report is of 2026-07-31: 29 days of June and 31 of July have passed since 2026-06-01, 60 in all."""
    told = [filed("JUNIPER", code, "not filed") for code in ("837P", "835")]
    assert late(told) == ("none filed", "60 days after the decision of 2026-06-01")
    assert late([]) == (None, "median, of what is filed")  # no row tells whether it was filed


def late(told) -> tuple[str | None, str | None]:
    practice = {"name": "North Clinic", "tins": [TIN], "decided_on": dt.date(2026, 6, 1)}
    made = plan(claims("JUNIPER", 1), enrollments=told, intake={"practice": practice})
    figure = next(one for one in figures(made) if one.label == "Filed, from the decision")
    return figure.value, figure.note


def test_a_list_of_stedis_payers_keeps_its_first_row():
    text = "Name,Payer ID,837P,835\nJuniper,JUN01,SUPPORTED,ENROLLMENT_REQUIRED\n"
    text += "".join(f"Elm {n},7000{n},SUPPORTED,ENROLLMENT_REQUIRED\n" for n in range(4))
    (table,) = tables_of(text.encode(), "stedi.csv", load_target("stedi_payers"))
    assert table.lacking == ""
    assert len(table.sheet.frame) == 5


def test_a_file_of_the_old_system_alone_is_read_and_each_row_set_aside(tmp_path):
    text = "Carrier,Since\nJuniper,2/2020\nOld Elm,5/2021\n"
    (file,) = one(tmp_path, text, "enrollments/OA payers.csv").files.to_dict("records")
    assert (file["state"], file["rows_used"], file["rows_set_aside"]) == ("read", 0, 2)
    assert file["reason"] == f"2 rows left out: {OLD_SYSTEM}"


def test_a_payer_without_a_name_is_known_by_its_number_from_list_to_list():
    """Of payer 70001 the later list tells, of 70002 the earlier one alone."""
    said = (("SUBMITTED", "10", "70001"), ("DRAFT", "10", "70002"), ("LIVE", "24", "70001"))
    listed = [of_list(status, f"list 2026-06-{on}.csv") | {"payer_id": number} for status, on, number in said]
    rows = frame(ENROLLED, [one | {"payer_name": None} for one in listed])
    kept = newest_lists(rows, "payer_name", day("2026-06-30"))
    assert list(zip(kept["payer_id"], kept["status"], strict=True)) == [("70002", "DRAFT"), ("70001", "LIVE")]
    assert (
        len(newest_lists(rows, "payer_name", day("2026-06-20"))) == 3
    )  # a list that is still to come tells nothing
