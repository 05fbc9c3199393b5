"""What each payer pays for each procedure: a steady rate with the day it changed, a percentage of the charge, or none.

A line that is allowed exactly as charged tells no rate, since payers allow the lesser of rate and charge; it is not
used to see one. Rates are per unit: the amount allowed over the units, where that is whole cents. Where most lines of
a key have one number of units and no whole cents a unit, its rate is for a line of so many units: $40.10 for 4. A line
of other units is then not compared. Anesthesia by time has none: its units are minutes, beside base units.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cutover.reading.payers.anesthesia_terms import is_timed
from cutover.workstreams.allowed_lines.lines import Lines
from cutover.workstreams.fee_schedules.rules import FeeRules
from cutover.workstreams.fee_schedules.stretches import Stretches, stretches

STEADY, PERCENT, NONE, FEW = CLASSES = ("steady rate", "percent of charge", "no rate to be seen", "too few")
_DAY = np.timedelta64(1, "D")
TENTHS, HUNDREDTHS = (
    1_000,
    10_000,
)  # of the charge: by which a percentage is looked for, and by which it is told
_UNEVEN = -1  # stands for an amount that is no whole number of cents a unit; no rate is below zero


@dataclass(frozen=True)
class Rates:
    """What is paid for what.

    `keys` has one row per key: `lines` (used), `telling` (not allowed as charged), `for_units` (of how many units a
    line is that a rate is for, 1: a rate a unit), `at` (those at the rate of their day), `share`, `kind`
    (CLASSES), `charged` (all lines are allowed as charged), `last_on`. `rates` has one row per
    stretch of a steady key or of a percentage: `key`, `rate_cents` or `percent` (hundredths of a percent), `first_on`,
    `last_on`, `lines`, `at`, `is_last`, `before_cents`, in order of key and time. `lines` are the used lines with
    `stretch` (its row in `rates`, null: none in force), `unit_cents` (of `for_units`) and `expected_cents` (null:
    none).
    """

    keys: pd.DataFrame
    rates: pd.DataFrame
    lines: pd.DataFrame


def rates(told: Lines, rules: FeeRules) -> Rates:
    """Return the rates that the used lines show, by the rule of `stretches`."""
    lines = told.used.reset_index(drop=True)
    day = lines["service_on"].to_numpy("datetime64[D]").astype("int64")
    allowed, charge = lines["allowed_cents"].to_numpy(), lines["charge_cents"].to_numpy()
    units, key = lines["units"].to_numpy(), lines["key"].to_numpy()
    telling = allowed != charge
    for_units = _for_units(len(told.keys), lines[telling])
    unit = np.where(allowed % units == 0, allowed // units, _UNEVEN)
    whole = for_units[key]
    unit = np.where(whole > 1, np.where(units == whole, allowed, _UNEVEN), unit)
    by_time = told.keys["procedure"].map(is_timed).to_numpy(bool)[key]  # its units are no units of a rate
    unit = np.where(by_time, _UNEVEN, unit)
    amounts = _seen(key, day, unit, telling & (unit != _UNEVEN), rules)
    keys = _keys(told, lines, telling, unit, amounts, rules).assign(for_units=for_units)
    tenths = np.rint(allowed * TENTHS / np.maximum(charge, 1)).astype("int64")
    clear = telling & (charge >= rules.percent_charge_cents)
    payer = _payer_of(told.keys)
    wide = _percentages(lines.assign(group=payer[key]), len(payer), day, tenths, clear, rules, by_payer=True)
    own = _percentages(lines.assign(group=key), len(payer), day, tenths, clear, rules, by_payer=False)
    keys = _with_percentages(keys, payer, wide, own, amounts.table)
    return _assembled(lines, keys, payer, unit, amounts, wide, own, day)


def _for_units(count: int, telling: pd.DataFrame) -> np.ndarray:
    """Of how many units a line is that a rate of each key is for: 1, or what most lines have at no whole cents each."""
    uneven = telling[telling["allowed_cents"] % telling["units"] != 0]
    same = uneven.groupby(["key", "units"]).size().rename("n").reset_index()
    most = same[2 * same["n"] > telling.groupby("key").size().reindex(same["key"]).to_numpy()]
    made = np.ones(count, "int64")
    made[most["key"].to_numpy("int64")] = most["units"]
    return made


def _seen(group, day, value, chosen: np.ndarray, rules: FeeRules) -> Stretches:
    """The stretches of the chosen lines, told for every line: one that was not chosen has that of its day."""
    found = stretches(group[chosen], day[chosen], value[chosen], rules.run_lines, rules.back_days)
    of = np.full(len(group), -1, "int64")
    of[chosen] = found.of_line
    rest = np.flatnonzero(~chosen)
    of[rest] = _in_force(found.table, group[rest], day[rest])
    return Stretches(found.table, of)


def _in_force(table: pd.DataFrame, group: np.ndarray, day: np.ndarray) -> np.ndarray:
    """The stretch that is in force for a group on a day: the last one that has begun."""
    if table.empty:
        return np.full(len(group), -1, "int64")
    begun = table["first_on"].fillna(0).to_numpy("int64")
    reach = 1 << 32
    place = (
        np.searchsorted(
            table["key"].to_numpy() * reach + begun + (1 << 30), group * reach + day + (1 << 30), "right"
        )
        - 1
    )
    mine = (place >= 0) & (table["key"].to_numpy()[np.maximum(place, 0)] == group)
    return np.where(mine, place, -1)


def _keys(
    told: Lines, lines: pd.DataFrame, telling, unit, amounts: Stretches, rules: FeeRules
) -> pd.DataFrame:
    """Each key with its lines, those at the rate of their day, and whether that rate is steady."""
    of, value = amounts.of_line, amounts.table["value"].to_numpy("int64")
    at = telling & (of >= 0)
    at[at] = value[of[at]] == unit[at]
    count = len(told.keys)
    key = lines["key"].to_numpy()
    said = {"lines": np.bincount(key, minlength=count), "telling": np.bincount(key[telling], minlength=count),
            "at": np.bincount(key[at], minlength=count)}  # fmt: skip
    last = lines.groupby("key")["service_on"].max().reindex(range(count))
    made = pd.DataFrame(said).assign(last_on=last)
    share = made["at"] / made["telling"].where(made["telling"] > 0)
    enough = made["telling"] >= rules.least_lines
    kind = np.where(enough & (share * 100 >= rules.steady_percent), STEADY, NONE)
    kind = np.where(made["lines"] < rules.least_lines, FEW, kind)
    return made.assign(
        share=share, kind=pd.Series(kind, dtype="str"), charged=(made["telling"] == 0) & (made["lines"] > 0)
    )


def _payer_of(keys: pd.DataFrame) -> np.ndarray:
    """The number of payer and Tax ID of each key."""
    return keys.groupby(["payer", "tin"], sort=False).ngroup().to_numpy("int64")


@dataclass(frozen=True)
class _Percentages:
    """Percentages of the charge by group: stretches with their `percent`, and which groups are paid by them."""

    seen: Stretches
    percent: np.ndarray
    is_paid: np.ndarray
    share: np.ndarray


def _percentages(
    lines: pd.DataFrame, count: int, day, tenths, clear, rules: FeeRules, *, by_payer: bool
) -> _Percentages:
    """The percentages that are seen of each group (payer and Tax ID, or a single key).

    A group is paid by them where enough clear lines are at the percentage of their day to the cent, and the amount went
    along when a charge changed; a payer besides where enough procedures are.
    """
    group = lines["group"].to_numpy()
    seen = _seen(group, day, tenths, clear, rules)
    of, charge, allowed = seen.of_line, lines["charge_cents"].to_numpy(), lines["allowed_cents"].to_numpy()
    inside = (of >= 0) & clear
    exact = inside.copy()
    exact[inside] = tenths[inside] == seen.table["value"].to_numpy("int64")[of[inside]]
    size = len(seen.table)
    paid = np.bincount(of[exact], weights=allowed[exact].astype("float64"), minlength=size)
    base = np.bincount(of[exact], weights=charge[exact].astype("float64"), minlength=size)
    percent = np.rint(paid * HUNDREDTHS / np.maximum(base, 1)).astype("int64")
    at = inside.copy()
    at[inside] = np.abs(share_of(charge[inside], percent[of[inside]]) - allowed[inside]) <= 1
    told = np.bincount(group[clear], minlength=count)
    hits = np.bincount(group[at], minlength=count)
    share = np.divide(hits, told, out=np.zeros(count), where=told > 0)
    moved = _moved(lines[at], count, rules)
    enough = (told >= rules.percent_lines) & (share * 100 >= rules.steady_percent) & moved
    if by_payer:
        procedures = (
            lines[at].groupby("group")["procedure"].nunique().reindex(range(count)).fillna(0).to_numpy()
        )
        enough &= procedures >= rules.percent_procedures
    return _Percentages(seen, percent, enough, share)


def share_of(charge: np.ndarray, percent: np.ndarray) -> np.ndarray:
    """Return so many hundredths of a percent of each charge, in whole cents, half a cent upwards."""
    return (charge * percent * 2 + HUNDREDTHS) // (2 * HUNDREDTHS)


def _moved(lines: pd.DataFrame, count: int, rules: FeeRules) -> np.ndarray:
    """Which groups have a procedure of which enough lines are at one percentage under each of two charges."""
    each = lines["charge_cents"] // lines["units"]
    sizes = lines.groupby(["group", "key", each.rename("each")]).size()
    many = sizes[sizes >= rules.run_lines].groupby(["group", "key"]).size()
    moved = np.zeros(count, bool)
    moved[many[many >= 2].index.get_level_values("group").unique().to_numpy("int64")] = True
    return moved


def _with_percentages(
    keys, payer, wide: _Percentages, own: _Percentages, amounts: pd.DataFrame
) -> pd.DataFrame:
    """The keys with their class: of a payer that pays a percentage all keys; of others those that fit one better."""
    by_payer = wide.is_paid[payer] & (keys["lines"].to_numpy() > 0)
    size = len(keys)
    of_amounts = np.bincount(amounts["key"].to_numpy("int64"), minlength=size)[:size]
    of_percent = np.bincount(own.seen.table["key"].to_numpy("int64"), minlength=size)[:size]
    share = keys["share"].fillna(0).to_numpy()
    fits = own.is_paid & (own.share >= share)
    fits &= (of_percent < of_amounts) | (keys["kind"] != STEADY).to_numpy(bool)
    kind = keys["kind"].mask(by_payer | fits, PERCENT)
    shown = (
        keys["share"]
        .mask(by_payer, pd.Series(wide.share[payer], keys.index))
        .mask(fits & ~by_payer, pd.Series(own.share, keys.index))
    )
    return keys.assign(kind=kind, share=shown, by_payer=by_payer)


def _assembled(
    lines, keys, payer, unit, amounts: Stretches, wide: _Percentages, own: _Percentages, day
) -> Rates:
    """Rates and lines of all classes together; the expected amount of each line."""
    key = lines["key"].to_numpy()
    kind, by_payer = keys["kind"].to_numpy(object)[key], keys["by_payer"].to_numpy(bool)[key]
    tables = []
    expected = np.full(len(lines), -1, "int64")
    stretch = np.full(len(lines), -1, "int64")
    charge, units = lines["charge_cents"].to_numpy(), lines["units"].to_numpy()
    for_units = keys["for_units"].to_numpy()[key]
    times = np.where(for_units > 1, 1, units)
    base = 0
    for seen, chosen, percent in (
        (amounts, (kind == STEADY) & ((for_units == 1) | (for_units == units)), None),
        (wide.seen, (kind == PERCENT) & by_payer, wide.percent),
        (own.seen, (kind == PERCENT) & ~by_payer, own.percent),
    ):
        here = chosen & (seen.of_line >= 0)
        of = seen.of_line[here]
        value = seen.table["value"].to_numpy("int64") if percent is None else percent
        due = value[of] * times[here] if percent is None else share_of(charge[here], value[of])
        expected[here] = np.minimum(due, charge[here])
        table, number = _of_class(key[here], of, lines.loc[here], expected[here], value, percent is not None)
        stretch[here] = number + base
        base += len(table)
        tables.append(table)
    whole = pd.concat([t for t in tables if len(t)] or tables[:1], ignore_index=True)
    told = lines.assign(unit_cents=pd.array(np.where(unit < 0, 0, unit), "Int64"), stretch=stretch,
                        expected_cents=pd.array(np.maximum(expected, 0), "Int64"))  # fmt: skip
    told.loc[unit < 0, "unit_cents"] = pd.NA
    told.loc[expected < 0, "expected_cents"] = pd.NA
    return Rates(keys, _in_order(whole), told)


def _of_class(
    key, of, lines: pd.DataFrame, expected, value, is_percent: bool
) -> tuple[pd.DataFrame, np.ndarray]:
    """One row per key and stretch of one class, and for each line the number of its row."""
    number, _ = pd.factorize(key * (int(of.max()) + 1 if len(of) else 1) + of, sort=True)
    rows = pd.DataFrame({"number": number, "key": key, "of": of, "day": lines["service_on"].to_numpy(),
                         "at": lines["allowed_cents"].to_numpy() == expected})  # fmt: skip
    grouped = rows.groupby("number")
    made = grouped.agg(key=("key", "first"), of=("of", "first"), first_on=("day", "min"), last_on=("day", "max"),
                       lines=("day", "size"), at=("at", "sum"))  # fmt: skip
    what = pd.array(value[made["of"].to_numpy("int64")], "Int64")
    nothing = pd.array([pd.NA] * len(made), "Int64")
    made = made.assign(rate_cents=nothing if is_percent else what, percent=what if is_percent else nothing)
    return made.drop(columns="of").reset_index(drop=True), number


def _in_order(whole: pd.DataFrame) -> pd.DataFrame:
    """The rates with the one before each, and whether it is the last of its key; the order of rows stays."""
    grouped = whole.groupby("key")
    last = ~whole["key"].duplicated(keep="last")
    return whole.assign(is_last=last, before_cents=grouped["rate_cents"].shift())
