"""Totals that say how many lines they are of are held against the lines: `7 refunds`, `TOTAL (67 claims)`."""

from __future__ import annotations

import pytest
from cutover.reading.files.loose_totals import ROWS
from cutover.reading.files.spreadsheet import read_spreadsheet

HEAD = "Ticket,Insurer,Seen,Refused,Asked,Why,Handled"
BODY = (
    "K-1,Alder Mutual,1/5/2026,2/5/2026,100.00,CO-50 not needed,asked",
    "K-2,Birch Life,1/6/2026,2/6/2026,250.50,CO-16 lacks data,sent again",
    "K-3,Alder Mutual,1/7/2026,2/7/2026,40.00,CO-50 not needed,",
)  # 100.00 + 250.50 + 40.00 = 390.50


def sheet_of(*last: str, head: str = HEAD, body: tuple[str, ...] = BODY):
    return read_spreadsheet("\n".join([head, *body, *last]).encode(), "list.csv").sheets[0]


def told(sheet):
    agrees = sheet.checks["agrees"].astype(object).where(sheet.checks["agrees"].notna(), None)
    return list(zip(sheet.checks["column"], agrees, strict=True))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("3 denials,,,,390.50", [(ROWS, True), ("Asked", True)]),
        ("3 refusals,,,,391.50", [(ROWS, True), ("Asked", False)]),  # the number is right, the sum is not
        ("4 denials,,,,390.50", [(ROWS, False), ("Asked", True)]),  # the sum is right, the number is not
        ("2 denials,,,,390.50", [(ROWS, False), ("Asked", True)]),  # two insurers, and yet each row is a denial
        ("TOTAL (3 tickets),,,,390.50", [(ROWS, True), ("Asked", True)]),
        ("Total: 3 lines,,,,390.50", [(ROWS, True), ("Asked", True)]),
        ("TOTAL 4 lines,,,,390.50", [(ROWS, False), ("Asked", True)]),
        ("Total (2 insurers),,,,390.50", [(ROWS, True), ("Asked", True)]),  # two different ones
        ("Total (1 patients),,,,390.50", [(ROWS, None), ("Asked", True)]),  # nothing here tells patients
    ],
)  # fmt: skip
def test_a_last_line_with_fewer_fields_that_counts_and_sums_the_rows_is_their_total(line, expected):
    sheet = sheet_of(line)
    assert len(sheet.frame) == len(BODY)
    assert sheet.set_aside["reason"].tolist() == ["total"]
    assert told(sheet) == expected
    assert any(note.code == "total-differs" for note in sheet.notes) is (False in dict(expected).values())


def test_a_line_that_neither_counts_nor_sums_the_rows_is_no_total():
    sheet = sheet_of("5 refusals,,,,12.00")
    assert sheet.set_aside["reason"].tolist() == ["5 fields where the table has 7"]


def test_a_line_of_a_bill_that_begins_with_a_number_stays_a_line():
    """The third line stands behind two others, and others follow: 2 letters is no count of the lines above."""
    head, body = "Item,Quantity,Each,Amount,Tax", ("Forms,1,2.00,2.00,0", "Labels,3,1.00,3.00,0")
    sheet = sheet_of("2 letters,,,1.40,", "Stamps,1,9.00,9.00,0", head=head, body=body)
    assert sheet.frame["Item"].tolist() == ["Forms", "Labels", "2 letters", "Stamps"]


def test_each_part_has_its_own_total_and_the_whole_one_of_all():
    """50 + 60 = 110 of the first part, 70 of the second, 180 of both."""
    parts = ("A1,Alder,1/5/2026,2/5/2026,50.00,CO-50,", "A2,Alder,1/5/2026,2/5/2026,60.00,CO-50,",
             "2 denials,,,,110.00", "B1,Birch,1/5/2026,2/5/2026,70.00,CO-50,", "1 denial,,,,70.00",
             "3 denials,,,,180.00")  # fmt: skip
    sheet = sheet_of(body=parts)
    assert len(sheet.frame) == 3 and sheet.checks["agrees"].tolist() == [True] * 6


def test_claims_of_several_lines_are_counted_once():
    """Four rows of two claims: 10 + 20 + 30 + 40 = 100."""
    head = "Claim,Insurer,Seen,Code,Charge"
    body = tuple(f"C{n // 2},Alder,1/5/2026,9921{n},{10 * n + 10}.00" for n in range(4))
    assert told(sheet_of("TOTAL (2 claims),,,,100.00", head=head, body=body)) == [
        (ROWS, True),
        ("Charge", True),
    ]
    assert told(sheet_of("TOTAL (3 claims),,,,100.00", head=head, body=body))[0] == (ROWS, False)
