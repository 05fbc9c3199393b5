"""What happened at the practice of known denials: every claim, what its payer decided, and what was sent again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random

from cutover_sample import scrub_cast as cast
from cutover_sample.scrub_cast import RULES, Rule

WEEKS, A_WEEK, HITS, NEW_HITS = 106, 3, 20, 16
PAID, DENIED, OWED = "paid", "denied", "owed"  # owed: all of it is the patient's deductible
FIRST_TRY, NEW_CLAIM, OTHER_NUMBER, CORRECTION, DUPLICATE, SECOND = (
    "first", "new claim", "other number", "correction", "duplicate", "secondary",
)  # fmt: skip
_NOISE = ("CO-16", "CO-50", "CO-11", "CO-197", "CO-252")
_ONE_IN_TEN = ("24", "11", "11", "11", "22", "11", "11", "10", "11", "11")


@dataclass(frozen=True)
class Line:
    """One service line as billed, and what was decided: `reason` of a denial, and the rule that it follows."""

    code: str
    marks: tuple[str, ...] = ()
    units: int = 1
    fate: str = PAID
    reason: str = ""
    rule: int | None = None

    @property
    def charge(self) -> int:
        """Cents for all units."""
        return self.units * cast.CHARGES[self.code]


@dataclass(frozen=True)
class Claim:
    """A claim as one remittance decides it; `kind` says which try it is, `of` the number of the claim it follows."""

    number: str
    payer: str
    patient: int
    doctor: int
    day: dt.date
    received: dt.date
    paid_on: dt.date
    place: str
    lines: tuple[Line, ...]
    kind: str = FIRST_TRY
    of: str = ""
    whole: bool = field(default=False)  # denied as a whole, without a line


def play(seed: int) -> list[Claim]:
    """Return every claim of the practice in order of its remittance, those sent again too."""
    rng = Random(f"scrub/{seed}")
    billed = [*_usual(rng), *_breaking(rng), *_rare(rng)]
    claims: list[Claim] = []
    for number, claim in enumerate(billed):
        decided = _decided(replace(claim, number=f"H{number:05d}", patient=number), rng)
        claims += [decided, *_again(decided, rng)]
    return sorted(
        (c for c in claims if c.paid_on <= cast.AS_OF), key=lambda c: (c.paid_on, c.payer, c.number, c.kind)
    )


def _usual(rng: Random) -> Iterator[Claim]:
    for week in range(WEEKS):
        for payer in cast.PAYERS:
            for _ in range(A_WEEK):
                place, lines = _visit(rng, payer)
                doctor = rng.randrange(2)
                if payer == cast.HUMANA and rng.random() < 0.12:
                    doctor, place, lines = 2, "11", _strangers(rng)
                day = cast.FIRST + dt.timedelta(7 * week + rng.randrange(5))
                yield _billed(payer, day, place, lines, rng, doctor)


def _strangers(rng: Random) -> tuple[Line, ...]:
    """What the provider who is not credentialed does: seldom anything but 11102."""
    return (Line("11102"),) if rng.random() < 0.7 else (Line(rng.choice(("99213", "99203", "69210"))),)


def _visit(rng: Random, payer: str) -> tuple[str, tuple[Line, ...]]:
    """Place and lines of a usual visit, nearly always billed as the payer wants it."""
    drawn, place = rng.random(), _ONE_IN_TEN[rng.randrange(10)]
    if drawn < 0.30:
        return place if place != "24" else "12", _therapy(rng)
    if drawn < 0.42:
        return "11", (Line("73562", ("RT",)),)
    if drawn < 0.50:
        return "11", (Line("90471"), Line("90686")) if rng.random() < 0.5 else (Line("90471"),)
    if drawn < 0.56:
        return place, (Line("G0439"),) if rng.random() < 0.6 else (Line("99397"),)
    visit = rng.choice(("99203", "99213", "99213", "99214"))
    if place == "10" or rng.random() < 0.06:
        return rng.choice(("10", "11", "02")), (Line(visit, ("95",) if rng.random() < 0.6 else ()),)
    beside = rng.choice(
        ("20610", "11102", "96372", "93000", "36415", "69210", "87880", "81002", "94640", "", "", "")
    )
    if not beside:
        return place, (Line(visit),)
    marks = ("RT",) if beside == "20610" else ()
    units = rng.randrange(1, 3) if beside == "96372" else 1
    first = Line(visit, ("25",) if rng.random() < 0.75 or payer != cast.HUMANA else ())
    return place, (first, Line(beside, marks, units))


def _therapy(rng: Random) -> tuple[Line, ...]:
    first, second = rng.sample(cast.THERAPY, 2)
    if {first, second} == {
        "97530",
        "97140",
    }:  # who does this therapy knows that they are not paid beside each other
        second = "97112"
    lines = [Line(code, ("GP",), rng.randrange(1, 4)) for code in (first, second)]
    return tuple(lines[: rng.randrange(1, 3)])


def _breaking(rng: Random) -> Iterator[Claim]:
    """Claims that break a rule, for each rule some; the same claims go to another payer, which pays them."""
    for rule in RULES:
        for n in range(HITS if rule.since == cast.FIRST else NEW_HITS):
            days = (cast.FIRST + dt.timedelta(7 * 100) - rule.since).days
            day = rule.since + dt.timedelta(rng.randrange(days))
            place, lines = _broken(rule, rng)
            others = [payer for payer in cast.PAYERS if payer != rule.payer]
            payers = [rule.payer, others[n % 5]] if n % 3 == 0 else [rule.payer]
            for payer in payers:
                late = rule.days + 1 + 3 * n if rule.form == cast.AGE else None
                yield _billed(payer, day, place, lines, rng, rng.randrange(2), late)
            if n % 2:
                late = rule.days if rule.form == cast.AGE else None
                yield _billed(rule.payer, day, *_kept(rule, place, lines), rng, rng.randrange(2), late)
    for payer, code, other, _ in [cast.NATIONAL] * 12:
        day = cast.FIRST + dt.timedelta(rng.randrange(600))
        yield _billed(payer, day, "11", (Line(code, ("GP",)), Line(other, ("GP",))), rng, rng.randrange(2))


def _broken(rule: Rule, rng: Random) -> tuple[str, tuple[Line, ...]]:
    """Place and lines of a claim that breaks a rule."""
    code, place = rule.procedure, "11"
    usual = ("GP",) if code in cast.THERAPY else ("RT",) if code in ("73562", "20610") else ()
    if rule.form == cast.AGE:
        return place, (Line(rng.choice(("99213", "99214", "93000", "69210"))),)
    if rule.form in (cast.PAIR, cast.PAIR_WITHOUT):
        marks = {"97140": ("GP",), "20610": ("RT",)}.get(rule.other, ())
        return place, (Line(code, usual if rule.form == cast.PAIR else ()), Line(rule.other, marks))
    if rule.form == cast.WITH:
        return rng.choice(("11", "11", "10" if code.startswith("99") else "22")), (
            Line(code, (*usual, rule.modifier)),
        )
    if rule.form == cast.WITHOUT:
        return place, (Line(code, (), rng.randrange(1, 4) if usual == ("GP",) else 1),)
    if rule.form == cast.PLACE:
        return rule.place, (Line(code, usual),)
    units = rule.units + 1 + rng.randrange(2) if rule.form == cast.UNITS else 1
    return place, (Line(code, usual, units),)


def _kept(rule: Rule, place: str, lines: tuple[Line, ...]) -> tuple[str, tuple[Line, ...]]:
    """The same claim as the payer wants it: as it is sent again, or just within the limit."""
    first, *rest = lines
    if rule.form in (cast.WITHOUT, cast.PAIR_WITHOUT):
        return place, (replace(first, marks=(*first.marks, rule.modifier)), *rest)
    if rule.form == cast.WITH:
        return place, (
            replace(first, marks=tuple(mark for mark in first.marks if mark != rule.modifier)),
            *rest,
        )
    if rule.form == cast.UNITS:
        return place, (replace(first, units=rule.units), *rest)
    return ("11", lines) if rule.form in (cast.PLACE, cast.AGE) else (place, (Line("69210"),))


def _rare(rng: Random) -> Iterator[Claim]:
    payer, code, count, _ = cast.RARE
    for n in range(count):
        yield _billed(payer, cast.FIRST + dt.timedelta(90 * n), "11", (Line(code),), rng, 0)
    for n in range(12):  # what does not belong to a rule: denied as a whole
        day = cast.FIRST + dt.timedelta(40 * n)
        yield replace(_billed(cast.HEARTLAND, day, "11", (Line("99213"),), rng, 0), whole=True)


def _billed(
    payer: str, day: dt.date, place: str, lines, rng: Random, doctor: int, late: int | None = None
) -> Claim:
    days = (
        late if late is not None else 61 + rng.randrange(25) if rng.random() < 0.04 else 2 + rng.randrange(14)
    )
    received = day + dt.timedelta(days)
    return Claim(
        "", payer, 0, doctor, day, received, _remitted(payer, received + dt.timedelta(9)), place, lines
    )


def _remitted(payer: str, day: dt.date) -> dt.date:
    """The payer's next remittance: every other week on a day of its own."""
    start = dt.date(2024, 7, 1) + dt.timedelta(cast.PAYERS.index(payer) * 2)
    return day + dt.timedelta((start - day).days % 14)


