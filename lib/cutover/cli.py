"""The command `cutover`: finds the subcommand's module and shows errors as sentences."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys

from cutover import __version__, private
from cutover.errors import CutoverError, meant

# subcommand -> its line in the help; the module of that name in cutover.commands is imported only when called
COMMANDS = {
    "columns": "show which column of a table is used as what, and confirm it",
    "check": "say what is lacking or odd in the folders of a client, before any report",
    "docs": "write the pages of docs/ that are made from the reference data",
    "era": "totals and balances of 835 files, one row a file",
    "lab": "open JupyterLab on the notebooks",
    "new": "make the folders and the intake workbook of a client or a practice",
    "open": "open the reports of a client or a practice in the browser",
    "purge": "delete everything that is held of a client or a practice",
    "report": "run notebooks for practices and write their reports",
    "share": "lock a practice's reports in one file for its owner",
    "sample": "write the synthetic sample client",
}


def main(argv: list[str] | None = None) -> int:
    """Run one subcommand; the exit status is 0 done, 1 done with failures, 2 not possible as asked, 130 stopped."""
    private.by_default()
    arguments = sys.argv[1:] if argv is None else argv
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return _stopped()


def _stopped() -> int:
    """Say in one line that a person or a signal ended the command; what was done before stays."""
    with contextlib.suppress(OSError):
        print("\ncutover: stopped; what was done before is kept.", file=sys.stderr)
    return 130


def _run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("cutover", description="Cutover Workbook: from Office Ally to Medi.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    named = next((word for word in arguments if not word.startswith("-")), None)
    if named is not None and named not in COMMANDS:
        known = ", ".join(COMMANDS)
        print(f"cutover: no command {named!r} (there: {known}). {meant(named, COMMANDS)}", file=sys.stderr)
        return 2
    for name, line in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=line, description=line)
        if name == named:
            command = importlib.import_module(f"cutover.commands.{name}")
            command.configure(subparser)
    chosen = parser.parse_args(arguments)
    try:
        return command.run(chosen)
    except CutoverError as error:
        print(f"cutover {chosen.command}: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(main())
