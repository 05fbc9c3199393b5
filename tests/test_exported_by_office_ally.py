"""What Office Ally exported is counted without what came back out of Medi."""

from __future__ import annotations

import pytest
from practice_folder import claims, era, folder, patients, said


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    home = tmp_path_factory.mktemp("both")
    folder(
        home,
        {
            "demographics/p.csv": patients("2026-07-01"),
            "medi_patients/p.csv": patients("2026-07-02"),
            "era/a.835": era("2026-07-01"),
            "medi_era/b.835": era("2026-07-02"),
            "claims/c.csv": claims("2026-07-01"),
        },
    )
    return said(home).tables


def test_what_came_out_of_medi_is_not_among_the_exports_of_office_ally(tables):
    held = tables["exports"].frame["held"].dropna().tolist()
    # patients, claim history and remittances: one file of each, of 2026-07-01; those of 2026-07-02 are Medi's
    assert len(held) == 3 and all("2026-07-02" not in one and one.startswith("1 file, 1 ") for one in held)


def test_remittances_of_both_systems_are_in_hand_and_patients_of_one(tables):
    held = tables["must_move"].frame["held"].dropna().tolist()
    assert any(one.startswith("2 files, 2 payments") for one in held)
    assert any(one.startswith("1 file, 1 row of patients or coverages") for one in held)
