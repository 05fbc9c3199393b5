"""What happened at the practice of known contracts: every line, what was allowed for it, and what went wrong with it.

Wrong amounts are kept apart from each other and from a change of a rate by some lines, as in life they are; else nobody
could tell a wrong line from a new rate.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from random import Random

from cutover_sample import rates_cast as cast

APART, EDGE = 7, 5  # lines of one kind between two wrong ones, and at either end of a rate
WEEKS = 99
A_WEEK = {
    cast.MEDICARE: 3,
    cast.AETNA: 3,
    cast.CIGNA: 3,
    cast.HEARTLAND: 2,
    cast.UNITED: 1,
}  # claims of two lines
FEW = ((0, 10), (1, 9))  # procedure, lines: of Medicaid, one at the limit and one below
SHORT, OVER, NEAR = "short", "over", "near"
SEVERAL, DENIED, BUNDLED, CAPITATED, UNBALANCED, AS_CHARGED, SECOND, REVERSED = (
    "several", "denied", "bundled", "capitated", "unbalanced", "as charged", "second", "reversed",
)  # fmt: skip
_OUT = (SEVERAL, DENIED, BUNDLED, CAPITATED, UNBALANCED)  # what a single line may be
# what goes wrong, how often and by how much: of the rate, in thousandths or in words
_SHORTS = (("other", 4), ("before", 10), ("half", 10), (880, 6), (700, 5), (985, 5))
_NEARS = (("fifty", 6), ("one percent", 5))


@dataclass
class Line:
    """One service line; `expected` is what the payer's own rule allows for it, `allowed` what it did allow."""

    payer: str
    procedure: int
    day: dt.date
    units: int
    charge: int
    expected: int | None
    allowed: int
    mark: str = ""


@dataclass
class Claim:
    """A claim with its lines and the day of its remittance; `status` is its CLP02, `fate` what became of it."""

    number: str
    payer: str
    day: dt.date
    paid_on: dt.date
    lines: list[Line]
    fate: str = ""


def play(seed: int) -> list[Claim]:
    """Return every claim of the practice in order of service."""
    rng = Random(f"rates/{seed}")
    claims = [claim for payer in A_WEEK for claim in _of_payer(payer, rng)] + list(_medicaid())
    for claim in claims:
        _fate(claim, rng)
    _go_wrong(claims, rng)
    return sorted(claims, key=lambda claim: (claim.day, claim.number))


def _of_payer(payer: str, rng: Random):
    for week in range(WEEKS):
        for n in range(A_WEEK[payer]):
            day = cast.FIRST + dt.timedelta(7 * week + rng.randrange(5))
            first, second = rng.sample(range(len(cast.PROCEDURES)), 2)
            number = f"Q{list(A_WEEK).index(payer)}{week:03d}{n}"
            yield _claim(
                number, payer, day, [_line(payer, p, day, rng) for p in (first, second)], rng.randrange(9, 20)
            )


def _medicaid():
    for procedure, count in FEW:
        for n in range(count):
            day = dt.date(2026, 2, 2) + dt.timedelta(7 * n)
            line = Line(cast.MEDICAID, procedure, day, 1, cast.charge(procedure, day), None, 0)
            line.expected = line.allowed = cast.rate(cast.MEDICAID, procedure, day)
            yield _claim(f"Q9{procedure}{n:02d}", cast.MEDICAID, day, [line], 14)


def _claim(number: str, payer: str, day: dt.date, lines: list[Line], days: int) -> Claim:
    """A claim, paid on the Thursday after so many days."""
    paid = day + dt.timedelta(days)
    return Claim(number, payer, day, paid + dt.timedelta((3 - paid.weekday()) % 7), lines)


def _line(payer: str, procedure: int, day: dt.date, rng: Random) -> Line:
    units = rng.randrange(1, cast.PROCEDURES[procedure][5] + 1)
    charge = units * cast.charge(procedure, day)
    rate = cast.rate(payer, procedure, day)
    expected = rate * units if rate else cast.percent_of(charge) if payer == cast.HEARTLAND else None
    return Line(
        payer, procedure, day, units, charge, expected, expected or charge * rng.randrange(400, 800) // 1000
    )


