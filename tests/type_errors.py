"""Held at no rise: what the type checker finds; `pyproject.toml` says what is at zero.

What everything rests on (the ground, the readers of X12 and ERA, what workstreams share) has no error. The other
modules have together at most as many as `type_errors.txt` says; whoever ends some writes the lower number there.

To weigh every call of pandas against the types that its stubs give takes four times as long. `make lint` does so; the
tests take pandas as a library without types, unless all is asked for (`CUTOVER_EXAMPLES=all`).
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from tempfile import TemporaryDirectory

PROJECT = Path(__file__).resolve().parents[1]
LIMITS = Path(__file__).with_suffix(".txt")  # with the types of pandas, and without
WITHOUT_PANDAS = """
[[tool.mypy.overrides]]
module = ["pandas.*"]
follow_imports = "skip"
follow_imports_for_stubs = true
"""


def errors(settings: str) -> list[str]:
    """Every error as the checker writes it, `lib/cutover/money.py:12: error: ...`, one a line."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "pyproject.toml"
        file.write_text(settings, "utf-8")
        asked = [
            sys.executable,
            "-m",
            "mypy",
            "--config-file",
            str(file),
            "--no-error-summary",
            "--hide-error-context",
        ]
        answer = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True)
    if answer.returncode not in (0, 1):
        raise SystemExit(answer.stdout + answer.stderr)
    return [line for line in answer.stdout.splitlines() if ": error: " in line]


def strict(found: list[str], settings: dict) -> list[str]:
    """The errors in the modules that are held at zero."""
    patterns = [name for one in settings["overrides"] for name in one["module"]]
    return [line for line in found if any(fnmatch(module_of(line), name) for name in patterns)]


def module_of(line: str) -> str:
    """The dotted name of the module that an error is in."""
    return ".".join(Path(line.partition(":")[0]).with_suffix("").parts[1:]).removesuffix(".__init__")


def main(*, of_pandas: bool = True) -> int:
    """Print the errors that must not be; 1 where there are any. `of_pandas` weighs calls of pandas too."""
    text = (PROJECT / "pyproject.toml").read_text("utf-8")
    found = errors(text if of_pandas else text + WITHOUT_PANDAS)
    if not of_pandas:  # what is wrong in the stubs themselves is not seen without them
        found = [line for line in found if not line.endswith("[unused-ignore]")]
    limits = [int(line) for line in LIMITS.read_text("utf-8").split()]
    limit = limits[0] if of_pandas else limits[1]
    forbidden = strict(found, tomllib.loads(text)["tool"]["mypy"])
    rest = [line for line in found if line not in forbidden]
    print(*(forbidden + (rest if len(rest) > limit else [])), sep="\n")
    print(f"types: {len(forbidden)} errors where none may be, {len(rest)} of at most {limit} elsewhere")
    if len(rest) < limit:
        print(
            f"write {len(rest)} in place of {limit} into {LIMITS.relative_to(PROJECT)}, so that it stays so"
        )
    return int(bool(forbidden) or len(rest) > limit)


if __name__ == "__main__":
    sys.exit(main())
