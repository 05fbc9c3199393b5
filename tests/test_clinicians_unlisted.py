"""Rows of a clinician whom the intake lacks, in a practice's own folder: when they count, and when they do not."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.claims import claims
from cutover.reading.era.archive import load_archive
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import apply, suggest
from cutover.reading.practice import book
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.known_marks import READS
from cutover.reading.practice.whose import counts, strangers
from cutover.workstreams import whose_rows
from practice_folder import NPI, OTHER_NPI, OTHER_TIN, STRANGE_NPI, TIN, era, folder, practice_answers

HEADER = (
    "Claim Number,Patient Account,Patient Name,Service Date,Payer,Tax ID,Billing NPI,Rendering NPI,Total Charge,"
    "Amount Paid,Claim Status\n"
)
OWN_ROW, UNLISTED = ("", "", NPI), ("", "", STRANGE_NPI)
COUNTED, ASIDE = "rows-clinician-unlisted", "rows-of-nobody"


def history(*rows: tuple[str, str, str], title: str = "") -> str:
    """A claim history of $100.00 a row, each with a Tax ID, a billing NPI and a rendering NPI."""
    lines = [f'C{n:07},P{n:07},"Doe, Ann",06/0{n}/2026,AETNA,{",".join(ids)},100.00,0.00,Open\n'
             for n, ids in enumerate(rows, 1)]  # fmt: skip
    return (f"{title}\n\n" if title else "") + HEADER + "".join(lines)


def judge_of(home, files: dict | None = None, other: dict | None = None) -> Judge:
    """The judge of a practice with these files, beside another practice of the client."""
    folder(home, files or {}, practice_answers())
    folder(home, other or {}, practice_answers("Elm Street Clinic", OTHER_TIN, OTHER_NPI), slug="elm-street")
    return Judge(book.load_practice(home, "acme", "cedar-grove"))


def told(judge: Judge, text: str) -> tuple[int, dict]:
    """How many rows of a claim history count, and the findings about its rows: how many rows and cents each."""
    sheet = read_spreadsheet(text.encode(), "claims/history.csv").sheets[0]
    found = apply(sheet, suggest(sheet, READS["claims"].target))
    verdicts = judge.of_sheet(sheet, "digest", "claims", found)
    cents = pd.Series(10_000, sheet.frame.index, dtype="Int64")
    not_own = strangers(verdicts, "claim history", "claims/history.csv", cents)
    said = {
        f.code: (int(f.evidence.frame["rows"].sum()), f.amount_cents) for f in whose_rows.findings(not_own)
    }
    return int(counts(verdicts).sum()), said


@pytest.fixture(scope="module")
def beside_another(tmp_path_factory) -> Judge:
    """A practice without other files, beside another one."""
    return judge_of(tmp_path_factory.mktemp("book"))


@pytest.mark.parametrize(
    ("rows", "title", "count", "found"),
    [
        ((OWN_ROW, OWN_ROW, UNLISTED, UNLISTED), "", 4, {COUNTED: (2, 20_000)}),  # 2 of 4 are the practice's
        ((OWN_ROW, OWN_ROW, UNLISTED, UNLISTED, UNLISTED), "", 2, {ASIDE: (3, 30_000)}),  # 2 of 5 are
        ((UNLISTED, UNLISTED), "", 0, {ASIDE: (2, 20_000)}),  # nothing shows whose the file is
        ((UNLISTED, UNLISTED), "Cedar Grove", 2, {COUNTED: (2, 20_000)}),  # its title names the practice
        (
            (OWN_ROW, OWN_ROW, UNLISTED),
            "Elm Street Clinic",
            2,
            {"rows-of-another-practice": (1, 10_000)},
        ),  # its title names another practice of the book
        (
            (OWN_ROW, OWN_ROW, ("", OTHER_NPI, STRANGE_NPI), UNLISTED),
            "",
            2,
            {"rows-of-another-practice": (1, 10_000), ASIDE: (1, 10_000)},
        ),  # a file of two practices: the clinician may be the other's
        ((OWN_ROW, OWN_ROW, ("555555555", "", STRANGE_NPI)), "", 2, {ASIDE: (1, 10_000)}),  # another Tax ID
        ((OWN_ROW, OWN_ROW, ("", STRANGE_NPI, NPI)), "", 3, {}),  # one NPI that fits is enough, as ever
        (
            (OWN_ROW, OWN_ROW, ("", STRANGE_NPI, STRANGE_NPI)),
            "",
            2,
            {ASIDE: (1, 10_000)},
        ),  # it bills elsewhere
        ((OWN_ROW, (TIN, "", STRANGE_NPI)), "", 2, {}),  # the Tax ID decides before
    ],
)
def test_rows_of_an_unlisted_clinician_count_where_the_file_shows_that_they_are_the_practices(
    beside_another, rows, title, count, found
):
    assert told(beside_another, history(*rows, title=title)) == (count, found)


def test_remittances_of_the_practice_that_name_the_clinician_decide_whatever_the_rest_of_the_file_is(
    tmp_path,
):
    text = history(OWN_ROW, UNLISTED, UNLISTED, UNLISTED)  # 1 of 4 rows is the practice's: not enough alone
    named = {"era/one.835": era("2026-06-20", rendering=STRANGE_NPI)}
    assert told(judge_of(tmp_path, named), text) == (4, {COUNTED: (3, 30_000)})


def test_remittances_to_somebody_else_do_not_vouch_for_a_clinician(tmp_path):
    text = history(OWN_ROW, UNLISTED, UNLISTED, UNLISTED)
    theirs = {"era/one.835": era("2026-06-20", npi=OTHER_NPI, rendering=STRANGE_NPI)}
    assert told(judge_of(tmp_path, theirs), text) == (1, {ASIDE: (3, 30_000)})


def test_claims_that_another_practice_has_under_its_own_number_are_its_claims(tmp_path):
    text = history(OWN_ROW, OWN_ROW, UNLISTED)
    same_claims = history(*[(OTHER_TIN, OTHER_NPI, STRANGE_NPI)] * 3)  # among them claim 3 of the same day
    assert told(judge_of(tmp_path, other={"claims/all.csv": same_claims}), text) == (
        2,
        {"rows-of-another-practice": (1, 10_000)},
    )


def test_the_history_of_a_report_holds_them_and_the_finding_names_the_npi_that_the_intake_lacks(tmp_path):
    practice = judge_of(tmp_path, {"claims/history.csv": history(OWN_ROW, UNLISTED)}).practice
    read = claims.load_claims(practice, load_archive(practice))
    assert len(read.history) == 2 and read.history["charge_cents"].sum() == 20_000
    (finding,) = whose_rows.findings(read.not_own)
    assert (finding.code, finding.amount_cents) == (COUNTED, 10_000)
    assert STRANGE_NPI in finding.evidence.frame["why"].iloc[0] and finding.evidence.frame["counts"].all()
