"""What became of each column of a table: its field, how sure that is, why, what else it could be, some values."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform
from cutover.reading.files.sheet import Sheet
from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.header_fit import fits
from cutover.reading.mapping.suggest import USED, Crosswalk

UNUSED = "unused"
_SHOWN = 3  # values, and other fields, that are shown of a column

# one row per column of the table, in its order
COLUMNS = (
    Column("source_column", Kind.TEXT, "Column", "as found", Privacy.DESK),
    Column("key", Kind.TEXT, "Field key", "null where the column is not used", Privacy.OPEN),
    Column("label", Kind.TEXT, "Field", "that it is, or could be"),
    Column("required", Kind.FLAG, "Required", "of the field"),
    Column("state", Kind.TEXT, "State", "known, confirmed, suggested, unsure or unused"),
    Column("score", Kind.SHARE, "Score", "0 to 1"),
    Column("why", Kind.TEXT, "Why", "header, values, the other columns; values are masked", Privacy.DESK),
    Column("others", Kind.TEXT, "It could also be", "other fields with their scores", Privacy.DESK),
    Column("filled", Kind.COUNT, "Filled cells"),
    Column("samples", Kind.TEXT, "Values", "masked unless asked for", Privacy.PHI),
)


def explained(sheet: Sheet, crosswalk: Crosswalk, masked: bool = True) -> pd.DataFrame:
    """Return one row per column of a table (COLUMNS): what it is used as, why, and what is unsure about it.

    With `masked` values are shown by their shape alone. Required fields without any column are
    `crosswalk.missing`; they are no rows here.
    """
    columns = sheet.columns
    samples = {column: value_shapes.sample(sheet.frame[column].tolist()) for column in columns}
    other = _others(sheet, crosswalk, samples)
    by_column = {
        row.source_column: row for row in crosswalk.rows.itertuples() if isinstance(row.source_column, str)
    }
    left = dict(zip(crosswalk.unmapped["source_column"], crosswalk.unmapped["why"], strict=True))
    rows = []
    for column in columns:
        row, values = by_column.get(column), samples[column]
        used = (None, None, None, UNUSED, 0.0, left.get(column, "not used"))
        if row:
            key = row.key if row.state in USED else None
            used = (key, row.label, row.required, row.state, row.score, row.evidence)
        shown = value_shapes.examples(values) if masked else "; ".join(dict.fromkeys(values[:_SHOWN]))
        rows.append((column, *used, other.get(column), int(sheet.frame[column].notna().sum()), shown or None))
    return conform(pd.DataFrame(rows, columns=[c.name for c in COLUMNS]), COLUMNS)


def _others(sheet: Sheet, crosswalk: Crosswalk, samples: dict[str, list[str]]) -> dict[str, str]:
    """The other fields that each column could be, the likeliest first."""
    target, chosen = crosswalk.target, crosswalk.used
    found: dict[str, list[tuple[float, str]]] = {}
    for fit in fits(sheet.columns, samples, target):
        if chosen.get(fit.key) != fit.column:
            found.setdefault(fit.column, []).append((fit.score, target.field(fit.key).label))
    return {
        column: "; ".join(f"{label} ({score:.2f})" for score, label in sorted(fields, reverse=True)[:_SHOWN])
        for column, fields in found.items()
    }
