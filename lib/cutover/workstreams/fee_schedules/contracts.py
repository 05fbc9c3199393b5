"""The client's own contracts against what is paid: contract, rate seen, difference, and since when.

Which contract rate holds for a line stands in `contract_lines`. Against it stands the line itself; any cent that
rounding does not explain counts, since a contract states its rate. A clinician who is paid a share of the rates is due
that share of the contract. The money of a line short of its own rate counts in `differences` alone: where that rate is
the contract's and the line is not, the line has a state of its own here (BY_RATE). One that was allowed more than that
rate, up to the contract, is not short of the contract.
"""

from __future__ import annotations

import pandas as pd

from cutover.reading.payers.medicare_rates import schedules
from cutover.reading.payers.rate_units import UNIT, VISIT
from cutover.workstreams.allowed_lines.lines import KEY, owed_by_patients, taken_by_copay
from cutover.workstreams.fee_schedules.contract_lines import Contracted
from cutover.workstreams.fee_schedules.cut_off import cut_off
from cutover.workstreams.fee_schedules.differences import appeals, where_of
from cutover.workstreams.fee_schedules.inputs import Inputs
from cutover.workstreams.fee_schedules.rates import Rates

CHARGED_KEY = [name for name in KEY if name != "tin"]  # a charge is the practice's, whatever its Tax ID
AGREES, BELOW, ABOVE = "as contracted", "below the contract", "above the contract"
ABOVE_SCHEDULES = {f"above the {name}" for name in schedules()}  # Medicare's own, which is no contract
BY_RATE = "below the contract, counted as below the payer's own rate"  # its money is that of `differences`
CORRECTED = "below the contract by a correction"  # told with its claim (`corrections`)
REDUCED = "below the contract, likely reduced for several procedures"  # not called short
CUT_BELOW = "below the contract, in a remittance that is cut off: in no sum"
CUT_ABOVE = "above the contract, in a remittance that is cut off: in no sum"
OF_PATIENTS = "below the contract, the patient's alone"  # the payer owes nothing on these lines
OF_TIME = "a unit of time or base"  # anesthesia
OF_COPAY = "below the contract, all of it a copayment"  # what the payer owes depends on the full copayment


def against_contracts(
    held: Contracted, seen: Rates, inputs: Inputs, corrected: pd.Index, short: pd.DataFrame
) -> pd.DataFrame:
    """Return what is paid under each contract rate, one row per key, contract rate and rate seen.

    KEY, `contract_cents`, what it is for (`per`), `usual_units` of a line and the contract's amount for such a line
    (`line_cents`, null of anesthesia by time), `seen_cents` of one unit (null: none to compare with it),
    `difference_cents` a unit (null with it), `since` and `last_on` (days of service), `lines`, `cut_lines` (those of
    them in a remittance that is cut off), `ends_on` (the last day of the contract rate, null: none is stated),
    `amount_cents` (paid less contracted, below zero: too little), `state`.
    Of lines that are off, `appeal_rule` (null: not known), `in_time` (lines that can still be
    appealed, null: not known) and `appeal_through`, the earliest last day of these. Lines that only the patient owes
    have a state of their own, and so have those of `corrected`, which their claim tells, and the lines of `short`
    (`differences` below their rate) whose rate is the contract's. `contract_row` names the modifiers
    of the contract's row where they are not the key's, those that have no row, and the credential that it is for:
    beside one, no rate is seen; nor is one told beside lines that are off the contract on its other side. Lines of a
    remittance that is cut off have states of their own. Only lines with a contract rate count; of most money below the
    contract first.
    """
    rows = _judged(held, inputs, corrected, short)
    seen_rates = seen.rates["rate_cents"].reindex(rows["stretch"]).set_axis(rows.index)
    by_line = rows["key"].map(seen.keys["for_units"]).gt(1)  # such a rate is no rate of a unit
    rates = seen_rates.mask(rows["credential"].notna() | _of_several(rows) | by_line)
    other_side = (rates - rows["contract_cents"]) * (rows["allowed_cents"] - rows["due_cents"]) < 0
    rates = rates.mask(other_side.fillna(False).astype(bool))
    said = (rows["contract_row"] + (", no row for " + rows["rest"]).where(rows["rest"] != "", "")).str.strip()
    said = (said + ("; " + rows["credential"]).fillna("")).str.strip("; ")
    per = rows["by_visit"].map({True: VISIT, False: UNIT}).astype("str").mask(rows["by_time"], OF_TIME)
    rows = rows.assign(seen_cents=rates, said_row=said, per=per)
    rows = _with_appeals(rows, inputs)
    grouped = rows.groupby(
        [*KEY, "contract_cents", "per", "seen_cents", "state"], dropna=False, as_index=False
    )
    sums = grouped.agg(since=("service_on", "min"), last_on=("service_on", "max"), lines=("service_on", "size"),
                       cut_lines=("is_cut", "sum"), ends_on=("ends_on", _last),
                       amount_cents=("amount_cents", "sum"), appeal_rule=("appeal_rule", "first"),
                       in_time=("in_time", lambda one: one.sum(min_count=1)),
                       appeal_through=("appeal_through", "min"), usual_units=("units", _usual),
                       contract_row=("said_row", _each))  # fmt: skip
    usual = sums["usual_units"].astype("Int64")
    line = sums["contract_cents"] * usual.mask(sums["per"].eq(VISIT), 1)
    made = sums.assign(difference_cents=sums["seen_cents"] - sums["contract_cents"], usual_units=usual,
                       line_cents=line.mask(sums["per"].eq(OF_TIME)))  # fmt: skip
    return made.sort_values(["amount_cents", *KEY, "since"], kind="stable", ignore_index=True)


