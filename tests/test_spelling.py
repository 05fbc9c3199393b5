"""One spelling, American, in every text of the project; what files of clients may hold is named here."""

from __future__ import annotations

import re
import subprocess

import pytest
from conftest import PROJECT

BRITISH = re.compile(
    r"enrol(?!l)|authoris|colour|behaviour|(?:ab)?normalis|recognis|organis|summaris|neighbour|favour|honour"
    r"|(?<!mis)labelled(?!by)|travelled|misspelt|\bspelt\b|\blearnt\b|whilst|amongst|judgement|catalogue|licence"
    r"|programme|\bcentre|defence|artefact",
    re.IGNORECASE,
)
# words that client files, workbooks of before or a test's own examples hold, and codes that stay what they were
ALLOWED = (
    "CHANGELOG.md",
    "data/reference/aliases_enrollments.toml",
    "data/reference/header_words.toml",
    "lib/cutover/intake/fields.py",
    "lib/cutover/reading/practice/file_subject.py",
    "tests/plain_english.toml",
    "tests/test_findings_words.py",
    "tests/test_intake.py",
    "tests/test_mapping.py",
    "tests/test_spelling.py",
)
CODES = re.compile("enrolment-status|payer-enrolment")
TEXTS = (".py", ".ipynb", ".md", ".toml", ".j2", ".css", ".txt", "Makefile")
FOLDERS = ["lib", "notebooks", "docs", "tests", "tools", "benchmarks", "data/reference", ":/*.md", "Makefile"]


def tracked() -> list[str]:
    names = subprocess.run(
        ["git", "ls-files", *FOLDERS], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    if names.returncode:
        pytest.skip("not a checkout of git")
    return [name for name in names.stdout.splitlines() if name.endswith(TEXTS) and name not in ALLOWED]


def test_every_text_of_the_project_is_in_american_english():
    wrong = []
    for name in tracked():
        for number, line in enumerate((PROJECT / name).read_text("utf-8").splitlines(), 1):
            wrong += [f"{name}:{number}: {m[0]}" for m in BRITISH.finditer(CODES.sub("", line))]
    assert wrong == []
