"""The tables of a contract file as one rate a row: those of several days or several payers stand side by side in it."""

from __future__ import annotations

from cutover.errors import InputError
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.said_once import with_said_once
from cutover.reading.mapping.targets import Target, load_target
from cutover.reading.payers import dated_rates, own_charges, wide_rates


def opened(data: bytes, source_file: str) -> list[Sheet] | None:
    """Return the tables of a file with one rate in each row; None where each row holds one as it is.

    A column for each day is a rate that begins on it (`dated_rates`), a column for each payer a table of that payer's
    (`wide_rates`); one file may have both, on sheets of their own. Tables of the practice's own charges are named so
    (`own_charges`). No file raises: whoever reads it next says why.
    """
    target = load_target("fee_schedules")
    dated = dated_rates.opened(data, source_file)
    if dated is None:
        parts = wide_rates.sheets(data, source_file)
    else:
        parts = [part for sheet in dated for part in wide_rates.by_payer(sheet, target)]
    sheets = parts if parts is not None else _plain(data, source_file, target)
    named = own_charges.named(sheets, target)
    is_own = any(a is not b for a, b in zip(sheets, named, strict=True))
    return named if is_own else parts


def _plain(data: bytes, source_file: str, target: Target) -> list[Sheet]:
    """The tables of a file as they are; none of one that does not open."""
    try:
        book = read_spreadsheet(data, source_file, expected=[target.header_words])
    except InputError:
        return []
    return with_said_once(book.sheets, source_file)
