"""How decisions become payments: each payer's rhythm, what it takes back, the interest it owes.

A payment balances: its amount is the sum of what its claims were paid less the provider adjustments
(005010X221A1, section 1.10.2.1).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field, replace
from random import Random

from cutover_sample import claim_placement
from cutover_sample.book import Practice
from cutover_sample.cast import Payer
from cutover_sample.claims import Claim, claim, claims
from cutover_sample.decisions import Decision, correct, decide, decide_second, reverse


@dataclass(frozen=True)
class ProviderAdjustment:
    """One reason, reference and amount of a PLB: positive cents lower the payment."""

    reason: str
    reference: str
    cents: int


@dataclass(frozen=True)
class Payment:
    """One payment: an ST of an 835. `amount_cents` is what its BPR says."""

    payee: Practice
    payer: Payer
    date: dt.date
    trace: str
    method: str
    amount_cents: int
    decisions: tuple[Decision, ...]
    provider_adjustments: tuple[ProviderAdjustment, ...] = ()
    is_debit: bool = False

    @property
    def net_cents(self) -> int:
        """What the amount should be: the claims' money less the provider adjustments."""
        return sum(d.paid_cents for d in self.decisions) - sum(a.cents for a in self.provider_adjustments)


@dataclass
class History:
    """All that happened in a practice: its claims, paid or not, and its payments by date."""

    practice: Practice
    claims: list[Claim] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)


def history(practice: Practice, seed: int) -> History:
    """Return what happened in a practice from first to last day; the same for the same seed."""
    rng = Random(f"{seed}:{practice.slug}:history")
    told = History(practice, claim_placement.arranged(practice, list(claims(practice, rng))))
    dates = {payer: payment_dates(payer, practice, rng) for payer in practice.payers}
    booked = _booked(told.claims, dates, rng)
    for payer, days in dates.items():
        _fill_silent_days(told, payer, days, booked, rng)
        told.payments += _payments(practice, payer, days, booked, rng)
    told.payments.sort(key=lambda p: (p.date, p.payer.payer_id, p.trace))
    return told


def payment_dates(payer: Payer, practice: Practice, rng: Random) -> list[dt.date]:
    """Return the days on which a payer pays: its rhythm, a day early or late at most, never on a weekend."""
    day = practice.first + dt.timedelta(rng.randrange(payer.cycle_days))
    day += dt.timedelta((rng.choice((1, 2, 3)) - day.weekday()) % 7)  # Tuesday to Thursday
    days = []
    while day <= practice.last:
        days.append(day + dt.timedelta(rng.choice((-1, 0, 0, 0, 0, 1))))
        day += dt.timedelta(payer.cycle_days)
    return [d for d in days if practice.first <= d <= practice.last]


def stray_payment(practice: Practice, payer: Payer, date: dt.date, number: int, rng: Random) -> Payment:
    """Return a payment to a practice that stands outside its history, such as one filed with another's."""
    made = []
    for place in range(4):
        visit = date - dt.timedelta(payer.lag_days + 20 + place)
        patient = next((p for p in practice.patients if p.coverages[0].payer == payer), practice.patients[0])
        one = claim(practice, f"ST{number}{place}", visit, patient, rng)
        made.append(decide(replace(one, coverage=replace(one.coverage, payer=payer)), rng))
    return _payment(practice, payer, date, tuple(made), (), rng)


def _booked(claims: list[Claim], dates: dict, rng: Random) -> dict[tuple, list[Decision]]:
    """Decisions by payer and day of payment: the first day of payment after the decision."""
    booked: dict[tuple, list[Decision]] = defaultdict(list)
    for one in claims:
        first = decide(one, rng)
        day = _day_after(dates[first.payer], first.decided)
        if day is None:
            continue
        booked[first.payer, day].append(first)
        if first.forwarded_to:
            second = decide_second(first, rng)
            later = _day_after(dates[second.payer], second.decided)
            if later:
                booked[second.payer, later].append(second)
    return booked


def _day_after(days: list[dt.date], decided: dt.date) -> dt.date | None:
    """The first day of payment on or after a decision; None where the archive begins later or ends before."""
    if not days or (days[0] - decided).days > 20:
        return None
    return next((day for day in days if day >= decided), None)


