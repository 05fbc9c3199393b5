"""The tables of a contract file as one rate a row: those of several days or several payers stand side by side in it."""

from __future__ import annotations

from cutover.reading.files.sheet import Sheet
from cutover.reading.mapping.targets import load_target
from cutover.reading.payers import dated_rates, wide_rates


def opened(data: bytes, source_file: str) -> list[Sheet] | None:
    """Return the tables of a file with one rate in each row; None where each row holds one as it is.

    A column for each day is a rate that begins on it (`dated_rates`), a column for each payer a table of that payer's
    (`wide_rates`); one file may have both, on sheets of their own. No file raises: whoever reads it next says why.
    """
    dated = dated_rates.opened(data, source_file)
    if dated is None:
        return wide_rates.sheets(data, source_file)
    target = load_target("fee_schedules")
    return [part for sheet in dated for part in wide_rates.by_payer(sheet, target)]
