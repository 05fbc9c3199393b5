"""Demographics exports as files: a printed report in Excel, and a plain list with the line ends of old Macs.

Neither layout is anybody's: the headers are invented, and no vendor publishes its own. Every file is the
same to the byte for the same charts.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator

import xlsxwriter
from cutover.money import plain

from cutover_sample.patient_charts import RANKS, Chart, Charts

PAGE = 45  # rows of a printed page
CREATED = dt.datetime(2026, 7, 31)  # noqa: DTZ001  what the workbooks say of themselves

_WHO = (
    ("Acct No", "account"),
    ("Patient Last", "last"),
    ("Patient First", "first"),
    ("MI", "middle"),
    ("DOB", "birth"),
    ("Sex", "sex"),
    ("Address", "street"),
    ("City", "city"),
    ("St", "state"),
    ("ZIP", "zip"),
    ("Home Phone", "home"),
    ("Status", "status"),
    ("Registered", "created"),
    ("Last Seen", "last_seen"),
)
_INSURANCE = (
    ("Payer", "payer"),
    ("Payer ID", "payer_id"),
    ("Member ID", "member"),
    ("Group No", "group"),
    ("Relationship", "relation"),
    ("Subscriber", "holder"),
    ("Subscriber DOB", "holder_birth"),
    ("Effective", "from"),
    ("Termination", "through"),
    ("Copay", "copay"),
)
_GUARANTOR = (
    ("Guarantor", "guarantor"),
    ("Guarantor Relationship", "guarantor_relation"),
    ("Guarantor DOB", "guarantor_birth"),
    ("Guarantor Address", "guarantor_street"),
    ("Guarantor City", "guarantor_city"),
    ("Guarantor St", "guarantor_state"),
    ("Guarantor ZIP", "guarantor_zip"),
)
_AUTHORIZATION = (
    ("Auth No", "auth_number"),
    ("Auth Service", "auth_service"),
    ("Auth Start", "auth_from"),
    ("Auth End", "auth_through"),
    ("Visits Approved", "auth_visits"),
    ("Visits Remaining", "auth_left"),
)
PRINTED_LAYOUT = (
    *_WHO,
    *(
        (f"{rank} {header}", f"ins{number}_{concept}")
        for number, rank in zip(RANKS, ("Primary", "Secondary", "Tertiary"), strict=True)
        for header, concept in _INSURANCE
    ),
    *_GUARANTOR,
    *_AUTHORIZATION,
)
LIST_LAYOUT = (
    ("Patient ID", "account"),
    ("Surname", "last"),
    ("Given Name", "first"),
    ("Initial", "middle"),
    ("Suffix", "suffix"),
    ("Gender", "sex"),
    ("Date of Birth", "birth"),
    ("Street 1", "street"),
    ("Street 2", "street2"),
    ("Town", "city"),
    ("State", "state"),
    ("Zip Code", "zip"),
    ("Phone", "home"),
    ("E-mail", "email"),
    ("Patient Status", "status"),
    ("Date Added", "created"),
    ("Last Appointment", "last_seen"),
    ("Provider NPI", "npi"),
    *(
        (f"Ins {number} {header}", f"ins{number}_{concept}")
        for number in RANKS[:2]
        for header, concept in (
            ("Company", "payer"),
            ("Payer Code", "payer_id"),
            ("Policy #", "member"),
            ("Group #", "group"),
            ("Pt Rel to Insured", "relation"),
            ("Insured Name", "holder"),
            ("Insured Birth Date", "holder_birth"),
            ("Start", "from"),
            ("End", "through"),
        )
    ),
    ("Responsible Party", "guarantor"),
    ("Responsible Party Relation", "guarantor_relation"),
    ("Referral/Auth #", "auth_number"),
    ("Auth Insurance", "auth_payer"),
    ("Auth Procedure", "auth_service"),
    ("Auth From", "auth_from"),
    ("Auth Thru", "auth_through"),
    ("# Visits Authorized", "auth_visits"),
    ("# Visits Left", "auth_left"),
)


def placed(charts: Charts) -> tuple[str, list[tuple[int, Chart]]]:
    """Return the path of a practice's export, and each chart with the row it stands in, from 1."""
    if charts.practice.usage == "hybrid":
        rows = sorted(charts.rows, key=lambda c: (str(c.cells["account"]), c.patient.account))
        return f"demographics/patients_{charts.taken_on:%Y%m%d}.csv", list(enumerate(rows, 2))
    rows = sorted(charts.rows, key=lambda c: (c.patient.last, c.patient.first, str(c.cells["account"])))
    return "demographics/Patient Listing.xlsx", [
        (_PRINTED_FIRST + place + 2 * (place // PAGE), row) for place, row in enumerate(rows)
    ]


def files(charts: Charts) -> Iterator[tuple[str, bytes]]:
    """Yield the practice's patient export."""
    path, rows = placed(charts)
    yield path, as_list(rows) if path.endswith(".csv") else printed(charts, rows)


def as_list(rows: list[tuple[int, Chart]]) -> bytes:
    """Return charts as CSV: carriage returns alone, Windows letters, dates month first."""
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\r").writerow
    write([header for header, _ in LIST_LAYOUT])
    for _, one in rows:
        write([_as_text(one.cells.get(concept)) for _, concept in LIST_LAYOUT])
    return text.getvalue().encode("cp1252")


def _as_text(value: object) -> str:
    if isinstance(value, dt.date):
        return f"{value.month}/{value.day}/{value.year}"
    return "" if value is None else str(value)


_PRINTED_FIRST = 6  # the row of the first patient: titles, an empty row and the header stand above


def printed(charts: Charts, rows: list[tuple[int, Chart]]) -> bytes:
    """Return charts as the Excel file of a printed report: titles, pages with footers, a total."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": "Patient Listing", "created": CREATED})
        page = book.add_worksheet("Patient Listing")
        _titles(book, page, charts)
        write = _writer(book, page)
        headers = [header for header, _ in PRINTED_LAYOUT]
        page.write_row(_PRINTED_FIRST - 2, 0, headers)
        pages = 1 + (len(rows) - 1) // PAGE
        for place, (row, one) in enumerate(rows):
            if place and place % PAGE == 0:
                page.write_string(row - 3, 0, f"Page {place // PAGE} of {pages}")
                page.write_row(row - 2, 0, headers)
            for column, (_, concept) in enumerate(PRINTED_LAYOUT):
                write(row - 1, column, concept, one.cells.get(concept))
        end = rows[-1][0] if rows else _PRINTED_FIRST - 1
        page.write_string(end, 0, f"Total patients: {len(rows)}")
        page.write_string(end + 1, 0, f"Page {pages} of {pages}")
    return stream.getvalue()


def _titles(book, page, charts: Charts) -> None:
    last = len(PRINTED_LAYOUT) - 1
    bold = book.add_format({"bold": True, "align": "center"})
    page.merge_range(0, 0, 0, last, charts.practice.name, bold)
    page.merge_range(1, 0, 1, last, "Patient Demographic Listing with Coverage", bold)
    page.merge_range(2, 0, 2, last, f"Printed: {charts.taken_on:%m/%d/%Y} 6:12 PM", bold)


def _writer(book, page):
    """A cell writer: dates are Excel dates, ZIPs and account numbers are numbers, money has a format."""
    day = book.add_format({"num_format": "mm/dd/yyyy"})
    postal = book.add_format({"num_format": "00000"})
    amount = book.add_format({"num_format": "#,##0.00"})

    def write(row: int, column: int, concept: str, value: object) -> None:
        if value is None or value == "":
            return
        if isinstance(value, dt.date):
            page.write_datetime(row, column, dt.datetime.combine(value, dt.time()), day)
        elif concept.endswith("zip"):
            page.write_number(row, column, int(value), postal)
        elif concept.endswith("copay"):
            page.write_number(row, column, float(plain(value)), amount)
        elif concept == "account" or isinstance(value, int):
            page.write_number(row, column, int(value))
        else:
            page.write_string(row, column, str(value))

    return write
