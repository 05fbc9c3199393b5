"""Lines of remittances whose file ends inside them: what they say is read, and what else the remittance says is not."""

from __future__ import annotations

import pandas as pd

from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.workstreams.fee_schedules.inputs import Inputs

_OF = ["content", "payment_id"]


def cut_off(rows: pd.DataFrame, inputs: Inputs) -> pd.Series:
    """Return which lines (`feed` and `row`, their place in that archive) stand in a remittance that is cut off.

    One flag per row, on the index of `rows`. Of a payment that nothing says to be cut off, none does.
    """
    cut = pd.Series(False, rows.index, dtype=bool)
    for feed, archive in zip((OFFICE_ALLY, MEDI), inputs.feeds, strict=True):
        own = archive.payments.loc[archive.payments["is_whole"].eq(False).fillna(False).astype(bool), _OF]
        mine = rows["feed"].eq(feed).to_numpy(bool)
        if own.empty or not mine.any():
            continue
        services = archive.services[_OF].iloc[rows.loc[mine, "row"].to_numpy()]
        keys = [pd.MultiIndex.from_frame(part.astype({"payment_id": "int64"})) for part in (services, own)]
        cut[mine] = keys[0].isin(keys[1])
    return cut
