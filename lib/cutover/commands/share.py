"""`cutover share`: one encrypted file with the reports of a practice for its owner, and the register of those."""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
import hashlib
import os
import sys
from pathlib import Path

from cutover.errors import UsageError
from cutover.identifiers import target_parts


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "target", metavar="CLIENT[/PRACTICE]", help="whose reports; a client alone with --list"
    )
    parser.add_argument(
        "--to", metavar="NAME", help="who receives the file; the file and the register name it"
    )
    parser.add_argument(
        "--notebook", action="append", default=[], metavar="NN", help="only this report; repeatable"
    )
    parser.add_argument(
        "--output", type=Path, metavar="FOLDER", help="where to put the file; here without it"
    )
    parser.add_argument(
        "--passphrase", action="store_true", help="ask for a passphrase in place of making one"
    )
    parser.add_argument("--list", action="store_true", help="show what was shared and what has changed since")


def run(args: argparse.Namespace) -> int:
    """Write the file, show its passphrase once, and enter it in the register; or list the register.

    Raises UsageError where there is nothing to share or the passphrase is weak.
    """
    from cutover.reading.practice.book import project_home

    home, (client, *named) = project_home(), target_parts(args.target)
    practice = named[0] if named else None
    if args.list:
        return _listed(home, client, practice)
    if practice is None or not (args.to or "").strip():
        raise UsageError(
            "name the practice and who receives the file: cutover share CLIENT/PRACTICE --to NAME."
        )
    return _shared(home, client, practice, args)


def _shared(home: Path, client: str, practice: str, args: argparse.Namespace) -> int:
    from cutover.sharing import bundle, envelope, page, passphrases, register

    now, to = dt.datetime.now(dt.UTC), " ".join(args.to.split())
    rules = passphrases.rules(now.date())
    what = bundle.of_practice(home, client, practice, tuple(args.notebook))
    passphrase = _asked(rules) if args.passphrase else passphrases.made(rules.words)
    html = page.written(envelope.sealed(what.content(to, now.date()), passphrase, rules), rules)
    digest = hashlib.sha256(html.encode()).hexdigest()
    path = _put(args.output or Path.cwd(), f"reports-{now:%Y-%m-%d}-{digest[:6]}", html)
    register.entered(home, what, to, path, digest, now)
    _report(path, what, None if args.passphrase else passphrase)
    return 0


def _asked(rules) -> str:
    from cutover.sharing import passphrases

    chosen = passphrases.checked(getpass.getpass("Passphrase: "), rules)
    if getpass.getpass("The same again: ") != chosen:
        raise UsageError("the two passphrases differ. Nothing was written.")
    return chosen


def _put(folder: Path, name: str, html: str) -> Path:
    """Write the file under a name that is free, and private; raises UsageError where that cannot be."""
    number = 1
    while True:
        path = folder / f"{name}{'' if number == 1 else f'-{number}'}.html"
        try:
            with os.fdopen(
                os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
            ) as file:
                file.write(html)
            return path
        except FileExistsError:
            number += 1
        except OSError as error:
            raise UsageError(f"{folder}: {error.strerror}. Name another folder with --output.") from None


def _report(path: Path, what, passphrase: str | None) -> None:
    print(f"{path}: {len(what.pages)} reports of {what.client}/{what.practice}, as of {what.as_of}")
    for why in what.left_out:
        print(f"left out: {why}", file=sys.stderr)
    if what.withheld:
        print(
            f"{what.withheld} texts were withheld: the inputs of today name them as patients' data.",
            file=sys.stderr,
        )
    if passphrase is not None:
        print(f"\npassphrase: {passphrase}\n\nIt is shown once and kept nowhere. Tell it by phone or in a message of "
              "its own, never beside the file.")  # fmt: skip


def _listed(home: Path, client: str, practice: str | None) -> int:
    from cutover.reporting.overview import shares
    from cutover.wording import several

    rows = [row for row in shares.rows_of(home, client) if practice in (None, row.practice)]
    if not rows:
        print(f"nothing of {client} was shared from here")
        return 0
    for row in rows:
        stood = f"{several(int(row.blockers), 'blocker')}, {row.high} high"
        print(
            f"{row.at[:10]}  {row.practice}  {row.report}  to {row.to}  as of {row.as_of}  ({stood})  {row.file}"
        )
    for sentence in shares.changed(home, client):
        print(f"! {sentence}")
    return 0
