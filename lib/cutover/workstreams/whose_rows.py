"""Rows that are not known to be the practice's: the same findings in every report that reads rows.

A case is a file. Neither the sibling nor anything of it is named: the file's key leads to it at the desk.
"""

from __future__ import annotations

import pandas as pd

from cutover.columns import conform, empty
from cutover.reading.practice.whose import (
    ALIKE,
    BILLED,
    CLINICIAN,
    NOBODY,
    NOT_OWN,
    NOTHING,
    SIBLING,
    UNKNOWN,
)
from cutover.result import Finding
from cutover.wording import several
from cutover.workstreams.findings import by_severity, finding

FILE_RECEIPTS = "receipts (999)"  # which bear no NPI and no Tax ID: they answer a whole file
_COLUMNS = tuple(
    c for c in NOT_OWN if c.name in ("source", "rows", "amount_cents", "why", "counts", "source_file")
)


def together(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return several tables of NOT_OWN as one."""
    filled = [part for part in parts if len(part)]
    return conform(pd.concat(filled, ignore_index=True), NOT_OWN) if filled else empty(NOT_OWN)


def once(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return several tables of NOT_OWN as one; a file that two of them have read the same way counts once."""
    kept, seen = [], set()
    for part in parts:
        keys = list(zip(part["source"], part["source_file"], strict=True))
        kept.append(part.loc[[key not in seen for key in keys]])
        seen |= set(keys)
    return together(kept)


def findings(not_own: pd.DataFrame) -> tuple[Finding, ...]:
    """Return the findings about rows of others, of nobody, and of which it cannot be told whose they are."""
    billed, alike = not_own["why"].eq(BILLED), not_own["why"].eq(ALIKE)
    clinician = not_own["whose"].eq(UNKNOWN) & not_own["why"].str.startswith(CLINICIAN).fillna(False)
    unclear = not_own["whose"].eq(UNKNOWN) & not_own["why"].ne(NOTHING) & ~billed & ~alike & ~clinician
    receipt = unclear & not_own["source"].eq(FILE_RECEIPTS)
    return (
        *_finding("rows-of-another-practice", not_own[not_own["whose"] == SIBLING]),
        *_finding("rows-of-nobody", not_own[not_own["whose"] == NOBODY]),
        *_finding("rows-not-told-apart", not_own[unclear & ~receipt]),
        *_finding("rows-of-a-receipt", not_own[receipt]),
        *_finding("rows-billed-npi-unknown", not_own[billed]),
        *_finding("rows-invoice-alike", not_own[alike]),
        *_finding("rows-clinician-unlisted", not_own[clinician]),
    )


def untold_receipts(not_own: pd.DataFrame) -> pd.DataFrame:
    """Return the 999s that lie here of which nothing tells whose file they answer (NOT_OWN)."""
    is_receipt = not_own["source"].eq(FILE_RECEIPTS) & not_own["whose"].eq(UNKNOWN)
    return not_own[is_receipt & not_own["why"].ne(NOTHING)]


def _finding(code: str, rows: pd.DataFrame) -> tuple[Finding, ...]:
    if rows.empty:
        return ()
    grouped = rows.groupby(["source", "source_file"], as_index=False)
    cases = grouped.agg(
        rows=("rows", "sum"),
        amount_cents=("amount_cents", lambda c: c.sum(min_count=1)),
        why=("why", lambda said: "; ".join(dict.fromkeys(said))),
        counts=("counts", "all"),
    )
    identity = ["source", "source_file"]
    return finding(
        code, cases, _COLUMNS, identity, "amount_cents", rows=several(int(rows["rows"].sum()), "row")
    )


def with_findings(found: tuple[Finding, ...] | list[Finding], not_own: pd.DataFrame) -> tuple[Finding, ...]:
    """Return findings together with those about the rows of others, in order of severity."""
    return by_severity([*found, *findings(not_own)])


def limits(not_own: pd.DataFrame) -> tuple[str, ...]:
    """Return what a report says of rows that count although nothing in them tells whose they are."""
    rows = not_own[not_own["whose"].eq(UNKNOWN) & not_own["why"].eq(NOTHING)]
    if rows.empty:
        return ()
    number, files = int(rows["rows"].sum()), rows["source_file"].nunique()
    return (
        f"{number:,} {'row' if number == 1 else 'rows'} of {files:,} {'file' if files == 1 else 'files'} bear nothing "
        "that tells whose they are; they count because they are in this practice's folder.",
    )
