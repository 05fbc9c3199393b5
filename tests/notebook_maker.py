"""Makes small notebooks, books and Results for the tests of reports."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import nbformat
import pandas as pd
from cutover.columns import Column, Kind, Privacy, conform
from cutover.intake.template import write_intake
from cutover.result import Figure, Finding, Result, Severity, Source, Table
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

AS_OF = dt.date(2026, 7, 31)
EVIDENCE = (
    Column("key", Kind.TEXT, "Key"),
    Column("payer_name", Kind.TEXT, "Payer"),
    Column("payment_date", Kind.DATE, "Payment date"),
    Column("paid_cents", Kind.CENTS, "Paid"),
    Column("trace_number", Kind.TEXT, "Check or EFT no.", "", Privacy.DESK),
    Column("patient_last_name", Kind.TEXT, "Patient: last name", "", Privacy.PHI),
)
MONTHS = (
    Column("month", Kind.MONTH, "Month"),
    Column("payer_name", Kind.TEXT, "Payer"),
    Column("payments", Kind.COUNT, "Payments"),
    Column("paid_cents", Kind.CENTS, "Paid"),
)


def one_table(columns: tuple[Column, ...], rows: list[list], title: str = "Cases", note: str = "") -> Table:
    """A table with these rows."""
    frame = pd.DataFrame(rows, columns=[c.name for c in columns])
    return Table(title, conform(frame, columns), columns, note)


def one_case(number: int = 1, payer: str = "Moda Health", paid: int | None = 12345) -> list:
    """A row of evidence; its check number begins with a zero and its patient is called Quillfeather."""
    day = pd.Timestamp(2026, 1, 1) + pd.Timedelta(days=number)
    return [f"E-{number:06d}", payer, day, paid, f"00{number:04d}", "Quillfeather"]


def one_finding(
    severity: Severity = Severity.HIGH,
    code: str = "era-text-only",
    cases: list[list] | None = None,
    title: str = "A check exists only as text",
    amount_cents: int | None = 12345,
) -> Finding:
    """A finding whose count is that of its cases."""
    rows = [one_case()] if cases is None else cases
    meaning, action = "It cannot be posted in Medi.", "Download its 835."
    table = one_table(EVIDENCE, rows, "Checks that exist only as text")
    due = dt.date(2026, 8, 14)
    return Finding(
        code, severity, title, meaning, len(rows), amount_cents, action, "Billing company", due, table
    )


def one_result(*found: Finding, verdict: str = "The archive is whole.", **tables: Table) -> Result:
    """A result with these findings and tables, one known and one unknown figure."""
    figures = (Figure("Paid", "$1,234.50", "10 payments"), Figure("Appeal window", None, "no contract"))
    sources = (Source("CARC list", "https://x12.org/codes", dt.date(2026, 7, 1)),)
    limits = ("It shows what is on disk, not what Office Ally holds.",)
    return Result("ERA archive audit", verdict, figures, found, tables, limits, sources)


PARAMETERS = 'client = "sample-billing"\npractice = "cedar-grove"\nas_of = "2026-07-31"\naudience = "owner"'
LOADING = """\
import datetime as dt
import sys
sys.path.insert(0, {tests!r})
from notebook_maker import *
from cutover.reading.practice.book import load_practice, project_home
from cutover.reporting.drawing import charts
from cutover.reporting.page import Report
practice = load_practice(project_home(), client, practice)
result = one_result(one_finding(), verdict=f"All is on disk for {{practice.name}}.")
day = dt.date.fromisoformat(as_of)
report = Report(
    result, subject=practice.name, as_of=day, audience=audience, folder=practice.reports, name={name!r}
)
"""


def one_notebook(
    folder: Path,
    name: str,
    *cells: str,
    parameters: str = PARAMETERS,
    tags: tuple = (),
    loading: str = LOADING,
) -> Path:
    """Write a notebook that shows a report's head and verdict, then runs these cells, then saves.

    A cell that begins with `#` and a blank is Markdown; each of `cells` gets `tags`.
    """
    loading = loading.format(tests=str(Path(__file__).parent), name=name)
    made = [
        new_markdown_cell("# A notebook\n\nWhat does it ask?"),
        new_code_cell(parameters, metadata={"tags": ["parameters"]}),
        new_code_cell(loading),
        new_code_cell("report.head()"),
        new_code_cell("report.verdict()"),
    ]
    for text in cells:
        new = new_markdown_cell if text.startswith("## ") else new_code_cell
        made.append(new(text, metadata={"tags": list(tags)}))
    made.append(new_code_cell("report.save()"))
    for number, cell in enumerate(made):
        cell["id"] = f"cell-{number}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    nbformat.write(new_notebook(cells=made), path)
    return path


def one_practice(home: Path, client: str, slug: str, name: str) -> None:
    """Write a practice's folder with its identity."""
    folder = home / "data" / "raw" / client / slug
    folder.mkdir(parents=True)
    (folder.parent / "client.toml").write_text('name = "Sample Billing"\n', "utf-8")
    provider = {"name": "Provider", "npi": "1234567893", "npi_type": "individual"}
    said = {"practice": {"name": name, "tins": ["123456789"]}, "providers": [provider]}
    write_intake(folder / "intake.xlsx", said)