def _fate(claim: Claim, rng: Random) -> None:
    """Some claims are paid after another payer, or taken back and paid again; some lines tell no price."""
    drawn = rng.random()
    if claim.payer == cast.MEDICAID or drawn > 0.14:
        return
    if drawn < 0.02:
        claim.fate = SECOND
    elif drawn < 0.03:
        claim.fate = REVERSED
    elif drawn < 0.04:
        _as_charged(claim.lines[0])
    else:
        claim.lines[1].mark = _OUT[rng.choices(range(len(_OUT)), (6, 5, 4, 2, 1))[0]]


def _as_charged(line: Line) -> None:
    """A charge below the rate is allowed as it is; a percentage of it would not be."""
    if cast.rate(line.payer, line.procedure, line.day):
        line.mark, line.charge = AS_CHARGED, (line.expected or 0) // 2
        line.expected = line.allowed = line.charge


def _go_wrong(claims: list[Claim], rng: Random) -> None:
    """Plant the underpayments, near-misses and overpayments, each well apart from others of its kind of line."""
    kinds: dict[tuple, list[Line]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: (c.day, c.number)):
        for line in claim.lines if not claim.fate else ():
            if line.expected and not line.mark and claim.payer != cast.MEDICAID:
                kinds[line.payer, line.procedure].append(line)
    free = [line for rows in kinds.values() for line in _free(rows)]
    rng.shuffle(free)
    taken: dict[tuple, list[int]] = defaultdict(list)
    for mark, plan in ((SHORT, _SHORTS), (NEAR, _NEARS), (OVER, ((1_200, 10),))):
        for how, count in plan:
            _plant(mark, how, count, free, kinds, taken)


def _free(rows: list[Line]) -> list[Line]:
    """The lines that are no neighbors of a change or of an end."""
    rates = [_of_unit(line) for line in rows]
    edges = [0, len(rows), *(n for n in range(1, len(rows)) if rates[n] != rates[n - 1])]
    return [line for n, line in enumerate(rows) if all(not -EDGE <= n - edge < EDGE for edge in edges)]


def _of_unit(line: Line) -> int:
    """What tells one rate from the next: the rate of a unit, of a percentage nothing."""
    return cast.rate(line.payer, line.procedure, line.day) or 0


def _plant(mark: str, how, count: int, free: list[Line], kinds, taken) -> None:
    for line in list(free):
        if not count:
            return
        rows = kinds[line.payer, line.procedure]
        place = next(n for n, other in enumerate(rows) if other is line)
        if any(abs(place - other) <= APART for other in taken[line.payer, line.procedure]):
            continue
        amount = _amount(line, how)
        if amount is not None:
            line.allowed, line.mark, count = amount, mark, count - 1
            taken[line.payer, line.procedure].append(place)
            free.remove(line)
    assert not count, (mark, how, count)


def _amount(line: Line, how) -> int | None:
    """What a line is allowed instead, None where it cannot go wrong in this way."""
    due, rate = line.expected or 0, cast.rate(line.payer, line.procedure, line.day)
    if isinstance(how, int):
        wrong = due * how // 1_000
        return (
            wrong if abs(wrong - due) > 50 and abs(wrong - due) * 100 > due and wrong < line.charge else None
        )
    if how == "fifty":  # exactly fifty cents, which is more than one percent
        return due - 50 if due < 5_000 else None
    if how == "one percent":  # exactly one percent, which is more than fifty cents
        return (
            due - due // 100 if due % 100 == 0 and due > 5_000 else due - due // 100 if due > 5_100 else None
        )
    if rate is None:
        return None
    if how == "half":
        return due // 2 if due % 2 == 0 else None
    if how == "other":  # the films at the rate of their reading alone
        return (cast.rate(line.payer, 8, line.day) or 0) * line.units if line.procedure == 7 else None
    before = cast.rate(line.payer, line.procedure, cast.FIRST) or 0
    wrong = before * line.units
    return wrong if due - wrong > 50 and (due - wrong) * 100 > due else None
