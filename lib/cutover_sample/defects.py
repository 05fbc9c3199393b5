"""What goes wrong in the sample client's archives, practice by practice.

Each step does one thing to payments or deliveries, and `Story` takes care that no second defect meets the
same payment. What follows from it is counted in `key`, from the marks that are left here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

from cutover_sample import foreign_files
from cutover_sample.book import Practice, month_start
from cutover_sample.defect_injector import Story
from cutover_sample.delivery import Delivery, Shelf, TextChange
from cutover_sample.payments import History, Payment


def shelf_of(history: History, everyone: tuple[Practice, ...], start: int, seed: int) -> Shelf:
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
    story.extras += [foreign_files.acknowledgement("999"), foreign_files.scan()]


def _harbor_point(story: Story, others: dict[str, Practice]) -> None:
    """The clearinghouse-only practice: an archive that could close tomorrow."""
    last = story.practice.last
    story.deliver()
    story.lose_texts(month_start(last, 9), month_start(last, 8), 5)
    story.mark(lambda d: d.copies.append(f"{d.name_835[:-4]} (1).835"))
    story.extras += [foreign_files.acknowledgement("999"), foreign_files.file_summary()]


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
    story.mark(_text_lacks_a_claim, least_claims=2)
    story.mark(lambda d: setattr(d, "conflict", True))
    story.mark(lambda d: setattr(d, "renamed", "anthem check 4471"))
    story.lose_texts(month_start(story.practice.last, 3), month_start(story.practice.last, 2), 99)
    story.send_again()
    story.misfile(others.get("cedar-grove"))
    story.mark(lambda d: setattr(d, "blank_line", any(c.lines for c in d.payments[0].decisions)))
    story.extras += [foreign_files.acknowledgement(kind) for kind in ("997", "277", "TA1", "837")]
    story.extras += [foreign_files.notes(), foreign_files.empty()]


_SCRIPTS = {"cedar-grove": _cedar_grove, "harbor-point": _harbor_point, "juniper-hill": _juniper_hill}


def _only_text(delivery: Delivery) -> None:
    delivery.has_835 = False


def _text_lacks_a_claim(delivery: Delivery) -> None:
    delivery.text_change = TextChange(delivery.payments[0].trace, drops_claim=True)


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
