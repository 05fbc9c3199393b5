"""Claim lists with one column of days that no header names, or one called `Date` alone: the day of service.

Such a header may also mean the day on which a claim was sent or paid. A list that says how each claim is left, with
the charge of each and no other day, tells what was done and when: a list of payments has a day for each of them.
Beside the day on which a claim was sent or paid it is the one that lies before it in each row.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cutover.reading.files import values as text_values
from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.record import LOOK
from cutover.reading.mapping.said_once import is_said_once
from cutover.reading.mapping.suggest import ACCEPT, Crosswalk
from cutover.reading.mapping.tables_of import MappedTable
from cutover.wording import and_joined

_SERVED, _NUMBERS = "service_from", ("claim_number", "patient_control_number")
_LEFT = ("balance", "state_as_written")  # one of them says how a claim is left
_OF_PAYMENTS = "check_number"  # a table that has it may be one of payments
_MOSTLY = 0.9  # share of rows with a charge above zero; a ledger has rows of payments too
_DAYS = 0.5  # share of its values that are days, by which another column is one of days
_WHY = "the only day of a list of claims"
_LATER = ("submission_date", "paid_date")


def with_only_day(table: MappedTable) -> MappedTable:
    """Return a table of claims with its one column of days as the day of service; any other table as it is."""
    walk = table.crosswalk
    column = _asked(walk) or _unnamed(table)
    if column is None or not _is_of_claims(table, column) or _has_other_days(table, column):
        return table
    return replace(table, crosswalk=walk.with_column(_SERVED, column, _WHY, ACCEPT))


def told(table: MappedTable) -> list[str]:
    """Return what a person is told of a table, as `with_only_day`; nothing where its days are of a surer kind."""
    rows, used = table.crosswalk.rows, table.crosswalk.used
    taken = rows[rows["key"].eq(_SERVED) & rows["evidence"].eq(_WHY)]
    later = and_joined([f"`{used[key]}`" for key in _LATER if key in used])
    beside = f" beside {later}" if later else ""
    return [
        f"`{name}` is its only day{beside}, taken for the day of service. {LOOK}"
        for name in taken["source_column"]
    ]


def _asked(walk: Crosswalk) -> str | None:
    """The column that is unsure as the day of service, since its header means other days of a claim as well."""
    served = walk.target.field(_SERVED)
    rows = walk.rows[walk.rows["key"].eq(_SERVED) & walk.rows["state"].eq("unsure")]
    column = next(iter(rows["source_column"].dropna()), None)
    means = column is not None and words_of(column) in {words_of(alias) for alias in served.aliases}
    return column if means else None


def _unnamed(table: MappedTable) -> str | None:
    """The one column of days that no field surely has, where no word of its header tells of another day."""
    walk, sheet = table.crosswalk, table.sheet
    if _SERVED in walk.used or "service_through" in walk.used:
        return None
    days = [name for name in table.free_columns if _are_days(sheet.frame[name])]
    said = set(words_of(days[0]).split()) if len(days) == 1 else set()
    return days[0] if len(days) == 1 and not said & walk.target.not_only else None


def _are_days(cells: pd.Series) -> bool:
    values = value_shapes.sample(cells.tolist())
    return bool(values) and value_shapes.share(values, "date", is_named=False) == 1.0


def _is_of_claims(table: MappedTable, column: str) -> bool:
    """Whether each row is a claim as it is left: with its charge, and no claim has two days."""
    used, frame = table.crosswalk.used, table.sheet.frame
    number = next((used[key] for key in _NUMBERS if key in used), None)
    if number is None or "charge" not in used or _OF_PAYMENTS in used or not set(_LEFT) & set(used):
        return False
    charged = text_values.cents(frame[used["charge"]]).gt(0).fillna(False)
    days = pd.DataFrame({"number": frame[number], "day": text_values.dates(frame[column])}).dropna()
    return (
        bool(charged.mean() >= _MOSTLY)
        and len(days) > 0
        and not days.groupby("number")["day"].nunique().gt(1).any()
    )


def _is_after(cells: pd.Series, days: pd.Series) -> bool:
    """Whether days lie after others, or on them, in each row with both, and after them in one at least."""
    gone = (text_values.dates(cells) - text_values.dates(days)).dropna()
    return bool(len(gone) and gone.ge(pd.Timedelta(0)).all() and gone.gt(pd.Timedelta(0)).any())


def _has_other_days(table: MappedTable, column: str) -> bool:
    """Whether another column holds days, or is called so."""
    walk, sheet = table.crosswalk, table.sheet
    dated = {one.key for one in walk.target.fields if one.shape in value_shapes.DATES} - {_SERVED}
    known = walk.rows.loc[walk.rows["key"].isin(dated), "source_column"].dropna()
    later = {walk.used[key] for key in _LATER if key in walk.used}
    later = {name for name in later if _is_after(sheet.frame[name], sheet.frame[column])}
    known = [name for name in known if name not in later]
    others = [
        name for name in sheet.columns if name != column and name not in later and not is_said_once(name)
    ]
    samples = [value_shapes.sample(sheet.frame[name].tolist()) for name in others]
    shares = [value_shapes.share(values, "date", is_named=False) or 0.0 for values in samples]
    return bool(set(known) - {column}) or any(share >= _DAYS for share in shares)
