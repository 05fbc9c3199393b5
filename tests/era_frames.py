"""Tiny makers of archive rows: what a test does not name is as in a sound remittance."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
from cutover.columns import conform, empty
from cutover.reading.era.archive import Archive
from cutover.reading.era.tables import ARCHIVE_FILES, IN_ARCHIVE, REMITTANCE, TEXT_CHECKS
from cutover.reading.practice.book import Practice
from cutover.result import Finding, Result
from cutover.workstreams.era_audit import payers_and_denials
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.report import QUESTIONS, assess

AS_OF = dt.date(2026, 7, 31)
PRACTICE = Practice(
    "billing", "north", "North Clinic", frozenset({"1234567893"}), frozenset({"111223333"}), Path("home")
)
COLUMNS = {name: (*columns, *IN_ARCHIVE[name]) for name, columns in REMITTANCE.items()}
COLUMNS |= {"files": ARCHIVE_FILES, "text_checks": (*TEXT_CHECKS, *IN_ARCHIVE["claims"])}
COLUMNS["papers"] = COLUMNS["text_checks"]


def rows(table: str, *given: dict) -> pd.DataFrame:
    """A frame in the dtypes of its contract; columns that no row names are null."""
    columns = COLUMNS[table]
    if not given:
        return empty(columns)
    frame = pd.DataFrame(list(given), columns=[c.name for c in columns], dtype=object)
    assert not {name for row in given for name in row} - set(frame.columns)
    return conform(frame, columns)


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def payment(content: str, paid: str, cents: int = 10_000, **said) -> dict:
    row = {
        "payment_id": 0, "content": content, "source_file": f"era/{content}.835", "source_row": 3,
        "is_whole": True, "counts_agree": True, "is_balanced": True, "difference_cents": 0,
        "payment_date": day(paid), "paid_cents": cents, "method": "ACH", "trace_number": f"T{content}",
        "payer_name": "AETNA", "payer_id": "60054", "claim_count": 0, "claims_paid_cents": cents,
        "provider_adjustment_cents": 0, "payment_key": content,
    }  # fmt: skip
    return row | said


def claim(content: str, claim_id: int = 0, **said) -> dict:
    row = {
        "content": content, "claim_id": claim_id, "payment_id": 0, "status": "1", "charge_cents": 15_000,
        "paid_cents": 10_000, "patient_control_number": f"A{content}{claim_id}", "is_balanced": True,
        "difference_cents": 0, "source_file": f"era/{content}.835", "source_row": 10 + claim_id,
    }  # fmt: skip
    return row | said


def service(content: str, claim_id: int = 0, service_id: int = 0, **said) -> dict:
    row = {
        "content": content, "claim_id": claim_id, "service_id": service_id, "payment_id": 0,
        "is_balanced": True, "difference_cents": 0, "source_file": f"era/{content}.835",
        "source_row": 20 + service_id,
    }  # fmt: skip
    return row | said


def adjustment(content: str, group: str, reason: str, cents: int, claim_id: int = 0) -> dict:
    return {
        "content": content, "claim_id": claim_id, "payment_id": 0, "level": "claim", "group_code": group,
        "reason_code": reason, "amount_cents": cents, "triple": 1, "source_file": f"era/{content}.835",
    }  # fmt: skip


def plb(content: str, reason: str, cents: int, reference: str | None = None, pair: int = 1) -> dict:
    return {
        "content": content, "payment_id": 0, "reason_code": reason, "amount_cents": cents,
        "reference": reference, "pair": pair, "source_file": f"era/{content}.835", "source_row": 90,
    }  # fmt: skip


def file(name: str, kind: str = "835", state: str = "read", **said) -> dict:
    return {"source_file": f"era/{name}", "kind": kind, "state": state, "content": name.split(".")[0]} | said


def check(content: str, number: str | None, cents: int, on: str = "2026-03-02", **said) -> dict:
    row = {
        "content": content, "check_id": 0, "check_number": number, "amount_cents": cents,
        "check_date": day(on), "payer_name": "AETNA", "source_file": f"era/{content}.txt", "source_row": 5,
    }  # fmt: skip
    return row | said


def archive(**given: list[dict]) -> Archive:
    """An archive of these rows; the tables that are not named are empty."""
    return Archive(**{name: rows(name, *given.get(name, [])) for name in COLUMNS})


def weekly(
    payer: str = "AETNA", first: str = "2025-08-04", count: int = 52, every: int = 7, **said
) -> list[dict]:
    """Payments of one payer at a steady interval in days."""
    days = pd.date_range(first, periods=count, freq=f"{every}D")
    return [payment(f"{payer[:3]}{n}", str(d.date()), payer_name=payer, **said) for n, d in enumerate(days)]


def paired(payments: list[dict]) -> list[dict]:
    """One read 835 beside its text for each content of these payments."""
    contents = dict.fromkeys(p["content"] for p in payments)
    return [file(f"{c}.835", paired_with=f"era/{c}.txt") for c in contents]


def audit(held: Archive, practice: Practice = PRACTICE, as_of: dt.date = AS_OF, further=()) -> Result:
    """The audit of an archive."""
    return assess(Inputs(held, practice, as_of, further=tuple(further)))


# the tables of the business have no findings
WITH_FINDINGS = tuple(question for question in QUESTIONS if question is not payers_and_denials)


def findings(held: Archive, *questions, practice: Practice = PRACTICE) -> dict[str, Finding]:
    """The findings of an archive by code, of these questions alone or of all: quicker than the whole audit."""
    inputs = Inputs(held, practice, AS_OF)
    every = (question.findings_and_tables(inputs) for question in questions or WITH_FINDINGS)
    return {one.code: one for answer in every for one in answer.findings}
