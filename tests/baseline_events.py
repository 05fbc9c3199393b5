"""The monthly report of a practice of the sample from what happened there, by plain loops and no file."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from cutover_sample import book, claim_records, claim_sources, defects, payments
from cutover_sample.delivery import Shelf
from cutover_sample.key import counting
from cutover_sample.payments import History, Payment

SEED, BUCKETS = 2026, (30, 60, 90, 120)
REFUSES = {
    "16",
    "29",
    "50",
    "18",
    "197",
    "27",
    "204",
    "97",
    "22",
}  # the reasons of the sample that are denials
RESOLVED = (claim_records.PAID, claim_records.PATIENT, claim_records.WRITTEN_OFF)
Told = dict[str, dict[dt.date, object]]


@dataclass(frozen=True)
class Happened:
    """One practice: all that happened, what became of it on the disk, and its claims as they were sent."""

    history: History
    shelf: Shelf
    ledger: claim_sources.Ledger

    @property
    def on_disk(self) -> list[Payment]:
        """The payments that count on the disk, by date."""
        return [payment for _, payment in counting(self.shelf)]

    @property
    def in_truth(self) -> list[Payment]:
        """The payments that were made, as the payers sent them, whatever became of their files."""
        found = {payment.trace: payment for payment in self.history.payments}
        own = [d for d in self.shelf.deliveries if not d.is_foreign]
        found |= {payment.trace: payment for d in own for payment in d.payments}
        return sorted(found.values(), key=lambda payment: payment.date)

    @property
    def faulty(self) -> set[dt.date]:
        """The months in which a file is damaged, cut, not there, as text alone, or does not add up."""
        return {first(p.date) for d in self.shelf.deliveries for p in d.payments
                if d.is_cut or d.damage or d.blank_line or d.rubbish or d.refused or not d.has_835
                or p.amount_cents != p.net_cents}  # fmt: skip


def happened(practices: int = 8, months: int = 24, claims: int = 250) -> dict[str, Happened]:
    """Every practice of the sample, as `generate` makes it, without a file."""
    everyone = book.book(practices, months, claims, SEED)
    told = {}
    for number, practice in enumerate(everyone):
        history = payments.history(practice, SEED)
        shelf = defects.shelf_of(history, everyone, 1_600_000_000 + number * 5_000_000, SEED)
        told[practice.slug] = Happened(history, shelf, claim_sources.ledger_of(history, shelf, SEED))
    return told


def first(day: dt.date) -> dt.date:
    return day.replace(day=1)


def of_payments(paid: Iterable[Payment]) -> Told:
    """The measures that remittances tell, by month of payment."""
    sums: dict[str, Counter] = defaultdict(Counter)
    days: dict[dt.date, list[int]] = defaultdict(list)
    answered, settled = set(), set()
    for payment in paid:
        month = first(payment.date)
        sums["payments"][month] += payment.amount_cents
        for one in sorted(payment.decisions, key=lambda d: d.status != "22"):
            for group, reason, cents in one.all_adjustments:
                name = "patient" if group == "PR" else "prior" if reason == "23" else "adjusted"
                sums[name][month] += cents
            if one.status == "22":
                continue
            denied, number = is_denied(one), one.claim.number
            sums["decided"][month] += 1
            sums["denied"][month] += denied
            if number not in answered:
                answered.add(number)
                sums["first"][month] += 1
                sums["passed"][month] += not denied
            if one.paid_cents > 0 and number not in settled:
                settled.add(number)
                days[month].append((payment.date - one.claim.visit).days)
    return _with_rates(sums) | {"days": {month: median(found) for month, found in days.items()}}


def _with_rates(sums: dict[str, Counter]) -> Told:
    rate = {m: sums["denied"][m] / n for m, n in sums["decided"].items()}
    passed = {m: sums["passed"][m] / n for m, n in sums["first"].items()}
    return {name: dict(found) for name, found in sums.items()} | {"denial_rate": rate, "first_pass": passed}


def is_denied(one) -> bool:
    """Nothing was paid, and something refuses; a claim that only a contract lowers to nothing is refused by it."""
    reasons = {reason for _, reason, _ in one.all_adjustments}
    groups = {group for group, _, _ in one.all_adjustments}
    return not one.paid_cents and one.charge_cents > 0 and bool(reasons & REFUSES or groups == {"CO"})


def allowed(paid: Iterable[Payment]) -> dict[dt.date, tuple[int, int]]:
    """Paid and allowed by month of payment, over the lines of first payers that pay and are not taken back later."""
    paid = list(paid)
    back = {
        (d.claim.number, -d.charge_cents, -d.paid_cents)
        for p in paid
        for d in p.decisions
        if d.status == "22"
    }
    sums: dict[dt.date, list[int]] = defaultdict(lambda: [0, 0])
    for payment in paid:
        for one in payment.decisions:
            taken = (one.claim.number, one.charge_cents, one.paid_cents) in back
            for line in one.lines if one.status in ("1", "19") and not taken else ():
                if line.allowed_cents > 0 and not {r for _, r, _ in line.adjustments} & REFUSES:
                    sums[first(payment.date)][0] += line.paid_cents
                    sums[first(payment.date)][1] += line.allowed_cents
    return {month: (one, other) for month, (one, other) in sums.items()}


def charges(ledger: claim_sources.Ledger) -> dict[dt.date, int]:
    """What the history has billed, by month of service."""
    found: Counter = Counter()
    for record in ledger.records:
        found[first(record.submission.claim.visit)] += record.charge_cents
    return dict(found)


def aging(ledger: claim_sources.Ledger, on: dt.date) -> list[int]:
    """What was open with payers on a day by age: 0-30, 31-60, 61-90, 91-120, over 120 days."""
    found = [0] * 5
    for record in ledger.records:
        age = (on - record.submission.claim.visit).days
        resolved = record.status in RESOLVED
        if age < 0 or (resolved and record.paid_on <= on):
            continue
        found[sum(age > edge for edge in BUCKETS)] += (
            record.charge_cents if resolved else max(0, record.balance_cents)
        )
    return found
