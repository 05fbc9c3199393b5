"""Claim histories as files: a printed Excel report with a subtotal for each month, and a plain CSV list.

Neither layout is anybody's: the headers are invented, and no vendor publishes its own.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator

import xlsxwriter
from cutover.money import plain

from cutover_sample import claim_records as words
from cutover_sample.book import Practice
from cutover_sample.chart_files import CREATED
from cutover_sample.claim_records import Record

Cell = Callable[[Practice, Record], object]


def _npi(who: str) -> Cell:
    def cell(practice: Practice, one: Record) -> str:
        if who not in one.submission.claim.named:
            return ""
        return practice.npi if who == "billing" else one.submission.claim.provider.npi

    return cell


_STATUS_IN_LIST = {
    words.OPEN: "Unbilled",
    words.BILLED: "Submitted",
    words.PAID: "Paid in full",
    words.DENIED: "Denied",
    words.PATIENT: "Patient balance",
    words.APPEAL: "Appealed",
    words.WRITTEN_OFF: "Adjusted off",
    words.STRANGE: words.STRANGE,
}
# header, cell; a cell is text, a date, or whole cents where the header is of MONEY
MONEY = ("Charges", "Ins Paid", "Adjustments", "Pt Paid", "Balance", "Total Charge", "Paid Amount",
         "Adj", "Patient Paid", "Bal")  # fmt: skip
PRINTED_LAYOUT: tuple[tuple[str, Cell], ...] = (
    ("Claim ID", lambda p, r: r.submission.number),
    ("Patient Control #", lambda p, r: r.submission.claim.number),
    ("Acct No", lambda p, r: r.submission.claim.patient.account),
    ("Patient", lambda p, r: f"{r.submission.claim.patient.last}, {r.submission.claim.patient.first}"),
    ("Form", lambda p, r: "CMS-1500" if r.submission.claim.form == "professional" else "UB-04"),
    ("DOS", lambda p, r: r.submission.claim.visit),
    ("Submitted", lambda p, r: r.submission.sent_on if r.is_sent else None),
    ("Insurance", lambda p, r: r.submission.claim.coverage.payer.name),
    ("Payer ID", lambda p, r: r.submission.claim.coverage.payer.on_claims),
    ("Tax ID", lambda p, r: p.tin),
    ("Rendering NPI", _npi("rendering")),
    ("Attending NPI", _npi("attending")),
    ("Billing NPI", _npi("billing")),
    ("Charges", lambda p, r: r.charge_cents),
    ("Ins Paid", lambda p, r: r.paid_cents),
    ("Adjustments", lambda p, r: r.adjusted_cents),
    ("Pt Paid", lambda p, r: r.patient_paid_cents),
    ("Balance", lambda p, r: r.balance_cents),
    ("Visit Status", lambda p, r: r.status),
    ("Denial", lambda p, r: r.denial),
    ("Paid Date", lambda p, r: r.paid_on),
    ("Check/EFT", lambda p, r: r.check),
    ("Payer Claim No", lambda p, r: r.payer_claim),
)
LIST_LAYOUT: tuple[tuple[str, Cell], ...] = (
    ("Claim #", lambda p, r: r.submission.number),
    ("PCN", lambda p, r: r.submission.claim.number),
    ("Last Name", lambda p, r: r.submission.claim.patient.last),
    ("First Name", lambda p, r: r.submission.claim.patient.first),
    ("From Date", lambda p, r: r.submission.claim.visit),
    ("Thru Date", lambda p, r: r.submission.claim.visit),
    ("Date Billed", lambda p, r: r.submission.sent_on if r.is_sent else None),
    ("Payer Name", lambda p, r: r.submission.claim.coverage.payer.name),
    ("Payer Code", lambda p, r: r.submission.claim.coverage.payer.on_claims),
    ("TIN", lambda p, r: p.tin),
    ("Rendering Provider NPI", _npi("rendering")),
    ("Billing Provider NPI", _npi("billing")),
    ("Total Charge", lambda p, r: r.charge_cents),
    ("Paid Amount", lambda p, r: r.paid_cents),
    ("Adj", lambda p, r: r.adjusted_cents),
    ("Patient Paid", lambda p, r: r.patient_paid_cents),
    ("Bal", lambda p, r: r.balance_cents),
    ("Claim Status", lambda p, r: _STATUS_IN_LIST[r.status]),
    ("Reason Code", lambda p, r: r.denial),
    ("Date Paid", lambda p, r: r.paid_on),
    ("Check Number", lambda p, r: r.check),
)


def files(practice: Practice, rows: list[Record]) -> Iterator[tuple[str, bytes]]:
    """Yield the claim history of a practice: one list, or a printed report for each year of it."""
    if practice.usage == "hybrid":
        yield "claims/claims export.csv", as_list(practice, rows)
        return
    years: dict[int, list[Record]] = {}
    for one in rows:
        years.setdefault(one.submission.sent_on.year, []).append(one)
    for year, inside in sorted(years.items()):
        yield f"claims/Claim History {year}.xlsx", printed(practice, inside, str(year))


def as_list(practice: Practice, rows: list[Record]) -> bytes:
    """Return records as CSV, dates month first."""
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\r\n").writerow
    write([header for header, _ in LIST_LAYOUT])
    for one in rows:
        write([_as_text(header, cell(practice, one)) for header, cell in LIST_LAYOUT])
    return text.getvalue().encode("utf-8-sig")


def _as_text(header: str, value: object) -> str:
    if isinstance(value, dt.date):
        return f"{value:%m/%d/%Y}"
    if header in MONEY:
        return plain(int(value))
    return "" if value is None else str(value)


def printed(practice: Practice, rows: list[Record], period: str) -> bytes:
    """Return records as a printed report in Excel: titles, a heading and a subtotal a month, a total."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": "Claim History", "created": CREATED})
        _Report(book, practice, period).write(rows)
    return stream.getvalue()


