"""Tiny makers of service lines with their adjustments, and the fee schedules of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from cutover.reading.payers.deadlines import load_deadlines
from cutover.reading.payers.families import load_families
from cutover.reading.payers.tables import CONTRACT_RATES
from cutover.workstreams.fee_schedules.book import Book
from cutover.workstreams.fee_schedules.inputs import Inputs
from era_frames import AS_OF, PRACTICE, adjustment, archive, claim, day, payment, service
from parallel_frames import frame

DEADLINES = load_deadlines(Path("none"), load_families(AS_OF), AS_OF)


def line(paid: int = 8_000, *lowered: tuple, charge: int = 15_000, on: str = "2026-03-02", code: str = "99213",
         payer: str = "AETNA", marks: tuple = (), units: int | None = None, of_claim: dict | None = None,
         of_payment: dict | None = None, on_claim: tuple = (), medi: bool = False, **said) -> dict:  # fmt: skip
    """One remittance with one line: paid so much of its charge, lowered by (group, reason, cents); CO-45 balances."""
    rest = charge - paid - sum(cents for _, _, cents in lowered)
    lowered = (*lowered, ("CO", "45", rest)) if rest else lowered
    row = {"procedure_code": code, "code_qualifier": "HC", "charge_cents": charge, "paid_cents": paid,
           "service_date": day(on), "paid_units": units}  # fmt: skip
    row |= {f"modifier_{n}": mark for n, mark in enumerate(marks, 1)} | said
    return {"service": row, "lowered": lowered, "payer": payer, "on": on, "claim": of_claim or {},
            "payment": of_payment or {}, "on_claim": on_claim, "medi": medi}  # fmt: skip


def lines(count: int, paid: int = 8_000, start: str = "2026-01-05", **said) -> list[dict]:
    """So many equal lines, a day apart."""
    days = pd.date_range(start, periods=count, freq="D")
    return [line(paid, on=f"{one:%Y-%m-%d}", **said) for one in days]


def book(*given: dict, contracts: tuple = (), **said) -> Book:
    """The fee schedules of these lines, each in a remittance of its own, paid two weeks after its service."""
    feeds = {
        medi: {"payments": [], "claims": [], "services": [], "adjustments": []} for medi in (False, True)
    }
    for number, one in enumerate(given):
        name, rows = f"{number:04d}", feeds[one["medi"]]
        paid = pd.Timestamp(one["on"]) + pd.Timedelta(days=14)
        of = {"payer_name": one["payer"], "payer_id": one["payer"], "payee_tin": "111223333"}
        rows["payments"].append(payment(name, f"{paid:%Y-%m-%d}", **of) | one["payment"])
        rows["claims"].append(claim(name, facility_code="11", service_count=1) | one["claim"])
        rows["services"].append(service(name, **one["service"]))
        on_line = {"service_id": 0, "level": "service"}
        rows["adjustments"] += [adjustment(name, *part) | on_line for part in one["lowered"]]
        rows["adjustments"] += [adjustment(name, *part) for part in one["on_claim"]]
    rates = frame(CONTRACT_RATES, list(contracts))
    return Book(
        Inputs(PRACTICE, AS_OF, archive(**feeds[False]), archive(**feeds[True]), DEADLINES, rates, **said)
    )


def why(given: Book) -> str | None:
    """Why the only line of a book is left out, None where it is used."""
    (reason,) = given.lines.every["left_out"]
    return None if pd.isna(reason) else reason


def allowed(given: Book) -> int:
    """What the only line of a book is allowed."""
    assert why(given) is None
    return int(given.lines.every["allowed_cents"].iloc[0])
