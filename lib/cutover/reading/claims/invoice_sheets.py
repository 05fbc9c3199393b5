"""Invoices as offices type them: a column for each charge, months as headings of blocks, lines parted by blanks.

Each becomes a table for each month, with a row for each charge and for the total beside them, so that a total is held
against the lines of its month.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from cutover.columns import TEXT, framed
from cutover.errors import InputError
from cutover.identifiers import is_npi
from cutover.reading.claims import own_counts
from cutover.reading.claims.charges import OTHER, charge_of, is_total
from cutover.reading.files import report_rows
from cutover.reading.files.encoding import decode
from cutover.reading.files.kind import FileKind
from cutover.reading.files.sheet import SET_ASIDE, Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.values import cents
from cutover.reading.mapping.said_once import (
    BARE_MONTH_IN_SHEET,
    MONTH_IN_NAME,
    MONTH_IN_SHEET,
    bare_month,
    is_said_once,
    label_of,
    month_of,
    months_in,
    with_said_once,
)
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import Target, load_target

TAX_ID, NPI = IDS = ("Tax ID", "NPI")
MONTH, WORDS, COUNT, PRICE, AMOUNT = HEADER = ("Month", "Description", "Quantity", "Unit price", "Amount")
_ORIGIN = ("source_file", "source_sheet", "source_row")
_NUMBER = re.compile(
    r"[\s,]*\(?(?:\b(?:number|no|count|qty|quantity|how many|units)\b\.?|#)\)?\s*$", re.IGNORECASE
)
_MONEY = re.compile(r"[\s,]*\(?(?:\$|\b(?:usd|dollars|amount|amt)\b)\)?\s*$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_MOST_CELLS = 5  # of a line of an invoice without a header, beside its Tax ID and NPI
_PARTED = re.compile(r"\t|\s{2,}")
_LAST_AMOUNT = re.compile(
    r"(.*[^\s:,])\s*[:\s]\s*(\(?-?\$?\s?[\d,]*\.\d{2}\)?)"
)  # `Total 12.50`: it has cents
_AND_MORE = re.compile(  # one charge and a number of others: `Rent 25.00 + 40 extra @0.85 = 34.00`
    r"\s*(?P<words>\D*[^\W\d]\D*?)[\s:]+\$?(?P<first>[\d,]*\.\d{2})\s*(?:\+|plus|and)\s*(?P<count>\d[\d,]*)\s+"
    r"(?P<what>[^\W\d]\D*?)\s*(?:@|x|at)\s*\$?(?P<price>\d*\.\d{2})\s*=\s*\$?(?P<amount>[\d,]*\.\d{2})\s*"
)
_TIMES = re.compile(  # a number and what one costs: `4 x 44.95`, `4 @ $44.95`, and `4 x` in a cell of its own
    r"(?P<count>\d[\d,]*)\s*(?:x|×|@|\*|at|ea\.? @)\s*(?P<price>\$?[\d,]*\.\d{2})?", re.IGNORECASE
)
_SIGNS = frozenset("xX×@*")
_FIRST_ID = re.compile(r"([\d-]+)\s+")
_TAX_ID, _BARE_TAX_ID, _TEN = re.compile(r"\d{2}-\d{7}"), re.compile(r"\d{9}"), re.compile(r"[12]\d{9}")
_A_CENT = 1


class _Line(NamedTuple):
    """One row of an invoice as its cells tell it, texts as found; `row` is its place in the file."""

    row: int
    words: str | None
    quantity: str | None = None
    price: str | None = None
    amount: str | None = None
    tax_id: str | None = None
    npi: str | None = None


def opened(data: bytes, source_file: str) -> list[Sheet] | None:
    """Return the tables of an invoice with a charge in each row.

    A file that cannot be opened is None: whoever opens it next says why.
    """
    target = load_target("invoices")
    try:
        book = read_spreadsheet(data, source_file, expected=[target.header_words])
    except InputError:
        return None
    sheets = with_said_once(book.sheets, source_file)
    parts = [_by_column(sheet, target) or _by_block(sheet) for sheet in sheets]
    is_text = book.kind == FileKind.TEXT.value and not any(parts) and len(sheets) == 1
    if is_text and suggest(sheets[0], target).missing:
        parts = [_by_blanks(sheets[0], decode(data, source_file).text)]
    return [one for sheet, part in zip(sheets, parts, strict=True) for one in part or [sheet]]


def with_years(
    sheets: list[Sheet], source_file: str, days: Callable[[], pd.Series]
) -> tuple[list[Sheet], int | None]:
    """Return tables of invoices whose months have a year, and the year that is assumed: null where the file tells it.

    Months without one (`Jan`, `Feb.`) take the one year that the file's path, sheet, titles and cells name. Where they
    name none, it is that of the practice's remittances (`days`, when each was paid), if all are of one year and the
    months ended before the last of them. Else the months stay without a year.
    """
    made: list[Sheet] = []
    assumed: int | None = None
    for sheet in sheets:
        column = suggest(sheet, load_target("invoices")).used.get("period")
        values = sheet.frame[column].dropna() if column else pd.Series(dtype=TEXT)
        months = [month for value in values if (month := bare_month(value)) is not None]
        if not months or len(months) < len(values):
            made.append(sheet)
            continue
        stated = {int(year) for text in _texts(sheet, source_file) for year in _YEAR.findall(text)}
        order = _of_sheets(sheets) if column == BARE_MONTH_IN_SHEET else months
        year = stated.pop() if len(stated) == 1 else None if stated else _year_of(order, days())
        if year is None:
            made.append(sheet)
            continue
        assumed = assumed if any(_YEAR.search(text) for text in _texts(sheet, source_file)) else year
        whole = sheet.frame[column].map(lambda text, y=year: f"{y}-{bare_month(text):02}", na_action="ignore")
        made.append(replace(sheet, frame=sheet.frame.assign(**{str(column): whole.astype(TEXT)})))
    return made, assumed


def _of_sheets(sheets: list[Sheet]) -> list[int]:
    """The months that the names of a file's sheets are without a year, in their order."""
    named = [
        sheet.frame[BARE_MONTH_IN_SHEET].iloc[0] for sheet in sheets if BARE_MONTH_IN_SHEET in sheet.frame
    ]
    return [month for name in named if (month := bare_month(name)) is not None]


