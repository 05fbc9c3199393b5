"""The tables of a cost comparison: inputs, both sides, months, totals, readings, sensitivity, practices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cutover import reference
from cutover.columns import Column, Kind, empty
from cutover.money import dollars
from cutover.reading.claims.invoices import INVOICE_LINES, NOT_A_CHARGE
from cutover.result import Source, Table
from cutover.wording import and_joined, several
from cutover.workstreams.columns import MONTH, cents, count, text
from cutover.workstreams.cost import bills
from cutover.workstreams.cost.comparing import HORIZONS, MEDI_PARTS, readings_of, span
from cutover.workstreams.cost.comparison import Comparison
from cutover.workstreams.cost.facts import Facts, sent_of
from cutover.workstreams.cost.last_months import by_medi, past
from cutover.workstreams.cost.looking_back import looking_back
from cutover.workstreams.cost.model import ITEMS, RHYTHM
from cutover.workstreams.cost.moved import STAYING, still_charged, still_sent
from cutover.workstreams.cost.office_ally import Part
from cutover.workstreams.cost.price_list import price_table
from cutover.workstreams.cost.prices import Commitment
from cutover.workstreams.cost.sensitivity import Effect
from cutover.workstreams.cost.volumes import COUNTED
from cutover.workstreams.findings import table

BASES = "counted in the data, stated by a person, assumed, or unknown"
PRACTICE = text("practice", "Practice")


def tables(comparison: Comparison) -> dict[str, Table]:
    """Return every table of a comparison by its name."""
    return {
        "inputs": inputs_table(comparison),
        "office_ally": office_ally(comparison),
        "medi": medi(comparison),
        "prices": price_table(comparison.rules.prices),
        "months": months(comparison),
        "cumulative": cumulative(comparison),
        "totals": totals(comparison),
        "readings": readings(comparison),
        "commitment": commitment(comparison),
        "sensitivity": sensitivity(comparison),
        "swings": swings(comparison),
        "practices": practices(comparison),
        "invoiced": invoiced(comparison),
        "past": past(comparison),
        "by_medi": by_medi(comparison),
        "back": looking_back(comparison),
        "medi_bills": medi_bills(comparison),
        "beyond": beyond(comparison),
    }


def dates(comparison: Comparison) -> list[pd.Timestamp]:
    """Return the months of the horizon."""
    return list(pd.date_range(comparison.first, periods=comparison.subject.scenario.months, freq="MS"))


def month_word(comparison: Comparison, number: int | None) -> str:
    """Return a month of the horizon, counted from 1, as readers see it; `never` for None."""
    return "never" if number is None else f"{dates(comparison)[number - 1]:%Y-%m}"


def _named(comparison: Comparison, columns: tuple, rows: list[tuple]) -> tuple[tuple, pd.DataFrame]:
    """Give a table the practice's name as its first column where it is about several."""
    columns = (PRACTICE, *columns) if comparison.practice is None else columns
    return columns, pd.DataFrame(
        [row if comparison.practice is None else row[1:] for row in rows], columns=[c.name for c in columns]
    )


def inputs_table(comparison: Comparison) -> Table:
    """Return every input with what it rests on, one row per input (and practice)."""
    rows = [(f.name, *row) for f in comparison.own for row in (*_flows(f), *_settings(f))]
    columns = (
        text("input", "Input"),
        text("value", "Taken"),
        text("basis", "Basis", BASES),
        text("known_from", "From"),
    )
    columns, frame = _named(comparison, columns, rows)
    terms = comparison.subject.scenario
    price = terms.readings.eligibility or "as the guide says"
    note = (
        f"Basis: {BASES}. Terms: {terms.commitment}; tiers {terms.readings.tiers}; claims counted over "
        f"{terms.readings.pooling}; price of eligibility {price}."
    )
    return table("What the comparison rests on", frame, columns, note)


_LABELS = {
    "claim": "Claims, original",
    "resubmitted claim": "Claims, sent again",
    "secondary claim": "Claims, secondary",
    "institutional claim": "of them institutional",
    "paper claim": "of them on paper",
    "eligibility": "Eligibility checks",
    "claim status": "Claim status checks",
    "COB": "COB transactions",
    "attachment": "Attachments",
}


def _flows(of: Facts) -> list[tuple]:
    rows = []
    for name, flow in of.flows.items():
        year = flow.a_year
        value = None if year is None else f"{(2 * year + RHYTHM) // (2 * RHYTHM):,} a month"
        rows.append((_LABELS[name], value, flow.basis, flow.known_from))
    return rows


