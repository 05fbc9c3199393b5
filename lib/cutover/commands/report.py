"""`cutover report`: run notebooks for practices and write their reports.

What runs a notebook takes seconds to import; help and usage errors do without it.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cutover.audience import AUDIENCES
from cutover.errors import CutoverError, UsageError

if TYPE_CHECKING:
    from cutover.reporting.overview import standing

FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2099, 12, 31)  # of a report; far wider than any data
MOST_VERDICTS = 100  # reports whose verdicts are printed each
WORTH_A_LOOK = 0.1  # of a batch: so many reports were made that a look at all of them takes little beside it


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "targets", nargs="*", metavar="CLIENT[/PRACTICE]", help="whose reports (default: every client's)"
    )
    parser.add_argument(
        "--notebook",
        action="append",
        default=[],
        metavar="NN",
        help="number or name of a notebook; may be given several times (default: all)",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="an option of the notebooks, such as parallel_weeks=4; may be given several times",
    )
    parser.add_argument("--jobs", type=_positive, metavar="N", help="processes side by side (default: cores)")
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="Dask scheduler whose workers make the reports, as tls://host:8786 (default: this machine alone)",
    )
    parser.add_argument(
        "--as-of", type=_date, metavar="DATE", help="date of the report, as 2026-07-31 (default: today)"
    )
    parser.add_argument(
        "--audience", choices=AUDIENCES, default="owner", help="who reads it (default: owner)"
    )
    parser.add_argument(
        "--timeout", type=_positive, default=600, metavar="S", help="seconds one cell may take (default: 600)"
    )
    parser.add_argument(
        "--force", action="store_true", help="make also the reports that would come out the same"
    )
    parser.add_argument("--explain", action="store_true", help="say of each report why it is made or not")
    parser.add_argument("--pdf", action="store_true", help="print each report as PDF beside its page, too")


def run(args: argparse.Namespace) -> int:
    """Run the batch; 0 where every report was made, 1 where one was not. Says where the index pages lie."""
    from cutover.reading.practice.folders import project_home
    from cutover.reporting.overview import standing

    home, today = project_home(), dt.datetime.now().astimezone().date()
    as_of = args.as_of or today
    if args.force or args.explain or args.pdf or args.scheduler:
        return _batch(args, home, as_of)[0]
    words = (args.notebook, args.set, as_of, args.audience, today)
    asked = standing.asked(home, args.targets, words)
    before = standing.state(home, asked.clients)
    told = standing.told(asked, before)
    if told is None:
        status, noticed, outcomes, said = _batch(args, home, as_of)
        if status == 0:
            _keep(asked, before, outcomes, noticed, said)
        return status
    print(*told.noticed, sep="\n", end="\n" if told.noticed else "", file=sys.stderr)
    print(*told.said, sep="\n")
    return 0


def _batch(args: argparse.Namespace, home: Path, as_of: dt.date) -> tuple[int, list[str], list, list[str]]:
    """Run the batch; return the status, what was noticed in the folders, each report's outcome, and what they say.

    What they say are their verdicts, and their index pages.
    """
    from cutover.reporting import batch, places, registry
    from cutover.reporting.overview import index
    from cutover.reporting.pages import pdf
    from cutover.workstreams.cost import options as cost
    from cutover.workstreams.rollout import options as rollout

    scheduler, program = _scheduler(args), pdf.browser() if args.pdf else None
    targets = batch.targets(home, args.targets)
    if not targets:
        raise UsageError("no practice to report on in data/raw. Write the sample client with: cutover sample")
    noticed = _preflight(home, args.targets)
    paths = batch.chosen(args.notebook)
    options = registry.options(args.set, paths, cost.OPTIONS | rollout.OPTIONS)
    told = {"scheduler": scheduler, "force": args.force, "explain": _explained if args.explain else None}
    outcomes = batch.run(home, targets, paths, as_of, args.audience, args.jobs, args.timeout, options, **told)
    if not outcomes:
        raise UsageError("a report about the book needs all its practices. Name the client alone.")
    failed = [outcome for outcome in outcomes if outcome.failure]
    for outcome in failed:
        print(f"failed: {_sentence(outcome)}\n        {outcome.page}", file=sys.stderr)
    verdicts, pages = _verdicts(outcomes), _index_pages(outcomes)
    print(_counted(outcomes), *verdicts, sep="\n")
    unprinted = _unprinted([o.page for o in outcomes if not o.failure], program) if program else []
    print(*pages, sep="\n")
    if failed:
        for client in dict.fromkeys(client for client, _ in targets):
            print(f"for the consultant alone: {places.desk_of(home / 'reports' / client) / index.INDEX}")
    return int(bool(failed or unprinted)), noticed, outcomes, verdicts + pages


def _keep(
    asked: standing.Asked, before: str | None, outcomes: list, noticed: list[str], said: list[str]
) -> None:
    """Write down that all reports of a batch hold: where all were found to, or enough were made to look once more."""
    from cutover.reporting.overview import standing, unchanged

    made = sum(not outcome.is_old for outcome in outcomes)
    if made and made < len(outcomes) * WORTH_A_LOOK:
        return
    now = standing.state(asked.home, asked.clients)
    if made or now != before:  # else each was found to hold in the state that all is in now
        check = unchanged.Check(asked.home)
        if any(check.why(outcome.job) for outcome in outcomes):
            return
    old = [replace(outcome, is_old=True) for outcome in outcomes]
    if old:
        standing.keep(asked, now, standing.Told(tuple(noticed), (_counted(old), *said)))


def _counted(outcomes: list) -> str:
    """How many reports were made, of how many, and how many were left as they are."""
    failed, old = sum(bool(o.failure) for o in outcomes), sum(o.is_old for o in outcomes)
    kept = f", {old} left as they are: nothing that they rest on has changed" if old else ""
    return f"{len(outcomes) - failed - old} of {len(outcomes)} reports made{kept}"


def _index_pages(outcomes: list) -> list[str]:
    from cutover.reporting.overview import index

    folders = [outcome.job.home / "reports" / outcome.job.client for outcome in outcomes]
    return [str(folder / index.INDEX) for folder in dict.fromkeys(folders)]


def _scheduler(args: argparse.Namespace) -> str | None:
    """Return the address of the scheduler, if one was named that may be spoken to."""
    if args.scheduler is None:
        return None
    from cutover.reporting.several import addresses

    if args.jobs is not None:
        raise UsageError(
            "--jobs is about this machine. With --scheduler, start as many workers as should work."
        )
    address = addresses.checked(args.scheduler)
    addresses.security(address)
    return address


def _preflight(home: Path, names: list[str]) -> list[str]:
    """Say in a line, before anything runs, what `cutover check` would say at length, without a look into files.

    Returns the lines.
    """
    from cutover.commands.check import checked

    words = [
        word
        for said in checked(home, names, looks_in=False).values()
        for word in said
        if word.weight != "lacks"
    ]
    lines = [f"check: {word.where}: {word.found}" for word in words if word.weight == "stops"]
    if words:
        told = "1 thing is" if len(words) == 1 else f"{len(words)} things are"
        see = f"cutover check {' '.join(names)}".rstrip()
        lines.append(f"check: {told} odd or lacking in the folders. See: {see}")
    for line in lines:
        print(line, file=sys.stderr)
    return lines


def _verdicts(outcomes: list) -> list[str]:
    """Return what each report that holds says, a line each; of many the number in each state."""
    from cutover.reporting import findings, places
    from cutover.wording import first_sentence

    told = []
    for job, page in [(outcome.job, outcome.page) for outcome in outcomes if not outcome.failure]:
        path = places.desk_of(page.parent) if page.parent.name != places.DESK else page.parent
        with contextlib.suppress(CutoverError, OSError):
            told.append((job, findings.read(path / f"{job.notebook.stem}{places.FINDINGS}")))
    if len(told) > MOST_VERDICTS:
        counted = Counter(findings.STATES[facts["state"]] for _, facts in told)
        return [", ".join(f"{word}: {counted[word]:,}" for word in findings.STATES.values() if counted[word])]
    return [
        f"{job.target} {job.notebook.stem[:2]}  {findings.STATES[facts['state']]}: "
        f"{first_sentence(facts['verdict'])}"
        for job, facts in told
    ]


def _unprinted(pages: list[Path], program: str) -> list[Path]:
    """Print each page; return those that could not be, after a sentence for each."""
    from cutover.reporting.pages import pdf

    left = []
    for page in pages:
        try:
            pdf.printed(page, program)
        except CutoverError as error:
            print(error, file=sys.stderr)
            left.append(page)
    print(f"{len(pages) - len(left)} of {len(pages)} PDFs printed")
    return left


def _explained(job, why: str | None) -> None:
    print(f"{job.target} {job.notebook.stem}: {f'made, for {why}' if why else 'left as it is'}")


def _sentence(outcome) -> str:
    job = outcome.job
    where = f", {outcome.where}" if outcome.where else ""
    return f"{job.target} {job.notebook.stem}{where}: {outcome.failure}"


def _date(text: str) -> dt.date:
    try:
        day = dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-07-31") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise argparse.ArgumentTypeError(f"{text!r} is no day of a report: {FIRST_DAY} through {LAST_DAY}")
    return day


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return int(text)
