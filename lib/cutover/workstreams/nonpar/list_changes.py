"""The payer lists themselves: how old they are, and payers whose status changed from one to the next."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind
from cutover.reading.payers.lists import PayerLists, latest
from cutover.reading.payers.par_words import NON_PAR
from cutover.reading.payers.same import NONE_PROVEN, SamePayers
from cutover.reading.payers.status import resolve
from cutover.wording import several
from cutover.workstreams.columns import count, text
from cutover.workstreams.nonpar.inputs import Inputs

OLD_AFTER = 183  # days: Office Ally changes statuses through the year; half a year is a choice of ours
CHANGE_COLUMNS = (
    text("payer", "Payer"),
    text("before", "Was"),
    text("after", "Is"),
    Column("list_date", Kind.DATE, "Since the list of", "it changed some day after the list before"),
    count("claims", "Claims since", "of the report's 24 months"),
)


def changes(inputs: Inputs) -> pd.DataFrame:
    """Return payers with claims whose status differs between two lists, one row per payer and list
    (CHANGE_COLUMNS).
    """
    rows = inputs.claims.submitted
    asked = rows[["payer_name", "payer_id", "payer_state", "form"]].drop_duplicates()
    said = []
    for day in inputs.lists.dates:
        found = resolve(asked, inputs.lists, pd.Series(pd.Timestamp(day), asked.index), inputs.same)
        said.append(found[["payer", "par"]].assign(list_date=pd.Timestamp(day)))
    if len(said) < 2:
        return pd.DataFrame({c.name: pd.Series(dtype=c.dtype) for c in CHANGE_COLUMNS})
    whole = pd.concat(said)
    whole = whole[whole["par"] != "unknown"].drop_duplicates(["payer", "list_date", "par"])
    whole = whole.sort_values(["payer", "list_date"])
    before = whole.groupby("payer")["par"].shift()
    found = whole.assign(before=before, after=whole["par"])[before.notna() & (before != whole["par"])]
    since = [_claims_since(inputs, inputs.same.main(row.payer), row.list_date) for row in found.itertuples()]
    return found.assign(claims=since)[[c.name for c in CHANGE_COLUMNS]].reset_index(drop=True)


def size(lists: PayerLists, same: SamePayers = NONE_PROVEN) -> str:
    """Return how many payers the latest list names and how many of them are non-par, in words; "" without a list.

    A payer is one by its name, or by its id where it has none, whatever number of transactions the list has of it: so
    one list has one number, whatever practice it is told to. How many they are where names are proven to be one
    payer's (`same`), by a practice's own files, is told beside it.
    """
    rows = latest(lists)
    given = rows["payer_name"].fillna(rows["payer_id"]).astype("str")
    payers = _payers(rows, given)
    if payers.empty:
        return ""
    open_ = int((~payers["known"]).sum())
    more = f"; of {open_:,} it does not say" if open_ else ""
    joined = len(_payers(rows, given.map({name: same.main(name) for name in given.dropna().unique()})))
    proven = (
        f" By this practice's own files some of these names are one payer's: they are {several(joined, 'payer')}."
        if joined < len(payers)
        else ""
    )
    return (
        f"Office Ally's payer list of {lists.dates[-1]} names {several(len(payers), 'payer')}, "
        f"{int(payers['non'].sum()):,} of them non-par{more}.{proven}"
    )


def _payers(rows: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """One row per name of the list: whether any of its rows is non-par, and whether any tells of it."""
    par = rows["par"].astype("str")
    known = rows["par"].notna() & par.ne("unknown")
    one = pd.DataFrame({"name": names.str.casefold().str.strip(), "non": par.eq(NON_PAR), "known": known})
    return one.dropna(subset=["name"]).groupby("name")[["non", "known"]].any()


def _claims_since(inputs: Inputs, payer: str, day: pd.Timestamp) -> int:
    rows = inputs.counted
    return int(
        (rows["payer"].eq(payer) & rows["submission_date"].ge(day) & rows["month"].isin(inputs.months)).sum()
    )


def days_old(inputs: Inputs) -> int | None:
    """Return the days from the latest list to the report's date, None without any list."""
    return (inputs.as_of - inputs.lists.dates[-1]).days if inputs.lists.dates else None
