"""Tiny makers of a book for the rollout plan: facts of practices as they were read, and their costs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache, cached_property

from cost_cases import MONTHS, NO_INVOICES, one_files, one_intake, one_invoice, one_practice, submissions
from cutover.columns import framed
from cutover.reading.claims.cost_files import CostFiles, FilesOnDemand, Left
from cutover.reading.practice.wishes import Wishes
from cutover.workstreams.cost.inputs import Inputs as CostInputs
from cutover.workstreams.rollout.facts import LIVE_CASES, OPEN, PEOPLE, TASKS, Facts
from cutover.workstreams.rollout.inputs import Inputs
from cutover.workstreams.unread_cells import CELLS

AS_OF = dt.date(2026, 7, 31)  # a Friday


def waits(days: int, payer: str = "Aetna", **said) -> dict:
    """An enrollment that takes exactly so many days from today, and decides the date."""
    row = {"name": f"{payer} 835", "payer": payer, "family": "commercial", "kind": "835", "state": "not filed",
           "decides": True, "waited": 0, "wished": 0, "low": days, "likely": days, "high": days,
           "days_from": "the client", "transaction": "ERA (835)", "billing_npi": "1234567893"}  # fmt: skip
    return row | said


def task(payer: str = "Aetna", **said) -> dict:
    """Something that can be done today about an enrollment."""
    row = dict.fromkeys(c.name for c in TASKS)
    return row | {"payer": payer, "transaction": "ERA (835)", "action": "File it today", "who": "enrollment lead",
                  "gain_days": 1.0, "state": "not filed", "payer_claims": 10,
                  "billing_npi": "1234567893"} | said  # fmt: skip


def one(slug: str, *open_rows: dict, people=(), tasks=(), live=(), unread=(), **said) -> Facts:
    """The facts of a practice: ready today unless an enrollment is open."""
    known = {
        "cutover": None, "tins": frozenset({f"Tax ID of {slug}"}),
        "npis": 2, "payers": 3, "government_share": 0.2, "decided": 100, "denied": 5, "open_claims": 4,
        "open_cents": 100_00, "no_date": "", "ready_now": not open_rows,
    } | said  # fmt: skip
    staff = framed([{"person": name, "role": "biller"} for name in people], PEOPLE)
    return Facts(slug, f"{slug.title()} Clinic", open=framed(list(open_rows), OPEN),
                 live=framed(list(live), LIVE_CASES), tasks=framed(list(tasks), TASKS), people=staff,
                 unread=framed(list(unread), CELLS), **known)  # fmt: skip


@cache
def _intake():
    return one_intake(usage="Practice Mate")


class _Files(FilesOnDemand):
    """The files of a practice; what they cost is found once for all practices of as many claims and the same bill."""

    is_read = False
    _found: dict = {}  # noqa: RUF012

    def __init__(self, slug: str, name: str, claims: int, bill: str | None):
        self.practice, self._made_of = one_practice(slug, name), (claims, bill)

    @cached_property
    def read(self) -> CostFiles:
        claims, bill = self._made_of
        billed = one_invoice(*[(m, "Practice Mate", bill) for m in MONTHS]) if bill else NO_INVOICES
        who = self.practice
        return one_files(
            who.slug, who.name, intake=_intake(), claims=submissions(MONTHS, claims), invoices=billed
        )

    def kept(self, name, make, *given):
        key = (name, given, self._made_of)
        if key not in self._found:
            self._found[key] = make()
        return replace(self._found[key], practice=self.practice.slug, name=self.practice.name)


def book(*facts: Facts, claims: dict[str, int] | None = None, bills: dict[str, str] | None = None, left=(),
         lessons=None, **wishes) -> Inputs:  # fmt: skip
    """A book of these practices: so many claims a month each (10 unless told), and Office Ally's bill a month."""
    files = [
        _Files(f.practice, f.name, (claims or {}).get(f.practice, 10), (bills or {}).get(f.practice))
        for f in facts
    ]
    priced = CostInputs(tuple(files), tuple(Left(*one) for one in left), AS_OF, None, "Acme Billing")
    more = {} if lessons is None else {"lessons": lessons}
    found = {f.practice: f for f in facts}
    asked = Wishes(**wishes)
    return Inputs(
        "Acme Billing", AS_OF, found, tuple(Left(*one) for one in left), priced.comparison, asked, **more
    )