def months_told_apart(sheets: list[Sheet]) -> str:
    """Return in words which tables of a file have one month in their title and another in a name; "" where none has.

    The month nearest to the lines is used: a title's before that of the sheet's name, and that before the file's. A
    file with tables of several months is named for none of them.
    """
    used = [_used_month(sheet) for sheet in sheets]
    known = {month for month, _ in used if month}
    said = []
    for sheet, (month, column) in zip(sheets, used, strict=True):
        places = (MONTH_IN_SHEET, MONTH_IN_NAME) if len(known) == 1 else (MONTH_IN_SHEET,)
        for place in places:
            other = sheet.frame[place].iloc[0] if place in sheet.frame and len(sheet.frame) else None
            if month and isinstance(other, str) and place != column and other != month:
                said.append(
                    f"{sheet.place}{month} is used, the {label_of(column)} {_place(column)}; "
                    f"{_place(place)} it is {other}"
                )
    return "; ".join(said)


def _used_month(sheet: Sheet) -> tuple[str | None, str]:
    """The one month that stands once for a table, as `2026-05`, and its column; null where it has none or several."""
    column = suggest(sheet, load_target("invoices")).used.get("period")
    if column is None or not is_said_once(column):
        return None, ""
    months = {month_of(text) for text in sheet.frame[column].dropna()}
    month = months.pop() if len(months) == 1 else None
    return (f"{month:%Y-%m}" if month else None), column


def _place(column: str) -> str:
    return column.rpartition(" (")[2].removesuffix(")")


