"""A claim list calls the rendering clinician by a specialty's words: the values tell who it is."""

from __future__ import annotations

import pytest
from cutover.reading.claims.rendering_npis import with_rendering_npi
from cutover.reading.claims.without_columns import shaped
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.mapping.targets import claim_history

# valid NPIs: by Luhn over 80840 and the number
ADA, BEN, STRANGER = "1003000126", "1003000134", "1234567893"
OURS = frozenset({ADA, BEN})


def claims(head: str, first: str, second: str) -> MappedTable:
    """A list of two claims with more columns before the state."""
    text = (
        f"Claim #,MRN,Service Date,Payer,{head},Charge,Status\n"
        f"C70001,4401,10/01/2026,Aetna,{first},90.00,Paid\nC70002,4402,10/02/2026,Humana,{second},80.00,Paid\n"
    )
    sheet = read_spreadsheet(text.encode(), "claims/a.csv").sheets[0]
    return MappedTable(sheet, suggest(sheet, claim_history()))


def rendering(table: MappedTable) -> tuple[str | None, str]:
    """The column of the rendering NPI and how sure it is."""
    row = table.crosswalk.rows.set_index("key").loc["rendering_npi"]
    return (row["source_column"] if isinstance(row["source_column"], str) else None), row["state"]


@pytest.mark.parametrize(
    "head", ["Attending NPI", "Anes NPI", "CRNA NPI", "BCBA NPI", "Surgeon NPI", "Tech NPI", "Analyst"]
)
def test_one_column_of_the_intakes_providers_is_the_rendering_clinicians(head):
    assert rendering(shaped(claims(head, ADA, BEN), providers=OURS)) == (head, "suggested")


@pytest.mark.parametrize(
    "head", ["Supervising NPI", "Referring NPI", "Ordering NPI", "Facility NPI", "Pay-To NPI"]
)
def test_another_role_is_never_the_rendering_clinicians(head):
    assert rendering(with_rendering_npi(claims(head, ADA, BEN), OURS)) == (None, "missing")


def test_who_supervises_does_not_vie_with_who_treats():
    table = claims("Anes NPI,Supervising NPI", f"{ADA},{BEN}", f"{BEN},{BEN}")
    assert rendering(with_rendering_npi(table, OURS)) == ("Anes NPI", "suggested")


def test_two_columns_that_vie_are_asked_about():
    table = with_rendering_npi(claims("Anes NPI,CRNA NPI", f"{ADA},{BEN}", f"{BEN},{ADA}"), OURS)
    assert rendering(table) == ("Anes NPI", "unsure")
    assert "rendering_npi" not in table.crosswalk.used and "Rendering NPI" in table.doubts


def test_of_two_columns_the_one_of_the_intakes_providers_is_taken():
    table = claims("Anes NPI,CRNA NPI", f"{STRANGER},{BEN}", f"{STRANGER},{ADA}")
    assert rendering(with_rendering_npi(table, OURS)) == ("CRNA NPI", "suggested")


@pytest.mark.parametrize(("head", "state"), [("Anes NPI", "unsure"), ("Anes No", "missing")])
def test_an_npi_that_the_intake_lacks_is_asked_about_where_the_header_says_npi(head, state):
    assert rendering(with_rendering_npi(claims(head, ADA, STRANGER), OURS))[1] == state


def test_a_number_without_a_right_check_digit_is_no_npi():
    assert rendering(with_rendering_npi(claims("Anes NPI", ADA, "1234567890"), OURS))[0] is None


def test_beside_the_form_of_the_claims_the_attending_stays_the_attending():
    table = with_rendering_npi(claims("Attending NPI,Form", f"{ADA},UB04", f"{BEN},UB04"), OURS)
    assert "rendering_npi" not in table.crosswalk.used
    assert table.crosswalk.used["attending_npi"] == "Attending NPI"
