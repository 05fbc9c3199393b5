"""The program works where it is installed without its checkout: reference data and notebooks travel with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
COMMAND = "import sys; from cutover.cli import main; sys.exit(main())"
WHERE = "from cutover import locations as it; print(it.CHECKOUT, it.REFERENCE, it.NOTEBOOKS, sep='\\n')"


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The folder that a wheel of this checkout was unpacked into."""
    made = tmp_path_factory.mktemp("package")
    for name in ("lib", "data/reference", "notebooks"):
        shutil.copytree(
            PROJECT / name, made / "tree" / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
        )
    for name in ("setup.py", "pyproject.toml", "MANIFEST.in", "README.md"):
        shutil.copy(PROJECT / name, made / "tree" / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-index"]
    subprocess.run(
        [
            *pip,
            "--no-deps",
            "--no-build-isolation",
            "--no-compile",
            "--target",
            made / "there",
            made / "tree",
        ],
        check=True,
        capture_output=True,
    )
    return made / "there"


def said(installed: Path, work: Path, code: str, *arguments: str) -> subprocess.CompletedProcess:
    """What a command of the installed program says in a folder that is no checkout."""
    surroundings = {name: value for name, value in os.environ.items() if name != "CUTOVER_HOME"}
    return subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments],
        cwd=work,
        env=surroundings | {"PYTHONPATH": str(installed)},
        text=True,
        capture_output=True,
        check=False,
    )


def test_an_installed_program_has_its_own_reference_data_and_every_notebook(installed, tmp_path):
    checkout, reference, notebooks = said(installed, tmp_path, WHERE).stdout.split("\n")[:3]
    assert (checkout, Path(reference).parent) == ("None", installed / "cutover/installed")
    here = {
        path.relative_to(PROJECT / "data/reference") for path in (PROJECT / "data/reference").rglob("*.*")
    }
    assert {path.relative_to(reference) for path in Path(reference).rglob("*.*")} == here
    assert {path.name for path in Path(notebooks).iterdir()} == {
        p.name for p in (PROJECT / "notebooks").glob("*.ipynb")
    }


def test_a_new_client_is_begun_and_checked_in_the_folder_that_one_is_in(installed, tmp_path):
    assert said(installed, tmp_path, COMMAND, "new", "acme").returncode == 0
    assert said(installed, tmp_path, COMMAND, "new", "acme/elm-street").returncode == 0
    assert (tmp_path / "data/raw/acme/elm-street/intake.xlsx").exists()
    told = said(installed, tmp_path, COMMAND, "check", "acme").stdout
    assert (
        "neither a Tax ID nor an NPI. Write the Tax ID beside the question 'Tax IDs' of the sheet 'practice'"
        in told
    )


def test_pages_of_a_checkout_are_not_written_without_one(installed, tmp_path):
    told = said(installed, tmp_path, COMMAND, "docs")
    assert (told.returncode, told.stdout) == (2, "") and "installed without one" in told.stderr