def _decided(claim: Claim, rng: Random) -> Claim:
    """The claim with what its payer decides on each line."""
    return replace(claim, lines=tuple(_line(claim, line, rng) for line in claim.lines))


def _line(claim: Claim, line: Line, rng: Random) -> Line:
    blanket, noise, kept = _blanket(claim), rng.random(), rng.random() < 0.95
    owed = rng.random() < 0.04
    if blanket and kept:
        return replace(line, fate=DENIED, reason=blanket)
    rule = None if blanket else broken(claim, line)
    if rule is not None and kept:
        return replace(line, fate=DENIED, reason=RULES[rule].reason, rule=rule)
    payer, code, other, reason = cast.NATIONAL
    if (claim.payer, line.code) == (payer, code) and other in {one.code for one in claim.lines}:
        return replace(line, fate=DENIED, reason=reason)
    if (claim.payer, line.code) == cast.RARE[:2]:
        return replace(line, fate=DENIED, reason=cast.RARE[3])
    if (claim.payer, line.code) == cast.OFTEN[:2] and noise < cast.OFTEN[2] / 100:
        return replace(line, fate=DENIED, reason=cast.OFTEN[3])
    if noise < 0.02:
        return replace(line, fate=DENIED, reason=rng.choice(_NOISE))
    if noise < 0.035:
        return replace(line, fate=DENIED, reason="CO-27")
    return replace(line, fate=OWED) if owed else line