def _texts(sheet: Sheet, source_file: str) -> list[str]:
    cells = sheet.frame[sheet.columns].to_numpy().ravel()
    aside = sheet.set_aside["text"].dropna()
    return [source_file, sheet.name or "", *sheet.header, *aside, *(c for c in cells if isinstance(c, str))]


def _year_of(months: list[int], days: pd.Series) -> int | None:
    """The one year of remittances, where months in their order all ended before the last of them; else None."""
    known = days.dropna()
    years = set(known.dt.year)
    if len(years) != 1 or months != sorted(months):
        return None
    year = int(years.pop())
    end = pd.Timestamp(year, months[-1], 1) + pd.offsets.MonthEnd(0)
    return year if end < known.max() else None


def _by_column(sheet: Sheet, target: Target) -> list[Sheet] | None:
    """A table for each month of a list with a column for each charge; None where it is none."""
    if sheet.frame.empty or sheet.header_row is None or own_counts.is_count(sheet):
        return None
    used = suggest(sheet, target).used
    month = used.get("period")
    if month is None or is_said_once(month) or "description" in used:
        return None
    own = [column for column in sheet.columns if column != month and not is_said_once(column)]
    counts = {column: stem for column in own if (stem := _NUMBER.sub("", column)) != column}
    stems = {column: _MONEY.sub("", column) for column in own if column not in counts}
    money = [column for column, stem in stems.items() if sheet.frame[column].dropna().map(_is_money).all()]
    charges = [column for column in money if not _is_total(stems[column])]
    if not charges or (charge_of(pd.Series(charges)) == OTHER).all():
        return None
    number_of = {stem: column for column, stem in counts.items() if stem in {stems[c] for c in charges}}
    made = []
    for place, row in enumerate(sheet.frame.to_dict("records")):
        lines = [
            _Line(row["source_row"], stems[c], _cell(row, number_of.get(stems[c])), None, _cell(row, c))
            for c in [*charges, *(c for c in money if c not in charges)]
            if _cell(row, c) is not None
        ] or [_Line(row["source_row"], None)]
        made.append(_table(sheet, _cell(row, month), lines, first=place == 0))
    return made


def _by_block(sheet: Sheet) -> list[Sheet] | None:
    """A table for each block of lines below the name of its month; None where the sheet has a header or no block."""
    names = [name for name in sheet.header if name and not is_said_once(name)]
    if sheet.frame.empty or (sheet.header_row is not None and _month(names) is None):
        return None
    blocks: list[tuple[str | None, list[_Line]]] = []
    headings: list[tuple[int, str]] = []
    first = (
        [(int(sheet.header_row), names)] if sheet.header_row is not None else []
    )  # a title taken for a header
    for row, cells in [*first, *_rows(sheet)]:
        line = _line(row, cells)
        if line.amount is None and (month := _month(cells)):
            blocks.append((month, []))
            headings.append((row, " | ".join(cells)))
        elif not blocks and line.amount is None and not any(map(_is_money, cells)):
            headings.append((row, " | ".join(cells)))  # whose bill it is, above the month and every line
        elif blocks:
            blocks[-1][1].append(line)
        else:
            blocks.append((None, [line]))
    if not any(month for month, _ in blocks) or not any(_is_invoice(lines) for _, lines in blocks):
        return None
    aside = sheet.set_aside[~sheet.set_aside["reason"].eq(report_rows.TOTAL).fillna(False)]
    told = pd.DataFrame(
        [(row, report_rows.HEADING, text) for row, text in headings], columns=list(aside.columns)
    ).astype(aside.dtypes.to_dict())
    whole = replace(sheet, set_aside=pd.concat([aside, told], ignore_index=True).sort_values("source_row"))
    filled = [(month, lines) for month, lines in blocks if lines]
    return [_table(whole, month, lines, first=place == 0) for place, (month, lines) in enumerate(filled)]


