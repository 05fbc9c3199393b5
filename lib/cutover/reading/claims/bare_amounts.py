"""Claim lists with one column of amounts that is headed by a currency sign alone: the charge of each row.

Such a header says nothing of what was done with the money. A list of claims with no other amount has what was charged:
what a payer paid is in no list without the charge.
"""

from __future__ import annotations

from dataclasses import replace

from cutover.reading.claims import states as claim_states
from cutover.reading.files import values as text_values
from cutover.reading.mapping.record import LOOK
from cutover.reading.mapping.tables_of import MappedTable

_CHARGE, _DAY, _PAYER = "charge", "service_from", "payer_name"
_NUMBERS = ("claim_number", "patient_control_number")
_MONEY = ("paid", "adjusted", "balance")
_MOSTLY = 0.9  # share of rows with an amount above zero
_WHY = "the only column of amounts of a list of claims"


def with_bare_amount(table: MappedTable) -> MappedTable:
    """Return a table of claims with its one column of amounts under a bare sign as the charge; any other as it is.

    The rows must name a payer, a day of service and a number or a patient, and no other column may hold amounts.
    """
    used = table.crosswalk.used
    is_of_claims = {_DAY, _PAYER} <= set(used) and bool(set(_NUMBERS) & set(used) or _names(used))
    if not is_of_claims or {_CHARGE, *_MONEY} & set(used) or table.sheet.frame.empty:
        return table
    signs = claim_states.note_rules().bare_amounts
    bare = [name for name in table.free_columns if name.strip().lower() in signs]
    if len(bare) != 1:
        return table
    amounts = text_values.cents(table.sheet.frame[bare[0]])
    if amounts.gt(0).fillna(False).mean() < _MOSTLY:
        return table
    return replace(table, crosswalk=table.crosswalk.with_column(_CHARGE, bare[0], _WHY))


def told(table: MappedTable) -> list[str]:
    """Return what a person is told of a table, as `with_bare_amount`; nothing where a header names its charge."""
    rows = table.crosswalk.rows
    taken = rows[rows["key"].eq(_CHARGE) & rows["evidence"].eq(_WHY)]
    return [
        f"`{name}` is its only amount, taken for what was charged. {LOOK}" for name in taken["source_column"]
    ]


def _names(used: dict[str, str]) -> bool:
    return "patient_name" in used or "patient_last_name" in used
