"""One name for each payer over remittances, postings and claim history, which spell it in their own ways."""

from __future__ import annotations

import pandas as pd

from cutover.reading.payers.groups import PayerGroups
from cutover.reading.payers.names import PayerName, compared
from cutover.workstreams.remittances import UNNAMED

NOBODY = PayerName("")


def one_name(names: pd.Series, known: pd.Series | None = None) -> pd.Series:
    """Return one name for each payer: the spelling of `known`, else the one met most often.

    `AETNA` and `Aetna, Inc.` are one payer, `Medicaid - Ohio` and `Medicaid - Texas` are two, as payer lists
    are compared (`reading.payer_names`). A payer whose spelling changes with the switch would otherwise look silent
    under its old name. What names nobody is `(payer not named)`.
    """
    told = _best(names) | ({} if known is None else _best(known))
    by_name = {name: told.get(compared(name), UNNAMED) for name in names.dropna().unique()}
    return names.map(by_name).astype("str").fillna(UNNAMED)


def one_payer(names: pd.Series, ids: pd.Series) -> pd.Series:
    """Return one name for each payer of rows that bear its id beside its name, two columns of one index.

    Names under one id are one payer, as `PayerGroups` joins them for enrollment: `UHC` and `United Healthcare` 87726.
    """
    groups = PayerGroups()
    groups.add(names, ids)
    return groups.label(names, ids)


def _best(names: pd.Series) -> dict[PayerName, str]:
    counts = names[names != UNNAMED].value_counts()
    best: dict[PayerName, str] = {}
    for name in sorted(counts.index, key=lambda name: (-counts[name], name)):
        best.setdefault(compared(name), name)
    best.pop(NOBODY, None)
    return best
