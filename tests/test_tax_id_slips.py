"""An enrollment under a Tax ID one slip from the practice's: it is told, and it is not somebody else's."""

from __future__ import annotations

import pytest
from practice_folder import OTHER_NPI, STRANGE_NPI, TIN, folder, practice_answers
from test_enrollments_reading import aside, cells, export, one


@pytest.mark.parametrize(
    ("said", "is_slip"),
    [
        ("123456798", True),  # 89 turned
        ("123456780", True),  # one digit
        ("213456789", True),
        ("123456987", False),  # 7 and 9 are no neighbors
        ("223456780", False),  # two digits
        ("987654321", False),
    ],
)
def test_a_tax_id_one_slip_from_the_practices_is_told_where_the_npi_is_the_practices(tmp_path, said, is_slip):
    assert TIN == "123456789"
    found = one(tmp_path, export(cells(), cells(Tax_ID=said), cells(Tax_ID=said, NPI=STRANGE_NPI)))
    why = "its NPI is this practice's, and its Tax ID is one digit, or two turned ones, away from this practice's"
    assert (aside(found)[3] == why) == is_slip
    assert aside(found)[4] == "of a Tax ID and NPI that are no practice's"  # nothing of it is the practice's
    assert (found.set_aside["found"].tolist()[0] == said) == is_slip


def test_a_tax_id_one_slip_away_that_a_sibling_has_is_no_slip(tmp_path):
    folder(tmp_path, {}, practice_answers("Birch Hill", "123456798", OTHER_NPI), slug="birch-hill")
    found = one(tmp_path, export(cells(), cells(Tax_ID="123456798")))
    assert aside(found) == {3: "another practice's"}
