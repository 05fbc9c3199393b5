"""Schedules, route sheets and censuses among the patients: they name people and are no export of them."""

from __future__ import annotations

import io
import zipfile

import pytest
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import patients_export
from cutover.reading.patients.exports import read_demographics
from cutover.reading.practice.file_subject import APPOINTMENTS, FACILITY, beside_patients
from patient_maker import a_practice
from practice_folder import folder, held

EXPORT = (
    "Acct No,Last Name,First Name,Birth Date,Sex,Street,City,State,Zip,Insurance,Member ID\n"
    "501,Ambrose,Lea,02/03/1960,F,4 Elm St,Provo,UT,84601,Aetna,W111222333\n"
    "502,Birch,Otto,03/04/1961,M,5 Elm St,Provo,UT,84601,Aetna,W111222334\n"
)
SCHEDULE = (
    "Date,Start,Account,Client,Visit type\n8/3/2026,9:00,501,Ambrose L,NEW\n8/4/2026,9:30,502,Birch O,FU\n"
)
ROOMS = 'Rm,Resident,Ins\n12,"Ambrose, Lea",Aetna\n14,"Birch, Otto",Aetna\n'
_ODS_CELL = "<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>"


def an_ods(*rows: tuple[str, ...], packed: bool) -> bytes:
    """An OpenDocument sheet; some programs pack its first member, which the standard leaves unpacked."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(
        f"<table:table-row>{''.join(map(_ODS_CELL.format, row))}</table:table-row>" for row in rows
    )
    content = (
        f"<office:document-content xmlns:office='{space}:office:1.0' xmlns:table='{space}:table:1.0' "
        f"xmlns:text='{space}:text:1.0'><office:body><office:spreadsheet><table:table table:name='week'>"
        f"{body}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out, method = io.BytesIO(), zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", method)
        package.writestr("content.xml", content)
        package.writestr(
            "META-INF/manifest.xml", "<m xmlns='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>"
        )
    return out.getvalue()


@pytest.mark.parametrize(
    ("header", "what"),
    [
        (("Day", "Time", "Acct", "Pt", "Type"), APPOINTMENTS),
        (("Appt Date", "Start Time", "Client", "DOB"), APPOINTMENTS),  # a schedule may tell the birth date
        (("date", "stop #", "who", "address"), APPOINTMENTS),  # a route
        (("Bed", "Resident", "Payer"), FACILITY),
        (("Room", "Name", "DOB", "Insurance"), None),  # with birth dates they may be the only list there is
        (("Chart", "Name", "Birthdate", "Next appt"), None),
        (("Date", "Time", "Patient", "Charge"), None),  # charges, not a schedule
        (("Account", "Patient", "Birth Date", "Street"), None),
    ],
)  # fmt: skip
def test_a_list_is_told_by_the_words_of_its_header(header, what):
    assert beside_patients(header) == what


def test_schedules_routes_and_rooms_make_no_people(tmp_path):
    route = an_ods(("day", "stop", "acct", "who"), ("8/3/2026", "1", "501", "Ambrose"), packed=True)
    files = {
        "all_csv": EXPORT.encode(),
        "week_csv": SCHEDULE.encode(),
        "rooms_csv": ROOMS.encode(),
        "r_ods": route,
    }
    read = read_demographics(a_practice(tmp_path, **files))
    assert read.rows["account_number"].tolist() == ["501", "502"]
    assert not read.missing and not read.unreadable


@pytest.mark.parametrize("packed", [False, True])
def test_an_opendocument_sheet_is_one_file_however_its_first_member_is_kept(tmp_path, packed):
    data = an_ods(("Account", "Last Name", "First Name"), ("7", "Cole", "Ann"), packed=packed)
    assert read_spreadsheet(data, "x.ods").sheets[0].frame["Account"].tolist() == ["7"]
    read = read_demographics(a_practice(tmp_path, list_ods=data))
    assert read.rows["account_number"].tolist() == ["7"]


def test_the_inventory_knows_the_appointments_among_the_patients(tmp_path):
    folder(
        tmp_path,
        {"demographics/all.csv": EXPORT, "demographics/week.csv": SCHEDULE, "demographics/r.csv": ROOMS},
    )
    told = held(tmp_path).files.set_index("source_file")["subject"]
    assert told["demographics/week.csv"] == APPOINTMENTS
    assert told["demographics/r.csv"] == FACILITY
    assert told["demographics/all.csv"] == "patients"


def test_a_bare_day_is_nobodys_birth_date():
    sheet: Sheet = read_spreadsheet(b"Acct,Pt,Day\n1,Cole A,8/3/2026\n2,Dorn B,8/4/2026\n", "x.csv").sheets[0]
    assert "birth_date" not in suggest(sheet, patients_export()).used
    born = read_spreadsheet(b"Acct,Pt,Bday\n1,Cole A,8/3/1960\n2,Dorn B,8/4/1961\n", "x.csv").sheets[0]
    assert suggest(born, patients_export()).used["birth_date"] == "Bday"
