"""Tiny makers of a monthly report: claims of a history, remittances, figures of the client, and the book of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
from cutover.intake.sheets import CLIENT_FIGURES
from cutover.reading.claims.claims import Claims
from cutover.reading.claims.era_submissions import era_claims
from cutover.reading.claims.tables import CLAIM_FILES, CLAIM_HISTORY, CLAIMS_SET_ASIDE, SUBMITTED_CLAIMS
from cutover.reading.payers.families import load_families
from cutover.workstreams.reporting_baseline.book import Book
from cutover.workstreams.reporting_baseline.inputs import Inputs
from era_frames import PRACTICE, adjustment, archive, claim, day, payment
from parallel_frames import frame, known

AS_OF = dt.date(2026, 7, 31)
Remitted = tuple[dict, dict, list[dict]]


def billed(number: str, on: str, cents: int = 10_000, state: str = "pending", **said) -> dict:
    """One claim of the claim history."""
    row = {
        "service_from": day(on),
        "submission_date": day(on),
        "charge_cents": cents,
        "balance_cents": cents,
        "state": state,
    }
    return known(number, **(row | said))


def remitted(
    number: str,
    paid: str,
    cents: int = 8_000,
    charge: int = 10_000,
    on: str | None = None,
    taken: tuple[tuple[str, str, int], ...] | None = None,
    payer: str = "AETNA",
    extra: int = 0,
    **said,
) -> Remitted:
    """One remittance with one claim and what lowered it (CO-45 unless told); `extra` is paid at provider level."""
    key = f"{number}{paid}{cents}"
    rest = charge - cents
    lowered = ((("CO", "45", rest),) if rest else ()) if taken is None else taken
    whole = payment(key, paid, cents + extra, payer_name=payer, provider_adjustment_cents=-extra)
    of = claim(key, patient_control_number=number, paid_cents=cents, charge_cents=charge,
               statement_from=day(on or paid), **said)  # fmt: skip
    return whole, of, [adjustment(key, *one) for one in lowered]


def every_month(first: str = "2025-08", last: str = "2026-07", cents: int = 8_000, **said) -> list[Remitted]:
    """One remittance in each month, on its 15th."""
    months = pd.period_range(first, last, freq="M")
    return [
        remitted(f"M{n}", f"{month}-15", cents, on=f"{month - 1}-20", **said)
        for n, month in enumerate(months)
    ]


def held(eras: list[Remitted]):
    """An archive of remittances."""
    return archive(
        payments=[one for one, _, _ in eras],
        claims=[one for _, one, _ in eras],
        adjustments=[row for *_, rows in eras for row in rows],
    )


def figure(month: str, measure: str, **said) -> dict:
    """One figure of the client's own report."""
    return {
        "month": day(f"{month}-01"),
        "measure": measure,
        "report": "Monthly",
        "source_file": "intake.xlsx",
    } | said


def book(history=(), eras=(), medi=(), figures=(), submitted=(), practice=PRACTICE, **said) -> Book:
    """The monthly report of these rows, on AS_OF and without a cutover unless told."""
    old, new = held(list(eras)), held(list(medi))
    rows = [{"source_row": n} | row for n, row in enumerate(history, 1)]
    claims = Claims(
        frame(SUBMITTED_CLAIMS, list(submitted)), frame(CLAIM_HISTORY, rows), frame(CLAIMS_SET_ASIDE, []),
        frame(CLAIM_FILES, []), (), era_claims(old), medi_claims=era_claims(new),
    )  # fmt: skip
    given = {"as_of": AS_OF, "cutover": None} | said
    return Book(Inputs(
        practice, office_ally=old, medi=new, claims=claims, families=load_families(given["as_of"]),
        reported=frame(CLIENT_FIGURES.columns, list(figures)), **given,
    ))  # fmt: skip


def changed(whole: Book, **said) -> Book:
    """The book of other inputs."""
    return Book(replace(whole.inputs, known={}, **said))


def state(told: Book, code: str, month: str) -> tuple[str, str]:
    """How whole a month of a measure is, and why not."""
    measure, first = told.inputs.measures.named(code), day(f"{month}-01")
    return told.state(measure)[first], told.why(measure, first)


def value(told: Book, code: str, month: str):
    """A measure of a month, None where it is not known."""
    found = told.monthly[code].get(day(f"{month}-01"), pd.NA)
    return None if pd.isna(found) else found
