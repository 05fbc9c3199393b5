"""The answer key: what an audit of the sample must find, counted by plain loops over the marks.

It never reads a written byte. Every entry is the sum of its cases, and a note says how a case is counted
where the words of the findings table leave a choice.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from cutover_sample import client_figures, codes, silence
from cutover_sample.book import AS_OF, Practice, month_start
from cutover_sample.delivery import Delivery, Shelf
from cutover_sample.key_notes import ENROLLMENT_NOTES
from cutover_sample.key_notes import NOTES as ERA_NOTES
from cutover_sample.payments import Payment

Case = dict[str, object]
NOTES = ERA_NOTES | codes.NOTES | ENROLLMENT_NOTES | client_figures.NOTES


def cases(practice: Practice, shelf: Shelf) -> Iterator[Case]:
    """Yield every case that an audit of a practice's archive must find: code, what identifies it, cents."""
    for case in (*_file_cases(shelf), *_identity_cases(shelf), *_payment_cases(shelf), *_time_cases(shelf)):
        yield {"practice": practice.slug, **case}


def entries(cases: list[Case]) -> list[dict]:
    """Return one entry a code and practice: how many cases, and the sum of the cents that are known (None: none)."""
    groups: dict[tuple, list[Case]] = defaultdict(list)
    for case in cases:
        groups[case["practice"], case["code"]].append(case)
    made = []
    for (practice, code), together in sorted(groups.items()):
        amounts = [c["cents"] for c in together if c["cents"] is not None]
        total = sum(amounts) if amounts else None
        made.append(
            {"code": code, "practice": practice, "count": len(together), "cents": total, "note": NOTES[code]}
        )
    return made


def counting(shelf: Shelf) -> list[tuple[Delivery, Payment]]:
    """The payments that count, by date: readable, of this practice, the first occurrence of each."""
    seen, found = set(), []
    for delivery in shelf.deliveries:
        if not delivery.is_readable or delivery.is_foreign:
            continue
        for payment in delivery.payments:
            if payment.trace not in seen:
                seen.add(payment.trace)
                found.append((delivery, payment))
    return sorted(found, key=lambda pair: pair[1].date)


def _case(code: str, cents: int | None, **what: object) -> Case:
    return {"code": code, "cents": cents, **{k: str(v) for k, v in what.items()}}


def _of(payment: Payment, delivery: Delivery) -> dict[str, object]:
    return {
        "check": payment.trace,
        "payer": payment.payer.name,
        "date": payment.date,
        "file": delivery.name_835,
    }


def _file_cases(shelf: Shelf) -> Iterator[Case]:
    for extra in shelf.extras:
        yield _case(extra.code, None, file=extra.path)
    for d in shelf.deliveries:
        if d.refused:
            yield _case("era-zip-refused", None, file=d.name_zip, why=d.refused)
            continue
        if d.rubbish:
            yield _case("era-unreadable", None, file=d.name_835)
        if d.is_cut:
            yield _case("era-truncated", d.paid_cents, **_of(d.payments[0], d))
        if d.is_readable and not d.has_text:
            yield _case("era-no-text", d.paid_cents, file=d.name_835)
        if d.counts_off:
            yield from (
                _case("era-counts-wrong", p.amount_cents, why=d.counts_off, **_of(p, d)) for p in d.payments
            )
        for start, _, text in d.damage:
            yield _case("era-damage", None, file=d.name_835, segment=start, text=text)
        if d.blank_line:
            yield _case("era-balance-unknown", None, file=d.name_835, element="SVC03")
        if d.strange_segment:
            yield _case("era-damage", None, file=d.name_835, segment=d.strange_segment)
        if d.text_change:
            yield _case(
                "era-text-differs",
                abs(d.text_change.added_cents),
                check=d.text_change.trace,
                file=d.name_text,
            )


def _identity_cases(shelf: Shelf) -> Iterator[Case]:
    held = Counter(p.trace for d in shelf.deliveries if d.is_readable for p in d.payments)
    for d in shelf.deliveries:
        for path in (*d.copies, *d.zip_copies):
            yield _case("era-duplicate-file", d.paid_cents, file=path, of=d.name_835)
        if d.conflict:
            yield _case("era-name-conflict", None, file=d.name_835)
        if d.is_foreign:
            yield _case("rows-of-another-practice", d.paid_cents, file=d.name_text)
        for p in d.payments:
            if d.has_text and not d.refused and not held[p.trace]:
                yield _case("era-text-only", p.amount_cents, **{**_of(p, d), "file": d.name_text})
            if d.is_foreign:
                yield _case("era-other-payee", p.amount_cents, payee=p.payee.name, **_of(p, d))
                yield {**_case("era-elsewhere", p.amount_cents, **_of(p, d)), "practice": p.payee.slug}
            if d.conflict:
                yield _case("era-payment-twice", p.amount_cents, **_of(p, d))
    yield from _sent_again(shelf)


