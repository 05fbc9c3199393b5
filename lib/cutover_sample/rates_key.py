"""What the fee schedules of the practice of known contracts must find, counted by plain loops over what happened."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from cutover_sample import rates_cast as cast
from cutover_sample.rates_play import AS_CHARGED, NEAR, OVER, REVERSED, SHORT, Claim, Line

_USED = ("", SHORT, OVER, NEAR, AS_CHARGED)


def used(claims: list[Claim]) -> Iterator[tuple[Claim, Line]]:
    """Yield the lines that tell what a payer allows and were paid by the last day; a reversed one by its correction."""
    for claim in claims:
        last = claim.paid_on + dt.timedelta(28 if claim.fate == REVERSED else 0)
        if last <= cast.AS_OF and claim.fate in ("", REVERSED):
            yield from ((claim, line) for line in claim.lines if line.mark in _USED)


def cases(claims: list[Claim]) -> Iterator[dict]:
    """Yield every case: code and cents."""
    fell, above, lost = 0, 0, {cast.MEDICARE: 0, cast.AETNA: 0}
    for claim, line in used(claims):
        off = line.allowed - line.expected if line.expected else 0
        high = _above_contract(claim, line)
        if line.mark == SHORT and high:  # the contract of its day measures it, and asks for less
            yield _case("fees-below-contract", claim.payer, -off - high)
        elif line.mark == SHORT:
            yield _case("fees-underpaid-late" if _is_late(claim) else "fees-underpaid", claim.payer, -off)
        elif line.mark == OVER:
            yield _case("fees-overpaid", claim.payer, off)
        if claim.payer == cast.CIGNA and line.procedure == cast.CUT_PROCEDURE and line.day >= cast.CUT_ON:
            fell += line.units * cast.CUT_CENTS
        above += high if line.mark != SHORT else 0
        if claim.payer in lost and line.procedure == cast.FALLEN and line.day >= cast.NEW_YEAR:
            now, before = (cast.rate(claim.payer, cast.FALLEN, day) or 0 for day in (line.day, cast.FIRST))
            lost[claim.payer] += line.units * (before - now)
    yield from (_case("fees-rate-lowered", payer, cents) for payer, cents in lost.items())
    yield _case("fees-below-contract", cast.CIGNA, fell)
    yield _case("fees-above-contract", cast.CIGNA, above)


def _above_contract(claim: Claim, line: Line) -> int:
    """How much the payer's own rate is above its contract, for all units of a line."""
    is_high = claim.payer == cast.CIGNA and line.procedure == cast.HIGH_PROCEDURE and line.day >= cast.MIDYEAR
    return line.units * cast.HIGH_CENTS if is_high else 0


def _is_late(claim: Claim) -> bool:
    days = cast.APPEAL_DAYS.get(claim.payer)
    return days is not None and claim.paid_on + dt.timedelta(days) < cast.AS_OF


def _case(code: str, payer: str, cents: int) -> dict:
    return {"practice": cast.SLUG, "code": code, "payer": payer, "cents": cents}


def rates(claims: list[Claim]) -> list[dict]:
    """Return the truth of rates: for each payer, procedure and rate the first day of service at it, in order."""
    first: dict[tuple, dt.date] = {}
    lines: dict[tuple, int] = defaultdict(int)
    for claim, line in used(claims):
        unit = cast.rate(claim.payer, line.procedure, line.day)
        place = (claim.payer, line.procedure, unit)
        if unit is not None and line.mark != AS_CHARGED:
            lines[claim.payer, line.procedure] += 1
            first[place] = min(first.get(place, line.day), line.day)
    return [
        {"payer": payer, "procedure": cast.PROCEDURES[number][0], "modifiers": cast.PROCEDURES[number][2],
         "rate_cents": unit, "first_on": day.isoformat()}
        for (payer, number, unit), day in sorted(first.items(), key=lambda one: (one[0][:2], one[1]))
        if lines[payer, number] >= 10
    ]  # fmt: skip
