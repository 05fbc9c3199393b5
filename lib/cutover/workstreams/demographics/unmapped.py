"""Records that lack a field only because no column of their table is taken for it: confirm the column first."""

from __future__ import annotations

import pandas as pd

from cutover.lookup import among
from cutover.reading.mapping.lent import given
from cutover.reading.mapping.suggest import Crosswalk
from cutover.reading.patients.exports import Demographics
from cutover.workstreams.demographics.rules import rules

COLUMN = "missing-column"  # the rule whose action comes first
# the fields that a rule is about where they are others than the one that it names
_ABOUT = {"name-missing": ("last_name", "first_name"), "address-missing": ("street", "city", "state", "zip")}
_COVERAGE = frozenset(
    {"coverage-lost", "no-coverage"}
)  # whose columns may stand in another table than the patient's
_LACKING = frozenset({
    "account-missing", "address-missing", "auth-number-missing", "birth-missing", "coverage-lost", "member-missing",
    "name-missing", "no-coverage", "payer-missing", "sex-unknown",
})  # fmt: skip


def waiting(demographics: Demographics, exceptions: pd.DataFrame) -> pd.Series:
    """Tell of each exception (EXCEPTIONS) whether it waits for a column: nothing is to be typed before that.

    That is where a record lacks a required field for which no column of its table is used, nor one that stands in for
    it. A field that is not required is no missing column, so that its cases are told as they are.
    """
    used = {(t.source_file, t.sheet.name or ""): _there(t.crosswalk) for t in demographics.tables}
    lacking = {(t.source_file, t.sheet.name or "", label) for t, label in demographics.missing}
    everywhere = frozenset[str]().union(*used.values())
    target = demographics.target
    rows = zip(
        exceptions["code"],
        exceptions["field"],
        exceptions["source_file"],
        exceptions["source_sheet"].fillna(""),
        strict=True,
    )
    told = [
        code in _LACKING
        and (file, sheet) in used
        and any(
            target.field(key).required
            and (code in _COVERAGE or (file, sheet, target.field(key).label) in lacking)
            and not {key, *target.stand_ins(key)} & (everywhere if code in _COVERAGE else used[file, sheet])
            for key in _ABOUT.get(code, (field,))
        )
        for code, field, file, sheet in rows
    ]
    return pd.Series(told, exceptions.index, dtype=bool)


def _there(crosswalk: Crosswalk) -> frozenset[str]:
    """The fields that a table gives, and those that it may lack for good: of them each row says that it lacks them."""
    target = crosswalk.target
    lacking = {key for key in target.may_lack if target.field(key).label not in crosswalk.missing}
    return given(crosswalk.used) | lacking


def held_back(demographics: Demographics, exceptions: pd.DataFrame, people: pd.DataFrame) -> pd.Series:
    """Tell which people are set aside for nothing but what waits for a column: before it, nobody knows of them."""
    blocking = {code for code, rule in rules().items() if rule.blocks and rule.of == "patient"}
    hit, blocks = waiting(demographics, exceptions), exceptions["code"].isin(blocking)
    theirs = _places(people)
    return among(theirs, _places(exceptions[hit & blocks])) & ~among(
        theirs, _places(exceptions[~hit & blocks])
    )


def _places(rows: pd.DataFrame) -> pd.Series:
    """Where each record stands, in one text."""
    parts = [rows[name].astype("str").fillna("") for name in ("source_file", "source_sheet", "source_row")]
    return parts[0] + "|" + parts[1] + "|" + parts[2]


def with_columns_first(demographics: Demographics, exceptions: pd.DataFrame) -> pd.DataFrame:
    """Return exceptions of which those that wait for a column say so instead of what to type."""
    hit, words = waiting(demographics, exceptions), rules()[COLUMN].words
    wrong, todo = exceptions["wrong"].mask(hit, words.meaning), exceptions["todo"].mask(hit, words.action)
    return exceptions.assign(wrong=wrong.astype("str"), todo=todo.astype("str"))
