"""Denied claims by the reason of their denial, and how many of each a remark of the decision keeps from an appeal."""

from __future__ import annotations

import pandas as pd

from cutover.columns import conform
from cutover.reading.payers.deadlines import Deadlines
from cutover.result import Table
from cutover.workstreams.columns import cents, count, text
from cutover.workstreams.decisions import DENIED
from cutover.workstreams.findings import table
from cutover.workstreams.legacy_claims import known_sum
from cutover.workstreams.open_claims.due import barred, refused
from cutover.workstreams.open_claims.findings import cases_of

BY_REASON = (
    text("reason", "Denial reason", "null: no source has one"),
    count("claims", "Denied claims"),
    cents("worth_cents", "Open"),
    count("barred", "Cannot be appealed", "a remark of the decision says so"),
    count("appealed", "No remark bars an appeal", "of a decision in a remittance: the payer's limit decides"),
    count("untold", "Remarks not known", "no remittance on file decides it"),
    text("told", "Reads"),
)
_TITLE = "Denied claims by reason, and which cannot be appealed"
_NOTE = "those of the handoff and those since the cutover; a claim of a file that is cut is one"


def by_reason(rows: pd.DataFrame, deadlines: Deadlines) -> pd.DataFrame:
    """Return the open denied claims (`Book.open`) by reason, the reason of most claims first (BY_REASON)."""
    denied = rows[refused(rows) & rows["status"].eq(DENIED).fillna(False)]
    if denied.empty:
        return conform(pd.DataFrame(columns=[column.name for column in BY_REASON]), BY_REASON)
    is_barred = barred(denied, deadlines).astype(bool)
    untold = denied["outcome"].isna() & denied["remarks"].isna() & ~is_barred
    told = denied.assign(
        reason=cases_of(denied)["reason"], is_barred=is_barred, is_untold=untold, is_left=~is_barred & ~untold
    )
    sums = told.groupby("reason", dropna=False, as_index=False).agg(
        claims=("is_barred", "size"),
        worth_cents=("worth_cents", known_sum),
        barred=("is_barred", "sum"),
        appealed=("is_left", "sum"),
        untold=("is_untold", "sum"),
    )
    said = pd.Series("part of them cannot be appealed", sums.index, dtype="str")
    said = said.mask(sums["barred"].eq(0), "no remark bars an appeal")
    said = said.mask(sums["untold"].eq(sums["claims"]), "not known")
    said = said.mask(sums["barred"].eq(sums["claims"]), "none can be appealed")
    sums = sums.assign(told=said).sort_values(["claims", "reason"], ascending=[False, True])
    return conform(sums[[column.name for column in BY_REASON]].reset_index(drop=True), BY_REASON)


def shown(rows: list[pd.DataFrame], deadlines: Deadlines) -> Table:
    """Return the table of a report; `rows` are the open claims from before the cutover and those since."""
    parts = [part for part in rows if len(part)]
    whole = pd.concat(parts, ignore_index=True) if parts else rows[0]
    return table(_TITLE, by_reason(whole, deadlines), BY_REASON, _NOTE, "no claim is denied")
