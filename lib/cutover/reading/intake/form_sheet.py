"""A form sheet of the intake: questions downwards, one answer beside each, one record."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cutover.intake.fields import SEPARATOR, Field, normal
from cutover.intake.sheets import CLIENT_FILE, FORM_HEADERS, PRACTICE, SUPPORT_REQUESTS
from cutover.reading.intake import office_words
from cutover.reading.intake.answers import clean, is_not_yet
from cutover.reading.intake.cells import read_cell
from cutover.reading.intake.file import Entry
from cutover.reading.intake.page import (
    HEADER_WITHIN,
    UNKNOWN_QUESTION,
    Page,
    Problem,
    Record,
    header_of,
    nearest,
    without_numbers,
)
from cutover.result import Severity

DELIVERED = "support_delivered_on"
NOT_YET = "not yet: "  # before the name of a question for a day that is answered with No: its row in the form


def read_form(page: Page) -> tuple[list[Record], list[Problem]]:
    """Return the one record of a form sheet, none where nothing is answered, and its problems."""
    places, problems = _form_places(page)
    answers: dict[str, object] = {}
    answered: dict[Field, list[int]] = {}
    for row, cells in page.rows.items():
        asked = cells.get(places["Question"])
        known = office_words.asked(header_of(asked), page.sheet) if asked else None
        if known is None:
            problems += _unasked(page, row, cells, places)
            continue
        problems += _beside(page, row, cells, places, known)
        if places["Answer"] in cells:
            problems += _answer(page, cells[places["Answer"]], known, answers, answered)
    if not answered:
        return [], problems
    asks = {r: office_words.asked(_header_at(c, places), page.sheet) for r, c in page.rows.items()}
    for absent in (f for f in page.sheet.fields if f.required and f not in answered):
        row = next((r for r, known in asks.items() if known == absent), 1)
        problems.append(page.problem("nothing", absent.wanted, Severity.MEDIUM, row, absent.header))
    return [Record(min(rows[0] for rows in answered.values()), answers)], problems


def but_delivered(records: list[Record], requests: pd.DataFrame) -> Iterator[Problem]:
    """The answer that nothing has come from support, where the sheet of its requests has days of delivery."""
    came = requests.dropna(subset=["delivered_on"])
    rows = [record.values.get(f"{NOT_YET}{DELIVERED}") for record in records]
    for row in [row for row in rows if isinstance(row, int)] if len(came) else ():
        told = [f"{one.subject} on {one.delivered_on:%Y-%m-%d}" for one in came.itertuples()]
        found = f"No, and the sheet {SUPPORT_REQUESTS.name} has a delivery: {', '.join(told)}"
        wanted = "the same in both; the sheet is used"
        header = PRACTICE.field(DELIVERED).header
        yield Problem(PRACTICE.name, found, wanted, Severity.MEDIUM, row, header)


def _header_at(cells: dict[int, Entry], places: dict[str, int]) -> str:
    asked = cells.get(places["Question"])
    return header_of(asked) if asked else ""


def _form_places(page: Page) -> tuple[dict[str, int], list[Problem]]:
    """In which columns questions, answers, examples and meanings stand.

    Without headers, in the template's.
    """
    places = {header: column for column, header in enumerate(FORM_HEADERS, 1)}
    for row, cells in list(page.rows.items())[:HEADER_WITHIN]:
        found = {
            header: c for c, e in cells.items() for header in FORM_HEADERS if header_of(e) == normal(header)
        }
        if {"Question", "Answer"} <= set(found):
            del page.rows[row]
            return {header: found.get(header, 0) for header in FORM_HEADERS}, []
    if not page.rows:
        return places, []
    wanted = "the headers " + ", ".join(FORM_HEADERS) + "; column B was read as the answers"
    return places, [page.problem("no row of headers", wanted, Severity.LOW, min(page.rows), None)]


def _unasked(page: Page, row: int, cells: dict[int, Entry], places: dict[str, int]) -> list[Problem]:
    """A line without a question that we know, if it holds an answer."""
    if places["Answer"] not in cells:
        return []
    asked = cells.get(places["Question"])
    if asked is None:
        wanted = "the questions of the template; it was not read"
        found = "an answer without a question"
        return [page.problem(found, wanted, Severity.MEDIUM, row, None, places["Answer"])]
    label = clean(str(asked.value))
    found = f'{UNKNOWN_QUESTION}: "{without_numbers(str(cells[places["Answer"]].value))}"'
    elsewhere = page.sheet.asked_elsewhere(label)
    near = None if elsewhere else nearest(label, page.sheet.fields)
    asks = f"perhaps the question {near.header}" if near else "a question of the template"
    wanted = f"{f'it in {elsewhere}' if elsewhere else asks}; it was not read"
    severity = Severity.LOW if elsewhere and elsewhere.startswith(CLIENT_FILE) else Severity.MEDIUM
    return [page.problem(found, wanted, severity, row, label[:40], places["Answer"])]


def _beside(
    page: Page, row: int, cells: dict[int, Entry], places: dict[str, int], known: Field
) -> list[Problem]:
    """What stands beside the answer.

    Another example than the template's, or cells in columns without a meaning.
    """
    strange = [column for column in cells if column not in places.values()]
    example = cells.get(places["Example"])
    if example and clean(str(example.value)) != known.example:
        strange.append(places["Example"])
    wanted = "the answer in the column Answer alone; this was not read"
    return [
        page.problem("something beside the answer", wanted, Severity.MEDIUM, row, known.header, c)
        for c in strange
    ]


def _answer(
    page: Page, cell: Entry, known: Field, answers: dict[str, object], answered: dict[Field, list[int]]
) -> list[Problem]:
    """Add one answer; a field that takes several may be asked in several lines."""
    reading = read_cell(cell, known, page.epoch)
    again = known in answered and not known.several
    answered.setdefault(known, []).append(cell.row)
    if again:
        found, wanted = f"a second answer, after row {answered[known][0]}", "one answer; the first was read"
        return [page.problem(found, wanted, Severity.MEDIUM, cell.row, known.header, cell.column)]
    if reading.value is not None:
        parts = f"{answers[known.name]}{SEPARATOR}{reading.value}" if known.name in answers else reading.value
        answers[known.name] = (
            SEPARATOR.join(dict.fromkeys(parts.split(SEPARATOR))) if known.several else parts
        )
    elif is_not_yet(clean(str(cell.value)), known):
        answers[f"{NOT_YET}{known.name}"] = cell.row
    if reading.day is not None:
        answers.setdefault(known.day, reading.day)
    if reading.found is None:
        return []
    return [
        page.problem(reading.found, reading.wanted, reading.severity, cell.row, known.header, cell.column)
    ]
