"""What goes wrong in the sample client's archives, practice by practice.

Each function does one thing to a practice's payments or deliveries and takes care that no second defect
meets the same payment. What follows from it is counted in `key`, from the marks that are left here.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random

from cutover.sample import strangers
from cutover.sample.book import Practice, month_start
from cutover.sample.claims import Decision, correct, reverse
from cutover.sample.delivery import Delivery, Extra, Shelf, TextChange, deliveries
from cutover.sample.payments import History, Payment, ProviderAdjustment, stray_payment


class Story:
    """The payments and deliveries of one practice while defects are put into them.

    `used` holds the trace numbers that a defect has taken. Every method does nothing where the practice
    has no payment left that suits it, which happens in a very small sample.
    """

    def __init__(self, told: History, start: int, rng: Random):
        self.practice, self.rng = told.practice, rng
        self.payments = list(told.payments)
        self.start, self.used = start, set[str]()
        self.deliveries: list[Delivery] = []
        self.extras: list[Extra] = []
        numbers = Counter(d.claim.number for p in told.payments for d in p.decisions)
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


def told(history: History, everyone: tuple[Practice, ...], start: int, seed: int) -> Shelf:
    """Return what lies in a practice's archive: defects for the three named ones, none for further ones."""
    rng = Random(f"{seed}:{history.practice.slug}:defects")
    story = Story(history, start, rng)
    others = {p.slug: p for p in everyone}
    script = _SCRIPTS.get(history.practice.slug)
    if script is None:
        story.deliver()
    else:
        script(story, others)
    return story.shelf()


def _cedar_grove(story: Story, others: dict[str, Practice]) -> None:
    """The Practice Mate practice: sound on the whole, with a handful of things to fetch and to ask."""
    last = story.practice.last
    gap = month_start(last, 14)
    story.never_fetched("87726", gap, month_start(last, 13) - dt.timedelta(1))
    story.never_fetched("61101", month_start(last, 3), last)
    story.reverse_without_correction()
    story.carry_forward(comes_back=True)
    story.change(_with_stated_interest)
    story.change(lambda p: replace(p, amount_cents=p.amount_cents + 4_500))
    story.change(_with_wrong_charge)
    story.deliver()
    story.lose_texts(month_start(last, 18), month_start(last, 17) - dt.timedelta(1), 99)
    story.mark(_only_text)
    story.mark(lambda d: d.copies.append(f"{d.name_835[:-4]} (1).835"))
    story.mark(lambda d: d.copies.append(f"posted/{d.name_835}"))
    story.mark(lambda d: d.zip_copies.append(f"{d.name_zip[:-4]} (1).zip"))
    story.mark(lambda d: setattr(d, "renamed", "aetna june.txt"))
    story.mark(lambda d: setattr(d, "counts_off", "SE01"), alone=True)
    story.send_again()
    story.misfile(others.get("harbor-point"))
    story.extras += [strangers.acknowledgement("999"), strangers.scan()]


def _harbor_point(story: Story, others: dict[str, Practice]) -> None:
    """The clearinghouse-only practice: an archive that could close tomorrow."""
    last = story.practice.last
    story.deliver()
    story.lose_texts(month_start(last, 9), month_start(last, 8), 5)
    story.mark(lambda d: d.copies.append(f"{d.name_835[:-4]} (1).835"))
    story.extras += [strangers.acknowledgement("999"), strangers.file_summary()]


def _juniper_hill(story: Story, others: dict[str, Practice]) -> None:
    """The hybrid practice: joined late, stopped downloading, and much of what it has is in a bad state."""
    last = story.practice.last
    story.never_fetched("", month_start(last, 5), month_start(last, 4) - dt.timedelta(1))
    story.never_fetched("", last - dt.timedelta(41), last)
    for _ in range(3):
        story.reverse_without_correction()
    for is_debit in (True, False):
        story.pay_less_than_nothing(is_debit)
        story.carry_forward(comes_back=False)
    story.change(lambda p: replace(p, amount_cents=p.amount_cents + 12_345))
    story.change(lambda p: replace(p, amount_cents=p.amount_cents - 1), least_cents=100)
    for how in (_with_wrong_charge, _with_wrong_adjustment, _with_wrong_line):
        story.change(how)
    story.deliver()
    _juniper_files(story, others)


def _juniper_files(story: Story, others: dict[str, Practice]) -> None:
    for _ in range(2):
        story.mark(lambda d: setattr(d, "is_cut", True), alone=True)
        story.mark(_only_text)
        story.mark(lambda d: d.copies.append(f"posted/{d.name_835}"))
    for kind in ("page", "stub"):
        story.mark(lambda d, kind=kind: setattr(d, "rubbish", kind))
    for kind in ("encrypted", "cut"):
        story.mark(lambda d, kind=kind: setattr(d, "refused", kind))
    for kind in ("SE01", "GE01", "IEA02"):
        story.mark(lambda d, kind=kind: setattr(d, "counts_off", kind), alone=True)
    story.mark(lambda d: d.damage.append(("AMT*B6", 2, "12O.00")))
    story.mark(lambda d: d.damage.append(("DTM*472", 2, "20260230")))
    story.mark(lambda d: setattr(d, "strange_segment", "QQ9*1*SEE ATTACHED"))
    story.mark(lambda d: setattr(d, "text_change", TextChange(d.payments[0].trace, added_cents=9_000)))
    less = lambda d: setattr(d, "text_change", TextChange(d.payments[0].trace, drops_claim=True))  # noqa: E731
    story.mark(less, least_claims=2)
    story.mark(lambda d: setattr(d, "conflict", True))
    story.mark(lambda d: setattr(d, "renamed", "anthem check 4471"))
    story.lose_texts(month_start(story.practice.last, 3), month_start(story.practice.last, 2), 99)
    story.send_again()
    story.misfile(others.get("cedar-grove"))
    story.extras += [strangers.acknowledgement(kind) for kind in ("997", "277", "TA1", "837")]
    story.extras += [strangers.notes(), strangers.empty()]


_SCRIPTS = {"cedar-grove": _cedar_grove, "harbor-point": _harbor_point, "juniper-hill": _juniper_hill}


def _only_text(delivery: Delivery) -> None:
    delivery.has_835 = False


def _first(payment: Payment, **changes) -> Payment:
    first, *rest = payment.decisions
    return replace(payment, decisions=(replace(first, **changes), *rest))


def _with_stated_interest(payment: Payment) -> Payment:
    """Interest stands on the claim (AMT*I) but in no PLB."""
    return _first(payment, interest_cents=317)


def _with_wrong_charge(payment: Payment) -> Payment:
    """The claim's charge is $10.00 more than its lines: the claim is off, its lines are not."""
    return _first(payment, charge_cents=payment.decisions[0].charge_cents + 1_000)


def _with_wrong_adjustment(payment: Payment) -> Payment:
    """An adjustment on a line is $5.00 too much: both the line and its claim are off."""
    line, *rest = payment.decisions[0].lines
    group, reason, cents = line.adjustments[0]
    changed = replace(line, adjustments=((group, reason, cents + 500), *line.adjustments[1:]))
    return _first(payment, lines=(changed, *rest))


def _with_wrong_line(payment: Payment) -> Payment:
    """A line says $7.00 more than it was paid: the line is off, its claim is not."""
    line, *rest = payment.decisions[0].lines
    return _first(payment, lines=(replace(line, paid_cents=line.paid_cents + 700), *rest))
