"""Bank deposits, one row per line of the bank's export, through a confirmed or sure crosswalk."""

from __future__ import annotations

import pandas as pd

from cutover.columns import conform
from cutover.reading.files import values as text_values
from cutover.reading.mapping.targets import load_target
from cutover.reading.postings import posted
from cutover.reading.postings.posted import Posted
from cutover.reading.postings.tables import DEPOSITS
from cutover.reading.practice.book import Practice

FOLDER = "bank"
DRAWN = "money drawn, not a deposit"


def load_deposits(practice: Practice) -> Posted:
    """Return the deposits of a practice (`rows`: DEPOSITS) from its folder `bank`; money drawn is set aside."""
    return posted.load(practice, FOLDER, "bank", load_target("deposits"), DEPOSITS, _typed)


def _typed(found: pd.DataFrame, _source_file: str) -> tuple[pd.DataFrame, pd.Series]:
    cents, reason = posted.money(found["amount"])
    drawn = text_values.cents(found["drawn"])
    cents = cents.fillna(-drawn.abs())
    reason = reason.mask(drawn.notna(), None)
    reason = reason.mask((cents < 0).fillna(False).astype(bool), DRAWN)
    columns = {
        "deposit_date": text_values.dates(found["deposit_date"]),
        "amount_cents": cents,
        "description": found["description"],
        "trace_number": text_values.identifiers(found["trace_number"]),
    }
    columns |= {name: found[name] for name in ("source_file", "source_sheet", "source_row")}
    return conform(pd.DataFrame(columns, index=found.index), DEPOSITS), reason
