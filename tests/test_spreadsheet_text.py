"""CSV, TSV and HTML under any name: every line is read or set aside with its reason."""

from __future__ import annotations

import csv
import io

import pytest
from cutover.errors import InputError, RefusedError
from cutover.reading.files.spreadsheet import Caps, read_spreadsheet
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEADER = "Patient ID,Last Name,State,ZIP,Balance"
ROWS = ["1001,Adler,NJ,07030,12.50", "1002,Boone,NJ,07302,0.00", "1003,Cruz,NY,10001,7.25"]


def a_csv(*lines, end="\r\n", encoding="utf-8"):
    return end.join(lines).encode(encoding)


def read(data, name="patients.csv", **options):
    return read_spreadsheet(data, name, **options)


def one(data, name="patients.csv", **options):
    (sheet,) = read(data, name, **options).sheets
    return sheet


def codes(sheet):
    return {note.code for note in sheet.notes}


def reasons(sheet):
    return dict(zip(sheet.set_aside["source_row"].tolist(), sheet.set_aside["reason"], strict=True))


def conserved(sheet):
    return sheet.rows_in == len(sheet.frame) + len(sheet.set_aside) + (sheet.header_row is not None)


def test_a_plain_export_is_read_as_text_with_file_and_row():
    sheet = one(a_csv(HEADER, *ROWS))
    assert sheet.frame["ZIP"].tolist() == ["07030", "07302", "10001"]
    assert sheet.frame["source_row"].tolist() == [2, 3, 4]
    assert set(sheet.frame["source_file"]) == {"patients.csv"}
    assert sheet.header_row == 1 and conserved(sheet)
    assert {str(dtype) for dtype in sheet.frame[sheet.columns].dtypes} == {"str"}


