"""What an intake says in one place and not in another is shown, and so is the week that a weekly series lacks."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.claims.aging_reports import AgingReports
from cutover.reading.intake.form_sheet import DELIVERED, NOT_YET, but_delivered
from cutover.reading.intake.page import Record
from cutover.reading.practice.book import found_practice
from cutover.workstreams.aging_weeks import limits, missing
from cutover.workstreams.inventory import checklist, planning, usage_pattern
from cutover.workstreams.inventory import inputs as inventory
from practice_folder import TODAY, folder, practice_answers

SUMMARY = "FILE SUMMARY\nACCEPTED CLAIM DETAIL\n"
INVOICE = "Description,Quantity,Unit price,Amount\nNon-Par fee,1,44.95,44.95\n"
PM_INVOICE = INVOICE + "Practice Mate,1,10.00,10.00\n"


def loaded(home, files=(), requests=(), **answers):
    """The inputs of the inventory for a practice with these answers, requests to support and files."""
    said = practice_answers(**answers) | {"support requests": list(requests)}
    folder(home, dict(files), said)
    return inventory.load(found_practice(home, "acme", "cedar-grove")[0], TODAY)


CAME = {"subject": "appointments", "asked_on": "2026-05-04", "delivered_on": "2026-06-01", "ticket": "T-9"}


def test_no_delivery_beside_a_request_that_was_delivered_is_a_contradiction(tmp_path):
    inputs = loaded(tmp_path, requests=[CAME], support_asked="Yes", support_delivered_on="No")
    rows = checklist.contradicted(inputs)
    rows = rows[rows["sheet"] == "practice"]
    assert list(rows["files_say"]) == [
        "the sheet support requests has a delivery: appointments on 2026-06-01"
    ]
    assert "T-9" in set(checklist.requests(inputs)["ticket"])


@pytest.mark.parametrize(
    ("said_no", "delivered", "found"),
    [
        (9, "2026-06-01", 1),
        (None, "2026-06-01", 0),  # a blank, or a day, contradicts nothing
        (9, None, 0),  # nothing has come by the sheet either
    ],
)
def test_only_a_no_beside_a_delivery_is_a_contradiction(said_no, delivered, found):
    records = [Record(9, {f"{NOT_YET}{DELIVERED}": said_no} if said_no else {})]
    requests = pd.DataFrame({"subject": ["charts"], "delivered_on": pd.to_datetime([delivered])})
    assert [one.source_row for one in but_delivered(records, requests)] == [9] * found


FILES = {"submissions/FS_HCFA_1420000001_IN_C.txt": SUMMARY, "invoices/a.csv": INVOICE}


@pytest.mark.parametrize(
    ("files", "other", "pattern"),
    [
        (
            FILES,
            "ChartWell PM",
            "unknown",
        ),  # another PM is named, it uploads, and no invoice has a Practice Mate line
        (FILES, "", "Practice Mate"),  # Office Ally writes file summaries for Practice Mate too
        (FILES | {"invoices/a.csv": PM_INVOICE}, "ChartWell PM", "Practice Mate"),
        ({"invoices/a.csv": INVOICE}, "ChartWell PM", "Practice Mate"),  # nothing shows that it uploads
    ],
)
def test_practice_mate_beside_another_pm_that_uploads_is_not_planned_by(tmp_path, files, other, pattern):
    inputs = loaded(tmp_path, files, usage="Practice Mate", other_system=other)
    assert usage_pattern.pattern(inputs) == pattern
    found = usage_pattern.contradictions(inputs)["found"].to_list()
    assert (len(found) == 1 and other in found[0]) if pattern == "unknown" else found == []


def test_a_pattern_that_the_files_show_is_never_called_the_intakes(tmp_path):
    inputs = loaded(tmp_path, {"charts/notes.csv": "Patient Name,Encounter,Chief Complaint\nA B,x,y\n"},
                    usage="Practice Mate")  # fmt: skip
    assert usage_pattern.pattern(inputs) == "EHR 24/7"
    assert planning._usage(inputs).held == "EHR 24/7, by the files; the intake states Practice Mate"


def reports(*days: str) -> AgingReports:
    """The agings of these days."""
    return AgingReports(pd.DataFrame({"day": pd.to_datetime(list(days))}))


WEEKLY = ("2026-05-01", "2026-05-08", "2026-05-22", "2026-05-29", "2026-06-05")


def test_a_week_without_an_aging_is_named_and_so_are_those_since_the_last():
    # Fridays: 05-15 lies between 05-08 and 05-22; after 06-05 there are 06-12 and 06-19 until the 20th
    within, after = missing(reports(*WEEKLY), pd.Timestamp("2026-06-20"))
    assert [f"{day:%m-%d}" for day in within] == ["05-15"]
    assert [f"{day:%m-%d}" for day in after] == ["06-12", "06-19"]
    assert len(limits(reports(*WEEKLY), pd.Timestamp("2026-06-20"))) == 3


@pytest.mark.parametrize(
    "days",
    [
        ("2026-05-01", "2026-05-08", "2026-05-15"),  # three are no series yet
        ("2026-05-01", "2026-06-01", "2026-07-01", "2026-08-01"),  # monthly
        ("2026-05-01", "2026-05-08", "2026-05-16", "2026-05-23", "2026-05-30"),  # not on one day of the week
        ("2026-05-01", "2026-05-15", "2026-05-29", "2026-06-12", "2026-06-19"),  # every other week
    ],
)
def test_what_is_no_weekly_series_lacks_no_week(days):
    assert missing(reports(*days), pd.Timestamp("2026-12-31")) == ([], [])


def test_a_series_without_a_gap_says_nothing():
    days = ("2026-05-01", "2026-05-08", "2026-05-15", "2026-05-22")
    assert limits(reports(*days), pd.Timestamp("2026-05-28")) == ()
