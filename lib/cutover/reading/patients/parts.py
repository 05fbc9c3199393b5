"""Which parts of a patient record exports hold, by the columns in use and, for ranks, by what stands in the rows."""

from __future__ import annotations

import pandas as pd

from cutover.reading.patients.exports import Demographics
from cutover.reading.patients.tables import PRIORITIES
from cutover.reading.patients.words import priority_of

COVERAGES, SECOND, AUTHORIZATIONS, GUARANTORS = PARTS = (
    "coverages", "secondary coverages", "authorizations", "guarantors",
)  # fmt: skip
_OF_GROUP = {"authorization": AUTHORIZATIONS, "guarantor": GUARANTORS} | {
    name: SECOND if place else COVERAGES for place, name in enumerate(PRIORITIES)
}


def parts_of(export: Demographics) -> frozenset[str]:
    """Return which of PARTS the used tables give, as the patient import takes them.

    A column says a part, and of guarantors that of a name: a phone alone makes none. Where policies stand on rows of
    their own, a second coverage is one whose rank says so, or a further policy of a patient whose rank nothing tells.
    """
    keys = {key for table in export.tables if table.is_used for key in table.crosswalk.used}
    of_guarantors = {key for key in keys if export.target.field(key).group == "guarantor"}
    nameless = of_guarantors if not any(key.endswith("_name") for key in of_guarantors) else set()
    groups = {export.target.field(key).group for key in keys - nameless}
    found = {_OF_GROUP[group] for group in groups if group in _OF_GROUP}
    return frozenset(found | ({SECOND} if COVERAGES in found and _has_second(export) else set()))


def _has_second(export: Demographics) -> bool:
    rows = pd.concat([part for part in (export.rows, export.joined) if len(part)] or [export.rows])
    rank = rows["coverage_priority"]
    told = {text: priority_of(text) for text in rank.dropna().unique()}
    if set(told.values()) & set(PRIORITIES[1:]):
        return True
    untold = rows[rank.map(told).isna() & rows["account_number"].notna()]
    policies = untold[["account_number", "primary_payer_name", "primary_member_id"]]
    policies = policies.dropna(subset=["primary_payer_name", "primary_member_id"]).drop_duplicates()
    return bool(policies["account_number"].duplicated().any())
