"""What patients paid at the desk, as lists among the postings tell: no remittance has it, and no payer owes it."""

from __future__ import annotations

import hashlib

import pandas as pd

from cutover.columns import conform, framed
from cutover.money import dollars
from cutover.reading.files import values
from cutover.reading.files.report_rows import TOTAL
from cutover.reading.files.sheet import Sheet
from cutover.reading.kept import store
from cutover.reading.mapping import folder as mapped_files
from cutover.reading.mapping.cash_sheets import SUBJECT, CashColumns, cash_sheets
from cutover.reading.mapping.folder import FURNITURE, Mapped
from cutover.reading.mapping.record import DUPLICATE, FILES, READ
from cutover.reading.postings.posted import NO_MONEY
from cutover.reading.postings.tables import CASH_BOOK, POSTED_FILES, POSTED_SET_ASIDE
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import is_clutter
from cutover.reading.practice.places import walk_home

FOLDER = "postings"
NO_DAY = "no day can be read in it"
_OF_TOTAL = {"total", "totals", "subtotal", "grand total", "sum"}


def load_cash_books(practice: Practice) -> Mapped:
    """Return what patients paid, one row per payment (`rows`: CASH_BOOK), from the lists in the folder `postings`.

    `set_aside` (POSTED_SET_ASIDE) has the rows that are none with the reason: totals, rows without a day or an amount.
    `files` (POSTED_FILES) has one row per list, and `notes` a sentence for each total that is not the sum of its rows.
    Lists with the same bytes count once. No file raises.
    """
    return store.of(practice, "cash-books", lambda: _read(practice))


def _read(practice: Practice) -> Mapped:
    rows: list[pd.DataFrame] = []
    aside: list[pd.DataFrame] = []
    files: list[tuple] = []
    notes: list[str] = []
    seen: dict[str, str] = {}
    for entry in walk_home(practice.raw / FOLDER, practice.raw, documents=True):
        if entry.data is None or is_clutter(entry.source_file):
            continue
        if not (sheets := cash_sheets(entry.content, entry.source_file)):
            continue
        content = hashlib.sha256(entry.data).hexdigest()
        if first := seen.get(content):
            files.append((SUBJECT, entry.source_file, DUPLICATE, f"the same bytes as {first}", 0, 0, 0))
            continue
        seen[content] = entry.source_file
        used, left = _of_file(sheets, entry.source_file)
        rows.append(used)
        aside.append(left)
        files.append((SUBJECT, entry.source_file, READ, None, len(used) + len(left), len(used), len(left)))
        notes += _wrong_totals(entry.source_file, used, left)
    return Mapped(
        mapped_files.whole(rows, CASH_BOOK),
        mapped_files.whole(aside, POSTED_SET_ASIDE),
        conform(framed(files, FILES), POSTED_FILES),
        tuple(notes),
    )


def _of_file(sheets: list[tuple[Sheet, CashColumns]], source_file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The payments of one list, and its rows that are none."""
    every = pd.concat([_of_sheet(sheet, columns) for sheet, columns in sheets], ignore_index=True)
    every = every.assign(source_file=source_file, source=SUBJECT)
    reason = every.pop("reason")
    left = every[reason.notna()].assign(reason=reason.dropna())
    left = left.rename(columns={"paid_cents": "amount_cents", "paid_on": "day"})
    used = conform(every[reason.isna()][[c.name for c in CASH_BOOK]].reset_index(drop=True), CASH_BOOK)
    left = left[[c.name for c in POSTED_SET_ASIDE]].reset_index(drop=True)
    return used, conform(left, POSTED_SET_ASIDE)


def _of_sheet(sheet: Sheet, found: CashColumns) -> pd.DataFrame:
    frame = sheet.frame
    days, cents = values.dates(frame[found.day]), values.cents(frame[found.amount])
    cells = frame[sheet.columns].astype("str").apply(lambda column: column.str.strip(" :.").str.lower())
    is_total = days.isna() & cells.isin(_OF_TOTAL).any(axis=1)
    who = frame[found.patient] if found.patient else pd.Series(None, frame.index, dtype="str")
    is_number = who.astype("str").str.contains(r"\d", na=False)
    reason = pd.Series(None, frame.index, dtype="str").mask(cents.isna(), NO_MONEY).mask(days.isna(), NO_DAY)
    every = pd.DataFrame({
        "paid_on": days,
        "patient_name": who.mask(is_number),
        "account": who.where(is_number),
        "method": frame[found.method],
        "paid_cents": cents,
        "source_sheet": frame["source_sheet"],
        "source_row": frame["source_row"],
        "reason": reason.mask(is_total, TOTAL),
    })  # fmt: skip
    totals = sheet.set_aside[~sheet.set_aside["reason"].isin(set(FURNITURE) - {TOTAL})]
    return pd.concat([every, _set_aside(sheet, totals)], ignore_index=True)


def _set_aside(sheet: Sheet, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that the reader of tables set aside, a total with its amount."""
    money = rows["text"].astype("str").str.extract(r"(-?\$?[\d,]+\.\d\d)\D*$", expand=False)
    return pd.DataFrame({
        "paid_on": pd.Series(pd.NaT, rows.index, dtype="datetime64[ns]"),
        "patient_name": None, "account": None, "method": None,
        "paid_cents": values.cents(money),
        "source_sheet": sheet.name, "source_row": rows["source_row"], "reason": rows["reason"],
    })  # fmt: skip


def _wrong_totals(source_file: str, used: pd.DataFrame, left: pd.DataFrame) -> list[str]:
    """A sentence where the list's total, if it has one, is not the sum of its payments."""
    stated = left.loc[left["reason"].eq(TOTAL), "amount_cents"].dropna()
    summed = int(used["paid_cents"].sum())
    if len(stated) != 1 or int(stated.iloc[0]) == summed:
        return []
    told = f"the total is {dollars(int(stated.iloc[0]))}, and its payments add up to {dollars(summed)}"
    return [f"{source_file}: {told}."]
