"""`cutover purge`: delete everything that is held of a client or a practice, after a look at the list."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from cutover.errors import UsageError
from cutover.identifiers import target_parts

# below the home: what a client sent, what was made from it, what was held when, what people decided, what runs found,
# and what was reported
PLACES = (
    "data/raw", "data/processed", "data/manifests", "data/crosswalks", "data/desk", "data/history", "reports",
)  # fmt: skip
OUT_OF_REACH = (
    "the register of what was shared (data/shares): it names no patient, and tells who holds a copy",
    "copies that were sent or saved elsewhere: mails, downloads, owners' copies of pages",
    "backups and snapshots of this machine, and what an editor or JupyterLab keeps outside these folders",
    "blocks of a disk that were freed and not yet written over: only an encrypted disk keeps them from a reader",
    "what Office Ally, Medi, payers and banks hold",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("targets", nargs="+", metavar="CLIENT[/PRACTICE]", help="whose data to delete")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(args: argparse.Namespace) -> int:
    """List what is there, ask, delete it, and say what this cannot reach; 1 where something stayed.

    Raises UsageError for a name that cannot be one, where nothing is held of it, and where a run writes there.
    """
    from cutover.reading.practice.book import project_home
    from cutover.reporting.overview import standing
    from cutover.reporting.running import run_folders

    home = project_home()
    found = [path for target in args.targets for path in held_of(home, target_parts(target))]
    if not found:
        raise UsageError(f"nothing is held of {', '.join(args.targets)}. Check the spelling.")
    run_folders.sweep()
    for path in found:
        files, size = _measured(path)
        print(f"{path.relative_to(home)}: {files:,} files, {size:,} bytes")
    if not args.yes and not _agreed(len(found)):
        print("nothing was deleted")
        return 1
    stayed = [path for path in found if not _deleted(path)]
    for path in stayed:
        print(f"could not be deleted, or not all of it: {path.relative_to(home)}", file=sys.stderr)
    for client in {target_parts(target)[0] for target in args.targets}:
        standing.forget(home, client)
        _index_anew(home, client)
    print("deleted. Out of reach of this command:", *(f"- {what}" for what in OUT_OF_REACH), sep="\n")
    return 1 if stayed else 0


def held_of(home: Path, target: tuple[str, ...]) -> list[Path]:
    """Return the folders that hold data of a client or a practice, of those that are there.

    Confirmed mappings, payer lists and what else lies in a client's folder go with the client, not with a practice.
    """
    from cutover import locks
    from cutover.reporting import places

    found = [home / place / Path(*target) for place in PLACES]
    for folder in (home / "reports" / Path(*target)).rglob(places.DESK):
        if locks.is_held(folder / locks.LOCK):
            raise UsageError(
                f"a run writes the reports of {'/'.join(target)}. Wait until it ends, or end it."
            )
    return [path for path in found if path.exists() or path.is_symlink()]


def _measured(path: Path) -> tuple[int, int]:
    files = [p for p in path.rglob("*") if p.is_file() and not p.is_symlink()]
    return len(files), sum(p.stat().st_size for p in files)


def _agreed(places: int) -> bool:
    try:
        return input(f"Delete these {places} folders for good? Type yes: ").strip().lower() == "yes"
    except EOFError:
        return False


def _deleted(path: Path) -> bool:
    """Delete a folder; of a link the link alone, never what it leads to."""
    if path.is_symlink():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)
    return not path.exists()


def _index_anew(home: Path, client: str) -> None:
    """Write the client's index pages without what is gone; nothing where the client itself is."""
    from cutover.reporting.overview import index

    if (home / "data" / "raw" / client).is_dir() and (home / "reports" / client).is_dir():
        index.write_client(home, client)
