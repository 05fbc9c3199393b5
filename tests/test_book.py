"""Where clients and practices lie, and who a practice is according to its intake."""

from __future__ import annotations

import openpyxl
import pytest
from cutover.errors import InputError, UsageError
from cutover.intake.template import Typed, write_intake
from cutover.reading.practice.book import clients, load_practice, practices

IDENTITY = {"name": "Cedar Grove Family Medicine", "tins": ["12-3456789", "98-7654321"]}
PROVIDERS = [
    {"name": "Ada Quill MD", "npi": "1234567893", "npi_type": "individual"},
    {"name": "Cedar Grove", "npi": "1987654328", "npi_type": "group"},
]


def one_practice(home, practice=IDENTITY, providers=PROVIDERS):
    """A home with the practice acme/cedar-grove and its intake."""
    folder = home / "data" / "raw" / "acme" / "cedar-grove"
    folder.mkdir(parents=True)
    write_intake(folder / "intake.xlsx", {"practice": practice, "providers": providers})
    return folder


def test_a_practice_is_who_its_intake_says(tmp_path):
    one_practice(tmp_path)
    known = load_practice(tmp_path, "acme", "cedar-grove")
    assert known.name == "Cedar Grove Family Medicine"
    assert known.tins == {"123456789", "987654321"}
    assert known.npis == {"1234567893", "1987654328"}
    assert known.raw == tmp_path / "data" / "raw" / "acme" / "cedar-grove"


def test_payer_lists_and_folders_that_are_no_slug_are_no_practices(tmp_path):
    folder = one_practice(tmp_path)
    for name in ("payer_list", "Old Stuff", ".hidden"):
        (folder.parent / name).mkdir()
    assert clients(tmp_path) == ["acme"] and practices(tmp_path, "acme") == ["cedar-grove"]


def test_a_misspelt_practice_or_client_names_those_that_are_there(tmp_path):
    one_practice(tmp_path)
    with pytest.raises(UsageError, match="there: cedar-grove"):
        load_practice(tmp_path, "acme", "cedar-grov")
    with pytest.raises(UsageError, match="there: acme"):
        load_practice(tmp_path, "acne", "cedar-grove")
    with pytest.raises(UsageError):
        load_practice(tmp_path, "acme", "../acme")


def test_a_practice_without_an_intake_is_told_how_to_make_one(tmp_path):
    (one_practice(tmp_path) / "intake.xlsx").unlink()
    with pytest.raises(InputError, match=r"acme/cedar-grove/intake.xlsx: missing\. .*cutover new"):
        load_practice(tmp_path, "acme", "cedar-grove")


def test_every_bad_identifier_is_named_at_once_and_no_tax_id_is_shown(tmp_path):
    bad = [{"name": "Ada Quill MD", "npi": "1234567890"}]
    one_practice(tmp_path, {**IDENTITY, "tins": Typed("98-765432")}, bad)
    with pytest.raises(InputError) as error:
        load_practice(tmp_path, "acme", "cedar-grove")
    said = str(error.value)
    assert "practice, row 4, Tax IDs: found characters like ##-######" in said
    assert "providers, row 3, NPI: found 1234567890" in said and "98-765432" not in said


def test_an_npi_column_that_was_renamed_stops_the_practice(tmp_path):
    path = one_practice(tmp_path) / "intake.xlsx"
    book = openpyxl.load_workbook(path)
    book["providers"]["C1"] = "Number"
    book.save(path)
    with pytest.raises(InputError, match="providers, row 1, NPI: found no such column"):
        load_practice(tmp_path, "acme", "cedar-grove")


def test_a_bad_cell_outside_the_identity_does_not_stop_a_practice(tmp_path):
    one_practice(tmp_path, {**IDENTITY, "cutover_date": Typed("31/12/2026")})
    assert load_practice(tmp_path, "acme", "cedar-grove").name == "Cedar Grove Family Medicine"


@pytest.mark.parametrize(
    ("practice", "providers", "found"),
    [
        ({"tins": ["123456789"]}, PROVIDERS, "no practice name"),
        ({}, PROVIDERS, "no practice name"),
        ({"name": "Cedar Grove"}, [], "neither a Tax ID nor an NPI"),
    ],
)
def test_an_intake_without_an_identity_says_what_is_absent(tmp_path, practice, providers, found):
    one_practice(tmp_path, practice, providers)
    with pytest.raises(InputError, match=found):
        load_practice(tmp_path, "acme", "cedar-grove")


@pytest.mark.parametrize(
    ("practice", "providers"), [({"name": "Q", "tins": ["123456789"]}, []), ({"name": "Q"}, PROVIDERS)]
)
def test_a_tax_id_or_an_npi_alone_is_an_identity(tmp_path, practice, providers):
    one_practice(tmp_path, practice, providers)
    assert load_practice(tmp_path, "acme", "cedar-grove").name == "Q"
