"""A practice of which each column of each file is emptied, or made unreadable, in turn; and every report of it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

from cutover.reading.practice import book
from cutover.workstreams.cost import inputs as cost_inputs
from cutover.workstreams.cost import report as cost
from cutover.workstreams.demographics import inputs as demographics_inputs
from cutover.workstreams.demographics import report as demographics
from cutover.workstreams.enrollment import inputs as enrollment_inputs
from cutover.workstreams.enrollment import report as enrollment
from cutover.workstreams.era_audit import inputs as era_inputs
from cutover.workstreams.era_audit import report as era_audit
from cutover.workstreams.fee_schedules import inputs as fee_inputs
from cutover.workstreams.fee_schedules import report as fee_schedules
from cutover.workstreams.inventory import inputs as inventory_inputs
from cutover.workstreams.inventory import report as inventory
from cutover.workstreams.nonpar import inputs as nonpar_inputs
from cutover.workstreams.nonpar import report as nonpar
from cutover.workstreams.open_claims import inputs as handoff_inputs
from cutover.workstreams.open_claims import report as open_claims
from cutover.workstreams.open_claims.book import book_of
from cutover.workstreams.open_claims.workbook import filled
from cutover.workstreams.parallel_run import inputs as run_inputs
from cutover.workstreams.parallel_run import report as parallel_run
from cutover.workstreams.readiness import inputs as ready_inputs
from cutover.workstreams.readiness import report as readiness
from cutover.workstreams.reporting_baseline import inputs as baseline_inputs
from cutover.workstreams.reporting_baseline import report as baseline
from cutover.workstreams.rollout import inputs as rollout_inputs
from cutover.workstreams.rollout import report as rollout
from cutover.workstreams.scrub_rules import inputs as scrub_inputs
from cutover.workstreams.scrub_rules import report as scrub_rules
from practice_folder import NPI, TIN, era, folder, practice_answers

AS_OF = dt.date(2026, 7, 31)
CLIENT, SLUG = "acme", "cedar-grove"
UNREADABLE = "?"
DAYS = tuple(dt.date(2026, 5, 4) + dt.timedelta(9 * n) for n in range(8))


def _table(header: str, rows: list[list[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header.split(","), *rows])
    return text.getvalue()


def tables() -> dict[str, str]:
    """One file of each kind by its path below the practice; of the client's own by `../`."""
    states = (
        "Paid",
        "Denied",
        "Pending",
        "Submitted",
        "Paid",
        "On hold",
        "Patient responsibility",
        "Rejected",
    )
    claims = [
        [f"C{n}", f"{100 + n % 3}", "Doe, Ann", day, day, day + dt.timedelta(2), day + dt.timedelta(20), "AETNA",
         "60054", TIN, NPI, "150.00", "80.00", "20.00", "50.00", states[n], "99213"]
        for n, day in enumerate(DAYS)
    ]  # fmt: skip
    people = [
        [100 + n, f"Doe{n}", "Ann", "01/02/1980", "F", "1 Main St", "Nutley", "NJ", "07110", "9735550100", "Active",
         "07/01/2026", "AETNA", f"W12345678{n}", "Self", "01/01/2025", f"AU-{n}", "12/31/2026"]
        for n in range(3)
    ]  # fmt: skip
    head = ("Account Number,Last Name,First Name,DOB,Sex,Address,City,State,Zip,Home Phone,Status,Last Visit,"
            "Primary Insurance,Primary Member ID,Primary Relationship,Primary Effective Date,Authorization Number,"
            "Authorization End Date")  # fmt: skip
    return {
        "claims/history.csv": _table(
            "Claim Number,Account Number,Patient Name,Service From,Service Through,Submitted Date,Paid Date,Payer Name,"
            "Payer ID,Tax ID,Rendering NPI,Charge,Paid,Adjusted,Balance,Status,CPT", claims),
        "demographics/patients.csv": _table(head, people),
        "medi_patients/patients.csv": _table(head, people),
        "postings/postings.csv": _table(
            "System,Posted Date,Claim Number,Account,Payer Name,Check Number,Paid,Adjusted,Type",
            [["Office Ally" if n < 5 else "Medi", day, f"C{n}", 100, "AETNA", f"E{n}", "80.00", "20.00", "Claim"]
             for n, day in enumerate(DAYS)]),
        "bank/checking.csv": _table(
            "Date,Description,Amount,Trace Number,Type",
            [[day, f"AETNA TRN {n}", "100.00", f"E{n}", "Credit"] for n, day in enumerate(DAYS)]),
        "invoices/invoices.csv": _table(
            "Invoice Number,Invoice Date,Description,NPI,Quantity,Unit Price,Amount",
            [[n, day, "Non-Par Claims Fee", NPI, 1, "44.95", "44.95"] for n, day in enumerate(DAYS)]),
        "reports/par_nonpar_2026-06.csv": _table(
            "Month,Tax ID,NPI,Provider,Total Claims,Par,Non-Par", [["2026-06", TIN, NPI, "Dana Doe MD", 8, 5, 3]] * 2),
        "fee_schedules/aetna.csv": _table(
            "Payer,CPT,Modifier,Fee,Effective Date", [["AETNA", code, "", "128.40", "01/01/2026"]
                                                      for code in ("99213", "99214", "99215")]),
        "enrollments/tracker.csv": _table(
            "Payer Name,Payer ID,Tax ID,NPI,Transaction,Status,Date Filed,Live Date,Status Date",
            [["AETNA", "60054", TIN, NPI, "835", status, "05/01/2026", "06/01/2026", "06/02/2026"]
             for status in ("Live", "Filed")]),
        "../payer_list/payers_2026-01-01.csv": _table(
            "Payer Name,Payer ID,Transaction,Non-Par,Enrollment Required",
            [["AETNA", "60054", "Professional Claims 837P", "Yes", "No"],
             ["CIGNA", "62308", "Professional Claims 837P", "No", "No"]]),
    }  # fmt: skip


