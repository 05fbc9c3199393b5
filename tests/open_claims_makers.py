"""Tiny makers of open claims: a history, file summaries, remittances, notes of people, and the book of them."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from cutover.columns import empty
from cutover.intake.handoff_workbook import CLAIMS
from cutover.intake.sheets import OPEN_CLAIMS, SHEETS
from cutover.reading.claims.receipts import ANSWERED
from cutover.reading.claims.tables import CLAIM_HISTORY, SUBMITTED_CLAIMS
from cutover.reading.intake.returned import Returned
from cutover.reading.payers.deadlines import Deadlines, load_deadlines
from cutover.reading.payers.families import load_families
from cutover.result import Finding
from cutover.workstreams.open_claims import findings as handoff_findings
from cutover.workstreams.open_claims.agreements import unwritten
from cutover.workstreams.open_claims.book import Book
from cutover.workstreams.open_claims.inputs import Inputs
from era_frames import PRACTICE, adjustment, archive, claim, day, payment
from parallel_frames import frame, known

AS_OF, CUTOVER = dt.date(2026, 7, 31), dt.date(2026, 8, 3)
__all__ = [
    "AS_OF",
    "CUTOVER",
    "adjustment",
    "book",
    "claim",
    "day",
    "decided",
    "findings",
    "history",
    "note",
    "one",
    "summary",
]


def history(number: str, state: str = "pending", cents: int = 10_000, on: str = "2026-06-01", **said) -> dict:
    """One claim of the claim history, open with its whole balance unless told."""
    row = {
        "service_from": day(on),
        "charge_cents": 10_000,
        "balance_cents": cents,
        "state": state,
        "paid_cents": 0,
    }
    return known(number, **(row | said))


def summary(number: str, state: str, sent: str = "2026-06-03", on: str = "2026-06-01", **said) -> dict:
    """One claim of a file summary."""
    row = {"claim_number": f"OA{number}{sent}", "patient_control_number": number, "state": state,
           "submission_date": day(sent), "service_from": day(on), "payer_name": "AETNA", "source": "file summary",
           "source_file": "submissions/x.txt", "source_row": 1}  # fmt: skip
    return row | said


def decided(number: str, paid: str, cents: int, refused: str = "", on: str = "2026-06-01", charge: int = 10_000,
            payer: str = "AETNA", **said) -> tuple[dict, dict, list[dict]]:  # fmt: skip
    """One remittance with one claim: paid so much, or refused for a reason such as CO-197."""
    key = f"{number}{paid}{cents}{said.get('status', '')}"
    of = claim(
        key,
        patient_control_number=number,
        paid_cents=cents,
        charge_cents=charge,
        statement_from=day(on),
        **said,
    )
    group, _, reason = refused.partition("-")
    lowered = [adjustment(key, group, reason, charge - cents)] if refused else []
    return payment(key, paid, cents, payer_name=payer), of, lowered


def note(number: str, **said) -> dict:
    """One row of the intake's sheet of open claims."""
    return {"payer": "AETNA", "claim_number": number, "source_file": "intake.xlsx"} | said


def returned(*rows: dict, file: str = "handoff/a.xlsx") -> Returned:
    """A workbook that came back."""
    return Returned(claims=frame(CLAIMS.columns, [{"source_file": file} | row for row in rows]))


def deadlines(**payers: dict) -> Deadlines:
    """The public deadlines, and those that a client states: `AETNA={"appeal_days": 180}`."""
    found = load_deadlines(PRACTICE.raw.parent, load_families(AS_OF), AS_OF)
    rows = [{"payer": payer, "filing_days": None, "corrected_days": None, "appeal_days": None,
             "known_from": None} | said
            for payer, said in payers.items()]  # fmt: skip
    return Deadlines(found.rules, found.families, found.source, pd.DataFrame(rows) if rows else found.stated)


def book(
    claims=(),
    summaries=(),
    eras=(),
    notes=(),
    answers=(),
    back=None,
    payers=None,
    people=(),
    texts=(),
    papers=(),
    **said,
) -> Book:
    """The book of these rows, looked at on AS_OF before a cutover on CUTOVER."""
    paid = [part for part, _, _ in eras]
    feed = archive(
        payments=paid, claims=[c for _, c, _ in eras], adjustments=[a for *_, many in eras for a in many],
        text_checks=texts, papers=papers,
    )  # fmt: skip
    sheets = {s.name: empty(s.columns) for s in SHEETS}
    sheets["open claims"] = frame(OPEN_CLAIMS.columns, list(notes))
    users = next(s for s in SHEETS if s.name == "users")
    sheets["users"] = frame(users.columns, [{"name": name} for name in people])
    given = {"as_of": AS_OF, "cutover": CUTOVER} | said
    rows = [{"source_row": n} | row for n, row in enumerate(claims, 1)]
    return Book(Inputs(
        PRACTICE, office_ally=feed, medi=archive(), deadlines=deadlines(**(payers or {})),
        history=frame(CLAIM_HISTORY, rows), submitted=frame(SUBMITTED_CLAIMS, list(summaries)),
        answers=frame(ANSWERED, list(answers)), intake=sheets, returned=back or Returned(), **given,
    ))  # fmt: skip


def findings(given: Book) -> tuple[Finding, ...]:
    """The findings of a book; the verdict, figures and tables of its report are not made for them."""
    return tuple(handoff_findings.made(given, unwritten(given.inputs)))


def one(given: Book) -> pd.Series:
    """The only open claim of a book."""
    assert len(given.open) == 1, given.open[["case", "status"]]
    return given.open.iloc[0]
