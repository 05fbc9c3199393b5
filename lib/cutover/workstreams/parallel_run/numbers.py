"""By which number a case names its claim: that of a list of claims, apart from the patient's account."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Privacy
from cutover.identifiers import compared
from cutover.lookup import among
from cutover.reading.claims.stand_ins import is_made
from cutover.workstreams.answers import once
from cutover.workstreams.columns import text
from cutover.workstreams.parallel_run.inputs import Inputs

# a remittance names one number alone: it is the claim's where a list of claims numbers its claims so
NUMBERS: tuple[Column, ...] = (
    text("claim_number", "Claim no.", "as a list of claims numbers it", Privacy.PHI),
    text(
        "account_number",
        "Account no.",
        "of the patient, or what the claim itself names in its place",
        Privacy.PHI,
    ),
)


def of_list(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the NUMBERS of claims of a list, which has one of them or both; a number that was made is none.

    Of a claim without an account its number stands even where it was made, so that a case names something.
    """
    claim, account = rows["claim_number"], rows["patient_control_number"]
    made = is_made(claim) & account.notna()
    return pd.DataFrame({"claim_number": claim.mask(made), "account_number": account}, index=rows.index)


def of_items(run: Inputs, numbers: pd.Series) -> pd.DataFrame:
    """Return the NUMBERS behind the one number of each claim in a remittance, with the account where a list has it."""
    accounts, own = _accounts(run), compared(numbers)
    is_claim = among(own, accounts.index)
    account = own.map(accounts).astype("str").where(is_claim, numbers)
    return pd.DataFrame(
        {"claim_number": numbers.where(is_claim), "account_number": account}, index=numbers.index
    )


@once
def _accounts(run: Inputs) -> pd.Series:
    """The account of each claim number of the lists, null where a list has none or several."""
    parts = [run.history, run.sent]
    rows = pd.concat([part[["claim_number", "patient_control_number"]] for part in parts], ignore_index=True)
    rows = rows.assign(claim=compared(rows["claim_number"])).dropna(subset="claim")
    told = rows.groupby("claim")["patient_control_number"].agg(["nunique", "first"])
    return told["first"].where(told["nunique"].eq(1))
