"""Practices that have moved already: what a comparison of staying with leaving means for them, in sentences."""

from __future__ import annotations

import pandas as pd

from cutover.money import dollars
from cutover.reading.claims.invoices import NOT_A_CHARGE
from cutover.wording import and_joined, several
from cutover.workstreams.cost.comparison import Comparison
from cutover.workstreams.cost.facts import Facts, sent_by_month

NAMED = 5  # practices of a book and months that are named; of more their number is told
STAYING = "It has moved: this is what staying would cost."


def opening(comparison: Comparison, name: str) -> str:
    """Return that the practice has moved and from when on is compared; empty of a book, or before the move."""
    if comparison.practice is None or not comparison.moved:
        return ""
    day, first = comparison.moved[0].cutover, comparison.first
    since = "in that month" if first == day.replace(day=1) else f"in {first:%Y-%m}, as if it moved then"
    return f"{name} moved on {day}, and the comparison begins {since}."


def limits(comparison: Comparison) -> tuple[str, ...]:
    """Return what a comparison means for practices that have moved; nothing where none has."""
    if not comparison.moved:
        return ()
    if comparison.practice is None:
        return (_of_book(comparison),)
    return (
        "What staying costs after the move is taken from the last twelve months: no invoice can show it. "
        f"{_charged_since(comparison.moved[0])}",
        *_by_lists(comparison),
    )


def _by_lists(comparison: Comparison) -> tuple[str, ...]:
    """What Medi's platform and claims come to in each month since the move, by the claims of Medi's own lists."""
    of = comparison.moved[0]
    since = pd.Timestamp(of.cutover).replace(day=1)
    each = []
    for month, number in sent_by_month(of).items():
        if since <= month <= pd.Timestamp(comparison.as_of):
            whole = dollars(at_list_price(comparison, number))
            each.append(f"{month:%Y-%m} {several(number, 'claim')} and {whole}")
    if not each:
        return ()
    return (
        f"By the claims in Medi's own lists, its platform and claims at list price come to: {'; '.join(each)}. "
        "The last month counts up to the last list.",
    )


def at_list_price(comparison: Comparison, claims: int) -> int:
    """Return the cents of Medi's platform for one practice and so many claims of a month, by its price list."""
    terms = comparison.subject.scenario
    platform, each = (terms.prices.price(item) for item in ("platform", "claim"))
    return platform.total(1, terms.readings.tiers) + each.total(claims, terms.readings.tiers)


def still_charged(comparison: Comparison) -> str:
    """Return which months since the move are as Office Ally's invoices have them, and which are estimates."""
    if comparison.practice is None or not comparison.moved or comparison.first > comparison.as_of:
        return ""
    invoiced = {turn for turn, *_ in comparison.subject.cases[0].charged}
    months = pd.date_range(comparison.first, comparison.as_of, freq="MS")
    known, others = (
        [month for turn, month in enumerate(months) if (turn in invoiced) is of] for of in (True, False)
    )
    said = ""
    if known:
        said = f" What Office Ally still charges is as invoiced in {_months(known)}, less what does not end by leaving."
    if others:
        said += f" No invoice is on file for {_months(others)}: what it still charges there is an estimate."
    return said


def still_sent(comparison: Comparison) -> str:
    """Return in which months since the move Medi's charge is by the claims that are known; empty where in none."""
    if comparison.practice is None or not comparison.moved:
        return ""
    turns = [turn for case in comparison.subject.cases for turn, _ in case.sent]
    months = [pd.Timestamp(comparison.first) + pd.DateOffset(months=turn) for turn in turns]
    return f" Medi's charge for claims is by those that are known in {_months(months)}." if months else ""


def _months(months: list[pd.Timestamp]) -> str:
    """Months in words, the first few of many."""
    names = [f"{month:%Y-%m}" for month in months]
    if len(names) <= NAMED:
        return and_joined(names)
    return f"{', '.join(names[: NAMED - 1])} and {len(names) - NAMED + 1} more months"


def named(names: list[str]) -> str:
    """Return the practices of a book in words, of many their number."""
    return and_joined(names) if len(names) <= NAMED else several(len(names), "practice")


def _of_book(comparison: Comparison) -> str:
    names = [one.name for one in comparison.moved]
    one = len(names) == 1
    return (
        f"{named(names)} {'has' if one else 'have'} moved already. Here {'it is' if one else 'they are'} compared as "
        f"if {'it' if one else 'they'} moved with the others in {comparison.first:%Y-%m}."
    )


def _charged_since(of: Facts) -> str:
    """What Office Ally's invoices charge for the months after that of the move."""
    lines = of.lines[of.lines["charge"].ne(NOT_A_CHARGE) & of.lines["month"].gt(pd.Timestamp(of.cutover))]
    if lines.empty:
        return "No invoice of Office Ally for a month after the move is on file."
    sums = lines.groupby("month")["amount_cents"].sum()
    months = and_joined([f"{month:%Y-%m} {dollars(int(cents))}" for month, cents in sums.items()])
    return (
        f"Office Ally's own invoices for months after the move come to {dollars(int(sums.sum()))} ({months})."
    )
