"""The rate to load of each key of the schedule: the contract's on the report's date, else the one that is seen."""

from __future__ import annotations

import pandas as pd

from cutover.money import dollars
from cutover.reading.payers.rate_units import UNIT, VISIT
from cutover.workstreams.allowed_lines.lines import KEY
from cutover.workstreams.fee_schedules.contract_lines import Contracted
from cutover.workstreams.fee_schedules.inputs import Inputs

_ONE = ["payer_name", "procedure_code", "modifiers", "place", "per"]


def with_contract(rows: pd.DataFrame, held: Contracted, inputs: Inputs) -> pd.DataFrame:
    """Return the schedule with `contract_cents` and `load_cents`, and a note where they are not what is seen.

    The contract's is the rate in force on the report's date in the row of the contract that held for the last paid
    line of the key; null for anesthesia by time, a rate of one credential, and where several rates are in force.
    """
    found = _in_force(held, inputs)
    both = rows.merge(found, on=KEY, how="left") if len(found) else rows.assign(contract_cents=None, per=None)
    contract, seen = both["contract_cents"].astype("Int64"), both["rate_cents"].astype("Int64")
    other = (contract.ne(seen) & contract.notna()).fillna(False).astype(bool)
    note = both["note"].astype("str")
    said = seen.map(lambda cents: f"the contract's rate; {dollars(int(cents))} is paid", na_action="ignore")
    said = said.astype("str").fillna("the contract's rate; no steady rate is paid")
    visit = both["per"].eq(VISIT).fillna(False).astype(bool)
    note = note.mask(other, said).mask(visit & ~other, "for one visit, whatever its units")
    note = note.mask(visit & other, said + "; for one visit, whatever its units")
    return both.assign(contract_cents=contract, load_cents=contract.fillna(seen), note=note).drop(
        columns="per"
    )


def _in_force(held: Contracted, inputs: Inputs) -> pd.DataFrame:
    """The contract's rate on the report's date by key: KEY, `contract_cents` and `per`."""
    plain = (
        ~held.lines["by_time"].astype(bool)
        & held.lines["credential"].isna()
        & ~held.lines["of_notes"].astype(bool)
    )
    last = held.lines[plain].sort_values("service_on", kind="stable").drop_duplicates(KEY, keep="last")
    rates, today = inputs.contracts.reset_index(drop=True), inputs.today
    holds = ~(rates["effective_from"] > today).fillna(False) & ~(rates["effective_through"] < today).fillna(
        False
    )
    rates = rates.assign(one=[tuple(map(str, row)) for row in rates[_ONE].itertuples(index=False)])
    now = rates[holds & rates["credential"].isna()].groupby("one")["rate_cents"].agg(["min", "max"])
    now = now.loc[now["min"].eq(now["max"]), "min"]
    cents = rates.loc[last["rate_row"].astype("int64"), "one"].map(now).astype("Int64").to_numpy()
    per = last["by_visit"].map({True: VISIT, False: UNIT}).astype("str")
    made = last[KEY].assign(contract_cents=pd.array(cents, "Int64"), per=per)
    return made[made["contract_cents"].notna()]
