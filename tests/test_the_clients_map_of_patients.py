"""The client's own map of patients to Medi IDs: the newest sheet counts, and who has no ID is named."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import xlsxwriter
from cutover.reading.patients.clients_map import load_id_map
from cutover.reading.patients.exports import read_demographics
from cutover.reading.patients.id_maps import newest, versions_of
from cutover.reading.patients.other_sources import Known
from cutover.reading.practice.book import found_practice
from cutover.reading.practice.preflight import of_practice
from cutover.workstreams.demographics import medi_ids
from cutover.workstreams.demographics.patient_import import prepare
from practice_folder import folder

HEAD = ["Old #", "Medi ID", "found", "remark"]
NEWEST = [
    ["00101", "MX1", "y", ""], ["102", "not found", "n", "asked"], ["00103", "MX3", "y", ""], ["00104", "", "n", ""],
    ["00105", "MX1", "y", "same as 101"], ["00900", "MX9", "y", ""],
]  # fmt: skip
EARLIER = [[row[0], "", "n", ""] for row in NEWEST]
# the map has no 00106, the list no 00900
PATIENTS = "Acct,Last Name,First Name,DOB,Sex,Address,City,State,Zip,Insurance,Member ID\n" + "".join(
    f"{number},{last},{first},{born},F,1 Elm St,Akron,OH,44301,Lakeline Mutual,{member}\n"
    for number, last, first, born, member in (
        ("00101", "Harrow", "Mina", "02/09/1984", "LK1"), ("00102", "Soto", "Inez", "03/09/1984", "LK2"),
        ("00103", "Penn", "Ora", "04/09/1984", "LK3"), ("00104", "Vale", "Ruth", "05/09/1984", "LK4"),
        ("00105", "Harrow", "Mina", "02/09/1984", "LK1"), ("00106", "Ames", "Dot", "06/09/1984", "LK6"),
    )
)  # fmt: skip


def book(*sheets: tuple[str, list[list[str]], bool]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as made:
        for name, rows, hidden in sheets:
            page = made.add_worksheet(name)
            for turn, line in enumerate([HEAD, *rows]):
                page.write_row(turn, 0, line)
            if hidden:
                page.hide()
    return data.getvalue()


def ids(*sheets: tuple[str, list[list[str]], bool]) -> int:
    """How many IDs the map has that counts; 0 where none does."""
    return int(newest(versions_of(book(*sheets), "crosswalk/map.xlsx"))["other_account_number"].notna().sum())


@pytest.mark.parametrize(
    ("sheets", "known"),
    [
        ([("ids 9-14", NEWEST, False)], 4),
        ([("ids 9-14", NEWEST, False), ("ids 9-02", EARLIER, False)], 4),  # the later day
        ([("ids 9-02", NEWEST, False), ("ids 9-14", EARLIER, False)], 0),
        ([("ids", NEWEST, False), ("ids 9-20", EARLIER, True)], 4),  # a hidden sheet beside one that is shown
        ([("ids", NEWEST, True)], 4),  # hidden, and the only one
        ([("ids 9-14", NEWEST, False), ("ids 9-20 old", EARLIER, False)], 4),  # called old
        ([("one", NEWEST, False), ("two", EARLIER, False)], 0),  # nobody knows which: no map
        ([("one", NEWEST, False), ("two", NEWEST, False)], 4),  # the same twice
        ([("ids 2026-09-14", NEWEST, False), ("ids 2025-12-02", EARLIER, False)], 4),
        # the turn of a year without years: nobody knows which
        ([("ids 12-20", EARLIER, False), ("ids 1-04", NEWEST, False)], 0),
    ],
)
def test_the_newest_sheet_of_a_map_counts(sheets, known):
    assert ids(*sheets) == known


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    home = tmp_path_factory.mktemp("map")
    folder(home, {"demographics/list.csv": PATIENTS, "Crosswalk/map.xlsx": book(("ids", NEWEST, False))})
    who = found_practice(home, "acme", "cedar-grove")[0]
    id_map = load_id_map(who)
    return prepare(read_demographics(who), dt.date(2026, 9, 30), Known(id_map=id_map)), id_map


def test_who_has_no_id_is_named_by_the_number_of_the_export(judged):
    made, id_map = judged
    frame = medi_ids.table(made, id_map).frame
    found = {state: set(rows["account_number"]) for state, rows in frame.groupby("state")}
    # 00101 and 00105 are one person, and have one ID; 102 of the map is 00102 of the list
    assert found == {
        medi_ids.NONE: {"00102", "00104"}, medi_ids.SHARED: {"00101", "00105"},
        medi_ids.UNMAPPED: {"00106"}, medi_ids.STRANGE: {"00900"},
    }  # fmt: skip
    figure = medi_ids.figures(made, id_map)[0]
    assert (figure.value, figure.note) == (
        "2",
        "of 6 numbers, 1 patient not in the map and 1 number not in the export",
    )


def test_what_the_map_says_of_a_second_record_stands_beside_it(judged):
    pairs = judged[0].duplicates
    assert pairs["evidence"].str.endswith("one Medi ID in the client's map").tolist() == [True]


def test_without_a_map_nothing_is_shown(judged):
    none = judged[1].iloc[:0]
    assert medi_ids.figures(judged[0], none) == () and medi_ids.table(judged[0], none).frame.empty


def test_the_check_names_the_folder_as_the_clients_map(tmp_path):
    folder(tmp_path, {"Crosswalk/map.xlsx": book(("ids", NEWEST, False)), "oddments/a.csv": "x,y\n1,2\n"})
    said = {
        word.where.rpartition("/")[2]: word.found for word in of_practice(tmp_path, "acme", "cedar-grove")
    }
    assert said["Crosswalk"] == "1 file: 02 reads the client's own map of patients here"
    assert said["oddments"].startswith("no notebook reads this folder")
