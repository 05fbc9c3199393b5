"""Which services were decided twice without a reversal between: two claims of one account, one day and one charge."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.reading.postings.tables import MEDI

TWICE = "decided twice, without a reversal"


def without_twice(every: pd.DataFrame) -> pd.DataFrame:
    """Return the lines; those are left out of which two claims of one account tell the same service and charge.

    Neither tells the price: it was paid again without taking it back, or a second part was paid later.
    """
    used = np.flatnonzero(every["left_out"].isna() & every["account"].notna())
    rows = every.iloc[used]
    number = np.zeros(len(rows), "int64")
    for name in ("account", "service_on", "procedure", "charge_cents"):
        number = pd.factorize(number * (len(rows) + 2) + pd.factorize(rows[name])[0] + 1)[0].astype("int64")
    claim = rows["claim"].to_numpy("int64") * 2 + rows["feed"].eq(MEDI).to_numpy("int64")
    first = np.unique(number, return_index=True)[1]
    several = np.zeros(len(first), bool)
    several[number[claim != claim[first][number]]] = True
    twice = np.zeros(len(every), bool)
    twice[used] = several[number]
    return every.assign(left_out=every["left_out"].mask(twice, TWICE)).drop(columns=["account", "claim"])
