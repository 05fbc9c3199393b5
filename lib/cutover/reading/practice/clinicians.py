"""Rows that name a clinician whom the intake lacks, and neither a Tax ID nor a billing NPI: whose they are.

An NPI of who treats tells of a person, and not who bills. In a practice's own folder such a row is the practice's where
its remittances name the clinician, or where most rows of its table are the practice's and none is anybody else's.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from cutover.reading.era.archive import Archive
from cutover.reading.practice.whose import CLINICIAN, NOBODY, OWN, SIBLING, UNKNOWN, VERDICT


def unlisted(told: pd.DataFrame, tin: pd.Series, npis: list[pd.Series]) -> pd.Series:
    """Tell of each row whether it is nobody's by the NPI of who treats alone; the first of `npis` is who bills."""
    if len(npis) < 2:
        return pd.Series(False, told.index)
    return told["whose"].eq(NOBODY) & tin.isna() & npis[0].isna()


def treats(npis: list[pd.Series]) -> pd.Series:
    """Return the NPI of who treats in each row, null where it names none."""
    who = npis[1]
    for one in npis[2:]:
        who = who.fillna(one)
    return who


def named_in(archives: Iterable[Archive]) -> frozenset[str]:
    """Return the NPIs that payments to the practice name as rendering provider."""
    found: set[str] = set()
    for archive in archives:
        paid = archive.payments
        ours = set(paid.loc[paid["set_aside"].ne("other payee").fillna(True), "payment_id"])
        rows = archive.claims[archive.claims["payment_id"].isin(ours)]
        found |= set(rows.loc[rows["rendering_id_qualifier"].eq("XX").fillna(False), "rendering_id"].dropna())
    return frozenset(found)


def by_the_rest(told: pd.DataFrame, theirs: pd.Series) -> bool:
    """Tell whether the other rows of a table show that it is the practice's: at least as many, and nobody else's."""
    rest = told.loc[~theirs, "whose"]
    return bool(theirs.sum() <= rest.eq(OWN).sum() and not rest.isin([SIBLING, NOBODY]).any())


def said(told: pd.DataFrame, ours: pd.Series, npi: pd.Series) -> pd.DataFrame:
    """Return the verdicts with the rows `ours`, which count, as not known for sure: each says whom the intake lacks."""
    why = told["why"].mask(ours, CLINICIAN + ", NPI " + npi.astype("str"))
    return told.assign(whose=told["whose"].mask(ours, UNKNOWN), why=why).astype(VERDICT)


def open_question(theirs: pd.Series) -> pd.DataFrame:
    """Return verdicts in which the rows `theirs` alone are still to be asked about."""
    whose = np.where(theirs.to_numpy(), UNKNOWN, OWN)
    return pd.DataFrame({"whose": whose, "why": None}, index=theirs.index).astype(VERDICT)
