"""What must not enter git: outputs of notebooks, broken TOML, large files, and anything of a client.

`python tools/commit_checks.py FILE...` prints a line for each fault and ends with 1 where there is one. The
pre-commit configuration calls it with the files of a commit; a test calls it with all files in git.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

LARGEST = 500 * 1024  # bytes; code, words and small pictures are smaller, what is larger is data
PRIVATE = (
    "data/raw/", "data/processed/", "data/manifests/", "data/crosswalks/", "data/desk/", "data/shares/",
    "data/history/", "reports/",
)  # fmt: skip
REMITTANCES = (".835", ".edi", ".277", ".999")


def faults(name: str, root: Path = Path()) -> Iterator[str]:
    """Yield what is wrong with a file, given by its path below the root, each as a sentence without its content."""
    path = root / name
    if name.startswith(PRIVATE) and path.name != ".gitkeep":
        yield "it lies where files of clients lie; take it out of the commit"
    if path.suffix.lower() in REMITTANCES:
        yield "a remittance or an acknowledgment; make it in a test instead"
    if not path.is_file():
        return
    if path.stat().st_size > LARGEST:
        yield f"{path.stat().st_size:,} bytes, at most {LARGEST:,}"
    if path.suffix == ".toml":
        yield from _toml(path)
    if path.suffix == ".ipynb":
        yield from _notebook(path)


def _toml(path: Path) -> Iterator[str]:
    try:
        tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        yield f"not valid TOML ({error})"


def _notebook(path: Path) -> Iterator[str]:
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError):
        yield "not a notebook"
        return
    code = [cell for cell in cells if cell.get("cell_type") == "code"]
    if any(cell.get("outputs") or cell.get("execution_count") for cell in code):
        yield "it holds outputs, which can hold patients; clear them (Edit, Clear Outputs of All Cells)"
    tagged = sum("parameters" in cell.get("metadata", {}).get("tags", []) for cell in code)
    if tagged != (path.stem != "00_start"):  # the desk's first page takes none
        yield f"{tagged} cells are tagged `parameters`; tag exactly one (in 00_start none)"


def main(names: list[str]) -> int:
    """Print the faults of these files; 1 where there is one."""
    found = [f"{name}: {fault}" for name in names for fault in faults(name)]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
