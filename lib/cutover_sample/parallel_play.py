"""A parallel run of the sample, played forward day by day: what is paid, where it lands, who posts it where.

Everything that depends on a day after the last one played has not happened yet.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from cutover_sample.parallel_cast import WEEKS_BEFORE, RunPayer, RunPractice

OLD, NEW = "Office Ally", "Medi"
_DAY = dt.timedelta(1)


@dataclass
class Amount:
    """One thing to post: a claim payment, or a provider-level amount (`number` empty, `reference` set)."""

    number: str
    service: dt.date
    cents: int
    status: str = "1"
    reference: str = ""
    fault: str = ""


@dataclass
class Remitted:
    """One remittance: where it landed, its amounts, and what happened to it as a whole."""

    payer: RunPayer
    paid: dt.date
    trace: str
    feed: str
    amounts: list[Amount]
    fault: str = ""

    @property
    def cents(self) -> int:
        """Its amount: what its claims and provider-level amounts add up to."""
        return sum(amount.cents for amount in self.amounts)


@dataclass
class Played:
    """A run as far as it was played. A posting is (system, day, claim, payer, check, cents, kind)."""

    practice: RunPractice
    until: dt.date
    remitted: list[Remitted] = field(default_factory=list)
    postings: list[tuple] = field(default_factory=list)
    deposits: list[tuple] = field(default_factory=list)  # day, cents, description
    loose: list[tuple[str, str, int, dt.date]] = field(default_factory=list)  # code, payer, cents, day


def play(practice: RunPractice, until: dt.date, seed: int) -> Played:
    """Return what has happened in a run through a day; the same for the same seed, and more with every day."""
    told, day = Played(practice, until), practice.cutover - dt.timedelta(7 * WEEKS_BEFORE)
    counts = dict.fromkeys(practice.payers, 0)
    while day <= until:
        for place, payer in enumerate(practice.payers):
            if day.weekday() == payer.weekday and (payer.stops is None or day <= payer.stops):
                _pay(told, place, payer, counts[payer], day, Random(f"{seed}:{practice.slug}:{place}:{day}"))
                counts[payer] += 1
        day += _DAY
    told.postings = sorted(row for row in told.postings if row[1] <= until)
    told.deposits = sorted(row for row in told.deposits if row[0] <= until)
    return told


def side(practice: RunPractice, service: dt.date) -> str:
    """Return the system where a claim belongs."""
    return OLD if service < practice.cutover else NEW


def _pay(run: Played, place: int, payer: RunPayer, number: int, day: dt.date, rng: Random) -> None:
    """One remittance of a payer, with what is to go wrong with it, its deposit and its postings."""
    practice, fault = run.practice, run.practice.faults.get((place, number), "")
    head = practice.slug[0].upper()
    amounts = [
        Amount(f"{head}{place + 1}{number:02d}{n}{rng.randrange(10)}7", day - dt.timedelta(rng.randrange(9, 27)),
               rng.randrange(41, 290) * 100 + 13)
        for n in range(rng.randrange(4, 7))
    ]  # fmt: skip
    feed = NEW if payer.switch and day >= payer.switch else OLD
    paid = Remitted(payer, day, f"{head}T{place + 1}{number:03d}{day:%m%d}", feed, amounts, fault)
    earlier = [r for r in run.remitted if r.payer == payer]
    _adjust(paid, earlier, fault)
    run.remitted.append(paid)
    _deposit(run, paid, fault)
    _post(run, paid, earlier, fault)


def _adjust(paid: Remitted, earlier: list[Remitted], fault: str) -> None:
    """Take-backs and reversals of a claim that was paid before the cutover."""
    if fault.startswith(("recoupment", "reversal")):
        first = earlier[2].amounts[0]
        lost = "lost" if fault.endswith("lost") else ""
        if fault.startswith("recoupment"):
            paid.amounts.append(Amount("", first.service, -3_150, reference=first.number, fault=lost))
        else:
            paid.amounts.append(Amount(first.number, first.service, -first.cents, "22", fault=lost))
            paid.amounts.append(Amount(first.number, first.service, first.cents - 2_000))
    marks = {"both": ["both"], "swapped": ["swapped"], "twice": ["twice"], "lost": ["lost"], "amount": ["amount"],
             "wrong claim": ["wrong claim"], "zero of two": ["more", "less"], "elsewhere": ["elsewhere"]}  # fmt: skip
    for amount, mark in zip(paid.amounts, marks.get(fault, []), strict=False):
        amount.fault = mark
    if fault == "swapped":
        paid.amounts[0].cents = 12_413  # typed as 12_143
    if fault == "at cutover":
        for amount in paid.amounts:
            amount.fault = "lost"


def _deposit(run: Played, paid: Remitted, fault: str) -> None:
    """The bank sees each remittance the next working day, but for what goes wrong there."""
    day = _later(paid.paid, 1)
    if fault == "stray deposit":
        run.deposits.append((day, 77_707, "DEPOSIT 4471"))
        run.loose.append(("run-deposit-open", "(bank)", 77_707, day))
    if fault == "deposit of three":
        same = [r for r in run.remitted if r.fault == fault and r.paid == paid.paid]
        if len(same) == 3:
            whole = sum(r.cents for r in same)
            run.deposits.append((day, whole, "LOCKBOX"))
            run.loose.append(("run-deposit-suggested", "(bank)", whole, day))
    elif fault != "unpaid":
        run.deposits.append((day, paid.cents, f"HCCLAIMPMT TRN*1*{paid.trace}*1999999999"))


def _post(run: Played, paid: Remitted, earlier: list[Remitted], fault: str) -> None:
    for amount in paid.amounts:
        _post_one(run, paid, amount, _later(paid.paid, 2), earlier)
    if fault == "no remittance":
        day = _later(paid.paid, 2)
        run.postings.append((NEW, day, "Z9990017", paid.payer.name, "ZT90001", 8_613, "claim"))
        run.loose.append(("run-no-remittance", paid.payer.name, 8_613, day))


def _post_one(run: Played, paid: Remitted, amount: Amount, day: dt.date, earlier: list[Remitted]) -> None:
    where, fault, cents = side(run.practice, amount.service), amount.fault, amount.cents
    other = NEW if where == OLD else OLD
    kind = "claim" if amount.number else "provider level"

    def put(system: str, number: str, money: int) -> None:
        run.postings.append((system, day, number, paid.payer.name, paid.trace, money, kind))

    if fault == "lost":
        return
    number = earlier[0].amounts[1].number if fault == "wrong claim" else amount.number
    money = {"swapped": 12_143, "amount": cents - 1_000, "more": cents + 900, "less": cents - 900}.get(
        fault, cents
    )
    put(other if fault == "elsewhere" else where, number, money)
    if fault in ("twice", "both"):
        put(where if fault == "twice" else other, number, money)


def _later(day: dt.date, working: int) -> dt.date:
    """The day that lies so many working days later."""
    while working:
        day += _DAY
        working -= day.weekday() < 5
    return day
