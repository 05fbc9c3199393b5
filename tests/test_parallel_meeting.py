"""The sheet of the meeting, and the file that a person edits between two of them."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.errors import InputError
from cutover.reading.postings.meetings import last_meeting
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.reading.practice.book import Practice
from cutover.workstreams.parallel_run.meeting import minutes, next_meeting
from cutover.workstreams.parallel_run.report import assess
from era_frames import AS_OF, claim, day, payment
from parallel_frames import deposit, posting, run

HEADER = "key,code,first_seen,amount,owner,note\n"


@pytest.fixture
def written(tmp_path):
    """Writes a meeting's file and reads it back, as rows of text."""

    def read(text: str | bytes, name: str = "2026-07-30.csv"):
        who = Practice("c", "p", "P", frozenset(), frozenset(), tmp_path)
        folder = who.raw / "meetings"
        folder.mkdir(parents=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return last_meeting(who, AS_OF)[1]

    return read


def test_a_meetings_file_may_come_back_from_a_spreadsheet_program(written):
    # a mark at its beginning, American days, dollars, a column of somebody's own, an empty last line
    said = 'Key,Code,First_Seen,Amount,Owner,Note,Mine\r\nE-1,run-twice,7/9/2026,"$1,234.50",Robin,,x\r\n,,,,,,\r\n'
    found = written("\ufeff" + said).iloc[0]
    assert (found["first_seen"], found["amount_cents"]) == (day("2026-07-09"), 123_450)
    assert (found["owner"], pd.isna(found["note"])) == ("Robin", True)


def test_a_note_in_the_code_page_of_windows_is_read(written):
    assert written((HEADER + "E-1,run-twice,,,Zoë,\n").encode("cp1252"))["owner"].tolist() == ["Zoë"]


def test_an_item_that_stands_twice_is_one_with_both_notes_and_the_earlier_day(written):
    found = written(
        HEADER + "E-1,run-twice,2026-07-09,9.00,Robin,asked\nE-1,run-twice,2026-07-08,,Kim,called\n"
    )
    assert len(found) == 1
    row = found.iloc[0]
    assert (row["first_seen"], row["owner"], row["note"]) == (day("2026-07-08"), "Kim", "asked; called")
    assert row["amount_cents"] == 900


@pytest.mark.parametrize(
    ("row", "said"),
    [("E-1,run-twice,soon,,,", "row 2: first_seen is no day: 'soon'"), ("E-1,run-twice,,ten,,", "row 2: amount is no"),
     (",run-twice,,1,,", "row 2: it has no key")],
)  # fmt: skip
def test_what_cannot_be_read_in_a_meetings_file_is_named_by_row(written, row, said):
    with pytest.raises(InputError, match=said):
        written(HEADER + row + "\n")


def test_a_meetings_file_whose_name_is_no_day_is_named(written):
    with pytest.raises(InputError, match="its name is no day"):
        written(HEADER, "2026-02-31.csv")


def played(meeting=None, **said):
    """A run with one claim paid 100.00 and posted with 90.00, and one deposit that nothing explains."""
    medi = {"payments": [payment("a", "2026-07-14")],
            "claims": [claim("a", patient_control_number="C1", statement_from=day("2026-07-01"))]}  # fmt: skip
    given = {"postings": [posting(MEDI, "C1", "Ta", 9_000)], "deposits": [deposit("2026-07-14", 500)]} | said
    return assess(run(medi=medi, meeting=meeting, **given)).tables["meeting"].frame


def test_an_item_that_was_written_down_under_a_shorter_key_is_carried_on_with_its_note():
    left = minutes(played()).assign(note="asked the payer", owner="Robin", first_seen=day("2026-07-20"))
    old = left.assign(key=left["key"].str[:8])  # E- and six letters: thirty bits
    told = played(old)
    assert set(told["change"]) == {"carried"} and len(told) == len(left) > 1
    assert set(told["note"]) == {"asked the payer"} and set(told["owner"]) == {"Robin"}
    assert set(told["first_seen"]) == {day("2026-07-20")}
    assert minutes(told)["key"].tolist() == minutes(played())["key"].tolist()  # whole keys from now on


def test_a_shorter_key_of_another_kind_of_case_is_not_the_same_item():
    left = minutes(played())
    other = left.assign(key=left["key"].str[:8], code="run-twice")
    assert not set(played(other)["change"]) & {"carried", "amount changed"}


def test_an_item_is_not_settled_because_todays_files_are_missing():
    first = played()
    lacking = played(minutes(first), postings=[], deposits=[]).set_index("code")["change"]
    assert lacking["run-other-amount"] == lacking["run-deposit-open"] == "not looked at"
    # it is carried on: the next meeting that looks finds it with its first day
    back = played(minutes(played(minutes(first), postings=[], deposits=[])))
    assert set(back["change"]) == {"carried", "settled"}  # settled: the postings are in hand again
    half = played(minutes(first), postings=[posting(OFFICE_ALLY, "Z", "Z", 0)]).set_index("code")["change"]
    assert (half["run-other-amount"], half["run-deposit-open"]) == ("not looked at", "carried")


def test_the_sheet_says_what_an_item_is_and_was():
    first = played()
    told = first.set_index("code")["what"]
    assert told["run-other-amount"] == "A payment is posted with a different amount"
    # where the action depends on the system, the sheet names it
    astray = played(postings=[posting(OFFICE_ALLY, "C1", "Ta", 10_000)]).set_index("code")["what"]
    assert astray["run-other-system"] == (
        "A payment is posted in the wrong system: landed in Medi, belongs to Medi, posted in Office Ally"
    )
    assert first.set_index("code")["check_number"]["run-other-amount"] == "Ta"
    gone = played(minutes(first), postings=[posting(MEDI, "C1", "Ta", 10_000)])
    settled = gone[gone["change"] == "settled"].iloc[0]
    assert settled["what"] == "A payment is posted with a different amount"
    assert settled["action"] == "Nothing: it is no longer open."


def test_no_meeting_falls_on_a_weekend():
    rules = run().rules
    cutover = dt.date(2026, 6, 13)  # a Saturday
    assert next_meeting(cutover, dt.date(2026, 6, 26), rules) == dt.date(2026, 6, 29)  # the thirteenth day
    assert next_meeting(cutover, dt.date(2026, 7, 4), rules) == dt.date(
        2026, 7, 13
    )  # a week on is a Saturday


def test_of_items_of_one_day_the_largest_stands_first():
    claims = [claim("a", n, patient_control_number=f"C{n}", paid_cents=cents, statement_from=day("2026-07-01"))
              for n, cents in enumerate((100, 90_000, 5_000))]  # fmt: skip
    medi = {"payments": [payment("a", "2026-07-14", 95_100)], "claims": claims}
    found = assess(run(medi=medi, postings=[posting(MEDI, "Z", "Z", 0)])).tables["meeting"].frame
    assert found["amount_cents"].tolist() == [90_000, 5_000, 100]
