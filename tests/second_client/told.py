"""What the reports say of the second client: the functions of the notebooks, run, and their tables by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import pandas as pd
from cutover.errors import CutoverError
from cutover.reading.claims import claims, cost_files, invoices, par_reports
from cutover.reading.era import archive
from cutover.reading.payers import status
from cutover.reading.payers.enrollment_files import load_enrollment_files
from cutover.reading.postings.run_files import load_run
from cutover.reading.practice import book, files_held, manifest
from cutover.result import Result
from cutover.workstreams import claim_reconciliation
from cutover.workstreams.cost import report as cost
from cutover.workstreams.demographics import report as demographics
from cutover.workstreams.enrollment import report as enrollment
from cutover.workstreams.era_audit import report as era_audit
from cutover.workstreams.inventory import report as inventory
from cutover.workstreams.nonpar import report as nonpar
from cutover.workstreams.parallel_run import report as parallel_run

from .world import AS_OF as DAY
from .world import CLIENT

BOOK = "book"


class Told:
    """The results of the notebooks, each made when it is first asked for; one that fails has no tables."""

    def __init__(self, home: Path):
        self.home = home
        self.made: dict[tuple[str, str], Result | None] = {}
        self.failed: dict[tuple[str, str], str] = {}
        self.parts: dict[tuple[str, str], object] = {}

    def result(self, practice: str, notebook: str) -> Result | None:
        """Return what a notebook says of a practice, None where it fails."""
        key = (practice, notebook)
        if key not in self.made:
            try:
                self.made[key] = MAKERS[notebook](self, practice)
            except (CutoverError, KeyError, ValueError, TypeError, AttributeError) as error:
                self.made[key], self.failed[key] = None, repr(error)[:200]
        return self.made[key]

    def table(self, practice: str, notebook: str, name: str) -> pd.DataFrame:
        """Return a table, one without rows or columns where the report has none."""
        said = self.result(practice, notebook)
        return said.tables[name].frame if said is not None and name in said.tables else pd.DataFrame()

    def finding(self, practice: str, notebook: str, code: str) -> pd.DataFrame:
        """Return the evidence of a finding, nothing where it was not found."""
        said = self.result(practice, notebook)
        found = [f.evidence.frame for f in said.findings if f.code == code] if said is not None else []
        return found[0] if found else pd.DataFrame()

    def figure(self, practice: str, notebook: str, label: str) -> str | None:
        """Return the text of a figure, None where there is none."""
        said = self.result(practice, notebook)
        return next((f.value for f in said.figures if f.label == label), None) if said is not None else None

    def practice(self, slug: str) -> book.Practice:
        """Return a practice by its slug."""
        return self.part(slug, "practice", lambda: book.load_practice(self.home, CLIENT, slug))

    def part(self, slug: str, name: str, make: Callable[[], object]):
        """Return something that several notebooks read, read once."""
        key = (slug, name)
        if key not in self.parts:
            self.parts[key] = make()
        return self.parts[key]

    def archive(self, slug: str):
        """Return the archive of a practice."""
        return self.part(slug, "archive", lambda: archive.load_archive(self.practice(slug)))

    def claims(self, slug: str):
        """Return the claims of a practice."""
        read = lambda: claims.load_claims(self.practice(slug), self.archive(slug))  # noqa: E731
        return self.part(slug, "claims", read)

    @cached_property
    def cost_files(self):
        """The files of the cost comparison, of the whole book."""
        return cost_files.load_book(self.home, CLIENT)


def _inventory(told: Told, slug: str) -> Result:
    who = told.practice(slug)
    held = files_held.load_holdings(who)
    return inventory.inventory(held, DAY, manifest.earlier(who, DAY))


def _demographics(told: Told, slug: str) -> Result:
    who = told.practice(slug)
    export = demographics.read_demographics(who)
    known = demographics.load_known(who, told.archive(slug), DAY)
    prepared = demographics.prepare(export, DAY, known)
    return demographics.assess(export, who, DAY, known=known, prepared=prepared)


def _era(told: Told, slug: str) -> Result:
    history = claim_reconciliation.answer(told.claims(slug))
    return era_audit.audit(told.archive(slug), told.practice(slug), DAY, (history,))


def _nonpar(told: Told, slug: str) -> Result:
    who = told.practice(slug)
    lists = status.load_payer_lists(who.raw.parent / status.FOLDER)
    read = invoices.load_invoices(who), par_reports.load_par_reports(who)
    return nonpar.report(nonpar.make_basis(told.claims(slug), lists, DAY, *read))


def _cost(told: Told, slug: str) -> Result:
    files, left = told.cost_files
    settings = cost.chosen({"client": CLIENT})
    if slug == BOOK:
        said = cost.comparison(files, left, DAY, settings)
        return cost.result(said, book.client_name(told.home, CLIENT))
    said = cost.comparison(files, left, DAY, settings, slug)
    return cost.result(said, told.practice(slug).name)


def _enrollment(told: Told, slug: str) -> Result:
    return enrollment.report(enrollment.made(load_enrollment_files(told.practice(slug), DAY), DAY))


def _run(told: Told, slug: str) -> Result:
    who = told.practice(slug)
    return parallel_run.reconcile(parallel_run.of_files(who, load_run(who, DAY), DAY))


MAKERS: dict[str, Callable[[Told, str], Result]] = {
    "01": _inventory, "02": _demographics, "03": _era, "04": _nonpar,
    "05": _cost, "06": _enrollment, "09": _run,
}  # fmt: skip


def month(stamp: object) -> str:
    """Return a month as the facts write it, 2026-07."""
    return f"{pd.Timestamp(stamp):%Y-%m}"


def cents_of(text: str | None) -> int | None:
    """Return the cents of a figure such as $1,234.50 or −$4.00."""
    if not text:
        return None
    plain = text.replace("−", "-").replace("$", "").replace(",", "").split()[0]
    return round(float(plain) * 100)


__all__ = ["BOOK", "DAY", "Told", "cents_of", "dt", "month"]
