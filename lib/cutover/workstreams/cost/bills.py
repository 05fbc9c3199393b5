"""Medi's own bills held against its price list: what a line may cost at the most, and what is billed above it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from cutover import reference
from cutover.columns import TEXT, conform
from cutover.errors import ReferenceDataError
from cutover.money import dollars
from cutover.wording import and_joined, several
from cutover.workstreams.columns import MONTH, cents, count, text
from cutover.workstreams.cost.office_ally import PRINTING
from cutover.workstreams.cost.prices import PriceBook, TierReading, load_price_book
from cutover.workstreams.cost.volumes import COUNTED

_OTHER = "other"
_CREDITS = {f"credit for {_OTHER}": "a credit"}
_NOT_TOLD = "The claim list does not tell how many claims went on paper."
# one row per line of Medi's own bills
BILLED = (
    MONTH,
    text("item", "For", "null where its words are of none that the price list has"),
    count("quantity", "Number", "null where none is stated"),
    cents("amount_cents", "Billed"),
    cents("most_cents", "By the price list, at most", "null where it is not known"),
    cents("over_cents", "Billed above it", "null where it is not known"),
)

_INCLUDED = re.compile(r"\s*(?:[(\[+&,;]|\b(?:incl\w*|with|plus|and)\b)", re.IGNORECASE)


@dataclass(frozen=True)
class _Item:
    item: str
    words: tuple[str, ...]
    comes_with: str = ""


@dataclass(frozen=True)
class _Items:
    item: tuple[_Item, ...]


def billed(lines: pd.DataFrame) -> pd.DataFrame:
    """Return what the lines of Medi's own bills come to by its price list, one row per line (BILLED), under its index.

    `lines` is INVOICE_LINES. The most is that of all readings of the list at the month's prices, for the number that
    the line states. What comes with an item in its price costs nothing beside a line of that item in the same month. No
    price is guessed for a month that no list is known for.
    """
    names = lines["description"].map(item_of, na_action="ignore").astype(TEXT)
    there = set(zip(lines["month"], names, strict=True))
    most = [
        _most(name, number, month, there)
        for name, number, month in zip(names, lines["quantity"], lines["month"], strict=True)
    ]
    told = lines[["month", "quantity", "amount_cents"]].assign(item=names, most_cents=pd.array(most, "Int64"))
    over = (told["amount_cents"] - told["most_cents"]).clip(lower=0)
    return conform(told.assign(over_cents=over)[[c.name for c in BILLED]], BILLED)


def said(lines: pd.DataFrame) -> tuple[str, ...]:
    """Return what Medi's own bills come to by month, and by its price list, as a sentence; none where there is none."""
    if lines.empty:
        return ()
    found = billed(lines)
    month = found["month"].dt.strftime("%Y-%m").astype(TEXT).fillna("without a month")
    sums = [f"{name}: {_by_list(part)}" for name, part in found.groupby(month)]
    return (
        f"Medi's own bills are on file ({and_joined(sums)}). "
        "They are no charge of Office Ally and are in no table here.",
    )


def printed(lines: pd.DataFrame, known: pd.DataFrame) -> tuple[str, ...]:
    """Return what Office Ally's bills charge for printing beside the claims on paper, in sentences; none without it.

    `lines` is INVOICE_LINES, `known` (VOLUMES) the practice's numbers by month. A month that claims do not tell of is
    not taken for one without paper; a bill whose line counts claims tells of it itself.
    """
    print_lines = lines[lines["charge"].eq(PRINTING).fillna(False) & lines["month"].notna()]
    if print_lines.empty:
        return ()
    named = print_lines["description"].map(item_of, na_action="ignore").eq("claim").fillna(False)
    sums = (
        print_lines.assign(claims=named.astype(bool))
        .groupby("month")
        .agg(
            number=("quantity", lambda numbers: numbers.sum(min_count=1)),
            cents=("amount_cents", "sum"),
            claims=("claims", "all"),
        )
    )
    on_paper = known[known["transaction"].eq("paper claim") & known["basis"].eq(COUNTED)]
    paper = on_paper.set_index("month")["count"]
    said = [
        f"Printing on the bill of {month:%Y-%m}: {_number(row.number, row.claims)}{dollars(int(row.cents))}."
        + _listed(month, paper, row.claims and pd.notna(row.number))
        for month, row in zip(sums.index, sums.itertuples(), strict=True)
    ]
    differ = [m for m in sums.index if m in paper.index and sums.loc[m, "number"] != paper[m]]
    if differ:
        said.append(
            "Where the two differ, ask Office Ally what else was printed, and whether it counts pages."
        )
    alone = paper[(paper > 0) & ~paper.index.isin(sums.index) & paper.index.isin(lines["month"])]
    if len(alone):
        said.append(
            f"Claims on paper in months whose bill has no printing: {int(alone.sum()):,} "
            f"({and_joined([f'{month:%Y-%m}' for month in alone.index])})."
        )
    return tuple(said)


