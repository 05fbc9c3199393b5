"""Claim lists without any number: each claim known by its day of service, its patient and its procedure.

Such a made number meets no remittance and no other list. So it gives way to the number of the one claim there that has
the same day, patient and charge; else the same session would count twice.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from cutover.columns import TEXT
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.values import dates
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.record import LOOK
from cutover.reading.mapping.said_once import MADE as MADE_HERE
from cutover.reading.mapping.suggest import apply
from cutover.reading.mapping.tables_of import MappedTable
from cutover.wording import several

MADE = f"day, patient and procedure{MADE_HERE}"  # the column, where a table has none of a claim's numbers
_MARK = "NO-NUMBER"
_FIELD = "claim_number"
_ENDS = r"^([0-9A-Z]+)[^0-9A-Z].*?([0-9A-Z]+)$"  # the first and the last part of a number of several
_BARE = ("number", "id")  # a header of nothing but this word
_NAMES = ["patient_last_name", "patient_first_name"]


def with_stand_in(table: MappedTable) -> MappedTable:
    """Return a table that lacks nothing but a claim's number with one made of its own cells; any other as it is.

    It must have the day of service, the patient's name and the charge of its rows.
    """
    used = table.crosswalk.used
    label = table.crosswalk.target.field(_FIELD).label
    has_name = "patient_name" in used or "patient_last_name" in used
    if table.crosswalk.missing != [label] or not has_name or not {"service_from", "charge"} <= set(used):
        return table
    if (own := _own_numbers(table)) is not None:
        return _numbered_by(table, table.sheet, own, f"`{own}` has a number of its own for each claim")
    rows = apply(table.sheet, table.crosswalk)
    day = dates(rows["service_from"]).dt.strftime("%Y%m%d")
    name = rows["patient_name"].fillna(
        rows["patient_last_name"] + " " + rows["patient_first_name"].fillna("")
    )
    parts = [
        day,
        name.map(_plain, na_action="ignore"),
        rows["procedure_code"].map(_plain, na_action="ignore").astype(TEXT).fillna(""),
    ]
    made = (_MARK + "-" + parts[0] + "-" + parts[1] + "-" + parts[2]).str.rstrip("-").astype(TEXT)
    return _numbered_by(
        table, table.sheet.with_column(MADE, made), MADE, f"no column numbers the claims: {MADE}"
    )


def _own_numbers(table: MappedTable) -> str | None:
    """The one column of bare numbers (`#`, `No.`) that no field has, each row with one, none counted from 0 or 1 on."""
    used = set(table.crosswalk.used.values())
    bare = [name for name in table.sheet.header if name and name not in used and words_of(name) in _BARE]
    if len(bare) != 1:
        return None
    values = table.sheet.frame[bare[0]].dropna().astype("str").str.strip()
    values = values[values != ""]
    whole = len(values) == len(table.sheet.frame) and values.str.contains(r"\d").all()
    return bare[0] if whole and not values.isin(["0", "1"]).any() else None


def _numbered_by(table: MappedTable, sheet: Sheet, column: str, why: str) -> MappedTable:
    """The table with this column as the number of its claims."""
    return replace(table, sheet=sheet, crosswalk=table.crosswalk.with_column(_FIELD, column, why))


def is_made(numbers: pd.Series) -> pd.Series:
    """Return which claim numbers are made."""
    return numbers.str.startswith(f"{_MARK}-").fillna(False).astype(bool)


def told(numbers: pd.Series) -> list[str]:
    """Return what a person is told of a list whose claims bear made numbers; nothing where none does."""
    count = int(is_made(numbers).sum())
    said = (
        f"no column numbers its claims; {several(count, 'claim')} known by day, patient and procedure. {LOOK}"
    )
    return [said] if count else []


def numbered(history: pd.DataFrame, remitted: pd.DataFrame) -> pd.DataFrame:
    """Return a history (CLAIM_HISTORY) whose made numbers are those of the same claims elsewhere, where one fits.

    Elsewhere are the lists that number their claims, and the remittances (`era_claims`). A claim is the same on the
    same day of service, of the same last name and first letter, with the same charge; where two numbers fit, or one
    fits two rows, none is taken.
    """
    made = is_made(history["claim_number"])
    names = [*_NAMES, "service_from", "charge_cents"]
    if not made.any() or not set(names) <= set(remitted):
        return history
    real = history[~made & history["claim_number"].notna()].rename(columns={"claim_number": "number"})
    eras = remitted[remitted["set_aside"].isna()].rename(columns={"patient_control_number": "number"})
    known = pd.concat([part[["number", *names]].astype(object) for part in (real, eras)], ignore_index=True)
    known = (
        known.assign(key=_keys(known)).dropna(subset=["key", "number"])[["key", "number"]].drop_duplicates()
    )
    single = known[~known["key"].duplicated(keep=False)].set_index("key")["number"]
    keys = _keys(history[made])
    keys = keys.where(~keys.duplicated(keep=False))
    found = keys.map(single).astype("str")
    return history.assign(
        claim_number=history["claim_number"]
        .mask(made, found.reindex(history.index))
        .fillna(history["claim_number"])
    )


def as_remitted(history: pd.DataFrame, remitted: pd.DataFrame) -> pd.DataFrame:
    """Return a history (CLAIM_HISTORY) whose claim numbers are written as remittances write them, with the account.

    Some systems send account and claim as one number (`A-29/20706`). A claim without an account whose number is the
    first or the last part of one number of the remittances (`era_claims`), and none by itself, gets that number.
    """
    ours = history["claim_number"].where(history["patient_control_number"].isna()).dropna()
    if ours.empty or "patient_control_number" not in remitted:
        return history
    theirs = remitted["patient_control_number"].dropna().drop_duplicates()
    ends = theirs.str.upper().str.extract(_ENDS)
    whose = pd.DataFrame(
        {"end": pd.concat([ends[0], ends[1]]), "number": pd.concat([theirs, theirs])}
    ).dropna()
    single = whose[~whose["end"].duplicated(keep=False)].set_index("end")["number"]
    plain = ours.str.upper()
    found = plain.where(~plain.isin(theirs.str.upper())).map(single).astype("str").dropna()
    told = pd.DataFrame({"ours": plain.reindex(found.index), "theirs": found}).drop_duplicates()
    two = told.loc[told["theirs"].duplicated(keep=False), "theirs"]
    found = found[~found.isin(two)]
    return history.assign(claim_number=found.reindex(history.index).fillna(history["claim_number"]))


def _keys(rows: pd.DataFrame) -> pd.Series:
    """Day, patient and charge of each row as one text, null where one of them is not known."""
    last = rows["patient_last_name"].map(_plain, na_action="ignore")
    first = rows["patient_first_name"].map(lambda text: _plain(text)[:1], na_action="ignore").fillna("")
    day = pd.to_datetime(rows["service_from"]).dt.strftime("%Y%m%d")
    charge = rows["charge_cents"].astype("Int64").astype("str")
    keys = day.astype("str") + "|" + last.astype("str") + "|" + first.astype("str") + "|" + charge
    lacks = day.isna() | last.isna() | rows["charge_cents"].isna()
    return keys.mask(lacks).astype("str")


def _plain(text: str) -> str:
    return re.sub(r"[^A-Z0-9]+", "-", text.upper()).strip("-")
