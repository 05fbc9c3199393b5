"""What a reconciliation of a played run must find, counted by plain loops over what was planted."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from cutover_sample.parallel_play import NEW, OLD, Amount, Played, Remitted, side

_OVERLAP, _SILENT = 14, 14  # days: both systems receive for two weeks; twice a weekly rhythm
_CODES = {
    "both": "run-both-systems", "twice": "run-twice", "swapped": "run-digits-swapped", "amount": "run-other-amount",
    "more": "run-other-amount", "less": "run-other-amount", "wrong claim": "run-wrong-claim",
    "elsewhere": "run-other-system",
}  # fmt: skip
_OFF = {"swapped": 270, "amount": 1_000, "more": 900, "less": 900}  # 12_413 - 12_143 = 270


def cases(run: Played) -> Iterator[dict]:
    """Yield every case: code, practice, payer, cents (None: no amount)."""
    for code, payer, cents in _found(run):
        yield {"practice": run.practice.slug, "code": code, "payer": payer, "cents": cents}


def entries(cases: list[dict]) -> list[dict]:
    """Return one entry a code and practice: how many cases and the sum of their cents."""
    groups: dict[tuple, list] = defaultdict(list)
    for case in cases:
        groups[case["practice"], case["code"]].append(case["cents"])
    note = "as in the findings table of the parallel run; amounts are absolute cents"
    return [
        {"code": code, "practice": practice, "count": len(cents),
         "cents": sum(known) if (known := [c for c in cents if c is not None]) else None, "note": note}
        for (practice, code), cents in sorted(groups.items())
    ]  # fmt: skip


def _found(run: Played) -> Iterator[tuple[str, str, int | None]]:
    if run.until < run.practice.cutover:
        return
    late = _earlier(run.until, 3)
    for paid in run.remitted:
        for amount in paid.amounts:
            yield from _of_amount(run, paid, amount, late)
        yield from _of_remittance(paid, late, run.until)
    for code, payer, cents, day in run.loose:
        if day <= run.until:
            yield code, payer, cents
    yield from _of_payers(run)


def _of_amount(run: Played, paid: Remitted, amount: Amount, late: dt.date):
    size, name = abs(amount.cents), paid.payer.name
    if amount.fault == "lost":
        if paid.feed == OLD and paid.paid < run.practice.cutover:
            yield "run-at-cutover", name, size
        elif paid.paid < late:
            negative = "run-reversal-not-posted" if amount.status == "22" else "run-not-posted"
            yield ("run-plb-not-posted" if amount.reference else negative), name, size
    elif amount.fault and _working_later(paid.paid, 2) <= run.until:
        came = amount.fault == "elsewhere" and paid.feed == NEW and side(run.practice, amount.service) == OLD
        if not came:  # a paid old claim, posted in Medi where it came: expected
            yield _CODES[amount.fault], name, _OFF.get(amount.fault, size)


def _of_remittance(paid: Remitted, late: dt.date, until: dt.date):
    if paid.fault == "copy across":
        yield "run-copy-across", paid.payer.name, paid.cents
    if paid.fault == "unpaid" and paid.paid < late:
        yield "run-remittance-unpaid", paid.payer.name, paid.cents
    if paid.fault == "zero of two" and _working_later(paid.paid, 2) <= until:
        yield "run-zero-of-two", paid.payer.name, 1_800  # 900 too much and 900 too little


def _of_payers(run: Played):
    for payer in run.practice.payers:
        mine = [r for r in run.remitted if r.payer == payer]
        if len(mine) >= 6 and (run.until - mine[-1].paid).days > _SILENT:
            yield "run-silence", payer.name, None
        begins = max(payer.switch or run.practice.cutover, run.practice.cutover)
        still = [r.cents for r in mine if r.feed == OLD and (r.paid - begins).days > _OVERLAP]
        if still:
            yield "run-still-office-ally", payer.name, sum(still)


def _earlier(day: dt.date, working: int) -> dt.date:
    """The day that lies so many working days earlier; a weekend is the Monday after it."""
    while day.weekday() > 4:
        day += dt.timedelta(1)
    while working:
        day -= dt.timedelta(1)
        working -= day.weekday() < 5
    return day


def _working_later(day: dt.date, working: int) -> dt.date:
    while working:
        day += dt.timedelta(1)
        working -= day.weekday() < 5
    return day
