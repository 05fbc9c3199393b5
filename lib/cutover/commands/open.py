"""`cutover open`: the index page of a client or a practice, or one report, in the browser that is the system's own."""

from __future__ import annotations

import argparse
import webbrowser
from pathlib import Path

from cutover.errors import UsageError


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("target", metavar="CLIENT[/PRACTICE]", help="whose reports")
    parser.add_argument(
        "--notebook", metavar="NN", help="the report of that notebook (default: the index page)"
    )
    parser.add_argument(
        "--desk", action="store_true", help="the consultant's page, which is shared with nobody"
    )


def run(args: argparse.Namespace) -> int:
    """Name the page and open it; 1 where no browser could be started."""
    from cutover.reading.practice.book import project_home

    page = page_of(project_home(), args.target, args.notebook, desk=args.desk)
    print(page)
    return 0 if webbrowser.open(page.as_uri()) else 1


def page_of(home: Path, target: str, notebook: str | None = None, *, desk: bool = False) -> Path:
    """Return the page of a client or practice that lies in `reports`.

    Raises UsageError where there is no such client or practice, and where the page was not made yet.
    """
    from cutover.reading.practice import book
    from cutover.reporting import batch, places
    from cutover.reporting.overview import index

    client, _, practice = target.strip("/").partition("/")
    if practice:
        book.found_practice(home, client, practice)
    else:
        book.practices(home, client)
    folder = home / "reports" / client / practice
    folder = places.desk_of(folder) if desk else folder
    names = [index.INDEX] if notebook is None else [f"{path.stem}.html" for path in batch.chosen([notebook])]
    found = [folder / name for name in names if (folder / name).is_file()]
    if not found:
        raise UsageError(
            f"{target} has no page {' or '.join(names)} yet. Make it with: cutover report {target}"
        )
    return found[0]
