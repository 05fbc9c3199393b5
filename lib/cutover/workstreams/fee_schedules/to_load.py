"""The rate to load of each key of the schedule: the contract's on the report's date, else the one that is seen."""

from __future__ import annotations

import pandas as pd

from cutover.money import dollars
from cutover.reading.payers.rate_units import UNIT, VISIT
from cutover.workstreams.allowed_lines.lines import KEY
from cutover.workstreams.fee_schedules.contract_lines import Contracted
from cutover.workstreams.fee_schedules.inputs import Inputs, in_force
from cutover.workstreams.fee_schedules.schedule import seen_per

_ONE = ["payer_name", "procedure_code", "modifiers", "place", "per"]


def with_contract(rows: pd.DataFrame, held: Contracted, inputs: Inputs) -> pd.DataFrame:
    """Return the schedule with `contract_cents`, `per` and `load_cents`, and a note where they are not what is seen.

    The contract's is the rate in force on the report's date in the row of the contract that held for the last paid
    line of the key; null for anesthesia by time, a rate of one credential, and where several rates are in force.
    """
    found = _in_force(held, inputs)
    nothing = {"contract_cents": None, "per": None, "units": None}
    both = rows.merge(found, on=KEY, how="left") if len(found) else rows.assign(**nothing)
    contract = both["contract_cents"].astype("Int64")
    notes = [_note(row) for row in both.to_dict("records")]
    return both.assign(
        contract_cents=contract, load_cents=contract.fillna(both["rate_cents"].astype("Int64")),
        per=both["per"].astype("str"), note=pd.Series(notes, both.index, dtype="str"),
    )  # fmt: skip


def _note(row: dict) -> str | None:
    """What is beside a rate of the contract: what is paid where that is another amount, and that it is for a visit.

    A rate seen of one unit is told for a line where the contract's is for a visit and all lines have as many units.
    """
    if pd.isna(row["contract_cents"]):
        return row["note"]
    of_visit, units, paid, of = row["per"] == VISIT, row["units"], row["rate_cents"], row["seen_per"]
    whose = "the contract's rate" + (", for one visit whatever its units" if of_visit else "")
    if pd.isna(paid):
        return f"{whose}; no steady rate is seen"
    if of_visit and of == UNIT and pd.notna(units):
        paid, of = paid * units, seen_per(int(units))
    is_alike = (of != UNIT or units == 1) if of_visit else of == UNIT
    if is_alike and paid == row["contract_cents"]:
        return "for one visit, whatever its units" if of_visit else row["note"]
    return f"{whose}; {dollars(int(paid))} is paid" + (f" for {of}" if of != UNIT or not is_alike else "")


def _in_force(held: Contracted, inputs: Inputs) -> pd.DataFrame:
    """The contract's rate on the report's date: KEY, `contract_cents`, `per`, and the `units` that all lines have."""
    plain = (
        ~held.lines["by_time"].astype(bool)
        & held.lines["credential"].isna()
        & ~held.lines["of_notes"].astype(bool)
    )
    rows = held.lines[plain]
    units = rows.groupby(KEY)["units"].agg(["min", "max"])
    units = units.loc[units["min"].eq(units["max"]), "min"].rename("units").astype("Int64")
    last = rows.sort_values("service_on", kind="stable").drop_duplicates(KEY, keep="last")
    rates = inputs.contracts.reset_index(drop=True)
    holds = in_force(rates, inputs.today)
    rates = rates.assign(one=[tuple(map(str, row)) for row in rates[_ONE].itertuples(index=False)])
    now = rates[holds & rates["credential"].isna()].groupby("one")["rate_cents"].agg(["min", "max"])
    now = now.loc[now["min"].eq(now["max"]), "min"]
    cents = rates.loc[last["rate_row"].astype("int64"), "one"].map(now).astype("Int64").to_numpy()
    per = last["by_visit"].map({True: VISIT, False: UNIT}).astype("str")
    made = last[KEY].assign(contract_cents=pd.array(cents, "Int64"), per=per).join(units, on=KEY)
    return made[made["contract_cents"].notna()]
