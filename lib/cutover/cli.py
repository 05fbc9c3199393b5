"""The command `cutover`: finds the subcommand's module and shows errors as sentences."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
from typing import Any

from cutover import __version__, private
from cutover.errors import CutoverError, meant

TAB_VARIABLE = "_ARGCOMPLETE"  # set when a shell asks what it may offer (`cutover completion`)
# subcommand -> its line in the help; the module of that name in cutover.commands is imported only when called
COMMANDS = {
    "columns": "show which column of a table is used as what, and confirm it",
    "check": "say what is lacking or odd in the folders of a client, before any report",
    "completion": "print what a shell needs to complete this program's words at TAB",
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
    is_tab = TAB_VARIABLE in os.environ
    words = os.environ.get("COMP_LINE", "").split()[1:] if is_tab else arguments
    named = next((word for word in words if not word.startswith("-")), None)
    if named is not None and named not in COMMANDS and not is_tab:
        known = ", ".join(COMMANDS)
        print(f"cutover: no command {named!r} (there: {known}). {meant(named, COMMANDS)}", file=sys.stderr)
        return 2
    parser, command, of_command = _parser(named)
    if is_tab:
        importlib.import_module("cutover.commands.completion").offer(parser, of_command)
    chosen = parser.parse_args(arguments)
    try:
        return command.run(chosen)
    except CutoverError as error:
        print(f"cutover {chosen.command}: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser(named: str | None) -> tuple[argparse.ArgumentParser, Any, argparse.ArgumentParser | None]:
    """Return the parser, and of the subcommand that was named its module and its own parser; no other is imported."""
    parser = argparse.ArgumentParser("cutover", description="Cutover Workbook: from Office Ally to Medi.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    command = of_command = None
    for name, line in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=line, description=line)
        if name == named:
            command, of_command = importlib.import_module(f"cutover.commands.{name}"), subparser
            command.configure(subparser)
    return parser, command, of_command


if __name__ == "__main__":
    sys.exit(main())
