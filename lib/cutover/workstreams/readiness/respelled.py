"""Fields of a patient that the import and Medi write each in its own way, and that say the same: payers and ZIPs.

A payer has a name in every list. Two names are one payer's where the report on enrollment has them as one, by spelling,
payer ID or what the client's files prove (`SamePayers`). Where one list has both names the practice tells them apart,
and so do two lines of business: these differ. A ZIP that a spreadsheet saved as a number has lost its zeros.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from cutover.reading.payers.groups import UNNAMED, PayerGroups
from cutover.reading.payers.names import PayerName, compared, lines_of
from cutover.workstreams.demographics.patient_import import ORIGIN, Prepared
from cutover.workstreams.readiness.inputs import Inputs

_PAYER = ["payer_name", "payer_id"]
_ZIP_UNREAD = "zip-unread"  # the rule of 02 of a ZIP that the import leaves blank
_SHORT, _LONG = 5, 9  # digits of a ZIP


@dataclass(frozen=True)
class Written:
    """How the import and Medi's export of these inputs write payers and ZIPs."""

    inputs: Inputs

    @cached_property
    def _lists(self) -> list[pd.DataFrame]:
        """The names and IDs of payers in the import, and in Medi's export."""
        both = (self.inputs.imported, self.inputs.arrived)
        return [pd.concat([one.coverages[_PAYER], one.incomplete[_PAYER]]) for one in both]

    @cached_property
    def _payers(self) -> PayerGroups:
        return self.inputs.enrolled.payers.beside(*self._lists)

    @cached_property
    def _names(self) -> list[set[PayerName]]:
        return [{compared(name) for name in told["payer_name"].dropna().unique()} for told in self._lists]

    def alike(self, name: str, here: pd.DataFrame, there: pd.DataFrame, at: np.ndarray) -> np.ndarray:
        """Return which of the rows `at` say the same in the field `name`; the rows of both sides are in one order."""
        found = np.zeros(len(here), dtype=bool)
        if at.any() and name == "payer_name":
            found[at] = self._one_payer(here[at], there[at])
        elif at.any() and name == "zip":
            was, now = (_whole(side.loc[at, "written_zip"]) for side in (here, there))
            found[at] = was.eq(now).fillna(False).to_numpy(bool)
        return found

    def _one_payer(self, here: pd.DataFrame, there: pd.DataFrame) -> list[bool]:
        labels = [self._payers.label(side["payer_name"], side["payer_id"]) for side in (here, there)]
        rows = list(zip(here["payer_name"], there["payer_name"], *labels, strict=True))
        known = {row: self._is_one(*row) for row in set(rows)}
        return [known[row] for row in rows]

    def _is_one(self, was: object, now: object, label: str, other: str) -> bool:
        """Whether two names are one payer's; a name that is absent is nobody's."""
        if not (isinstance(was, str) and isinstance(now, str)):
            return False
        names = {compared(was), compared(now)}
        if len(names) == 1 or compared(now) in {
            compared(name) for name in self.inputs.enrolled.files.same.names(was)
        }:
            return True
        if label != other or label == UNNAMED or lines_of(was) != lines_of(now):
            return False
        return not any(names <= told for told in self._names)


def written_zips(prepared: Prepared) -> pd.Series:
    """Return the ZIP of each patient of an import, as it is written where it could not be read."""
    said = prepared.exceptions
    said = said[said["code"].eq(_ZIP_UNREAD) & said["field"].eq("zip")].drop_duplicates(ORIGIN)
    told = prepared.patients[[*ORIGIN, "zip"]].merge(said[[*ORIGIN, "value"]], on=ORIGIN, how="left")
    return told["zip"].fillna(told["value"]).astype("str")


def _whole(zips: pd.Series) -> pd.Series:
    """ZIPs in five or nine digits, with the zeros before them that a number has lost; null for any other text."""
    digits = zips.str.strip().str.removesuffix(".0").str.replace(r"[- ]", "", regex=True)
    digits = digits.where(digits.str.fullmatch(r"[0-9]{3,9}").fillna(False))
    short = digits.str.len() <= _SHORT
    return digits.str.zfill(_SHORT).where(short, digits.str.zfill(_LONG))
