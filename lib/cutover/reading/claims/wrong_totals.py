"""Totals of a claim list that are not the sum of their rows: a row may be missing, or an amount changed later."""

from __future__ import annotations

from cutover.money import dollars
from cutover.reading.files.loose_totals import ROWS
from cutover.reading.mapping.record import LOOK
from cutover.reading.mapping.tables_of import MappedTable
from cutover.wording import several

_MONEY = ("charge", "paid", "adjusted", "balance")
_TOTALS = 3  # totals of a table that are named each


def told(one: MappedTable) -> list[str]:
    """Return what is said of such totals, each by its row and column; of many the first few and the number."""
    columns = [one.crosswalk.used[key] for key in _MONEY if key in one.crosswalk.used]
    checks = one.sheet.checks
    wrong = checks[checks["agrees"].eq(False).fillna(False) & checks["column"].isin([*columns, ROWS])]
    place = f"sheet {one.sheet.name}, " if one.sheet.name else ""
    said = [
        f"{place}row {row['source_row']:,}: {_differs(row)}. {LOOK}"
        for row in wrong.head(_TOTALS).to_dict("records")
    ]
    rest = len(wrong) - len(said)
    return [*said, *([f"{several(rest, 'further total')} not the sum of the rows. {LOOK}"] if rest else [])]


def _differs(row: dict) -> str:
    """What a total says and what its rows come to: an amount, or their number."""
    if row["column"] == ROWS:
        stated, counted = (int(row[name]) // 100 for name in ("stated_cents", "counted_cents"))
        return f"the list says that it has {stated:,}, and it has {counted:,}"
    return (
        f"the total of {row['column']} is {dollars(int(row['stated_cents']))}, and its "
        f"{several(int(row['rows']), 'row')} add up to {dollars(int(row['counted_cents']))}"
    )
