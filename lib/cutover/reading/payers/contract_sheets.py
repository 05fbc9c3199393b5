"""The tables of a contract file as one rate a row: those of several days or several payers stand side by side in it."""

from __future__ import annotations

from cutover.errors import InputError
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.said_once import with_said_once
from cutover.reading.mapping.targets import Target, load_target
from cutover.reading.payers import (
    anesthesia_rates,
    dated_rates,
    own_charges,
    percent_rates,
    priced_places,
    rate_units,
    schedule_shares,
    table_titles,
    wide_rates,
)


def opened(data: bytes, source_file: str) -> list[Sheet] | None:
    """Return the tables of a file with one rate in each row; None where it cannot be opened.

    A column for each day is a rate that begins on it (`dated_rates`), a column for each payer a table of that payer's
    (`wide_rates`), one for facilities and one for other places a table each (`priced_places`), a percent of Medicare a
    rate for each amount of the practice's list (`percent_rates`), a share of another schedule one for each amount of
    that (`schedule_shares`), a conversion factor of anesthesia one for each code with base units
    (`anesthesia_rates`); one file may have all, on sheets of their own. Tables of the practice's own
    charges are named so (`own_charges`); what a title tells and no column does becomes a column (`table_titles`,
    `rate_units`).
    No file raises: whoever reads it next says why.
    """
    target = load_target("fee_schedules")
    found = _by_day_or_payer(data, source_file, target)
    whole = anesthesia_rates.with_factors(
        _plain(data, source_file, target) if found is None else found, target
    )
    whole = priced_places.by_setting(whole, target)
    whole = percent_rates.with_percents(whole, target) or whole
    whole = table_titles.with_titles(own_charges.named(whole, target), target)
    whole = rate_units.with_measure(whole, target)
    return schedule_shares.with_shares(whole, target) or None


def _by_day_or_payer(data: bytes, source_file: str, target: Target) -> list[Sheet] | None:
    dated = dated_rates.opened(data, source_file)
    if dated is None:
        return wide_rates.sheets(data, source_file)
    return [part for sheet in dated for part in wide_rates.by_payer(sheet, target)]


def _plain(data: bytes, source_file: str, target: Target) -> list[Sheet]:
    """The tables as they are; none of a file that cannot be opened."""
    try:
        book = read_spreadsheet(data, source_file, expected=[target.header_words], synonyms=target.synonyms)
    except InputError:
        return []
    return with_said_once(book.sheets, source_file)
