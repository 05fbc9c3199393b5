"""How each payer pays by the client's own list: whether its electronic payment (EFT) is on, or how it pays instead."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.columns import Privacy, framed
from cutover.reading.files.header import normal
from cutover.reading.payers import enrollment_words as words
from cutover.reading.payers.status_cells import LIVE, NOT_NEEDED
from cutover.result import Table
from cutover.workstreams.columns import PAYER, count, text
from cutover.workstreams.enrollment.plan import Plan
from cutover.workstreams.findings import table

ON, NONE, UNCLEAR = "on", "needs none", "not understood"
EFT = (
    PAYER,
    text("state", "EFT", f"what its cell comes to: {ON}, {NONE}, how it pays instead, or a status"),
    text("said", "As written", "", Privacy.DESK),
    text("source_file", "File", "", Privacy.PHI),
    count("source_row", "Row"),
)


@dataclass(frozen=True)
class _Said:
    state: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class _EftWords:
    said: tuple[_Said, ...]


def eft(plan: Plan) -> Table:
    """Return what the client's lists write of each payer's EFT (EFT), one row per row of theirs.

    A payer whose cell is empty has no row: nothing is known of it.
    """
    inputs = plan.inputs
    aside = inputs.files.enrollments.set_aside
    rows = aside[aside["reason"].eq(words.apart("EFT")).fillna(False) & aside["found"].notna()]
    told = [
        {"payer": inputs.payer_meant(payer, _text(row["payer_id"])) or payer or row["payer_id"],
         "state": state(row["found"], payer), "said": row["found"],
         "source_file": row["source_file"], "source_row": row["source_row"]}
        for row in rows.to_dict("records") for payer in [_text(row["payer_name"])]
    ]  # fmt: skip
    frame = framed(told, EFT)
    note = ", ".join(f"{said}: {number:,}" for said, number in frame["state"].value_counts().items())
    return table("How each payer pays, by the client's list (EFT)", frame, EFT,
                 f"{note}; EFT is enrolled with the payer and does not move with the clearinghouse",
                 "no list that was read tells of EFT")  # fmt: skip


def state(cell: str, payer: str | None = None) -> str:
    """Return what a cell about EFT comes to: on, how the payer pays instead, else the status that it means."""
    known = None if "?" in cell else _states().get(normal(cell)) or words.status(cell, payer)
    return {LIVE: ON, NOT_NEEDED: NONE}.get(known, known) if known else UNCLEAR


@cache
def _states() -> dict[str, str]:
    said = reference.load("eft_words", _EftWords).said
    return {normal(word): one.state for one in said for word in one.words}


def _text(value: object) -> str | None:
    return None if pd.isna(value) else str(value)
