"""Claims that were paid by what is no 835 here: a remittance as text or on paper, or a posting.

What was only sent, or taken in by a payer, waits no more once one of these pays it.
"""

from __future__ import annotations

import pandas as pd

from cutover.reading.era.text import claims_told
from cutover.reading.postings.tables import CLAIM
from cutover.workstreams.open_claims.inputs import Inputs
from cutover.workstreams.remittance_items import compared

_NUMBERS = ("patient_control_number", "claim_number")


def paid_besides(frame: pd.DataFrame, inputs: Inputs) -> pd.Series:
    """Return the day on which a text, a paper or postings paid each claim; null where none tells so.

    A number that several claims or days of service bear tells of none, nor does a payment before the service or of more
    than the charge. Claims of histories and those that an 835 decides have their answer there.
    """
    none = pd.Series(pd.NaT, frame.index, dtype="datetime64[ms]")
    waits = ~frame["in_history"].fillna(False).astype(bool) & frame["outcome"].isna()
    paid = _paid(inputs)
    if not waits.any() or paid.empty:
        return none
    several = _of_several_days(frame, inputs)
    served = frame["service_from"]
    charge = frame["charge_cents"].astype("Int64")
    for name in _NUMBERS:
        number = compared(frame[name]).where(waits)
        told = number.dropna().to_frame("number").reset_index(names="place").merge(paid, on="number")
        told = told[~told["number"].isin(several)]
        on = told["place"].map(served)
        told = told[(told["on"] >= on).fillna(False)]
        sums = told.groupby("place").agg(cents=("cents", "sum"), on=("on", "max"))
        fits = (sums["cents"] > 0) & ~(sums["cents"] > charge.reindex(sums.index)).fillna(False)
        none = none.fillna(sums.loc[fits.astype(bool), "on"].reindex(none.index))
    return none.astype("datetime64[ms]")


def _paid(inputs: Inputs) -> pd.DataFrame:
    """What texts and papers say of claims, and of numbers that none of them has what was posted: number, cents, on."""
    checks = inputs.told
    told = claims_told(checks["claim_accounts"]).join(checks["check_date"])
    told = told.assign(number=compared(told["account"]), on=told["check_date"])[["number", "cents", "on"]]
    rows = inputs.postings[inputs.postings["kind"].eq(CLAIM)]
    posted = rows.assign(
        number=compared(rows["account"]).fillna(compared(rows["claim_number"])),
        cents=rows["paid_cents"], on=rows["posted_date"],
    )[["number", "cents", "on"]]  # fmt: skip
    both = pd.concat([told[told["cents"] > 0], posted[~posted["number"].isin(told["number"])]])
    return both.dropna().astype({"cents": "int64"})


def _of_several_days(frame: pd.DataFrame, inputs: Inputs) -> set[str]:
    """The numbers under which claims of several days of service are known: those of patients."""
    parts = [
        pd.DataFrame({"number": compared(rows[name]), "day": rows["service_from"]})
        for rows in (frame, inputs.submitted, inputs.history)
        for name in _NUMBERS
    ]
    known = pd.concat(parts, ignore_index=True).dropna().drop_duplicates()
    return set(known.loc[known["number"].duplicated(), "number"])