def _judged(held: Contracted, inputs: Inputs, corrected: pd.Index, short: pd.DataFrame) -> pd.DataFrame:
    """The lines under a contract rate with `state` and what they are off it: `amount_cents`, 0 for rounding.

    Of a line that `short` tells (`differences`, or likely reduced) only what its rate is off the contract counts here.
    """
    rows = held.lines
    due = rows["due_cents"]
    told = rows["line"].isin(short["line"])
    is_reduced = rows["line"].isin(short.loc[short["reduction"].notna(), "line"])
    counted = told & ~is_reduced
    # seen over clinicians of all credentials, or of one unit; what `differences` counts by the unit counts there
    expected = rows["expected_cents"].mask(rows["credential"].notna() | _of_several(rows) & ~counted)
    gap = rows["allowed_cents"] - due
    reached = rows[["allowed_cents"]].assign(due=due).min(axis=1)  # what was allowed, up to the contract
    base = expected.mask((reached > expected).fillna(False).astype(bool), reached)
    base = base.mask((gap.lt(0) & base.gt(due)).fillna(False).astype(bool), due)
    base = base.where(told & expected.notna(), rows["allowed_cents"])
    off, units = base - due, rows["units"].mask(rows["by_visit"] | rows["by_time"], 1)
    far = inputs.rules.off_contract(off, units)
    state = (
        pd.Series(AGREES, rows.index, dtype="str").mask(far & (off < 0), BELOW).mask(far & (off > 0), ABOVE)
    )
    schedule = rows["rate_row"].map(dict(enumerate(inputs.contracts["schedule"]))).astype("str")
    state = state.mask(state.eq(ABOVE) & schedule.isin(schedules()), "above the " + schedule)
    alone, fixed = owed_by_patients(rows) & state.eq(BELOW), rows["line"].isin(corrected) & state.eq(BELOW)
    state = state.mask(alone, OF_PATIENTS).mask(alone & taken_by_copay(rows), OF_COPAY).mask(fixed, CORRECTED)
    amount = off.where(far & ~alone & ~fixed, 0)
    lacks = state.eq(AGREES) & gap.lt(0) & inputs.rules.off_contract(gap, units) & ~owed_by_patients(rows)
    by_rate = lacks.fillna(False).astype(bool) & counted
    state = state.mask(by_rate, BY_RATE).mask(lacks.fillna(False).astype(bool) & is_reduced, REDUCED)
    is_cut = cut_off(rows, inputs)
    state = state.mask(is_cut & state.eq(BELOW), CUT_BELOW).mask(is_cut & off.gt(0) & far, CUT_ABOVE)
    ends = rows["rate_row"].map(dict(enumerate(inputs.contracts["effective_through"])))
    return rows.assign(
        state=state, amount_cents=amount.mask(by_rate, gap), is_cut=is_cut, ends_on=pd.to_datetime(ends)
    )


