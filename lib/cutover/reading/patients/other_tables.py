"""Tables among the patients' that are of something else: appointments, routes and lists of rooms, by their header."""

from __future__ import annotations

from collections.abc import Sequence

from cutover.reading.mapping.suggest import Crosswalk
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.patients import id_maps
from cutover.reading.patients.table import PatientTable, names_people, tells_policies
from cutover.reading.practice import file_subject

# what a list of appointments has no column of; a phone, a birth date or a payer may stand in one
_OF_A_RECORD = ("street", "city", "state", "zip", "full_address", "city_state_zip", "sex", "ssn")
_PAYERS = ("_payer_name", "_payer_id")


def subject_of_other(header: Sequence[str], crosswalk: Crosswalk) -> str:
    """Return the subject of a table that names nobody and tells no coverage, "" where its header says none.

    A list of appointments names patients, and perhaps their payers: what makes a record of a patient it lacks. So do a
    route sheet and a facility's list of rooms. The inventory tells of such a table. One whose columns a person
    confirmed is what that person says.
    """
    if crosswalk.is_confirmed:
        return ""
    said = file_subject.beside_patients(header)
    if said and not _tells_records(crosswalk):
        return said
    said = file_subject.subject_of(header)
    if said in (None, file_subject.PATIENTS):
        return ""
    if said == file_subject.APPOINTMENTS and not _tells_records(crosswalk):
        return said
    return "" if names_people(crosswalk) or tells_policies(crosswalk) else said


def map_of(table: MappedTable | PatientTable, source_file: str) -> id_maps.Version | None:
    """Return a table beside what came back out of Medi as the client's own map, None where it is none.

    It pairs a number of the old system with one of Medi and tells neither a birth date nor anything of a record.
    """
    walk = table.crosswalk
    if walk.is_confirmed or "birth_date" in walk.used or _tells_records(walk):
        return None
    return id_maps.version_of(table.sheet, source_file, is_of_medi=True)


def _tells_records(crosswalk: Crosswalk) -> bool:
    """Whether columns tell of a patient what no appointment does: an address, a sex, a policy or an authorization."""
    policies = (key for key in crosswalk.used if crosswalk.target.field(key).group)
    return any(key in crosswalk.used for key in _OF_A_RECORD) or any(
        not k.endswith(_PAYERS) for k in policies
    )
