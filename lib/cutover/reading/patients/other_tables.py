"""Tables among the patients' that are of something else: appointments, routes and lists of rooms."""

from __future__ import annotations

from cutover.reading.files.sheet import Sheet
from cutover.reading.mapping.suggest import Crosswalk
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.patients import id_maps
from cutover.reading.patients.table import KEYS, PRIOR, PatientTable, names_people, tells_policies
from cutover.reading.practice import appointment_lists, file_subject

# what a list of appointments has no column of; a phone, a birth date or a payer may stand in one
_OF_A_RECORD = ("street", "city", "state", "zip", "full_address", "city_state_zip", "sex", "ssn")
_PAYERS = ("_payer_name", "_payer_id")
_OF_MONEY = frozenset(
    {"charge", "payment", "procedure", "minutes", "units"}
)  # of what was done, not of what is planned


def subject_of_other(sheet: Sheet, crosswalk: Crosswalk) -> str:
    """Return the subject of a table that names nobody and tells no coverage, "" where neither header nor cells say one.

    A list of appointments names patients, and perhaps their payers: what makes a record of a patient it lacks. So do a
    route sheet and a facility's list of rooms. The inventory tells of such a table. One whose columns a person
    confirmed is what that person says.
    """
    if crosswalk.is_confirmed:
        return ""
    if is_schedule(sheet, crosswalk):
        return file_subject.APPOINTMENTS
    header = sheet.header
    said = file_subject.beside_patients(header)
    if said and not _tells_records(crosswalk):
        return said
    said = file_subject.subject_of(header)
    if said in (None, file_subject.PATIENTS):
        return ""
    if said == file_subject.APPOINTMENTS and not _tells_records(crosswalk):
        return said
    return "" if names_people(crosswalk) or tells_policies(crosswalk) else said


def is_schedule(sheet: Sheet, crosswalk: Crosswalk) -> bool:
    """Return whether a table lists appointments by its columns' shapes, in any words: a day, and times or states.

    It numbers patients or says what became of each; it tells no birth date, and nothing of a record.
    """
    if crosswalk.is_confirmed or "birth_date" in crosswalk.used or _tells_records(crosswalk):
        return False
    if file_subject.concepts(sheet.header) & _OF_MONEY or not appointment_lists.has_shape(sheet):
        return False
    is_whose = any(key in crosswalk.used for key in (*KEYS, PRIOR)) or names_people(crosswalk)
    return is_whose or appointment_lists.state_column(sheet) is not None


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
