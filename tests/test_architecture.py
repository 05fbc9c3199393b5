"""Imports run one way."""

from __future__ import annotations

import ast

import pytest
from conftest import PROJECT

LIB = PROJECT / "lib" / "cutover"
LAYERS = ["ground", "reading", "workstreams", "reporting", "commands", "cli"]


def layer_of(parts: list[str]) -> str:
    """The layer of a dotted name below `cutover`."""
    head = parts[0] if parts else "ground"
    return head if head in (*LAYERS, "sample") else "ground"


def imported_layers(path):
    """The layers that one module imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            if name.split(".")[0] == "cutover":
                yield layer_of(name.split(".")[1:])


MODULES = sorted(path for path in LIB.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(LIB)))
def test_a_module_imports_only_from_its_own_layer_and_below(path):
    own = layer_of(list(path.relative_to(LIB).with_suffix("").parts))
    if own == "sample":
        allowed = {"sample", "ground"}
    else:
        allowed = set(LAYERS[: LAYERS.index(own) + 1]) | ({"sample"} if own == "commands" else set())
    assert set(imported_layers(path)) <= allowed