def _by_blanks(sheet: Sheet, text: str) -> list[Sheet] | None:
    """A table for each month of a text whose lines are parted by blanks, without a header; None where it is none.

    What a cell holds tells what it is: a Tax ID, an NPI, words, an amount. Lines above the first amount are titles.
    """
    rows = [
        (number, _parts(part))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip()
        for part in _charges_in(line)
    ]
    blocks: list[tuple[set[str], list[_Line]]] = [(set(), [])]
    titles: list[tuple[int, str]] = []
    for row, cells in rows:
        line = _line(row, cells)
        months = {f"{month:%Y-%m}" for month in months_in(" ".join(cells))} if line.amount is None else set()
        if months and blocks[-1][1]:
            blocks.append((months, []))
        elif months:
            blocks[-1][0].update(months)
        if months or (line.amount is None and not blocks[-1][1]):
            titles.append((row, " | ".join(cells)))
        else:
            blocks[-1][1].append(line)
    filled = [(months, lines) for months, lines in blocks if lines]
    if sheet.frame.empty or not any(_is_invoice(lines) for _, lines in filled):
        return None
    aside = framed([(row, report_rows.HEADING, text) for row, text in titles], SET_ASIDE)
    whole = replace(sheet, set_aside=aside)
    return [_table(whole, months, lines, first=place == 0) for place, (months, lines) in enumerate(filled)]


def _charges_in(line: str) -> tuple[str, ...]:
    """The charges of one line of text: `Rent 25.00 + 40 extra @0.85 = 34.00` are two, since 40 at 0.85 are 34.00.

    Where the amount behind the sign is that of both together, the line is one charge.
    """
    found = _AND_MORE.fullmatch(line)
    if found is None:
        return (line,)
    amounts = cents(pd.Series([found["price"], found["amount"]], dtype="str"))
    if int(found["count"].replace(",", "")) * amounts.iloc[0] != amounts.iloc[1]:
        return (line,)
    more = f"{found['words']}: {found['count']} {found['what']} @ {found['price']}"
    return f"{found['words']}  {found['first']}", f"{more}  {found['amount']}"


def _parts(text: str) -> list[str]:
    """The cells of a line that are parted by blanks; an amount with cents at its end is one of its own."""
    cells = [cell for cell in _PARTED.split(text.strip()) if cell]
    found = _LAST_AMOUNT.fullmatch(cells[-1])
    cells = [*cells[:-1], found[1], found[2]] if found else cells
    ids, rest = [], cells[0]
    while (found := _FIRST_ID.match(rest)) and (_TAX_ID.fullmatch(found[1]) or _is_an_npi(found[1])):
        ids.append(found[1])
        rest = rest[found.end() :]
    return [*ids, rest, *(part for cell in cells[1:] for part in _times(cell))]


def _times(cell: str) -> list[str]:
    """The number and the price of a cell that multiplies them, without the sign; any other cell as it is."""
    if cell.strip() in _SIGNS:
        return []
    found = _TIMES.fullmatch(cell.strip())
    return [part for part in found.groups() if part] if found else [cell]


