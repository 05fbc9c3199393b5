"""`cutover report`: run notebooks for practices and write their reports.

What runs a notebook takes seconds to import; help and usage errors do without it.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import sys
from collections import Counter
from pathlib import Path

from cutover.audience import AUDIENCES
from cutover.errors import CutoverError, UsageError

FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2099, 12, 31)  # of a report; far wider than any data
MOST_VERDICTS = 100  # reports whose verdicts are printed each


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
    from cutover.reading.practice.book import project_home
    from cutover.reporting import batch, places, registry
    from cutover.reporting.overview import index
    from cutover.reporting.pages import pdf
    from cutover.workstreams.cost import options as cost
    from cutover.workstreams.rollout import options as rollout

    scheduler = _scheduler(args)
    home, program = project_home(), pdf.browser() if args.pdf else None
    targets = batch.targets(home, args.targets)
    if not targets:
        raise UsageError("no practice to report on in data/raw. Write the sample client with: cutover sample")
    _preflight(home, args.targets)
    as_of = args.as_of or dt.datetime.now().astimezone().date()
    paths = batch.chosen(args.notebook)
    options = registry.options(args.set, paths, cost.OPTIONS | rollout.OPTIONS)
    told = {"scheduler": scheduler, "force": args.force, "explain": _explained if args.explain else None}
    outcomes = batch.run(home, targets, paths, as_of, args.audience, args.jobs, args.timeout, options, **told)
    if not outcomes:
        raise UsageError("a report about the book needs all its practices. Name the client alone.")
    failed = [outcome for outcome in outcomes if outcome.failure]
    for outcome in failed:
        print(f"failed: {_sentence(outcome)}\n        {outcome.page}", file=sys.stderr)
    old = sum(outcome.is_old for outcome in outcomes)
    kept = f", {old} left as they are: nothing that they rest on has changed" if old else ""
    print(f"{len(outcomes) - len(failed) - old} of {len(outcomes)} reports made{kept}")
    _verdicts(outcomes)
    unprinted = _unprinted([o.page for o in outcomes if not o.failure], program) if program else []
    for client in dict.fromkeys(client for client, _ in targets):
        print(home / "reports" / client / index.INDEX)
    if failed:
        for client in dict.fromkeys(client for client, _ in targets):
            print(f"for the consultant alone: {places.desk_of(home / 'reports' / client) / index.INDEX}")
    return 1 if failed or unprinted else 0


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


def _preflight(home: Path, names: list[str]) -> None:
    """Say in a line, before anything runs, what `cutover check` would say at length, without a look into files."""
    from cutover.commands.check import checked

    words = [
        word
        for said in checked(home, names, looks_in=False).values()
        for word in said
        if word.weight != "lacks"
    ]
    for word in [word for word in words if word.weight == "stops"]:
        print(f"check: {word.where}: {word.found}", file=sys.stderr)
    if words:
        told = "1 thing is" if len(words) == 1 else f"{len(words)} things are"
        print(
            f"check: {told} odd or lacking in the folders. See: cutover check {' '.join(names)}".rstrip(),
            file=sys.stderr,
        )


def _verdicts(outcomes) -> None:
    """Print what each report that stands says, a line each; of many the number in each state."""
    from cutover.reporting import findings, places
    from cutover.wording import first_sentence

    told = []
    for job, page in [(outcome.job, outcome.page) for outcome in outcomes if not outcome.failure]:
        path = places.desk_of(page.parent) if page.parent.name != places.DESK else page.parent
        with contextlib.suppress(CutoverError, OSError):
            told.append((job, findings.read(path / f"{job.notebook.stem}{places.FINDINGS}")))
    if len(told) > MOST_VERDICTS:
        counted = Counter(findings.STATES[facts["state"]] for _, facts in told)
        print(", ".join(f"{word}: {counted[word]:,}" for word in findings.STATES.values() if counted[word]))
        return
    for job, facts in told:
        said = f"{findings.STATES[facts['state']]}: {first_sentence(facts['verdict'])}"
        print(f"{job.target} {job.notebook.stem[:2]}  {said}")


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
