"""The payers of a list of enrollments that no header names: the names that, with the transaction, name each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.header_fit import Fit
from cutover.reading.mapping.header_words import speaks_of_others, words_of
from cutover.reading.mapping.settle import SETTLED, SURE
from cutover.reading.mapping.targets import Target

PAYER, _TRANSACTION, _STATUS = "payer_name", "transaction", "status"
_FILLED, _FEWEST, _HALF = (
    0.95,
    3,
    0.5,
)  # share of rows with a name, the fewest names, and their share of the rows
_LETTERS = 4  # letters of a name in the mean: initials of whoever works on it are fewer


def by_row_names(
    columns: Sequence[str],
    samples: Mapping[str, list[str]],
    frame: pd.DataFrame,
    target: Target,
    chosen: dict[str, Fit],
) -> dict[str, Fit]:
    """Return the choices with the one column of names, filled in each row, that names a row with its transaction.

    Whoever works on an enrollment stands beside several of one transaction, a payer beside one. Nothing is taken where
    another column may be the payer, or where transaction and status are not sure.
    """
    if all(field.key != _TRANSACTION for field in target.fields) or PAYER in chosen or "payer_id" in chosen:
        return chosen
    if not all(key in chosen and chosen[key].score >= SURE for key in (_TRANSACTION, _STATUS)):
        return chosen
    taken = {fit.column for fit in chosen.values()}
    free = [name for name in columns if name not in taken and not _is_of_others(name, target)]
    found = [name for name in free if _are_names(frame[name], samples[name])]
    if len(found) != 1 or frame[[found[0], chosen[_TRANSACTION].column]].duplicated().any():
        return chosen
    said = "with its transaction it names each row"
    fit = Fit(PAYER, found[0], columns.index(found[0]), SETTLED, said, False, SETTLED, 1.0)
    return chosen | {PAYER: fit}


def _is_of_others(header: str, target: Target) -> bool:
    return speaks_of_others(header) or bool(set(words_of(header).split()) & target.not_only)


def _are_names(cells: pd.Series, values: list[str]) -> bool:
    names = cells.dropna().str.strip().str.casefold()
    return (
        len(cells) > 0
        and len(names) >= _FILLED * len(cells)
        and names.nunique() >= max(_FEWEST, _HALF * len(names))
        and value_shapes.share(values, "payer name") == 1.0
        and sum(map(len, values)) >= _LETTERS * len(values)
        and value_shapes.share(values, "transactions") == 0.0
    )
