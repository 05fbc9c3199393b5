"""What is on in Office Ally by the practice's own list, beside the payers in use: which of them have an ERA there."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, framed
from cutover.lookup import meant
from cutover.reading.payers.office_ally_list import load_in_office_ally
from cutover.result import Table
from cutover.workstreams.columns import count, text
from cutover.workstreams.enrollment.plan import Plan
from cutover.workstreams.findings import table

ON, OFF, UNTOLD, CLOSED = (
    "in use, ERA on",
    "in use, no ERA on",
    "in use, the list does not say",
    "closed by the list",
)
UNUSED, UNLISTED = "not in use", "in use, not in the list"
LISTED = (
    text("payer", "Payer", "as the reports name it, else as the list does"),
    text("state", "State", f"{ON}, {OFF}, {UNTOLD}, {UNLISTED}, {UNUSED}, {CLOSED}"),
    Column("claims_on", Kind.FLAG, "Claims on"),
    Column("eras_on", Kind.FLAG, "ERA on"),
    text("since", "Since", "as the list writes it"),
    text("listed_as", "In the list as"),
    text("source_file", "File", "", Privacy.PHI),
    count("source_row", "Row"),
)


def in_office_ally(plan: Plan) -> Table:
    """Return what the practice's own list says to be on in Office Ally, payers in use first (LISTED)."""
    inputs = plan.inputs
    told = load_in_office_ally(inputs.files.practice, inputs.files.enrollments.files)
    used = list(dict.fromkeys(plan.standing["payer"]))
    names = {payer: payer for payer in used}
    rows = []
    for row in told.to_dict("records"):
        payer = inputs.payer_meant(row["payer_name"], row["payer_id"])
        # a short name is the one payer in use that begins with it
        rows.append(_row(row, payer if payer in used else meant(row["payer_name"], names), used))
    seen = {row["payer"] for row in rows if row["state"] != CLOSED}
    if rows:
        rows += [{"payer": payer, "state": UNLISTED} for payer in used if payer not in seen]
    order = [ON, OFF, UNTOLD, UNLISTED, UNUSED, CLOSED]
    frame = framed(sorted(rows, key=lambda row: order.index(row["state"])), LISTED)
    counts = frame["state"].value_counts()
    note = ", ".join(f"{state}: {counts[state]:,}" for state in order if state in counts)
    return table("What is on in Office Ally by the practice's list", frame, LISTED, note,
                 "no such list is on file")  # fmt: skip


def _row(row: dict, payer: str | None, used: list[str]) -> dict:
    is_used = payer in used
    eras = row["eras_on"]
    state = CLOSED if row["is_closed"] else UNUSED
    if is_used and not row["is_closed"]:
        state = UNTOLD if pd.isna(eras) else ON if eras else OFF
    return {
        "payer": payer if is_used else row["payer_name"], "state": state, "listed_as": row["payer_name"],
        **{name: row[name] for name in ("claims_on", "eras_on", "since", "source_file", "source_row")},
    }  # fmt: skip
