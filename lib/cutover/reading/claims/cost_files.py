"""What the cost comparison reads of a practice: its intake, submitted claims, payer lists, invoices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import pandas as pd

from cutover.columns import conform, empty
from cutover.errors import CutoverError
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.invoices import Invoices, load_invoices
from cutover.reading.claims.sent import load_sent
from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.reading.era.archive import load_archive
from cutover.reading.intake.reader import Intake
from cutover.reading.kept import opened, store
from cutover.reading.mapping.record import FILES, LACKING, UNREAD
from cutover.reading.payers.lists import FOLDER, PayerLists, lists_for, load_payer_lists
from cutover.reading.payers.same import NONE_PROVEN, SamePayers, same_for
from cutover.reading.practice import book
from cutover.reading.practice.book import Practice, intake_of
from cutover.reading.practice.whose import NOT_OWN

Made = TypeVar("Made")


@dataclass(frozen=True)
class CostFiles:
    """The files of one practice, read.

    `submitted` has the columns of SUBMITTED_CLAIMS; `lists` are the client's payer lists; `not_own` (NOT_OWN) counts
    the rows that are not known to be the practice's, `files` (FILES) says what was read, `sent` (SENT_CLAIMS) what
    Medi's lists say went out through it, of which `lists_unread` were not read in full, `same` the names of payers that
    these files prove to be one, `told_until` the last day that a claim history says it tells of.
    """

    practice: Practice
    intake: Intake
    submitted: pd.DataFrame
    lists: PayerLists
    invoices: Invoices
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))
    files: pd.DataFrame = field(default_factory=lambda: empty(FILES))
    sent: pd.DataFrame = field(default_factory=lambda: empty(SENT_CLAIMS))
    same: SamePayers = NONE_PROVEN
    lists_unread: int = 0
    told_until: pd.Timestamp | None = None


@dataclass(frozen=True)
class Left:
    """A practice that could not be read, and why."""

    practice: str
    why: str


class FilesOnDemand:
    """The files of one practice of a book, with the attributes of CostFiles, read when one of them is asked for.

    `lists` reads the client's payer lists for the practices of a book whose numbers are made one after the other. The
    practice that a report is about has them among its own readings.
    """

    def __init__(self, practice: Practice, lists: Callable[[], PayerLists]):
        self.practice = practice
        self._lists = lists
        self._is_one_of_many = False

    @cached_property
    def read(self) -> CostFiles:
        """All of them, read; raises InputError where the intake of the practice cannot be opened."""
        lists = self._lists() if self._is_one_of_many else lists_for(self.practice)
        return load_cost_files(self.practice, lists)

    @property
    def is_read(self) -> bool:
        """Whether they were read already."""
        return "read" in self.__dict__

    @property
    def intake(self) -> Intake:
        """What its intake says."""
        return self.read.intake

    @property
    def submitted(self) -> pd.DataFrame:
        """Its submitted claims (SUBMITTED_CLAIMS)."""
        return self.read.submitted

    @property
    def lists(self) -> PayerLists:
        """The client's payer lists."""
        return self.read.lists

    @property
    def invoices(self) -> Invoices:
        """Its invoices."""
        return self.read.invoices

    @property
    def sent(self) -> pd.DataFrame:
        """What Medi's lists say went out through it (SENT_CLAIMS)."""
        return self.read.sent

    @property
    def lists_unread(self) -> int:
        """How many of Medi's lists were not read in full."""
        return self.read.lists_unread

    @property
    def told_until(self) -> pd.Timestamp | None:
        """The last day that a claim history says it tells of."""
        return self.read.told_until

    @property
    def same(self) -> SamePayers:
        """The names of payers that its files prove to be one."""
        return self.read.same

    @property
    def not_own(self) -> pd.DataFrame:
        """The rows that are not known to be its own (NOT_OWN)."""
        return self.read.not_own

    @property
    def files(self) -> pd.DataFrame:
        """What was read of its files (FILES)."""
        return self.read.files

    def kept(self, name: str, make: Callable[[], Made], *given: object) -> Made:
        """Return what `make` gives of these files, from the store where none of them has changed."""

        def made() -> Made:
            self._is_one_of_many = True
            self._lists()  # among what it is made of, whoever read them first
            return make()

        return store.of(self.practice, name, made, *given, worth=0)


def files_of_book(home: Path, client: str) -> tuple[list[FilesOnDemand], list[Left]]:
    """Return the files of every practice of a client, by name, and the practices whose identity is not known.

    No file but the intakes is opened yet: a practice whose files cannot be read raises InputError when asked.
    """
    lists, found, left = _Lists(home, client), [], []
    for slug in book.practices(home, client):
        try:
            who = book.remembered(home, client, slug) or book.load_practice(home, client, slug)
            found.append(FilesOnDemand(who, lists))
        except CutoverError as error:
            left.append(Left(slug, str(error)))
    return found, left


class _Lists:
    """The payer lists of a client, read once; whoever takes them rests on the files that they were read from."""

    def __init__(self, home: Path, client: str):
        self._home, self._folder = home, home / "data" / "raw" / client / FOLDER

    def __call__(self) -> PayerLists:
        lists, seen = self._read
        opened.noted(seen)
        return lists

    @cached_property
    def _read(self) -> tuple[PayerLists, opened.Opened]:
        with opened.watched(self._home) as seen:
            return load_payer_lists(self._folder), seen


def load_cost_files(practice: Practice, lists: PayerLists) -> CostFiles:
    """Return the files of one practice; raises InputError where its intake cannot be opened."""
    intake = intake_of(practice)
    claims, invoices = load_claims(practice, load_archive(practice)), load_invoices(practice)
    not_own = pd.concat([claims.not_own, invoices.not_own], ignore_index=True)
    read = (claims.files, lists.files, invoices.files)
    files = conform(pd.concat([part.astype(object) for part in read], ignore_index=True), FILES)
    sent, same = load_sent(practice), same_for(practice)
    unread = int(sent.files["state"].isin([*UNREAD, LACKING]).sum())
    return CostFiles(
        practice, intake, claims.submitted, lists, invoices, not_own, files, sent.rows, same, unread,
        claims.told_until,
    )  # fmt: skip
