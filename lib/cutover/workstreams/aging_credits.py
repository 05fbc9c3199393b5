"""Credits in the client's own A/R aging: unapplied money is no claim's balance, and in no claim history.

A report by payer may have it in a row of its own and in its total. What its payers' rows add up to is compared, and the
credits are said beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cutover.identifiers import compared
from cutover.money import dollars
from cutover.reading.claims.aging_reports import ALL, CREDIT, TOTAL
from cutover.workstreams.legacy_claims import known_sum

CREDITS = "unapplied credits, which are of no claim"
OF_CLAIMS = "claims below zero, which the claim history has too: nothing is open of them here"
OF_NO_CLAIM = "unapplied credits are of no claim: the claim history has none"
_AND = "; besides, unapplied credits"


def of_claims(rows: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Return the amounts below zero of an aging by claim that the claim history states alike, as rows of the aging."""
    below = rows[rows["claim"].notna() & rows["amount_cents"].lt(0).fillna(False).astype(bool)]
    if below.empty:
        return below
    stated = history[history["balance_cents"].lt(0).fillna(False).astype(bool)]
    known = {
        number: cents
        for name in ("patient_control_number", "claim_number")
        for number, cents in zip(compared(stated[name]), stated["balance_cents"], strict=True)
        if isinstance(number, str)
    }
    return below[compared(below["claim"]).map(known).eq(below["amount_cents"]).fillna(False).astype(bool)]


class Credits:
    """The rows of credits of one report by payer; `amounts` are their cents by band where its total has them."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.rows = rows[rows["role"].eq(CREDIT)]
        self.amounts: dict[str, int] = {}
        if len(self.rows) and self._are_in_total(rows):
            bands = self.rows.groupby("band", sort=False)["amount_cents"].agg(known_sum).dropna()
            self.amounts = {str(band): int(cents) for band, cents in bands.items()}
            self.amounts.setdefault(ALL, sum(self.amounts.values()))

    @staticmethod
    def _are_in_total(rows: pd.DataFrame) -> bool:
        """Whether the report's total is the sum of all its rows, those of credits too."""
        whole = rows[rows["band"].eq(ALL)] if rows["band"].eq(ALL).any() else rows
        is_total = whole["role"].eq(TOTAL)
        if not is_total.any():
            return False
        return known_sum(whole.loc[is_total, "amount_cents"]) == known_sum(
            whole.loc[~is_total, "amount_cents"]
        )

    def without(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of a report without those of credits, and its total without them."""
        if self.rows.empty:
            return rows
        kept = rows[rows["role"].ne(CREDIT)]
        less = kept["band"].map(self.amounts).where(kept["role"].eq(TOTAL)).astype("Int64").fillna(0)
        return kept.assign(amount_cents=kept["amount_cents"] - less)

    def said(self, day: object, state: str) -> Iterator[tuple]:
        """The rows of credits as they are shown: each amount, compared with nothing."""
        for row in self.rows.to_dict("records"):
            if not pd.isna(row["amount_cents"]) and row["amount_cents"]:
                yield (
                    day,
                    row["payer"],
                    row["band"],
                    row["amount_cents"],
                    None,
                    None,
                    state,
                    OF_NO_CLAIM,
                    None,
                )

    def total(self, told: Iterator[tuple], differs: str) -> Iterator[tuple]:
        """The amounts of a report's total as it is, which were compared without the credits."""
        for day, whose, band, amount, own, off, state, why, out in told:
            less = self.amounts.get(band, 0)
            if not less or amount is None or pd.isna(amount):
                yield day, whose, band, amount, own, off, state, why, out
            elif off is None:
                yield day, whose, band, amount + less, own, off, state, why, out
            else:
                cause = CREDITS if not off else f"{why}{_AND} of {dollars(less)}"
                yield day, whose, band, amount + less, own, off + less, differs, cause, out

    @property
    def words(self) -> str:
        """What a limit says of them, "" where the total has none."""
        return f" {dollars(self.amounts[ALL])} of it are {CREDITS}." if self.amounts.get(ALL) else ""
