"""What code and notebooks say on pages, beside the findings: plain American English, at most 25 words a sentence."""

from __future__ import annotations

import ast
import json
import re

import pytest
from conftest import PROJECT
from plain_english import faults

ROOMS = PROJECT / "lib" / "cutover" / "workstreams"
PLAIN = sorted(one.name for one in ROOMS.iterdir() if one.suffix == ".py" or any(one.glob("*.py")))


def texts(tree: ast.Module) -> list[str]:
    """Every text of a module that has two words or more, but for its docstrings; a filled-in part is one word."""
    nodes = list(ast.walk(tree))
    silent = {id(one.value) for one in nodes if isinstance(one, ast.Expr)}
    silent |= {id(part) for one in nodes if isinstance(one, ast.JoinedStr) for part in one.values}
    found = []
    for one in nodes:
        if id(one) in silent:
            continue
        if isinstance(one, ast.JoinedStr):
            found.append("".join(p.value if isinstance(p, ast.Constant) else "so" for p in one.values))
        elif isinstance(one, ast.Constant) and isinstance(one.value, str):
            found.append(one.value)
    return [text for text in found if " " in text.strip()]


def paragraphs(notebook: dict) -> list[str]:
    """The paragraphs of a notebook's text cells, each on one line; a heading or an item of a list is one by itself."""
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    return [" ".join(one.split()) for cell in cells for one in re.split(r"\n\s*\n|\n(?=[-*|#\d])", cell)]


@pytest.mark.parametrize("path", sorted((PROJECT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_every_text_of_a_notebook_is_plain_american_english_of_at_most_25_words_a_sentence(path):
    found = paragraphs(json.loads(path.read_text("utf-8")))
    assert found
    assert [fault for one in found for fault in faults(one)] == []


@pytest.mark.parametrize("room", PLAIN)
def test_every_text_of_a_room_is_plain_american_english_of_at_most_25_words_a_sentence(room):
    folder = ROOMS / room
    modules = [folder] if folder.is_file() else sorted(folder.glob("*.py"))
    assert modules
    wrong = {
        m.name: [f for text in texts(ast.parse(m.read_text("utf-8"))) for f in faults(text)] for m in modules
    }
    assert {name: found for name, found in wrong.items() if found} == {}


# what a person reads who works with files, folders and commands; regular expressions and code are no sentences
LAYERS = ("reading", "reporting", "sharing", "desk", "commands", "intake")
NO_SENTENCE = re.compile(r"\bimport \w|\\[bsdw]|^# The billing company")


@pytest.mark.parametrize("layer", LAYERS)
def test_every_message_of_a_layer_is_plain_american_english_of_at_most_25_words_a_sentence(layer):
    wrong = {}
    for module in sorted((PROJECT / "lib" / "cutover" / layer).rglob("*.py")):
        said = [text for text in texts(ast.parse(module.read_text("utf-8"))) if not NO_SENTENCE.search(text)]
        if found := [fault for text in said for fault in faults(text)]:
            wrong[module.name] = found
    assert wrong == {}


def test_a_text_of_the_code_is_found_with_its_parts_and_a_docstring_is_none():
    tree = ast.parse(
        'def of(n):\n    """Reckon the leg."""\n    return f"{n} legs stand" if n else "one leg"\n'
    )
    assert texts(tree) == ["so legs stand", "one leg"]


def test_a_paragraph_of_a_notebook_is_a_heading_or_what_stands_between_blank_lines():
    cells = [
        {"cell_type": "markdown", "source": ["# Title\n", "\n", "One line\n", "and on.\n", "- an item"]},
        {"cell_type": "code", "source": ["reckon()"]},
    ]
    assert paragraphs({"cells": cells}) == ["# Title", "One line and on.", "- an item"]
