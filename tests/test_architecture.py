"""Imports run one way."""

from __future__ import annotations

import ast

import pytest
from conftest import PROJECT

LIB = PROJECT / "lib"
LAYERS = ["ground", "reading", "workstreams", "reporting", "desk", "commands", "cli"]


def layer_of(parts: list[str]) -> str:
    """The layer of a dotted name, `cutover.reading.era` or `cutover_sample.cast`."""
    if parts[0] == "cutover_sample":
        return "sample"
    head = parts[1] if len(parts) > 1 else "ground"
    return head if head in LAYERS else "ground"


def imported_layers(path):
    """The layers that one module imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            if name.split(".")[0] in ("cutover", "cutover_sample"):
                yield layer_of(name.split("."))


MODULES = sorted(path for path in LIB.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(LIB)))
def test_a_module_imports_only_from_its_own_layer_and_below(path):
    own = layer_of(list(path.relative_to(LIB).with_suffix("").parts))
    if own == "sample":
        allowed = {"sample", "ground"}
    else:
        allowed = set(LAYERS[: LAYERS.index(own) + 1]) | ({"sample"} if own == "commands" else set())
    assert set(imported_layers(path)) <= allowed
