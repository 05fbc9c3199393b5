"""Makers of claim files for the tests: file summaries, payer lists, practices. All names are invented."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pandas as pd
from cutover.columns import conform
from cutover.reading.claims.tables import CLAIM_HISTORY, SUBMITTED_CLAIMS
from cutover.reading.payers.lists import PayerLists, read_payer_list
from cutover.reading.practice.book import Practice

NPI, OTHER_NPI, THIRD_NPI = "1234567893", "1000000004", "1000000012"
TIN = "123456789"
HEADER = (
    "CLAIM# OA CLAIMID  PATIENT ID        LAST,FIRST          DOB          FROM DOS   TO DOS     CPT     "
    "DIAG     TAX ID      ACCNT#        PHYS.ID    PAYER  ERRORS"
)
# the places of domain facts, section 2, written here a second time so that the reader is held against them
PLACES = {
    "number": 0,
    "claim": 7,
    "patient": 19,
    "name": 37,
    "dob": 57,
    "first": 70,
    "last": 81,
    "cpt": 92,
    "diag": 100,
    "tin": 109,
    "account": 121,
    "npi": 135,
    "payer": 146,
    "error": 153,
}


def summary_line(number=1, **said) -> str:
    """One claim line of a file summary."""
    row = {
        "claim": "1000000001",
        "patient": "P1",
        "name": "ROWAN,ADA",
        "dob": "01/02/1980",
        "first": "03/02/2026",
        "last": "03/02/2026",
        "cpt": "99213",
        "diag": "E119",
        "tin": TIN,
        "account": "A1",
        "npi": NPI,
        "payer": "84980",
        "error": "",
    } | said
    cells = [" "] * 200
    for name, text in ({"number": f"{number})"} | row).items():
        cells[PLACES[name] : PLACES[name] + len(text)] = text
    return "".join(cells).rstrip()


def summary(accepted=(), rejected=(), pending=(), processed="03/05/2026", header=HEADER) -> bytes:
    """A file summary with these claim lines in its three sections."""
    lines = ["CLAIMS UPLOAD FILE SUMMARY", "File Name: batch.txt"]
    lines += [f"Date Processed: {processed}"] if processed else []
    for title, rows in (
        ("ACCEPTED CLAIM DETAIL", accepted),
        ("ERROR CLAIM DETAIL", rejected),
        ("PENDING CLAIM DETAIL", pending),
    ):
        lines += ["-------" + title, "-" * 160, header, "-" * 160, *rows, ""]
    return "\r\n".join(lines).encode()


TEN = (
    "PAYER NAME",
    "PAYER ID",
    "TRANSACTION",
    "AVAILABLE",
    "NON PAR",
    "ENROLLMENT",
    "SECONDARY",
    "ATTACHMENT",
    "WC / AUTO",
    "NOTES",
)


def workbook(*rows) -> bytes:
    """An Excel file whose one sheet holds these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def listed(name, payer_id="", nonpar="No", transaction="Professional Claims 837P") -> tuple:
    """One row of today's payer list."""
    return (name, payer_id, transaction, "Yes", nonpar, "No", "Yes", "No", "No", "")


def payer_list(*rows, day="2026-01-01") -> PayerLists:
    """One dated list of these rows."""
    frame, notes = read_payer_list(workbook(TEN, *rows), f"payer_list/payers_{day}.xlsx")
    return PayerLists(frame, tuple(notes))


def several(*lists) -> PayerLists:
    """Several dated lists as one."""
    return PayerLists(pd.concat([one.frame for one in lists], ignore_index=True), ())


def practice(home: Path, npis=(NPI,), tins=(TIN,)) -> Practice:
    """A practice in a folder of its own, with the files that are written there."""
    made = Practice("client", "practice", "Practice", frozenset(npis), frozenset(tins), home)
    made.raw.mkdir(parents=True, exist_ok=True)
    return made


def put(practice: Practice, name: str, data: bytes | str) -> None:
    """Write one file of a practice."""
    path = practice.raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def submission(**said) -> dict:
    """One submission as a dictionary of SUBMITTED_CLAIMS."""
    day = pd.Timestamp(said.pop("on", "2026-03-05"))
    blank = {c.name: None for c in SUBMITTED_CLAIMS}
    usual = {
        "form": "professional",
        "submission_date": day,
        "date_basis": "stated",
        "service_from": day,
        "state": "accepted",
        "submission": "original",
        "is_paper": False,
        "tax_id": TIN,
        "rendering_npi": NPI,
        "payer_name": "Aetna",
        "source": "claim history",
        "source_file": "claims/h.csv",
        "source_row": 2,
    }
    return blank | usual | said


def submitted(*rows: dict) -> pd.DataFrame:
    """These submissions as a table."""
    return conform(pd.DataFrame(list(rows), columns=[c.name for c in SUBMITTED_CLAIMS]), SUBMITTED_CLAIMS)


def claim(**said) -> dict:
    """One claim of a history as a dictionary of CLAIM_HISTORY."""
    blank = {c.name: None for c in CLAIM_HISTORY}
    usual = {
        "claim_number": "C1",
        "patient_control_number": "A1",
        "service_from": pd.Timestamp("2026-03-02"),
        "payer_name": "Aetna",
        "charge_cents": 10_000,
        "state": "paid",
        "state_as_written": "Paid",
        "source": "claim history",
        "source_file": "claims/h.csv",
        "source_row": 2,
    }
    return blank | usual | said


def history(*rows: dict) -> pd.DataFrame:
    """These claims as a table."""
    return conform(pd.DataFrame(list(rows), columns=[c.name for c in CLAIM_HISTORY]), CLAIM_HISTORY)
