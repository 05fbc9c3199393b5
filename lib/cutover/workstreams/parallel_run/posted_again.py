"""Postings that stand twice of which no remittance is on file: one claim, one check, one amount, in one system.

A claim's service lines are parts of one payment and may be of equal amounts. So a row per line is judged by the whole
check of its claim: it is posted again where each of its lines stands there equally often. Where nothing says which line
a row is, and other claims of the file have several amounts of one check, two equal rows may be two lines.
"""

from __future__ import annotations

import pandas as pd

from cutover.reading.postings.tables import CLAIM

AGAIN_ALONE = "again without a remittance"
_PAYMENT = ["system", "claim", "check"]
_LINE = ["cents", "procedure_code"]


def posted_again(postings: pd.DataFrame, absent: pd.Series) -> pd.Series:
    """Tell which of the postings that no remittance explains (`absent`) repeat another one of them."""
    none = pd.Series(False, postings.index)
    asked = absent & postings["kind"].eq(CLAIM) & postings["cents"].gt(0)
    rows = postings[asked].dropna(subset=["claim", "check"])
    if rows.empty or not rows.duplicated([*_PAYMENT, *_LINE]).any():
        return none
    rows = rows.assign(procedure_code=rows["procedure_code"].fillna(""), system=rows["system"].fillna(""))
    size = rows.groupby([*_PAYMENT, *_LINE])["cents"].transform("size")
    alike = size.groupby([rows[name] for name in _PAYMENT]).transform("nunique").eq(1)
    amounts = rows.groupby(_PAYMENT)["cents"].transform("nunique")
    untold = rows["procedure_code"].eq("") & amounts.eq(1) & rows["source_file"].isin(_by_line(postings))
    again = rows.duplicated([*_PAYMENT, *_LINE]) & alike & ~untold
    return none | again.reindex(none.index, fill_value=False)


def _by_line(postings: pd.DataFrame) -> frozenset[str]:
    """The files in which a claim has several amounts of one check: a row of them may be a service line."""
    paid = postings[postings["kind"].eq(CLAIM) & postings["cents"].gt(0)]
    amounts = paid.groupby(["source_file", *_PAYMENT], dropna=True)["cents"].nunique()
    return frozenset(amounts.index[amounts > 1].get_level_values("source_file"))
