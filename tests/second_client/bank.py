"""Deposits of the parallel run: June and July without header, August with DEBIT/CREDIT and pending rows."""

from dataclasses import dataclass
from datetime import date, timedelta

from .sheets import csv_text
from .world import business_day, us, us_short, usd

FIRST = date(2026, 6, 1)
LAST_CHECK = date(2026, 8, 20)
SPLIT = date(2026, 8, 1)


@dataclass
class Deposit:
    """One row of the bank; cents below zero leave the account."""

    day: date
    words: str
    cents: int
    status: str = "Posted"


def deposits(remits, lost, short, short_by):
    """Return the deposits of remittances: one is lost, one short, the last two checks of Aetna go in together."""
    checks = [r for r in remits if r.payer.key == "aetna" and r.amount > 0 and FIRST <= r.day <= LAST_CHECK][
        -2:
    ]
    found = []
    for remit in remits:
        if remit.day < FIRST or remit.amount <= 0 or remit is lost or remit in checks:
            continue
        cents = remit.amount - (short_by if remit is short else 0)
        found.append(Deposit(_day(remit), _words(remit), cents))
    found.append(
        Deposit(
            business_day(checks[1].day + timedelta(days=3)),
            "REMOTE DEPOSIT 2 ITEMS BR 0114",
            sum(r.amount for r in checks),
        )
    )
    return sorted(found, key=lambda d: d.day), checks


def _day(remit):
    return business_day(remit.day + timedelta(days=4 if remit.method == "CHK" else 0))


def _words(remit):
    who = remit.payer.era[:18].strip()
    if remit.method == "CHK":
        return f"REMOTE DEPOSIT CK {remit.trace} {who}"
    forms = (
        f"{who} HCCLAIMPMT TRN*1*{remit.trace}*{remit.payer.trace}\\",
        f"ORIG CO NAME:{who} CO ENTRY DESCR:HCCLAIMPMT SEC:CCD TRN*1*{remit.trace}*{remit.payer.trace}~",
    )
    return forms[remit.day.month % 2]


def others(rng):
    """Return rows that are not payers': card takings, rent, payroll, fees."""
    found = []
    for week in range(13):
        day = FIRST + timedelta(days=7 * week)
        found.append(Deposit(day, "SQUARE INC SQ DEP COPAYS", rng.randint(8000, 30000)))
        found.append(Deposit(day + timedelta(days=4), "GUSTO PAYROLL 6SEM", -rng.randint(300000, 400000)))
    return [
        *found,
        Deposit(date(2026, 7, 1), "RENT PIER VIEW CT", -285000),
        Deposit(date(2026, 8, 3), "RENT PIER VIEW CT", -285000),
    ]


def write(world, practice, rows):
    """Write both files; rows of August's last two days are pending."""
    rows = sorted(rows, key=lambda d: d.day)
    early = [[us(d.day), usd(d.cents), "*", "", d.words] for d in rows if d.day < SPLIT]
    world.path(practice.slug, "bank", "Checking1.csv").write_text(
        csv_text(early, quoting=1), encoding="utf-8"
    )
    head = ["Date Posted", "Transaction Detail", "DR/CR", "Amount", "Status"]
    late = [
        [
            us_short(d.day),
            d.words,
            "DEBIT" if d.cents < 0 else "CREDIT",
            f"{abs(d.cents) / 100:,.2f}",
            d.status,
        ]
        for d in rows
        if d.day >= SPLIT
    ]
    world.path(practice.slug, "bank", "stmt_aug26.csv").write_text(csv_text([head, *late]), encoding="utf-8")
    world.odd(
        f"{practice.slug}/bank/Checking1.csv",
        "no header row; date, signed amount, *, empty, text with TRN inside; payroll, rent, "
        "card takings among the rows",
    )
    world.odd(
        f"{practice.slug}/bank/stmt_aug26.csv",
        "unsigned amounts with DEBIT or CREDIT, thousands commas, pending rows, two checks in one deposit",
    )
