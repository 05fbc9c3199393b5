"""`cutover new` makes what a client or a practice needs, and never touches what is there."""

from __future__ import annotations

import datetime as dt
import tomllib

import openpyxl
import pytest
from cutover.cli import main
from cutover.reading.intake.reader import read_intake
from cutover.reading.payers.families import load_families
from cutover.reading.payers.requirements import load_requirements
from cutover.reading.practice.book import clients, practices
from cutover.surroundings import HOME_VARIABLE


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty project folder that the command works in."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    return tmp_path


def test_a_new_practice_has_its_folders_and_an_intake_that_reads_without_a_problem(home, capsys):
    assert main(["new", "acme/cedar-grove"]) == 0
    folder = home / "data" / "raw" / "acme" / "cedar-grove"
    wanted = "bank claims demographics enrollments era fee_schedules handoff invoices medi_era medi_patients"
    wanted += " medi_submissions postings reports submissions"
    assert sorted(p.name for p in folder.iterdir() if p.is_dir()) == wanted.split()
    assert read_intake(folder / "intake.xlsx").sentences() == []
    assert (clients(home), practices(home, "acme")) == (["acme"], ["cedar-grove"])
    assert "made data/raw/acme/cedar-grove/intake.xlsx" in capsys.readouterr().out


def test_a_new_client_has_its_payer_lists_and_a_file_of_settings(home):
    assert main(["new", "acme-billing"]) == 0
    client = home / "data" / "raw" / "acme-billing"
    assert sorted(p.name for p in client.iterdir() if p.is_dir()) == [
        "enrollments",
        "payer_list",
        "stedi_payers",
    ]
    assert tomllib.loads((client / "client.toml").read_text("utf-8")) == {"name": "Acme Billing"}
    assert practices(home, "acme-billing") == []


def test_a_new_client_has_a_workbook_about_payers_that_reads_as_empty_and_names_every_family(home):
    main(["new", "acme-billing"])
    families = load_families(dt.date(2026, 7, 31))
    client = home / "data" / "raw" / "acme-billing"
    read = load_requirements(client, families, dt.date(2026, 7, 31))
    assert read.notes == () and read.durations == {}
    assert (read.rows["rank"] > 0).all()  # none of them is the consultant's
    page = openpyxl.load_workbook(client / "enrollment.xlsx")["durations"]
    offered = next(v.formula1 for v in page.data_validations.dataValidation if "Medicaid" in v.formula1)
    assert set(offered.strip('"').split(",")) == set(families.names)


def test_nothing_that_is_there_is_changed_and_it_is_said(home, capsys):
    main(["new", "acme/cedar-grove"])
    folder = home / "data" / "raw" / "acme"
    (folder / "client.toml").write_text('name = "ACME"', "utf-8")
    (folder / "cedar-grove" / "intake.xlsx").write_bytes(b"filled in")
    capsys.readouterr()
    assert main(["new", "acme/cedar-grove"]) == 0
    assert (folder / "client.toml").read_text("utf-8") == 'name = "ACME"'
    assert (folder / "cedar-grove" / "intake.xlsx").read_bytes() == b"filled in"
    said = capsys.readouterr().out
    assert "left alone, it was there: data/raw/acme/cedar-grove/intake.xlsx" in said and "made" not in said


def test_several_practices_are_made_at_once_and_none_where_one_name_is_wrong(home, capsys):
    assert main(["new", "acme/a", "acme/B"]) == 2
    assert not (home / "data").exists()
    assert main(["new", "acme/a", "acme/b"]) == 0
    assert practices(home, "acme") == ["a", "b"]


@pytest.mark.parametrize(
    "name", ["", "/", "..", "../x", "a/../b", "a/b/c", "Acme", "a b", "a/", "/a", "a/payer_list"]
)
def test_a_name_that_leaves_its_folder_or_is_no_slug_is_refused(home, capsys, name):
    allowed = name == "a/"  # a shell's completion adds the slash
    assert main(["new", name]) == (0 if allowed else 2)
    assert allowed or ("cannot name a client or a practice" in capsys.readouterr().err)
    assert allowed or not (home / "data").exists()


def test_a_file_in_the_place_of_a_folder_is_named(home, capsys):
    (home / "data" / "raw").mkdir(parents=True)
    (home / "data" / "raw" / "acme").write_text("", "utf-8")
    assert main(["new", "acme"]) == 2
    assert "a file stands where the folder 'acme' belongs" in capsys.readouterr().err