class _Report:
    """A printed report while it is written, row by row."""

    def __init__(self, book, practice: Practice, period: str):
        self.page, self.practice, self.row = book.add_worksheet("Claim History"), practice, 5
        self.day = book.add_format({"num_format": "mm/dd/yyyy"})
        self.amount = book.add_format({"num_format": "#,##0.00;(#,##0.00)"})
        last = len(PRINTED_LAYOUT) - 1
        for row, text in enumerate(
            (practice.name, "Claim History by Month of Submission", f"Period: {period}")
        ):
            self.page.merge_range(row, 0, row, last, text)
        self.page.write_row(4, 0, [header for header, _ in PRINTED_LAYOUT])

    def write(self, rows: list[Record]) -> None:
        """Write every month with its subtotal, and the total."""
        months: dict[str, list[Record]] = {}
        for one in rows:
            months.setdefault(f"{one.submission.sent_on:%m/%Y}", []).append(one)
        for month, inside in months.items():
            self.page.write_string(self.row, 0, f"Month: {month}")
            self.row += 1
            for one in inside:
                self._record(one)
            self._total(f"Total for {month}", inside)
        self._total("Grand Total", rows)

    def _record(self, one: Record) -> None:
        for column, (header, cell) in enumerate(PRINTED_LAYOUT):
            self._put(column, header, cell(self.practice, one))
        self.row += 1

    def _total(self, label: str, rows: list[Record]) -> None:
        self.page.write_string(self.row, 0, label)
        for column, (header, cell) in enumerate(PRINTED_LAYOUT):
            if header in MONEY:
                self._put(column, header, sum(cell(self.practice, one) for one in rows))
        self.row += 1

    def _put(self, column: int, header: str, value: object) -> None:
        if value is None or value == "":
            return
        if isinstance(value, dt.date):
            number = (value - dt.date(1899, 12, 30)).days  # Excel's day number
            self.page.write_number(self.row, column, number, self.day)
        elif header in MONEY:
            self.page.write_number(self.row, column, value / 100, self.amount)
        else:
            self.page.write_string(self.row, column, value)
