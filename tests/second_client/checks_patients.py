"""Facts of the patient exports, notebook 02."""

from __future__ import annotations

import pandas as pd

from .checks import found, of, words
from .told import Told
from .world import AS_OF


def _count(told: Told, slug: str, *codes: str) -> int | None:
    n = sum(len(told.finding(slug, "02", code)) for code in codes)
    return n or None


def _kept(told: Told, slug: str, subject: str) -> int | None:
    rows = told.table(slug, "02", "conservation")
    rows = rows[rows["subject"] == subject] if len(rows) else rows
    return int(rows["count"].sum()) if len(rows) else None


@of(r"larkspur-patients")
def patients(told: Told, slug: str, said: dict) -> dict:
    rows = told.table(slug, "02", "files")
    if not len(rows):
        return {}
    by = {
        ("inactive" in name.lower()): int(n)
        for name, n in zip(rows["source_file"], rows["rows"], strict=True)
    }
    broken = [
        int(n) for name, n in zip(rows["source_file"], rows["not_data"], strict=True) if name.endswith("csv")
    ]
    return found(
        active_rows=by.get(False),
        inactive_rows=by.get(True),
        broken_rows_set_aside=broken[0] if broken else None,
    )


@of(r"larkspur-births")
def births(told: Told, slug: str, said: dict) -> dict:
    return found(patients=_count(told, slug, "demo-birth-impossible"))


@of(r"larkspur-zips")
def zips(told: Told, slug: str, said: dict) -> dict:
    return found(patients=_count(told, slug, "demo-zip-restored"))


@of(r"larkspur-shared")
def shared(told: Told, slug: str, said: dict) -> dict:
    rows = told.finding(slug, "02", "demo-account-shared")
    accounts = set(rows["account_number"]) if "account_number" in rows else set()
    return found(accounts=len(accounts) or None, account=next(iter(accounts), None))


@of(r"larkspur-uninsured|harbor-without")
def uninsured(told: Told, slug: str, said: dict) -> dict:
    return found(patients=_count(told, slug, "demo-no-coverage", "demo-coverage-none"))


@of(r"larkspur-mbi")
def mbi(told: Told, slug: str, said: dict) -> dict:
    return found(patients=_count(told, slug, "demo-mbi-wrong", "demo-mbi-malformed"))


@of(r"larkspur-authorizations")
def authorizations(told: Told, slug: str, said: dict) -> dict:
    value = told.figure(slug, "02", f"Authorizations that can be used on {AS_OF}")
    return found(
        authorizations=_kept(told, slug, "authorization"), active_with_visits=int(value) if value else None
    )


@of(r"larkspur-not-in-export")
def not_in_export(told: Told, slug: str, said: dict) -> dict:
    result = told.result(slug, "02")
    for finding in result.findings if result else ():
        frame = finding.evidence.frame
        hit = words(frame).str.contains(said["account"]) if len(frame) else pd.Series()
        if "export" in finding.title.lower() and hit.any():
            return {"account": said["account"]}
    return {}


@of(r"harbor-patients")
def harbor(told: Told, slug: str, said: dict) -> dict:
    value = told.figure(slug, "02", "Patient rows in the export")
    return found(
        patients=int(value.replace(",", "")) if value else None, policies=_kept(told, slug, "coverage"),
        authorizations=_kept(told, slug, "authorization"),
    )  # fmt: skip


@of(r"harbor-orphans")
def orphans(told: Told, slug: str, said: dict) -> dict:
    return found(policies=_count(told, slug, "demo-no-patient"))


@of(r"harbor-two-primary")
def two(told: Told, slug: str, said: dict) -> dict:
    return found(patients=_count(told, slug, "demo-coverage-repeated"))


@of(r"harbor-ended")
def ended(told: Told, slug: str, said: dict) -> dict:
    return found(patients=_count(told, slug, "demo-coverage-expired", "demo-coverage-ended"))
