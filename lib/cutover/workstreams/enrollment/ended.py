"""Which billing entities ended before the practice moves: what only they used needs no enrollment any more."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cutover.reading.claims.era_submissions import era_claims
from cutover.workstreams.enrollment.inputs import Inputs


def ended_on(inputs: Inputs, rows: pd.DataFrame) -> pd.Series:
    """Return the last day of the Tax ID and billing NPI of each row where that lies before the cutover, else null.

    The intake's `Until` of a billing provider tells it; without a cutover date the report's date counts. A Tax ID and
    NPI of several providers has ended with the last of them. Where every billing provider has ended none has: what
    follows them is not in the intake.
    """
    told = inputs.files.intake.tables["providers"]
    told = told[told["npi"].isin(inputs.billing_npis)]
    over = (told["ends_on"] < pd.Timestamp(inputs.cutover or inputs.as_of)).fillna(False).astype(bool)
    none = pd.Series(pd.NaT, rows.index, dtype="datetime64[ms]")
    if over.all() or not over.any():
        return none
    last = told["ends_on"].where(over)
    known = list(zip(told["npi"], told["tin"], last, strict=True))
    of = {
        pair: _last([day for npi, tin, day in known if _fits(pair[1], npi) and _fits(pair[0], tin)])
        for pair in set(zip(rows["tax_id"], rows["billing_npi"], strict=True))
        if not all(pd.isna(part) for part in pair)
    }
    days = [of.get(pair, pd.NaT) for pair in zip(rows["tax_id"], rows["billing_npi"], strict=True)]
    return pd.Series(days, rows.index).astype("datetime64[ms]")


def _fits(one: Any, other: Any) -> bool:
    """Whether two numbers may be one: either is not known, or both are the same."""
    return pd.isna(one) or pd.isna(other) or one == other


def _last(days: list[pd.Timestamp]) -> pd.Timestamp | None:
    """The last of these days; null where there is none or one of them is not over."""
    return max(days) if days and not any(pd.isna(day) for day in days) else None


def paid_after_the_end(inputs: Inputs) -> pd.DataFrame:
    """Return the remittances that pay services after the end of the billing provider to whom they are addressed.

    One row per remittance of either system and billing provider: `payer`, `tax_id`, `billing_npi`, `ended_on`,
    `paid_on`, `first` (first such service), `claims`, `amount_cents` (what these claims were paid, reversals with
    their sign), and where it lies. The payer has not taken over the new Tax ID or NPI.
    """
    found = []
    for archive in (inputs.files.office_ally, inputs.files.medi):
        who = archive.payments.rename(columns={"payee_tin": "tax_id", "payee_npi": "billing_npi"})
        if ended_on(inputs, who).isna().all():
            continue  # no remittance of it is addressed to any that ended
        rows = era_claims(archive)
        rows = rows[rows["set_aside"].isna() & ~(rows["paid_on"] > inputs.today)]
        found.append(rows.assign(ended_on=ended_on(inputs, rows)))
    if not found:
        return pd.DataFrame(columns=_PAID)
    rows = pd.concat(found, ignore_index=True)
    rows = rows[(rows["service_from"] > rows["ended_on"]).fillna(False)]
    rows = rows.assign(
        payer=inputs.payers.label(rows["payer_name"], pd.Series(None, rows.index, dtype="str"))
    )
    same = ["payer", "paid_on", "patient_control_number", "payer_claim_number", "status", "paid_cents"]
    # one remittance may lie in both systems
    rows = rows[~(rows.duplicated(same) & rows["patient_control_number"].notna())]
    by = ["payer", "tax_id", "billing_npi", "ended_on", "content", "payment_id"]
    made = rows.groupby(by, dropna=False, as_index=False).agg(
        paid_on=("paid_on", "first"), first=("service_from", "min"), claims=("status", "size"),
        amount_cents=("paid_cents", "sum"), source_file=("source_file", "first"), source_row=("source_row", "min"),
    )  # fmt: skip
    return made.sort_values(["payer", "paid_on"], ignore_index=True)[_PAID]


_PAID = ["payer", "tax_id", "billing_npi", "ended_on", "paid_on", "first", "claims", "amount_cents", "source_file",
         "source_row", "content", "payment_id"]  # fmt: skip
