"""Denials that did not last: the same payer paid the same claim later, here or in a remittance that came to Medi."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Kind, contract, empty
from cutover.reading.claims.claim_keys import account_numbers
from cutover.reading.era.row_ids import as_texts
from cutover.result import Table
from cutover.workstreams.columns import PAYER, TRACE, canonical, cents, date, renamed
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.findings import table
from cutover.workstreams.remittances import ID, Remittances

PAID_LATER = "paid later"
_CLAIM = ["content", "claim_id"]
_OF = [*_CLAIM, "payment_id", "patient_control_number", "statement_from", "paid_cents"]
_LATER = contract(
    ("later_cents", Kind.CENTS, ""), ("later_on", Kind.DATE, ""), ("later_check", Kind.TEXT, "")
)  # fmt: skip
_COLUMNS = (
    PAYER,
    *canonical("claims", "patient_control_number"),
    date("paid_on", "Denied on"),
    *canonical("adjustments", "group_code", "reason_code"),
    cents("charge_cents", "Charged"),
    date("later_on", "Paid on"),
    renamed(TRACE, "later_check", "Check or EFT no.", "of the payment"),
    cents("later_cents", "Paid later", "all later payments on it, less what was taken back"),
)


def after(inputs: Inputs, denied: pd.DataFrame) -> pd.DataFrame:
    """Return those of the denied claims that were paid later, one row per claim, with `_LATER` beside them.

    A payment is the claim's where payer, account number and first day agree and it came on a later day; what was taken
    back later lowers it. An account number without a first day, or with two denials of one day, is one claim as well.
    `later_on` and `later_check` are of the first payment.
    """
    rows = denied.assign(number=account_numbers(denied), day=denied["statement_from"])
    rows = rows.assign(who=_folded(rows["payer"])).dropna(subset=["number", "paid_on"])
    if rows.empty:
        return denied.iloc[0:0].assign(**empty(_LATER))
    both = rows[[*_CLAIM, "who", "number", "day", "paid_on"]].merge(
        _decisions(inputs, rows), on=["who", "number"]
    )
    same = both["day"].eq(both["their_day"]) | both["day"].isna() | both["their_day"].isna()
    both = both[(same & (both["their_on"] > both["paid_on"])).fillna(False).astype(bool)]
    sums = both.groupby(_CLAIM)["cents"].sum()
    first = both[both["cents"].gt(0)].sort_values("their_on", kind="stable").drop_duplicates(_CLAIM)
    first = first.set_index(_CLAIM)[["their_on", "trace_number"]].set_axis(
        ["later_on", "later_check"], axis=1
    )
    told = first.join(sums[sums > 0].rename("later_cents"), how="inner")
    found = denied.merge(told.reset_index(), on=_CLAIM)
    return found.assign(later_cents=found["later_cents"].astype("Int64"))


def _decisions(inputs: Inputs, wanted: pd.DataFrame) -> pd.DataFrame:
    """The claim payments with the wanted numbers in both systems, those of a remittance in both once."""
    known = set(inputs.counted["payment_key"].dropna())
    parts = [_of(inputs, inputs.claim_rows[[*_OF, "compared_number", "payer", "paid_on"]], wanted)]
    if inputs.medi is not None and inputs.medi.rows("claims"):
        theirs = Remittances(inputs.medi, inputs.practice, inputs.as_of)
        rows = theirs.of_counted(theirs.archive.part("claims", _OF), ("payer", "paid_on", "payment_key"))
        parts.append(_of(theirs, rows[~rows["payment_key"].isin(known)], wanted))
    return pd.concat(parts, ignore_index=True)


def _of(held: Remittances, claims: pd.DataFrame, wanted: pd.DataFrame) -> pd.DataFrame:
    number = account_numbers(claims)
    found = as_texts(claims.assign(number=number)[number.isin(set(wanted["number"]))])
    found = found.merge(held.counted[[*ID, "trace_number"]], on=ID)
    return pd.DataFrame({
        "who": _folded(found["payer"]), "number": found["number"], "their_day": found["statement_from"],
        "their_on": found["paid_on"], "cents": found["paid_cents"].fillna(0).astype("int64"),
        "trace_number": found["trace_number"],
    })  # fmt: skip


def _folded(names: pd.Series) -> pd.Series:
    return names.astype("str").str.upper().str.replace(r"[^0-9A-Z]+", " ", regex=True).str.strip()


def paid_later_table(rows: pd.DataFrame) -> Table:
    """Return the denied claims that were paid later, one row per claim, the latest payment first."""
    frame = rows.sort_values(["later_on", "payer"], ascending=[False, True], kind="stable")
    return table("Denied claims that were paid later", frame, _COLUMNS)
