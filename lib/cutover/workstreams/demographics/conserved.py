"""What became of every record of an export: in the import, or set aside for which reason; each is counted once."""

from __future__ import annotations

import pandas as pd

from cutover.columns import conform, empty
from cutover.reading.patients.tables import CONSERVATION
from cutover.workstreams.demographics.rules import rules

IN_IMPORT = "in the import"
_ELSEWHERE = "set aside: another file has the same row"


def conservation(people, covered, authorized, guaranteed) -> pd.DataFrame:
    """Return how many records have which outcome (CONSERVATION)."""
    parts = []
    said = (
        ("patient", people),
        ("coverage", covered),
        ("authorization", authorized),
        ("guarantor", guaranteed),
    )
    for subject, records in said:
        counts = records["aside"].fillna(IN_IMPORT).value_counts()
        parts += [(subject, outcome_words(outcome), int(count)) for outcome, count in counts.items()]
    frame = pd.DataFrame(parts, columns=[c.name for c in CONSERVATION])
    return conform(frame, CONSERVATION) if parts else empty(CONSERVATION)


def with_elsewhere(conserved: pd.DataFrame, rows: int) -> pd.DataFrame:
    """Return the conservation with the patients' rows that another file has too."""
    if not rows:
        return conserved
    more = pd.DataFrame([("patient", _ELSEWHERE, rows)], columns=[c.name for c in CONSERVATION])
    return conform(pd.concat([conserved, more], ignore_index=True), CONSERVATION)


def outcome_words(outcome: str) -> str:
    """Return an outcome in words: that of a rule says what it sets aside for."""
    rule = rules().get(outcome)
    return outcome if rule is None else f"set aside: {rule.words.one[0].lower()}{rule.words.one[1:]}"
