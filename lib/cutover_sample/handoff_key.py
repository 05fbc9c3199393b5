"""What the handoff and the readiness of the sample's practices must find, counted by plain loops over what was planted.

It tells of the last day of the sample; played to an earlier day, a run has no key of these two.
"""

from __future__ import annotations

from collections.abc import Iterator

from cutover_sample import handoff_cast, ready_cast
from cutover_sample.parallel_cast import AS_OF
from cutover_sample.parallel_play import Played

_KNOWN = ("AETNA", "MEDICARE OHIO")  # payers whose limits for filing are known
_AGREED = ("closeout-agreed", "trailing-ar-owned")


def of_maple() -> Iterator[dict]:
    """Yield every case of the practice that is about to move."""
    for code, cents in (*handoff_cast.cases(), *ready_cast.cases(ready_cast.MAPLE)):
        yield _case(ready_cast.MAPLE, code, cents)


def of_run(run: Played) -> Iterator[dict]:
    """Yield every case of a practice in a run on the last day."""
    if run.until != AS_OF:
        return
    slug = run.practice.slug
    for code, cents in (*_open(run), *_unwritten(slug), *ready_cast.cases(slug)):
        yield _case(slug, code, cents)


def _open(run: Played) -> Iterator[tuple[str, int | None]]:
    """The open claims of a run: billed, so no limit for filing runs; nobody owns them; whose days are known is told."""
    unknown: dict[str, int] = {}
    for number in range(run.practice.open_claims):
        payer = run.practice.payers[number % len(run.practice.payers)].name
        cents = 15_000 + 1_700 * number + 4_000
        yield "handoff-no-owner", cents
        if payer not in _KNOWN:
            unknown[payer] = unknown.get(payer, 0) + cents
    yield from (("handoff-deadline-unknown", cents) for cents in unknown.values())
    for amount in _reversed(run):
        yield "handoff-reversed", amount
        yield "handoff-no-owner", amount


def _reversed(run: Played) -> Iterator[int]:
    """Claims from before the cutover whose last word is a reversal: none is left without its correction here."""
    last = {
        a.number: a for r in run.remitted for a in r.amounts if a.number and a.service < run.practice.cutover
    }
    yield from (abs(a.cents) for a in last.values() if a.status == "22")


def _unwritten(slug: str) -> Iterator[tuple[str, None]]:
    """The agreements that nobody signs with name and day."""
    signed = {item for item, holds, who, day in ready_cast.stands()[slug].answers if holds and who and day}
    yield from (("handoff-not-in-writing", None) for item in _AGREED if item not in signed)


def _case(slug: str, code: str, cents: int | None) -> dict:
    return {"practice": slug, "code": code, "payer": None, "cents": cents}
