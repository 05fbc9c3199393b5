"""In which system a payment was posted, where neither a column nor the file's name says it."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.postings.postings import BY_DAY, BY_FILE, NO_SYSTEM, load_postings
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.reading.practice.book import load_practice
from cutover.workstreams.parallel_run.inputs import load
from cutover.workstreams.parallel_run.report import assess
from practice_folder import folder, practice_answers

HEADER = "Posted Date,Claim Number,Payer,Check Number,Payment Amount\n"
CUTOVER = dt.date(2026, 8, 3)


def practice(tmp_path, cutover=CUTOVER, **files: str):
    """A practice that moves on a day, with these files of postings."""
    said = practice_answers(**({"cutover_date": cutover} if cutover else {}))
    folder(tmp_path, {f"postings/{name}.csv": HEADER + text for name, text in files.items()}, said)
    return load_practice(tmp_path, "acme", "cedar-grove")


def row(day: str, claim="C1") -> str:
    return f"{day},{claim},AETNA,T1,10.00\n"


@pytest.mark.parametrize(
    ("day", "cutover", "system"),
    [
        ("08/02/2026", CUTOVER, OFFICE_ALLY),
        ("08/03/2026", CUTOVER, None),  # from the day itself on either system may be meant
        ("08/02/2026", None, None),
        ("", CUTOVER, None),
    ],
)
def test_before_the_cutover_there_is_no_other_system(tmp_path, day, cutover, system):
    found = load_postings(practice(tmp_path, cutover, register=row(day)))
    assert found.rows["system"].tolist() == ([system] if system else [])
    assert found.set_aside["reason"].tolist() == ([] if system else [NO_SYSTEM])
    assert found.rows["source_of_system"].tolist() == ([BY_DAY] if system else [])


def test_what_a_file_says_goes_first(tmp_path):
    found = load_postings(practice(tmp_path, medi=row("08/02/2026")))
    assert found.rows[["system", "source_of_system"]].values.tolist() == [[MEDI, BY_FILE]]


def test_one_posting_in_a_file_that_says_its_system_and_in_one_that_does_not_is_one(tmp_path):
    found = load_postings(
        practice(tmp_path, office_ally=row("07/01/2026") + row("07/02/2026"), register=row("07/01/2026"))
    )
    assert len(found.rows) == 2 and len(found.set_aside) == 1


def test_the_report_says_how_many_postings_were_placed_by_their_day(tmp_path):
    given = load(
        practice(tmp_path, register=row("07/01/2026") + row("07/02/2026", "C2")), dt.date(2026, 7, 31)
    )
    said = " ".join(assess(given).limits)
    assert "Of 2 postings, $20.00, no file says the system. They are taken as posted in Office Ally" in said
