"""For work at the desk: payers marked as moved or of another status, and the months as they would then be."""

from __future__ import annotations

from collections.abc import Iterable

from cutover.result import Result
from cutover.workstreams.nonpar.inputs import Inputs
from cutover.workstreams.nonpar_fees.exposure import combinations_table, months_table


def choices(inputs: Inputs) -> list[str]:
    """Return the payers of the last twelve months that are or may be non-par, and those that are par,
    after them.
    """
    rows = inputs.recent.drop_duplicates("payer").assign(is_par=lambda r: r["par"].eq("par"))
    return rows.sort_values(["is_par", "payer"])["payer"].tolist()


def what_if(
    inputs: Inputs, moved: Iterable[str] = (), par: Iterable[str] = (), nonpar: Iterable[str] = ()
) -> Result:
    """Return the months and combinations with these payers moved away, taken as par, or taken as non-par."""
    statuses = dict.fromkeys(par, "par") | dict.fromkeys(nonpar, "non-par")
    other = inputs.what_if(frozenset(moved), statuses)
    tables = {"months": months_table(other), "combinations": combinations_table(other)}
    return Result("Non-par exposure, if", "", (), (), tables, ())
