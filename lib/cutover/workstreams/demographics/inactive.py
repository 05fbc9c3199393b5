"""Patients whom the practice's own export calls inactive: how many, who, and who of them was seen all the same."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform
from cutover.reading.patients.exports import Demographics
from cutover.result import Figure, Table
from cutover.wording import several
from cutover.workstreams.demographics.patient_import import UNCOUNTED, Prepared
from cutover.workstreams.demographics.people import as_of_year_ago

INACTIVE = (
    Column("seen", Kind.TEXT, "Seen in the last 12 months", "yes, no, or not known"),
    Column(
        "status", Kind.TEXT, "Status", "as written; blank where the title of the sheet says it", Privacy.DESK
    ),
    Column("last_seen", Kind.DATE, "Seen last", "by any file of the practice", Privacy.DESK),
    Column("account_number", Kind.TEXT, "Account no.", "", Privacy.PHI),
    Column("last_name", Kind.TEXT, "Last name", "", Privacy.PHI),
    Column("first_name", Kind.TEXT, "First name", "", Privacy.PHI),
    Column("source_file", Kind.TEXT, "File", "", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Row"),
)
_UNTOLD = "not known: no column and no title of a sheet tells who is inactive"


def figure(prepared: Prepared, as_of: dt.date) -> Figure:
    """Return how many patients the export calls inactive; unknown where it calls nobody active or inactive."""
    people = _patients(prepared)
    told = people["is_active"].notna()
    if not told.any():
        return Figure("Inactive by the export", None, "the export does not tell it")
    rows = inactive(prepared, as_of)
    count = rows["seen"].value_counts()
    unknown = int(count.get("not known", 0))
    notes = (
        [f"{int(count.get('yes', 0)):,} of them seen in the last 12 months"] if unknown < len(rows) else []
    )
    notes += [f"not known of {unknown:,} of them when they were seen"] if unknown else []
    if not told.all():
        notes.append(f"not stated for {several(int((~told).sum()), 'other')}")
    return Figure("Inactive by the export", f"{len(rows):,}", "; ".join(notes))


def dead(export: Demographics, prepared: Prepared) -> Figure:
    """Return how many patients the export marks as deceased; unknown where none is marked and no column is for it."""
    count = int(_patients(prepared)["deceased"].sum())
    if not count and not any("deceased" in table.crosswalk.used for table in export.tables):
        return Figure("Deceased by the export", None, "no column of the export tells it")
    return Figure("Deceased by the export", f"{count:,}")


def table(export: Demographics, prepared: Prepared, as_of: dt.date) -> Table:
    """Return the patients whom the export calls inactive or marks as deceased, one row each (INACTIVE)."""
    people = _patients(prepared)
    rows = inactive(prepared, as_of, also_dead=True)
    status = export.rows["status"].reindex(rows.index) if "status" in export.rows else None
    if status is not None:
        status = status.mask(rows["deceased"] & status.isna(), "deceased")
    made = conform(rows.assign(status=status)[[c.name for c in INACTIVE]].reset_index(drop=True), INACTIVE)
    is_told = people["is_active"].notna().any() or people["deceased"].any()
    title = "Patients whom the export calls inactive"
    return Table(
        title, made, INACTIVE, "By the practice's own status; who has died too.", "" if is_told else _UNTOLD
    )


def inactive(prepared: Prepared, as_of: dt.date, also_dead: bool = False) -> pd.DataFrame:
    """Return the rows of the patients whom the export calls inactive, with `seen`; the deceased too if asked."""
    people = _patients(prepared)
    off = people["is_active"].eq(False).fillna(False).astype(bool)
    rows = people[off | people["deceased"] if also_dead else off]
    lately = rows["last_seen"].ge(as_of_year_ago(as_of)).fillna(False).astype(bool)
    seen = (
        pd.Series("no", rows.index, dtype="str")
        .mask(lately, "yes")
        .mask(rows["last_seen"].isna(), "not known")
    )
    return rows.assign(seen=seen)


def _patients(prepared: Prepared) -> pd.DataFrame:
    return prepared.people[~prepared.people["aside"].isin(UNCOUNTED)]
