"""Where clients and practices lie, and who a practice is according to its intake."""

from __future__ import annotations

import datetime as dt
import errno
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from cutover.errors import InputError, UsageError
from cutover.intake.template import Typed, write_intake
from cutover.reading.era.same_payment import is_other_payee
from cutover.reading.practice.book import clients, load_practice, opened, opened_book, practices, read_day

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


def test_a_misspelled_practice_or_client_names_those_that_are_there(tmp_path):
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


def test_where_no_identifier_can_be_read_every_bad_one_is_named_at_once_and_none_is_shown(tmp_path):
    bad = [{"name": "Ada Quill MD", "npi": "1234567890"}]
    one_practice(tmp_path, {**IDENTITY, "tins": Typed("98-765432")}, bad)
    with pytest.raises(InputError) as error:
        load_practice(tmp_path, "acme", "cedar-grove")
    said = str(error.value)
    assert "practice, row 4, Tax IDs cannot be read" in said and "98-765432" not in said
    assert "providers, row 3, NPI cannot be read" in said and "1234567890" not in said


def test_an_npi_column_that_was_renamed_is_a_problem_of_the_practice(tmp_path):
    path = one_practice(tmp_path) / "intake.xlsx"
    book = openpyxl.load_workbook(path)
    book["providers"]["C1"] = "Number"
    book.save(path)
    (problem,) = load_practice(tmp_path, "acme", "cedar-grove").problems
    assert problem.startswith("providers, row 1, NPI cannot be read")


def test_a_bad_cell_outside_the_identity_does_not_stop_a_practice(tmp_path):
    one_practice(tmp_path, {**IDENTITY, "cutover_date": Typed("31/12/2026")})
    assert load_practice(tmp_path, "acme", "cedar-grove").name == "Cedar Grove Family Medicine"


@pytest.mark.parametrize(
    ("practice", "providers", "found"),
    [
        ({}, [], "neither a Tax ID nor an NPI"),
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


def test_one_identifier_that_cannot_be_read_is_a_problem_of_a_practice_that_is_known_by_another(tmp_path):
    bad = [PROVIDERS[0], {"name": "Quillfeather", "npi": "1987654321"}]
    one_practice(tmp_path, IDENTITY, bad)
    known = load_practice(tmp_path, "acme", "cedar-grove")
    assert known.npis == {"1234567893"} and len(known.problems) == 1
    assert known.problems[0].startswith("providers, row 4, NPI cannot be read, wanted")
    assert "1987654321" not in known.problems[0]  # its text is not echoed


def test_a_payment_that_fits_no_known_identifier_is_nobody_elses_while_one_cannot_be_read(tmp_path):
    one_practice(tmp_path)
    whole = load_practice(tmp_path, "acme", "cedar-grove")
    partly = replace(whole, problems=("providers, row 4, NPI cannot be read",))
    payees = pd.DataFrame(
        {"payee_npi": ["1234567893", "1111111111"], "payee_tin": [None, None], "payee_name": [None, None]},
        dtype="str",
    )
    assert is_other_payee(payees, whole).tolist() == [False, True]
    assert is_other_payee(payees, partly).tolist() == [False, False]


def test_a_client_folder_that_cannot_be_read_is_said(tmp_path, monkeypatch):
    one_practice(tmp_path)

    def refuse(self):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(InputError, match=r"data/raw/acme: the folder cannot be read \(Permission denied\)"):
        practices(tmp_path, "acme")


def test_a_practice_cannot_have_the_name_of_the_desks_folder(tmp_path):
    (one_practice(tmp_path).parent / "desk").mkdir()
    with pytest.raises(UsageError, match="cannot be called 'desk'"):
        practices(tmp_path, "acme")


@pytest.mark.parametrize("text", ["31/07/2026", "2026-02-30", "", "2026-07-31T00:00"])
def test_a_day_that_is_not_written_as_2026_07_31_is_refused_in_a_sentence(text, tmp_path, monkeypatch):
    one_practice(tmp_path)
    monkeypatch.setenv("CUTOVER_HOME", str(tmp_path))
    for open_it in (lambda: opened("acme", "cedar-grove", text), lambda: opened_book("acme", text)):
        with pytest.raises(
            UsageError, match=r"as_of is '.*', not a day that there is\. Write it as 2026-07-31\."
        ):
            open_it()


@pytest.mark.parametrize(
    ("text", "fits"),
    [("0001-01-01", False), ("1999-12-31", False), ("2000-01-01", True), ("2099-12-31", True),
     ("2100-01-01", False), ("9999-12-31", False)],
)  # fmt: skip
def test_a_day_of_another_century_is_refused_in_a_sentence(text, fits):
    if fits:
        assert read_day(text) == dt.date.fromisoformat(text)
        return
    for said in (text, dt.date.fromisoformat(text)):
        with pytest.raises(UsageError, match="reports are made for days of 2000 to 2099"):
            read_day(said)


def test_what_a_notebook_s_parameters_name_is_opened(tmp_path, monkeypatch):
    folder = one_practice(tmp_path)
    monkeypatch.setenv("CUTOVER_HOME", str(tmp_path))
    who, day = opened("acme", "cedar-grove", "2026-07-31")
    assert (who.name, day) == ("Cedar Grove Family Medicine", dt.date(2026, 7, 31))
    book, day = opened_book("acme", "2026-07-31")
    assert (book.name, book.raw, day) == ("acme", folder.parent, dt.date(2026, 7, 31))
    with pytest.raises(UsageError, match="no client 'nobody'"):
        opened_book("nobody", "2026-07-31")
    (folder / "intake.xlsx").unlink()
    with pytest.raises(InputError):
        opened("acme", "cedar-grove", "2026-07-31")
    assert opened("acme", "cedar-grove", "2026-07-31", known=False)[0].npis == frozenset()
