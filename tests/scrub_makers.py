"""Tiny makers of service lines with their decisions, and the scrub rules of them."""

from __future__ import annotations

import pandas as pd
from cutover.intake.sheets import SCRUB_RULES
from cutover.reading.claims.receipts import ANSWERED
from cutover.workstreams.scrub_rules.book import Book
from cutover.workstreams.scrub_rules.inputs import Inputs
from era_frames import AS_OF, PRACTICE, adjustment, archive, claim, day, payment, service
from parallel_frames import frame

DENIED = ("CO", "16")


def line(
    code: str = "99213", reason: tuple | None = None, marks: tuple = (), cents: int = 10_000, **said
) -> dict:
    """A line as billed: paid as charged, or denied for a reason (group and CARC)."""
    row = {"procedure_code": code, "code_qualifier": "HC", "charge_cents": cents,
           "paid_cents": 0 if reason else cents}  # fmt: skip
    return {"row": row | {f"modifier_{n}": mark for n, mark in enumerate(marks, 1)} | said, "reason": reason}


def sent(*lines: dict, patient: str = "P1", on: str = "2026-03-02", after: int = 14, payer: str = "AETNA",
         number: str | None = None, medi: bool = False, on_claim: tuple = (), **said) -> dict:  # fmt: skip
    """A claim with its lines, decided so many days after the service; a claim's number is its patient's unless told."""
    return {"lines": lines, "patient": patient, "on": on, "after": after, "payer": payer, "medi": medi,
            "on_claim": on_claim, "said": {"patient_control_number": number or f"A{patient}"} | said}  # fmt: skip


def many(count: int, *lines: dict, first: int = 0, start: str = "2026-01-05", **said) -> list[dict]:
    """So many equal claims, each of another patient, a day apart."""
    days = pd.date_range(start, periods=count, freq="D")
    return [
        sent(*lines, patient=f"{first + n:04d}", on=f"{one:%Y-%m-%d}", **said) for n, one in enumerate(days)
    ]


def book(*claims: dict, asked: tuple = (), answers: tuple = (), **said) -> Book:
    """The scrub rules of these claims, each in a remittance of its own."""
    feeds = {
        medi: {"payments": [], "claims": [], "services": [], "adjustments": []} for medi in (False, True)
    }
    for number, one in enumerate(claims):
        name, rows = f"{number:04d}", feeds[one["medi"]]
        decided = f"{pd.Timestamp(one['on']) + pd.Timedelta(days=one['after']):%Y-%m-%d}"
        cents = [part["row"]["charge_cents"] for part in one["lines"]]
        paid = [part["row"]["paid_cents"] for part in one["lines"]]
        rows["payments"].append(payment(name, decided, payer_name=one["payer"], payee_npi="1234567893"))
        facts = {"facility_code": "11", "charge_cents": sum(cents), "paid_cents": sum(paid),
                 "patient_id": one["patient"], "service_count": len(cents)}  # fmt: skip
        rows["claims"].append(claim(name, **(facts | one["said"])))
        rows["adjustments"] += [adjustment(name, *part) for part in one["on_claim"]]
        for place, part in enumerate(one["lines"]):
            own = {"service_date": day(one["on"])} | part["row"]
            rows["services"].append(service(name, service_id=place, **own))
            if part["reason"]:
                group, carc = part["reason"][:2]
                refused = part["reason"][2] if len(part["reason"]) > 2 else own["charge_cents"]
                on_line = {"service_id": place, "level": "service"}
                rows["adjustments"].append(adjustment(name, group, carc, refused) | on_line)
    return Book(Inputs(PRACTICE, AS_OF, archive(**feeds[False]), archive(**feeds[True]), frame(ANSWERED, list(answers)),
                       frame(SCRUB_RULES.columns, list(asked)), **said))  # fmt: skip


def why(given: Book) -> list[str | None]:
    """Why each line of a book is left out, None where it is a first decision."""
    return [None if pd.isna(reason) else reason for reason in given.lines.every["left_out"]]


def rules(given: Book) -> list[tuple]:
    """What the rules of a book are about, with their reasons and denials."""
    return [(r.payer, r.what, r.reason, r.denied, r.lines) for r in given.rules.itertuples()]
