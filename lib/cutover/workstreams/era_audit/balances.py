"""What adds up, what does not, and what cannot be checked: payments, claims and service lines."""

from __future__ import annotations

import pandas as pd

from cutover.reading.era.row_ids import as_texts
from cutover.workstreams.answers import once
from cutover.workstreams.era_audit.inputs import Inputs

PAYMENT, CLAIM, LINE = "payment", "claim", "service line"
# level -> the amounts that its balance needs of its own row, by column; its adjustments are the rest
_OWN = {
    PAYMENT: {"paid_cents": "BPR02"},
    CLAIM: {"charge_cents": "CLP03", "paid_cents": "CLP04"},
    LINE: {"charge_cents": "SVC02", "paid_cents": "SVC03"},
}
_BELOW = {PAYMENT: "CLP04 or PLB", CLAIM: "CAS", LINE: "CAS"}
_ID = {PAYMENT: "payment_id", CLAIM: "claim_id", LINE: "service_id"}


def levels(inputs: Inputs) -> dict[str, pd.DataFrame]:
    """Return the counted rows of each level at which something must add up; of lines those that do not show it."""
    return {PAYMENT: inputs.counted, CLAIM: inputs.claim_rows, LINE: inputs.doubtful_lines}


@once
def unknown(inputs: Inputs) -> pd.DataFrame:
    """Return the balances of counted whole payments that cannot be checked, one row per payment, claim or line.

    `lacks` names the elements without an amount; `row_id` is the number of the payment, claim or line in its file.
    """
    found = [_unknown_of(level, rows) for level, rows in levels(inputs).items()]
    return pd.concat(found, ignore_index=True)


def _unknown_of(level: str, rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows[rows["whole"] & rows["difference_cents"].isna()]
    lacks = pd.Series("", rows.index, dtype="str")
    for column, element in _OWN[level].items():
        lacks = lacks.mask(rows[column].isna(), lacks + ", " + element)
    lacks = lacks.str.removeprefix(", ").mask(lacks == "", _BELOW[level])
    columns = ["content", "payer", "paid_on", "source_file", "source_row"]
    return as_texts(rows[columns]).assign(level=level, lacks=lacks, row_id=rows[_ID[level]])


def states(inputs: Inputs) -> list[tuple]:
    """Return for each level how many rows there are, add up, do not, cannot be checked, or stand in cut payments."""
    every = levels(inputs) | {LINE: inputs.of_counted(inputs.line_balances, ["whole"])}
    return [(level, len(rows), *_counted(rows)) for level, rows in every.items()]


def _counted(rows: pd.DataFrame) -> tuple[int, ...]:
    whole, known = rows["whole"], rows["difference_cents"].notna()
    right = known & (rows["difference_cents"] == 0).fillna(False).astype(bool)
    return tuple(int(part.sum()) for part in (whole & right, whole & known & ~right, whole & ~known, ~whole))
