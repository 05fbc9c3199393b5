"""Rows of what was filed that call a payer by a part of its name: the payer meant, or the several it may be."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from cutover.reading.payers.groups import PayerGroups
from cutover.reading.payers.parts import Parts, by_part, together

WHICH_PAYER = "it calls its payer by a part of a name that may be another payer's: write the whole name"


def parts_of(
    rows: pd.DataFrame, used: Iterable[pd.DataFrame], groups: PayerGroups, home: str | None
) -> Parts:
    """Return what names of what was filed mean that are a part of a payer's name, and those of which that is in doubt.

    `used` are the frames of claims and remittances, with `payer_name` and `payer_id`. Each file is judged for itself.
    """
    payers: dict[str, set[str]] = {}
    if rows.empty:
        return Parts()
    for frame in used:
        labels = groups.label(frame["payer_name"], frame["payer_id"])
        for label, names in frame["payer_name"].groupby(labels):
            payers.setdefault(str(label), {str(label)}).update(names.dropna())
    rows = rows.assign(payer=groups.label(rows["payer_name"], rows["payer_id"]))
    strange = ~rows["payer"].isin(payers) & rows["payer_id"].isna() & rows["payer_name"].notna()
    return together(
        by_part(own.loc[strange, "payer_name"], payers, own.loc[~strange, "payer"], home)
        for _, own in rows[["payer_name", "payer"]].groupby(rows["source_file"])
        if strange[own.index].any()
    )


def once_for_each(rows: pd.DataFrame, parts: Parts, columns: Iterable[str]) -> pd.DataFrame:
    """Return rows whose payer may be several, once for each of these as `payer`, as rows that cannot be used."""
    told = rows.assign(reason=WHICH_PAYER, found=rows["payer_name"])
    told = told.assign(payer=rows["payer_name"].map(lambda name: list(parts.doubts[name])))
    return told.explode("payer").reindex(columns=[*columns, "payer"]).astype({"payer": "str"})
