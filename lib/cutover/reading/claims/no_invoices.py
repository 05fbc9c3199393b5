"""Tables among the invoices that bill nothing: what each thing costs, and how many there were in each month.

What they tell is kept beside the lines: the practice's own counts, and the prices that Medi quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import pandas as pd

from cutover.reading.claims import own_counts, quotes
from cutover.reading.claims.own_counts import transaction_of
from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.said_once import is_said_once
from cutover.reading.mapping.tables_of import MappedTable, names_of
from cutover.reading.practice import places

PRICES, COUNTS, QUOTE = "a list of prices", "numbers by month", "a quote"
_WHOLE = re.compile(r"\d[\d,]*")
_FEWEST = 2  # rows by which a table can be told


def subject_of_no_invoice(table: MappedTable) -> str:
    """Return what a table without an amount is, in words; "" where it may be an invoice.

    A file that is called so is a quote. Words and a price of one alone are a list of prices: an invoice says how many,
    or how much. Months and whole numbers alone are numbers by month.
    """
    walk, frame = table.crosswalk, table.sheet.frame
    if (walk.used and walk.is_confirmed) or "amount" in walk.used:
        return ""
    if any(map(places.names_a_quote, names_of(table.sheet)[-1:])):
        return QUOTE
    if len(frame) < _FEWEST:
        return ""
    own = [name for name in table.sheet.columns if not is_said_once(name)]
    used = {key: name for key, name in walk.used.items() if name in own}
    if {"description", "unit_price"} <= set(used):
        rest = [name for name in own if name not in used.values() and frame[name].notna().any()]
        return "" if "quantity" in used or rest else PRICES
    numbers = [name for name in own if name != used.get("period")]
    if not numbers or not (set(used) == {"period"} or _is_of_numbers(used)):
        return ""
    cells = [value for name in numbers for value in value_shapes.sample(frame[name].tolist())]
    return COUNTS if cells and all(map(_WHOLE.fullmatch, cells)) else ""


def _is_of_numbers(used: dict[str, str]) -> bool:
    """Whether the months have one number beside them, of a transaction that its header names: `Number of claims`."""
    return set(used) == {"period", "quantity"} and bool(transaction_of(used["quantity"]))


@dataclass
class Beside:
    """What the tables that bill nothing tell: `counts` (OWN_COUNTS) and `quoted` (QUOTED), a frame for each table."""

    counts: list[pd.DataFrame] = field(default_factory=list)
    quoted: list[pd.DataFrame] = field(default_factory=list)

    def left_out(self, table: MappedTable) -> MappedTable:
        """Return a table that bills nothing as left out, and keep what it tells; any other as it is."""
        subject = subject_of_no_invoice(table)
        if not subject:
            return table
        if subject == COUNTS:
            self.counts.append(own_counts.counts_of(table.sheet, table.crosswalk.used["period"]))
        elif subject in (PRICES, QUOTE) and {"description", "unit_price"} <= set(table.crosswalk.used):
            self.quoted.append(quotes.of_table(table.rows))
        return replace(table, is_left_out=True, left_out_why=f"{subject}, and no invoice")
