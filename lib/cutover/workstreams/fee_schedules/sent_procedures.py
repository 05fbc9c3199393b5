"""The procedures of claims that lists say were sent, by modifiers and system: also those that no payer has answered.

A visit without a charge, such as one within a global period, and the claim of an assistant are in no remittance until a
payer answers, if one ever does: the lists of what was sent are what counts them.
"""

from __future__ import annotations

import pandas as pd

from cutover.columns import conform, empty
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.coded import marks_of
from cutover.reading.claims.sent import is_taken_back, load_sent
from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.reading.era.archive import Archive
from cutover.reading.files.zips import walk
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.reading.practice.book import Practice
from cutover.workstreams.columns import cents, count, text

SENT = (
    text("procedure", "Procedure"),
    text("modifiers", "Modifiers", "none: sent without any"),
    text("system", "Sent through"),
    count("claims", "Claims sent"),
    count("free", "Without a charge", "of them: the list says zero"),
    cents("charge_cents", "Charged", "the whole claims: their other procedures are in it"),
)
NONE = "none"
TITLE = "Procedures of the claims sent, by the lists of both systems"
NOTE = "each claim of a list once for each of its procedures, whether or not a payer has answered it"
_FOLDER = "submissions"
_TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".xlsm", ".txt")


def listed(practice: Practice, office_ally: Archive) -> pd.DataFrame:
    """Return the claims of lists of what was sent (SENT_CLAIMS), with the `system` that they went out through."""
    there = any(
        entry.source_file.lower().endswith(_TABLES) for entry in walk(practice.raw / _FOLDER, practice.raw)
    )
    old = load_claims(practice, office_ally).listed if there else empty(SENT_CLAIMS)
    new = load_sent(practice).rows
    parts = [rows.assign(system=system) for rows, system in ((old, OFFICE_ALLY), (new, MEDI)) if len(rows)]
    return pd.concat(parts, ignore_index=True) if parts else empty(SENT_CLAIMS).assign(system=None)


def sent_procedures(sent: pd.DataFrame) -> pd.DataFrame:
    """Return how many claims went out with each procedure and its modifiers, one row each (SENT)."""
    told = sent[sent["procedures"].notna() & ~is_taken_back(sent)]
    if told.empty:
        return empty(SENT)
    each = told.assign(pair=told["procedures"].str.split()).explode("pair")
    known = {pair: marks_of(pair) for pair in each["pair"].unique()}
    each = each.assign(
        procedure=each["pair"].map({pair: code for pair, (code, _) in known.items()}),
        modifiers=each["pair"].map(
            {pair: " ".join(sorted(marks)) or NONE for pair, (_, marks) in known.items()}
        ),
        is_free=each["charge_cents"].eq(0).fillna(False),
    )
    grouped = each.groupby(["procedure", "modifiers", "system"], as_index=False)
    sums = grouped.agg(claims=("pair", "size"), free=("is_free", "sum"))
    sums["charge_cents"] = grouped["charge_cents"].sum(min_count=1)["charge_cents"].astype("Int64")
    return conform(sums[[column.name for column in SENT]], SENT)
