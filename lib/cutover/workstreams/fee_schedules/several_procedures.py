"""Lines below their rate that look like a reduction for several procedures of one day, though no code says so.

The rules stand in `multiple_procedures`, dated and cited. A reduction that the payer states by its code is left out of
the lines before (`allowed_lines.lines.SEVERAL`), but where it cannot be one (`with_unexplained`); the rest here only
shows by the amount and by what stands beside it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cutover.reading.era.row_ids import Places
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.reference import load
from cutover.result import Source
from cutover.workstreams.allowed_lines.lines import REVERSAL, SEVERAL, TAKEN_BACK, Lines
from cutover.workstreams.fee_schedules.inputs import Inputs
from cutover.workstreams.remittances import UNNAMED

EVERY = "all"
_PAID = ["payer", "tin", "service_on"]
_DAY = [*_PAID, "visitor"]
_PATIENT = ["patient_last_name", "patient_first_name"]


@dataclass(frozen=True)
class Rule:
    """One reduction: which codes of which payers, and what share of the rate is left, in percent."""

    name: str
    words: str
    payers: str
    first_code: int
    last_code: int
    codes: tuple[str, ...]
    least_percent: int
    most_percent: int
    by_units: bool
    highest_is_whole: bool
    source: str
    where: str

    def covers(self, procedure: pd.Series) -> pd.Series:
        """Return of each procedure code whether the rule is about it, a flag per row."""
        number = pd.to_numeric(
            procedure.where(procedure.str.fullmatch(r"\d{5}").fillna(False)), errors="coerce"
        )
        inside = number.between(max(self.first_code, 1), self.last_code).fillna(False)
        return (inside | procedure.isin(self.codes)).astype(bool)


@dataclass(frozen=True)
class Reductions:
    """The reductions that are known on a day."""

    rule: tuple[Rule, ...]
    read_on: dt.date


def reductions(on: dt.date) -> Reductions:
    """Return the reductions that hold on a day; raises ReferenceDataError as `reference.load`."""
    return load("multiple_procedures", Reductions, on)


def sources(on: dt.date) -> tuple[Source, ...]:
    """Return where the reductions are published, one source a rule."""
    known = reductions(on)
    return tuple(Source(one.source, one.where, known.read_on) for one in known.rule)


def reduced(rows: pd.DataFrame, told: Lines, inputs: Inputs) -> pd.Series:
    """Return of each line off its rate the name of the reduction that it looks like, null where it looks like none.

    `rows` has KEY, `service_on`, `feed`, `row`, `units`, `expected_cents` and `allowed_cents`. A
    line is reduced where what is left of its rate lies in the rule's range and another procedure of the rule was paid
    for the patient that day. Where the highest is paid whole, that other one was allowed at least this line's rate.
    """
    found = pd.Series(None, rows.index, dtype="str")
    if rows.empty:
        return found
    days = pd.MultiIndex.from_frame(rows[_PAID])
    every = told.every
    every = every[~every["left_out"].isin([REVERSAL, TAKEN_BACK]) & (every["allowed_cents"] > 0)]
    every = every[pd.MultiIndex.from_frame(every[_PAID]).isin(days)]
    beside, own = _visitors(every, inputs), _visitors(rows, inputs)
    for rule in reductions(inputs.as_of).rule:
        mine = own[found.isna() & rule.covers(own["procedure"]) & _of_payers(own["payer"], rule, inputs)]
        others = beside[rule.covers(beside["procedure"])]
        pairs = mine.reset_index(names="at").merge(others[[*_DAY, "feed", "row", "allowed_cents"]], on=_DAY,
                                                   suffixes=("", "_other"))  # fmt: skip
        pairs = pairs[(pairs["feed"] != pairs["feed_other"]) | (pairs["row"] != pairs["row_other"])]
        if rule.highest_is_whole:
            pairs = pairs[pairs["allowed_cents_other"] >= pairs["expected_cents"]]
        has_other = mine.index.isin(pairs["at"]) | (rule.by_units & (mine["units"] > 1)).to_numpy(bool)
        hit = mine.index[has_other & _in_range(mine, rule)]
        found.loc[hit] = rule.name
    return found


def with_unexplained(told: Lines, inputs: Inputs) -> Lines:
    """Return the lines with those used that a code lowers as a further procedure though they cannot be one.

    No other procedure of the patient that day was allowed as much as such a line, and what is left of its price is no
    share of a rule. `unexplained` in `every` flags them: they are compared as any line.
    """
    every = told.every
    known = every[["procedure", "service_on"]].notna().all(axis=1) & every["payer"].ne(UNNAMED)
    mine = every[every["left_out"].eq(SEVERAL) & every["units"].gt(0) & known]
    flags = every.index.isin(_unexplained(mine, every, inputs)) if len(mine) else np.zeros(len(every), bool)
    return replace(told, every=every.assign(unexplained=flags, left_out=every["left_out"].mask(flags)))


def _unexplained(mine: pd.DataFrame, every: pd.DataFrame, inputs: Inputs) -> pd.Index:
    """The labels of those of these lines that nothing explains as further procedures."""
    rows = mine.assign(expected_cents=mine["allowed_cents"] + mine["further_cents"])
    explained = pd.Series(False, rows.index)
    counts = ~every["left_out"].isin([REVERSAL, TAKEN_BACK]) & (every["allowed_cents"] > 0)
    days = every["service_on"].isin(rows["service_on"])
    beside = _of_claims(every[counts & days], inputs).reset_index(names="at_other")
    own = _of_claims(rows, inputs).reset_index(names="at")
    for who in (["visitor"], _PATIENT):
        by = ["service_on", *who]
        pairs = own.dropna(subset=who).merge(beside, on=by, suffixes=("", "_other"))
        pairs = pairs[pairs["at"] != pairs["at_other"]]
        dearer = pairs["allowed_cents_other"] >= pairs["allowed_cents"]
        for rule in reductions(inputs.as_of).rule:
            if not rule.highest_is_whole:  # then the dearest may be lowered too
                dearer |= rule.covers(pairs["procedure"]) & rule.covers(pairs["procedure_other"])
        explained |= rows.index.isin(pairs.loc[dearer, "at"])
    for rule in reductions(inputs.as_of).rule:
        is_about = rule.covers(rows["procedure"]) | rule.highest_is_whole
        explained |= is_about & _in_range(rows, rule)
    return rows.index[~explained]


def _in_range(rows: pd.DataFrame, rule: Rule) -> np.ndarray:
    """Whether what is left of each rate lies in the range of a rule, a cent of rounding a unit allowed for."""
    allowed, rate = 100 * rows["allowed_cents"].astype("int64"), rows["expected_cents"].astype("int64")
    slack = 100 * rows["units"].astype("int64")
    low, high = rule.least_percent * rate - slack, rule.most_percent * rate + slack
    return ((allowed >= low) & (allowed <= high)).to_numpy(bool)


def _of_payers(payers: pd.Series, rule: Rule, inputs: Inputs) -> pd.Series:
    if rule.payers == EVERY:
        return pd.Series(True, payers.index)
    families = {name: inputs.deadlines.families.of(name).name for name in payers.dropna().unique()}
    return payers.map(families).eq(rule.payers).fillna(False).astype(bool)


def _of_claims(rows: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Lines with `visitor` and the names of the patient in capitals, null where the claim has none."""
    made = _visitors(rows, inputs)
    names = _heads(rows, inputs, _PATIENT)[_PATIENT]
    return made.join(names.apply(lambda one: one.astype("str").str.upper().str.strip()))


def _visitors(rows: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Lines with `visitor`: the account of the patient, else the claim of one archive."""
    heads = _heads(rows, inputs, ["patient_control_number"])
    return rows.assign(visitor=heads["patient_control_number"].astype("str").fillna(heads["alone"]))


def _heads(rows: pd.DataFrame, inputs: Inputs, names: list[str]) -> pd.DataFrame:
    """What the claim of each line says under these names, and `alone`, which tells it from any other claim."""
    parts = []
    for feed, archive in zip((OFFICE_ALLY, MEDI), inputs.feeds, strict=True):
        part = rows[rows["feed"] == feed]
        if part.empty:
            continue
        places = Places(archive)
        claims = places.ids(archive.services.iloc[part["row"].to_numpy()], "claim_id")
        heads = archive.claims[names].set_axis(places.ids(archive.claims, "claim_id"))
        own = heads[~heads.index.duplicated()].reindex(claims).set_axis(part.index)
        alone = pd.Series([f"{feed} {claim}" for claim in claims], part.index, dtype="str")
        parts.append(own.assign(alone=alone))
    return (
        pd.concat(parts).reindex(rows.index)
        if parts
        else pd.DataFrame(columns=[*names, "alone"], dtype="str")
    )
