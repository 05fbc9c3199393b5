"""The ZIP of a patient under the words of other countries and programs, and columns that go nowhere by their place."""

from __future__ import annotations

import pytest
from cutover.columns import Privacy
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import patients_export
from cutover.reading.patients.exports import read_demographics
from cutover.workstreams.demographics.mapped import LEFT_OVER, mapping_of
from patient_maker import a_practice

HEAD = "Account,Last Name,First Name,DOB,{},Insurance,Member ID"
ROW = "K{n},{last},Ann,1/{n}/1980,{cell},Aetna,W10020030{n}"
LAST = ("Quist", "Amsel", "Bauer", "Conrad", "Dietz", "Ernst", "Falk", "Gerber", "Huber")


def listed(header: str, cell: str) -> str:
    """A list of nine patients with one more column of these cells, in each `9` the patient's number."""
    rows = [ROW.format(n=n, last=LAST[n - 1], cell=cell.replace("9", str(n))) for n in range(1, 10)]
    return "\n".join([HEAD.format(header), *rows, ""])


@pytest.mark.parametrize("header", [
    "Post Cd", "PostCd", "POSTCD", "Post Code", "Postcode", "Postal", "PostalCd", "Postal Code", "Pstl Cd", "Zip Cd",
])  # fmt: skip
def test_words_for_a_postal_code_are_the_zip(header):
    sheet = read_spreadsheet(listed(header, "43004").encode(), "a.csv").sheets[0]
    assert suggest(sheet, patients_export()).used.get("zip") == header


@pytest.mark.parametrize(
    ("header", "cell"), [("Post Dt", "3/9/2026"), ("Post Date", "3/9/2026"), ("Posted", "Y")]
)
def test_what_was_posted_is_no_postal_code(header, cell):
    sheet = read_spreadsheet(listed(header, cell).encode(), "a.csv").sheets[0]
    assert "zip" not in suggest(sheet, patients_export()).used


def test_a_column_that_goes_nowhere_is_told_to_owners_by_its_place(tmp_path):
    who = a_practice(tmp_path, list_csv=listed("Shelf", "blue 9").encode())
    _, left = mapping_of(read_demographics(who))
    shown = [c.name for c in LEFT_OVER if c.privacy is Privacy.OPEN]
    # Account, Last Name, First Name, DOB, Shelf: the fifth
    assert left[shown].to_numpy().tolist() == [["1: patients", 5]]
