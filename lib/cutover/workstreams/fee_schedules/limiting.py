"""What visits without assignment were charged above Medicare's limiting charge (42 CFR 414.48)."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy
from cutover.money import dollars
from cutover.wording import several
from cutover.workstreams.columns import cents, text
from cutover.workstreams.fee_schedules.inputs import Inputs, in_force

ABOVE, WITHIN = "above the limiting charge", "not above it"
ASSIGNED = "with assignment: no limit of this kind"
UNREAD = "not compared: day, code, charge, units or assignment cannot be read"
NO_LIMIT, SEVERAL = (
    "not compared: no limiting charge of the code on file",
    "not compared: several limits differ",
)
LIMITING = (
    text("procedure", "Procedure"), cents("limiting_cents", "Limiting charge", "for all units; null: none holds"),
    cents("charged_cents", "Charged"), cents("over_cents", "Above it", "null where it is not compared"),
    text("state", "State"), Column("service_on", Kind.DATE, "Service", "", Privacy.DESK),
    text("source_file", "File", "path below the practice's folder", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Row", "row or line in it, from 1", Privacy.DESK),
)  # fmt: skip


def charged_above(inputs: Inputs) -> pd.DataFrame:
    """Return each visit of the lists with the limiting charge of its code and day, and what is above it (LIMITING).

    A limit holds in every place and without modifiers; where several hold that differ, none is taken.
    """
    visits = inputs.nonassigned.reset_index(drop=True)
    given = inputs.contracts
    given = given[given["limiting_cents"].notna() & given["modifiers"].isna() & given["place"].isna()]
    of = visits[["procedure_code", "service_on"]].assign(visit=visits.index)
    both = of.merge(given[["procedure_code", "limiting_cents", "effective_from", "effective_through"]],
                    on="procedure_code")  # fmt: skip
    held = both[in_force(both, both["service_on"])]
    limits = held.groupby("visit")["limiting_cents"].agg(["first", "nunique"])
    limits = limits.reindex(visits.index)
    number = limits["nunique"].fillna(0)
    limit = limits["first"].astype("Int64").where(number.eq(1)) * visits["units"]
    over = (visits["charged_cents"] - limit).clip(lower=0)
    needed = visits[["service_on", "procedure_code", "charged_cents", "units", "is_assigned"]]
    state = pd.Series(WITHIN, visits.index, dtype="str").mask(over.gt(0).fillna(False).astype(bool), ABOVE)
    state = state.mask(number.eq(0), NO_LIMIT).mask(number.gt(1), SEVERAL)
    state = state.mask(needed.isna().any(axis=1), UNREAD)
    state = state.mask(visits["is_assigned"].fillna(False).astype(bool), ASSIGNED)
    made = visits.rename(columns={"procedure_code": "procedure"}).assign(
        limiting_cents=limit, over_cents=over.where(state.isin([ABOVE, WITHIN])), state=state
    )
    return made[[c.name for c in LIMITING]]


def note(rows: pd.DataFrame) -> str:
    """Return what the visits come to, in a sentence for the table."""
    if rows.empty:
        return "of lists of visits without assignment in reports/"
    above = rows[rows["state"].eq(ABOVE)]
    return (
        f"Of {several(len(rows), 'visit')} {len(above):,} {'is' if len(above) == 1 else 'are'} charged above the "
        f"limiting charge, by {dollars(int(above['over_cents'].sum()))} together. A non-par practice may charge no "
        "more than that on a claim without assignment (42 CFR 414.48)."
    )
