"""The project's commands without make: where the interpreter lies, and when the environment is made anew."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
TASKS = runpy.run_path(str(PROJECT / "tools/tasks.py"))


@pytest.mark.parametrize(
    ("system", "place"), [("nt", "Scripts/python.exe"), ("posix", "bin/python")]
)  # fmt: skip
def test_the_interpreter_lies_where_the_system_puts_it(system, place):
    assert TASKS["python_of"](Path("a"), system) == Path("a") / place


def test_an_environment_is_made_anew_when_the_lock_is_newer_than_it(tmp_path):
    for name in ("requirements.txt", "pyproject.toml"):
        (tmp_path / name).touch()
    assert not TASKS["is_ready"](tmp_path)
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv/.ready").touch()
    os.utime(tmp_path / "requirements.txt", (1, 1))
    os.utime(tmp_path / "pyproject.toml", (2, 2))
    os.utime(tmp_path / ".venv/.ready", (2, 2))
    assert TASKS["is_ready"](tmp_path)
    os.utime(tmp_path / "requirements.txt", (3, 3))
    assert not TASKS["is_ready"](tmp_path)


def test_the_runner_needs_the_standard_library_alone_and_names_its_tasks():
    told = subprocess.run(
        [sys.executable, "-I", "-S", PROJECT / "tools/tasks.py", "demmo"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    assert told.stderr == "tasks: setup, demo, lint, test, lab (not demmo)\n"


def test_make_calls_the_runner_for_each_of_its_tasks():
    rules = (PROJECT / "Makefile").read_text("utf-8")
    assert "demo test lint lab:\n\t@$(TASKS) $@" in rules and "TASKS := $(PYTHON) tools/tasks.py" in rules
