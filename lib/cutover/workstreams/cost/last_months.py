"""The last twelve months one by one: claims, Office Ally's invoice, Medi's price, and Medi's own bills."""

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


@dataclass(frozen=True)
class _Month:
    """One month: numbers and cents by practice, each without the practices of which they are not known."""

    month: pd.Timestamp
    claims: dict[str, int]
    invoiced: dict[str, int]
    billed: dict[str, int]  # by Medi itself
    by_medi: int
    is_whole: bool  # its claims are all of the practices': none went through Medi, none is known by its answer alone

    @property
    def is_known(self) -> bool:
        """Whether anything is known of it but claims through Medi."""
        return bool(self.claims or self.invoiced or self.billed)


def past(comparison: Comparison) -> Table:
    """Return each of the last twelve months with its claims, its invoice, Medi's price for the claims, and its bill.

    Claims are those of every kind that are counted or stated, without those that went through Medi, which stand
    beside; null where nothing else is known of the month, as is the invoice where none is on file. The platform is
    charged for each practice, whether or not it sends claims. Where whole months have claims and no invoice, the last
    invoice on file stands against each of them. Of a book two sums are held against each other only where they are of
    the same practices.
    """
    months = [
        one for one in (_month(comparison, month) for month in window(comparison.as_of)) if one.is_known
    ]
    heads = len(comparison.own)
    last = next((one for one in reversed(months) if one.invoiced), None)
    held = last is not None and any(one.is_whole and one.claims and not one.invoiced for one in months)
    rows = [_row(comparison, one, last if held else None) for one in months]
    any_by_medi, any_billed = any(one.by_medi for one in months), any(one.billed for one in months)
    columns = (
        MONTH,
        count("claims", "Claims through Office Ally", "one sent again counts each time; null: not known"),
        cents("charged_cents", "Invoiced by Office Ally"),
        cents("platform_cents", "Medi: platform"),
        cents("claim_cents", "Medi: claims"),
        cents("medi_cents", "Medi: platform and claims"),
        cents(
            "less_cents",
            "Medi less, of these alone",
            "the invoice less platform and claims; below zero: Medi more",
        ),
        *((_against(last),) if held and last else ()),
        *((count("by_medi", "Claims through Medi", "at no price here"),) if any_by_medi else ()),
        *(_OF_BILLS if any_billed else ()),
        *((text("of", "Of practices", "how many each sum is of"),) if heads > 1 else ()),
    )
    frame = pd.DataFrame(rows, columns=list(_ALL)).reindex(columns=[column.name for column in columns])
    frame = frame.astype({column.name: "Int64" for column in columns if column.name not in ("month", "of")})
    return table(_TITLE, frame, columns, _note(heads, last if held else None, any_billed))


_ALL = (
    "month", "claims", "charged_cents", "platform_cents", "claim_cents", "medi_cents", "less_cents", "against_cents",
    "by_medi", "billed_cents", "less_billed_cents", "of",
)  # fmt: skip
_OF_BILLS = (
    cents("billed_cents", "Medi's own bill", "null: none is on file"),
    cents("less_billed_cents", "Invoice less Medi's own bill", "both were charged for that month"),
)


def _against(last: _Month):
    """The column of the last invoice beside Medi's price of each whole month."""
    return cents(
        "against_cents",
        f"Invoice of {last.month:%Y-%m} less Medi's price of this month",
        "null: the month is not whole, or its claims are not known",
    )


def _note(heads: int, last: _Month | None, any_billed: bool) -> str:
    said = (
        "Medi's list price for Office Ally's claims of that month alone, without eligibility checks and other "
        "transactions. Staying and leaving are compared above, with all of them."
    )
    if last is not None:
        said += (
            f" The last invoice on file is of {last.month:%Y-%m}. One column compares it with Medi's price of each "
            "whole month of claims."
        )
        if not last.is_whole:
            said += f" {last.month:%Y-%m} is no whole month of claims through Office Ally: its own row compares a part."
    if any_billed:
        said += " Medi's own bill is what it charged, with everything on it."
    if heads > 1:
        said += (
            " Two sums are compared only where both are of the same practices. The platform counts for "
            f"each of the {heads} practices, whether or not it sent claims in the month."
        )
    return said


def _month(comparison: Comparison, month: pd.Timestamp) -> _Month:
    claims, invoiced, billed, by_medi, is_whole = {}, {}, {}, 0, True
    for of in comparison.own:
        own, theirs = claims_of_each(of, [month])
        if own.notna().any():
            claims[of.practice] = int(own.sum())
        by_medi += int(theirs.sum())
        is_whole &= not theirs.sum() and not _is_implied(of, month)
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


def _row(comparison: Comparison, one: _Month, last: _Month | None) -> tuple:
    """One month as the table has it (_ALL)."""
    charged, billed = _whole(one.invoiced), _whole(one.billed)
    platform, claims, medi = _price(comparison, one)
    against = _less(last.invoiced, one.claims, medi) if last is not None and one.is_whole else None
    return (
        one.month, _whole(one.claims), charged, platform, claims, medi, _less(one.invoiced, one.claims, medi), against,
        one.by_medi, billed, _less(one.invoiced, one.billed, billed), _of(one),
    )  # fmt: skip


def _whole(by_practice: dict[str, int]) -> int | None:
    return sum(by_practice.values()) if by_practice else None


def _price(comparison: Comparison, one: _Month) -> tuple[int | None, int | None, int | None]:
    """Medi's platform, its claims and both for the claims of a month, null where these are not known."""
    if not one.claims:
        return None, None, None
    prices, tiers = comparison.rules.prices, comparison.subject.scenario.readings.tiers
    platform = prices.price("platform").total(len(comparison.own), tiers)
    claims = prices.price("claim").total(sum(one.claims.values()), tiers)
    return platform, claims, platform + claims


def _less(charged: dict[str, int], of: dict[str, int], other: int | None) -> int | None:
    """What was charged less another sum, null where one is not known or they are not of the same practices."""
    if other is None or not charged or set(charged) != set(of):
        return None
    return sum(charged.values()) - other


def _of(one: _Month) -> str:
    sums = (("claims", one.claims), ("invoices", one.invoiced), ("Medi's bills", one.billed))
    return ", ".join(f"{name} {len(known)}" for name, known in sums if known)
