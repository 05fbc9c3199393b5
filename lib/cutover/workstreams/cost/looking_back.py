"""Looking back: what Office Ally charged in the last twelve months, and what Medi's list makes of the same counts."""

from __future__ import annotations

import pandas as pd

from cutover.money import dollars
from cutover.reading.claims.invoices import NOT_A_CHARGE, charge_kinds
from cutover.result import Table
from cutover.wording import and_joined, several
from cutover.workstreams.columns import cents, count, text
from cutover.workstreams.cost import quoted
from cutover.workstreams.cost.comparison import Comparison
from cutover.workstreams.cost.facts import Facts
from cutover.workstreams.cost.moved import named
from cutover.workstreams.cost.prices import PriceBook, TierReading
from cutover.workstreams.cost.volumes import BILLED, BY_MEDI, MEDIS_COUNTS, OTHERS, window
from cutover.workstreams.findings import table

TITLE = "Looking back: what Office Ally charged, and what Medi would have"
CLAIMS = "claims"
_LABELS = {
    CLAIMS: "Claims through Office Ally", "eligibility": "Eligibility checks",
    "claim status": "Claim status checks", "COB": "COB transactions", "attachment": "Attachments",
}  # fmt: skip
_IN_WORDS = {
    name: label if label.startswith("COB") else label[0].lower() + label[1:]
    for name, label in _LABELS.items()
}
_BY_MEDI = "by_medi_count"
HALF = 6
_NOTHING = "not known: no invoice and no count of the last twelve months is on file"


def looking_back(comparison: Comparison) -> Table:
    """Return the last twelve months that an invoice or a count tells of, one by one, and their sums, in one table.

    Of a book the sums of each practice alone. A month without an invoice has no charge and one without a count no
    price of Medi: null, never zero. The sums are of the months in which both are known.
    """
    prices, tiers = comparison.rules.prices, comparison.subject.scenario.readings.tiers
    lone = comparison.practice is not None
    parts, said, silent = [], [], []
    for of in comparison.own:
        rows = at_quote(comparison, of) if lone else months_of(of, window(comparison.as_of), prices, tiers)
        sums = _sums(rows)
        if not lone and sums.empty:
            sums = pd.DataFrame([{"period": _why_no_sum(rows)}], columns=rows.columns)
            silent.append(of.name)
        parts.append((rows if lone else rows.iloc[:0], sums, of.name))
        if lone:
            said += _said(of, rows, sums)
    frame = pd.concat(
        [pd.concat([rows, sums]).assign(practice=name) for rows, sums, name in parts] or [_none()]
    )
    columns = _columns(frame, lone)
    if silent:
        said.append(f"Without a sum: {named(silent)}. Of no month there both sides are known.")
    note = " ".join([
        *said,
        "A sum is of the months in which both sides are known. The one-time fee of moving is not in it, and charges "
        "such as EHR 24/7 may go on after leaving.",
    ])  # fmt: skip
    return table(TITLE, frame.reindex(columns=[c.name for c in columns]), columns, note, _NOTHING)


def at_quote(comparison: Comparison, of: Facts) -> pd.DataFrame:
    """Return the months of a practice as `months_of`, with what they cost at a quote of Medi where one is on file."""
    prices, tiers = comparison.rules.prices, comparison.subject.scenario.readings.tiers
    rows = months_of(of, window(comparison.as_of), prices, tiers)
    return quoted.months_at(of, rows, prices)


def claims_of_each(of: Facts, months: list[pd.Timestamp]) -> tuple[pd.Series, pd.Series]:
    """Return the claims of each month through Office Ally, null where Medi's alone are known, and those of Medi."""
    billed = of.known[of.known["transaction"].isin(BILLED)].groupby("month")["count"].sum()
    by_medi = of.known[of.known["transaction"].eq(BY_MEDI)].set_index("month")["count"]
    billed, by_medi = (counts.reindex(months).astype("Int64") for counts in (billed, by_medi))
    own = billed - by_medi.fillna(0)
    return own.mask((own <= 0) & by_medi.notna()), by_medi


