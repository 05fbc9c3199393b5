"""The inventory counts a claim of two reports once; what repeats it, and what is no claim, is named beside it."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import xlsxwriter
from cutover.reading.claims.account_balances import OF_PATIENTS, SUBJECT
from cutover.reading.practice import file_subject
from cutover.workstreams.inventory.as_read import as_read
from cutover.workstreams.inventory.claim_rows import NotOnce, _kinds, not_once
from cutover.workstreams.inventory.files import by_kind, wrong_folder
from cutover.workstreams.inventory.inputs import Inputs
from cutover.workstreams.inventory.must_move import paid_history
from cutover.workstreams.inventory.planning import _open_claims
from cutover.workstreams.inventory.usage_pattern import signals
from practice_folder import folder, held, practice_answers

HEAD = "Claim ID,Patient Acct,Payer,DOS,CPT,Units,Charge,Status\n"
LINE = "{0},P{0},Aetna,{1},99213,1,100.00,Paid\n"
DAYS = {"K1": "05/04/2026", "K2": "05/11/2026", "K3": "06/01/2026", "K4": "07/06/2026", "K5": "07/07/2026"}
POSTED = (
    "Claim ID,Patient Acct,Payer,Posted Date,Check Number,Paid Amount\nK1,PK1,Aetna,05/20/2026,881,60.00\n"
)


def report(*numbers: str) -> str:
    return HEAD + "".join(LINE.format(number, DAYS[number]) for number in numbers)


def inputs_of(home, files) -> Inputs:
    folder(home, files, practice_answers(usage="Practice Mate"))
    return Inputs(held(home), dt.date(2026, 7, 31))


def book_of(*numbers: str) -> bytes:
    """The report as a workbook with a second sheet of its criteria, two rows."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        for name, text in (("Report", report(*numbers)), ("Criteria", "Range,May to July\nRun by,lee\n")):
            page = book.add_worksheet(name)
            for turn, line in enumerate(text.splitlines()):
                page.write_row(turn, 0, line.split(","))
    return data.getvalue()


@pytest.fixture(scope="module")
def two_reports(tmp_path_factory):
    # 3 rows in the first report, 4 in the second, of which K2 and K3 are in both, and one of criteria below
    # the first, which is taken for a header: 8 rows, 5 claims, 2 repeats, 1 that is none
    files = {
        "claims/report to june.csv": report("K1", "K2", "K3"),
        "claims/report to july.xlsx": book_of("K2", "K3", "K4", "K5"),
        "postings/posted.csv": POSTED,
    }
    return inputs_of(tmp_path_factory.mktemp("two"), files)


def test_the_paid_history_holds_each_claim_once(two_reports):
    # 5 claims and 1 posting
    status = paid_history(two_reports)
    assert (status.files, status.rows) == (3, 6)
    assert status.held.startswith("3 files, 6 rows, ") and status.held.endswith(
        ", 2 rows repeat a claim and 1 row is none of its claims (of other sheets)"
    )


def test_what_the_use_is_told_by_counts_the_same_rows(two_reports):
    told = next(one for one in signals(two_reports) if one.name == "claim history and posted payments")
    assert told.found.startswith("3 files with 6 rows")


def test_the_files_by_kind_hold_each_claim_once_and_say_the_others(two_reports):
    table = by_kind(two_reports)
    rows = table.frame.set_index("subject")["rows"]
    assert rows[file_subject.CLAIMS] == 5
    assert table.note.startswith(
        "Of the claim history 2 rows repeat a claim and 1 row is none of its claims (of other sheets): these are not "
        "in its rows. "
    )


def test_the_rows_since_a_day_are_claims(two_reports):
    # the window reaches back to before 4 May: all 5
    assert _open_claims(two_reports).held.startswith("5 rows of claim history with service since ")


def test_what_is_no_claim_is_named_by_its_kinds():
    assert NotOnce(0, 3, "totals").words == "3 rows are none of its claims (totals)"
    assert _kinds(3, {"totals": 2, "of others": 1, "of other sheets": 0}) == "2 totals and 1 of others"
    assert (
        _kinds(2, {"totals": 2, "of others": 1, "of other sheets": 0}) == "totals or of others"
    )  # which is not known
    assert _kinds(0, {"totals": 0}) == ""


BALANCES = 'Account,Guarantor,Balance\nT-10,"Ash, May",10.00\nT-11,"Birch, Ned",-4.00\nT-12,"Elm, Ola",7.50\n'
DENIED = (
    "Claim ID,Patient Acct,Payer,DOS,Denied On,Denial Reason,Charge\n"
    "K1,PK1,Aetna,05/04/2026,05/20/2026,CO-16,100.00\nK2,PK2,Aetna,05/11/2026,05/21/2026,CO-18,100.00\n"
)


@pytest.mark.parametrize(("who", "subject"), [("Guarantor", OF_PATIENTS), ("Patient", SUBJECT)])
def test_a_list_of_balances_is_no_claim_history_and_its_rows_are_none_of_its(tmp_path, who, subject):
    # 3 claims in the report; the 3 balances and the 2 denials are files of their own, and no row is left over
    files = {
        "claims/report.csv": report("K1", "K2", "K3"),
        "claims/who owes.csv": BALANCES.replace(
            "Guarantor", who
        ),  # who is to pay: patients, as 07 calls them
        "claims/denied.csv": DENIED,
    }
    folder(tmp_path, files, practice_answers(usage="Practice Mate"))
    inputs = Inputs(as_read(held(tmp_path)), dt.date(2026, 7, 31))
    told = inputs.files.set_index("source_file")["subject"]
    assert told["claims/who owes.csv"] == subject != file_subject.CLAIMS
    assert told["claims/report.csv"] == file_subject.CLAIMS
    table = by_kind(inputs)
    rows = table.frame.set_index("subject")["rows"]
    assert (rows[file_subject.CLAIMS], rows[subject]) == (3, 3)
    assert "none of its claims" not in table.note and not_once(inputs).rows == 0
    assert wrong_folder(inputs).empty


@pytest.mark.parametrize(
    ("repeated", "none", "words"),
    [
        (1, 0, "1 row repeats a claim"),
        (120, 2, "120 rows repeat a claim and 2 rows are none of its claims"),
        (0, 1, "1 row is none of its claims"),
        (0, 0, ""),
    ],
)
def test_what_is_not_held_once_is_told_in_words(repeated, none, words):
    assert NotOnce(repeated, none).words == words