def _blanket(claim: Claim) -> str:
    """The reason for which a claim is denied whatever is on it, empty where there is none."""
    payer, month, reason = cast.BAD_MONTH
    if claim.payer == payer and claim.paid_on.replace(day=1) == month:
        return reason
    payer, doctor, reason = cast.STRANGER
    return reason if claim.payer == payer and cast.DOCTORS[claim.doctor] == doctor else ""


def broken(claim: Claim, line: Line) -> int | None:
    """Return the rule that a line breaks, the first of them."""
    for number, rule in enumerate(RULES):
        if rule.payer == claim.payer and breaks(rule, claim, line):
            return number
    return None


def breaks(rule: Rule, claim: Claim, line: Line) -> bool:
    """Return whether a line of the rule's payer is what the rule is about."""
    if rule.form == cast.AGE:
        return (claim.received - claim.day).days > rule.days
    others = {one.code for one in claim.lines} - {line.code}
    return (
        line.code == rule.procedure
        and {
            cast.PROCEDURE: True,
            cast.WITH: rule.modifier in line.marks,
            cast.WITHOUT: rule.modifier not in line.marks,
            cast.PLACE: claim.place == rule.place,
            cast.UNITS: line.units > rule.units,
            cast.PAIR: rule.other in others,
            cast.PAIR_WITHOUT: rule.other in others and rule.modifier not in line.marks,
        }[rule.form]
    )


def _again(claim: Claim, rng: Random) -> Iterator[Claim]:
    """What is sent after a decision: the corrected claim of a rule's denial, a claim sent twice, a second payer's."""
    drawn, how = rng.random(), rng.choice((NEW_CLAIM, OTHER_NUMBER, CORRECTION))
    later = _remitted(claim.payer, claim.paid_on + dt.timedelta(21))
    fixed = [
        (line, RULES[line.rule].fix) for line in claim.lines if line.rule is not None and RULES[line.rule].fix
    ]
    if fixed and drawn < 0.7 and not claim.whole:
        place = next((fix[1] for _, fix in fixed if fix[0] == "place"), claim.place)
        new = {id(line): _fixed(line, fix) for line, fix in fixed}
        lines = tuple(new.get(id(line), line) for line in claim.lines if how == CORRECTION or id(line) in new)
        number = f"{claim.number}R" if how == OTHER_NUMBER else claim.number
        yield replace(
            claim, number=number, of=claim.number, kind=how, lines=lines, place=place, paid_on=later
        )
    elif drawn > 0.985 and not claim.whole and all(line.fate == PAID for line in claim.lines):
        lines = tuple(replace(line, fate=DENIED, reason="CO-18") for line in claim.lines)
        yield replace(claim, of=claim.number, kind=DUPLICATE, lines=lines, paid_on=later)
    elif 0.97 < drawn < 0.985 and all(line.fate == PAID for line in claim.lines):
        yield replace(claim, payer=cast.HEARTLAND, of=claim.number, kind=SECOND,
                      paid_on=_remitted(cast.HEARTLAND, later))  # fmt: skip


def _fixed(line: Line, fix: tuple) -> Line:
    what, value = fix
    line = replace(line, fate=PAID, reason="", rule=None)
    if what == "add":
        return replace(line, marks=(*line.marks, value))
    if what == "off":
        return replace(line, marks=tuple(mark for mark in line.marks if mark != value))
    if what in ("units", "code"):
        return replace(line, **{what: value})
    return line
