"""The month of an invoice, by its title, its sheet's name or its file's name; two that differ are told."""

from __future__ import annotations

import pandas as pd
import pytest
from claim_makers import NPI, TIN, practice, put
from cutover.reading.claims.invoice_sheets import months_told_apart, opened, with_years
from cutover.reading.claims.invoices import load_invoices, target, typed
from cutover.reading.mapping.said_once import BARE_MONTH_IN_SHEET, MONTH_IN_SHEET, of_sheet
from cutover.reading.mapping.tables_of import tables_of, used
from workbook_maker import workbook_of

OWN_NAMES, OTHER_NAMES = ("Tax ID", "NPI", "Description", "Amount"), ("TIN", "Provider NPI", "Item", "Charge")
ROW = (TIN, NPI, "Eligibility checks", 12.5)


def months(data: bytes, name: str, paid=()) -> list[str | None]:
    """The month of every line of an invoice, as `2026-05`."""

    def read(content: bytes, source_file: str):
        days = pd.Series(pd.to_datetime(list(paid)), dtype="datetime64[ms]")
        return with_years(opened(content, source_file), source_file, lambda: days)[0]

    tables = used(tables_of(data, name, target(), opened=read), name)
    found = pd.concat([typed(table.rows, name)[0]["month"] for table in tables])
    return found.dt.strftime("%Y-%m").astype(object).where(found.notna(), None).tolist()


def book(*sheets, head=OWN_NAMES, title=("Office Ally",)) -> bytes:
    """A workbook of invoices: a sheet of each name, with a title above its one line."""
    return workbook_of(*((name, [title, head, ROW]) for name in sheets))


@pytest.mark.parametrize("head", [OWN_NAMES, OTHER_NAMES])
def test_the_name_of_a_sheet_is_the_month_of_its_lines(head):
    data = book("11-2025", "2025_12", "Jan 2026", "Feb26", "notes", head=head)
    assert months(data, "bills.xlsx") == ["2025-11", "2025-12", "2026-01", "2026-02", None]


@pytest.mark.parametrize("head", [OWN_NAMES, OTHER_NAMES])
@pytest.mark.parametrize(
    "title", ["Bill,Period 9/2025", "Bill for 9/2025", "Billing period: 09/2025", "Period 9/2025"]
)
def test_a_title_is_the_month_of_its_lines_also_where_the_header_is_made_of_the_fields_own_names(head, title):
    text = f"{title}\n{','.join(head)}\n{','.join(map(str, ROW))}\n"
    assert months(text.encode(), "bill.csv") == ["2025-09"]


@pytest.mark.parametrize(
    ("name", "month"),
    [("oa_2025-09.csv", "2025-09"), ("OA Sep 2025.csv", "2025-09"), ("oa 092025.csv", "2025-09"),
     ("oa 9-25.csv", None), ("oa 2025.csv", None), ("oa 2025-08 and 2025-09.csv", None)],
)  # fmt: skip
def test_the_name_of_a_file_is_a_month_only_where_it_can_be_nothing_else(name, month):
    text = f"{','.join(OWN_NAMES)}\n{','.join(map(str, ROW))}\n"
    assert months(text.encode(), name) == [month]


def test_the_name_of_a_sheet_goes_before_the_titles_of_other_sheets_and_the_name_of_the_file():
    data = workbook_of(
        ("05-2025", [("Bill for May 2025",), OTHER_NAMES, ROW]), ("06-2025", [OTHER_NAMES, ROW]),
        ("rest", [OTHER_NAMES, ROW]),  # no month at all: another sheet's is none of it
    )  # fmt: skip
    assert months(data, "bills.xlsx") == ["2025-05", "2025-06", None]
    assert months(data, "bills 2025-07.xlsx") == ["2025-05", "2025-06", "2025-07"]


@pytest.mark.parametrize(
    ("name", "paid", "expected"),
    [("bills 2024.xlsx", (), ["2024-11", "2024-12"]),
     ("bills.xlsx", ("2025-01-05", "2025-12-31"), ["2025-11", None]),  # December has not ended before the last of them
     ("bills.xlsx", ("2024-12-02", "2025-12-31"), [None, None]),
     ("bills.xlsx", (), [None, None])],
)  # fmt: skip
def test_a_sheet_named_for_a_month_without_a_year_takes_that_of_the_file_or_of_all_remittances(
    name, paid, expected
):
    if name == "bills.xlsx" and expected[0]:
        assert months(book("Nov"), name, paid) == expected[:1]  # 2025-11-30 is before 2025-12-31
        assert months(book("Dec"), name, paid) == expected[1:]
    else:
        assert months(book("Nov", "Dec."), name, paid) == expected


def test_sheets_out_of_order_may_be_of_two_years():
    paid = ("2025-01-05", "2025-12-31")
    assert months(book("Jan", "Nov"), "bills.xlsx", paid) == ["2025-01", "2025-11"]
    assert months(book("Nov", "Jan"), "bills.xlsx", paid) == [None, None]


@pytest.mark.parametrize(
    ("name", "found"),
    [("03-2026", (MONTH_IN_SHEET, "2026-03")), ("March", (BARE_MONTH_IN_SHEET, "March")), ("3-26", None),
     ("2026", None), ("03-15-2026", None), ("2026-02 to 2026-03", None), ("Martha", None), ("", None), (None, None)],
)  # fmt: skip
def test_a_sheet_is_named_for_a_month_or_for_nothing(name, found):
    assert [tuple(one)[:2] for one in of_sheet(name)] == ([found] if found else [])


def test_two_months_of_one_invoice_are_told_and_the_one_nearest_to_its_lines_is_used(tmp_path):
    own = practice(tmp_path)
    text = f"Bill for May 2025\n{','.join(OWN_NAMES)}\n{','.join(map(str, ROW))}\n"
    put(own, "invoices/bill_2025-06.csv", text)
    put(own, "invoices/same_2025-05.csv", text + "\n")
    read = load_invoices(own)
    assert read.lines["month"].dt.strftime("%Y-%m").tolist() == ["2025-05", "2025-05"]
    told = read.files.set_index("source_file")["reason"]
    assert (
        "2025-05 is used, the month above the table; in the file's name it is 2025-06"
        in told["invoices/bill_2025-06.csv"]
    )
    assert pd.isna(told["invoices/same_2025-05.csv"])


def test_a_file_with_sheets_of_several_months_is_named_for_none_of_them():
    sheets = opened(book("05-2025", "06-2025"), "bills to 2025-06.xlsx")
    assert months_told_apart(sheets) == ""
    sheets = opened(book("05-2025", title=("Bill for April 2025",)), "bills.xlsx")
    said = "sheet 05-2025: 2025-04 is used, the month above the table; in the sheet's name it is 2025-05"
    assert months_told_apart(sheets) == said
