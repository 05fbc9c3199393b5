"""Tiny makers of parallel runs: postings, deposits, and a run of given rows."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from cutover.columns import conform, empty
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.reading.postings.tables import DEPOSITS, MEDI, OFFICE_ALLY, POSTINGS
from cutover.workstreams.parallel_run.inputs import Inputs
from era_frames import AS_OF, PRACTICE, archive, day

CUTOVER = dt.date(2026, 6, 15)
__all__ = ["AS_OF", "CUTOVER", "MEDI", "OFFICE_ALLY", "deposit", "frame", "known", "posting", "run"]


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


def run(office_ally=None, medi=None, postings=(), deposits=(), history=(), **said) -> Inputs:
    """A run of these rows, cut over on CUTOVER and looked at on AS_OF."""
    given = {"as_of": AS_OF, "cutover": CUTOVER, "since": dt.date(2026, 1, 1)} | said
    return Inputs(
        PRACTICE,
        archive(**(office_ally or {})),
        archive(**(medi or {})),
        postings=frame(POSTINGS, list(postings)),
        deposits=frame(DEPOSITS, list(deposits)),
        history=frame(CLAIM_HISTORY, list(history)),
        **given,
    )
