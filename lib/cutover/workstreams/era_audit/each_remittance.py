"""Every remittance that counts by itself, of both systems, one row each: what its claims and adjustments come to."""

from __future__ import annotations

import pandas as pd

from cutover.reading.era.row_ids import as_texts
from cutover.reference import code_list
from cutover.result import Table
from cutover.workstreams.answers import Answer
from cutover.workstreams.columns import PAID_ON, PAYER, TRACE, canonical, cents, text
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.findings import table
from cutover.workstreams.remittance_items import remittances
from cutover.workstreams.remittances import ID

_COLUMNS = (
    PAYER,
    TRACE,
    PAID_ON,
    text("feed", "System"),
    *canonical("payments", "claims_paid_cents", "provider_adjustment_cents"),
    cents("paid_cents", "Paid", "BPR02: what the claims come to, less the provider adjustments"),
    text("way", "Paid by", "EFT (ACH, BOP, FWT), check, or none"),
)
_NOTE = (
    "A remittance that came to both systems is here once. A positive provider adjustment lowers the payment. "
    "Each adjustment with its reason is in the table of provider adjustments."
)


def findings_and_tables(inputs: Inputs) -> Answer:
    """Return the table of remittances; it has no findings of its own."""
    return Answer((), (("each_remittance", each_table(inputs)),))


def each_table(inputs: Inputs) -> Table:
    """Return the remittances that count, one row each, by day and payer."""
    known = code_list("payment_methods", inputs.as_of)
    if inputs.medi is None:
        rows = inputs.counted.assign(feed="Office Ally")
    else:
        paid = remittances(inputs.archive, inputs.medi, inputs.as_of)
        paid = paid[paid["counts"].isna()]
        sums = [*ID, "claims_paid_cents", "provider_adjustment_cents"]
        theirs = pd.concat([as_texts(a.part("payments", sums)) for a in (inputs.archive, inputs.medi)])
        rows = paid.merge(theirs.drop_duplicates(ID), on=ID, how="left")
    rows = rows.assign(way=known.meaning(rows["method"], "group").fillna("unknown"))
    frame = rows.sort_values(["paid_on", "payer", "trace_number"], kind="stable")
    return table("Every remittance", frame, _COLUMNS, _NOTE)
