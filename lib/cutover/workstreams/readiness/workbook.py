"""The rows of the sheet of the day: each item with its state, to be answered with Yes or No, name and day."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.intake.handoff_workbook import DAY, DAY_SHEET, offering
from cutover.intake.template import Kind
from cutover.workstreams.attested import named
from cutover.workstreams.readiness.gates import ATTESTED, gates
from cutover.workstreams.readiness.inputs import Inputs


def filled(inputs: Inputs) -> dict[str, list[dict]]:
    """Return the records of the sheet of the day; what is attested stands in it, the rest is to be filled in."""
    return {DAY.name: [_row(row, inputs.as_of) for row in gates(inputs).to_dict("records")]}


def kind(inputs: Inputs) -> Kind:
    """Return the sheet of the day with the people whom the intake names offered to sign."""
    return offering(DAY_SHEET, {"attested_by": tuple(named(inputs.intake.tables))})


def _row(row: dict, as_of: dt.date) -> dict:
    said = {
        "item": row["item"],
        "statement": row["statement"],
        "state_printed": row["state"],
        "printed_on": as_of,
    }
    if row["state"] == ATTESTED:
        said |= {"holds": True, "attested_by": row["attested_by"], "attested_on": row["attested_on"]}
    return {name: value for name, value in said.items() if value is not None and not pd.isna(value)}
