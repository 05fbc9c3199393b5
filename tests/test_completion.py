"""At TAB the shell is told what there is: commands, options, clients, practices, notebooks, without a heavy import."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from cutover.cli import main

HEAVY = {"pandas", "numpy", "nbformat", "nbclient", "matplotlib"}


@pytest.fixture
def offered(tmp_path):
    """Returns what the shell would be offered behind a line, in a home of two practices."""
    for practice in ("cedar-grove", "harbor-point", "payer_list"):
        (tmp_path / "data/raw/acme" / practice).mkdir(parents=True)

    def at_tab(line: str) -> list[str]:
        asked = {"_ARGCOMPLETE": "1", "_ARGCOMPLETE_STDOUT_FILENAME": str(tmp_path / "said"), "IFS": "\v"}
        where = {"COMP_LINE": line, "COMP_POINT": str(len(line)), "CUTOVER_HOME": str(tmp_path)}
        subprocess.run([sys.executable, "-m", "cutover.cli"], env=os.environ | asked | where, check=True)
        return (tmp_path / "said").read_text("utf-8").split("\v")

    return at_tab


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("cutover re", ["report "]),
        ("cutover report ac", ["acme", "acme/"]),
        ("cutover check acme/", ["acme/cedar-grove", "acme/harbor-point"]),  # payer_list is no practice
        ("cutover open acme --notebook 03", ["03_era_archive_audit "]),
        ("cutover report nobody/", [""]),
        ("cutover report acme --audience c", ["consultant "]),
        ("cutover report acme --jobs ", [""]),  # only the person knows it
    ],
)
def test_the_shell_is_offered_what_there_is(offered, line, words):
    assert offered(line) == words


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_shell_is_told_how_to_ask(shell, capsys):
    assert main(["completion", shell]) == 0
    assert "cutover" in capsys.readouterr().out


def test_help_of_report_and_the_names_of_practices_import_nothing_heavy():
    asked = "import sys, cutover.commands.report, cutover.reading.practice.folders; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())
    assert "argcomplete" not in done.stdout.split()
