"""`cutover check`: everything that is lacking or odd in a client's folders, at once, before any report is run."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from cutover.errors import UsageError, meant
from cutover.wording import printable, several

_HEADINGS = {
    "stops": "These stop reports of the practice:",
    "odd": "These go unread, or are read otherwise than you may think:",
    "lacks": "These answers stay open:",
    "rows": "Rows of the other tables:",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "targets", nargs="*", metavar="CLIENT[/PRACTICE]", help="whose folders (default: all)"
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to say it (default: text)"
    )


def run(args: argparse.Namespace) -> int:
    """Say what is to be settled; 0 where nothing stops a report or goes unread, 1 otherwise.

    Raises UsageError for a client or practice that is not there.
    """
    from cutover.reading.practice.book import project_home

    said = checked(project_home(), args.targets)
    if not said:
        raise UsageError("there is no client in data/raw. Make one with: cutover new CLIENT/PRACTICE")
    if args.format == "json":
        print(json.dumps({who: [asdict(word) for word in words] for who, words in said.items()}, indent=1))
    else:
        _told(said)
    return int(any(word.weight in ("stops", "odd") for words in said.values() for word in words))


def checked(home: Path, targets: list[str], *, looks_in: bool = True) -> dict[str, list]:
    """Return what is to be settled of each client and practice asked for, by its name (`preflight.of_practice`)."""
    from cutover.reading.practice import book, preflight

    said: dict[str, list] = {}
    for target in targets or book.clients(home):
        client, _, practice = target.strip("/").partition("/")
        there = book.practices(home, client)
        if practice and practice not in there:
            known, todo = ", ".join(there) or "none", meant(practice, there)
            raise UsageError(f"no practice {practice!r} of {client!r} (there: {known}). {todo}")
        said[client] = preflight.of_client(home, client)
        for slug in [practice] if practice else there:
            said[f"{client}/{slug}"] = preflight.of_practice(home, client, slug, looks_in=looks_in)
    return said


def _told(said: dict[str, list]) -> None:
    for who, words in said.items():
        if not words and "/" not in who:
            continue
        open_ = sum(word.weight != "rows" for word in words)
        print(f"{who}: {several(open_, 'thing') + ' to settle' if open_ else 'nothing is lacking or odd'}")
        for weight, heading in _HEADINGS.items():
            of_weight = [word for word in words if word.weight == weight]
            if of_weight:
                print(f"  {heading}")
            for word in of_weight:
                todo = f". {word.todo}" if word.todo else ""
                print(printable(f"  - {word.where}: {word.found.rstrip('.')}{todo}".rstrip(" .") + "."))
        print()
