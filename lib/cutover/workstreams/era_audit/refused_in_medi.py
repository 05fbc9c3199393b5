"""Claims that were paid nothing through Medi, beside those of the archive of Office Ally, and both together."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, empty
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.workstreams.answers import once
from cutover.workstreams.columns import cents, count
from cutover.workstreams.denied_claims import NOTHING, paid_nothing
from cutover.workstreams.era_audit.inputs import Inputs

ALONE = "These are the claims of Office Ally's remittances; none came to Medi."
OF_BOTH = "A remittance that came to both systems counts once, in Office Ally."


@once
def zero_paid_in_medi(inputs: Inputs) -> pd.DataFrame:
    """Return the claims paid nothing by what came to Medi alone, one row each, as `payers_and_denials.zero_paid`."""
    if not has_medi(inputs) or inputs.medi is None:
        return empty(NOTHING)
    return paid_nothing(inputs.medi, came_alone(inputs), inputs.as_of)


@once
def came_alone(inputs: Inputs) -> pd.DataFrame:
    """Return the payments that count and came to Medi and not to Office Ally, one row each as in `Inputs.of_both`.

    Those in both systems are left out also where they count in Medi; further claims of a check in Office Ally are not.
    """
    both = inputs.of_both
    kept = set(both.loc[both["feed"].eq(OFFICE_ALLY), "payment_key"].dropna())
    copied = set(inputs.counted["payment_key"].dropna()) - kept
    return both[both["feed"].eq(MEDI) & ~both["payment_key"].isin(copied)]


def has_medi(inputs: Inputs) -> bool:
    """Return whether any remittance that counts came to Medi."""
    return inputs.medi is not None and bool(inputs.medi.payments["set_aside"].isna().any())


def beside(
    frame: pd.DataFrame, medi: pd.DataFrame, by: list[str], number: str = "claim_count"
) -> pd.DataFrame:
    """Return counts of Office Ally (`number`, `charge_cents`) with those of Medi's claims and of both, by `by`."""
    theirs = medi.groupby(by, dropna=False).agg(
        medi_count=("payer", "size"), medi_cents=("charge_cents", "sum")
    )
    both = frame.merge(theirs.reset_index(), how="outer", on=by)
    for name in (number, "charge_cents", "medi_count", "medi_cents"):
        both[name] = both[name].fillna(0).astype("int64")
    return both.assign(
        all_count=both[number] + both["medi_count"], all_cents=both["charge_cents"] + both["medi_cents"]
    )


def with_medi(inputs: Inputs, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns with those of Medi and of both systems, where anything came to Medi."""
    if not has_medi(inputs):
        return columns
    return (
        *columns,
        count("medi_count", "In Medi", "that did not come to Office Ally, too"),
        cents("medi_cents", "Charged, Medi"),
        count("all_count", "Both systems", "each remittance once"),
        cents("all_cents", "Charged, both"),
    )


def said(inputs: Inputs, title: str, note: str) -> tuple[str, str]:
    """Return a table's title and note with whose claims are in it."""
    if has_medi(inputs):
        return f"{title}, {OFFICE_ALLY} and Medi", f"{note} {OF_BOTH}"
    return f"{title}, {OFFICE_ALLY}", f"{note} {ALONE}"
