"""The payer IDs that a practice's lists of patients and of their coverages give its payers, name by name.

People write them, row by row: the ID of nearly all rows of a name is its payer's, and a slip in one of them is not. A
name that bears several IDs is of several payers, and none of these IDs tells whose it is.
"""

from __future__ import annotations

from itertools import product

import pandas as pd

from cutover.errors import InputError
from cutover.reading.patients.exports import FOLDER, READ_BACK, read_demographics
from cutover.reading.patients.tables import PRIORITIES
from cutover.reading.payers.names import bare_id, compared
from cutover.reading.practice.book import Practice

_PAYER = ["payer_name", "payer_id"]
_NEARLY_ALL = 90  # percent of the rows of a name


def ids_of_patients(practice: Practice) -> pd.DataFrame:
    """Return `payer_name` and `payer_id` of the client's lists of patients and of what came back out of Medi."""
    parts = [pd.DataFrame(columns=_PAYER, dtype=object)]
    for folder in (FOLDER, READ_BACK):
        try:
            read = read_demographics(practice, folder=folder)
        except InputError:  # a mapping that does not fit its file: the report on patients says so
            continue
        for rows, priority in product((read.rows, read.joined), PRIORITIES):
            names = [f"{priority}_{name}" for name in _PAYER]
            parts.append(rows.reindex(columns=names).set_axis(_PAYER, axis=1).astype(object))
    return with_one_id(pd.concat(parts, ignore_index=True))


def with_one_id(rows: pd.DataFrame) -> pd.DataFrame:
    """Return each name of `rows` (`payer_name`, `payer_id`) with the ID that nearly all its rows with one bear."""
    told = rows.dropna()
    told = told.assign(payer_id=told["payer_id"].str.strip().str.upper())
    known = {name: compared(name) for name in told["payer_name"].unique()}
    name = told["payer_name"].map(known)
    counts = told.groupby([name, told["payer_id"].map(bare_id)], sort=False)["payer_id"].transform("size")
    whole = told.groupby(name, sort=False)["payer_id"].transform("size")
    return told[100 * counts >= _NEARLY_ALL * whole].drop_duplicates()
