"""Medi's own bills beside its price list and its lists of claims: what is billed above one, or beyond the other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cutover.columns import TEXT, conform, empty, framed
from cutover.errors import ReferenceDataError
from cutover.money import dollars
from cutover.reading.claims.medi_bills import item_of, items
from cutover.reading.files.days import days_named
from cutover.wording import and_joined, several
from cutover.workstreams.columns import MONTH, cents, count, date, text
from cutover.workstreams.cost.office_ally import PRINTING
from cutover.workstreams.cost.prices import PriceBook, TierReading, load_price_book
from cutover.workstreams.cost.volumes import COUNTED, OF_BILLS, OF_BILLS_IN_PART, OTHERS, VOLUMES

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

# one row per month of Medi's own bills whose claims can be compared with its lists
BESIDE = (
    MONTH,
    count("billed", "Claims billed"),
    count("listed", "Claims in Medi's lists", "sent in that month"),
    count("more", "Billed more", "below zero: fewer"),
    cents("more_cents", "For", "at the bill's price of one; null where it has none"),
    date("last_on", "Last in the lists", "of that month"),
    text("doubt", "In doubt", "why the difference is not known to be one; null where it is"),
)


@dataclass(frozen=True)
class Sent:
    """The day on which each claim of Medi's lists was sent (`on`), null where none is stated.

    They begin `since` a day, such as that of the move, and are asked until `until`; of `unread` lists not all is read.
    """

    on: pd.Series
    since: dt.date
    until: dt.date
    unread: int = 0

    def lacks(self, month: pd.Timestamp) -> str | None:
        """Return why the lists may not have each claim of a month, null where nothing says so.

        They are whole up to a day where no more days lie between than ever do between two days of sending.
        """
        if self.unread:
            are = "is" if self.unread == 1 else "are"
            return f"{several(self.unread, 'list')} of what was sent {are} not read in full"
        if lacking := int(self.on.isna().sum()):
            return f"{several(lacking, 'claim')} of the lists {'has' if lacking == 1 else 'have'} no day of sending"
        days = pd.Series(self.on.unique()).sort_values()
        usual = days.diff().max()
        usual = pd.Timedelta(0) if pd.isna(usual) else usual
        begins = max(month, pd.Timestamp(self.since))
        ends = min(month + pd.offsets.MonthEnd(0), pd.Timestamp(self.until))
        if days.min() - begins > usual:
            return f"the lists begin on {days.min():%Y-%m-%d}"
        return f"the lists end on {days.max():%Y-%m-%d}" if ends - days.max() > usual else None


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


def checks_billed(lines: pd.DataFrame, cutover: dt.date) -> pd.DataFrame:
    """Return the eligibility checks and the like that Medi's own bills count, one row per month and kind (VOLUMES).

    `lines` is INVOICE_LINES. Claims have lists of their own. A month with a line that states no number, or with less
    than none, is not counted. Of the month of the move a bill counts a part alone, which its origin says: it counts
    where no bill of a whole month does.
    """
    found = billed(lines)
    found = found[found["item"].isin(OTHERS) & found["month"].notna()]
    if found.empty:
        return empty(VOLUMES)
    sums = found.groupby(["month", "item"])["quantity"].agg(["sum", "count", "size"]).reset_index()
    sums = sums[sums["count"].eq(sums["size"]) & sums["sum"].ge(0)]
    day = pd.Timestamp(cutover)
    is_part = sums["month"].eq(day.replace(day=1)) & (day.day > 1)
    sums = sums[~is_part | ~sums["item"].isin(sums.loc[~is_part, "item"])]
    origin = pd.Series(OF_BILLS, sums.index, dtype="str").mask(is_part[sums.index], OF_BILLS_IN_PART)
    named = sums.rename(columns={"item": "transaction", "sum": "count"}).loc[:, ["month", "transaction"]]
    return conform(named.assign(count=sums["sum"], basis=COUNTED, known_from=origin), VOLUMES)


def said(lines: pd.DataFrame) -> tuple[str, ...]:
    """Return what Medi's own bills come to by month, and by its price list, as a sentence; none where there is none."""
    if lines.empty:
        return ()
    found = billed(lines)
    month = found["month"].dt.strftime("%Y-%m").astype(TEXT).fillna("without a month")
    sums = [f"{name}: {_by_list(part)}" for name, part in found.groupby(month)]
    return (
        f"Medi's own bills are on file ({and_joined(sums)}). "
        "They are no charge of Office Ally and are in no table here. "
        "The price list is applied to the numbers that a bill states, right or not.",
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


def in_parts(lines: pd.DataFrame, sent: Sent) -> tuple[str, ...]:
    """Return what each month's bill of Medi is made of, and its claims beside those of Medi's lists, in sentences.

    `lines` is INVOICE_LINES. The parts sum to the bill: what is below zero is a credit, and what the price list has no
    item for is named as other. Nothing is said of one part; `beside_lists` tells where claims are compared.
    """
    found = billed(lines).dropna(subset=["month"])
    beside = {row.month: _compared(row) for row in beside_lists(lines, sent).itertuples()}
    return tuple(
        sentence
        for month, rows in found.groupby("month")
        for sentence in (_parts(month, rows), beside.get(month, ""))
        if sentence
    )


def _parts(month: pd.Timestamp, rows: pd.DataFrame) -> str:
    credit = rows["amount_cents"].lt(0).fillna(False).astype(bool)
    kinds = rows["item"].fillna(_OTHER).mask(credit, "credit for " + rows["item"].fillna(_OTHER))
    sums = rows.groupby(kinds.replace(_CREDITS), sort=False)["amount_cents"].sum()
    named = [f"{kind} {dollars(int(cents))}" for kind, cents in sums[sums != 0].items()]
    return f"Medi's bill of {month:%Y-%m} is made of {and_joined(named)}." if len(named) > 1 else ""


def _compared(row: Any) -> str:
    """The claims of a month's bill beside those of Medi's lists (BESIDE), as a sentence."""
    worth = "" if pd.isna(row.more_cents) else f", {dollars(abs(int(row.more_cents)))}"
    rest = f"{abs(row.more):,} {'more' if row.more > 0 else 'fewer'}{worth}" if row.more else "as many"
    doubt = f". Whether that is a difference is not known: {row.doubt}" if pd.notna(row.doubt) else ""
    return (
        f"It has {several(int(row.billed), 'claim')}, and Medi's lists have {row.listed:,} sent in that month, "
        f"the last on {row.last_on:%Y-%m-%d}: {rest}{doubt}."
    )


def beside_lists(lines: pd.DataFrame, sent: Sent) -> pd.DataFrame:
    """Return the claims of Medi's bills beside those of its lists, one row per month (BESIDE).

    `lines` is INVOICE_LINES. No claims are compared in a month whose bill states no number of them, or in which the
    lists have none. A bill of more claims than the lists have is in doubt where the lists may not be whole, or the
    bill not of that month; a bill of fewer is not: the lists have them all the same.
    """
    claims = billed(lines)
    claims = claims[claims["item"].eq("claim") & claims["quantity"].notna() & claims["month"].notna()]
    months = sent.on.dropna().dt.to_period("M").dt.to_timestamp()
    rows = []
    for month, part in claims.groupby("month"):
        number, there = int(part["quantity"].sum()), sent.on[months.index[months.eq(month)]]
        if number <= 0 or there.empty:
            continue
        more, (price, odd) = number - len(there), divmod(int(part["amount_cents"].sum()), number)
        doubt = _doubt(lines.loc[part.index, "description"], month, number, sent) if more > 0 else None
        rows.append((month, number, len(there), more, None if odd else more * price, there.max(), doubt))
    return framed(rows, BESIDE)


def _doubt(words: pd.Series, month: pd.Timestamp, number: int, sent: Sent) -> str | None:
    """Why a bill of more claims than the lists have may be right: it is of another month, or the lists lack some."""
    last = month - pd.DateOffset(months=1)
    if number == int(sent.on.dt.to_period("M").eq(last.to_period("M")).sum()):
        return f"as many were sent in {last:%Y-%m}, of which the bill may be"
    named = [pd.Timestamp(day) for text in words.dropna() for day, *_ in days_named(text)]
    if any(day.to_period("M") != month.to_period("M") for day in named):
        return "the bill names days of another month"
    return sent.lacks(month)


def _most(item: object, number: Any, month: object, there: set) -> int | None:
    """The most that a line may cost, in cents; None where the list, the item, the number or the month is not known."""
    prices = _prices(month.date()) if isinstance(month, pd.Timestamp) and not pd.isna(month) else None
    if prices is None or not isinstance(item, str):
        return None
    host = next((one.comes_with for one in items() if one.item == item), "")
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
