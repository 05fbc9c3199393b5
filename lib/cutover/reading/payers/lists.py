"""Dated copies of Office Ally's payer list: today's form of ten columns, and the older one with TYP as P
or NP.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from cutover.columns import conform, empty, framed
from cutover.errors import InputError
from cutover.reading.claims.tables import PAYER_LIST, UNREAD_FILES
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.zips import walk
from cutover.reading.kept import store
from cutover.reading.mapping.confirmed import folder_of
from cutover.reading.mapping.known_values import NOTHING, Knowledge
from cutover.reading.mapping.record import DUPLICATE, FILES, NOT_READ, PARTLY, READ
from cutover.reading.mapping.tables_of import tables_of
from cutover.reading.mapping.targets import Target, load_target
from cutover.reading.payers import name_ids
from cutover.reading.payers.list_day import NAME_IT, NO_DATE, day_of
from cutover.reading.payers.names import PayerName, bare_id, compared
from cutover.reading.payers.par_words import NON_PAR, UNTOLD, ParColumn, par_of, yes_or_no
from cutover.reading.payers.spellings import Spellings
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import base_name, is_clutter

FOLDER = "payer_list"
NO_LIST = "no payer list"
UNDATED = "a payer list that is not used because it has no date"
UNUSED = "a payer list that cannot be read"
TO_DO = {
    NO_LIST: "Download it from Office Ally and put it into the client's folder payer_list.",
    UNDATED: NAME_IT,
    UNUSED: "Do what the finding beside it says.",
}
_FLAGS = ("is_available", "needs_enrollment", "takes_secondary", "takes_attachment", "is_wc_auto")
_TRANSACTIONS = re.compile(r"(837\s?[PID]|270|276|835)", re.IGNORECASE)


@dataclass(frozen=True)
class PayerLists:
    """All dated lists of a client: `frame` (PAYER_LIST), and a sentence for each file that was not read or
    doubtful; `problems` (UNREAD_FILES) are the files that were not read, `files` (FILES) all that were looked at.
    """

    frame: pd.DataFrame
    notes: tuple[str, ...]
    problems: pd.DataFrame = field(default_factory=lambda: empty(UNREAD_FILES))
    files: pd.DataFrame = field(default_factory=lambda: empty(FILES))
    no_era: tuple[
        str, ...
    ] = ()  # payers of which the practice's enrollments say that their ERA is not supported

    @property
    def dates(self) -> list[dt.date]:
        """The days of the lists, the oldest first."""
        return sorted(stamp.date() for stamp in self.frame["list_date"].unique())

    @property
    def lacking(self) -> str:
        """In words why no payer's status is known: no list is there, or none of those there is used; else "".

        What to do about each is in `TO_DO`.
        """
        if self.dates:
            return ""
        if self.problems.empty:
            return NO_LIST
        undated = self.problems["reason"].astype("str").str.startswith(NO_DATE)
        return UNDATED if undated.any() else UNUSED


def lists_for(practice: Practice) -> PayerLists:
    """Return the lists of a practice's client (`load_payer_lists`), kept with the practice's other readings."""
    folder = practice.raw.parent / FOLDER
    return store.of(practice, "payer_lists", lambda: load_payer_lists(folder), worth=0)


def load_payer_lists(folder: Path) -> PayerLists:
    """Return the lists of a folder; an absent folder is no list. No file raises: what cannot be read is a
    note.

    A list is dated by its file's name (`payers_2026-01-15.xlsx`), else by a date above its header. Of two
    lists of one day the first by name counts.
    """
    dated: dict[pd.Timestamp, str] = {}
    frames, notes, files = [], [], []
    for entry in walk(folder, folder.parent, documents=True):
        where = f"{FOLDER}/{entry.source_file.partition('/')[2] or entry.source_file}"
        if (
            base_name(where).startswith(".")
            or is_clutter(where)
            or (entry.kind == "zip" and not entry.reason)
        ):
            continue
        try:
            if entry.data is None:
                raise InputError(where, "it cannot be read", entry.reason or "")
            frame, said = read_payer_list(entry.data, where, Knowledge(folder_of(folder.parent)))
        except InputError as error:
            notes.append(str(error))
            files.append((FOLDER, where, NOT_READ, f"{error.found}. {error.todo}", 0, 0, 0))
            continue
        day = frame["list_date"].iloc[0]
        if day in dated:
            again = f"a second list of {day.date()}; {dated[day]} was taken"
            notes.append(f"{where}: {again}.")
            files.append((FOLDER, where, DUPLICATE, again, len(frame), 0, len(frame)))
            continue
        untold = next((note.removeprefix(f"{where}: ") for note in said if UNTOLD in note), None)
        files.append((FOLDER, where, PARTLY if untold else READ, untold, len(frame), len(frame), 0))
        dated[day] = where
        frames.append(frame)
        notes += said
    whole = pd.concat(frames, ignore_index=True) if frames else empty(PAYER_LIST)
    record = framed(files, FILES)
    unread = record.loc[record["state"] == NOT_READ, ["reason", "source_file"]].reset_index(drop=True)
    return PayerLists(whole, tuple(notes), conform(unread, UNREAD_FILES), record)


def without_era(payers: pd.DataFrame, lists: PayerLists) -> pd.Series:
    """Return which payers (`payer_name`, `payer_id`) have no remittance through Office Ally, by the latest list.

    That is where the list has a row of the payer for remittances (835) and none says that they are available; a payer
    that it does not name, by its id or else by its name, is among them only by the practice's own word (`no_era`).
    """
    frame = lists.frame
    rows = frame[
        frame["transaction"].eq("835").fillna(False) & frame["list_date"].eq(frame["list_date"].max())
    ]
    rows = rows[rows["is_available"].notna()]
    by_id: dict[str, bool] = {}
    by_name: dict[PayerName, bool] = {}
    spelled = Spellings(rows["payer_name"].dropna())
    for name, payer_id, there in zip(rows["payer_name"], rows["payer_id"], rows["is_available"], strict=True):
        by_name[compared(name)] = by_name.get(compared(name), False) or bool(there)
        if isinstance(payer_id, str):
            by_id[bare_id(payer_id)] = by_id.get(bare_id(payer_id), False) or bool(there)
    said = zip(payers["payer_name"].fillna(""), payers["payer_id"].fillna(""), strict=True)
    meant = {name: compared(spelled.find(name) or name) for name in payers["payer_name"].fillna("").unique()}
    own = Spellings(lists.no_era)
    stated = {name: False for name in meant if own.find(name) is not None}
    told = [
        by_id.get(bare_id(payer_id), by_name.get(meant[name], stated.get(name))) for name, payer_id in said
    ]
    return pd.Series([there is False for there in told], payers.index, dtype=bool)


def latest(lists: PayerLists) -> pd.DataFrame:
    """Return the rows of the latest list, none where there is no list."""
    return lists.frame[lists.frame["list_date"].eq(lists.frame["list_date"].max())]


def one_named(lists: PayerLists, met: pd.Series | None = None) -> pd.Series:
    """Return the payer's name by payer id, as the latest list writes it, of ids under which it has one payer alone.

    Of several under one id the only one is taken of which a remittance is held (`met`: names). Ids are as
    `names.bare_id` makes them: a list that a spreadsheet saved has lost the zeros before them.
    """
    rows = latest(lists).dropna(subset=["payer_id", "payer_name"]).drop_duplicates(["payer_id", "payer_name"])
    rows = rows.assign(payer_id=rows["payer_id"].map(bare_id))
    if met is not None:
        held = Spellings(met.dropna().unique())
        told = {name: held.find(name) is not None for name in rows["payer_name"].unique()}
        here, several_ = rows["payer_name"].map(told).astype(bool), rows.duplicated("payer_id", keep=False)
        known = here.groupby(rows["payer_id"]).transform("sum").eq(1)
        rows = rows[~several_ | here | ~known]
    return rows.drop_duplicates("payer_id", keep=False).set_index("payer_id")["payer_name"]


def target() -> Target:
    """Return the target of a payer list."""
    return load_target("payer_lists")


def read_payer_list(
    path_or_bytes: Path | bytes, source_file: str, knowledge: Knowledge = NOTHING
) -> tuple[pd.DataFrame, list[str]]:
    """Return one list (PAYER_LIST), one row per row of the sheet that names a payer, and notes about it.

    Raises InputError where it is no spreadsheet, has no names with NON PAR or TYP, names nobody, or has no date.
    """
    data = path_or_bytes if isinstance(path_or_bytes, bytes) else path_or_bytes.read_bytes()
    found = next((t for t in tables_of(data, source_file, target(), knowledge) if t.is_used), None)
    if found is None:
        raise InputError(
            source_file,
            "no table with a payer's name and NON PAR or TYP",
            "Download the payer list again and keep its header, or confirm its columns (`cutover columns FILE`).",
        )
    sheet = found.sheet
    columns = {name: column for name, column in found.crosswalk.used.items() if name != "list_date"}
    day = day_of(source_file, sheet)
    if day is None:
        raise InputError(
            source_file,
            NO_DATE,
            NAME_IT,
        )
    par = _par(sheet, columns)
    frame = _typed(sheet, columns, par.par, day, source_file)
    named = frame["payer_name"].notna()
    if not named.any():
        raise InputError(source_file, "no row has a payer's name", "Download the payer list again.")
    notes = [f"{source_file}: {said}." for said in (_nameless(named), par.said) if said]
    return frame[named].reset_index(drop=True), notes


def _nameless(named: pd.Series) -> str:
    return "" if named.all() else f"{int((~named).sum()):,} rows without a name were left out"


def _par(sheet: Sheet, columns: dict[str, str]) -> ParColumn:
    """Par or non-par of each row, by the column of yes and no where there is one, else by that of types."""
    name = "non_par" if "non_par" in columns else "typ"
    return par_of(columns[name], sheet.frame[columns[name]], NON_PAR if name == "non_par" else None)


def _typed(
    sheet: Sheet, columns: dict[str, str], par: pd.Series, day: dt.date, source_file: str
) -> pd.DataFrame:
    text = {name: sheet.frame[column] for name, column in columns.items()}
    blank = pd.Series(None, sheet.frame.index, dtype="str")
    said = {name: yes_or_no(text[name]) if name in text else None for name in _FLAGS}
    names, ids = name_ids.parted(text["payer_name"], text.get("payer_id"))
    said |= {"payer_name": names, "payer_id": ids, "notes": text.get("notes", blank)}
    said |= {
        "list_date": pd.Timestamp(day),
        "transaction": _transactions(text.get("transaction", blank)),
        "par": par,
        "source_file": source_file,
        "source_row": sheet.frame["source_row"],
    }
    return conform(pd.DataFrame(said, index=sheet.frame.index), PAYER_LIST)


def _transactions(texts: pd.Series) -> pd.Series:
    """The transaction's number as in the contract: `Professional Claims 837P` is 837P."""
    found = texts.astype("str").str.extract(_TRANSACTIONS.pattern, flags=re.IGNORECASE)[0]
    return found.str.upper().str.replace(" ", "").astype("str")