@pytest.mark.parametrize(
    ("encoding", "answer"),
    [
        ("ascii", "ASCII"),
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with a byte order mark"),
        ("utf-16", "UTF-16 with a byte order mark"),
        ("utf-16-le", "UTF-16 without a byte order mark"),
        ("utf-16-be", "UTF-16 without a byte order mark"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_each_encoding_is_reported_and_gives_the_same_name(encoding, answer):
    name = "Nunez" if encoding == "ascii" else "Núñez"
    workbook = read(a_csv(HEADER, *ROWS, f"1004,{name},NJ,07030,1.00", encoding=encoding))
    assert workbook.encoding == answer
    assert workbook.sheets[0].frame["Last Name"].tolist()[-1] == name


def test_a_byte_that_windows_does_not_know_is_read_as_latin_1():
    assert read(a_csv(HEADER, *ROWS) + b"\r\n1,\x81,NJ,1,1").encoding == "Latin-1"


def test_curly_quotes_of_windows_stay_what_somebody_typed():
    sheet = one(a_csv(HEADER, *ROWS, "1004,O’Brien,NJ,07030,1.00", encoding="cp1252"))
    assert sheet.frame["Last Name"].tolist()[-1] == "O’Brien"


def test_cr_line_ends_are_lines():
    sheet = one(a_csv(HEADER, *ROWS, end="\r"))
    assert len(sheet.frame) == 3 and "cr-line-ends" in codes(sheet)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    lines = [line.replace(",", delimiter) for line in (HEADER, *ROWS)]
    assert one(a_csv(*lines)).columns == HEADER.split(",")


def test_a_comma_inside_names_does_not_beat_the_pipe():
    lines = ["ID|Name|State"] + [f"{n}|Adler, Ann|NJ" for n in range(1, 9)]
    assert one(a_csv(*lines)).columns == ["ID", "Name", "State"]


def test_the_line_sep_names_the_delimiter_and_is_set_aside():
    sheet = one(a_csv("sep=;", HEADER.replace(",", ";"), *[r.replace(",", ";") for r in ROWS]))
    assert sheet.header_row == 2 and reasons(sheet) == {1: "separator line"} and conserved(sheet)


def test_rows_with_a_field_too_many_or_too_few_are_set_aside_with_their_line():
    sheet = one(a_csv(HEADER, *ROWS, "1004,Diaz,Jr,NJ,07030,1.00", "1005,Egan,NJ", *ROWS, "1009,X,NJ,,"))
    assert reasons(sheet) == {5: "6 fields where the table has 5", 6: "3 fields where the table has 5"}
    assert sheet.set_aside["text"].tolist()[0] == "1004 | Diaz | Jr | NJ | 07030 | 1.00"
    assert len(sheet.frame) == 7 and conserved(sheet)


def test_blank_fields_too_many_are_harmless():
    sheet = one(a_csv(HEADER, *[row + ",," for row in ROWS]))
    assert len(sheet.frame) == 3 and sheet.columns == HEADER.split(",")


def test_an_export_that_leaves_out_blank_last_fields_keeps_its_short_rows():
    sheet = one(a_csv(HEADER, *ROWS, "1004,Diaz,NJ,07030", "1005,Egan,NJ", "1006,Fox,NJ,07030", *ROWS))
    assert len(sheet.frame) == 9 and "short-rows-kept" in codes(sheet)
    assert sheet.frame["Balance"].isna().sum() == 3


def test_a_line_break_in_quotes_is_one_row_and_row_numbers_are_lines():
    sheet = one(a_csv(HEADER, '1001,"Adler\nAnn",NJ,07030,1.00', *ROWS))
    assert sheet.frame["Last Name"].tolist()[0] == "Adler\nAnn"
    assert sheet.frame["source_row"].tolist() == [2, 4, 5, 6]


def test_a_quotation_mark_that_is_never_closed_swallows_nothing():
    sheet = one(a_csv(HEADER, ROWS[0], '1002,"Boone,NJ,07302,0.00', *ROWS, ROWS[2]))
    assert reasons(sheet) == {3: "quotation mark that is not closed on its line"}
    assert sheet.frame["source_row"].tolist() == [2, 4, 5, 6, 7] and conserved(sheet)


def test_a_mark_closed_by_the_next_quoted_cell_swallows_nothing():
    sheet = one(a_csv(HEADER, '1002,"Boone,NJ,07302,0.00', *ROWS, '1009,"Gray, G",NJ,07030,1.00', *ROWS))
    assert sheet.frame["Last Name"].tolist().count("Gray, G") == 1
    assert len(sheet.frame) == 7 and reasons(sheet)[2].startswith("quotation mark")


def test_invisible_characters_go_and_odd_blanks_become_spaces():
    sheet = one(a_csv(HEADER, "1001,\u200bAd\0ler\u00a0Jr ,NJ,07030,1.00", *ROWS))
    assert sheet.frame["Last Name"].tolist()[0] == "Adler Jr"
    assert {"nul", "invisible", "odd-blank"} <= codes(sheet)


def test_blank_and_doubled_header_names_get_unique_ones():
    sheet = one(a_csv("ID,Name,,Name,State", "1,Adler,x,Boone,NJ", "2,Cruz,y,Diaz,NY", "3,Egan,z,Fox,NJ"))
    assert sheet.columns == ["ID", "Name", "column 3", "Name (2)", "State"]
    assert sheet.header == ("ID", "Name", "", "Name", "State")
    assert {"blank-header", "duplicate-header"} <= codes(sheet)


def test_a_damaged_identifier_in_exponent_form_is_named_with_column_and_count():
    lines = [f"{row},1.23457E+16" for row in ROWS]
    (note,) = [n for n in one(a_csv(HEADER + ",Member ID", *lines)).notes if n.code == "digits-lost"]
    assert (note.column, note.count, note.rows) == ("Member ID", 3, (2, 3, 4))


def test_a_cell_that_excel_would_run_is_kept_and_named():
    sheet = one(a_csv(HEADER, '1001,"=HYPERLINK(""http://x"")",NJ,07030,1.00', *ROWS))
    assert sheet.frame["Last Name"].tolist()[0] == '=HYPERLINK("http://x")'
    assert "formula-text" in codes(sheet)


def test_a_header_alone_is_a_table_without_rows():
    sheet = one(a_csv(HEADER))
    assert sheet.columns == HEADER.split(",") and len(sheet.frame) == 0 and sheet.header_row == 1


def test_a_table_without_header_says_so_and_loses_no_row():
    sheet = one(a_csv(*ROWS, "1004,Diaz,NJ,07030,1.00"))
    assert sheet.header_row is None and len(sheet.frame) == 4 and "no-header" in codes(sheet)


def test_all_text_rows_do_not_hide_the_header():
    lines = ["Name,State,Plan"] + [f"P{chr(65 + n)}x,{'NJ' if n % 2 else 'NY'},Gold" for n in range(12)]
    assert one(a_csv(*lines)).header_row == 1


def test_titles_above_do_not_pass_for_the_header():
    titles = ["Cedar Grove Family Medicine,,,,", "Patient List,,Printed 01/02/2026,,", ",,,,"]
    sheet = one(a_csv(*titles, HEADER, *ROWS))
    assert sheet.header_row == 4
    assert reasons(sheet) == {1: "above the header", 2: "above the header", 3: "empty row"}


def test_known_header_words_sharpen_the_choice():
    lines = ["Guarantor,Subscriber,Relation", "Self,Spouse,Child", "Self,Self,Self"]
    assert one(a_csv(*lines), expected=[{"guarantor"}, {"subscriber"}]).header_row == 1


def test_one_enormous_line_and_cell_are_read():
    sheet = one(a_csv("ID,Note,State", f"1,{'x' * 300_000},NJ", "2,y,NJ", "3,z,NJ"))
    assert sheet.frame["Note"].str.len().max() == 300_000


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"  \r\n\r\n", b"\0\0\0\0"])
def test_an_empty_file_is_said_to_be_empty(data):
    with pytest.raises(InputError, match=r"patients.csv: empty file, not a spreadsheet\. Export it again"):
        read(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7", "a PDF document"),
        (b"ISA*00*          *00*", "X12 transaction"),
        (bytes(range(1, 32)) * 50, "a binary file of unknown kind"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "web archive"),
    ],
)
def test_what_is_no_spreadsheet_is_named(data, words):
    with pytest.raises(InputError, match=words):
        read(data)


