"""Makes small practices and scenarios for the tests of the cost comparison."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
from cutover.columns import conform, empty
from cutover.intake.template import template
from cutover.reading.claims.cost_files import CostFiles
from cutover.reading.claims.invoices import INVOICE_LINES, INVOICE_PROBLEMS, Invoices, invoice_lines
from cutover.reading.claims.tables import SUBMITTED_CLAIMS
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.intake.reader import read_intake
from cutover.reading.practice.book import Practice
from cutover.workstreams.cost.model import ITEMS, Case, Scenario
from cutover.workstreams.cost.prices import load_price_book
from nonpar_makers import LIST

PRICES = load_price_book(dt.date(2026, 7, 31))


def one_case(practice="elm", *, claims=0, oa=0, oa_high=None, weeks_months=0, work=0, **more) -> Case:
    """A practice with the same volumes in every month; `oa` is cents that Office Ally charges a month."""
    said = {"claim": claims, **{name.replace("_", " "): units for name, units in more.items()}}
    units = {item: (said.get(item, 0),) * 12 for item in ITEMS}
    high = oa if oa_high is None else oa_high
    return Case(practice, units, (oa,) * 12, (high,) * 12, weeks_months, work)


def one_book(*cases: Case, **more) -> Scenario:
    """A scenario at the prices of the price book."""
    return Scenario(cases, PRICES, **more)


PAYERS = {"par": "Aetna", "non-par": "Sunrise", "unknown": "Nobody's Payer"}  # as LIST has them
NPIS = ("1234567893", "1000000004", "1000000012", "1000000020", "1000000038", "1000000046")


def one_practice(slug="elm", name="Elm Clinic") -> Practice:
    """A practice without any folder."""
    return Practice(slug and "client", slug, name, frozenset(NPIS), frozenset({"123456789"}), Path("nowhere"))


def one_intake(npis=1, volumes=(), **answers):
    """An intake with so many providers; `volumes` are (month, transaction, number). Nobody changes what is in it."""
    key = repr((npis, list(volumes), sorted(answers.items())))
    if key not in _INTAKES:
        _INTAKES[key] = _read_intake(npis, volumes, answers)
    return _INTAKES[key]


_INTAKES: dict[str, object] = {}  # a workbook is written and read once, however many practices have it


def _read_intake(npis, volumes, answers):
    providers = [{"name": f"Provider {n}", "npi": NPIS[n], "npi_type": "individual"} for n in range(npis)]
    said = [{"month": dt.date.fromisoformat(f"{m}-01"), "transaction": t, "count": n} for m, t, n in volumes]
    form = {"name": "Elm Clinic", "tins": ["123456789"], **answers}
    filled = {"practice": form, "providers": providers, "volumes": said}
    return read_intake(template(filled, examples=False))


def submissions(months, each=100, nonpar=0, npis=1, unknown=0):
    """Claims of each month with their payers' status: `each` of every NPI, so many non-par or unknown."""
    rows = []
    for month in months:
        for npi in NPIS[:npis]:
            states = ["non-par"] * nonpar + ["unknown"] * unknown
            states += ["par"] * (each - len(states))
            rows += [(pd.Timestamp(month) + pd.Timedelta(days=9), npi, state) for state in states]
    made = pd.DataFrame(rows, columns=["submission_date", "rendering_npi", "par"])
    said = {"form": "professional", "submission": "original", "source": "file summary", "tax_id": "123456789"}
    frame = made.drop(columns="par").assign(**said)
    frame = frame.reindex(columns=[c.name for c in SUBMITTED_CLAIMS])
    return conform(frame, SUBMITTED_CLAIMS), made["par"].astype("str")


def one_invoice(*lines) -> Invoices:
    """Invoice lines as (month, description, dollars), one invoice a month."""
    text = "Invoice,Invoice Date,Month,Description,Qty,Amount\n" + "\n".join(
        f"A{month},{month}-05,{month},{words},{quantity},{amount}"
        for month, words, quantity, amount in (
            (*line[:2], "", line[2]) if len(line) == 3 else line for line in lines
        )
    )
    sheet = read_spreadsheet(text.encode(), "invoices/a.csv").sheets[0]
    found, wrong = invoice_lines(sheet, "invoices/a.csv")
    problems = pd.DataFrame(wrong, columns=[c.name for c in INVOICE_PROBLEMS])
    return Invoices(found, conform(problems, INVOICE_PROBLEMS))


NO_INVOICES = Invoices(empty(INVOICE_LINES), empty(INVOICE_PROBLEMS))
MONTHS = [f"{stamp:%Y-%m}" for stamp in pd.date_range("2025-08-01", periods=12, freq="MS")]
AS_OF = dt.date(2026, 7, 31)


def one_files(slug="elm", name="Elm Clinic", *, intake=None, claims=None, invoices=NO_INVOICES) -> CostFiles:
    """The files of a practice as they were read; `claims` as `submissions` makes them."""
    submitted, par = claims if claims is not None else submissions([])
    sent = submitted.assign(payer_name=par.map(PAYERS).astype("str"))
    return CostFiles(one_practice(slug, name), intake or one_intake(), sent, LIST, invoices)
