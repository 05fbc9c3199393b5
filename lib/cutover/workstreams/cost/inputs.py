"""What the cost comparison starts from: the files of every practice of the book, and what somebody chose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from cutover.columns import Column, empty
from cutover.reading.claims.cost_files import CostFiles, FilesOnDemand, Left, files_of_book
from cutover.reading.claims.invoices import INVOICE_LINES
from cutover.reading.claims.tables import SUBMITTED_CLAIMS
from cutover.reading.practice.book import Book, Practice
from cutover.reading.practice.contract import commitment_of
from cutover.reading.practice.papers import quotes_of_medi
from cutover.workstreams.cost.comparison import Comparison, comparison
from cutover.workstreams.cost.options import COMMITMENTS, Options
from cutover.workstreams.cost.prices import Commitment


@dataclass(frozen=True)
class Inputs:
    """The book on a day, seen from one practice or as a whole (`practice` None).

    `files` are those of each practice that could be read, `left` the practices that could not, `name` whom the report
    is about as readers know it, `contract` what `client.toml` says of the commitment. `quotes` are the folders of
    quotes of Medi that lie beside the practices, for the whole book alone. `claims` has one row per submission and
    `invoices` one per line of an invoice, each with its `practice`.
    """

    files: tuple[CostFiles | FilesOnDemand, ...]
    left: tuple[Left, ...]
    as_of: dt.date
    practice: str | None = None
    name: str = ""
    options: Options = field(default_factory=Options)
    contract: Commitment | None = None
    quotes: tuple[str, ...] = ()
    known: dict = field(default_factory=dict, compare=False, repr=False)  # what no option changes

    @cached_property
    def comparison(self) -> Comparison:
        """The comparison of staying with leaving.

        Raises UsageError where the practice is not among those that could be read, with the reason.
        """
        options = self.options
        if self.contract and "commitment" not in options.named:  # what a person set for the report goes first
            options = replace(options, commitment=self.contract)
        return comparison(
            list(self.files), list(self.left), self.as_of, options, self.practice, known=self.known
        )

    @cached_property
    def claims(self) -> pd.DataFrame:
        """The submitted claims of every practice (SUBMITTED_CLAIMS) with `practice`."""
        return _together({one.practice.slug: one.submitted for one in self.files}, SUBMITTED_CLAIMS)

    @cached_property
    def invoices(self) -> pd.DataFrame:
        """The lines of Office Ally's invoices to every practice (INVOICE_LINES) with `practice`."""
        return _together({one.practice.slug: one.invoices.lines for one in self.files}, INVOICE_LINES)

    def changed(self, options: Options, moving: Collection[str]) -> Inputs:
        """Return the inputs under other options, with only these practices moving."""
        files = tuple(one for one in self.files if one.practice.slug in moving)
        return replace(self, files=files, options=options)


def load(who: Practice | Book, as_of: dt.date, options: Options | None = None) -> Inputs:
    """Return the inputs as they lie on disk, for a practice within its book or for the whole book.

    Raises UsageError where there is no such client, InputError where `client.toml` names a commitment that is none.
    """
    files, left = files_of_book(who.home, who.client)
    practice = who.slug if isinstance(who, Practice) else None
    said = commitment_of(who.home / "data" / "raw" / who.client)
    contract = COMMITMENTS[said] if said else None
    quotes = () if practice else tuple(quotes_of_medi(who.home, who.client))
    return Inputs(
        tuple(files), tuple(left), as_of, practice, who.name, options or Options(), contract, quotes
    )


def _together(frames: dict[str, pd.DataFrame], columns: tuple[Column, ...]) -> pd.DataFrame:
    named = [frame.assign(practice=slug) for slug, frame in frames.items()]
    nobody = empty(columns).assign(practice=pd.Series(dtype="str"))
    return pd.concat(named, ignore_index=True) if named else nobody
