"""The intake workbook as a file: the empty template, and filled ones for the sample client and for tests.

It lies in the ground, beside the declaration of the sheets, because writing a template is not reading one and
the sample client may import nothing else.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_range_formula

from cutover.columns import Privacy
from cutover.intake.fields import SEPARATOR, Answer, Field, Sheet
from cutover.intake.sheets import EXPLANATION, FORM_HEADERS, MARK, MARK_HEADER, SHEETS
from cutover.money import plain
from cutover.reference import load_checklist

LAST_ROW = 2_000  # as far as dropdowns reach in a list sheet
FIRST_OFFER = 3  # column of the first page from which words for drop-downs stand
Offers = dict[tuple[str, ...], str]  # words that a drop-down offers: the cells where they stand
WIDEST, NARROWEST = 44, 12  # characters
INK, PAPER = "#FFFFFF", "#F3F4F6"
# header colors: dark enough for white text at 7:1; a star and the note say the same in words
REQUIRED_FILL, OPTIONAL_FILL, PATIENT_FILL = "#1F3A5F", "#4A5568", "#6B2144"
GUIDE_SOURCE = "Migrating from Office Ally, guide by Medi, reviewed 2026-06-07"
GUIDE = (
    ("How much", "Fill in what you know and leave the rest empty: a half-filled workbook is read as it is."),
    (
        "Where",
        "One row is one thing. Lists begin on row 3; the sheet 'practice' is filled downwards, in column B.",
    ),
    ("Examples", f"A row with the word {MARK} in its first column shows how to fill in and is not read."),
    ("Dates", "Type 2026-03-31 or 3/31/2026. The month comes first: 03/04/2026 is the fourth of March."),
    ("Numbers", "Every cell is text, so that leading zeros stay. Type into it as into a form."),
    ("Several answers", "Separate them by a semicolon. Cells with a small arrow offer their choices."),
    (
        "Please do not",
        "rename tabs or headers, merge cells, set a password, or save it as anything but .xlsx. Columns may "
        "change places. What cannot be read is named by sheet, row and column, and nothing is passed over.",
    ),
    (
        "Who sees it",
        "You and the consultant's team. It holds Tax IDs, which may be Social Security numbers, and claim "
        "numbers: send it over secure channels alone. Owners' reports show counts, never these columns.",
    ),
)
LEGEND = (
    (REQUIRED_FILL, "Header with a star *", "needed in every row that is begun"),
    (OPTIONAL_FILL, "Other header", "if known"),
    (PATIENT_FILL, "Header that ends in (patient data)", "identifies a patient: handled as PHI"),
)


@dataclass(frozen=True)
class Kind:
    """A workbook that people fill in: its subject (in its properties), its title and its sheets."""

    subject: str
    title: str
    sheets: tuple[Sheet, ...]


INTAKE = Kind("Cutover intake", "Intake: what only people know about a practice", SHEETS)


@dataclass(frozen=True)
class Typed:
    """A value to be written raw, as a hand might type it: a number or date with its format, or a formula.

    A text that begins with `=` is written as a formula whose stored result is `result`.
    """

    value: object
    number_format: str = "General"
    result: object = ""


def template(
    filled: Mapping[str, object] | None = None,
    examples: bool = True,
    more: Mapping[str, Iterable[Iterable[str]]] | None = None,
    kind: Kind = INTAKE,
) -> bytes:
    """Return an intake workbook: the template, or one with these answers in it.

    `filled` maps the name of a sheet to its records, a list of mappings from field names (one mapping for a
    form). Values are as the reader gives them back: text, dates, whole cents for fields in `_cents`, shares,
    booleans, counts, lists for fields that take several; `Typed` values are written raw. Raises KeyError for
    an unknown sheet or field. `more` maps the names of further sheets, which the intake does not have, to
    their rows: what a practice may add on its own. `kind` says which workbook it is: its title and its sheets.
    """
    filled = dict(filled or {})
    if unknown := set(filled) - {s.name for s in kind.sheets}:
        raise KeyError(f"no such sheet of the intake: {sorted(unknown)}")
    stream = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as book:
        book.set_properties({"title": kind.subject, "created": dt.datetime(2026, 1, 1)})  # noqa: DTZ001
        offers = _explain(book, kind)
        for sheet in kind.sheets:
            records = filled.get(sheet.name, {} if sheet.form else _prefilled(sheet))
            (_form if sheet.form else _list)(book, sheet, records, examples, offers)
        for name, rows in (more or {}).items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return stream.getvalue()


def write_intake(path: Path, filled: Mapping[str, object] | None = None, examples: bool = True) -> None:
    """Write an intake workbook (see `template`) to a path that does not exist yet."""
    data = template(filled, examples)
    with Path(path).open("xb") as file:
        file.write(data)


def _prefilled(sheet: Sheet) -> list[dict[str, str]]:
    if not sheet.checklist:
        return []
    first, second = (f.name for f in sheet.fields[:2])
    return [{first: item.code, second: item.text} for item in load_checklist(sheet.checklist).items]


def as_text(field: Field, value: object) -> str:
    """Return a value of the table as it is typed into a cell of this field."""
    if isinstance(value, list | tuple):
        return SEPARATOR.join(as_text(field, one) for one in value)
    if field.answer is Answer.MONEY:
        return plain(int(value))
    if field.answer is Answer.YES_NO:
        return "Yes" if value else "No"
    if field.answer is Answer.PERCENT:
        return f"{100 * float(value):.10g}%"
    if field.answer is Answer.MONTH:
        return f"{value:%Y-%m}"
    return f"{value:%Y-%m-%d}" if isinstance(value, dt.date) else str(value)


def _form(
    book: xlsxwriter.Workbook, sheet: Sheet, record: Mapping[str, object], examples: bool, offers: Offers
) -> None:
    page = _page(book, sheet, FORM_HEADERS, (30, 40, 30, 70))
    for column, header in enumerate(FORM_HEADERS):
        page.write_string(0, column, header, _head(book, REQUIRED_FILL))
    quiet = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#4A5568", "italic": True})
    for row, field in enumerate(sheet.fields, 1):
        page.write_string(row, 0, _header(field), _head(book, _fill(field)))
        page.write_string(row, 2, field.example if examples else "", quiet)
        page.write_string(row, 3, _meaning(field), quiet)
        page.set_row(row, _height(_meaning(field), 70))
        _dropdown(page, field, (row, 1, row, 1), offers)
    for name, value in record.items():
        row = sheet.fields.index(sheet.field(name)) + 1
        _put(book, page, row, 1, sheet.field(name), value)


def _list(
    book: xlsxwriter.Workbook, sheet: Sheet, records: Iterable[Mapping], examples: bool, offers: Offers
) -> None:
    records = list(records)
    last = max(LAST_ROW, len(records) + 100)
    page = _page(book, sheet, (MARK_HEADER, *map(_header, sheet.fields)), (11, *map(_width, sheet.fields)))
    page.write_string(0, 0, MARK_HEADER, _head(book, OPTIONAL_FILL))
    page.write_comment(0, 0, f"A row with {MARK} here is an example and is not read.", {"author": "Cutover"})
    for column, field in enumerate(sheet.fields, 1):
        page.write_string(0, column, _header(field), _head(book, _fill(field)))
        page.write_comment(0, column, _note(field), {"author": "Cutover", "x_scale": 2, "y_scale": 1.4})
        _dropdown(page, field, (1, column, last, column), offers)
    if examples:
        _example(book, page, sheet)
    for row, record in enumerate(records, 2 if examples else 1):
        for name, value in record.items():
            field = sheet.field(name)
            _put(book, page, row, sheet.fields.index(field) + 1, field, value)


def _example(book: xlsxwriter.Workbook, page, sheet: Sheet) -> None:
    style = book.add_format({"num_format": "@", "italic": True, "font_color": "#4A5568", "bg_color": PAPER})
    for column, text in enumerate((MARK, *(f.example for f in sheet.fields))):
        page.write_string(1, column, text, style) if text else page.write_blank(1, column, None, style)


def _page(book: xlsxwriter.Workbook, sheet: Sheet, headers: tuple[str, ...], widths: tuple[int, ...]):
    page = book.add_worksheet(sheet.name)
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    for column, width in enumerate(widths):
        page.set_column(column, column, width, text)
    page.set_column(len(widths), 40, NARROWEST, text)
    page.set_row(0, 32)
    page.freeze_panes(1, 1 if sheet.form else 2)
    page.ignore_errors({"number_stored_as_text": f"A1:AO{LAST_ROW}"})
    page.set_landscape()
    page.set_paper(1)  # US Letter
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_header(f"&L{sheet.title}&RConfidential")
    page.set_footer("&LIntake&RPage &P of &N")
    return page


def _put(book: xlsxwriter.Workbook, page, row: int, column: int, field: Field, value: object) -> None:
    if value is None or value == "":
        return
    if not isinstance(value, Typed):
        page.write_string(row, column, as_text(field, value))  # in the column's text format
    elif isinstance(value.value, str) and value.value.startswith("="):
        page.write_formula(row, column, value.value, None, value.result)
    else:
        page.write(row, column, value.value, book.add_format({"num_format": value.number_format}))


def _dropdown(page, field: Field, cells: tuple[int, int, int, int], offers: Offers) -> None:
    choices = {Answer.CHOICE: field.choices, Answer.YES_NO: ("Yes", "No")}.get(field.answer)
    if field.offered:
        page.data_validation(
            *cells, {"validate": "list", "source": offers[field.offered], "show_error": False}
        )
    if not choices:
        return
    page.data_validation(
        *cells,
        {
            "validate": "list",
            "source": list(choices),
            "error_title": field.header[:32],
            "error_message": "Choose from the list, or leave the cell empty.",
        },
    )


def _head(book: xlsxwriter.Workbook, fill: str):
    look = {"bold": True, "font_color": INK, "bg_color": fill, "text_wrap": True, "valign": "vcenter"}
    return book.add_format({**look, "num_format": "@", "border": 1, "border_color": INK})


def _fill(field: Field) -> str:
    if field.privacy is Privacy.PHI:
        return PATIENT_FILL
    return REQUIRED_FILL if field.required else OPTIONAL_FILL


def _header(field: Field) -> str:
    """The header as it stands in the sheet.

    With a star where required, and what identifies a patient said.
    """
    return field.header + " *" * field.required + " (patient data)" * (field.privacy is Privacy.PHI)


def _note(field: Field) -> str:
    return ("Needed in every row that is begun. " if field.required else "") + _meaning(field)


def _meaning(field: Field) -> str:
    return f"{field.note} Wanted: {field.wanted}.".strip()


def _height(text: str, width: int) -> int:
    """Points for a text in a column of that many characters; LibreOffice does not fit rows by itself."""
    return 5 + 14 * (1 + len(text) // width)


def _width(field: Field) -> int:
    longest = max(len(text) for text in (_header(field), field.example, *field.choices))
    longest = max(longest, 16 if field.answer is Answer.CODE else 0)
    return min(max(longest + 2, NARROWEST), WIDEST)


def _explain(book: xlsxwriter.Workbook, kind: Kind) -> Offers:
    """Write the first page; return where the words stand that drop-downs offer, in columns beside what is printed."""
    page = book.add_worksheet(EXPLANATION)
    title = book.add_format({"bold": True, "font_size": 16})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    link = book.add_format({"font_color": "#1F3A5F", "underline": 1, "valign": "top"})
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 92)
    page.hide_gridlines(2)
    page.write_string(0, 0, kind.title, title)
    row = 1
    for row, (subject, line) in enumerate(GUIDE, 2):
        page.write_string(row, 0, subject, book.add_format({"bold": True, "valign": "top"}))
        page.write_string(row, 1, line, wrap)
        page.set_row(row, _height(line, 92))
    row += 1
    for fill, name, meaning in LEGEND:
        page.write_string(row + 1, 0, name, _head(book, fill))
        page.write_string(row + 1, 1, meaning, wrap)
        row += 1
    for sheet in kind.sheets:
        page.write_url(row + 2, 0, f"internal:'{sheet.name}'!A1", link, sheet.name)
        page.write_string(row + 2, 1, sheet.purpose, wrap)
        row += 1
    page.write_string(row + 3, 1, f"The questions follow: {GUIDE_SOURCE}.", wrap)
    page.set_landscape()
    page.set_paper(1)
    page.fit_to_pages(1, 1)
    page.print_area(0, 0, row + 3, 1)
    return _offers(page, kind)


def _offers(page, kind: Kind) -> Offers:
    found: Offers = {}
    for field in (f for sheet in kind.sheets for f in sheet.fields if f.offered):
        if field.offered not in found:
            column = FIRST_OFFER + len(found)
            page.set_column(column, column, NARROWEST, None, {"hidden": True})
            page.write_string(0, column, field.header)
            for row, word in enumerate(field.offered, 1):
                page.write_string(row, column, word)
            found[field.offered] = "=" + xl_range_formula(EXPLANATION, 1, column, len(field.offered), column)
    return found
