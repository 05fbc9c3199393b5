"""Reports printed into a text file: their columns are told by blanks, and every line is a row or set aside."""

from __future__ import annotations

import pytest
from cutover.reading.files.fixed_width import cells, columns_of, is_rule
from cutover.reading.files.spreadsheet import read_spreadsheet
from hypothesis import given, settings
from hypothesis import strategies as st

REPORT = """\
PLUM STREET EYE CARE                       OPEN CLAIMS (Ledger 4)                  PAGE 1
As of 07/31/2026                           Sorted by name

TICKET    NAME                 SEEN      BILLED ON    CHARGE   INS PAID  WHY
----------------------------------------------------------------------------------------
T100      Marlowe, Ann         02/20/26  02/23/26     380.00     39.42
T101      O'Neil, Bartholomew  03/03/26  03/04/26   1,230.00    101.79-  CO-97
T102      Sun, Li              06/09/26               385.00      0.00
          TOTAL Larkspur                            1,995.00

\fPLUM STREET EYE CARE                       OPEN CLAIMS (Ledger 4)                  PAGE 2
TICKET    NAME                 SEEN      BILLED ON    CHARGE   INS PAID  WHY
----------------------------------------------------------------------------------------
T103      Marlowe, Ann         06/10/26  06/11/26      75.50     39.42
"""


def sheet(text, name="claims.txt"):
    return read_spreadsheet(text.encode(), name).sheets[0]


def test_the_columns_of_a_printed_report_are_found_and_a_blank_cell_stays_blank():
    found = sheet(REPORT)
    assert found.header == ("TICKET", "NAME", "SEEN", "BILLED ON", "CHARGE", "INS PAID", "WHY")
    rows = found.frame.iloc[:, :7].fillna("").values.tolist()
    assert rows[1] == ["T101", "O'Neil, Bartholomew", "03/03/26", "03/04/26", "1,230.00", "101.79-", "CO-97"]
    assert rows[2] == ["T102", "Sun, Li", "06/09/26", "", "385.00", "0.00", ""]
    assert [row[0] for row in rows] == ["T100", "T101", "T102", "T103"]
    assert found.frame["source_row"].tolist() == [6, 7, 8, 14]  # lines of the text, from 1


def test_page_heads_rules_totals_and_headers_again_are_set_aside_with_their_reason():
    found = sheet(REPORT)
    said = found.set_aside.set_index("source_row")["reason"].to_dict()
    assert (said[5], said[9], said[12]) == ("a ruled line", "total", "repeated header")
    # 14 lines, of which 2 are blank: 1 header, 4 rows, 7 set aside
    assert found.rows_in == 12 == 1 + len(found.frame) + len(found.set_aside)


def test_a_statement_between_ruled_lines_is_a_table():
    text = """\
SOME CLEARINGHOUSE
Statement of charges
--------------------------------------------------
Description              Qty      Unit      Amount
--------------------------------------------------
Base                       1     34.95       34.95
Status inquiries          14      0.10        1.40
--------------------------------------------------
TOTAL                                        36.35
"""
    found = sheet(text)
    assert found.header == ("Description", "Qty", "Unit", "Amount")
    assert found.frame["Amount"].tolist() == ["34.95", "1.40"]


@pytest.mark.parametrize(
    "text",
    [
        "a,b,c\n1,  x  y,3\n2,  z  q,4\n3,  u  v,5\n",  # by commas, with blanks within
        "a | b    | c\n1 | x  y | 3\n2 | z  q | 4\n3 | u  v | 5\n",
        "a;b;c\n1;2  3  4;5\n1;2  3  4;5\n1;2  3  4;5\n",
        "a\tb\tc\n1\t2\t3\n4\t5\t6\n7\t8\t9\n",
    ],
)
def test_what_a_delimiter_parts_is_no_printed_report(text):
    assert list(sheet(text).header) == ["a", "b", "c"]


def test_two_lines_are_too_few_and_prose_is_no_table():
    assert columns_of(["a    b    c", "1    2    3"], 1) is None
    assert columns_of(["a    b    c", "1    2    3", "4    5    6"], 1) == ((0, 1), (5, 6), (10, 11))
    words = [
        "Please call us  before noon.",
        "Bring  the card.",
        "We   moved   to the second   floor.",
        "Thanks",
    ]
    assert columns_of(words, 1) is None


def test_one_blank_parts_no_columns_and_two_do():
    dates = ["Jan 16, 26   a  x", "Feb  6, 26   b  y", "Mar  7, 26   c  z"]
    assert columns_of(dates, 2) == ((0, 10), (13, 14), (16, 17))


def test_a_text_that_runs_across_columns_stays_whole_in_its_first():
    columns = ((0, 8), (10, 30), (32, 40))
    assert cells("PAYER: 60054  LARKSPUR", columns) == ["PAYER: 60054 LARKSPUR", "", ""]
    assert cells(" " * 10 + "TOTAL" + " " * 18 + "12.00", columns) == ["", "TOTAL", "12.00"]
    assert is_rule("-----  ====") and not is_rule("   ") and not is_rule("- 5 -")


WORD = st.text("ABCdefg019.,-", min_size=1, max_size=9).filter(lambda word: not is_rule(word))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORD, WORD, WORD, WORD), min_size=4, max_size=30))
def test_any_table_that_is_printed_in_columns_comes_back_cell_by_cell(rows):
    lines = [
        "  ".join(cell.ljust(11) for cell in row).rstrip() for row in [("Aaa", "Bbb", "Ccc", "Ddd"), *rows]
    ]
    columns = columns_of(lines, 1)
    assert columns is not None and len(columns) == 4
    assert [tuple(cells(line, columns)) for line in lines[1:]] == rows
