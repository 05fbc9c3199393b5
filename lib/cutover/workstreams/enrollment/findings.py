"""The findings of payer enrollment: each a kind of case, all cases in one shape."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cutover.columns import Column, Kind, Privacy
from cutover.result import Finding, Severity
from cutover.wording import wordings
from cutover.workstreams.columns import PAYER, cents, date, text
from cutover.workstreams.enrollment.needs import NPI, TIN, TRANSACTION
from cutover.workstreams.findings import finding

# one row per case of any finding
CASES = (
    PAYER,
    TRANSACTION,
    TIN,
    NPI,
    text("what", "What", "where it stands"),
    date("since", "Since"),
    cents("amount_cents", "Amount", "as the findings table counts it"),
    text("detail", "Detail", "in the source's words", Privacy.DESK),
    text("source_file", "File", "", Privacy.PHI),
    text("source_sheet", "Sheet", "", Privacy.DESK),
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)
NOT_USED = "enroll-row-not-used"
_NAMED = 3  # rows that a finding names itself; its evidence names all
COLUMNS = [c.name for c in CASES]


def findings_of(cases: dict[str, pd.DataFrame]) -> tuple[Finding, ...]:
    """Return the findings of these cases (code -> frame with COLUMNS and `identity`), in order of severity."""
    order = list(Severity)
    found: list[Finding] = []
    words = wordings("enrollment")
    for code in sorted(words, key=lambda code: order.index(words[code].severity)):
        rows = cases.get(code)
        if rows is not None and len(rows):
            amount = None if rows["amount_cents"].isna().all() else "amount_cents"
            facts: dict[str, Any] = {"rows": _said(rows)} if code == NOT_USED else {}
            found += finding(code, rows, CASES, ["identity"], amount, **facts)
    return tuple(found)


def _said(rows: pd.DataFrame) -> str:
    """Which rows are not used and why, the first of them: `Row 8 (Aetna): its transaction is none that is known.`"""
    told = [f"{_row(row)}: {row.what}" for row in rows.head(_NAMED).itertuples()]
    more = [f"{len(rows) - _NAMED} more are in the evidence"] if len(rows) > _NAMED else []
    return "; ".join([*told, *more]) + "."


def _row(row) -> str:
    place = "A row" if pd.isna(row.source_row) else f"Row {int(row.source_row)}"
    return place if pd.isna(row.payer) else f"{place} ({row.payer})"
