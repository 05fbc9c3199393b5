"""Defects of remittances that several practices use; each changes events before files are made."""

from .claims import corrected, reversal_of
from .remits import Remit, trace_number
from .world import month_of


def of_payer(remits, key):
    """Return the remittances of one payer, in order of day."""
    return [remit for remit in remits if remit.payer.key == key]


def drop_months(remits, key, gone):
    """Return (kept, missing): remittances of a payer in the months gone are missing."""
    missing = [r for r in remits if r.payer.key == key and month_of(r.day) in gone]
    return [r for r in remits if r not in missing], missing


def paid_answer(remit, least=3000):
    """Return the first answer of a remittance that paid at least so many cents."""
    return next(
        (a for a in remit.answers if a.paid >= least and a.code == "1" and a.lines[0][1] >= 2000), None
    )


def first_paid(remits, start, least=3000):
    """Return (place, answer) of the first remittance from a place on that has such an answer."""
    return next((i, a) for i, r in enumerate(remits) if i >= start and (a := paid_answer(r, least)))


def reverse_and_correct(remits, key, less):
    """Put a reversal and a corrected claim of an early payment into a later one; return (earlier, later, answer)."""
    own = of_payer(remits, key)
    place, answer = first_paid(own, 3)
    early, late = own[place], own[place + 6]
    late.answers += [reversal_of(answer), corrected(answer, less)]
    return early, late, answer


def forward_balance(practice, remits, key, start, later, part):
    """Add a remittance of zero that carries a reversal forward, and recover a part later.

    Returns (added remittance, later remittance, cents forwarded).
    """
    own = of_payer(remits, key)
    start, answer = first_paid(own, start, 15000)
    day = own[start + 4].day
    trace = trace_number(practice, own[0].payer, day) + "F"
    added = Remit(own[0].payer, day, trace, [reversal_of(answer)], payee=practice)
    added.adjustments.append(("FB", trace[-9:], -answer.paid))
    target = next(r for r in own[start + later :] if r.amount > part)
    target.adjustments.append(("FB", trace[-9:], part))
    remits.append(added)
    return added, target, answer.paid


def withhold_unmade(remits, key, start, later):
    """Put a reversal into a payment with WO below zero; nothing is recouped. Returns (remittance, answer)."""
    own = of_payer(remits, key)
    start, answer = first_paid(own, start, 5000)
    host = own[start + later]
    host.answers.append(reversal_of(answer))
    host.adjustments.append(("WO", answer.control, -answer.paid))
    return host, answer


def split_check(remit):
    """Return two remittances of one check: each holds a part of the claims and states the whole amount."""
    whole, half = remit.amount, len(remit.answers) // 2
    first = Remit(remit.payer, remit.day, remit.trace, remit.answers[:half], payee=remit.payee, stated=whole)
    second = Remit(remit.payer, remit.day, remit.trace, remit.answers[half:], payee=remit.payee, stated=whole)
    return first, second
