"""What the cost comparison reads of a practice: its intake, submitted claims, payer lists, invoices."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from cutover.columns import conform, empty
from cutover.errors import CutoverError
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.invoices import Invoices, load_invoices
from cutover.reading.era.archive import load_archive
from cutover.reading.intake.reader import Intake, read_intake
from cutover.reading.mapping.record import FILES
from cutover.reading.payers.lists import FOLDER, PayerLists, load_payer_lists
from cutover.reading.practice import book
from cutover.reading.practice.book import INTAKE, Practice
from cutover.reading.practice.whose import NOT_OWN


@dataclass(frozen=True)
class CostFiles:
    """The files of one practice, read.

    `submitted` has the columns of SUBMITTED_CLAIMS; `lists` are the client's payer lists; `not_own` (NOT_OWN) counts
    the rows that are not known to be the practice's, `files` (FILES) says what was read.
    """

    practice: Practice
    intake: Intake
    submitted: pd.DataFrame
    lists: PayerLists
    invoices: Invoices
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))
    files: pd.DataFrame = field(default_factory=lambda: empty(FILES))


@dataclass(frozen=True)
class Left:
    """A practice that could not be read, and why."""

    practice: str
    why: str


def load_book(home: Path, client: str) -> tuple[list[CostFiles], list[Left]]:
    """Return the files of every practice of a client, by name, and the practices that could not be read.

    One practice whose files cannot be read does not keep the others from being compared.
    """
    lists = load_payer_lists(home / "data" / "raw" / client / FOLDER)
    read, left = [], []
    for slug in book.practices(home, client):
        try:
            read.append(load_cost_files(book.load_practice(home, client, slug), lists))
        except CutoverError as error:
            left.append(Left(slug, str(error)))
    return read, left


def load_cost_files(practice: Practice, lists: PayerLists) -> CostFiles:
    """Return the files of one practice; raises InputError where its intake cannot be opened."""
    intake = read_intake(practice.raw / INTAKE, f"{practice.client}/{practice.slug}/{INTAKE}")
    claims, invoices = load_claims(practice, load_archive(practice)), load_invoices(practice)
    not_own = pd.concat([claims.not_own, invoices.not_own], ignore_index=True)
    read = (claims.files, lists.files, invoices.files)
    files = conform(pd.concat([part.astype(object) for part in read], ignore_index=True), FILES)
    return CostFiles(practice, intake, claims.submitted, lists, invoices, not_own, files)
