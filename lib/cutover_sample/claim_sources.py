"""What tells of a practice's claims: histories, file summaries, invoices, par reports, and their defects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cutover_sample import claim_files, claim_records, fees, file_summaries, invoices
from cutover_sample.book import Practice
from cutover_sample.codes import CLAIM_CODES
from cutover_sample.delivery import Shelf
from cutover_sample.payments import History
from cutover_sample.submissions import Submission, submissions


@dataclass(frozen=True)
class Ledger:
    """One practice's claims as sent, its history (none where clearinghouse-only), its fees and invoices."""

    practice: Practice
    sent: list[Submission]
    records: list[claim_records.Record]
    fees: list[dict[str, object]]
    invoice: list[invoices.Line]


def ledger_of(history: History, shelf: Shelf, seed: int) -> Ledger:
    """Return the ledger of a practice; the same for the same seed."""
    practice, sent = history.practice, submissions(history)
    has_history = practice.usage != "clearinghouse-only"
    records = claim_records.records(history, sent, shelf, seed) if has_history else []
    owed = fees.fees(practice, sent)
    return Ledger(practice, sent, records, owed, invoices.lines(practice, owed))


def files(ledger: Ledger) -> Iterator[tuple[str, bytes]]:
    """Yield every file by its path below the practice's folder."""
    if ledger.records:
        yield from claim_files.files(ledger.practice, ledger.records)
    else:
        yield from file_summaries.files(ledger.practice, ledger.sent)
    yield from invoices.files(ledger.practice, ledger.invoice)
    yield from invoices.par_reports(ledger.practice, ledger.fees)


def cases(ledger: Ledger, shelf: Shelf) -> Iterator[dict[str, object]]:
    """Yield every case of what is planted there, or follows from what was never fetched."""
    slug = ledger.practice.slug
    if ledger.records:
        for kind, number, cents in claim_records.cases(ledger.practice, ledger.records, shelf):
            yield _case(slug, kind, cents, claim=number)
    for line in ledger.invoice:
        if line.wrong:
            off = line.cents - line.due_cents
            yield _case(slug, line.wrong, off, month=f"{line.month:%Y-%m}", npi=line.npi)


def facts(ledger: Ledger) -> dict[str, object]:
    """Return counts that any reading of the ledger must come to; fees over the last 12 and 24 months."""
    states = Counter(one.state for one in ledger.sent)
    months = sorted({f["month"] for f in ledger.fees})
    found: dict[str, object] = {"practice": ledger.practice.slug, "submissions": dict(sorted(states.items()))}
    found["history"] = dict(sorted(Counter(r.status for r in ledger.records).items()))
    found["invoiced_cents"] = sum(line.cents for line in ledger.invoice)
    found["invoiced_fee_cents"] = sum(line.cents for line in ledger.invoice if line.text == invoices.FEE)
    for span in (12, 24):
        inside = [f for f in ledger.fees if f["month"] in months[-span:]]
        for name in ("low_cents", "high_cents", "back_cast_low_cents", "back_cast_high_cents"):
            found[f"fees_{span}_months_{name}"] = sum(f[name] for f in inside)
    return found


def _case(slug: str, kind: str, cents: int | None, **what: object) -> dict[str, object]:
    return {"practice": slug, "code": CLAIM_CODES[kind][0], "cents": cents, "kind": kind, **what}
