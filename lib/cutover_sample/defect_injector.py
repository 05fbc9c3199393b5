"""One practice's payments and deliveries while defects are put into them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random

from cutover_sample.book import Practice
from cutover_sample.decisions import Decision, correct, reverse
from cutover_sample.delivery import Delivery, Extra, Shelf, deliveries
from cutover_sample.payments import History, Payment, ProviderAdjustment, stray_payment


class Story:
    """The payments and deliveries of one practice while defects are put into them.

    `used` holds the trace numbers that a defect has taken. Every method does nothing where the practice
    has no payment left that suits it, which happens in a very small sample.
    """

    def __init__(self, history: History, start: int, rng: Random):
        self.practice, self.rng = history.practice, rng
        self.payments = list(history.payments)
        self.start, self.used = start, set[str]()
        self.deliveries: list[Delivery] = []
        self.extras: list[Extra] = []
        numbers = Counter(d.claim.number for p in history.payments for d in p.decisions)
        self.once = {number for number, count in numbers.items() if count == 1}

    # payments: before they are put into files

    def never_fetched(self, payer_id: str, first: dt.date, last: dt.date) -> None:
        """A payer's payments (or every payer's: "") between two days were never downloaded."""
        self.payments = [
            p for p in self.payments if not (first <= p.date <= last and payer_id in ("", p.payer.payer_id))
        ]

    def change(self, how: Callable[[Payment], Payment], least_cents: int = 0) -> None:
        """Change one plain payment."""
        place = self._plain(least_cents)
        if place is not None:
            self.payments[place] = how(self.payments[place])

    def reverse_without_correction(self) -> None:
        """A payment takes back a claim that no later payment decides anew."""
        place = self._plain(20_000)
        wrong = self._settled_before(place, 15_000)
        if wrong is not None:
            payment = self.payments[place]
            taken = (*payment.decisions, reverse(wrong, payment.date))
            changed = replace(payment, decisions=taken)
            self.payments[place] = replace(changed, amount_cents=changed.net_cents)

    def pay_less_than_nothing(self, is_debit: bool) -> None:
        """A second payment of the day corrects a claim downwards and comes out below zero."""
        corrected = self._correction()
        if corrected is not None:
            self._insert(replace(corrected, amount_cents=corrected.net_cents, is_debit=is_debit))

    def carry_forward(self, comes_back: bool) -> None:
        """A correction is carried forward (FB) and taken from a later payment, or never taken back."""
        corrected = self._correction()
        if corrected is None:
            return
        cents, reference = -corrected.net_cents, f"FB{corrected.trace}"
        back = self._later_payment(corrected, cents) if comes_back else None
        if comes_back and back is None:
            return
        balance = (ProviderAdjustment("FB", reference, -cents),)
        self._insert(replace(corrected, amount_cents=0, method="NON", provider_adjustments=balance))
        if back is not None:
            place = self.payments.index(back)
            taken = replace(back, provider_adjustments=(ProviderAdjustment("FB", reference, cents),))
            self.payments[place] = replace(taken, amount_cents=taken.net_cents)

    # deliveries: what happens to the files

    def deliver(self) -> None:
        """Put the payments into files; from here on the payments no longer change."""
        self.deliveries = deliveries(self.payments, self.start)

    def mark(self, how: Callable[[Delivery], None], alone: bool = False, least_claims: int = 1) -> None:
        """Do something to one plain delivery: of one payment (`alone`), each of at least so many claims."""
        suits = [
            d
            for d in self.deliveries
            if self._is_plain_file(d)
            and not (alone and len(d.payments) > 1)
            and min(len(p.decisions) for p in d.payments) >= least_claims
        ]
        if suits:
            chosen = self.rng.choice(suits)
            chosen.marked = True
            self.used.update(p.trace for p in chosen.payments)
            how(chosen)

    def lose_texts(self, first: dt.date, last: dt.date, most: int) -> None:
        """Of some deliveries of a period only the 835 was kept."""
        suits = [d for d in self.deliveries if first <= d.payments[0].date <= last and not d.marked]
        for delivery in suits[:most]:
            delivery.has_text, delivery.marked = False, True

    def send_again(self) -> None:
        """The payer sends a payment again in a new file nine days later."""

        def again(old: Delivery) -> None:
            file_id = f"{int(old.file_id) + 11:010d}"
            date = old.date + dt.timedelta(9)
            self.deliveries.append(
                Delivery(file_id, date, old.payments, control=old.control + 70_000, marked=True)
            )

        self.mark(again)

    def misfile(self, other: Practice | None) -> None:
        """A remittance of another practice of the client lies in this one's folder."""
        if other is None:
            return
        span = (self.practice.last - self.practice.first).days
        date = self.practice.first + dt.timedelta(span // 3)
        payer = other.payers[1]
        payment = stray_payment(other, payer, date, len(self.deliveries), self.rng)
        file_id = f"{self.start - 500:010d}"
        self.deliveries.append(
            Delivery(file_id, date, (payment,), control=9_001, is_foreign=True, marked=True)
        )

    def shelf(self) -> Shelf:
        """What lies on the disk in the end."""
        return Shelf(self.deliveries, self.extras)

    def _plain(self, least_cents: int) -> int | None:
        suits = [n for n, p in enumerate(self.payments) if self._is_plain(p) and p.amount_cents > least_cents]
        if not suits:
            return None
        place = self.rng.choice(suits)
        self.used.add(self.payments[place].trace)
        return place

    def _is_plain(self, payment: Payment) -> bool:
        quiet = dt.timedelta(12)
        inside = self.practice.first + quiet < payment.date < self.practice.last - quiet
        usual = all(
            d.status in ("1", "2", "19") and d.lines and not d.interest_cents for d in payment.decisions
        )
        fresh = payment.trace not in self.used and payment.amount_cents > 0
        return inside and usual and fresh and not payment.provider_adjustments

    def _is_plain_file(self, delivery: Delivery) -> bool:
        return not delivery.marked and all(self._is_plain(p) for p in delivery.payments)

    def _settled_before(self, place: int | None, most_cents: int) -> Decision | None:
        """A claim that the same payer paid earlier, decided only once, to be taken back."""
        if place is None:
            return None
        now = self.payments[place]
        found = [
            d
            for p in self.payments
            if p.payer == now.payer and p.date < now.date
            for d in p.decisions
            if d.claim.number in self.once and d.status == "1" and d.lines and 0 < d.paid_cents <= most_cents
        ]
        if not found:
            return None
        chosen = found[-1 - self.rng.randrange(min(len(found), 20))]
        self.once.discard(chosen.claim.number)
        return chosen

    def _correction(self) -> Payment | None:
        """A second payment of a day that corrects one earlier claim downwards."""
        place = self._plain(0)
        wrong = self._settled_before(place, 10**9)
        if wrong is None:
            return None
        payment = self.payments[place]
        pair = (reverse(wrong, payment.date), correct(wrong, payment.date, self.rng))
        trace = f"{payment.trace[:-1]}{(int(payment.trace[-1]) + 5) % 10}"
        self.used.add(trace)
        return replace(payment, decisions=pair, trace=trace)

    def _later_payment(self, first: Payment, cents: int) -> Payment | None:
        later = (p for p in self.payments if p.payer == first.payer and p.date > first.date)
        return next((p for p in later if self._is_plain(p) and p.amount_cents > cents), None)

    def _insert(self, payment: Payment) -> None:
        self.payments.append(payment)
        self.payments.sort(key=lambda p: (p.date, p.payer.payer_id, p.trace))
