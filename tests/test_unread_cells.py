"""A cell of the intake that cannot be read is a finding in each report that needs it, and never "not set"."""

from __future__ import annotations

from pathlib import Path

import pytest
from cost_cases import AS_OF
from cutover.reading.practice.book import Practice, load_practice, remembered
from cutover.result import Result, Severity
from cutover.workstreams import unread_cells
from cutover.workstreams.fee_schedules import inputs as fee_inputs
from cutover.workstreams.fee_schedules import report as fee_schedules
from cutover.workstreams.open_claims import inputs as open_claims_inputs
from cutover.workstreams.open_claims import report as open_claims
from cutover.workstreams.readiness import inputs as readiness_inputs
from cutover.workstreams.readiness import report as readiness
from cutover.workstreams.rollout.facts import facts_of
from cutover.workstreams.scrub_rules import inputs as scrub_inputs
from cutover.workstreams.scrub_rules import report as scrub_rules
from openpyxl import load_workbook
from practice_folder import era, folder, practice_answers
from whose_rows_play import results

SECRET = "zqx"  # stands in every bad cell and may stand in no report
BAD = f"{SECRET} perhaps"
EVERY = ("02", "03", "04", "05", "06", "07", "08", "09", "fees", "scrub")
# sheet, question or header -> the reports that need it
NEEDED = {
    ("practice", "Planned cutover date"): ("02", "05", "06", "07", "08", "09"),
    ("practice", "Decision to migrate"): ("06", "08"),
    ("practice", "Unposted remittances"): ("07", "08"),
    ("practice", "Weeks of parallel run"): ("05", "09"),
    ("practice", "Tax IDs"): EVERY,
    ("providers", "NPI"): EVERY,
    ("providers", "Tax ID"): ("06", "08"),
    ("users", "Has logged into Medi"): ("08",),
    ("enrollments", "Filed"): ("06", "08"),
    ("open claims", "Open amount"): ("07",),
    ("open appeals", "Submitted"): ("07",),
    ("attestations", "When"): ("07", "08"),
    ("volumes", "Number"): ("05", "06", "08"),
    ("fee schedules", "Effective from"): ("08", "fees"),
    ("scrub rules", "Tested in Medi"): ("08", "scrub"),
    ("contacts", "Phone"): (),
}


def named(cell) -> str:
    """A header without the mark of what must be filled."""
    return str(cell.value or "").strip(" *")


def spoil(path: Path) -> None:
    """Write a text that nobody can read into one cell for each of NEEDED: of providers beside the first one."""
    book = load_workbook(path)
    for sheet, header in NEEDED:
        page = book[sheet]
        if sheet == "practice":
            row = next(cells[0].row for cells in page.iter_rows() if named(cells[0]) == header)
            page.cell(row, 2).value = BAD
        else:
            column = next(cell.column for cell in page[1] if named(cell) == header)
            page.cell(3 if sheet == "providers" else 2, column).value = BAD
    book.save(path)


def made(home) -> tuple[dict[str, Result], Practice]:
    """Every report of the practice but the inventory, which has a finding of its own for all of them."""
    found = results(home, "acme", "cedar-grove", ("02", "03", "04", "05", "06", "09"))
    who = load_practice(home, "acme", "cedar-grove")
    return found | {
        "07": open_claims.assess(open_claims_inputs.load(who, AS_OF)),
        "08": readiness.assess(readiness_inputs.load(who, AS_OF)),
        "fees": fee_schedules.assess(fee_inputs.load(who, AS_OF)),
        "scrub": scrub_rules.assess(scrub_inputs.load(who, AS_OF)),
    }, who


@pytest.fixture(scope="module")
def bad(tmp_path_factory, in_memory) -> tuple[dict[str, Result], Practice]:
    """The reports of a practice of whose intake a cell of many sheets cannot be read."""
    home = tmp_path_factory.mktemp("bad")
    spoil(folder(home, {"era/good.835": era("2026-07-15")}, practice_answers()) / "intake.xlsx")
    return made(home)


@pytest.fixture(scope="module")
def good(tmp_path_factory, in_memory) -> tuple[dict[str, Result], Practice]:
    """The reports of a practice whose intake leaves the same cells empty."""
    home = tmp_path_factory.mktemp("good")
    folder(home, {"era/good.835": era("2026-07-15")}, practice_answers())
    return made(home)