def written(home: Path) -> book.Practice:
    """The practice with all its files in a home."""
    answers = practice_answers(cutover_date="2026-07-20")
    paid = era(*(str(day) for day in DAYS), service="2026-05-04")
    folder(home, tables() | {"era/a.835": paid}, answers, SLUG)
    return book.load_practice(home, CLIENT, SLUG)


def without(text: str, column: str, instead: str = "") -> str:
    """A table whose column holds nothing, or the same text in every row."""
    rows = list(csv.reader(io.StringIO(text)))
    place = rows[0].index(column)
    for row in rows[1:]:
        row[place] = instead
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def cases() -> Iterator[tuple[str, str, str]]:
    """Each file with each of its columns, emptied and unreadable."""
    for name, text in tables().items():
        for column in next(csv.reader(io.StringIO(text))):
            yield from ((name, column, instead) for instead in ("", UNREADABLE))


def _handed(practice: book.Practice, as_of: dt.date) -> None:
    found = book_of(handoff_inputs.load(practice, as_of))
    open_claims.report(found)
    filled(found)


def _of_book(practice: book.Practice, as_of: dt.date) -> None:
    home = practice.raw.parents[3]
    who = book.Book(CLIENT, CLIENT, home)
    rollout.assess(rollout_inputs.load(who, as_of))
    cost.assess(cost_inputs.load(who, as_of))


REPORTS = {
    "01": lambda who, day: inventory.assess(inventory_inputs.load(who, day)),
    "02": lambda who, day: demographics.assess(demographics_inputs.load(who, day)),
    "03": lambda who, day: era_audit.assess(era_inputs.load(who, day)),
    "04": lambda who, day: nonpar.assess(nonpar_inputs.load(who, day)),
    "05": lambda who, day: cost.assess(cost_inputs.load(who, day)),
    "06": lambda who, day: enrollment.assess(enrollment_inputs.load(who, day)),
    "07": _handed,
    "08": lambda who, day: readiness.assess(ready_inputs.load(who, day)),
    "09": lambda who, day: parallel_run.assess(run_inputs.load(who, day)),
    "10": _of_book,
    "11": lambda who, day: baseline.assess(baseline_inputs.load(who, day)),
    "12": lambda who, day: fee_schedules.assess(fee_inputs.load(who, day)),
    "13": lambda who, day: scrub_rules.assess(scrub_inputs.load(who, day)),
}


def crashes(practice: book.Practice, reports: tuple[str, ...] = tuple(REPORTS)) -> dict[str, str]:
    """What each report that cannot be made raises, by its number; nothing where all are made."""
    found = {}
    for name in reports:
        try:
            REPORTS[name](practice, AS_OF)
        except Exception as error:  # whatever it is: none may be raised
            place, step = "", error.__traceback__
            while step:
                place, step = f"{Path(step.tb_frame.f_code.co_filename).name}:{step.tb_lineno}", step.tb_next
            found[name] = f"{type(error).__name__}: {error} ({place})"
    return found


# the reports that read a kind of file, by the folder it lies in
READERS = {
    "claims": tuple(REPORTS),
    "demographics": ("01", "02", "08"),
    "medi_patients": ("01", "08"),
    "postings": ("01", "09"),
    "bank": ("01", "09"),
    "invoices": ("01", "04", "05", "10"),
    "reports": ("01", "04"),
    "fee_schedules": ("01", "12"),
    "enrollments": ("01", "06", "08", "10"),
    "payer_list": ("02", "04", "05", "06", "10"),
}


# of those the ones that say most of the file
FIRST = {
    "claims": ("02", "07", "11"),
    "demographics": ("02",),
    "postings": ("09",),
    "bank": ("09",),
    "invoices": ("05",),
    "fee_schedules": ("12",),
    "enrollments": ("06",),
}


def played(
    practice: book.Practice, name: str, columns: list[str], instead: str, readers: dict[str, tuple[str, ...]]
) -> dict[str, str]:
    """What each report that reads a file raises once these columns are emptied; the file is put back."""
    path, whole = practice.raw / name, tables()[name]
    text = whole
    for column in columns:
        text = without(text, column, instead)
    path.write_text(text, "utf-8")
    try:
        return crashes(practice, readers[name.removeprefix("../").partition("/")[0]])
    finally:
        path.write_text(whole, "utf-8")
