"""Rules that nobody could look for: what they need was not read, so that their cases are unknown and not none."""

from __future__ import annotations

import pandas as pd

from cutover.reading.mapping.lent import given
from cutover.reading.patients.exports import Demographics
from cutover.reading.patients.other_sources import Known
from cutover.wording import and_joined
from cutover.workstreams.demographics import beside, claim_accounts
from cutover.workstreams.demographics.rules import rules

_BY_PAYER_LIST = ("payer-unmatched", "payer-proposed")
_BESIDE = {"accident-undated": beside.ACCIDENT, "patient-note": beside.NOTE}
ONE_LIST = "there are no two lists of people"
NO_LIST = "there is no dated payer list"
NO_HISTORY = "no claim history is read"
NO_NUMBERS = "the claim history has no account numbers"
OTHER_NUMBERS = "the claim history numbers accounts in another way than the export"


def why_not(demographics: Demographics, known: Known) -> dict[str, str]:
    """Return the codes of rules that could not be looked for, and why: a column that no table gives, or another file.

    A rule for which one table has what it needs is looked for there.
    """
    used = [given(table.crosswalk.used) for table in demographics.tables if table.is_used]
    there = frozenset[str]().union(*used)
    found = {}
    for code, rule in rules().items():
        lacking = [one for one in rule.needs if not _is_given(demographics, one, there)]
        if lacking:
            found[code] = "no column is read as " + and_joined([_label(demographics, one) for one in lacking])
    kinds = beside.kinds_held(demographics)
    found |= {code: beside.NO_COLUMN for code, kind in _BESIDE.items() if kind not in kinds}
    if len({table.source_file for table in demographics.tables if table.is_used and table.has_people}) < 2:
        found["only-in-one-list"] = ONE_LIST
    if known.payers is None:
        found |= dict.fromkeys(_BY_PAYER_LIST, NO_LIST)
    if why := numbers_lack(demographics.rows, known.claim_accounts):
        found["account-not-exported"] = why
    return found


def numbers_lack(rows: pd.DataFrame, accounts: pd.DataFrame | None) -> str:
    """Return why accounts of the claim history cannot be looked for in the export, "" where they can."""
    if accounts is None:
        return NO_HISTORY
    if accounts.empty:
        return NO_NUMBERS
    agree = claim_accounts.numbers_agree(rows, accounts)
    return {None: "the export has no account numbers", False: OTHER_NUMBERS, True: ""}[agree]


def _is_given(demographics: Demographics, need: str, there: frozenset[str]) -> bool:
    """Whether one of the fields `a|b`, or one that stands in for it, has a column."""
    target = demographics.target
    return any({key, *target.stand_ins(key)} & there for key in need.split("|"))


def _label(demographics: Demographics, need: str) -> str:
    return " or ".join(demographics.target.field(key).label for key in need.split("|"))
