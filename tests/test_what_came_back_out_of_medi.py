"""Beside Medi's list of patients lies the client's own map of numbers: each is read as what it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pandas as pd
import pytest
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import patients_export
from cutover.reading.patients.clients_map import load_id_map, versions
from cutover.reading.patients.exports import READ_BACK, read_demographics
from cutover.reading.patients.id_maps import version_of
from cutover.reading.patients.other_sources import Known
from cutover.reading.practice import file_subject
from cutover.reading.practice.book import Practice, found_practice
from cutover.reading.practice.preflight import of_practice
from cutover.workstreams.demographics import medi_ids
from cutover.workstreams.demographics.patient_import import prepare
from cutover.workstreams.inventory.as_read import as_read
from cutover.workstreams.readiness.patients import read_back
from practice_folder import folder
from test_readiness import ready

DAY = dt.date(2026, 9, 30)
PEOPLE = (("K51", "Harrow", "Mina"), ("K62", "Soto", "Inez"), ("K73", "Penn", "Ora"), ("K84", "Vale", "Ruth"))
# neither list has a city or a state, Medi's no street
OURS = "Cust Acct,Cust Last,Cust First,DOB,Sex,Ship-To,Ship Zip,Ins,Policy No\n" + "".join(
    f"{number},{last},{first},03/0{turn}/1961,F,{turn} Elm St,44301,Lakeline Mutual,LK77{turn}\n"
    for turn, (number, last, first) in enumerate(PEOPLE, 1)
)  # fmt: skip
# K84 has not arrived, and K62 has with another day: 03/02/1961 is 1961-03-12 there
HEAD = "Pt ID,Legacy Acct,Last Name,First Name,DOB,Gender,Zip Code,Plan,Policy #\n"
THEIRS = HEAD + "".join(
    f"55{turn}0,{number},{last},{first},1961-03-{day},F,44301,Lakeline Mutual,LK77{turn}\n"
    for turn, (number, last, first), day in zip((1, 2, 3), PEOPLE, ("01", "12", "03"), strict=False)
)
MAP = "Legacy no.,Patient in Medi\nK51,5510\nK62,5520\nK73,5530\n"


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    home = tmp_path_factory.mktemp("medi")
    files = {"demographics/people.csv": OURS, f"{READ_BACK}/a map.csv": MAP, f"{READ_BACK}/list.csv": THEIRS}
    folder(home, files)
    return home, found_practice(home, "acme", "cedar-grove")[0]


def test_the_map_is_no_list_of_patients_and_the_list_no_map(practice):
    there = read_demographics(practice[1], folder=READ_BACK)
    assert [table.source_file for table in there.tables] == [f"{READ_BACK}/list.csv"]
    assert set(load_id_map(practice[1])["source_file"]) == {f"{READ_BACK}/a map.csv"}


def test_lists_without_city_and_state_are_compared_by_what_both_have(practice):
    sides = [read_demographics(practice[1], folder=one) for one in ("demographics", READ_BACK)]
    back = read_back(replace(ready(), here=sides[0], there=sides[1], known={}))
    assert back.compared == 3 and back.missing["account_number"].tolist() == ["K84"]
    assert back.changed[["account_number", "field", "now"]].to_numpy().tolist() == [
        ["K62", "birth date", "1961-03-12"]
    ]
    assert back.uncompared == ("street",)


def test_who_has_no_number_in_the_map_is_named(practice):
    made = prepare(read_demographics(practice[1]), DAY, Known(id_map=load_id_map(practice[1])))
    frame = medi_ids.table(made, load_id_map(practice[1]), 1).frame
    assert frame[["state", "account_number"]].to_numpy().tolist() == [[medi_ids.UNMAPPED, "K84"]]


@dataclass(frozen=True)
class Held:
    """What the inventory holds, of which the reading needs these two."""

    practice: Practice
    files: pd.DataFrame


def test_the_inventory_counts_the_map_as_a_map(practice):
    files = pd.DataFrame(
        {
            "folder": READ_BACK,
            "source_file": [f"{READ_BACK}/a map.csv", f"{READ_BACK}/list.csv"],
            "subject": file_subject.PATIENTS,
            "told_by": ["folder", "content"],  # no header tells a map
            "duplicate_of": None,
        }
    )
    told = as_read(Held(practice[1], files)).files
    assert told["subject"].tolist() == [file_subject.ID_MAP, file_subject.PATIENTS]


def test_the_check_names_both_files(practice):
    said = {}
    for word in of_practice(practice[0], "acme", "cedar-grove"):
        said.setdefault(word.where.rpartition("/")[2], []).append(word.found)
    assert said["a map.csv"] == ["3 rows in: 02 reads the client's own map of patients here"]
    assert any("no column for Street, City, State" in found for found in said["list.csv"])
    assert any(found.startswith("3 rows in, 3 used") for found in said["list.csv"])


def test_maps_that_differ_are_on_file_and_none_is_used(tmp_path):
    other = MAP.replace("5530", "5531")
    folder(
        tmp_path, {"demographics/people.csv": OURS, f"{READ_BACK}/a.csv": MAP, f"{READ_BACK}/b.csv": other}
    )
    who = found_practice(tmp_path, "acme", "cedar-grove")[0]
    made, maps = prepare(read_demographics(who), DAY), versions(who)
    shown = medi_ids.table(made, load_id_map(who), len(maps))
    assert len(maps) == 2 and shown.frame.empty
    assert shown.absent == "not known: 2 maps on file, and none is used"


@pytest.mark.parametrize(
    ("head", "row", "pair"),
    [
        ("Old chart,New patient", "K5,910", ("K5", "910")),
        ("PM acct #,Medi chart #", "K5,910", ("K5", "910")),
        ("Chart # (old),Acct # in Medi", "K5,910", ("K5", "910")),
        ("Account,Medi ID", "K5,910", ("K5", "910")),  # of no system: that of the system in use
        ("Patient ID,Legacy ID", "910,K5", ("K5", "910")),  # out of Medi the number of no system is Medi's
        ("Old acct,Old chart,New acct", "K5,C5,910", None),  # nobody knows which of two
        ("Old acct,New patient", "K5,yes", None),  # a yes is no number
        ("Patient ID,Chart", "910,K5", None),  # nothing tells which is whose
        ("Old acct,Payer", "K5,Lakeline Mutual", None),
    ],
)
def test_a_map_is_known_by_what_its_two_numbers_are_called(head, row, pair):
    sheet = read_spreadsheet(f"{head}\n{row}\n".encode(), "m.csv").sheets[0]
    found = version_of(sheet, "m.csv", is_of_medi=True)
    told = None if found is None else tuple(found.rows.loc[0, ["account_number", "other_account_number"]])
    assert told == pair


def test_a_number_of_no_system_is_medis_only_beside_what_came_out_of_medi():
    sheet = read_spreadsheet(b"Patient ID,Legacy ID\n910,K5\n", "m.csv").sheets[0]
    assert version_of(sheet, "m.csv") is None


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("Customer No", "account_number"), ("Customer Last Name", "last_name"), ("Cust First", "first_name"),
        ("Deliver To Address", "street"), ("Ship-To", "street"), ("Shipping City", "city"), ("Ship ST", "state"),
        ("Delivery Zip", "zip"),
    ],
)  # fmt: skip
def test_a_customer_is_a_patient_who_lives_where_it_is_shipped_to(head, wanted):
    cells = {
        "account_number": "K5", "last_name": "Harrow", "first_name": "Mina", "street": "1 Elm St", "city": "Akron",
        "state": "OH", "zip": "44301",
    }  # fmt: skip
    names = {"account_number": "Acct", "last_name": "Last", "first_name": "First"} | {wanted: head}
    told = [(names.get(key, key), cell) for key, cell in cells.items()]
    text = "\n".join(",".join(side) for side in zip(*told, strict=True))
    sheet = read_spreadsheet(f"{text}\n".encode(), "p.csv").sheets[0]
    assert suggest(sheet, patients_export()).used[wanted] == head


def test_where_somebody_lives_comes_before_where_it_is_shipped_to():
    text = b"Acct,Last,First,DOB,Ship To Address,Home Address\nK5,Harrow,Mina,03/01/1961,9 Oak Ave,1 Elm St\n"
    used = suggest(read_spreadsheet(text, "p.csv").sheets[0], patients_export()).used
    assert used["street"] == "Home Address"
