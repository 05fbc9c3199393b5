"""Who has left and has an account in Medi; claims after a last day, and connections, are the inventory's."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Privacy
from cutover.reading.files import values as text_values
from cutover.reading.intake.office_words import LEFT, LEFT_ON, note_says
from cutover.reading.practice.names_held import person
from cutover.workstreams.columns import date, text
from cutover.workstreams.readiness.inputs import Inputs

_DAY = r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})"
GONE = (
    text("role", "Role"),
    date("left_on", "Last day", "null: the note names none"),
    text("known_from", "Known from"),
    text("name", "Name", "", Privacy.DESK),
)


def with_account(inputs: Inputs) -> pd.DataFrame:
    """Return the users who have left and have an account in Medi, one row each (GONE).

    They have left by a note that says so, or by the last day of the provider of that name.
    """
    rows = inputs.users
    rows = rows[rows["medi_account"].eq(True).fillna(False).astype(bool)]
    notes = rows["note"].astype("str")
    on = text_values.dates(notes.str.extract(_DAY)[0])
    noted = note_says(notes, LEFT) | (note_says(notes, LEFT_ON) & on.notna())
    ended = _ended(inputs).dropna(subset=["name"])
    days = pd.Series(ended["ends_on"].to_numpy("datetime64[ms]"), ended["name"].map(person).astype("str"))
    days = days[~days.index.duplicated(keep="last")]
    names = rows["name"].map(person, na_action="ignore").astype("str")
    of_provider = pd.Series(days.reindex(names).to_numpy("datetime64[ms]"), rows.index)
    left_on = on.where(noted).fillna(of_provider)
    gone = (noted | of_provider.notna()) & ~(left_on >= inputs.today)
    known = pd.Series("the last day of the provider", rows.index, dtype="str").mask(
        noted, "the note beside the user"
    )
    told = rows.assign(left_on=left_on, known_from=known)[gone]
    return told[[c.name for c in GONE]].reset_index(drop=True)


def _ended(inputs: Inputs) -> pd.DataFrame:
    """The individual providers of the intake whose last day has passed."""
    rows = inputs.intake.tables["providers"]
    rows = rows[rows["npi_type"].ne("group").fillna(True).astype(bool)]
    return rows[(pd.to_datetime(rows["ends_on"]) < inputs.today).fillna(False)]
