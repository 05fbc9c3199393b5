"""Postings of both systems of the parallel run, with eight kinds of errors planted."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from .world import AS_OF, business_day

WINDOW = date(2026, 6, 29)
CUTOVER = date(2026, 7, 13)


@dataclass(frozen=True)
class Posting:
    """One payment of one claim as a person posted it; cents."""

    system: str
    day: date
    remit: object
    claim: object
    cents: int
    write_off: int


def right_postings(remits):
    """Return the postings that a poster without errors makes: a day after the remittance, in the claim's own system."""
    found = []
    for remit in remits:
        day = business_day(remit.day + timedelta(days=1))
        if remit.day >= WINDOW and day <= AS_OF:
            for a in remit.answers:
                off = sum(c for _, _, cas in a.lines for g, _, c in cas if g == "CO") if a.paid else 0
                found.append(Posting(a.claim.home, day, remit, a.claim, a.paid, off))
    return found


def swap_digits(cents):
    """Return the amount with its first two unequal adjacent digits swapped."""
    text = str(cents)
    for i in range(len(text) - 1):
        if text[i] != text[i + 1] and text[i + 1] != "0":
            return int(text[:i] + text[i + 1] + text[i] + text[i + 2 :])
    raise ValueError("all digits are equal")


def plant(world, postings, other_claim):
    """Return (postings with errors, {kind: (posting, cents of the error)})."""
    pick = _Picker([p for p in postings if p.day > CUTOVER + timedelta(days=7) and p.cents >= 4000])
    told, changed = {}, list(postings)
    for kind, home, make in _kinds(other_claim):
        posting = pick.next(home)
        put, error = make(posting)
        place = changed.index(posting)
        changed[place : place + 1] = put
        told[kind] = (posting, error)
    denial = next(p for p in postings if p.cents == 0 and p.day > CUTOVER)
    changed[changed.index(denial)] = replace(denial, write_off=denial.claim.charge)
    told["denial_written_off"] = (denial, denial.claim.charge)
    return changed, told


def _kinds(other_claim):
    late = timedelta(days=3)
    return (
        (
            "twice_in_both",
            "OA",
            lambda p: ([p, replace(p, system="MEDI", day=business_day(p.day + late))], p.cents),
        ),
        ("twice_in_medi", "MEDI", lambda p: ([p, replace(p, day=business_day(p.day + late))], p.cents)),
        ("not_posted_oa", "OA", lambda p: ([], p.cents)),
        ("not_posted_medi", "MEDI", lambda p: ([], p.cents)),
        ("too_much", "OA", lambda p: ([replace(p, cents=p.cents + 2500)], 2500)),
        ("wrong_claim", "OA", lambda p: ([replace(p, claim=other_claim)], p.cents)),
        (
            "digits_swapped",
            "OA",
            lambda p: ([replace(p, cents=swap_digits(p.cents))], swap_digits(p.cents) - p.cents),
        ),
        ("wrong_system", "OA", lambda p: ([replace(p, system="MEDI")], p.cents)),
    )


class _Picker:
    """Hands out postings, each of another remittance where it can."""

    def __init__(self, postings):
        self.left = list(postings)
        self.used = set()

    def next(self, home):
        """Return the next posting of a system, on a remittance not used yet."""
        own = [p for p in self.left if p.system == home]
        found = next((p for p in own if p.remit.trace not in self.used), own[0])
        self.left.remove(found)
        self.used.add(found.remit.trace)
        return found
