"""What should be posted and is in no posting on file, and what the claim list tells of it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cutover.money import dollars
from cutover.wording import several
from cutover.workstreams.answers import once
from cutover.workstreams.paid_by_list import is_listed
from cutover.workstreams.parallel_run.inputs import Inputs
from cutover.workstreams.parallel_run.postings import Posted

LATE = (Posted.LATE, Posted.AT_CUTOVER)  # those of files that are cut are told apart


@once
def late_and_listed(run: Inputs) -> pd.Series:
    """Return which items are not posted though the claim list has them as paid, to the cent (`is_listed`)."""
    late = run.items["class"].isin((*LATE, Posted.CUT))
    return late & is_listed(run.items, run.history) if late.any() else late


def listed(run: Inputs) -> Iterator[str]:
    """Yield what the claim list has as paid of what is not posted."""
    rows = run.items[late_and_listed(run)]
    if len(rows):
        money, verb = dollars(int(rows["cents"].sum())), "is" if len(rows) == 1 else "are"
        yield (
            f"In no posting on file, and paid with the same amount by the claim list: {several(len(rows), 'payment')}, "
            f"{money}. Whether {'it' if len(rows) == 1 else 'they'} {verb} posted in a list that is not here, "
            "nobody can say."
        )