def _settings(of: Facts) -> list[tuple]:
    work = None if of.work.value is None else dollars(of.work.value)
    return [
        ("Weeks of parallel run", str(of.weeks.value), of.weeks.basis, of.weeks.known_from),
        ("Cost of the move's own work, once", work, of.work.basis, of.work.known_from),
        ("First day in Medi", f"{of.cutover:%Y-%m-%d}", *of.cutover_from),
    ]


def office_ally(comparison: Comparison) -> Table:
    """Return what Office Ally charges in a year and what of it ends, one row per kind of charge."""
    rows = []
    for of in comparison.own:
        rows.append((of.name, "claims to par payers", 0, 0, 0, 0, COUNTED, "free, as the guide says"))
        rows += [(of.name, p.charge, *_year(p), p.basis, p.known_from) for p in of.parts]
    columns = (
        text("charge", "Charge"),
        cents("charged_low_cents", "A year, at least"),
        cents("charged_high_cents", "A year, at most"),
        cents("ends_low_cents", "Ends by leaving, at least"),
        cents("ends_high_cents", "Ends by leaving, at most"),
        text("basis", "Basis", BASES),
        text("known_from", "From"),
    )
    columns, frame = _named(comparison, columns, rows)
    note = "What is unknown has no amount here and is in no total. It never counts as zero."
    if comparison.practice and comparison.moved:
        note = f"{STAYING} {note}"
    return table("What Office Ally charges in the year ahead", frame, columns, note)


def _year(part: Part) -> tuple[int | None, ...]:
    each = (part.charged_low, part.charged_high, part.ends_low, part.ends_high)
    return tuple(None if monthly is None else sum(monthly) for monthly in each)


