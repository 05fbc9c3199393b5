"""How many rows of a file are in a longer one too: told before any report, since an old copy adds nothing to it.

Patients are known by number, name and birth date, claims by number or account and the first day of service, each as it
is written. Which row counts in the end is judged when a report is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from cutover.reading.mapping.suggest import apply
from cutover.reading.mapping.tables_of import MappedTable
from cutover.wording import several

# what says which one a row is; at least one field of each group must be filled
_KEYS = {
    "claims": (("claim_number", "patient_control_number", "patient_name"), ("service_from",)),
    "patients": (("account_number", "last_name", "full_name"), ("birth_date",)),
}


def told(read: Mapping[str, Sequence[MappedTable]], kind: str) -> dict[str, list[str]]:
    """Return by file what is to be said of its rows that a longer file has too, for kinds whose rows have a key."""
    if kind not in _KEYS or len(read) < 2:
        return {}
    keys = {name: _keys(tables, _KEYS[kind]) for name, tables in read.items()}
    held = {name: set(rows) for name, rows in keys.items()}
    order = sorted(keys, key=lambda name: -len(keys[name]))
    found: dict[str, list[str]] = {}
    for place, name in enumerate(order):
        for other in order[:place]:
            number = int(keys[name].isin(held[other]).sum())
            if number:
                verb = "is" if number == 1 else "are"
                found.setdefault(name, []).append(
                    f"{several(number, 'row')} of those {verb} also in {other.removeprefix('./')}"
                )
    return found


def _keys(tables: Sequence[MappedTable], groups: tuple[tuple[str, ...], ...]) -> pd.Series:
    parts = []
    for table in tables:
        rows = apply(table.sheet, table.crosswalk)
        names = [name for group in groups for name in group if name in rows]
        filled = pd.Series(True, rows.index)
        for group in groups:
            there = [name for name in group if name in rows]
            filled &= rows[there].notna().any(axis=1)
        kept = rows.loc[filled, names].fillna("")
        # cell by cell: `agg` of no row is a frame and no column
        parts.append(
            pd.Series(["\x1f".join(cells).casefold() for cells in kept.itertuples(index=False)], dtype="str")
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.Series(dtype="str")
