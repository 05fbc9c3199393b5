"""A practice without files: no report says zero, none or in order of what no file tells.

An ordinary run asks each report of one of the four pairs of a kind of files and a side of the move, the next report of
the next pair; with CUTOVER_EXAMPLES=all of all four.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from itertools import product
from pathlib import Path

import pytest
from cutover.reading.practice.book import found_practice
from cutover.result import Result, State
from cutover.workstreams.absences import of_report
from examples import ALL
from practice_folder import folder, practice_answers
from read_in_memory import read_in_memory

AS_OF = dt.date(2026, 7, 31)
REPORTS = ("inventory", "demographics", "era_audit", "nonpar", "cost", "enrollment", "open_claims", "readiness",
           "parallel_run", "reporting_baseline", "fee_schedules", "scrub_rules")  # fmt: skip
FOLDERS = ("demographics", "era", "claims", "submissions", "postings", "bank", "invoices", "enrollments", "medi_era",
           "medi_submissions", "medi_patients", "fee_schedules")  # fmt: skip
# what no row means none of: what people asked for, wrote down or sent back, and what files there are
TRULY_NONE = {
    "to_look_at", "sheets", "rows_aside", "requests", "changes", "returned", "appeals", "files", "lists", "agreements",
    "download", "closing_range", "in_medi", "users", "receipts", "enrolled", "providers", "sheet", "closing", "against",
    "found_and_missing", "notes",
}  # fmt: skip
# figures that count what is on file, or gates and months of which none is held
TRULY_ZERO = {
    "Payments", "Files", "Service lines used", "First decisions", "Refuted by data", "Gates that hold", "ERA months",
    "Claim history months",
}  # fmt: skip


@pytest.fixture(scope="module")
def of_empty(tmp_path_factory) -> Iterator[Callable[..., Result]]:
    """Returns the report of a practice with an intake and these files alone.

    Each such practice is written once, what all reports read of it is read once, and each report made once.
    """
    home = cache(lambda cutover, kind: written(tmp_path_factory.mktemp("empty"), cutover, FILES[kind]))

    def made(report: str, cutover: str | None, kind: str) -> Result:
        practice = found_practice(home(cutover, kind), "acme", "cedar-grove")[0]
        room = f"cutover.workstreams.{report}"
        return import_module(f"{room}.report").assess(import_module(f"{room}.inputs").load(practice, AS_OF))

    with read_in_memory():
        yield cache(made)


def written(home: Path, cutover: str | None, files: dict[str, str]) -> Path:
    """A home with such a practice."""
    said = {} if cutover is None else {"cutover_date": dt.date.fromisoformat(cutover)}
    folder(home, files, practice_answers(**said))
    return home


def is_nothing(value: str | None) -> bool:
    return value is not None and (value in ("none", "$0.00", "0") or value.startswith(("0 of", "0.0 %")))


# no file in any folder, and a file in each that tells nothing of what belongs there
FILES = {"absent": {}, "unread": {f"{name}/odd.csv": "color,shape\nred,round\n" for name in FOLDERS}}


MOVES = {"moved": "2026-07-06", "to move": "2026-09-14"}
FOUR = list(product(MOVES, FILES))


@pytest.mark.parametrize(
    ("report", "move", "kind"),
    [
        (report, *pair)
        for place, report in enumerate(REPORTS)
        for pair in (FOUR if ALL else [FOUR[place % 4]])
    ],
)
def test_without_files_that_could_be_read_nothing_is_zero_none_or_in_order(of_empty, report, move, kind):
    cutover = MOVES[move]
    made = of_empty(report, cutover, kind)
    empties = {name for name, one in made.tables.items() if one.frame.empty and not (one.absent or one.note)}
    assert empties <= TRULY_NONE
    untold = {name for name, one in made.tables.items() if one.frame.empty and not one.absent} - TRULY_NONE
    assert untold <= COST if report == "cost" else not untold
    zeros = {one.label for one in made.figures if is_nothing(one.value)}
    assert zeros <= TRULY_ZERO | ({"Landed in Medi"} if cutover > str(AS_OF) else set())
    assert made.signal is not None and made.signal.state is not State.OK


# these say in their note why nothing can be calculated
COST = {
    "totals",
    "months",
    "cumulative",
    "medi",
    "readings",
    "commitment",
    "sensitivity",
    "swings",
    "practices",
    "invoiced",
    "past",
}


@pytest.mark.parametrize("report", REPORTS)
def test_each_table_that_may_be_unknown_is_a_table_of_its_report(of_empty, report):
    made = of_empty(report, None, "absent")
    assert {name for one in of_report(report) for name in one.tables} <= set(made.tables)
