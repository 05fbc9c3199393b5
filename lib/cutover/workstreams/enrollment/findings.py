"""The findings of payer enrollment: each a kind of case, all cases in one shape."""

from __future__ import annotations

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
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)
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
            found += finding(code, rows, CASES, ["identity"], amount)
    return tuple(found)
