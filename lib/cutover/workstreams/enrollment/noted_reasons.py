"""Why a payer rejected an enrollment, by a dated note of a call, where the tracker has no reason."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cutover.reading.payers.enrollment_words import CLAIMS, named_in
from cutover.reading.payers.status_cells import tells_a_rejection
from cutover.workstreams.dated_notes import notes_of
from cutover.workstreams.enrollment.inputs import Inputs

REJECTED = "REJECTED"


def with_noted_reasons(inputs: Inputs, rows: pd.DataFrame) -> pd.DataFrame:
    """Return enrollments of which those rejected without a reason have that of the newest note that tells one.

    The note names this payer alone and its rejection, no other transaction, and no day before the filing. It is quoted
    with its day: the status stays the tracker's.
    """
    bare = rows["status"].eq(REJECTED).fillna(False) & rows["reason"].isna()
    if not bare.any():
        return rows
    notes = notes_of(inputs.files.practice, rows["payer"].unique())
    notes = notes[notes["noted_on"] <= inputs.today]
    notes = notes[notes["said"].map(tells_a_rejection).astype(bool)]
    told = [_reason(row, notes) for row in rows[bare].itertuples()]
    reasons = pd.Series(told, rows.index[bare], dtype="str").reindex(rows.index)
    return rows.assign(reason=rows["reason"].fillna(reasons))


def _reason(row: Any, notes: pd.DataFrame) -> str | None:
    own = notes[notes["payer"].eq(row.payer) & ~(notes["noted_on"] < row.filed_on)]
    for note in own.itertuples():
        codes = named_in(str(note.said))
        if not codes or row.transaction in codes or (CLAIMS in codes and row.transaction.startswith(CLAIMS)):
            return f"by the note of {note.noted_on:%Y-%m-%d}: {note.said}"
    return None
