"""What a column is: its type, its unit, its meaning, and who may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from cutover.errors import CutoverError

# Most tables of a practice are small, and each step on a small Arrow column takes longer than its rows are worth. Two
# columns that keep their texts in different ways must not meet either: the key of a merge of both is of type object.
pd.set_option("mode.string_storage", "python")
TEXT = pd.StringDtype("python", na_value=float("nan"))  # what "str" is from here on


class Kind(StrEnum):
    """The type of a column's values; it decides the pandas dtype and how a report shows it."""

    TEXT = "text"
    CENTS = "cents"  # whole cents
    COUNT = "count"
    NUMBER = "number"  # a quantity that may have a fraction; never money
    SHARE = "share"  # 0..1, shown as a percentage
    DATE = "date"
    MONTH = "month"  # the first day of the month
    FLAG = "flag"


class Privacy(StrEnum):
    """Who may see a column."""

    OPEN = "open"  # may stand in an owner's report
    DESK = "desk"  # internal detail (file names, check numbers): at the desk and in the evidence workbook
    PHI = "phi"  # identifies a patient: as DESK, and never in a log


# an owner is told no count below these: of single cases in a month, of one month's claims of a provider or payer
FEWEST_CASES, FEWEST_CLAIMS = 5, 5

DTYPES = {
    Kind.TEXT: "str",
    Kind.CENTS: "Int64",
    Kind.COUNT: "Int64",
    Kind.NUMBER: "Float64",
    Kind.SHARE: "Float64",
    Kind.DATE: "datetime64[ms]",
    Kind.MONTH: "datetime64[ms]",
    Kind.FLAG: "boolean",
}
# what each name means: pandas looks through all dtypes that it knows for each name that it is given
_MEANT: dict[str, Any] = {
    "str": TEXT,
    "Int64": pd.Int64Dtype(),
    "Float64": pd.Float64Dtype(),
    "datetime64[ms]": np.dtype("datetime64[ms]"),
    "boolean": pd.BooleanDtype(),
}


@dataclass(frozen=True)
class Column:
    """One column of a table: its name, kind, the header a reader sees, its meaning and its privacy."""

    name: str
    kind: Kind
    label: str
    meaning: str = ""
    privacy: Privacy = Privacy.OPEN

    @property
    def dtype(self) -> str:
        """The pandas dtype; absent values are null in each of them."""
        return DTYPES[self.kind]


def contract(*rows: tuple) -> tuple[Column, ...]:
    """Return the columns of a table, each given as name, kind, label, and if need be meaning and privacy."""
    return tuple(Column(*row) for row in rows)


def empty(columns: tuple[Column, ...]) -> pd.DataFrame:
    """Return a frame without rows that has these columns in their dtypes."""
    return _empty(columns).copy(deep=False)


@cache
def _empty(columns: tuple[Column, ...]) -> pd.DataFrame:
    return pd.DataFrame({c.name: pd.Series(dtype=c.dtype) for c in columns})


def conform(frame: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    """Return the frame with exactly these columns, in this order and these dtypes.

    Raises CutoverError naming the columns that are missing or that the contract does not know.
    """
    wanted = [c.name for c in columns]
    missing, extra = set(wanted) - set(frame.columns), set(frame.columns) - set(wanted)
    if missing or extra:
        raise CutoverError(f"table breaks its contract: missing {sorted(missing)}, unknown {sorted(extra)}")
    # a frame in this order already is spared the lookup of each name
    kept = frame.copy(deep=False) if list(frame.columns) == wanted else frame[wanted]
    other = {
        c.name: _MEANT[c.dtype] for c, dtype in zip(columns, kept.dtypes, strict=True) if dtype != c.dtype
    }
    return retyped(kept, other) if other else kept


def retyped(frame: pd.DataFrame, dtypes: Mapping[str, Any]) -> pd.DataFrame:
    """Return the frame with these columns in these dtypes; the others stay as they are.

    `DataFrame.astype` does the same in three times the time: it makes a frame of each column and joins them.
    """
    held = {name: column.array for name, column in frame.items()}
    made = {name: array.astype(dtypes[name]) if name in dtypes else array for name, array in held.items()}
    return pd.DataFrame(made, index=frame.index, copy=False)


def framed(
    rows: Iterable[Sequence[Any]] | Iterable[Mapping[str, Any]], columns: tuple[Column, ...]
) -> pd.DataFrame:
    """Return rows, each by name or in the order of the columns, as a frame of these columns and their dtypes."""
    held = list(rows)
    if not held:
        return empty(columns)
    return conform(pd.DataFrame(held, columns=[c.name for c in columns], dtype=object), columns)
