"""The clearinghouse's invoices and its par reports; one practice's invoices are wrong in three ways.

Prices of everything but the non-par fee and EHR 24/7 are invented. The amount of the fee stepped up on a day
that is invented too: `STEP`.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass

import xlsxwriter
from cutover.money import plain

from cutover_sample.book import Practice, month_start
from cutover_sample.chart_files import CREATED
from cutover_sample.fees import NEW_CENTS, OLD_CENTS

STEP = dt.date(2025, 9, 1)
FIRST, LAST = dt.date(2025, 7, 1), dt.date(2026, 6, 1)  # months that were invoiced by the report's date
FEE, EHR = "Non-Par Claims Monthly Processing Fee", "EHR 24/7 Monthly, per provider"
_EHR_PROVIDERS = {"juniper-hill": 2, "cobble-hill": 1, "eastmere": 1}
_AS_WORKBOOKS = ("cedar-grove", "eastmere")
_WITHOUT = ("harbor-point",)
_REPORTED = ("birch-landing", "cobble-hill", "eastmere")
HEADERS = ("Invoice #", "Invoice Date", "Billing Period", "Description", "Tax ID", "NPI", "Qty", "Unit Price",
           "Amount")  # fmt: skip
REPORT_HEADERS = ("Tax ID", "NPI", "Total Claims", "Par Claims", "Non-Par Claims", "% Non-Par")


@dataclass(frozen=True)
class Line:
    """One line of an invoice; `wrong` is a kind of defect (`codes.CLAIM_CODES`), `due_cents` what was due."""

    month: dt.date
    text: str
    npi: str
    count: int
    unit_cents: int
    wrong: str = ""
    due_cents: int = 0

    @property
    def cents(self) -> int:
        """Its amount."""
        return self.count * self.unit_cents


def lines(practice: Practice, fees: list[dict]) -> list[Line]:
    """Return what a practice was invoiced, month by month; nothing where it gave no invoices."""
    if practice.slug in _WITHOUT:
        return []
    made, month, owing = [], max(FIRST, practice.first), practice.usage != "clearinghouse-only"
    while month <= LAST:
        if owing:
            made.append(Line(month, "Practice Mate, per provider", "", len(practice.providers), 2_995))
            made.append(Line(month, "Printing and mailing of claims", "", 3 + month.month, 55))
        made.append(
            Line(month, "Eligibility verification", "", practice.claims_a_month // 3 + month.month, 10)
        )
        for provider in practice.providers[: _EHR_PROVIDERS.get(practice.slug, 0)]:
            made.append(Line(month, EHR, provider.npi, 1, 4_495))
        made += _fees(practice, month, fees)
        month = month_start(month, -1)
    return made


def _fees(practice: Practice, month: dt.date, fees: list[dict]) -> list[Line]:
    """The clearinghouse knows every payer's status: what a list leaves out is non-par to it."""
    cents = NEW_CENTS if month >= STEP else OLD_CENTS
    due = [f["npi"] for f in fees if f["month"] == f"{month:%Y-%m}" and f["high_cents"]]
    made = [Line(month, FEE, npi, 1, cents, "", cents) for npi in due]
    if practice.slug != "eastmere":
        return made
    if month == dt.date(2026, 3, 1):
        made.append(Line(month, FEE, practice.providers[0].npi, 1, cents, "charged without cause"))
    if month == dt.date(2026, 5, 1) and made:
        made.append(Line(month, FEE, made[0].npi, 1, cents, "charged twice"))
    if month == dt.date(2026, 6, 1) and made:
        made[-1] = Line(month, FEE, made[-1].npi, 1, cents + 500, "charged too much", cents)
    return made


def files(practice: Practice, lines: list[Line]) -> Iterator[tuple[str, bytes]]:
    """Yield a practice's invoices: one list of lines, or a workbook a month."""
    rows = [_cells(practice, line) for line in lines]
    if practice.slug in _AS_WORKBOOKS:
        for month in sorted({line.month for line in lines}):
            inside = [row for row, line in zip(rows, lines, strict=True) if line.month == month]
            total = sum(line.cents for line in lines if line.month == month)
            yield f"invoices/invoice {month:%Y-%m}.xlsx", _workbook(inside, total)
    elif rows:
        text = io.StringIO()
        write = csv.writer(text, lineterminator="\r\n").writerows
        write([HEADERS, *rows])
        yield "invoices/invoice lines.csv", text.getvalue().encode("utf-8")


def _cells(practice: Practice, line: Line) -> tuple[str, ...]:
    sent = month_start(line.month, -1)
    number = f"{practice.tin[-4:]}-{line.month:%y%m}"
    tin = f"{practice.tin[:2]}-{practice.tin[2:]}"
    return (number, f"{sent:%m/%d/%Y}", f"{line.month:%m/%Y}", line.text, tin, line.npi, str(line.count),
            plain(line.unit_cents), plain(line.cents))  # fmt: skip


def _workbook(rows: list[tuple[str, ...]], total: int) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        page, amount = book.add_worksheet("Invoice"), book.add_format({"num_format": "$#,##0.00"})
        page.write_string(0, 0, f"Invoice {rows[0][0]}")
        page.write_row(2, 0, HEADERS)
        for number, row in enumerate(rows, 3):
            for column, text in enumerate(row):
                if column < 6:
                    page.write_string(number, column, text)
                else:
                    page.write_number(number, column, float(text), amount if column > 6 else None)
        page.write_string(len(rows) + 3, 0, "Invoice total")
        page.write_number(len(rows) + 3, len(HEADERS) - 1, float(plain(total)), amount)
    return stream.getvalue()


def par_reports(practice: Practice, fees: list[dict]) -> Iterator[tuple[str, bytes]]:
    """Yield the clearinghouse's report of par and non-par claims for each of the last twelve months."""
    months = sorted({f["month"] for f in fees})[-12:] if practice.slug in _REPORTED else []
    for month in months:
        text = io.StringIO()
        write = csv.writer(text, lineterminator="\r\n").writerow
        write(REPORT_HEADERS)
        for fee in (f for f in fees if f["month"] == month and f["claims"]):
            claims, nonpar = fee["claims"], fee["nonpar"] + fee["unknown"]
            share = (2_000 * nonpar + claims) // (2 * claims)  # tenths of a percent, half up
            write(
                (fee["tax_id"], fee["npi"], claims, claims - nonpar, nonpar, f"{share // 10}.{share % 10}%")
            )
        yield f"reports/par_nonpar_{month}.csv", text.getvalue().encode("utf-8")
