"""Makers of patient exports for the tests: a good patient to change one thing of, a practice with one file."""

# ruff: noqa: E501  (tables of cases)
from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

from cutover.reading.patients.exports import read_demographics
from cutover.reading.patients.other_sources import Known
from cutover.reading.practice.book import Practice
from cutover.workstreams.demographics.patient_import import Prepared, prepare

AS_OF = dt.date(2026, 7, 31)
COLUMNS = (
    "account_number", "last_name", "first_name", "middle_name", "suffix", "full_name", "birth_date", "sex", "ssn",
    "street", "street_2", "city", "state", "zip", "home_phone", "email", "status", "first_visit", "last_visit",
    "provider_npi", "coverage_priority",
    "primary_payer_name", "primary_payer_id", "primary_member_id", "primary_relationship", "primary_holder_name",
    "primary_holder_birth_date", "primary_effective_from", "primary_effective_through", "primary_copay",
    "secondary_payer_name", "secondary_member_id", "secondary_relationship", "tertiary_payer_name", "tertiary_member_id",
    "guarantor_last_name", "guarantor_first_name", "guarantor_birth_date",
    "authorization_number", "authorization_valid_from", "authorization_valid_through",
    "authorization_visits_authorized", "authorization_visits_left",
)  # fmt: skip
GOOD = {
    "account_number": "10021", "last_name": "Abend", "first_name": "Nora", "birth_date": "03/14/1961", "sex": "F",
    "street": "12 Birch St", "city": "Hoboken", "state": "NJ", "zip": "07030", "home_phone": "201-555-0101",
    "status": "Active", "last_visit": "05/02/2026", "primary_payer_name": "Aetna", "primary_member_id": "W123456789",
    "primary_relationship": "Self",
}  # fmt: skip


def a_patient(**changes: str) -> dict[str, str]:
    """A patient with nothing wrong, but for the changes."""
    return GOOD | changes


def a_csv(*patients: dict[str, str]) -> bytes:
    """An export under the import's own field names."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for patient in patients:
        writer.writerow([patient.get(name, "") for name in COLUMNS])
    return out.getvalue().encode()


def a_practice(home: Path, **files: bytes) -> Practice:
    """A practice with these files in `demographics`; a name's last underscore stands for its point."""
    practice = Practice("acme", "one", "Practice One", frozenset(), frozenset(), home)
    folder = practice.raw / "demographics"
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / ".".join(name.rsplit("_", 1))).write_bytes(data)
    return practice


def prepared(home: Path, *patients: dict[str, str], **known) -> Prepared:
    """What becomes of these patients."""
    demographics = read_demographics(a_practice(home, patients_csv=a_csv(*patients)))
    return prepare(demographics, AS_OF, Known(**known))


def codes(made: Prepared) -> set[str]:
    """The rules that were violated, those of pairs too."""
    return set(made.exceptions["code"]) | set(made.duplicates["code"])
