"""What the README and the docs tell people to type and to open is there."""

from __future__ import annotations

import re

import pytest
from conftest import PROJECT
from cutover.cli import COMMANDS
from cutover.reporting.registry import HOME

DOCS = [f"docs/{path.name}" for path in (PROJECT / "docs").glob("*.md")]
PAGES = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", *DOCS]
GENERATED = {"docs/findings.md", "docs/intake.md", "docs/tables.md"}


def text_of(page: str) -> str:
    return (PROJECT / page).read_text("utf-8")


@pytest.mark.parametrize("page", sorted(set(PAGES) - GENERATED))
def test_every_make_target_and_command_that_a_page_names_exists(page):
    rules = re.findall(r"^([a-z][\w -]*):", text_of("Makefile"), re.MULTILINE)
    targets = {target for rule in rules for target in rule.split()}
    named = set(re.findall(r"(?:`|^)make ([a-z][\w-]*)", text_of(page), re.MULTILINE))
    assert named - targets == set()
    commands = set(re.findall(r"(?:`|bin/)cutover ([a-z]+)\b", text_of(page)))
    assert commands - set(COMMANDS) == set()


def test_the_table_of_notebooks_is_complete():
    there = {path.stem for path in (PROJECT / "notebooks").glob("[0-9][0-9]_*.ipynb")} - {HOME}
    told = set(re.findall(r"^\| `(\d\d_\w+)` \|", text_of("README.md"), re.MULTILINE))
    assert told | {f"{name}_book" for name in told} >= there and told <= there


@pytest.mark.parametrize("page", sorted(set(PAGES) - GENERATED))
def test_every_file_that_a_page_links_to_is_there(page):
    links = re.findall(r"\]\(([^)#:]+)\)", text_of(page))
    folder = (PROJECT / page).parent
    assert [link for link in links if not (folder / link).exists()] == []


def test_the_architecture_stays_short():
    assert len(text_of("ARCHITECTURE.md").encode()) <= 8_000
