"""Every provider adjustment (PLB) by itself: the check that it changed, and the claim or check that it names."""

from __future__ import annotations

import pandas as pd

from cutover.identifiers import check_compared
from cutover.reading.era.row_ids import as_texts
from cutover.reference import code_list
from cutover.result import Table
from cutover.workstreams.columns import KEY, PAID_ON, PAYER, TRACE, canonical, cents, renamed, text
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.take_backs import numbered
from cutover.workstreams.findings import keyed, table
from cutover.workstreams.remittances import ID

_WORDS = ["row", "payer", "word", "trace_number", "paid_on"]
_PAIR = ["content", "source_row", "pair"]
_COLUMNS = (
    KEY,
    PAYER,
    PAID_ON,
    TRACE,
    canonical("provider_adjustments", "reason_code")[0],
    text("name", "Name"),
    canonical("provider_adjustments", "reference")[0],
    cents("amount_cents", "Amount in the 835", "as signed there: above zero lowers the payment"),
    text("effect", "Effect", "a positive PLB lowers the payment, a negative one raises it"),
    *canonical("claims", "patient_control_number"),
    renamed(
        PAID_ON, "claim_paid_on", "Claim paid on", "the claim that the reference names; null: it names none"
    ),
    renamed(TRACE, "named_check", "Check that it names", "another check of the payer; null: it names none"),
)
_NOTE = (
    "A reference names a claim or a check where a word of it is that payer's number of one. A claim paid after the "
    "adjustment is not meant by it."
)


def each_table(inputs: Inputs) -> Table:
    """Return the provider adjustments, one row per pair of a PLB, with what the reference of each names."""
    rows = as_texts(inputs.provider_adjustments).reset_index(drop=True)
    rows = rows.merge(inputs.counted[[*ID, "trace_number"]], on=ID, how="left")
    words = rows.assign(row=rows.index, word=rows["reference"].astype("str").str.split()).explode("word")
    words = words.astype({"word": "str"}).dropna(subset=["word"])[_WORDS]
    named = rows.join(_claims(inputs, words)).join(_checks(inputs, words))
    raises = named["amount_cents"].lt(0).fillna(False).astype(bool)
    known = code_list("plb_reasons", inputs.as_of).meaning(named["reason_code"])
    frame = named.assign(
        name=known.fillna("not in our list of reasons"),
        effect=raises.map({True: "raises the payment", False: "lowers the payment"}).astype("str"),
    )
    frame = keyed("plb", frame, _PAIR).sort_values(["paid_on", "payer"], kind="stable")
    return table("Every provider adjustment with its check", frame, _COLUMNS, _NOTE)


def _claims(inputs: Inputs, words: pd.DataFrame) -> pd.DataFrame:
    """The latest claim of the payer that a word of each adjustment's reference names, by row.

    One paid by the day of the adjustment: a payer takes back or pays interest on what it had paid, not on what comes.
    """
    found = words.merge(numbered(inputs, words["word"].unique()), on=["payer", "word"])
    found = found[~(found["claim_paid_on"] > found["paid_on"]).fillna(False).astype(bool)]
    last = found.sort_values(["row", "claim_paid_on"], kind="stable").drop_duplicates("row", keep="last")
    return last.set_index("row")[["patient_control_number", "claim_paid_on"]]


def _checks(inputs: Inputs, words: pd.DataFrame) -> pd.Series:
    """The other check of the payer that a word of each adjustment's reference names, by row."""
    checks = inputs.counted[["payer", "trace_number"]].drop_duplicates()
    checks = checks.assign(number=check_compared(checks["trace_number"])).dropna(subset=["number"])
    checks = checks.rename(columns={"trace_number": "named_check"})
    found = words.assign(number=check_compared(words["word"])).merge(checks, on=["payer", "number"])
    found = found[found["named_check"].ne(found["trace_number"]).fillna(True)].drop_duplicates("row")
    return found.set_index("row")["named_check"]
