"""Who has died by a column of the export: counted, not active, and never to be imported again."""

from __future__ import annotations

import csv
import io
from types import SimpleNamespace

import pytest
from cutover.reading.patients.exports import read_demographics
from cutover.reading.patients.words import marks_deceased
from cutover.workstreams.demographics import inactive
from cutover.workstreams.demographics.patient_import import prepare
from cutover.workstreams.readiness.patients import DECEASED, read_back
from patient_maker import AS_OF, a_practice

HEAD = [
    "Acct",
    "Last Name",
    "First Name",
    "DOB",
    "Sex",
    "Street",
    "City",
    "State",
    "Zip",
    "Insurance",
    "Member ID",
]
NAMES = {"701": "Farr", "702": "Gage", "703": "Hull", "704": "Ives"}


def a_list(head: list[str], **cells: list[str]) -> bytes:
    """The patients of these numbers with further columns."""
    out = io.StringIO()
    csv.writer(out).writerows([
        [*HEAD, *head],
        *([n, NAMES[n], "Ann", f"0{n[-1]}/03/1940", "F", "4 Elm St", "Provo", "UT", "84601", "Aetna", f"W11122{n}",
           *cells[f"n{n}"]] for n in NAMES if f"n{n}" in cells),
    ])  # fmt: skip
    return out.getvalue().encode()


def made(home, head, **cells):
    read = read_demographics(a_practice(home, all_csv=a_list(head, **cells)))
    return read, prepare(read, AS_OF)


@pytest.mark.parametrize(
    ("cell", "dead"),
    [("Y", True), ("Yes", True), ("x", True), ("4/2/2026", True), ("Deceased", True), ("N", False), ("No", False),
     ("unknown", False), ("0", False)],
)  # fmt: skip
def test_a_yes_a_word_or_a_day_says_that_somebody_has_died(cell, dead):
    assert marks_deceased(cell) is dead


@pytest.mark.parametrize("header", ["Deceased", "Date of Death", "DOD", "Deceased Y/N"])
def test_the_deceased_are_counted_by_their_column(tmp_path, header):
    cell = "3/4/2026" if "D" in header and "Y" not in header and header != "Deceased" else "Y"
    read, told = made(tmp_path, [header], n701=[cell], n702=[""], n703=[cell])
    assert inactive.dead(read, told).value == "2"  # Farr and Hull
    assert told.people["deceased"].tolist() == [True, False, True]
    listed = inactive.table(read, told, AS_OF).frame
    assert listed["account_number"].tolist() == ["701", "703"] and set(listed["status"]) == {"deceased"}


def test_who_has_died_is_unknown_without_such_a_column_and_none_where_it_is_blank(tmp_path):
    assert inactive.dead(*made(tmp_path / "a", ["Room"], n701=["1"])).value is None
    assert inactive.dead(*made(tmp_path / "b", ["Deceased"], n701=["N"], n702=["N"])).value == "0"


def test_nobody_asks_to_import_the_dead_again(tmp_path):
    here, imported = made(tmp_path / "a", ["Deceased"], n701=["Y"], n702=[""], n703=["Y"], n704=[""])
    there, arrived = made(tmp_path / "b", ["Deceased"], n704=[""])
    inputs = SimpleNamespace(
        here=here, there=there, imported=imported, arrived=arrived, as_of=AS_OF, known={}
    )
    back = read_back(inputs)
    assert back.missing["account_number"].tolist() == ["702"]  # 4 less Ives in Medi less two who have died
    assert back.absent.set_index("account_number")["why"].to_dict() == {
        "702": "in the import", "701": DECEASED, "703": DECEASED,
    }  # fmt: skip
