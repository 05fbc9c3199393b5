"""Tiny makers of payer enrollment: claims, ERAs, what was filed, what payers require, and a plan of them."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from claim_makers import payer_list
from cutover.columns import conform, empty
from cutover.intake.template import template
from cutover.reading.claims.tables import PAYER_LIST, SUBMITTED_CLAIMS
from cutover.reading.intake.reader import read_intake
from cutover.reading.mapping.folder import Mapped
from cutover.reading.payers.enrollment_files import EnrollmentFiles
from cutover.reading.payers.families import Duration, load_families
from cutover.reading.payers.lists import PayerLists
from cutover.reading.payers.requirements import Requirements
from cutover.reading.payers.tables import ENROLLMENT_FILES, ENROLLMENTS, ENROLLMENTS_ASIDE, REQUIREMENTS
from cutover.workstreams.enrollment.inputs import Inputs
from cutover.workstreams.enrollment.plan import Plan
from era_frames import PRACTICE, archive, day, payment

AS_OF = dt.date(2026, 7, 31)
TIN, NPI, OTHER_NPI = "111223333", "1234567893", "1245319599"
__all__ = ["AS_OF", "NPI", "OTHER_NPI", "TIN", "claims", "codes", "day", "days", "era", "filed", "live",
           "payer_list", "plan", "required"]  # fmt: skip


def claims(payer: str, number: int, on: str = "2026-07-01", **said) -> list[dict]:
    """So many professional claims to a payer, submitted on a day."""
    row = {"payer_name": payer, "form": "professional", "submission_date": day(on), "tax_id": TIN, "billing_npi": NPI,
           "charge_cents": 10_000, "source": "claim history", "source_file": "claims/x.csv"}  # fmt: skip
    return [row | {"claim_number": f"{payer}{on}{n}", "source_row": n} | said for n in range(number)]


def era(payer: str, on: str, cents: int = 10_000, **said) -> dict:
    """One remittance of a payer to the practice."""
    key = f"{payer}{on}{cents}"
    row = {"payer_name": payer, "payer_id": None, "payee_tin": TIN, "payee_npi": NPI, "payment_key": key}
    return payment(key, on, cents, **(row | said))


def filed(payer: str, transaction: str, status: str, on: str | None = "2026-07-01", **said) -> dict:
    """One enrollment as the intake states it, filed on the day of its status unless told."""
    since = None if on is None else day(on)
    row = {"payer_name": payer, "tax_id": TIN, "billing_npi": NPI, "transaction": transaction, "status": status,
           "filed_on": since if status != "not filed" else None, "status_on": since, "source": "intake",
           "live_on": since if status == "LIVE" else None, "source_file": "intake.xlsx", "source_row": 3}  # fmt: skip
    return row | said


def live(payer: str, on: str = "2026-07-01") -> list[dict]:
    """Claims and ERA of a payer, both live."""
    return [filed(payer, "837P", "LIVE", on), filed(payer, "835", "LIVE", on)]


def required(payer: str, transaction: str, requirement: str, rank: int = 1, **said) -> dict:
    """What a source says that a payer requires."""
    row = {"payer_name": payer, "transaction": transaction, "requirement": requirement, "rank": rank,
           "known_from": "a list"}  # fmt: skip
    return row | said


def frame(columns, rows: list[dict]) -> pd.DataFrame:
    """A frame in the dtypes of its contract."""
    if not rows:
        return empty(columns)
    assert not {name for row in rows for name in row} - {c.name for c in columns}
    return conform(pd.DataFrame(rows, columns=[c.name for c in columns], dtype=object), columns)


_READ: dict[str, object] = {}


def _intake(answers: dict):
    """The intake of these answers, written and read once for all tests that give the same."""
    said = repr(answers)
    if said not in _READ:
        _READ[said] = read_intake(template(answers))
    return _READ[said]


def plan(
    sent=(), eras=(), medi=(), enrollments=(), rules=(), siblings=(), lists=None, durations=None, list_day=None,
    cutover: dt.date | None = None, intake: dict | None = None, as_of: dt.date = AS_OF, aside=(),
) -> Plan:  # fmt: skip
    """The plan of a practice with these claims, ERAs of both systems and enrollments."""
    answers = {"practice": {"name": "North Clinic", "tins": [TIN], "cutover_date": cutover}}
    answers["providers"] = [{"name": "North", "npi": NPI, "npi_type": "group", "bills": True}]
    wanted = Requirements(
        frame(REQUIREMENTS, list(rules)), durations or {}, list_day, empty(ENROLLMENT_FILES), ()
    )
    read = Mapped(
        frame(ENROLLMENTS, list(enrollments)),
        frame(ENROLLMENTS_ASIDE, list(aside)),
        empty(ENROLLMENT_FILES),
        (),
    )
    files = EnrollmentFiles(
        PRACTICE, _intake(answers | (intake or {})), frame(SUBMITTED_CLAIMS, list(sent)),
        archive(payments=list(eras)), archive(payments=list(medi)), read, wanted, load_families(as_of),
        lists or PayerLists(empty(PAYER_LIST), ()), tuple(siblings),
    )  # fmt: skip
    return Plan(Inputs(files, as_of))


def codes(result) -> dict[str, int]:
    """How many cases each finding has."""
    return {finding.code: finding.count for finding in result.findings}


def days(low: int, likely: int, high: int) -> Duration:
    return Duration(low, likely, high, "a test")
