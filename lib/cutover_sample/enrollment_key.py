"""What a report on the enrollments of the sample's practices must find, counted from what their people wrote down.

Every payer of a practice is in use. The intake has a row for the ERA and one for the claims of each, of one status;
requirements of claims nobody has looked up, and no practice has received an ERA in Medi.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from cutover_sample import key
from cutover_sample.book import AS_OF
from cutover_sample.cast import Payer
from cutover_sample.claim_sources import Ledger
from cutover_sample.delivery import Shelf
from cutover_sample.practice_files import Desk

_YEAR_AGO = AS_OF.replace(year=AS_OF.year - 1)
# days at the most from filing to live, of ERA and of claims, by kind of payer: the defaults of its family
_LONGEST = {"medicare": (60, 45), "medicaid": (75, 60), "commercial": (30, 20), "supplement": (30, 20),
            "workers": (60, 40), "auto": (60, 40)}  # fmt: skip
_ANTHEM = (45, 30)
_WAITING_DAYS, _FIRST_ERA_DAYS = 2, 42
_FEWEST_DAYS, _LEAST_DAYS, _CLOCK_PERCENT = 5, 14, 160
Case = dict[str, object]


def cases(desk: Desk, shelf: Shelf, ledger: Ledger) -> Iterator[Case]:
    """Yield every case of a practice's enrollments: code, payer, transaction, cents (None: no amount)."""
    rows = {(row["payer"], row["transaction"]): row for row in desk.answers.sheets["enrollments"]}
    asks = any(row["transaction"] == "eligibility" for row in desk.answers.sheets.get("volumes", ()))
    for payer in desk.practice.payers:
        days = [p.date for _, p in key.counting(shelf) if p.payer == payer and p.date > _YEAR_AGO]
        cents = sum(p.amount_cents for _, p in key.counting(shelf) if p.payer == payer and p.date > _YEAR_AGO)
        forms = {
            one.claim.form for one in ledger.sent
            if one.claim.coverage.payer == payer and one.claim.submitted > _YEAR_AGO
        }  # fmt: skip
        since = rows[payer.name, "835"].get("live_on")
        late = [
            p.amount_cents for _, p in key.counting(shelf) if p.payer == payer and since and p.date > since
        ]
        if late:
            yield {"practice": desk.practice.slug, "code": "enroll-still-in-office-ally", "payer": payer.name,
                   "transaction": "835", "cents": sum(late)}  # fmt: skip
        for code, transaction in _found(payer, rows, forms, sorted(set(days)), asks):
            era = transaction == "835"
            yield {"practice": desk.practice.slug, "code": code, "payer": payer.name, "transaction": transaction,
                   "cents": cents if era else None}  # fmt: skip


def _found(
    payer: Payer, rows: dict, forms: set[str], days: list[dt.date], asks: bool
) -> Iterator[tuple[str, str]]:
    era, claims = rows[payer.name, "835"], rows[payer.name, "837P"]
    status = era["status"]
    is_institutional = "institutional" in forms
    if status == "not filed":
        yield "enroll-never-filed", "835"
        yield "enroll-requirement-unknown", "837P"
    if status == "PROVIDER_ACTION_REQUIRED" and (AS_OF - era["status_on"]).days > _WAITING_DAYS:
        yield from (("enroll-waiting-on-provider", code) for code in ("835", "837P"))
    if status == "REJECTED":
        yield from (("enroll-not-on-file", code) for code in ("835", "837P"))
    if status in (
        "PROVISIONING",
        "SUBMITTED",
    ):  # of an intake, where nothing says that it waits on a provider
        longest = _ANTHEM if "ANTHEM" in payer.name else _LONGEST[payer.kind]
        for code, most, row in zip(("835", "837P"), longest, (era, claims), strict=True):
            if (AS_OF - row["filed_on"]).days > most:
                yield "enroll-overdue", code
    if status == "LIVE" and (AS_OF - era["live_on"]).days > _limit(days):
        yield "enroll-no-era-yet", "835"
    if is_institutional:
        yield "enroll-requirement-unknown", "837I"
        if status == "LIVE":
            yield "enroll-era-said-live", "835"
    if asks:
        yield "enroll-requirement-unknown", "270"
    if "ANTHEM" in payer.name and (status != "LIVE" or is_institutional or asks):
        yield "enroll-special-route", "837P"


def _limit(days: list[dt.date]) -> float:
    """Days after which a first ERA is missed: 1.6 of the payer's intervals, for all payers here keep a clock.

    It is two weeks at least and six at the most, and six where there are fewer than five payment days.
    """
    if len(days) < _FEWEST_DAYS:
        return _FIRST_ERA_DAYS
    usual = median((after - before).days for before, after in pairwise(days))
    return min(max(_LEAST_DAYS, usual * _CLOCK_PERCENT / 100), _FIRST_ERA_DAYS)
