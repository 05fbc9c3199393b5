"""What a practice management system says of each claim today: its status, what was paid, what is left.

Taken from what payers really decided, whatever became of the remittances on the practice's disk: where one
was never fetched, the history knows of money that no 835 shows.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from cutover_sample.book import Practice
from cutover_sample.delivery import Shelf
from cutover_sample.key import counting
from cutover_sample.payments import History
from cutover_sample.submissions import Submission

# the words of the first layout; the second has its own (`claim_files`)
OPEN, BILLED, PAID, DENIED = "Ready for claim", "Billed primary", "Closed", "Insurance denied"
PATIENT, APPEAL, WRITTEN_OFF, STRANGE = "Patient responsibility", "Appeal", "Written off", "Z9"


@dataclass
class Record:
    """One claim of a claim history; amounts in cents. `sent` is None where it was never submitted."""

    submission: Submission
    is_sent: bool
    status: str
    charge_cents: int
    paid_cents: int = 0
    adjusted_cents: int = 0
    patient_cents: int = 0
    patient_paid_cents: int = 0
    paid_on: dt.date | None = None
    check: str = ""
    payer_claim: str = ""
    denial: str = ""
    marks: list[str] = field(default_factory=list)

    @property
    def balance_cents(self) -> int:
        """What is still owed, by a payer or the patient."""
        return self.charge_cents - self.paid_cents - self.adjusted_cents - self.patient_paid_cents


def records(history: History, sent: list[Submission], shelf: Shelf, seed: int) -> list[Record]:
    """Return a practice's claim history, one record a claim, by day of submission."""
    rng = Random(f"{seed}:{history.practice.slug}:history report")
    found = {one.claim.number: _new(one) for one in sent}
    for payment in history.payments:
        for decision in payment.decisions:
            record = found.get(decision.claim.number)
            if record is not None:
                _book(record, payment, decision)
    for record in found.values():
        _settle(record, rng)
    rows = list(found.values())
    if history.practice.slug == "cedar-grove":
        on_disk = {d.claim.number for _, p in counting(shelf) for d in p.decisions}
        rows = _with_gaps(rows, on_disk, rng)
    return rows


def _new(one: Submission) -> Record:
    is_sent = one.state != "unsent"
    charge = sum(line.charge_cents for line in one.claim.lines)
    return Record(one, is_sent, BILLED if is_sent else OPEN, charge)


def _book(record: Record, payment, decision) -> None:
    record.paid_cents += decision.paid_cents
    record.paid_on, record.check = payment.date, payment.trace
    record.payer_claim = decision.payer_claim
    others = sum(
        cents for group, reason, cents in decision.all_adjustments if group != "PR" and reason != "23"
    )
    record.adjusted_cents += others
    record.patient_cents = decision.patient_cents
    if not decision.paid_cents and decision.all_adjustments:
        record.denial = "-".join(decision.all_adjustments[0][:2])


def _settle(record: Record, rng: Random) -> None:
    """The status that follows from what was decided; a denied claim is open work again, some given up."""
    if record.paid_on is None:
        return
    if record.paid_cents == 0 and record.denial:
        record.adjusted_cents = 0
        record.status = rng.choices((DENIED, APPEAL, WRITTEN_OFF), (80, 8, 12))[0]
        if record.status == WRITTEN_OFF:
            record.adjusted_cents = record.charge_cents
    elif record.balance_cents > 0 and rng.random() < 0.15:
        record.status = PATIENT
    else:
        record.status, record.patient_paid_cents = PAID, max(0, record.balance_cents)


def _with_gaps(rows: list[Record], on_disk: set[str], rng: Random) -> list[Record]:
    """Four paid claims are gone from the history, three are posted ten dollars off, one status is odd."""
    paid = [r for r in rows if r.paid_cents > 2_000 and r.submission.claim.number in on_disk]
    chosen = rng.sample(paid, min(8, len(paid)))
    for record in chosen[4:7]:
        record.paid_cents += 1_000
        record.marks.append("amount off")
    for record in chosen[7:]:
        record.status = STRANGE
        record.marks.append("status unknown")
    gone = {id(record) for record in chosen[:4]}
    return [r for r in rows if id(r) not in gone]


def cases(practice: Practice, rows: list[Record], shelf: Shelf):
    """Yield where the history and the remittances on the disk disagree, by a plain loop over both."""
    paid, seen = Counter(), {}
    for _, payment in counting(shelf):
        for decision in payment.decisions:
            paid[decision.claim.number] += decision.paid_cents
            seen[decision.claim.number] = decision.claim
    known = {r.submission.claim.number: r for r in rows}
    for number, record in known.items():
        if number not in seen and record.paid_cents > 0:
            yield "paid without ERA", number, record.paid_cents
        elif number in seen and record.paid_cents != paid[number]:
            yield "amounts differ", number, abs(record.paid_cents - paid[number])
        if "status unknown" in record.marks:
            yield "status unknown", number, record.charge_cents
    for number, cents in paid.items():
        if number not in known and cents > 0:
            yield "not in history", number, cents
