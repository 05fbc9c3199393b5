"""Imports run one way, families stand apart, and workstreams open no file."""

from __future__ import annotations

import ast
import importlib.util
from functools import cache

import pytest
from conftest import PROJECT

LIB = PROJECT / "lib"
LAYERS = ["ground", "reading", "workstreams", "reporting", "sharing", "desk", "commands", "cli"]
FAMILIES = {
    "inventory",
    "demographics",
    "era_audit",
    "nonpar",
    "cost",
    "enrollment",
    "parallel_run",
    "open_claims",
    "readiness",
    "fee_schedules",
    "rollout",
    "reporting_baseline",
    "scrub_rules",
}
# families that judge by what others found, and may import them
SUMS_UP = {
    "readiness": {"enrollment", "demographics"},
    "open_claims": {"demographics"},
    "rollout": {"cost", "enrollment", "open_claims"},
}
# rooms of the workstreams that several families share; none of them knows a family
SHARED = {
    "aging_by_claim",
    "aging_credits",
    "aging_days",
    "aging_figures",
    "aging_ours",
    "left_open",
    "open_balance",
    "own_lists",
    "allowed_lines",
    "answers",
    "attested",
    "unnamed_sides",
    "aging_weeks",
    "bank",
    "claim_reconciliation",
    "came_through",
    "columns",
    "dated_notes",
    "decisions",
    "denial_steps",
    "denied_claims",
    "denials",
    "every_claim",
    "findings",
    "handoff_rules",
    "legacy_claims",
    "nonpar_fees",
    "lone_deposits",
    "refunds",
    "paper_checks",
    "pairs",
    "paid_by_list",
    "payer_spellings",
    "posted_again",
    "provider_gaps",
    "quiet_bank",
    "unposted",
    "remittance_items",
    "remittances",
    "run_rules",
    "silences",
    "sent_numbers",
    "status_words",
    "unread_cells",
    "unread_files",
    "whose_rows",
    "written_down",
    "absences",
    "tested_rules",
}
# rooms of reporting in the order in which they may import each other, "" what all of them use, `batch` a module
REPORTING = ["", "privacy", "drawing", "attachments", "overview", "pages", "running", "several", "batch"]
OPENS = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}
READERS = {"tomllib", "json", "csv", "zipfile", "openpyxl", "python_calamine"}
MODULES = sorted(LIB.rglob("*.py"))


def name_of(path) -> str:
    return str(path.relative_to(LIB / "cutover")) if LIB / "cutover" in path.parents else path.name


def layer_of(name: str) -> str:
    """The layer of a dotted name, `cutover.reading.era` or `cutover_sample.cast`."""
    first, *rest = name.split(".")
    if first == "cutover_sample":
        return "sample"
    return rest[0] if rest and rest[0] in LAYERS else "ground"


@cache
def tree_of(path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(path) -> set[str]:
    """The dotted names that one module imports, of the project and of others."""
    names = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def ours(path) -> set[str]:
    return {name for name in imported(path) if name.split(".")[0] in ("cutover", "cutover_sample")}


def room_of(name: str) -> str | None:
    """The family or shared room of a dotted name of the workstreams."""
    parts = name.split(".")
    return parts[2] if parts[:2] == ["cutover", "workstreams"] and len(parts) > 2 else None


def opened(path) -> set[str]:
    """What a module calls to open a file, and which readers of files it imports."""
    calls = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
    }
    return calls & OPENS | {name.split(".")[0] for name in imported(path)} & READERS


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_from_its_own_layer_and_below(path):
    own = layer_of(".".join(path.relative_to(LIB).with_suffix("").parts))
    if own == "sample":
        allowed = {"sample", "ground"}
    else:
        allowed = set(LAYERS[: LAYERS.index(own) + 1]) | ({"sample"} if own == "commands" else set())
    assert {layer_of(name) for name in ours(path)} <= allowed


def workstreams():
    return [path for path in MODULES if "workstreams" in path.parts]


def test_every_room_of_the_workstreams_is_a_family_or_shared():
    folder = LIB / "cutover" / "workstreams"
    rooms = {p.stem for p in folder.iterdir() if p.suffix == ".py" or (p / "__init__.py").is_file()}
    assert rooms - {"__init__", "__pycache__"} == FAMILIES | SHARED


@pytest.mark.parametrize("path", workstreams(), ids=name_of)
def test_a_family_imports_itself_and_shared_rooms_and_a_shared_room_no_family(path):
    own = room_of(".".join(path.relative_to(LIB).with_suffix("").parts))
    theirs = {room_of(name) for name in ours(path)} - {None}
    assert theirs <= SHARED | ({own} if own in FAMILIES else set()) | SUMS_UP.get(own, set())


@pytest.mark.parametrize("path", workstreams(), ids=name_of)
def test_a_workstream_opens_no_file(path):
    assert opened(path) == set()


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_family_has_inputs_that_load_and_a_report_that_assesses_them(family):
    folder = LIB / "cutover" / "workstreams" / family
    inputs = {n.name: n for n in tree_of(folder / "inputs.py").body if hasattr(n, "name")}
    report = {n.name: n for n in tree_of(folder / "report.py").body if isinstance(n, ast.FunctionDef)}
    assert {"Inputs", "load"} <= inputs.keys() and ast.get_docstring(inputs["Inputs"])
    frozen = ["dataclass(frozen=True)"]
    assert [ast.unparse(one) for one in inputs["Inputs"].decorator_list] == frozen
    assert [a.arg for a in inputs["load"].args.args][1:2] == ["as_of"]
    assert [a.arg for a in report["assess"].args.args] == ["inputs"]
    imports = {name.rsplit(".", 1)[-1] for name in imported(folder / "report.py")}
    assert "period" in report.keys() | imports


@pytest.mark.parametrize("path", [p for p in MODULES if "reporting" in p.parts], ids=name_of)
def test_reporting_names_no_workstream(path):
    assert {name for name in ours(path) if layer_of(name) == "workstreams"} == set()


def reporting_room_of(name: str) -> str:
    """The room of a dotted name of reporting; "" for a module that stands in none."""
    room, *_ = name.removeprefix("cutover.reporting").removeprefix(".").split(".")
    return room if room in REPORTING else ""


def test_every_room_of_reporting_has_its_place_in_the_order():
    folder = LIB / "cutover" / "reporting"
    assert {p.parent.name for p in folder.glob("*/__init__.py")} == set(REPORTING) - {"", "batch"}


@pytest.mark.parametrize("path", [p for p in MODULES if "reporting" in p.parts], ids=name_of)
def test_a_room_of_reporting_imports_only_rooms_before_it(path):
    own = reporting_room_of(".".join(path.relative_to(LIB).with_suffix("").parts))
    theirs = {reporting_room_of(name) for name in ours(path) if layer_of(name) == "reporting"}
    assert theirs <= set(REPORTING[: REPORTING.index(own) + 1])


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_widgets_are_of_the_desk_alone(path):
    assert "ipywidgets" not in {name.split(".")[0] for name in imported(path)} or "desk" in path.parts


@pytest.mark.parametrize("path", sorted((PROJECT / "benchmarks").glob("*.py")), ids=name_of)
def test_a_benchmark_imports_only_modules_that_are_there(path):
    nodes = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.ImportFrom) and node.module]
    named = {node.module for node in nodes if node.module.split(".")[0] in ("cutover", "cutover_sample")}
    assert {name for name in named if importlib.util.find_spec(name) is None} == set()
