"""The client's own contracts against what is paid: contract, rate seen, difference, and since when.

A contract rate holds for a line of its payer, procedure and pricing modifiers from its first through its last day; one
for the line's place goes before one for every place, of several the one that began last. Against it stands the rate in
force, or where no rate is seen the line itself; a clinician who is paid a share of the rates is due that share of the
contract. So a line short of its own rate counts in `differences` alone. One that was allowed more than that rate, up to
the contract, is not short of the contract.
"""

from __future__ import annotations

import pandas as pd

from cutover.reference import code_list
from cutover.workstreams.allowed_lines.lines import KEY, Lines
from cutover.workstreams.fee_schedules.differences import appeals
from cutover.workstreams.fee_schedules.inputs import Inputs
from cutover.workstreams.fee_schedules.payers import own_name
from cutover.workstreams.fee_schedules.rates import TENTHS, Rates

AGREES, BELOW, ABOVE = "as contracted", "below the contract", "above the contract"


def against_contracts(told: Lines, seen: Rates, inputs: Inputs) -> pd.DataFrame:
    """Return what is paid under each contract rate, one row per key, contract rate and rate seen.

    KEY, `contract_cents`, `seen_cents` (null: no rate to be seen), `difference_cents` a unit (null with it), `since`
    and `last_on` (days of service), `lines`, `amount_cents` (paid less contracted, below zero: too little), `state`.
    Of lines that are off, `appeal_rule` (null: not known), `in_time` (lines that can still be appealed, null: not
    known) and `appeal_through`, the earliest last day of these. Only lines with a contract rate count; of most money
    below the contract first.
    """
    rows = _contracted(told, seen, inputs)
    full = rows["contract_cents"] * rows["units"] * rows["factor"] // TENTHS
    due = full.clip(upper=rows["charge_cents"])
    base = rows["expected_cents"].fillna(rows["allowed_cents"])
    reached = rows[["allowed_cents"]].assign(due=due).min(axis=1)  # what was allowed, up to the contract
    base = base.mask((reached > base).fillna(False).astype(bool), reached)
    off = base - due
    far = inputs.rules.beyond(off, due).fillna(False).astype(bool)
    state = (
        pd.Series(AGREES, rows.index, dtype="str").mask(far & (off < 0), BELOW).mask(far & (off > 0), ABOVE)
    )
    rates = seen.rates["rate_cents"].reindex(rows["stretch"]).set_axis(rows.index)
    rows = rows.assign(seen_cents=rates, amount_cents=off.where(far, 0), state=state)
    rows = _with_appeals(rows, inputs)
    grouped = rows.groupby([*KEY, "contract_cents", "seen_cents", "state"], dropna=False, as_index=False)
    sums = grouped.agg(since=("service_on", "min"), last_on=("service_on", "max"), lines=("service_on", "size"),
                       amount_cents=("amount_cents", "sum"), appeal_rule=("appeal_rule", "first"),
                       in_time=("in_time", lambda one: one.sum(min_count=1)),
                       appeal_through=("appeal_through", "min"))  # fmt: skip
    made = sums.assign(difference_cents=sums["seen_cents"] - sums["contract_cents"])
    return made.sort_values(["amount_cents", *KEY, "since"], kind="stable", ignore_index=True)


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


def _contracted(told: Lines, seen: Rates, inputs: Inputs) -> pd.DataFrame:
    """The used lines under a contract rate, with it."""
    rates = contract_keys(inputs, told.keys)
    lines = seen.lines[seen.lines["key"].isin(rates["key"].unique())].assign(line=lambda rows: rows.index)
    both = lines.merge(rates, on="key")
    begun = both["effective_from"].isna() | (both["effective_from"] <= both["service_on"])
    lasts = both["effective_through"].isna() | (both["effective_through"] >= both["service_on"])
    held = both[begun & lasts].sort_values(
        ["line", "own_place", "effective_from"], na_position="first", kind="stable"
    )
    return held.drop_duplicates("line", keep="last").reset_index(drop=True)


def contract_keys(inputs: Inputs, keys: pd.DataFrame) -> pd.DataFrame:
    """Return the contract rates of each key: `key`, `contract_cents`, its days, `own_place` (of one place alone)."""
    given = inputs.contracts
    pricing = set(code_list("pricing_modifiers", inputs.as_of).frame["code"])
    marks = [" ".join(sorted(set(words) & pricing)) for words in given["modifiers"].fillna("").str.split()]
    told = pd.DataFrame({
        "payer": own_name(given["payer_name"], inputs), "procedure": given["procedure_code"],
        "modifiers": pd.Series(marks, given.index, dtype="str"), "at_place": given["place"],
        "contract_cents": given["rate_cents"], "effective_from": given["effective_from"],
        "effective_through": given["effective_through"],
    })  # fmt: skip
    both = keys.reset_index().merge(told, on=["payer", "procedure", "modifiers"])
    own = both["at_place"].eq(both["place"]).fillna(False)
    return both[own | both["at_place"].isna()].assign(own_place=own.astype(bool))[
        ["key", "contract_cents", "effective_from", "effective_through", "own_place"]
    ]
