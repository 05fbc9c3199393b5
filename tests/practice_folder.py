"""Tiny practice folders for the tests of the inventory: files by name, an intake by its answers."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import xlsxwriter
from cutover.intake.template import template
from cutover.reading.practice.book import found_practice
from cutover.reading.practice.files_held import Holdings, load_holdings
from cutover.result import Finding, Result
from cutover.workstreams.inventory.inputs import Inputs
from cutover.workstreams.inventory.report import assess

NPI, OTHER_NPI, STRANGE_NPI = "1234567893", "1245319599", "1003000126"
TIN, OTHER_TIN = "123456789", "987654321"
TODAY = dt.date(2026, 7, 31)
PATIENTS = (
    "Last Name,First Name,DOB,Address,Zip,Insurance,Secondary Insurance,Auth Number,Guarantor,Created Date\n"
)
CLAIMS = "Claim,Patient,Service Date,CPT,Charge,Payer,Paid\n"


def practice_answers(name="Cedar Grove", tin=TIN, npi=NPI, **more) -> dict:
    """The intake of a practice with an identity and nothing else but `practice` questions in `more`."""
    return {
        "practice": {"name": name, "tins": tin, **more},
        "providers": [
            {"name": "Dana Doe MD", "npi": npi, "taxonomy": "207Q00000X", "tin": tin, "bills": "Yes"}
        ],
    }


_INTAKES: dict[str, bytes] = {}


def intake_of(answers: dict) -> bytes:
    """The intake workbook with these answers and without examples, made once for equal answers."""
    said = repr(answers)
    if said not in _INTAKES:
        _INTAKES[said] = template(answers, examples=False)
    return _INTAKES[said]


def folder(home: Path, files: dict[str, bytes | str], intake: dict | None = None, slug="cedar-grove") -> Path:
    """Write a practice of the client acme: its files by path, and its intake unless there is none."""
    raw = home / "data" / "raw" / "acme" / slug
    raw.mkdir(parents=True, exist_ok=True)
    for name, said in files.items():
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_bytes(said.encode() if isinstance(said, str) else said)
    if intake is not None:
        (raw / "intake.xlsx").write_bytes(intake_of(intake))
    return raw


def held(home: Path, slug="cedar-grove") -> Holdings:
    """What the practice's folder holds."""
    return load_holdings(found_practice(home, "acme", slug)[0])


def said(home: Path, as_of=TODAY, earlier=None, slug="cedar-grove") -> Result:
    """The inventory of the practice."""
    return assess(Inputs(held(home, slug), as_of, earlier))


def by_code(result: Result) -> dict[str, Finding]:
    """The findings by their codes."""
    return {finding.code: finding for finding in result.findings}


def patients(*created: str, header=PATIENTS) -> str:
    """A patient export, one row for each day on which a patient was created."""
    rows = [f"Doe{n},Ann,01/02/1980,1 Main St,07030,Aetna,,A{n},Doe,{day}\n" for n, day in enumerate(created)]
    return header + "".join(rows)


def claims(*service: str) -> str:
    """A claim history, one row for each service day."""
    return CLAIMS + "".join(f"C{n},Doe Ann,{day},99213,100.00,Aetna,80.00\n" for n, day in enumerate(service))


def workbook(rows: list[list], formula: str | None = None) -> bytes:
    """An Excel workbook of one sheet; `formula` stands in one more row."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        page = book.add_worksheet("Export")
        for n, row in enumerate(rows):
            page.write_row(n, 0, row)
        if formula:
            page.write_formula(len(rows), 0, formula, None, 7)
    return data.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip of these members."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def era(*days: str, npi=NPI, rendering: str | None = None, service: str | None = None) -> bytes:
    """An 835 with one payment of $100.00 for each day (2026-07-15), to a payee, for one claim each."""
    segments = [
        "ISA*00*          *00*          *ZZ*PAYER          *ZZ*RECEIVER       *260715*1200*^*00501*000000001*0*P*:",
        "GS*HP*P*R*20260715*1200*1*X*005010X221A1",
    ]
    for number, day in enumerate(days, 1):
        plain = day.replace("-", "")
        body = [
            f"BPR*I*100.00*C*ACH************{plain}",
            f"TRN*1*E{plain}{npi[-3:]}*1999999999",
            "N1*PR*AETNA",
            f"N1*PE*PAYEE*XX*{npi}",
            f"CLP*A{plain}*1*100.00*100.00*0*12*P{plain}",
        ]
        body += [f"NM1*82*1*DOE*DANA****XX*{rendering}"] if rendering else []
        body += [f"DTM*232*{service.replace('-', '')}"] if service else []
        segments += [f"ST*835*{number:04}", *body, f"SE*{len(body) + 2}*{number:04}"]
    segments += [f"GE*{len(days)}*1", "IEA*1*000000001"]
    return "".join(s + "~" for s in segments).encode()


def year_of_eras(through: str = "2026-07") -> bytes:
    """An 835 with a payment on the tenth of each of the twelve months up to this one."""
    year, month = map(int, through.split("-"))
    days = []
    for back in range(12):
        before = year * 12 + month - 1 - back
        days.append(f"{before // 12}-{before % 12 + 1:02}-10")
    return era(*days)
