"""What would have prevented a denial, and what is to be done about one, by its reason: one list for all reports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from cutover.reference import load
from cutover.result import Source

TO_PATIENT, TO_OTHER = "patient", "another payer"
GROUP = "PR"  # of an adjustment that the patient owes
_CODE = r"^(?:(?P<group>CO|OA|PI|PR|CR)\s*[-\s]?\s*)?(?P<code>[A-Z]?\d{1,3})\b"


@dataclass(frozen=True)
class _Edit:
    reason: str
    remark: str
    words: str


@dataclass(frozen=True)
class _Step:
    to: str
    words: str
    asks: str | None = None
    groups: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    remarks: frozenset[str] = frozenset()

    def fits(self, group: str, code: str, remarks: frozenset[str]) -> bool:
        """Return whether a denial is one of this step."""
        if self.remarks & remarks:
            return True
        return code in self.reasons and (not self.groups or group in self.groups)


@dataclass(frozen=True)
class _Known:
    """The file `denial_edits.toml`."""

    source: Source
    edit: tuple[_Edit, ...]
    step: tuple[_Step, ...]


def source(on: dt.date) -> Source:
    """Return where edits and steps come from."""
    return load("denial_edits", _Known, on).source


def edit(reason: str, remarks: str, on: dt.date) -> str | None:
    """Return the edit that would hold a line before a payer denies it so; null where the reference data have none."""
    for one in load("denial_edits", _Known, on).edit:
        if one.reason == reason and (not one.remark or one.remark in remarks.split()):
            return one.words
    return None


def of_patients(on: dt.date) -> tuple[frozenset[str], frozenset[str]]:
    """Return the reasons, under the group PR, and the remarks by which a refused line is the patient's to pay."""
    known = [one for one in load("denial_edits", _Known, on).step if one.to == TO_PATIENT]
    reasons = (one.reasons for one in known if GROUP in one.groups)
    return frozenset[str]().union(*reasons), frozenset[str]().union(*(one.remarks for one in known))


def steps(reasons: pd.Series, remarks: pd.Series, on: dt.date) -> pd.DataFrame:
    """Return what is to be done about denials: `code` (`CO-16`), `step` in words, `to`, who decides next, and `asks`.

    `reasons` begin with group and reason (`PR-96`, `CO 16 no modifier`, `16`), `remarks` are codes with a blank
    between. Null where the reason is not known, all but `code` too where no step is. `asks` is `deadlines.FILING` for a
    new claim, CORRECTED for a corrected one, null where the step sends neither.
    """
    told = reasons.astype("str").str.upper().str.strip().str.extract(_CODE)
    told = told.assign(remarks=remarks.fillna("").astype("str").str.upper())
    known, made = load("denial_edits", _Known, on).step, {}
    for group, code, words in (
        told.drop_duplicates().astype(object).fillna("").itertuples(index=False, name=None)
    ):
        marks = frozenset(words.split())
        made[group, code, words] = next((one for one in known if one.fits(group, code, marks)), None)
    found = [made[key] for key in told.astype(object).fillna("").itertuples(index=False, name=None)]
    code = (told["group"] + "-").fillna("") + told["code"]
    return pd.DataFrame({
        "code": code.astype("str"), "step": pd.array([one and one.words for one in found], "str"),
        "to": pd.array([one and one.to for one in found], "str"),
        "asks": pd.array([one and one.asks for one in found], "str"),
    }, reasons.index)  # fmt: skip
