"""Eight Office Ally invoices: CSV, Excel and HTML, with the wordings of eight different months."""

from dataclasses import dataclass

from .sheets import book, csv_text, html_page, html_table, write_rows
from .world import usd, usd_comma


@dataclass
class Invoice:
    """One invoice; lines are (kind, words, quantity, unit cents)."""

    practice: object
    number: str
    month: str  # 2026-07
    form: str  # csv, xlsx, html
    lines: list

    @property
    def total(self):
        """Total in cents."""
        return sum(quantity * unit for _, _, quantity, unit in self.lines)

    def of(self, kind):
        """Return cents of one kind of line."""
        return sum(quantity * unit for k, _, quantity, unit in self.lines if k == kind)


def nonpar_line(practice, provider, style, cents=4495):
    """Return the non-par line of one NPI in one of the wordings."""
    words = (
        f"Non-Par Claim Processing Fee - TIN {practice.tax_id} / NPI {provider.npi}",
        f"NONPAR PROC FEE {provider.last.upper()} ({provider.npi})",
        f"Monthly non participating payer fee, rendering NPI {provider.npi}",
    )
    return "nonpar", words[style], 1, cents


def write(world, invoice):
    """Write an invoice in its form."""
    {"csv": _csv, "xlsx": _xlsx, "html": _html}[invoice.form](world, invoice)


def _csv(world, invoice):
    rows = [["InvoiceNo", "BillingPeriod", "ItemDesc", "Qty", "Rate", "Amount"]]
    rows += [
        [invoice.number, invoice.month, words, n, usd(unit), usd(n * unit)]
        for _, words, n, unit in invoice.lines
    ]
    rows.append(["", "", "TOTAL DUE", "", "", usd(invoice.total)])
    name = f"OA_Invoice_{invoice.number}.csv"
    world.path(invoice.practice.slug, "invoices", name).write_text(csv_text(rows), encoding="utf-8-sig")
    world.odd(f"{invoice.practice.slug}/invoices/{name}", "CSV with a total row and a byte order mark")


def _xlsx(world, invoice):
    year, month = invoice.month.split("-")
    name = f"invoice {invoice.number} {month}-{year}.xlsx"
    made = book(world.path(invoice.practice.slug, "invoices", name))
    rows = [
        ["Office Ally, Inc.", "", "", "INVOICE"],
        ["Bill To:", invoice.practice.name],
        ["Invoice #", invoice.number],
    ]
    rows += [
        ["Service Period", f"{month}/01/{year}"],
        [],
        ["Description of Service", "Units", "Price", "Ext. Price"],
    ]
    rows += [[words, n, unit / 100, n * unit / 100] for _, words, n, unit in invoice.lines]
    rows += [
        ["", "", "Sub-total", invoice.total / 100],
        ["", "", "Tax", 0],
        ["", "", "Balance due", invoice.total / 100],
    ]
    write_rows(made.add_worksheet("Invoice"), rows)
    made.close()
    world.odd(
        f"{invoice.practice.slug}/invoices/{name}",
        "printed invoice: heading block, sub-total, tax of 0, balance due; period as the month's first day",
    )


def _html(world, invoice):
    head = ["Service", "Quantity", "Amount"]
    rows = [[words, n, usd_comma(n * unit)] for _, words, n, unit in invoice.lines]
    total = [["Previous balance", "", usd_comma(0)], ["Amount due", "", usd_comma(invoice.total)]]
    table = html_table([head, *rows, *total])
    body = f"<h2>Statement {invoice.number}</h2><p>For services in {_spelled(invoice.month)}</p>{table}"
    name = f"Statement_{invoice.number}.{'xls' if invoice.number.endswith('2') else 'html'}"
    world.path(invoice.practice.slug, "invoices", name).write_text(
        html_page("Statement", body), encoding="utf-8"
    )
    world.odd(
        f"{invoice.practice.slug}/invoices/{name}",
        "HTML; month spelled out, no unit price, previous balance and amount due as rows",
    )


def _spelled(month):
    names = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    year, number = month.split("-")
    return f"{names[int(number) - 1]} {year}"
