"""Tiny makers of parallel runs: postings, deposits, and a run of given rows."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pandas as pd
from cutover.columns import conform, empty
from cutover.reading.claims.receipts import ANSWERED
from cutover.reading.claims.tables import CLAIM_HISTORY, SENT_CLAIMS, SUBMITTED_CLAIMS
from cutover.reading.postings.tables import DEPOSITS, MEDI, OFFICE_ALLY, POSTINGS
from cutover.result import Finding
from cutover.workstreams.parallel_run.cases import cases
from cutover.workstreams.parallel_run.closing import payers, practice_missing
from cutover.workstreams.parallel_run.findings import findings_of
from cutover.workstreams.parallel_run.inputs import Inputs
from cutover.workstreams.parallel_run.switch_dates import switches
from cutover.workstreams.parallel_run.verdict import due, verdict
from era_frames import AS_OF, PRACTICE, archive, day

CUTOVER = dt.date(2026, 6, 15)
__all__ = ["AS_OF", "CUTOVER", "MEDI", "OFFICE_ALLY", "deposit", "findings", "frame", "known", "posting", "receipt",
           "run", "sent_there", "told", "went"]  # fmt: skip


def frame(columns, given: list[dict]) -> pd.DataFrame:
    """A frame in the dtypes of its contract; columns that no row names are null."""
    if not given:
        return empty(columns)
    assert not {name for row in given for name in row} - {c.name for c in columns}
    return conform(pd.DataFrame(given, columns=[c.name for c in columns], dtype=object), columns)


def posting(system: str, claim: str | None, check: str | None, cents: int, **said) -> dict:
    row = {
        "system": system, "claim_number": claim, "check_number": check, "paid_cents": cents, "kind": "claim",
        "posted_date": day("2026-07-20"), "payer_name": "AETNA", "source_file": "postings/x.csv",
    }  # fmt: skip
    return row | said


def deposit(on: str, cents: int, description: str = "", trace: str | None = None) -> dict:
    return {
        "deposit_date": day(on), "amount_cents": cents, "description": description, "trace_number": trace,
        "source_file": "bank/x.csv",
    }  # fmt: skip


def known(claim: str, **said) -> dict:
    row = {
        "claim_number": claim, "patient_control_number": claim, "payer_name": "AETNA", "state": "open",
        "source": "claim history", "source_file": "claims/x.csv",
    }  # fmt: skip
    return row | said


def went(claim: str | None, cents: int | None = 10_000, served: str | None = "2026-06-20", **said) -> dict:
    """A claim of a list of Medi, sent on 2026-06-22."""
    row = {
        "patient_control_number": claim, "charge_cents": cents, "payer_name": "AETNA", "sent_on": day("2026-06-22"),
        "service_from": served and day(served), "state": "sent", "source_file": "medi_submissions/x.csv",
        "source_row": 2, "patient_last_name": "Alder", "patient_first_name": "Ann",
    }  # fmt: skip
    return row | said


def sent_there(
    claim: str | None, cents: int | None = 10_000, served: str | None = "2026-06-20", **said
) -> dict:
    """A claim that Office Ally's history shows as sent on 2026-06-23."""
    row = {
        "patient_control_number": claim, "charge_cents": cents, "payer_name": "AETNA",
        "submission_date": day("2026-06-23"), "service_from": served and day(served), "state": "unknown",
        "source": "claim history", "source_file": "claims/x.csv", "source_row": 2,
    }  # fmt: skip
    return row | said


def receipt(claim: str, state: str = "accepted", on: str = "2026-06-24", **said) -> dict:
    """What a 277CA says of a claim."""
    row = {
        "patient_control_number": claim, "service_from": day("2026-06-20"), "answered_on": day(on), "state": state,
        "codes": "A2:20" if state == "accepted" else "A3:187", "source_file": "medi_submissions/x.277",
    }  # fmt: skip
    return row | said


def run(
    office_ally=None, medi=None, postings=(), deposits=(), history=(), sent=(), old=(), receipts=(), **said
) -> Inputs:
    """A run of these rows, cut over on CUTOVER and looked at on AS_OF."""
    given = {"as_of": AS_OF, "cutover": CUTOVER, "since": dt.date(2026, 1, 1)} | said
    return Inputs(
        PRACTICE,
        archive(**(office_ally or {})),
        archive(**(medi or {})),
        postings=frame(POSTINGS, list(postings)),
        deposits=frame(DEPOSITS, list(deposits)),
        history=frame(CLAIM_HISTORY, list(history)),
        sent=frame(SENT_CLAIMS, list(sent)),
        submitted=frame(SUBMITTED_CLAIMS, list(old)),
        receipts=frame(ANSWERED, list(receipts)),
        **given,
    )


def findings(inputs: Inputs) -> tuple[Finding, ...]:
    """The findings of a run; the verdict, figures and tables of its report are not made for them."""
    return findings_of(cases(inputs, switches(inputs)), due(inputs))


def told(inputs: Inputs) -> SimpleNamespace:
    """The findings and the verdict of a run, without the figures, tables and limits of its report."""
    found = findings(inputs)
    by_payer = payers(inputs) if inputs.is_running else payers(inputs).iloc[0:0]
    return SimpleNamespace(findings=found, verdict=verdict(inputs, found, practice_missing(inputs, by_payer)))
