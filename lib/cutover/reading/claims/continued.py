"""Rows below the first line of a claim on which a report does not write the claim's number again."""

from __future__ import annotations

import numpy as np
import pandas as pd

LINE = ("procedure_code", "modifier", "line_number")  # the fields that tell the lines of a claim apart
_SAME = ("patient_control_number", "payer_name", "payer_id", "patient_name", "patient_last_name",
         "patient_first_name", "submission_date")  # fmt: skip


def continued(found: pd.DataFrame, total_rows: pd.Series) -> tuple[pd.DataFrame, pd.Series]:
    """Return the mapped rows with the claim's number filled down over its further lines, and which rows these are.

    A row continues the claim above it where it has a procedure or line and no number, and where its account, payer,
    patient and day of submission are blank or the same. Where it bears one of them its day must be the same too, and
    its procedure another: else it is a claim whose number nobody wrote. A claim's row without a procedure whose charge
    stands in it is followed by details of that charge: they continue nothing. `total_rows` are the rows of the file
    that are totals: what stands below one continues nothing above it.
    """
    number = "claim_number" if found["claim_number"].notna().any() else "patient_control_number"
    if found[number].isna().sum() == 0 or found[number].isna().all():
        return found, pd.Series(False, found.index)
    head = found[number].notna()
    place = pd.Series(np.arange(len(found)), found.index).where(head).ffill()
    first = found.iloc[place.fillna(0).astype(int)].set_axis(found.index)
    fits = ~head & place.notna() & _lined(found) & (_lined(first) | first["charge"].isna())
    for name in _SAME:
        fits &= _blank_or_same(found, first, name)
    bare = found[list(_SAME)].isna().all(axis=1)
    fits &= bare | (_blank_or_same(found, first, "service_from") & _other_line(found, first))
    fits &= _unbroken(head, fits) & _totals_above(found, total_rows).eq(_totals_above(first, total_rows))
    filled = {name: found[name].mask(fits, found[name].fillna(first[name])) for name in {number, *_SAME}}
    return found.assign(**filled), fits.astype(bool)


def _blank_or_same(rows: pd.DataFrame, first: pd.DataFrame, name: str) -> pd.Series:
    return rows[name].isna() | rows[name].eq(first[name]).fillna(False)


def _other_line(rows: pd.DataFrame, first: pd.DataFrame) -> pd.Series:
    return pd.concat([rows[name].fillna("") != first[name].fillna("") for name in LINE], axis=1).any(axis=1)


def _lined(rows: pd.DataFrame) -> pd.Series:
    return rows[list(LINE)].notna().any(axis=1)


def _unbroken(head: pd.Series, fits: pd.Series) -> pd.Series:
    """Whether only rows that continue it lie between a row and its claim's first."""
    last = pd.Series(np.nan, head.index).mask(head, 1.0).mask(~head & ~fits, 0.0)
    return last.ffill().eq(1.0)


def _totals_above(rows: pd.DataFrame, total_rows: pd.Series) -> pd.Series:
    places = np.sort(total_rows.dropna().to_numpy(dtype="int64"))
    return pd.Series(np.searchsorted(places, rows["source_row"].to_numpy(dtype="int64")), rows.index)
