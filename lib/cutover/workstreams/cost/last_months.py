"""The last twelve months one by one: Office Ally's invoice beside Medi's price, and Medi's own bills."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cutover.reading.claims.invoices import NOT_A_CHARGE
from cutover.result import Table
from cutover.workstreams.columns import MONTH, cents, count, text
from cutover.workstreams.cost.comparison import Comparison
from cutover.workstreams.cost.facts import Facts
from cutover.workstreams.cost.looking_back import claims_of_each
from cutover.workstreams.cost.volumes import BILLED, IMPLIED, window
from cutover.workstreams.findings import table

_TITLE = "The last twelve months, one by one"
_BY_MEDI = "Months in which Medi had claims or sent a bill"


@dataclass(frozen=True)
class _Month:
    """One month: numbers and cents by practice, each without the practices of which they are not known."""

    month: pd.Timestamp
    claims: dict[str, int]
    invoiced: dict[str, int]
    billed: dict[str, int]  # by Medi itself
    by_medi: int
    is_whole: (
        bool  # its claims are all of the practices': none is Medi's alone, and none lacks (`Facts.in_part`)
    )

    @property
    def is_known(self) -> bool:
        """Whether anything is known of it but claims through Medi."""
        return bool(self.claims or self.invoiced or self.billed)


def past(comparison: Comparison) -> Table:
    """Return each of the last twelve months with Office Ally's invoice and Medi's price of its claims, one row each.

    Claims are those of every kind that are counted or stated, without those of Medi alone; null where nothing else is
    known of the month, as is the invoice where none is on file. The platform is charged for each practice, whether or
    not it sends claims. One comparison is made, of whole months: with the month's own invoice, or with the last one on
    file where whole months have claims and no invoice. Of a book two sums are held against each other only where they
    are of the same practices.
    """
    months, heads = [one for one in _months(comparison) if one.is_known], len(comparison.own)
    last = next((one for one in reversed(months) if one.invoiced), None)
    held = last if any(one.is_whole and one.claims and not one.invoiced for one in months) else None
    columns = (
        MONTH,
        count("claims", "Claims through Office Ally", "one sent again counts each time; null: not known"),
        cents("medi_cents", "Medi: platform and claims", "at list price"),
        cents("charged_cents", "Invoiced by Office Ally", "null: no invoice is on file"),
        _against(held) if held else _LESS,
        *((text("of", "Of practices", "how many each sum is of"),) if heads > 1 else ()),
    )
    rows = [_row(comparison, one, held) for one in months]
    return table(_TITLE, _frame(rows, columns), columns, _note(heads, held))


def by_medi(comparison: Comparison) -> Table:
    """Return the months of the last twelve in which Medi alone has claims or sent a bill, one row each.

    Its bill stands beside Office Ally's invoice of the month, and is not held against it.
    """
    rows = [
        {
            "month": one.month, "by_medi": one.by_medi or None, "billed_cents": _whole(one.billed),
            "charged_cents": _whole(one.invoiced),
        }
        for one in _months(comparison)
        if one.by_medi or one.billed
    ]  # fmt: skip
    columns = (
        MONTH,
        count("by_medi", "Claims through Medi alone"),
        cents("billed_cents", "Medi's own bill", "with everything on it; null: none is on file"),
        cents("charged_cents", "Invoiced by Office Ally", "for the same month"),
    )
    note = "Where both charged for a month, both are paid." if rows else ""
    return table(_BY_MEDI, _frame(rows, columns), columns, note, "none of the last twelve")


_LESS = cents(
    "less_cents", "Invoice less Medi's price", "null: an invoice is missing, or not all claims are known"
)


def _against(last: _Month):
    """The column of the last invoice beside Medi's price of each whole month."""
    return cents(
        "against_cents",
        f"Invoice of {last.month:%Y-%m} less Medi's price of this month",
        "null: not all claims of the month are known",
    )


def _frame(rows: list[dict], columns: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows).reindex(columns=[column.name for column in columns])
    frame["month"] = frame["month"].astype("datetime64[ms]")
    return frame.astype({column.name: "Int64" for column in columns if column.name not in ("month", "of")})


def _note(heads: int, held: _Month | None) -> str:
    said = "Go by the invoice less Medi's price: it is of whole months of claims alone."
    if held is not None:
        said += f" The last invoice, of {held.month:%Y-%m}, is compared with each of them."
    said += " Medi's price is without eligibility checks and other transactions: the totals above have them."
    if heads > 1:
        said += (
            " Two sums are compared only where both are of the same practices. The platform counts for "
            f"each of the {heads} practices."
        )
    return said


def _months(comparison: Comparison) -> list[_Month]:
    return [_month(comparison, month) for month in window(comparison.as_of)]


def _month(comparison: Comparison, month: pd.Timestamp) -> _Month:
    claims, invoiced, billed, by_medi, is_whole = {}, {}, {}, 0, True
    for of in comparison.own:
        own, theirs = claims_of_each(of, [month])
        if own.notna().any():
            claims[of.practice] = int(own.sum())
        by_medi += int(theirs.sum())
        is_whole &= not theirs.sum() and not _is_implied(of, month) and month not in of.in_part
        charged = of.lines[of.lines["month"].eq(month) & of.lines["charge"].ne(NOT_A_CHARGE)]
        invoiced |= _sum_of(of, charged)
        billed |= _sum_of(of, of.medi[of.medi["month"].eq(month)])
    return _Month(month, claims, invoiced, billed, by_medi, is_whole)


def _is_implied(of: Facts, month: pd.Timestamp) -> bool:
    """Whether remittances alone tell of the claims of a month: those without an answer are missing."""
    rows = of.known[of.known["month"].eq(month) & of.known["transaction"].isin(BILLED)]
    return bool(rows["known_from"].eq(IMPLIED).any())


def _sum_of(of: Facts, lines: pd.DataFrame) -> dict[str, int]:
    return {of.practice: int(lines["amount_cents"].sum())} if len(lines) else {}


def _row(comparison: Comparison, one: _Month, held: _Month | None) -> dict:
    """One month: its claims, Medi's price of them, its invoice, and the one comparison where it is whole."""
    medi = _price(comparison, one)
    return {
        "month": one.month, "claims": _whole(one.claims), "medi_cents": medi, "charged_cents": _whole(one.invoiced),
        "less_cents": _less(one.invoiced, one.claims, medi) if one.is_whole else None,
        "against_cents": _less(held.invoiced, one.claims, medi) if held is not None and one.is_whole else None,
        "of": _of(one),
    }  # fmt: skip


def _whole(by_practice: dict[str, int]) -> int | None:
    return sum(by_practice.values()) if by_practice else None


def _price(comparison: Comparison, one: _Month) -> int | None:
    """Medi's platform and claims for the claims of a month, null where these are not known."""
    if not one.claims:
        return None
    prices, tiers = comparison.rules.prices, comparison.subject.scenario.readings.tiers
    claims = prices.price("claim").total(sum(one.claims.values()), tiers)
    return prices.price("platform").total(len(comparison.own), tiers) + claims


def _less(charged: dict[str, int], of: dict[str, int], other: int | None) -> int | None:
    """What was charged less another sum, null where one is not known or they are not of the same practices."""
    if other is None or not charged or set(charged) != set(of):
        return None
    return sum(charged.values()) - other


def _of(one: _Month) -> str:
    sums = (("claims", one.claims), ("invoices", one.invoiced))
    return ", ".join(f"{name} {len(known)}" for name, known in sums if known)