def months_of(of: Facts, months: list[pd.Timestamp], prices: PriceBook, tiers: TierReading) -> pd.DataFrame:
    """Return the months of a practice with its charges by kind, its counts, and Medi's price of them.

    Claims that went through Medi are none of what Office Ally charges for: they are counted apart. A month of which
    they alone are known has no number of Office Ally's: a claim list that tells of it may lack.
    """
    lines = of.lines[of.lines["charge"].ne(NOT_A_CHARGE) & of.lines["month"].isin(months)]
    told = of.known[of.known["transaction"].isin([*BILLED, *OTHERS])]
    known = told[~told["known_from"].isin(MEDIS_COUNTS)]
    names = known["transaction"].where(~known["transaction"].isin(BILLED), CLAIMS)
    kept = known.assign(of=names)
    counts = kept.pivot_table(index="month", columns="of", values="count", aggfunc="sum")
    counts = counts.reindex(months).astype("Int64")
    own, by_medi = claims_of_each(of, months)
    if CLAIMS in counts:
        counts[CLAIMS] = own
    sums = lines.pivot_table(index="month", columns="charge", values="amount_cents", aggfunc="sum").reindex(
        months
    )
    billed = sums.notna().any(axis=1)
    counts = _none_of_office_ally(counts, told[told["known_from"].isin(MEDIS_COUNTS)], billed)
    rows = pd.DataFrame({"period": [f"{month:%Y-%m}" for month in months]}, index=months)
    for kind in (kind for kind in charge_kinds() if kind in sums):
        rows[f"{kind}_cents"] = sums[kind].astype("Int64").fillna(0).where(billed)
    rows["charged_cents"] = sums.sum(axis=1).astype("Int64").where(billed)
    for name in (name for name in _LABELS if name in counts):
        rows[f"{name}_count"] = counts[name]
    if by_medi.any():
        rows[_BY_MEDI] = by_medi
    low, high = (_medi(counts, prices, tiers, end) for end in (min, max))
    rows["medi_low_cents"], rows["medi_high_cents"] = low, high
    rows["less_low_cents"], rows["less_high_cents"] = (
        rows["charged_cents"] - high,
        rows["charged_cents"] - low,
    )
    return rows[billed | counts.notna().any(axis=1) | by_medi.notna()]


def _none_of_office_ally(counts: pd.DataFrame, theirs: pd.DataFrame, billed: pd.Series) -> pd.DataFrame:
    """The counts, zero where Medi's bill alone counts and Office Ally's invoice of the month has none of the kind."""
    made = counts.copy()
    for row in theirs.itertuples():
        if row.transaction in made and billed.get(row.month, False):
            made.loc[row.month, row.transaction] = 0
    return made


def _medi(counts: pd.DataFrame, prices: PriceBook, tiers: TierReading, end) -> pd.Series:
    """Medi's price of each month's counts, platform and all; null in a month of which one of them is not known."""
    whole = pd.Series(prices.price("platform").total(1), counts.index, dtype="Int64")
    if CLAIMS not in counts:
        return whole.mask(whole.notna())
    for name in counts:
        item = "claim" if name == CLAIMS else name
        listed = [price for price in prices.prices if price.item == item]
        cost = counts[name].map(
            lambda n, listed=listed: end(p.total(int(n), tiers) for p in listed), na_action="ignore"
        )
        whole = whole + cost.astype("Int64")
    return whole


def _sums(rows: pd.DataFrame) -> pd.DataFrame:
    """The months with both sides together, and the last six where all of them have both."""
    both = rows[rows["charged_cents"].notna() & rows["medi_high_cents"].notna()]
    last = both.tail(HALF)
    whole = both.index[-HALF:].equals(rows.index[-HALF:]) and len(both) > HALF and _follow(last.index)
    made = [(f"the last {HALF} months", last)] if whole else []
    made += [(f"together, {several(len(both), 'month')}", both)] if len(both) else []
    return pd.DataFrame([{"period": name, **part.drop(columns="period").sum().to_dict()} for name, part in made],
                        columns=rows.columns)  # fmt: skip