def _last(days: pd.Series) -> pd.Timestamp:
    """The last of some days, null where one is not stated."""
    return days.max(skipna=False)


def _of_several(rows: pd.DataFrame) -> pd.Series:
    """Which lines have several units under a rate for the whole line: what is seen of one unit is not comparable."""
    return rows["by_visit"].astype(bool) & rows["units"].gt(1)


def _usual(units: pd.Series) -> int:
    """The units of most lines, of several alike the fewest."""
    return int(units.mode().min())


def each_below(held: Contracted, inputs: Inputs, corrected: pd.Index, short: pd.DataFrame) -> pd.DataFrame:
    """Return each line below its contract: what `Contracted.lines` has, and what `differences` has of a line.

    `short_cents` (above zero) is what lacks to `due_cents`, `state` tells in which finding it counts: BELOW, BY_RATE,
    CORRECTED, CUT_BELOW (in no finding). `appeal_through` and `appeal_rule` are null where no rule
    is known. In order of payer, key and day of service.
    """
    rows = _judged(held, inputs, corrected, short)
    rows = rows[rows["state"].isin([BELOW, BY_RATE, CORRECTED, CUT_BELOW])].reset_index(drop=True)
    whole = rows["due_cents"] - rows["allowed_cents"]
    rows = rows.assign(short_cents=(-rows["amount_cents"]).mask(rows["state"].eq(CORRECTED), whole))
    rows = rows.join(where_of(rows, inputs)).join(appeals(rows["payer"], rows["paid_on"], inputs.deadlines))
    order = [*KEY, "service_on", "content", "service_id"]
    return rows.sort_values(order, kind="stable", ignore_index=True)


def charged_below(held: Contracted) -> pd.DataFrame:
    """Return the contract rates that the practice's own charge is below, one row per rate and charge of a unit.

    `payer`, `procedure`, `modifiers`, `place`, `contract_cents`, `charge_cents` of a unit, `lines`, `since` and
    `last_on` (days of service), `amount_cents`: the contract less the charge, over all lines. Of most money first.
    """
    rows = held.lines[(held.lines["full_cents"] > held.lines["charge_cents"]) & ~held.lines["by_time"]]
    rows = rows.assign(
        amount_cents=rows["full_cents"] - rows["charge_cents"],
        charge_cents=rows["charge_cents"] // rows["units"].mask(rows["by_visit"], 1),
    )
    by = [*CHARGED_KEY, "contract_cents", "charge_cents"]
    sums = rows.groupby(by, dropna=False, as_index=False).agg(
        lines=("service_on", "size"), since=("service_on", "min"), last_on=("service_on", "max"),
        amount_cents=("amount_cents", "sum"),
    )  # fmt: skip
    return sums.sort_values(["amount_cents", *by], ascending=[False, *[True] * len(by)], ignore_index=True)


def _each(texts: pd.Series) -> str | None:
    """Each text once, in order; null where there is none."""
    return "; ".join(sorted({text for text in texts if text})) or None


def _with_appeals(rows: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Lines with whether each can still be appealed, and until when where it can; null where no rule is known."""
    told = appeals(rows["payer"], rows["paid_on"], inputs.deadlines)
    is_known = told["appeal_through"].notna() & rows["state"].ne(AGREES)
    open_ = told["appeal_through"] >= inputs.today
    return rows.assign(
        appeal_rule=told["appeal_rule"].where(is_known),
        in_time=open_.astype("Int64").where(is_known),
        appeal_through=told["appeal_through"].where(is_known & open_),
    )
