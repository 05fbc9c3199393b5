"""A total of a claim list is compared with what it is of: the rows of its sheet, or those of all sheets of the file."""

from __future__ import annotations

import io

import openpyxl
import pytest
from cutover.reading.claims.history import read_claim_history
from cutover.reading.claims.wrong_totals import AGREES
from cutover.reading.mapping.record import LOOK

HEAD = ("Claim #", "Acct", "DOS", "Payer", "Charge", "Paid", "Status")


def rows(first, *charges):
    return [
        (f"K-{first + n}", f"9{first + n}", f"3/{n + 1}/2026", "Oak", charge, "10.00", "Closed")
        for n, charge in enumerate(charges)
    ]


def told(*sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, lines in enumerate(sheets, 1):
        page = book.create_sheet(f"Part {number}")
        for line in (HEAD, *lines):
            page.append(list(line))
    out = io.BytesIO()
    book.save(out)
    found = read_claim_history(out.getvalue(), "claims/a.xlsx")
    assert len(found.claims) == sum(line[0].startswith("K-") for lines in sheets for line in lines)
    return [note for note in found.notes if AGREES in note or LOOK in note]


def total(label, charge, count=None):
    return [(label, count, None, None, charge, None, None)]


ONE, TWO = rows(1, "100.00", "50.00"), rows(11, "25.00", "30.00", "5.00")  # 150.00 and 60.00


@pytest.mark.parametrize("label", ["Grand total all tabs", "Grand total"])
def test_a_total_of_all_sheets_that_is_their_sum_is_said_to_be(label):
    # 150.00 + 60.00 = 210.00, of 5 rows
    assert told(ONE, TWO + total(label, "210.00")) == [
        f"sheet Part 2, row 5, a total of all sheets (5 rows and Charge $210.00), is {AGREES}"
    ]


def test_a_total_of_all_sheets_that_differs_is_compared_with_all_of_them():
    (said,) = told(ONE, TWO + total("Total all sheets", "211.00"))
    assert said == (
        f"sheet Part 2, row 5: the total of Charge is $211.00, and the 5 rows of all sheets add up to $210.00. {LOOK}"
    )


def test_a_total_that_is_of_neither_is_compared_with_its_own_rows():
    (said,) = told(ONE, TWO + total("Total", "61.00"))
    assert (
        said == f"sheet Part 2, row 5: the total of Charge is $61.00, and its 3 rows add up to $60.00. {LOOK}"
    )


def test_the_total_of_each_sheet_is_of_its_rows_and_of_their_number():
    assert told(ONE + total("Total", "150.00", "2 claims"), TWO + total("Total", "60.00", "3 claims")) == [
        f"sheet Part 2, row 5, a total (3 rows and Charge $60.00), is {AGREES}",
        f"1 further total of it: each is {AGREES}",
    ]


def test_a_number_of_claims_behind_the_word_of_a_total_is_compared_too():
    (said,) = told(ONE + total("Total", "150.00", "3 claims"))
    assert said.endswith(f"the list says that it has 3, and it has 2. {LOOK}")


def test_a_total_made_before_rows_were_copied_agrees_without_the_copies_and_says_so():
    # 100.00 + 50.00 = 150.00; the first row stands there again: 250.00
    assert told(ONE + ONE[:1] + total("Total", "150.00")) == [
        f"row 5, a total (2 rows and Charge $150.00), is {AGREES}, 1 that stands there again left out"
    ]
    assert told(ONE + ONE[:1] + total("Total", "250.00")) == [
        f"row 5, a total (3 rows and Charge $250.00), is {AGREES}"
    ]
    changed = [(*ONE[0][:5], "11.00", "Closed")]  # another payment: no copy
    (said,) = told(ONE + changed + total("Total", "150.00"))
    assert said.endswith(f"the total of Charge is $150.00, and its 3 rows add up to $250.00. {LOOK}")