def _number(number: Any, claims: bool) -> str:
    """How many pieces a bill counts, as claims where its own words call them so."""
    if pd.isna(number):
        return ""
    return f"{several(int(number), 'claim')} on paper for " if claims else f"{int(number):,} for "


def _listed(month: pd.Timestamp, paper: pd.Series, billed: bool) -> str:
    """How many claims of a month went on paper by the claim list; nothing where the bill alone counts them."""
    if month in paper.index:
        return f" Claims on paper in the claim list: {int(paper[month]):,}."
    return "" if billed else f" {_NOT_TOLD}"


def _by_list(part: pd.DataFrame) -> str:
    """What one month's bill comes to, and what its price list makes of it at the most."""
    whole, known = dollars(int(part["amount_cents"].sum())), part["most_cents"].notna()
    if not known.any():
        return whole
    most = dollars(int(part["most_cents"].sum()))
    left = int((~known).sum())
    return f"{whole}, by the price list at most {most}" + (
        f" without {several(left, 'line')} that it has no price for" if left else ""
    )


def in_parts(lines: pd.DataFrame, sent_on: pd.Series) -> tuple[str, ...]:
    """Return what each month's bill of Medi is made of, and its claims beside those of Medi's lists, in sentences.

    `lines` is INVOICE_LINES, `sent_on` the day of each claim of the lists. The parts sum to the bill: what is below
    zero is a credit, and what the price list has no item for is named as other. Nothing is said of one part; no
    claims are compared in a month whose bill states no number of them, or in which the lists have none.
    """
    found = billed(lines).dropna(subset=["month"])
    return tuple(
        sentence
        for month, rows in found.groupby("month")
        for sentence in (_parts(month, rows), _beside_lists(month, rows, sent_on))
        if sentence
    )


def _parts(month: pd.Timestamp, rows: pd.DataFrame) -> str:
    credit = rows["amount_cents"].lt(0).fillna(False).astype(bool)
    kinds = rows["item"].fillna(_OTHER).mask(credit, "credit for " + rows["item"].fillna(_OTHER))
    sums = rows.groupby(kinds.replace(_CREDITS), sort=False)["amount_cents"].sum()
    named = [f"{kind} {dollars(int(cents))}" for kind, cents in sums[sums != 0].items()]
    return f"Medi's bill of {month:%Y-%m} is made of {and_joined(named)}." if len(named) > 1 else ""


def _beside_lists(month: pd.Timestamp, rows: pd.DataFrame, sent_on: pd.Series) -> str:
    claims = rows[rows["item"].eq("claim") & rows["quantity"].notna()]
    there = sent_on[sent_on.dt.to_period("M").dt.to_timestamp().eq(month)]
    number = int(claims["quantity"].sum())
    if number <= 0 or there.empty:
        return ""
    more, (price, odd) = number - len(there), divmod(int(claims["amount_cents"].sum()), number)
    worth = "" if odd else f", {dollars(abs(more) * price)}"
    rest = f"{abs(more):,} {'more' if more > 0 else 'fewer'}{worth}" if more else "as many"
    return (
        f"It has {several(number, 'claim')}, and Medi's lists have {len(there):,} sent in that month, "
        f"the last on {there.max():%Y-%m-%d}: {rest}."
    )


def item_of(words: str) -> str | None:
    """The item that a line names by whole words, before what it says is included (`Claims (ERA included)`)."""
    first = _INCLUDED.split(words, maxsplit=1)[0]
    named = (_named(text) for text in (first, words))
    return next((item for item in named if item), None)


def _named(words: str) -> str | None:
    return next((one.item for one in _items() if _has(words, one.words)), None)


def _has(text_of_line: str, words: tuple[str, ...]) -> bool:
    return re.search(rf"\b(?:{'|'.join(map(re.escape, words))})\b", text_of_line, re.IGNORECASE) is not None


def _most(item: object, number: Any, month: object, there: set) -> int | None:
    """The most that a line may cost, in cents; None where the list, the item, the number or the month is not known."""
    prices = _prices(month.date()) if isinstance(month, pd.Timestamp) and not pd.isna(month) else None
    if prices is None or not isinstance(item, str):
        return None
    host = next((one.comes_with for one in _items() if one.item == item), "")
    if host:
        return 0 if (month, host) in there else None
    if pd.isna(number) or int(number) < 0:
        return None
    found = [
        price.total(int(number), how) for price in prices.prices if price.item == item for how in TierReading
    ]
    return max(found, default=None)


def _prices(first: dt.date) -> PriceBook | None:
    """The price list of the last day of a month; None where none is known."""
    last = (pd.Timestamp(first) + pd.offsets.MonthEnd(0)).date()
    try:
        return load_price_book(last)
    except ReferenceDataError:
        return None


@cache
def _items() -> tuple[_Item, ...]:
    return reference.load("medi_bill_words", _Items).item
