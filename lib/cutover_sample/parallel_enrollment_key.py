"""What a report on the enrollments of a played run must find, counted by plain loops over what was planted."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from cutover_sample.parallel_cast import practices
from cutover_sample.parallel_enrollments import SUPPORT, Enrollment, Step, enrollments
from cutover_sample.parallel_play import NEW, Played

_TOP, _WAITING = 3, 2
# days at the most from filing to live, of claims, by payer: the defaults of the families that they are of
_LONGEST = {
    "MEDICARE OHIO": 45,
    "AETNA": 20,
    "UNITEDHEALTHCARE": 20,
    "CEDAR MUTUAL HEALTH": 20,
    "OHIO MEDICAID": 60,
}


def cases(run: Played) -> Iterator[dict]:
    """Yield every case: code, practice, payer, transaction, cents (None: no amount)."""
    for code, payer, transaction, cents in _found(run):
        yield {
            "practice": run.practice.slug,
            "code": code,
            "payer": payer,
            "transaction": transaction,
            "cents": cents,
        }


def _found(run: Played) -> Iterator[tuple[str, str, str | None, int | None]]:
    filed = {(one.payer, one.transaction): one for one in enrollments(run.practice.slug)}
    used = [payer.name for payer in run.practice.payers]
    for payer in used:
        yield from _of_payer(run, payer, filed)
    for (payer, code), one in filed.items():
        if payer not in used and one.at(run.until):
            yield "enroll-not-needed", payer, code, None
        if code == "270" and payer in used:
            yield from _of_eligibility(run, one)
    for payer in _largest(run):
        claims, era = filed.get((payer, "837P")), filed.get((payer, "835"))
        if not (_is_ready(run, payer, claims) and (_is_live(run, era) or _first_era(run, payer))):
            yield "enroll-cutover-too-early", payer, None, _paid(run, payer)
    for other in practices():
        if other.slug != run.practice.slug and other.tin == run.practice.tin:
            yield "enroll-tin-two-waves", "(all payers)", "835", None


def _of_payer(run: Played, payer: str, filed: dict[tuple[str, str], Enrollment]):
    claims, era = (_step(run, filed.get((payer, code))) for code in ("837P", "835"))
    paid, seen = _paid(run, payer), _first_era(run, payer)
    era_live = seen is not None or (era is not None and era.status == "LIVE")
    if era is None and seen is None:
        yield ("enroll-era-forgotten" if claims else "enroll-nothing-filed"), payer, "835", paid
    if seen is not None and (era is None or era.status != "LIVE"):
        yield "enroll-status-behind", payer, "835", paid
    if era_live and claims is not None and claims.status != "LIVE":
        yield ("enroll-era-before-claims" if seen else "enroll-era-said-live"), payer, "835", paid
    late = (
        _paid_after(run, payer, era.day) if era is not None and era.status == "LIVE" and seen is None else []
    )
    if late:
        yield "enroll-still-in-office-ally", payer, "835", sum(late)
    if claims is not None:
        yield from _of_claims(run, payer, claims, filed[payer, "837P"])


def _of_claims(run: Played, payer: str, step: Step, one: Enrollment):
    waited = (run.until - step.day).days
    if step.status == "PROVIDER_ACTION_REQUIRED" and waited > _WAITING:
        yield "enroll-waiting-on-provider", payer, "837P", None
    if step.status in ("SUBMITTED", "STEDI_ACTION_REQUIRED") and waited > _WAITING:
        yield "enroll-submitted-long", payer, "837P", None
    if step.status == "REJECTED":
        yield "enroll-not-on-file", payer, "837P", None
    if step.status == "PROVISIONING" and (run.until - one.filed(run.until)).days > _LONGEST[payer]:
        yield "enroll-overdue", payer, "837P", None


def _of_eligibility(run: Played, one: Enrollment):
    support = SUPPORT[one.payer].get("270")
    if support is None:
        yield "enroll-requirement-unknown", one.payer, "270", None
    elif support == "ENROLLMENT_REQUIRED" and one.at(run.until).status == "not filed":
        yield "enroll-never-filed", one.payer, "270", None


def _step(run: Played, one: Enrollment | None) -> Step | None:
    return one.at(run.until) if one else None


def _is_live(run: Played, one: Enrollment | None) -> bool:
    step = _step(run, one)
    return step is not None and step.status == "LIVE"


def _is_ready(run: Played, payer: str, one: Enrollment | None) -> bool:
    """Claims that go out: live, or never filed with a payer that takes them at once."""
    return _is_live(run, one) or (_step(run, one) is None and SUPPORT[payer]["837P"] == "SUPPORTED")


def _first_era(run: Played, payer: str) -> dt.date | None:
    """The day of the first remittance in Medi; a copy of one from Office Ally counts, it was received."""
    days = [
        r.paid for r in run.remitted if r.payer.name == payer and (r.feed == NEW or r.fault == "copy across")
    ]
    return min(days) if days else None


def _paid_after(run: Played, payer: str, day: dt.date) -> list[int]:
    """What each remittance in Office Ally paid after a day."""
    return [r.cents for r in run.remitted if r.payer.name == payer and r.feed != NEW and r.paid > day]


def _paid(run: Played, payer: str) -> int:
    """What a payer's remittances paid, each counted once."""
    return sum(r.cents for r in run.remitted if r.payer.name == payer)


def _largest(run: Played) -> list[str]:
    """The payers with the most claims: those remitted, by number, and those still open."""
    claims: dict[str, set[str]] = defaultdict(set)
    for remitted in run.remitted:
        claims[remitted.payer.name] |= {a.number for a in remitted.amounts if a.number and a.status == "1"}
    for n in range(run.practice.open_claims):
        claims[run.practice.payers[n % len(run.practice.payers)].name].add(f"open {n}")
    return sorted(claims, key=lambda payer: (-len(claims[payer]), payer))[:_TOP]
