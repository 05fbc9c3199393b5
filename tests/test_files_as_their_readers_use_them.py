"""The inventory takes what a file is, its rows and its days from whoever uses it, not from its header alone."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import xlsxwriter
from cutover.reading.practice import file_subject
from cutover.reading.practice.book import found_practice
from cutover.workstreams.inventory.files import by_kind, wrong_folder
from cutover.workstreams.inventory.inputs import last_service, load, months_by_source
from cutover.workstreams.inventory.must_move import fee_schedules, paid_history
from practice_folder import folder, practice_answers

AS_OF = dt.date(2026, 9, 30)
# a list of claims by procedure and fee: by its words a fee schedule, and its day is short for one
LISTED = """Tk,Child no.,dt,Carrier,CPT,Qty,Fee,Received,Balance
T100,C7,02/05/2026,Northgate Health,97110,2,80.00,50.00,0.00
T101,C8,02/19/2026,Northgate Health,97112,1,45.00,30.00,0.00
T102,C9,04/02/2026,Northgate Health,97110,2,80.00,0.00,80.00
Totals,,,,,,205.00,80.00,80.00
"""
# two rates a line: 3 codes and 2 stretches make 6 rates
RATES = (
    "Northgate Health\ncode,to 6/30/26,from 7/1/26\n97110,25.00,26.00\n97112,30.00,31.00\n97530,28.00,28.50\n"
)
POSTED = ["Posted", "Claim No", "Payer", "Check No", "Paid"]
# 3 postings of a payer, and 2 payments at the desk on a sheet of their own
SHEETS = {
    "remits": [
        POSTED, ["03/02/2026", "T100", "Northgate Health", "88120", "50.00"],
        ["03/02/2026", "T101", "Northgate Health", "88120", "30.00"],
        ["05/04/2026", "T102", "Northgate Health", "88377", "0.00"],
    ],
    "front desk": [
        ["Day", "Client no.", "Amount", "How"], ["02/05/2026", "C7", "20.00", "cash"],
        ["08/19/2026", "C8", "15.00", "Visa"],
    ],
}  # fmt: skip


def _book(sheets: dict[str, list[list[str]]]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for turn, line in enumerate(rows):
                page.write_row(turn, 0, line)
    return data.getvalue()


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    home = tmp_path_factory.mktemp("read")
    files = {
        "claims/list.csv": LISTED,
        "fee_schedules/northgate.csv": RATES,
        "postings/ledger.xlsx": _book(SHEETS),
        "crosswalk/ids.csv": "Old #,Medi ID\nC7,M70\nC8,\n",
    }
    folder(home, files, practice_answers(usage="Practice Mate"))
    return load(found_practice(home, "acme", "cedar-grove")[0], AS_OF)


def _row(inputs, subject: str):
    frame = by_kind(inputs).frame
    return frame[frame["subject"].eq(subject)].iloc[0]


def test_a_list_of_claims_with_procedures_and_fees_is_no_fee_schedule(inputs):
    files = inputs.files.set_index("source_file")["subject"]
    assert files["claims/list.csv"] == file_subject.CLAIMS
    assert wrong_folder(inputs).empty
    # the rates are those of the one contract file, 3 codes in 2 stretches, and no claim is one
    assert fee_schedules(inputs).held.startswith("1 file, 6 rates")


def test_the_days_of_a_claim_list_are_those_that_its_reader_knows(inputs):
    found = _row(inputs, file_subject.CLAIMS)
    assert (f"{found['first_day']:%m-%d}", f"{found['last_day']:%m-%d}") == ("02-05", "04-02")
    months = months_by_source(inputs)
    some = months[(months["source"] == "claim history") & (months["rows"] > 0)]
    # two claims of February, one of April
    assert dict(zip(some["month"].dt.month, some["rows"], strict=True)) == {2: 2, 4: 1}
    assert last_service(inputs)[1] == "the claim history"


def test_payments_of_patients_on_a_sheet_of_the_ledger_make_no_postings(inputs):
    found = _row(inputs, file_subject.POSTINGS)
    # 3 of 5 rows, from March to May: the desk's February and August are no days of postings
    assert (found["files"], found["rows"]) == (1, 3)
    assert (found["first_day"].month, found["last_day"].month) == (3, 5)
    assert "Of the posted payments 2 rows are payments of patients" in by_kind(inputs).note
    # 3 claims and 3 postings; the total of the list is none of its claims
    assert paid_history(inputs).rows == 6


def test_a_map_of_patients_that_02_reads_is_of_no_unknown_kind(inputs):
    assert inputs.files.set_index("source_file")["subject"]["crosswalk/ids.csv"] == file_subject.ID_MAP