def test_a_file_beyond_the_cap_is_refused_before_it_is_parsed():
    with pytest.raises(RefusedError, match="more than 10"):
        read(a_csv(HEADER, *ROWS), caps=Caps(file_bytes=10))
    with pytest.raises(RefusedError, match="more than 5 cells"):
        read(a_csv(HEADER, *ROWS), caps=Caps(cells=5))


PAGE = """<html><meta charset=utf-8><table><tr><td colspan=3>Patient List</td></tr>
<tr><th>ID</th><th>Name</th><th>ZIP</th></tr><tr><td>1</td><td>Adler &amp; Co<br>Jr</td><td>07030</td></tr>
<tr><td>2</td><td>B&nbsp;C</td><td>07302</td></tr></table></html>"""


def test_a_web_table_named_xls_is_read_and_said_to_be_mislabelled():
    workbook = read(PAGE.encode(), "export.xls")
    (sheet,) = workbook.sheets
    assert sheet.frame["ZIP"].tolist() == ["07030", "07302"]
    assert sheet.frame["Name"].tolist() == ["Adler & Co Jr", "B C"]
    assert workbook.notes[0].message == "Named .xls, but by its content it is: HTML table."


def test_a_csv_named_xls_is_read_and_said_to_be_mislabelled():
    workbook = read(a_csv(HEADER, *ROWS), "export.xls")
    assert len(workbook.sheets[0].frame) == 3 and workbook.notes[0].code == "mislabelled"


def test_a_saved_sign_in_page_is_called_one():
    page = b"<!DOCTYPE html><html><form><input type='password'></form></html>"
    with pytest.raises(InputError, match=r"a sign-in page, saved in place of the export\. Sign in"):
        read(page, "export.xls")


def test_an_xml_spreadsheet_of_2003_is_read():
    page = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
    xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Pats"><Table>
    <Row><Cell><Data ss:Type="String">ID</Data></Cell><Cell><Data ss:Type="String">ZIP</Data></Cell></Row>
    <Row><Cell><Data ss:Type="Number">1</Data></Cell><Cell ss:Index="2"><Data>07030</Data></Cell></Row>
    <Row><Cell ss:Index="2"><Data ss:Type="String">07302</Data></Cell></Row></Table></Worksheet></Workbook>"""
    sheet = one(page.encode(), "export.xls")
    assert sheet.name == "Pats" and sheet.frame["ZIP"].tolist() == ["07030", "07302"]


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=6)


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=st.lists(st.lists(CELL, min_size=0, max_size=6), min_size=1, max_size=12),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_whatever_is_written_each_row_is_header_data_or_set_aside(rows, delimiter, end):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    try:
        workbook = read(text.getvalue().encode())
    except InputError:
        return
    for sheet in workbook.sheets:
        assert conserved(sheet)
        used = [*sheet.frame["source_row"].tolist(), *sheet.set_aside["source_row"].tolist()]
        assert len(set(used)) == len(used) and sheet.header_row not in used


NAME = st.text("ABCDEFGHIJKLM", min_size=3, max_size=8)


@settings(max_examples=examples(60), deadline=None)
@given(
    rows=st.lists(st.tuples(NAME, NAME, st.integers(0, 99_999)), min_size=3, max_size=20),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_comes_back(rows, delimiter, quoting, encoding):
    text = io.StringIO(newline="")
    written = [("Last", "First", "ZIP"), *[(a, b, f"{z:05d}") for a, b, z in rows]]
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows(written)
    sheet = one(text.getvalue().encode(encoding))
    assert list(sheet.frame[["Last", "First", "ZIP"]].itertuples(index=False, name=None)) == written[1:]


@pytest.mark.parametrize(("columns", "refused"), [(2_000, False), (2_001, True)])
def test_a_table_of_more_than_two_thousand_filled_columns_is_refused_in_a_sentence(columns, refused):
    text = a_csv(",".join(f"Name {n}" for n in range(columns)), ",".join("x" for _ in range(columns)))
    if refused:
        with pytest.raises(RefusedError, match="a table of 2,001 columns, more than 2,000"):
            read(text)
    else:
        assert len(one(text).columns) == columns
