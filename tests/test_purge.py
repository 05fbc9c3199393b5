"""`cutover purge`: everything that is held of a client or a practice goes, nothing of another does."""

from __future__ import annotations

import argparse

import pytest
from cutover import locks
from cutover.commands import purge
from cutover.errors import UsageError
from cutover.surroundings import HOME_VARIABLE
from notebook_maker import one_practice

PLACES = ("data/raw", "data/processed", "data/manifests", "data/history", "reports")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Two practices of one client and one of another, with something in every place."""
    for target in ("acme/cedar", "acme/elm", "other/oak"):
        one_practice(tmp_path, *target.split("/"), target.title())
        for place in PLACES:
            folder = tmp_path / place / target
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "x").write_text("12345", "utf-8")
    (tmp_path / "reports/acme/cedar/desk").mkdir()
    (tmp_path / "data/raw/acme/crosswalks").mkdir()
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    return tmp_path


def ran(*arguments):
    """The exit status of the command."""
    parser = argparse.ArgumentParser()
    purge.configure(parser)
    return purge.run(parser.parse_args(arguments))


def held(home, target):
    """The places in which something is held of a target."""
    return [place for place in PLACES if (home / place / target).exists()]


def test_a_practice_goes_from_every_place_and_the_others_stay(home, capsys):
    assert ran("acme/cedar", "--yes") == 0
    assert held(home, "acme/cedar") == []
    assert held(home, "acme/elm") == held(home, "other/oak") == list(PLACES)
    assert (home / "data/raw/acme/crosswalks").is_dir()
    said = capsys.readouterr().out
    assert "data/manifests/acme/cedar: 1 files, 5 bytes" in said and "backups and snapshots" in said
    assert "cedar" not in (home / "reports/acme/index.html").read_text("utf-8").lower()


def test_a_client_goes_with_all_its_practices(home):
    assert ran("acme", "--yes") == 0
    assert held(home, "acme") == [] and held(home, "other/oak") == list(PLACES)


@pytest.mark.parametrize(("answer", "gone"), [("yes", True), ("y", False), ("", False)])
def test_it_asks_and_only_a_whole_yes_deletes(home, monkeypatch, answer, gone):
    monkeypatch.setattr("builtins.input", lambda _: answer)
    assert ran("acme/cedar") == (0 if gone else 1)
    assert (held(home, "acme/cedar") == []) == gone


@pytest.mark.parametrize("name", ["acme/none", "nobody", "..", "acme/../other", "acme/cedar/era"])
def test_a_name_of_which_nothing_is_held_or_that_is_none_deletes_nothing(home, name):
    with pytest.raises(UsageError):
        ran(name, "--yes")
    assert held(home, "acme/cedar") == list(PLACES)


def test_a_link_goes_and_what_it_leads_to_stays(home):
    outside = home / "outside"
    outside.mkdir()
    (outside / "x").write_text("kept", "utf-8")
    (home / "data/raw/linked").symlink_to(outside)
    assert ran("linked", "--yes") == 0
    assert (outside / "x").is_file() and not (home / "data/raw/linked").is_symlink()


def test_a_practice_whose_reports_a_run_writes_is_left_alone(home):
    with (
        locks.held(home / "reports/acme/cedar/desk/.lock", "writes"),
        pytest.raises(UsageError, match="a run writes"),
    ):
        ran("acme", "--yes")
    assert held(home, "acme/cedar") == list(PLACES)
