"""Tables among the patients' that are of something else: appointments, by their header."""

from __future__ import annotations

from collections.abc import Sequence

from cutover.reading.mapping.suggest import Crosswalk
from cutover.reading.patients.table import names_people, tells_policies
from cutover.reading.practice import file_subject


def subject_of_other(header: Sequence[str], crosswalk: Crosswalk) -> str:
    """Return the subject of a table that names nobody and tells no coverage, "" where its header says none.

    The inventory tells of such a table: appointments. One whose columns a person confirmed is what that person says.
    """
    if names_people(crosswalk) or tells_policies(crosswalk) or crosswalk.is_confirmed:
        return ""
    said = file_subject.subject_of(header)
    return "" if said in (None, file_subject.PATIENTS) else said