def medi(comparison: Comparison) -> Table:
    """Return what Medi charges in the first twelve months, one row per item of its price list."""
    rows = []
    for part in MEDI_PARTS:
        units = comparison.subject.first_year(part) if part in ITEMS else None
        year = int(comparison.subject.medi(part)[:RHYTHM].sum())
        rows.append((part, units, None if part == "migration" else (2 * year + RHYTHM) // (2 * RHYTHM), year))
    rows.append(("total", None, None, sum(row[3] for row in rows)))
    columns = (
        text("item", "Item"),
        count("units", "Units in the year"),
        cents("month_cents", "A month", "the mean of the twelve; what is charged once has none"),
        cents("cents", "First twelve months"),
    )
    share = "" if comparison.practice is None else "The practice's share of what the whole book is charged. "
    note = share + "Claims of every kind are taken as claims, ERA included."
    return table("What Medi charges", pd.DataFrame(rows, columns=[c.name for c in columns]), columns, note)


def months(comparison: Comparison) -> Table:
    """Return both ways month by month, one row per month of the horizon."""
    of = comparison.subject
    series = {
        "month": dates(comparison),
        "stay_low_cents": of.months("stay_low"),
        "stay_high_cents": of.months("stay_high"),
        "medi_cents": of.months("medi_total"),
        "work_cents": of.months("work"),
        "overlap_cents": of.months("overlap_high"),
        "saved_low_cents": np.cumsum(of.months("saving_low")),
        "saved_high_cents": np.cumsum(of.months("saving_high")),
    }
    columns = (
        MONTH,
        cents("stay_low_cents", "Staying, at least"),
        cents("stay_high_cents", "Staying, at most"),
        cents("medi_cents", "Leaving: Medi"),
        cents("work_cents", "Leaving: work"),
        cents(
            "overlap_cents",
            "Leaving: Office Ally still",
            "the most of it, in the parallel run; as invoiced where that is known",
        ),
        cents("saved_low_cents", "Saved so far, at least"),
        cents("saved_high_cents", "Saved so far, at most"),
    )
    note = (
        "Staying counts what leaving would end. Below zero, leaving has cost more so far."
        f"{still_charged(comparison)}{still_sent(comparison)}"
    )
    return table("Month by month", pd.DataFrame(series), columns, note)


def cumulative(comparison: Comparison) -> Table:
    """Return the cost so far of each way, one row per month and way: what the chart draws."""
    of = comparison.subject
    ways = {"leaving": of.months("leave_low"), "staying": of.months("stay_low")}
    if (of.months("stay_high") != of.months("stay_low")).any():
        ways = {
            "leaving": of.months("leave_high"),
            "staying, at least": ways["staying"],
            "staying, at most": of.months("stay_high"),
        }
    parts = [
        pd.DataFrame({"month": dates(comparison), "way": way, "cents": np.cumsum(series)})
        for way, series in ways.items()
    ]
    columns = (MONTH, text("way", "Way"), cents("cents", "Cost so far"))
    return table("Cost so far of staying and of leaving", pd.concat(parts), columns)


def totals(comparison: Comparison) -> Table:
    """Return both ways over 12, 24 and 36 months, one row per horizon."""
    of, rows = comparison.subject, []
    for horizon in HORIZONS:
        ways = [
            int(of.months(name)[:horizon].sum())
            for name in ("stay_low", "stay_high", "leave_low", "leave_high")
        ]
        saved = of.saving(horizon), of.saving(horizon, high=True)
        rows.append((f"{horizon} months", *ways, *saved, *span(of, horizon)))
    columns = (
        text("horizon", "Over"),
        cents("stay_low_cents", "Staying, at least"),
        cents("stay_high_cents", "Staying, at most"),
        cents("leave_low_cents", "Leaving, at least"),
        cents("leave_high_cents", "Leaving, at most"),
        cents("saved_low_cents", "Saved, at least"),
        cents("saved_high_cents", "Saved, at most"),
        cents("span_low_cents", "At least, any reading"),
        cents("span_high_cents", "At most, any reading"),
    )
    note = "The last two columns hold in every reading of what Medi's price list leaves open."
    return table("Totals", pd.DataFrame(rows, columns=[c.name for c in columns]), columns, note)


def readings(comparison: Comparison) -> Table:
    """Return every reading of the price list, the default first, one row per reading."""
    rows = []
    for one in readings_of(comparison.subject):
        of = comparison.subject.changed(readings=one)
        ends = tuple(month_word(comparison, of.break_even(high)) for high in (False, True))
        price = one.eligibility or "as the guide says"
        saved = of.saving(), of.saving(high=True)
        rows.append((one.tiers, one.pooling, price, *saved, *ends))
    columns = (
        text("tiers", "Tiers"),
        text("pooling", "Claims counted over"),
        text("eligibility", "Price of eligibility"),
        cents("saved_low_cents", "Saved in 36 months, at least"),
        cents("saved_high_cents", "Saved in 36 months, at most"),
        text("late", "Breaks even, at least saved"),
        text("early", "Breaks even, at most saved"),
    )
    note = (
        "The price list does not say which reading holds: ask Medi in writing. The first row is the default."
    )
    return table(
        "What the open readings change", pd.DataFrame(rows, columns=[c.name for c in columns]), columns, note
    )


def commitment(comparison: Comparison) -> Table:
    """Return the two ways to contract, one row each."""
    rows = []
    for one in Commitment:
        of = comparison.subject.changed(commitment=one)
        bound = int(of.months("medi_total")[: comparison.rules.prices.moving.commitment_months].sum())
        rows.append((one, int(of.medi("migration").sum()), bound, of.saving(), of.saving(high=True)))
    columns = (
        text("commitment", "Contract"),
        cents("migration_cents", "The move, once"),
        cents("bound_cents", "Medi in the first twelve months"),
        cents("saved_low_cents", "Saved in 36 months, at least"),
        cents("saved_high_cents", "Saved in 36 months, at most"),
    )
    note = "The twelve months are the only lock-in; the guide names no early-termination fee."
    return table(
        "Twelve months or month to month",
        pd.DataFrame(rows, columns=[c.name for c in columns]),
        columns,
        note,
    )


def sensitivity(comparison: Comparison) -> Table:
    """Return what the answer hangs on, the largest effect first, one row per input or reading."""
    rows = [
        (e.name, e.now, e.low, e.high, e.saving_low, e.saving_high, e.size or None, _turn(e), e.turns_within)
        for e in comparison.effects
    ]
    columns = (
        text("input", "Input or reading"),
        text("now", "Taken"),
        text("low", "From"),
        text("high", "To"),
        cents("saved_from_cents", "Saved at the first"),
        cents("saved_to_cents", "Saved at the last"),
        cents("size_cents", "Effect"),
        text("turns", "The answer turns at"),
        Column("within", Kind.FLAG, "Within its range"),
    )
    note = (
        "Over 36 months, with Office Ally's charges at the lowest that is known. Each input changes alone: volumes "
        "in steps of one percent, weeks and cents one by one."
    )
    frame = pd.DataFrame(rows, columns=[c.name for c in columns])
    return table("What the answer depends on", frame, columns, note)


def _turn(one: Effect) -> str:
    down, up = one.turns
    if one.is_choice:
        return up or "no value"
    words = [down and f"{down} or less", up and f"{up} or more"]
    return " or ".join(filter(None, words)) or "no value"


def swings(comparison: Comparison) -> Table:
    """Return how far each input moves the saving, one row per input and end: what the tornado draws."""
    base, rows = comparison.subject.saving(), []
    for one in comparison.effects:
        for end, value in (("at its lower end", one.saving_low), ("at its upper end", one.saving_high)):
            if one.size and value is not None and value != base:
                rows.append((one.name, end, value - base))
    columns = (text("input", "Input"), text("end", "End"), cents("change_cents", "Change of the saving"))
    return table("Change of the saving", pd.DataFrame(rows, columns=[c.name for c in columns]), columns)


def practices(comparison: Comparison) -> Table:
    """Return where each practice stands within the book, one row per practice, the largest saving first."""
    rows = [
        (
            comparison.name_of(s.practice),
            s.ends_low,
            s.ends_high,
            s.work,
            s.share,
            s.incremental,
            s.saving("share"),
            s.saving("incremental"),
            comparison.stand(s),
        )
        for s in sorted(comparison.standings, key=lambda s: -s.saving("incremental"))
    ]
    columns = (
        PRACTICE,
        cents("ends_low_cents", "Office Ally that ends, at least"),
        cents("ends_high_cents", "at most"),
        cents("work_cents", "Work"),
        cents("share_cents", "Share of Medi's bill"),
        cents("added_cents", "Added to Medi's bill"),
        cents("saved_share_cents", "Saved by share, at least"),
        cents("saved_added_cents", "Saved for the book, at least"),
        text("verdict", "So"),
    )
    note = (
        "Over 36 months. The share is its part of the book's bill. What it adds is the book's bill with it less "
        "the bill without it: that decides whether the book is better off."
    )
    frame = pd.DataFrame(rows, columns=[c.name for c in columns])
    return table("Where each practice is cheaper", frame, columns, note)


def invoiced(comparison: Comparison) -> Table:
    """Return what the invoices charge, one row per month, one column per kind of charge that occurs."""
    lines = pd.concat([f.lines for f in comparison.own]) if comparison.own else empty(INVOICE_LINES)
    lines = lines[lines["charge"] != NOT_A_CHARGE]
    wide = lines.pivot_table(index="month", columns="charge", values="amount_cents", aggfunc="sum")
    wide = wide.assign(total_cents=wide.sum(axis=1).astype("Int64"))
    kinds = [name for name in wide.columns if name != "total_cents"]
    columns = (
        MONTH,
        *(cents(f"{name}_cents", name) for name in kinds),
        cents("total_cents", "Together"),
    )
    frame = (
        wide.rename(columns={name: f"{name}_cents" for name in kinds}).rename_axis(columns=None).reset_index()
    )
    note = "Each line is classified by its words, never by its amount; payments and balances are left out."
    if len(lines):
        sums = wide.sum()
        parts = and_joined([f"{name} {dollars(int(sums[name]))}" for name in kinds])
        note = (
            f"In {several(len(frame), 'month')}: {dollars(int(sums['total_cents']))}, of it {parts}. {note}"
        )
    return table("What the invoices charge", frame, columns, note)


def medi_bills(comparison: Comparison) -> Table:
    """Return Medi's own bills with the claims that they bill beside those of its lists, one row per month."""
    rows = [row for of in comparison.own for row in _bills_of(of, comparison)]
    columns = (
        MONTH,
        cents("billed_cents", "Billed by Medi"),
        *(column for column in bills.BESIDE if column.name != "month"),
    )
    columns, frame = _named(comparison, columns, rows)
    note = "The bill's claims beside those that Medi's lists have as sent in that month. A dash: one of them has none."
    if len(frame) > 1:
        together = several(int(frame["month"].nunique()), "month")
        note = f"In {together} billed by Medi: {dollars(int(frame['billed_cents'].sum()))}. {note}"
    return table(
        "Medi's own bills, and its lists of claims", frame, columns, note, "no bill of Medi is on file"
    )


def _bills_of(of: Facts, comparison: Comparison) -> list[tuple]:
    sums = of.medi.dropna(subset=["month"]).groupby("month")["amount_cents"].sum()
    beside = bills.beside_lists(of.medi, sent_of(of, comparison.as_of)).set_index("month")
    names = [column.name for column in bills.BESIDE if column.name != "month"]
    told = beside.reindex(sums.index)[names].astype(object).itertuples(index=False, name=None)
    return [
        (of.name, month, int(cents), *rest) for (month, cents), rest in zip(sums.items(), told, strict=True)
    ]


@dataclass(frozen=True)
class _Beyond:
    side: str
    what: str
    where: str


@dataclass(frozen=True)
class _BeyondList:
    items: tuple[_Beyond, ...]
    source: Source


def beyond(comparison: Comparison) -> Table:
    """Return what the guide says is gained, lost or at risk beyond the bill, one row each."""
    known = reference.load("beyond_price", _BeyondList, comparison.as_of)
    columns = (text("side", "Gained or lost"), text("what", "What"), text("where", "Where in the guide"))
    frame = pd.DataFrame(known.items, columns=[c.name for c in columns])
    return table("Beyond the bill", frame, columns, f"{known.source.where}.")
