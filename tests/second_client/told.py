"""What the reports say of the second client: the functions of the notebooks, run, and their tables by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pandas as pd
from cutover.errors import CutoverError
from cutover.reading.claims import claims
from cutover.reading.era import archive
from cutover.reading.practice import book
from cutover.result import Result
from cutover.workstreams.cost import inputs as cost_inputs
from cutover.workstreams.cost import report as cost
from cutover.workstreams.demographics import inputs as demographics_inputs
from cutover.workstreams.demographics import report as demographics
from cutover.workstreams.enrollment import inputs as enrollment_inputs
from cutover.workstreams.enrollment import report as enrollment
from cutover.workstreams.era_audit import inputs as era_inputs
from cutover.workstreams.era_audit import report as era_audit
from cutover.workstreams.inventory import inputs as inventory_inputs
from cutover.workstreams.inventory import report as inventory
from cutover.workstreams.nonpar import inputs as nonpar_inputs
from cutover.workstreams.nonpar import report as nonpar
from cutover.workstreams.parallel_run import inputs as run_inputs
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
    def book_inputs(self) -> cost_inputs.Inputs:
        """The inputs of the cost comparison, of the whole book."""
        return cost_inputs.load(book.Book(CLIENT, book.client_name(self.home, CLIENT), self.home), DAY)


def _cost(told: Told, slug: str) -> Result:
    if slug == BOOK:
        return cost.assess(told.book_inputs)
    return cost.assess(replace(told.book_inputs, practice=slug, name=told.practice(slug).name))


def _of(load: Callable, assess: Callable) -> Callable[[Told, str], Result]:
    """What a notebook runs: its inputs as they lie on disk, then its answer."""
    return lambda told, slug: assess(load(told.practice(slug), DAY))


MAKERS: dict[str, Callable[[Told, str], Result]] = {
    "01": _of(inventory_inputs.load, inventory.assess),
    "02": _of(demographics_inputs.load, demographics.assess),
    "03": _of(era_inputs.load, era_audit.assess),
    "04": _of(nonpar_inputs.load, nonpar.assess),
    "05": _cost,
    "06": _of(enrollment_inputs.load, enrollment.assess),
    "09": _of(run_inputs.load, parallel_run.assess),
}


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
