"""The schedule to load into Medi, every rate with its class, lines and days, and the rows of the intake's sheet."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cutover.columns import Column, Kind, Privacy
from cutover.reading.payers.rate_units import UNIT
from cutover.workstreams.allowed_lines.lines import KEY, Lines, owed_by_patients
from cutover.workstreams.columns import PAYER, cents, count, share, text
from cutover.workstreams.fee_schedules.inputs import Inputs
from cutover.workstreams.fee_schedules.payers import own_name
from cutover.workstreams.fee_schedules.rates import HUNDREDTHS, NONE, PERCENT, STEADY, Rates

MEDICARE, OWN, CHARGES = "percent of Medicare", "own rates", "percent of charges"
SEEN_IN = "seen in remittances"
SCHEDULE = (
    PAYER,
    text("tin", "Tax ID", "of the payee; may be an SSN", Privacy.DESK),
    text("procedure", "Procedure"),
    text("modifiers", "Modifiers", "those that price alone"),
    text("place", "Place", "place of service (CLP08)"),
    text("kind", "Class", "steady rate, percent of charge, no rate to be seen, too few"),
    cents(
        "load_cents",
        "Rate to load",
        "the contract's on the report's date, else the rate seen; for what is beside that",
    ),
    cents(
        "contract_cents",
        "Contract",
        "in force on the report's date; null: no contract file tells it",
    ),
    text("per", "Contract is for", "one unit, or one visit whatever its units"),
    cents("rate_cents", "Rate seen", "null where the class has none"),
    text(
        "seen_per", "Rate seen is for", "one unit, or a line of so many units that make no whole cents each"
    ),
    share("percent", "Of the charge"),
    Column("since_month", Kind.MONTH, "In force since", "month of the first line at it"),
    Column("first_on", Kind.DATE, "First line at it", "day of service", Privacy.DESK),
    cents("before_cents", "Rate before"),
    count("lines", "Lines", "used lines of this payer, procedure, modifiers and place"),
    share("share", "At the rate", "share of the lines that are at exactly the rate of their day"),
    Column("last_month", Kind.MONTH, "Last seen"),
    Column("last_on", Kind.DATE, "Last line", "day of service", Privacy.DESK),
    text("note", "Note"),
)
_SEEN = [column.name for column in SCHEDULE if column.name not in ("load_cents", "contract_cents", "per")]
_SHOWN = (
    "payer",
    "procedure",
    "modifiers",
    "place",
    "kind",
    "rate_cents",
    "seen_per",
    "contract_cents",
    "per",
    "percent",
    "since_month",
    "lines",
    "share",
)
RATES = tuple(column for column in SCHEDULE if column.name in _SHOWN)  # what fits on a page
CHANGES = (
    PAYER, text("procedure", "Procedure"), text("modifiers", "Modifiers"), text("place", "Place"),
    cents("before_cents", "Rate before"), cents("rate_cents", "New rate"),
    text("seen_per", "Rate is for"), cents("difference_cents", "Difference"),
    Column("since_month", Kind.MONTH, "Since"), Column("first_on", Kind.DATE, "First line at it", "", Privacy.DESK),
    count("lines", "Lines since"),
    count("patient_lines", "Of patients alone", "of those, the payer owes nothing on them"),
    cents("amount_cents", "Since then", "difference times the units of the lines on which the payer owes"),
)  # fmt: skip
_NOTES = {True: "allowed as charged: the rate is the charge or more"}


def schedule(told: Lines, seen: Rates) -> pd.DataFrame:
    """Return the schedule, one row per payer, Tax ID, procedure, pricing modifiers and place, without the contract's.

    `to_load.with_contract` makes the rest of SCHEDULE.
    """
    last = seen.rates[seen.rates["is_last"]].set_index("key")
    keys = seen.keys[seen.keys["lines"] > 0]
    rows = (
        told.keys.reindex(keys.index)
        .join(keys)
        .join(last[["rate_cents", "percent", "first_on", "before_cents"]])
    )
    paid = rows["kind"].isin([STEADY, PERCENT])
    note = rows["charged"].map(_NOTES).where(rows["kind"] == NONE).astype("str")
    rows = rows.assign(
        rate_cents=rows["rate_cents"].where(rows["kind"] == STEADY),
        seen_per=rows["for_units"].map(seen_per).where(rows["kind"] == STEADY).astype("str"),
        percent=(rows["percent"] / HUNDREDTHS).where(rows["kind"] == PERCENT), note=note,
        first_on=rows["first_on"].where(paid), share=rows["share"].where(paid),
        since_month=_month(rows["first_on"].where(paid)), last_month=_month(rows["last_on"]),
    )  # fmt: skip
    return rows.sort_values(KEY, kind="stable")[_SEEN].reset_index(drop=True)


def changes(told: Lines, seen: Rates) -> pd.DataFrame:
    """Return the changes of steady rates, one row each (CHANGES), what costs most first."""
    rows = seen.rates[seen.rates["before_cents"].notna()]
    alone = owed_by_patients(seen.lines)
    times = seen.lines["units"].mask(seen.lines["key"].map(seen.keys["for_units"]).gt(1), 1)
    units = times[~alone].groupby(seen.lines["stretch"]).sum().reindex(rows.index).fillna(0)
    theirs = alone.groupby(seen.lines["stretch"]).sum().reindex(rows.index).fillna(0).astype("int64")
    made = rows.assign(patient_lines=theirs).join(told.keys, on="key")
    off = made["rate_cents"] - made["before_cents"]
    made = made.assign(difference_cents=off, amount_cents=off * units.astype("int64"),
                       since_month=_month(made["first_on"]),
                       seen_per=made["key"].map(seen.keys["for_units"]).map(seen_per).astype("str"))  # fmt: skip
    return made.sort_values(["amount_cents", *KEY, "first_on"], kind="stable", ignore_index=True)


def seen_per(for_units: int) -> str:
    """Return what a rate is for that is seen of lines of so many units, 1: of each unit."""
    return UNIT if for_units == 1 else f"a line of {for_units:,} units"


def _month(days: pd.Series) -> pd.Series:
    return days.dt.to_period("M").dt.to_timestamp().astype("datetime64[ms]")


def intake_rows(rows: pd.DataFrame, multiples: pd.DataFrame, inputs: Inputs, file: str) -> list[dict]:
    """Return the records of the intake's sheet of fee schedules: what it has, then each payer that it lacks.

    `rows` is the schedule and `file` its name. A payer is a percentage of charges where all its rates are, of Medicare
    where `multiples` says so, else it has rates of its own; one of whom no rate is seen has no row.
    """
    names = set(inputs.asked.columns) - {"source_file", "source_sheet", "source_row"}
    old = [
        {k: v for k, v in row.items() if k in names and not _blank(v)}
        for row in inputs.asked.to_dict("records")
    ]
    known = set(own_name(inputs.asked["payer"], inputs))
    found = rows[rows["kind"].isin([STEADY, PERCENT]) & ~rows["payer"].isin(known)]
    return [
        *old,
        *(_record(str(payer), part, multiples, inputs, file) for payer, part in found.groupby("payer")),
    ]


def _blank(value: Any) -> bool:
    return not isinstance(value, list) and bool(pd.isna(value))


def _record(payer: str, rows: pd.DataFrame, multiples: pd.DataFrame, inputs: Inputs, file: str) -> dict:
    """One payer's row of the sheet."""
    factor = multiples[multiples["payer"] == payer]
    family = inputs.deadlines.families
    of_medicare = len(factor) > 0 and family.of(factor["reference"].iloc[0]).name == "Medicare"
    told = {"payer": payer, "name": SEEN_IN, "basis": OWN, "in_medi": False}
    if rows["kind"].eq(PERCENT).all():
        told |= {"basis": CHARGES, "percent": float(rows["percent"].mode().iloc[0])}
    elif of_medicare:
        told |= {"basis": MEDICARE, "percent": float(factor["factor"].iloc[0])}
    changed = rows.loc[rows["before_cents"].notna(), "first_on"]
    since = {"effective_on": changed.max().date()} if len(changed) else {}
    said = f"{len(rows)} rates, last seen in {rows['last_on'].max():%Y-%m}; check against the contract"
    return told | since | {"file": file, "note": said}
