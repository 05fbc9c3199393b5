"""What the inventory asks for is what can exist, and what it says of files and the intake is what they say."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.title_rows import made_on
from cutover.reading.practice import file_subject
from cutover.workstreams.inventory import inputs as made
from cutover.workstreams.inventory import must_move, patient_rows, planning, unexported, verdict
from cutover.workstreams.inventory.must_move import IN_HAND, PARTLY, Status
from practice_folder import TODAY, folder, held, practice_answers
from test_inventory_findings import RECEIPT


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Chart List | printed 3/9/26", dt.date(2026, 3, 9)),
        ("Run Date: 03/09/2026", dt.date(2026, 3, 9)),
        ("All patients as of March 9, 2026", dt.date(2026, 3, 9)),
        ("Patients seen 1/1/2026 to 3/9/2026", None),  # a period says nothing of the day of the export
        ("Rates effective 3/9/2026", None),
        ("printed 13/45/26", None),  # no day of the calendar
        ("printed 9:30", None),
    ],
)
def test_a_title_tells_when_a_list_was_made_where_its_words_say_so(title, day):
    assert made_on([title]) == day


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """What two practices hold: both name another system, and one says that it sends claims."""
    home = tmp_path_factory.mktemp("titled")
    head = "Acct,Last Name,First Name,DOB,Address,Zip\n"
    titled = f"Our chart list,exported on 7/20/2026,,,,\n{head}7,Birch,Ann,1/2/1980,1 Elm St,27601\n"
    links = [{"system": "Birch EHR", "direction": "claims to Office Ally"}]
    answers = practice_answers(usage="Practice Mate", other_system="Birch EHR")
    folder(home, {"demographics/charts.csv": titled, "submissions/a.999": RECEIPT}, answers)
    folder(home, {"submissions/a.999": RECEIPT}, answers | {"connections": links}, slug="alder-hill")
    return {slug: made.Inputs(held(home, slug), TODAY) for slug in ("cedar-grove", "alder-hill")}


def test_a_patient_list_with_a_day_in_its_title_is_not_undated(two):
    assert made.patients_day(two["cedar-grove"]) == pd.Timestamp("2026-07-20")
    assert not must_move._ages(two["cedar-grove"])


@pytest.mark.parametrize(
    ("slug", "figure", "why"),
    [
        ("cedar-grove", "the files show clearinghouse-only", "the files and the intake disagree"),
        ("alder-hill", "; the intake names a system that sends claims", "the intake contradicts itself"),
    ],
)
def test_an_intake_contradicts_itself_only_where_it_names_a_system_that_sends_claims(two, slug, figure, why):
    """Another system that the intake names may be for notes alone; the files of claims still ask for an answer."""
    usage = verdict._usage(two[slug])
    assert usage.value is None and usage.note.endswith(figure)
    assert planning._usage(two[slug]).missing == why


@pytest.mark.parametrize(
    ("folder_", "header", "subject"),
    [
        ("medi_submissions", "Ctl,DOS,Sent,Payer,Billed Amt", file_subject.SENT),
        (
            "medi_submissions",
            "Ctl,DOS,Sent,Payer,Billed Amt,Paid",
            file_subject.CLAIMS,
        ),  # sent claims are not paid yet
        ("claims", "Ctl,DOS,Sent,Payer,Billed Amt", file_subject.CLAIMS),
    ],
)
def test_claims_among_medis_lists_are_those_that_were_sent(folder_, header, subject):
    row = ",".join(["7", "7/1/2026", "7/2/2026", "Aetna", "90.00", "40.00"][: header.count(",") + 1])
    sheet: Sheet = read_spreadsheet(f"{header}\n{row}\n".encode(), "sent.csv").sheets[0]
    assert file_subject.subject_in(folder_, sheet) == subject


class Told:
    """A practice of July 2026 whose history begins on 2025-12-03 and whose lists of Medi are of May to July."""

    today, cutover = pd.Timestamp("2026-07-31"), pd.Timestamp("2026-05-04")

    def __init__(self, paid="2026-01-12", cutover=None):
        days = [
            ("2025-12-03", file_subject.CLAIMS),
            ("2026-05-05", file_subject.SENT),
            ("2026-06-02", file_subject.SENT),
        ]
        self.own_days = pd.DataFrame(
            [{"day": pd.Timestamp(day), "subject": what, "role": "service"} for day, what in days]
        )
        self.era = type("E", (), {"counted": pd.DataFrame({"paid_on": pd.to_datetime([paid])})})
        self.cutover = None if cutover is None else pd.Timestamp(cutover)

    def rule(self, _code):
        return 45


@pytest.mark.parametrize(
    ("paid", "months"),
    [
        ("2026-01-17", ["2025-12"]),  # 28 days of December and 17 of January: 45
        ("2026-01-18", []),  # 46: something may be missing
        ("2025-12-20", []),  # the first answer came in the month of the first service
        ("2025-11-20", []),  # the history does not reach back to the first answer
    ],
)
def test_no_era_is_asked_for_of_the_month_before_the_first_answers(paid, months):
    assert made._never_there(Told(paid), "ERAs").strftime("%Y-%m").tolist() == months


@pytest.mark.parametrize(
    ("cutover", "months"),
    [
        ("2026-05-04", ["2026-06"]),  # a Monday, with Friday the 1st before it
        ("2026-06-01", ["2026-06"]),
        ("2026-05-01", ["2026-05", "2026-06"]),
        ("2026-06-02", []),
        (None, []),
    ],
)
def test_no_claim_history_is_asked_for_of_months_that_were_sent_through_medi(cutover, months):
    assert made._never_there(Told(cutover=cutover), "claim history").strftime("%Y-%m").tolist() == months


def test_a_list_of_authorizations_is_no_list_of_patients(monkeypatch):
    monkeypatch.setattr(patient_rows, "authorization_rows", lambda _: 12)
    told = patient_rows.without_authorizations(None, 52, "2 files, 52 rows of patients or coverages")
    assert told == (40, "2 files, 40 rows of patients or coverages, 12 authorizations")  # 52 less 12
    assert patient_rows.without_authorizations(None, 12, "1 file")[0] == 12  # nothing else is on file


@pytest.mark.parametrize(
    ("states", "state"),
    [(["waiting"], PARTLY), (["delivered", "waiting"], IN_HAND), (["not asked"], IN_HAND), ([], IN_HAND)],
)
def test_appointments_on_file_while_support_has_delivered_none_may_be_the_practices_own(
    monkeypatch, states, state
):
    asked = pd.DataFrame({"subject": ["appointments"] * len(states), "state": states}, dtype="str")
    monkeypatch.setattr(unexported, "requests", lambda _: asked)
    assert unexported._not_by_support(None, Status(IN_HAND, "1 file")).state == state