def _why_no_sum(rows: pd.DataFrame) -> str:
    """Why no month has both sides, as the row of a practice without a sum says it."""
    if rows.empty:
        return "no sum: no invoice and no count"
    if rows["charged_cents"].isna().all():
        return "no sum: no invoice"
    return "no sum: no month has an invoice and counts of Office Ally"


def _follow(months: pd.Index) -> bool:
    return len(months) == HALF and months[-1] == months[0] + pd.DateOffset(months=HALF - 1)


def _said(of: Facts, rows: pd.DataFrame, sums: pd.DataFrame) -> list[str]:
    """What is known, in sentences: the months, both sums, and what no count tells of."""
    if rows.empty:
        return ["No invoice and no count of the last twelve months is on file."]
    billed = int(rows["charged_cents"].notna().sum())
    said = [f"Of the last twelve months {several(billed, 'month')} {'has' if billed == 1 else 'have'} an invoice; "
            "what the others were charged is not known."]  # fmt: skip
    for row in sums.to_dict("records"):
        low, high = dollars(int(row["medi_low_cents"])), dollars(int(row["medi_high_cents"]))
        medi = low if low == high else f"{low} to {high}"
        said.append(
            f"In {_lower(row['period'])}: Office Ally {dollars(int(row['charged_cents']))}, Medi {medi}."
        )
    theirs = of.known[of.known["known_from"].isin(MEDIS_COUNTS)]
    lacks = [
        _IN_WORDS[name]
        for name in _LABELS
        if f"{name}_count" not in rows and name not in set(theirs["transaction"])
    ]
    counted = [f"{row.month:%Y-%m} {row.number:,} {_IN_WORDS[row.transaction]}" for row in
               theirs.rename(columns={"count": "number"}).itertuples()]  # fmt: skip
    if lacks:
        said.append(f"No invoice and no file counts {and_joined(lacks)}: Medi's price of them is not in it.")
    if counted:
        said.append(
            f"Medi's own bills count what went through it ({and_joined(counted)}): that is not in it."
        )
    return said


def _lower(period: str) -> str:
    return period.removeprefix("together, ")


def _none() -> pd.DataFrame:
    names = [
        "period",
        "charged_cents",
        "medi_low_cents",
        "medi_high_cents",
        "less_low_cents",
        "less_high_cents",
    ]
    return pd.DataFrame(columns=names)


def _columns(frame: pd.DataFrame, lone: bool) -> tuple:
    kinds = [f"{kind}_cents" for kind in charge_kinds() if f"{kind}_cents" in frame]
    counts = [f"{name}_count" for name in _LABELS if f"{name}_count" in frame]
    quotes = [name for name in frame if str(name).startswith("quote ")]
    at_all = quoted.QUOTED in frame
    return (
        *(() if lone else (text("practice", "Practice"),)),
        text("period", "Month"),
        *(cents(name, name.removesuffix("_cents")) for name in kinds),
        cents("charged_cents", "Office Ally, together", "null: no invoice is on file"),
        *(count(name, _LABELS[name.removesuffix("_count")], "null: not known") for name in counts),
        *((count(_BY_MEDI, "Claims through Medi alone", "at no price here"),) if _BY_MEDI in frame else ()),
        cents("medi_low_cents", "Medi, at least", "platform and these counts at its list prices"),
        cents("medi_high_cents", "Medi, at most"),
        cents("less_low_cents", "Medi less, at least", "below zero: Medi would have cost more"),
        cents("less_high_cents", "Medi less, at most"),
        *(
            cents(name, f"At Medi's quote: {name.removeprefix('quote ').removesuffix('_cents')}")
            for name in quotes
        ),
        *((cents(quoted.QUOTED, "At Medi's quote, together"),) if at_all else ()),
        *(
            (cents(quoted.LESS, "Less at the quote", "below zero: it would have cost more"),)
            if at_all
            else ()
        ),
    )
