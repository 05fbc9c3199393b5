"""Which patients are missing in Medi is told by the old number that its export keeps, under whatever header."""

from __future__ import annotations

import pytest
from cutover.reading.patients.exports import READ_BACK, read_demographics
from practice_folder import folder, held

OLD = [f"K-{n}" for n in range(4101, 4107)]
OWN = "Acct,Last,First,DOB\n" + "".join(
    f"{n},Person{'abcdef'[i]},Ann,0{i + 1}/03/1960\n" for i, n in enumerate(OLD)
)


def numbers(tmp_path, header: str, cells: list[str]) -> list[str]:
    rows = [f"pat_{i},Person{'abcdef'[i]} Ann,1960-0{i + 1}-03,{cell}" for i, cell in enumerate(cells)]
    text = "\n".join([header, *rows, ""])
    folder(tmp_path, {"demographics/own.csv": OWN, "medi_patients/export.csv": text})
    return read_demographics(held(tmp_path).practice, folder=READ_BACK).rows["account_number"].tolist()


@pytest.mark.parametrize("header", ["external_ref", "External ID", "xref", "their no"])
def test_the_column_of_the_old_numbers_is_told_by_its_values(tmp_path, header):
    found = numbers(tmp_path, f"id,full_name,date_of_birth,{header}", [*OLD[:5], ""])
    assert found[:5] == OLD[:5] and found[5] not in OLD  # one of Medi alone keeps a number of its own


def test_few_such_numbers_are_chance(tmp_path):
    cells = [OLD[0], OLD[1], "Z1", "Z2", "Z3", "Z4"]
    assert numbers(tmp_path, "id,full_name,date_of_birth,xref", cells) == [f"pat_{i}" for i in range(6)]
