"""Columns of amounts in claim lists whose headers do not say which: told by the sums of their rows, and by remittances.

What is owed is the charge without what was paid and written off; the charge is the largest amount of each row. What a
payer paid is in its remittances (CLP04), and so is the charge (CLP03): an amount that meets neither may be anything.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cutover.identifiers import compared
from cutover.reading.files import values as text_values
from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.header_words import is_of_a_person, speaks_of_others
from cutover.reading.mapping.record import LOOK
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.mapping.vague_numbers import CLAIM, Asked, Remitted
from cutover.wording import and_joined

CHARGE, PAID, OFF, OWED = "charge", "paid", "adjusted", "balance"
_MOSTLY, _FEWEST = 0.9, 3  # share of the rows that must bear it out, and the fewest of them
_WHY = {
    CHARGE: "its amounts are the charges of the remittances",
    PAID: "its amounts are what the remittances paid",
    OWED: "what is left of the charge in each row",
}


def with_amounts(table: MappedTable, asked: Asked = Remitted) -> MappedTable:
    """Return a table of claims with the amounts that no header names and its rows tell; any other as it is.

    `asked` tells what the remittances bear; it is asked only where a column of amounts is free and claims are numbered.
    """
    walk = table.crosswalk
    if walk.is_confirmed or table.sheet.frame.empty or {CHARGE, PAID, OWED} <= set(walk.used):
        return table
    free = _free_amounts(table)
    if not free:
        return table
    if _asks_remittances(table):
        for key, place in ((CHARGE, 0), (PAID, 1)):
            table = _by_remittances(table, free, key, place, asked)
    return _owed(table, free)


def left_to_remittances(table: MappedTable) -> list[str]:
    """Return the columns of amounts that are used where remittances have their amounts, which are not asked here."""
    return list(_free_amounts(table)) if not table.crosswalk.is_confirmed and _asks_remittances(table) else []


def _asks_remittances(table: MappedTable) -> bool:
    """Whether a table numbers its claims, and no header names what was charged or what was paid."""
    return CLAIM in table.crosswalk.used and bool({CHARGE, PAID} - set(table.crosswalk.used))


def told(table: MappedTable) -> list[str]:
    """Return what a person is told of a table, as `with_amounts`; nothing where headers name its amounts."""
    rows = table.crosswalk.rows
    taken = rows[rows["evidence"].isin(list(_WHY.values()))]
    if taken.empty:
        return []
    said = [f"`{row.source_column}` for {row.label}" for row in taken.itertuples()]
    return [f"its amounts tell which column is which: {and_joined(said)}. {LOOK}"]


def _free_amounts(table: MappedTable) -> dict[str, pd.Series]:
    """The columns of amounts that no field surely has, in cents, whose headers speak of no person and nothing else."""
    frame = table.sheet.frame
    names = [
        name for name in table.free_columns if not (is_of_a_person(name.lower()) or speaks_of_others(name))
    ]
    found = {}
    for name in names:
        values = value_shapes.sample(frame[name].tolist())
        is_money = (value_shapes.share(values, "money") or 0.0) >= _MOSTLY
        if len(values) >= _FEWEST and is_money and value_shapes.share(values, "npi") != 1.0:
            found[name] = text_values.cents(frame[name])
    return found


def _by_remittances(
    table: MappedTable, free: dict[str, pd.Series], key: str, place: int, asked: Asked
) -> MappedTable:
    """The table with the one free column that has the amounts of the remittances in nearly each row that they have."""
    used, frame = table.crosswalk.used, table.sheet.frame
    if key in used:
        return table
    known = asked().amounts()
    numbers = compared(frame[used[CLAIM]])
    there = numbers.map({number: amounts[place] for number, amounts in known.items()}).astype("Int64")
    there = there.where(there.gt(0) & ~numbers.duplicated(keep=False))
    met = [name for name, cents in free.items() if name not in used.values() and _are(cents, there)]
    return _with(table, key, met[0]) if len(met) == 1 else table


def _owed(table: MappedTable, free: dict[str, pd.Series]) -> MappedTable:
    """The table with the one free column that is in each row what payment and write-off left of the charge, or zero."""
    used, frame = table.crosswalk.used, table.sheet.frame
    if OWED in used or not {CHARGE, PAID} <= set(used):
        return table
    charge, paid = (text_values.cents(frame[used[key]]) for key in (CHARGE, PAID))
    off = text_values.cents(frame[used[OFF]]).fillna(0) if OFF in used else 0
    left = charge - paid.fillna(0) - off
    fits = []
    for name, cents in free.items():
        owed = cents.fillna(0)
        is_open = owed.gt(0).fillna(False).astype(bool)
        right = (owed.eq(0) & (paid.gt(0) | left.eq(0))) | owed.eq(left)
        share = right.fillna(False).mean()
        if name not in used.values() and share >= _MOSTLY and is_open.sum() >= _FEWEST and not is_open.all():
            fits.append(name)
    return _with(table, OWED, fits[0]) if len(fits) == 1 else table


def _are(cents: pd.Series, wanted: pd.Series) -> bool:
    """Whether amounts are those wanted, in nearly each row that has one, and more than one amount."""
    there = wanted.notna()
    same = cents.eq(wanted).fillna(False)[there]
    return bool(there.sum() >= _FEWEST and same.mean() >= _MOSTLY and len(set(wanted[there])) > 1)


def _with(table: MappedTable, key: str, column: str) -> MappedTable:
    return replace(table, crosswalk=table.crosswalk.with_column(key, column, _WHY[key]))
