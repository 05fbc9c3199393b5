"""What files are by whoever uses them, which their header alone does not tell.

A file is what a reader uses it as, and covers the days that the reader has of its rows.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cutover.columns import conform
from cutover.lookup import among
from cutover.reading.claims.account_balances import subject_of
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.history import SOURCE
from cutover.reading.claims.invoices import load_invoices
from cutover.reading.mapping.record import DUPLICATE
from cutover.reading.patients.clients_map import load_id_map
from cutover.reading.patients.exports import READ_BACK
from cutover.reading.practice import file_subject, periods
from cutover.reading.practice.files_held import Holdings
from cutover.reading.practice.tables import HELD_DAYS

_KEY = ["source_file", "sheet"]


def as_read(held: Holdings) -> Holdings:
    """Return what a folder holds, with files as what they are read as: a claim history, denials, a map of patients.

    A list of denials looks like a claim history, and is none: a denial is told of a claim that another file has. Nor is
    a list of balances by account one. A list of claims with procedures and fees looks like a fee schedule by its
    header. Where the reader has days of more claims than the header tells, those are the days of the file. Invoices of
    the same bytes that the reader counts for the months of their names are no copies.
    """
    held = _with_bills(_with_maps(held))
    files = held.files
    if not (files["folder"].eq("claims") | files["subject"].eq(file_subject.CLAIMS)).any():
        return held
    read = load_claims(held.practice, held.era)
    claims = read.history[read.history["source"].eq(SOURCE)]
    lists = set(read.denials["source_file"]) - set(read.history["source_file"])
    is_list = files["subject"].eq(file_subject.CLAIMS) & files["source_file"].isin(lists)
    is_claims = files["folder"].eq("claims") & files["source_file"].isin(set(claims["source_file"]))
    is_claims &= ~files["subject"].isin(file_subject.FOLDERS["claims"])
    days = _days(held.days, claims)
    listed = read.balances[~read.balances["source_file"].isin(read.history["source_file"])]
    balances = {name: subject_of(rows) for name, rows in listed.groupby("source_file")}
    is_balances = files["source_file"].isin(balances)
    if not (is_list.any() or is_claims.any() or is_balances.any()) and days is held.days:
        return held
    subject = files["subject"].mask(is_list, file_subject.DENIALS).mask(is_claims, file_subject.CLAIMS)
    subject = subject.mask(is_balances, files["source_file"].map(balances))
    return replace(
        held,
        files=files.assign(subject=subject, told_by=files["told_by"].mask(is_claims, "content")),
        sheets=_sheets(held.sheets, claims, set(files.loc[is_claims, "source_file"])),
        days=days,
    )


def _with_maps(held: Holdings) -> Holdings:
    """The same with the client's own maps of patients, which no header tells, as such."""
    of_folder = held.files["folder"].eq(READ_BACK) & held.files["told_by"].eq("folder")
    untold = held.files["subject"].isna() | of_folder
    maps = set(load_id_map(held.practice)["source_file"]) if untold.any() else set()
    is_map = held.files["source_file"].isin(maps) & untold
    if not is_map.any():
        return held
    told = held.files.assign(
        subject=held.files["subject"].mask(is_map, file_subject.ID_MAP),
        told_by=held.files["told_by"].mask(is_map, "content"),
    )
    return replace(held, files=told)


def _with_bills(held: Holdings) -> Holdings:
    """The same with invoices of the same bytes that are read each for the month of its name, as no copies."""
    files = held.files
    bills = files[files["subject"].eq(file_subject.INVOICE)]
    if not bills["duplicate_of"].notna().any():
        return held
    read = load_invoices(held.practice).files
    own = bills[bills["source_file"].isin(read.loc[~read["state"].eq(DUPLICATE), "source_file"])]
    counted = own.groupby("content")["source_file"].agg(["first", "size"])
    first = bills["content"].map(counted["first"][counted["size"] > 1]).dropna()
    surplus = first.mask(first.index.isin(own.index))
    return replace(
        held,
        files=files.assign(
            duplicate_of=files["duplicate_of"].where(~files.index.isin(first.index), surplus).astype("str")
        ),
    )


def _sheets(sheets: pd.DataFrame, claims: pd.DataFrame, files: set[str]) -> pd.DataFrame:
    """The sheets of these files from which claims were read, as claims."""
    used = claims[["source_file", "source_sheet"]].set_axis(_KEY, axis=1).drop_duplicates()
    hit = sheets["source_file"].isin(files) & among(_place(sheets), _place(used))
    return sheets.assign(subject=sheets["subject"].mask(hit, file_subject.CLAIMS))


def _place(rows: pd.DataFrame) -> pd.Series:
    return rows["source_file"].astype("str") + "|" + rows["sheet"].astype("str").fillna("")


def _days(days: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """The days of files, with those of service that the reader has where it has them of more rows."""
    served = claims.dropna(subset="service_from")
    known = served.groupby("source_file").size()
    told = days[days["role"].eq(periods.SERVICE)].groupby("source_file")["rows"].sum()
    more = known.index[known.gt(told.reindex(known.index).fillna(0))]
    if not len(more):
        return days
    kept = days[~(days["role"].eq(periods.SERVICE) & days["source_file"].isin(more))]
    served = served[served["source_file"].isin(more)].assign(day=served["service_from"])
    found = served.groupby(["source_file", "day"], as_index=False).size().rename(columns={"size": "rows"})
    parts = [part for part in (kept, found.assign(role=periods.SERVICE)) if len(part)]
    whole = pd.concat(parts, ignore_index=True)[[c.name for c in HELD_DAYS]]
    return conform(whole, HELD_DAYS)
