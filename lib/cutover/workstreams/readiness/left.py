"""Who has left, and what ends: users with an account, providers whom later claims name, connections nobody replaces."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Privacy, empty
from cutover.reading.files import values as text_values
from cutover.reading.intake.office_words import LEFT, LEFT_ON, note_says
from cutover.reading.practice.names_held import person
from cutover.workstreams.columns import cents, count, date, text
from cutover.workstreams.readiness.inputs import Inputs

_DAY = r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})"
GONE = (
    text("role", "Role"),
    date("left_on", "Last day", "null: the note names none"),
    text("known_from", "Known from"),
    text("name", "Name", "", Privacy.DESK),
)
AFTER = (
    text("npi", "NPI"), date("ends_on", "Last day of work"), count("claims", "Claims of later services"),
    cents("charge_cents", "Charged"), date("first_on", "First of them sent"), date("last_on", "Last of them sent"),
)  # fmt: skip
UNREPLACED = (text("system", "System or partner"), text("direction", "What flows"), text("method", "How"))


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


def named_after(inputs: Inputs) -> pd.DataFrame:
    """Return the providers whom claims of services after their last day name as rendering, one row each (AFTER)."""
    ended = _ended(inputs).dropna(subset=["npi"]).drop_duplicates("npi", keep="last")
    rows = inputs.submitted.merge(ended[["npi", "ends_on"]], left_on="rendering_npi", right_on="npi")
    late = rows[(rows["service_from"] > rows["ends_on"]).fillna(False)]
    if late.empty:
        return empty(AFTER)
    number = late["claim_number"].fillna(late["patient_control_number"])
    late = late[number.isna() | ~number.duplicated()]
    return late.groupby(["npi", "ends_on"], as_index=False).agg(
        claims=("npi", "size"), charge_cents=("charge_cents", lambda c: c.sum(min_count=1)),
        first_on=("submission_date", "min"), last_on=("submission_date", "max"),
    )  # fmt: skip


def unreplaced(inputs: Inputs) -> pd.DataFrame:
    """Return the connections of the intake with neither a replacement nor a last day, one row each (UNREPLACED)."""
    rows = inputs.intake.tables["connections"]
    rows = rows[rows["replaced_by"].isna() & rows["ends_on"].isna()]
    return rows[[c.name for c in UNREPLACED]].reset_index(drop=True)


def _ended(inputs: Inputs) -> pd.DataFrame:
    """The individual providers of the intake whose last day has passed."""
    rows = inputs.intake.tables["providers"]
    rows = rows[rows["npi_type"].ne("group").fillna(True).astype(bool)]
    return rows[(pd.to_datetime(rows["ends_on"]) < inputs.today).fillna(False)]
