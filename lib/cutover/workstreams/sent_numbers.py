"""Which number of a practice its claims are sent under: that of the claim, or the account of the patient.

X12 has one place for it, the patient control number: some systems send the patient's account there, others the claim's
own number. The claim history, which states both, tells which.
"""

from __future__ import annotations

import pandas as pd

from cutover.identifiers import compared


def are_of_claims(sent: pd.Series, history: pd.DataFrame) -> bool:
    """Tell whether more of the numbers that were sent are claim numbers of the history than are accounts of it."""
    numbers = compared(sent.dropna().astype("str")).dropna()
    claims, accounts = (
        int(numbers.isin(compared(history[name].dropna().astype("str")).dropna()).sum())
        for name in ("claim_number", "patient_control_number")
    )
    return claims > accounts