def _sent_again(shelf: Shelf) -> Iterator[Case]:
    seen = set()
    for d in shelf.deliveries:
        for p in d.payments if d.is_readable else ():
            if p.trace in seen:
                yield _case("era-payment-twice", p.amount_cents, **_of(p, d))
            seen.add(p.trace)


def _payment_cases(shelf: Shelf) -> Iterator[Case]:
    whole = [(d, p) for d, p in counting(shelf) if not d.is_cut]
    payments = [p for _, p in whole]
    for d, p in whole:
        yield from _imbalances(d, p)
        yield from _adjustment_cases(d, p, payments)
        if p.amount_cents < 0:
            yield _case("era-negative-payment", -p.amount_cents, **_of(p, d))
        for decision in p.decisions:
            if decision.status == "22" and not _is_corrected(decision.claim.number, p, payments):
                yield _case(
                    "era-reversal-open", -decision.paid_cents, claim=decision.claim.number, **_of(p, d)
                )


def _imbalances(d: Delivery, p: Payment) -> Iterator[Case]:
    if p.amount_cents != p.net_cents:
        yield _case("era-payment-unbalanced", abs(p.amount_cents - p.net_cents), **_of(p, d))
    for decision in p.decisions:
        off = decision.charge_cents - sum(c for *_, c in decision.all_adjustments) - decision.paid_cents
        if off:
            yield _case("era-claim-unbalanced", abs(off), claim=decision.claim.number, **_of(p, d))
        for line in decision.lines:
            off = line.charge_cents - sum(c for *_, c in line.adjustments) - line.paid_cents
            if off:
                yield _case("era-service-unbalanced", abs(off), claim=decision.claim.number, **_of(p, d))


def _adjustment_cases(d: Delivery, p: Payment, payments: list[Payment]) -> Iterator[Case]:
    for adjustment in p.provider_adjustments:
        what = {"reference": adjustment.reference, **_of(p, d)}
        if adjustment.reason == "WO" and adjustment.cents > 0:
            yield _case("era-recoupment", adjustment.cents, **what)
        if adjustment.reason == "L6" and adjustment.cents < 0:
            yield _case("era-interest", -adjustment.cents, **what)
        if adjustment.reason == "FB" and adjustment.cents < 0 and not _comes_back(adjustment, p, payments):
            yield _case("era-forward-balance-open", -adjustment.cents, **what)
    if not any(a.reason == "L6" for a in p.provider_adjustments):
        for decision in p.decisions:
            if decision.interest_cents > 0:
                yield _case("era-interest", decision.interest_cents, claim=decision.claim.number, **_of(p, d))


def _comes_back(balance, first: Payment, payments: list[Payment]) -> bool:
    return any(
        a.reason in ("FB", "WO")
        and a.cents > 0
        and (a.reference == balance.reference or a.cents == -balance.cents)
        for p in payments
        if p.payer == first.payer and p.date > first.date
        for a in p.provider_adjustments
    )


def _is_corrected(number: str, reversal: Payment, payments: list[Payment]) -> bool:
    return any(
        d.claim.number == number and d.status != "22"
        for p in payments
        if p.payer == reversal.payer and p.date >= reversal.date
        for d in p.decisions
    )


def _time_cases(shelf: Shelf) -> Iterator[Case]:
    dates: dict[str, set[dt.date]] = defaultdict(set)
    for _, payment in counting(shelf):
        dates[payment.payer.name].add(payment.date)
    together = sorted(set().union(*dates.values()))
    if not together:
        return
    yield from _archive_time_cases(together)
    for payer, days in sorted(dates.items()):
        ordered = sorted(days)
        if len(ordered) < 5:
            continue
        longest = silence.longest_usual([(after - before).days for before, after in pairwise(ordered)])
        for before, after in pairwise(ordered):
            if silence.counted_days(before, after) > longest:
                yield _case("era-payer-gap", None, payer=payer, after=before, before=after)
        if silence.counted_days(ordered[-1], together[-1]) > longest:
            yield _case("era-payer-stopped", None, payer=payer, after=ordered[-1])


def _archive_time_cases(days: list[dt.date]) -> Iterator[Case]:
    months = {day.replace(day=1) for day in days}
    if len({month_start(AS_OF, back) for back in range(12)} & months) < 12:
        yield _case("era-short-history", None, months=len(months))
    if len(days) > 1 and (AS_OF - days[-1]).days > max(21, 3 * _usual(days)):
        yield _case("era-stale", None, after=days[-1])
    month = min(months)
    while month <= max(months):
        if month not in months:
            yield _case("era-month-empty", None, month=month)
        month = month_start(month, -1)


def _usual(days: list[dt.date]) -> float:
    """The median of the days between neighboring dates."""
    return median((after - before).days for before, after in pairwise(days))
