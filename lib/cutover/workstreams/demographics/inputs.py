"""What the mapping of patients starts from: the exports, and what a practice's other files know of its patients."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from cutover.reading.era.archive import load_archive
from cutover.reading.patients.exports import Demographics, read_demographics
from cutover.reading.patients.other_sources import Known, load_known
from cutover.reading.practice.book import Practice
from cutover.workstreams.demographics.patient_import import NOTHING_KNOWN, Prepared, prepare


@dataclass(frozen=True)
class Inputs:
    """A practice's patient exports on a day.

    `export` is what the files hold, `known` what the practice's other files tell; what is unknown, the limits say.
    `patients`, `coverages`, `guarantors` and `authorizations` are the import, `exceptions` has one row per rule that
    a record breaks, `duplicates` one per pair of records that may be one person.
    """

    export: Demographics
    practice: Practice
    as_of: dt.date
    known: Known = NOTHING_KNOWN

    @cached_property
    def prepared(self) -> Prepared:
        """The import with what is set aside and why."""
        return prepare(self.export, self.as_of, self.known)

    @property
    def patients(self) -> pd.DataFrame:
        """The patients of the import, one row each."""
        return self.prepared.patients

    @property
    def coverages(self) -> pd.DataFrame:
        """The coverages of the import, one row each."""
        return self.prepared.coverages

    @property
    def guarantors(self) -> pd.DataFrame:
        """The guarantors of the import, one row each."""
        return self.prepared.guarantors

    @property
    def authorizations(self) -> pd.DataFrame:
        """The authorizations of the import, one row each."""
        return self.prepared.authorizations

    @property
    def exceptions(self) -> pd.DataFrame:
        """What is wrong with the records, one row per record and rule."""
        return self.prepared.exceptions

    @property
    def duplicates(self) -> pd.DataFrame:
        """The pairs of records that may be one person."""
        return self.prepared.duplicates


def load(practice: Practice, as_of: dt.date) -> Inputs:
    """Return the inputs of a practice as they lie on disk; an absent folder is an export without rows.

    Raises InputError where a mapping that was edited by hand does not fit.
    """
    known = load_known(practice, load_archive(practice), as_of)
    return Inputs(read_demographics(practice), practice, as_of, known)
