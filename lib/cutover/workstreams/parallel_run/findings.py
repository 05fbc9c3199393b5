"""The findings of a parallel run: each a kind of case, all cases in one shape, so that a meeting can carry them."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.columns import Privacy
from cutover.result import Finding, Severity
from cutover.wording import wordings
from cutover.workstreams.columns import PAYER, cents, date, text
from cutover.workstreams.findings import finding
from cutover.workstreams.parallel_run.numbers import NUMBERS

# one row per case of any finding
CASES = (
    PAYER,
    date("opened", "Since", "day of the payment, posting or deposit it is about"),
    cents("amount_cents", "Amount", "as the findings table counts it"),
    text("what", "What", "where it landed, belongs and was posted"),
    text("check_number", "Check or EFT no.", "", Privacy.DESK),
    *NUMBERS,
    text("source_file", "File", "", Privacy.PHI),
    text("source_row", "Row or segment", "", Privacy.DESK),
)
COLUMNS = [c.name for c in CASES]


def findings_of(cases: dict[str, pd.DataFrame], due: dict[str, dt.date]) -> tuple[Finding, ...]:
    """Return the findings of these cases (code -> frame with COLUMNS and `identity`), in order of severity.

    `due` says by code by when, where a date follows from the data.
    """
    order = list(Severity)
    found = []
    words = wordings("parallel_run")
    for code in sorted(words, key=lambda code: order.index(words[code].severity)):
        if code in cases and len(cases[code]):
            amount = None if cases[code]["amount_cents"].isna().all() else "amount_cents"
            rows = cases[code].sort_values(["opened", "identity"], kind="stable")
            found += finding(code, rows, CASES, ["identity"], amount, due.get(code))
    return tuple(found)