def _fill_silent_days(history: History, payer: Payer, days, booked, rng: Random) -> None:
    """Give a day without a decision one claim, so that a payer's rhythm is broken only on purpose."""
    covered = [p for p in history.practice.patients if p.coverages[0].payer == payer]
    for day in days:
        if booked[payer, day]:
            continue
        patient = rng.choice(covered or history.practice.patients)
        if not covered:
            patient = replace(patient, coverages=(replace(patient.coverages[0], payer=payer),))
        visit = day - dt.timedelta(payer.lag_days + 15)
        one = claim(
            history.practice,
            f"{history.claims[0].number[:2]}{len(history.claims) + 500_001}",
            visit,
            patient,
            rng,
        )
        one = claim_placement.kept_out(history.practice, one)
        history.claims.append(one)
        booked[payer, day].append(replace(decide(one, rng), decided=day - dt.timedelta(1)))


def _payments(practice: Practice, payer: Payer, days, booked, rng: Random) -> list[Payment]:
    """The payments of one payer in order; what it cannot take at once it carries forward (FB)."""
    made: list[Payment] = []
    owed: list[ProviderAdjustment] = []
    settled: list[Decision] = []
    for day in days:
        decisions = booked[payer, day]
        if practice.takes_back and (practice.last - day).days > 75:
            decisions = decisions + _corrections(settled, day, rng)
        decisions, adjustments = _with_interest(decisions, rng)
        net = sum(d.paid_cents for d in decisions) - sum(a.cents for a in adjustments)
        for balance in list(owed):
            if net >= -balance.cents:
                adjustments.append(ProviderAdjustment("FB", balance.reference, -balance.cents))
                net += balance.cents
                owed.remove(balance)
        if net < 0:
            owed.append(ProviderAdjustment("FB", f"FB{day:%Y%m%d}{rng.randrange(1000):03d}", net))
            adjustments.append(owed[-1])
        elif practice.takes_back:
            adjustments += _taken_back(settled, net, rng)
        made.append(_payment(practice, payer, day, tuple(decisions), tuple(adjustments), rng))
        settled = [d for d in decisions if d.status == "1" and d.paid_cents > 0 and d.lines]
    return made


def _corrections(settled: list[Decision], day: dt.date, rng: Random) -> list[Decision]:
    if not settled or rng.random() >= 0.06:
        return []
    wrong = rng.choice(settled)
    decided = day - dt.timedelta(2)
    return [reverse(wrong, decided), correct(wrong, decided, rng)]


def _with_interest(decisions: list[Decision], rng: Random) -> tuple[list[Decision], list[ProviderAdjustment]]:
    """Interest on a late claim: AMT*I on the claim, and L6 (negative) in the PLB that pays it."""
    late = next(
        (d for d in decisions if d.status == "1" and d.paid_cents > 5_000 and not d.adjustments), None
    )
    if late is None or rng.random() >= 0.03:
        return list(decisions), []
    interest = late.paid_cents * rng.randrange(8, 25) // 1000
    changed = [replace(d, interest_cents=interest) if d is late else d for d in decisions]
    return changed, [ProviderAdjustment("L6", late.payer_claim, -interest)]


def _taken_back(settled: list[Decision], net: int, rng: Random) -> list[ProviderAdjustment]:
    """Now and then an overpayment is recovered (WO), refunded by check (WO with 72) or adjusted (CS)."""
    chance = rng.random()
    if not settled or chance >= 0.06:
        return []
    wrong = rng.choice(settled)
    cents = min(wrong.paid_cents, net // 3)
    if cents < 100:
        return []
    taken = ProviderAdjustment("WO", wrong.payer_claim, cents)
    if chance < 0.008:
        return [taken, ProviderAdjustment("72", wrong.payer_claim, -cents)]
    if chance < 0.014:
        return [ProviderAdjustment("CS", wrong.payer_claim, rng.choice((-250, 250)))] if cents >= 250 else []
    return [taken]


def _payment(practice, payer: Payer, day: dt.date, decisions, adjustments, rng: Random) -> Payment:
    amount = sum(d.paid_cents for d in decisions) - sum(a.cents for a in adjustments)
    method = payer.method if amount else "NON"
    digits = 6 if payer.method == "CHK" else 9
    trace = f"{payer.tin[-2:]}{day:%y%m%d}{rng.randrange(10**digits):0{digits}d}"
    return Payment(practice, payer, day, trace, method, amount, decisions, adjustments)
