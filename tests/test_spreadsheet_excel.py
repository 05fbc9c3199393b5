"""Excel files new, old, protected, damaged and hostile: what the consultant reads of each."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import zipfile

import openpyxl
import pytest
import xlsxwriter
from cutover.errors import InputError, RefusedError
from cutover.reading.files import excel
from cutover.reading.files.cells import number_text
from cutover.reading.files.number_format import shown_as
from cutover.reading.files.spreadsheet import Caps, read_spreadsheet
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile

HEADER = ["ID", "Name", "State", "ZIP"]
BODY = [["A1", "Adler", "NJ", 7030], ["A2", "Boone", "NJ", 7302], ["A3", "Cruz", "NY", 10001]]


def a_workbook(*rows, fill=None, options=None, name="Patients"):
    """An xlsx with these rows from A1; `fill(book, sheet)` adds what else there is."""
    out = io.BytesIO()
    settings_ = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, {**settings_, **(options or {})}) as book:
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
        if fill:
            fill(book, sheet)
    return out.getvalue()


def one(data, name="patients.xlsx", **options):
    (sheet,) = read_spreadsheet(data, name, **options).sheets
    return sheet


def note(sheet, code):
    (found,) = [n for n in sheet.notes if n.code == code]
    return found


def column(*values, number_format=None, **options):
    """The text that values of one column come out as."""

    def fill(book, sheet):
        form = book.add_format({"num_format": number_format} if number_format else {})
        for place, value in enumerate(values, 1):
            sheet.write(place, 1, value, form)

    rows = [["ID", "Value", "State"], *[[f"K{n}", None, "NJ"] for n, _ in enumerate(values)]]
    return one(a_workbook(*rows, fill=fill, **options))


def test_a_plain_workbook_is_text_with_file_sheet_and_row():
    sheet = one(a_workbook(HEADER, *BODY))
    assert sheet.frame["ZIP"].tolist() == ["7030", "7302", "10001"]
    assert sheet.frame["source_row"].tolist() == [2, 3, 4]
    assert set(sheet.frame["source_sheet"]) == {"Patients"}


def test_a_zip_formatted_with_zeros_comes_out_as_it_is_shown():
    sheet = column(7030, 10001, None, number_format="00000")
    assert sheet.frame["Value"].tolist()[:2] == ["07030", "10001"]
    shown = note(sheet, "shown-by-format")
    assert (shown.column, shown.count, shown.rows) == ("Value", 1, (2,))


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("00000", "7030", "07030"),
        ("00000", "123456", "123456"),
        ("000-00-0000", "12345678", "012-34-5678"),
        ("00000\\-0000", "70301234", "07030-1234"),
        ("0%", "0.15", "15%"),
        ("0.00%", "0.125", "12.5%"),
        ("00000", "70.5", "70.5"),
    ],
)
def test_number_formats_that_make_the_value(code, number, text):
    assert shown_as(code).text(number) == text


@pytest.mark.parametrize("code", ["General", "0", "0.00", "#,##0.00", "$#,##0.00", "mm/dd/yyyy", "@"])
def test_number_formats_that_leave_the_value(code):
    assert shown_as(code) is None


def test_a_17_digit_identifier_stored_as_number_is_named_as_damaged():
    lost = note(column(12345678901234567, 999999999999999), "digits-lost")
    assert (lost.column, lost.count, lost.rows) == ("Value", 1, (2,))  # 15 nines are still whole
    assert "last digits are lost" in lost.message


def test_dates_times_durations_booleans_and_percent_are_plain_text():
    assert column(dt.date(2026, 3, 31), number_format="mm/dd/yyyy").frame["Value"][0] == "2026-03-31"
    assert column(dt.datetime.fromisoformat("2026-03-31T14:30"), number_format="m/d/yy h:mm").frame["Value"][
        0
    ] == ("2026-03-31 14:30:00")
    assert column(0.5, number_format="hh:mm").frame["Value"][0] == "12:00:00"
    assert column(1.5, number_format="[h]:mm").frame["Value"][0] == "36:00:00"  # 1.5 * 24 h
    assert column(True).frame["Value"][0] == "TRUE"
    assert column(0.15, number_format="0%").frame["Value"][0] == "15%"
    assert column(19.99, 100, 1e-7).frame["Value"].tolist() == ["19.99", "100", "0.0000001"]


def test_a_date_of_the_1904_system_is_the_same_day():
    options = {"date_1904": True}
    data = {"number_format": "mm/dd/yyyy", "options": options}
    assert column(dt.date(2026, 3, 31), **data).frame["Value"][0] == "2026-03-31"


def test_plain_numbers_among_dates_are_pointed_out():
    def fill(book, sheet):
        sheet.write_datetime(
            1, 1, dt.datetime.fromisoformat("1980-01-02"), book.add_format({"num_format": "m/d/yyyy"})
        )
        sheet.write_number(2, 1, 29222)

    sheet = one(a_workbook(["ID", "DOB"], ["a", None], ["b", None], fill=fill))
    assert sheet.frame["DOB"].tolist() == ["1980-01-02", "29222"]
    assert note(sheet, "dates-and-numbers").column == "DOB"


def test_error_cells_are_blank_and_counted():
    def fill(_, sheet):
        sheet.write_formula(1, 3, "=NA()", None, "#N/A")
        sheet.write_formula(3, 3, "=1/0", None, "#DIV/0!")

    sheet = one(a_workbook(HEADER, *BODY, fill=fill))
    assert sheet.frame["ZIP"].isna().tolist() == [True, False, True]
    errors = note(sheet, "error-cells")
    assert (errors.column, errors.count, errors.rows) == ("ZIP", 2, (2, 4))


def test_formulas_give_their_stored_result_and_those_without_are_named():
    book = openpyxl.Workbook()
    for row in (HEADER, *BODY, ["A4", "=1+1", "NJ", 7]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)  # openpyxl stores no results
    sheet = one(out.getvalue())
    missing = note(sheet, "no-result")
    assert (missing.column, missing.rows) == ("Name", (5,)) and sheet.frame["Name"].isna().tolist()[-1]
    stored = one(a_workbook(HEADER, *BODY, fill=lambda _, s: s.write_formula(1, 3, "=1+1", None, 2)))
    assert stored.frame["ZIP"].tolist()[0] == "2" and note(stored, "formulas").count == 1


def test_text_that_looks_like_a_formula_stays_text():
    sheet = one(a_workbook(HEADER, ["A1", "=cmd|x", "NJ", 1], *BODY))
    assert sheet.frame["Name"].tolist()[0] == "=cmd|x" and note(sheet, "formula-text").rows == (2,)


def test_hidden_rows_columns_and_sheets_are_read_and_said():
    def fill(book, sheet):
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})
        other = book.add_worksheet("Old")
        other.write_row(0, 0, HEADER)
        other.write_row(1, 0, BODY[0])
        other.hide()

    first, old = read_spreadsheet(a_workbook(HEADER, *BODY, fill=fill), "p.xlsx").sheets
    assert note(first, "hidden-rows").rows == (3,) and len(first.frame) == 3
    assert note(first, "hidden-column").column == "State"
    assert old.hidden and len(old.frame) == 1 and note(old, "hidden-sheet")


def test_merged_titles_and_blank_rows_stand_above_the_header():
    def fill(book, sheet):
        sheet.merge_range("A1:D1", "Cedar Grove Family Medicine")
        sheet.merge_range("A2:D2", "Patient List")
        sheet.write_row(3, 0, HEADER)
        for place, row in enumerate(BODY, 4):
            sheet.write_row(place, 0, row)

    sheet = one(a_workbook(fill=fill))
    assert sheet.header_row == 4 and sheet.frame["source_row"].tolist() == [5, 6, 7]
    assert sheet.set_aside["reason"].tolist() == ["above the header", "above the header", "empty row"]


def test_a_sheet_name_that_is_empty_or_a_chart_does_not_stop_the_others():
    def fill(book, _):
        book.add_worksheet("Empty")

    sheets = read_spreadsheet(a_workbook(HEADER, *BODY, fill=fill), "p.xlsx").sheets
    assert [len(s.frame) for s in sheets] == [3, 0] and sheets[1].rows_in == 0


def test_report_servers_that_prefix_the_xml_are_read_alike():
    data = repacked(
        a_workbook(HEADER, *BODY, fill=lambda _, s: s.set_row(1, None, None, {"hidden": 1})), prefix
    )
    sheet = one(data)
    assert len(sheet.frame) == 3 and note(sheet, "hidden-rows").rows == (2,)


def prefix(name, xml):
    if "worksheets/sheet" not in name:
        return xml
    xml = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", xml)
    return xml.replace(b" xmlns=", b" xmlns:x=")


def repacked(data, change):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(info.filename, old.read(info)))
    return out.getvalue()


def protected(data, password):
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def test_a_protected_workbook_opens_with_its_password_alone():
    data = protected(a_workbook(HEADER, *BODY), "Quince-7")
    sheet = one(data, password="Quince-7")
    assert len(sheet.frame) == 3
    with pytest.raises(InputError, match=r"^p.xlsx: protected with a password\. Give its password"):
        read_spreadsheet(data, "p.xlsx")
    with pytest.raises(InputError, match=r"^p.xlsx: the password does not open it\. Check") as caught:
        read_spreadsheet(data, "p.xlsx", password="Plum-8")
    assert "Plum" not in str(caught.value)


def test_a_workbook_that_excel_opens_unasked_opens_unasked():
    assert len(one(protected(a_workbook(HEADER, *BODY), "VelvetSweatshop")).frame) == 3


def test_a_damaged_protection_and_rights_management_are_told_apart():
    data = a_container({"EncryptionInfo": b"\4\0\4\0\x40\0\0\0<encryption/>", "EncryptedPackage": b"x" * 99})
    with pytest.raises(InputError, match="protected, and its protection is damaged"):
        read_spreadsheet(data, "p.xlsx")
    with pytest.raises(InputError, match=r"rights-managed Office file, not a spreadsheet\. Ask its owner"):
        read_spreadsheet(a_container({"DRMContent": b"x", "EncryptedPackage": b"x"}), "p.xlsx")


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_workbook_is_said_to_be_cut_or_damaged(keep):
    data = a_workbook(HEADER, *BODY)
    with pytest.raises(InputError, match=r"p.xlsx: the workbook is (cut off or )?damaged and does not open"):
        read_spreadsheet(data[: int(keep * len(data))], "p.xlsx")


def test_a_workbook_with_a_damaged_part_is_said_to_be_damaged():
    data = bytearray(a_workbook(HEADER, *[["A", "B", "C", n] for n in range(500)]))
    middle = data.index(b"xl/worksheets/sheet1.xml") + 200
    data[middle : middle + 50] = b"\xff" * 50
    with pytest.raises(InputError, match=r"damaged and does not open\. Export it again, or open it in Excel"):
        read_spreadsheet(bytes(data), "p.xlsx")


def test_every_single_damaged_byte_gives_a_table_or_a_sentence():
    data = a_workbook(HEADER, *BODY)
    for place in range(0, len(data), 97):
        broken = data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
        try:
            read_spreadsheet(broken, "p.xlsx")
        except InputError as error:
            assert str(error).startswith("p.xlsx")


def test_caps_refuse_before_anything_is_unpacked():
    data = a_workbook(HEADER, *BODY)
    for caps, words in (
        (Caps(members=3), "parts inside, more than 3"),
        (Caps(unpacked_bytes=1_000), "it would unpack to"),
        (Caps(ratio_free_bytes=10, ratio=1), "times its size"),
        (Caps(cells=10), "a sheet reaches over more than 10 cells"),
    ):
        with pytest.raises(RefusedError, match=words):
            read_spreadsheet(data, "p.xlsx", caps=caps)


@pytest.mark.parametrize("corner", ["XFD1048576", "ZZ1048576"])
def test_one_cell_in_the_far_corner_does_not_fill_the_memory(corner):
    cell = f'<row r="1"><c r="{corner}"><v>1</v></c></row></sheetData>'.encode()
    data = repacked(
        a_workbook(HEADER, *BODY),
        lambda name, xml: xml.replace(b"</sheetData>", cell) if "sheet1" in name else xml,
    )
    with pytest.raises(RefusedError, match="a sheet reaches over more than 30,000,000 cells"):
        read_spreadsheet(data, "p.xlsx")


def test_one_long_text_in_many_cells_is_refused():
    # 30,000 characters in 40,000 cells: 1.2 GB from a file of less than 200 kB
    data = a_workbook(*[["y" * 30_000] * 4] * 10_000)
    assert len(data) < 200_000
    with pytest.raises(RefusedError, match="its cells hold more than 1,000,000,000 bytes of text"):
        read_spreadsheet(data, "p.xlsx")


def test_an_xml_bomb_is_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbb">]>'
    for part in ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"):
        data = repacked(
            a_workbook(HEADER, *BODY),
            lambda name, xml, part=part: bomb + xml.partition(b"?>")[2] if name == part else xml,
        )
        with pytest.raises(RefusedError, match="its XML declares a document type"):
            read_spreadsheet(data, "p.xlsx")


def test_a_workbook_without_a_filled_cell_is_said_to_be_empty():
    with pytest.raises(InputError, match=r"p.xlsx: no cell holds anything\. Export it again"):
        read_spreadsheet(a_workbook(), "p.xlsx")


def a_container(streams):
    """An OLE2 file ([MS-CFB]) with these streams, each padded to the size that needs no mini stream."""
    padded = {n: d + b"\0" * (-max(len(d), 4096) % 512 + max(0, 4096 - len(d))) for n, d in streams.items()}
    table, entries, body = [0xFFFFFFFD, 0xFFFFFFFE], [], b""
    for place, (name, data) in enumerate(padded.items(), 1):
        data += b"\0" * (-len(data) % 512)
        start, count = len(table), len(data) // 512
        table += [*range(start + 1, start + count), 0xFFFFFFFE]
        after = place + 1 if place < len(padded) else 0xFFFFFFFF
        entries.append(an_entry(name, 2, after, 0xFFFFFFFF, start, len(data)))
        body += data
    directory = an_entry("Root Entry", 5, 0xFFFFFFFF, 1, 0xFFFFFFFE, 0) + b"".join(entries)
    table += [0xFFFFFFFF] * (128 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += b"\0" * 6 + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 0) + b"\xff" * 432
    return head + struct.pack("<128I", *table) + directory.ljust(512, b"\0") + body


def an_entry(name, kind, after, child, start, size):
    text = (name + "\0").encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    return head + struct.pack("<III", 0xFFFFFFFF, after, child) + b"\0" * 36 + struct.pack("<IQ", start, size)


def an_xls(rows, extra=b""):
    """A BIFF8 workbook ([MS-XLS]) with one sheet of texts and numbers."""

    def record(number, data=b""):
        return struct.pack("<HH", number, len(data)) + data

    cells = b""
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            place = struct.pack("<HHH", r, c, 0)
            if isinstance(value, str):
                text = value.encode("utf-16-le")
                cells += record(0x204, place + struct.pack("<HB", len(value), 1) + text)
            else:
                cells += record(0x203, place + struct.pack("<d", value))
    size = struct.pack("<IIHHH", 0, len(rows), 0, len(rows[0]), 0)
    version = struct.pack("<HHHIIH", 0x600, 0x10, 0, 0, 0, 0)[:16]
    sheet = record(0x809, version) + record(0x200, size) + cells + record(0x0A)
    head = record(0x809, struct.pack("<HHHIIH", 0x600, 0x05, 0, 0, 0, 0)[:16]) + extra
    head += record(0x42, struct.pack("<H", 1200)) + record(0xE0, b"\0" * 20)
    offset = len(head) + 4 + 8 + 8 + 4
    head += record(0x85, struct.pack("<IBB", offset, 0, 0) + struct.pack("<BB", 8, 0) + b"Patients") + record(
        0x0A
    )
    return a_container({"Workbook": head + b"\0" * (offset - len(head)) + sheet})


def test_an_excel_97_workbook_is_read_and_its_limits_are_said():
    workbook = read_spreadsheet(an_xls([HEADER, *BODY]), "patients.xls")
    (sheet,) = workbook.sheets
    assert sheet.name == "Patients" and sheet.frame["ZIP"].tolist() == ["7030", "7302", "10001"]
    assert sheet.frame["Name"].tolist() == ["Adler", "Boone", "Cruz"]
    assert [n.code for n in workbook.notes] == ["format-limits"]


def test_an_excel_97_workbook_named_xlsx_is_read_and_said_to_be_mislabelled():
    notes = read_spreadsheet(an_xls([HEADER, *BODY]), "patients.xlsx").notes
    assert notes[0].message == ("Named .xlsx, but by its content it is: Excel 97-2003 workbook (xls).")


def test_a_protected_excel_97_workbook_asks_for_its_password():
    lock = struct.pack("<HH", 0x2F, 54) + struct.pack("<HHH", 1, 1, 1) + bytes(range(48))
    with pytest.raises(InputError, match="protected with a password"):
        read_spreadsheet(an_xls([HEADER, *BODY], lock), "p.xls")
    with pytest.raises(InputError, match="the password does not open it"):
        read_spreadsheet(an_xls([HEADER, *BODY], lock), "p.xls", password="Quince-7")


def test_a_truncated_excel_97_workbook_is_said_to_be_damaged():
    data = an_xls([HEADER, *BODY])
    with pytest.raises(InputError, match=r"p\.xls: "):
        read_spreadsheet(data[:700], "p.xls")


VALUE = st.one_of(
    st.none(), st.text("ABCxyz 0123=-.", max_size=8), st.integers(-(10**14), 10**14), st.booleans(),
    st.floats(-1e6, 1e6).map(lambda x: round(x, 2)),
)  # fmt: skip


@settings(max_examples=examples(60), deadline=None)
@given(rows=st.lists(st.lists(VALUE, min_size=3, max_size=3), min_size=1, max_size=10))
def test_every_row_of_a_sheet_is_header_data_or_set_aside(rows):
    try:
        sheet = one(a_workbook(*rows))
    except InputError as error:
        assert "no cell holds anything" in str(error)
        return
    filled = [n for n, row in enumerate(rows, 1) if any(v is not None and v != "" for v in row)]
    used = [*sheet.frame["source_row"], *sheet.set_aside["source_row"]]
    used += [sheet.header_row] if sheet.header_row else []
    assert sorted(used) == list(range(1, sheet.rows_in + 1)) and len(used) >= filled[-1]


@settings(max_examples=examples(200), deadline=None)
@given(cents=st.integers(-(10**12), 10**12))
def test_an_amount_of_whole_cents_survives_excel_to_the_cent(cents):
    value = cents / 100
    whole, part = divmod(abs(cents), 100)
    expected = ("-" if cents < 0 else "") + f"{whole}.{part:02d}".rstrip("0").rstrip(".")
    assert number_text(value) == (expected if cents else "0")


@settings(max_examples=examples(40), deadline=None)
@given(amounts=st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=8))
def test_amounts_in_a_column_survive_excel_to_the_cent(amounts):
    found = column(*[cents / 100 for cents in amounts]).frame["Value"].tolist()
    assert found == [number_text(cents / 100) for cents in amounts]


@pytest.mark.parametrize(("columns", "refused"), [(2_000, False), (2_001, True), (16_000, True)])
def test_a_sheet_of_too_many_filled_columns_is_refused_before_its_cells_are_read(
    columns, refused, monkeypatch
):
    header = [f"Name {n}" for n in range(columns)]
    data = a_workbook(header, ["x"] * columns)
    if not refused:
        assert len(one(data).columns) == columns
        return
    monkeypatch.setattr(excel, "_opened", lambda *_: pytest.fail("the cells are read"))
    with pytest.raises(RefusedError, match=f"a table of {columns:,} columns, more than 2,000"):
        one(data)


def test_a_far_cell_without_a_table_around_it_does_not_make_a_sheet_wide():
    def fill(book, sheet):
        sheet.write_blank(0, 16_000, None, book.add_format({"bold": True}))

    assert [name for name in one(a_workbook(HEADER, *BODY, fill=fill)).columns if name in HEADER] == HEADER
