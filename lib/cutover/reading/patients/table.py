"""One table of a patient export with the columns that are known of it."""

from __future__ import annotations

from dataclasses import dataclass

from cutover.reading.files.sheet import Sheet
from cutover.reading.mapping.suggest import Crosswalk

KEYS = ("account_number", "chart_number")  # by which tables of one export are joined
PRIOR = "prior_number"
_OF_A_PATIENT = ("last_name", "first_name", "full_name", "birth_date")


@dataclass(frozen=True)
class PatientTable:
    """One table of one file with its crosswalk; `is_used` is false where no patient can be told from it.

    `is_read_back` tells that it came back out of Medi. `padded` has each file of which its numbers have their leading
    zeros again, with how many rows (`lost_zeros`).
    """

    source_file: str
    sheet: Sheet
    crosswalk: Crosswalk
    is_read_back: bool = False
    padded: tuple[tuple[str, int], ...] = ()

    @property
    def is_used(self) -> bool:
        """Whether a batch maps an account number or part of a patient's identity."""
        used = self.crosswalk.used
        return any(key in used for key in (*KEYS, PRIOR, *_OF_A_PATIENT))

    @property
    def has_people(self) -> bool:
        """Whether it names people; otherwise it can only be joined to a table that does."""
        return names_people(self.crosswalk)

    @property
    def has_policies(self) -> bool:
        """Whether it says something of coverages, authorizations or guarantors."""
        return tells_policies(self.crosswalk)


def names_people(crosswalk: Crosswalk) -> bool:
    """Return whether columns that a batch uses name people."""
    return any(key in crosswalk.used for key in _OF_A_PATIENT)


def tells_policies(crosswalk: Crosswalk) -> bool:
    """Return whether columns that a batch uses say something of coverages, authorizations or guarantors."""
    return any(crosswalk.target.field(key).group for key in crosswalk.used)
