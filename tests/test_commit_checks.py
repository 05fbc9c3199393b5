"""Nothing of a client, no output of a notebook, no broken or large file enters git."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from conftest import PROJECT

sys.path.insert(0, str(PROJECT / "tools"))
from commit_checks import LARGEST, faults


def notebook(**cell) -> str:
    """A notebook of one parameters cell, with more of that cell."""
    first = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": "", "outputs": []}
    return json.dumps({"cells": [first | cell]})


def test_every_file_in_git_may_be_there():
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is no git checkout")
    wrong = {name: list(faults(name, PROJECT)) for name in listed.stdout.splitlines()}
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize(
    ("name", "content", "wrong"),
    [
        ("notebooks/01.ipynb", notebook(outputs=[{"output_type": "stream"}]), "holds outputs"),
        ("notebooks/01.ipynb", notebook(execution_count=3), "holds outputs"),
        ("notebooks/01.ipynb", notebook(metadata={}), "0 cells are tagged"),
        ("notebooks/01.ipynb", notebook(), ""),
        ("notebooks/01.ipynb", "{", "not a notebook"),
        ("data/raw/acme/elm/intake.xlsx", "x", "files of clients"),
        ("data/raw/.gitkeep", "", ""),
        ("reports/acme/index.html", "x", "files of clients"),
        ("tests/one.835", "ISA", "a remittance"),
        ("data/reference/rates.toml", "a = ", "not valid TOML"),
        ("data/reference/rates.toml", "a = 1", ""),
        ("docs/large.png", "x" * (LARGEST + 1), "at most"),
        ("docs/large.png", "x" * LARGEST, ""),
    ],
)
def test_a_fault_is_said_and_nothing_else_is(tmp_path, name, content, wrong):
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(content)
    found = list(faults(name, tmp_path))
    assert len(found) == bool(wrong) and wrong in "".join(found)