def cells(result: Result) -> set[tuple[str, str]]:
    found = [one for one in result.findings if one.code == "files-intake-cell"]
    return {
        pair for one in found for pair in zip(*one.evidence.frame[["sheet", "column"]].values.T, strict=True)
    }


@pytest.mark.parametrize("name", EVERY)
def test_each_report_tells_of_the_cells_that_it_needs_and_of_no_other(bad, name):
    result = bad[0][name]
    assert cells(result) == {place for place, names in NEEDED.items() if name in names}
    (found,) = [one for one in result.findings if one.code == "files-intake-cell"]
    assert found.severity == Severity.HIGH
    assert found.evidence.frame[["key", "source_row", "cell"]].notna().all(axis=None)
    assert "of the intake cannot be read" in result.verdict
    assert any("cannot be read: what they say is unknown" in limit for limit in result.limits)


@pytest.mark.parametrize("name", EVERY)
def test_an_empty_cell_is_not_told_as_one_that_cannot_be_read(good, name):
    assert cells(good[0][name]) == set()
    assert "cannot be read" not in good[0][name].verdict


@pytest.mark.parametrize("name", EVERY)
def test_what_stands_in_a_cell_that_cannot_be_read_is_in_no_report(bad, name):
    result = bad[0][name]
    said = [repr(result.verdict), repr(result.figures), repr(result.limits)]
    said += [one.evidence.frame.to_csv() + one.title + one.meaning for one in result.findings]
    said += [one.frame.to_csv() + one.note for one in result.tables.values()]
    assert SECRET not in " ".join(said).lower()


def shown(result: Result) -> str:
    """All that a report says in sentences, titles and figures."""
    parts = [result.verdict, *result.limits, *(one.title for one in result.findings)]
    parts += [f"{one.value} {one.note}" for one in result.figures]
    return " ".join(parts).lower()


@pytest.mark.parametrize("name", ["02", "05", "06", "07", "08", "09"])
def test_a_cutover_date_that_cannot_be_read_is_never_called_not_set(bad, name):
    said = shown(bad[0][name])
    for words in ("date is set", "no cutover date", "is not set", "names no cutover date"):
        assert words not in said, words


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("08", "ready-no-date", "no cutover date is set in the intake"),
        ("09", "run-no-cutover-date", "no cutover date is set"),
    ],
)
def test_only_a_date_that_nobody_wrote_is_a_missing_date(bad, good, name, code, words):
    missing = [[one.code for one in part[0][name].findings].count(code) for part in (bad, good)]
    assert missing == [0, 1]
    assert words in good[0][name].verdict and words not in bad[0][name].verdict
    assert "cutover date in the intake cannot be read" in bad[0][name].verdict


def test_a_number_of_unposted_remittances_that_cannot_be_read_is_said_beside_its_figure(bad, good):
    notes = [
        {one.label: one.note for one in part[0]["07"].figures}["Unposted remittances"] for part in (bad, good)
    ]
    assert notes == ["what the intake says cannot be read", "from the intake"]


def test_the_plan_of_the_book_asks_whether_a_practice_has_moved_whose_day_cannot_be_read(bad, good):
    unread = facts_of(bad[1], AS_OF)
    assert "cutover date in the intake cannot be read" in unread.no_date
    told = set(unread.unread[["sheet", "column"]].itertuples(index=False, name=None))
    assert {
        ("practice", "Planned cutover date"),
        ("volumes", "Number"),
        ("open claims", "Open amount"),
    } < told
    assert ("attestations", "When") not in told
    assert "cannot be read" not in facts_of(good[1], AS_OF).no_date


def test_many_cells_are_three_places_and_a_number(bad):
    assert "; and " in bad[0]["08"].verdict
    one = unread_cells.of([bad[1]], "fee_schedules")
    assert len(one) == 3  # Tax IDs, NPI, Effective from


def test_a_practice_that_is_remembered_keeps_its_cells(bad):
    who = bad[1]
    for _ in range(2):  # the first time read, the second time from what was kept
        assert remembered(who.home, who.client, who.slug).unread_cells == who.unread_cells
    assert unread_cells.is_unread(who, "cutover_date") and not unread_cells.is_unread(who, "counted_on")