def _rows(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """The filled cells of every row that is no furniture, totals among them, in their order."""
    own = [column for column in sheet.columns if not is_said_once(column)]
    data = [
        (int(row["source_row"]), [row[c] for c in own if isinstance(row[c], str)])
        for row in sheet.frame.to_dict("records")
    ]
    totals = sheet.set_aside[sheet.set_aside["reason"].eq(report_rows.TOTAL).fillna(False)]
    stated = [
        (int(row["source_row"]), [cell for cell in row["text"].split(" | ") if cell.strip()])
        for row in totals.to_dict("records")
    ]
    return iter(sorted([*data, *stated]))


def _line(row: int, cells: list[str]) -> _Line:
    """A line by its cells: words, then its amount last, and before it a number and a price whose product it is."""
    cells, tax_id, npi = _without_ids(cells)
    words = " ".join(cell for cell in cells if not _is_money(cell)) or None
    numbers = [cell for cell in cells if _is_money(cell)]
    plain = _Line(row, words, tax_id=tax_id, npi=npi)
    if words is None or not numbers or len(cells) > _MOST_CELLS:
        return plain
    if len(numbers) == 3:
        count, price, amount = (cents(pd.Series([cell], dtype="str")).iloc[0] for cell in numbers)
        if abs(count * price / 100 - amount) <= _A_CENT:
            return plain._replace(quantity=numbers[0], price=numbers[1], amount=numbers[2])
    return plain._replace(amount=numbers[-1]) if len(numbers) == 1 else plain


def _without_ids(cells: list[str]) -> tuple[list[str], str | None, str | None]:
    """The other cells of a line, its Tax ID and its NPI; nine bare digits are a Tax ID only beside an NPI."""
    npi = next((cell for cell in cells if _is_an_npi(cell)), None)
    forms = (_TAX_ID, _BARE_TAX_ID) if npi else (_TAX_ID,)
    tax_id = next((cell for cell in cells if any(form.fullmatch(cell) for form in forms)), None)
    return [cell for cell in cells if cell not in (npi, tax_id)], tax_id, npi


def _is_an_npi(cell: str) -> bool:
    return _TEN.fullmatch(cell) is not None and is_npi(cell)


def _is_invoice(lines: list[_Line]) -> bool:
    """Whether lines are of an invoice: a charge of one is known, or a total is the sum of the others."""
    words = pd.Series([line.words for line in lines], dtype="str")
    amounts = cents(pd.Series([line.amount for line in lines], dtype="str"))
    total = is_total(words)
    charges = amounts[~total].dropna()
    known = (charge_of(words[~total]) != OTHER) & amounts[~total].notna()
    return bool(known.any() or (len(charges) and amounts[total].eq(charges.sum()).any()))


def _month(cells: list[str]) -> str | None:
    """The month that a heading names, as `2026-05`; null where it names none or several."""
    text = " ".join(cells)
    found = months_in(text)
    month = found.pop() if len(found) == 1 else month_of(text) if not found else None
    return f"{month:%Y-%m}" if month else None


def _is_money(cell: str) -> bool:
    return cents(pd.Series([cell], dtype="str")).notna().iloc[0] and month_of(cell) is None


def _is_total(words: str) -> bool:
    return bool(is_total(pd.Series([words], dtype="str")).iloc[0])


def _cell(row: dict, column: str | None) -> str | None:
    value = row[column] if column else None
    return value if isinstance(value, str) else None


def _table(sheet: Sheet, month: str | set[str] | None, lines: list[_Line], *, first: bool) -> Sheet:
    """The lines of one month; what the reader set aside stands beside those of the first.

    A set of months is what titles name: none leaves the month to a name, and of several none is taken.
    """
    origin = sheet.frame.iloc[0][list(_ORIGIN)]
    said_once = [column for column in sheet.columns if is_said_once(column)]
    names: tuple[str, ...] = HEADER
    if isinstance(month, set):
        names = HEADER if month else HEADER[1:]
        month = min(month) if len(month) == 1 else None
    ids = IDS if any(line.tax_id or line.npi for line in lines) else ()
    rows = [
        {MONTH: month, WORDS: line.words, COUNT: line.quantity, PRICE: line.price, AMOUNT: line.amount}
        | {TAX_ID: line.tax_id, NPI: line.npi}
        | {column: sheet.frame.iloc[0][column] for column in said_once}
        | {
            "source_file": origin["source_file"],
            "source_sheet": origin["source_sheet"],
            "source_row": line.row,
        }
        for line in lines
    ]
    header = (*names, *ids, *said_once)
    frame = pd.DataFrame(rows, columns=[*header, *_ORIGIN]).astype(
        {**dict.fromkeys((*header, "source_file", "source_sheet"), TEXT), "source_row": "Int64"}
    )
    aside = sheet.set_aside if first else sheet.set_aside.iloc[:0]
    return replace(
        sheet,
        frame=frame,
        header=header,
        header_row=sheet.header_row or 1,
        set_aside=aside,
        rows_in=len(frame) + len(aside) + 1,
        checks=sheet.checks.iloc[:0],
        notes=(),
        bands={},
    )
