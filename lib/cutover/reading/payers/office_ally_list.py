"""What an office's own list says to be on in Office Ally: each payer with its claims and its remittances, yes or no.

Such a list tells of no enrollment in Medi, so that its rows are set aside among the enrollments; here they are read for
what they are. Only files of which that was said are opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from cutover import reference
from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.errors import InputError
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import load_target
from cutover.reading.payers import enrollment_words
from cutover.reading.payers.families import ERA
from cutover.reading.payers.tracker_grids import OLD_SYSTEM
from cutover.reading.practice.book import Practice

IN_OFFICE_ALLY = (
    Column("payer_name", Kind.TEXT, "Payer", "as the list writes it"),
    Column("payer_id", Kind.TEXT, "Payer ID"),
    Column("claims_on", Kind.FLAG, "Claims on", "null: its cell says neither"),
    Column("eras_on", Kind.FLAG, "ERA on", "null: its cell says neither"),
    Column("is_closed", Kind.FLAG, "Closed", "its row says that the plan is closed"),
    Column("since", Kind.TEXT, "Since", "as written"),
    Column("source_file", Kind.TEXT, "File", "", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Row"),
)


@dataclass(frozen=True)
class ListWords:
    """Words of cells and headers of such a list."""

    on: frozenset[str]
    off: frozenset[str]
    closed: frozenset[str]
    since: frozenset[str]


def load_in_office_ally(practice: Practice, files: pd.DataFrame) -> pd.DataFrame:
    """Return what the lists say to be on in Office Ally (IN_OFFICE_ALLY), given the record of enrollment files."""
    is_old = files["reason"].astype("str").str.contains(OLD_SYSTEM, regex=False, na=False)
    names = files.loc[is_old, "source_file"].dropna().unique()
    parts = [part for name in names for part in _read(practice, str(name))]
    if not parts:
        return empty(IN_OFFICE_ALLY)
    return conform(pd.concat(parts, ignore_index=True), IN_OFFICE_ALLY)


def _read(practice: Practice, name: str) -> Iterator[pd.DataFrame]:
    paths = [root / name for root in (practice.raw, practice.raw.parent)]
    path = next((one for one in paths if one.is_file()), None)
    if path is None:
        return  # within a zip: its rows stay set aside
    target = load_target("enrollments")
    try:
        book = read_spreadsheet(
            path, name, expected=[target.header_words | enrollment_words.transaction_words()]
        )
    except InputError:
        return
    for sheet in book.sheets:
        used = suggest(sheet, target).used if len(sheet.frame) else {}
        if "payer_name" in used:
            yield _rows(sheet, used["payer_name"], used.get("payer_id"))


def _rows(sheet: Sheet, payer: str, payer_id: str | None) -> pd.DataFrame:
    frame, words = sheet.frame, _words()
    rest = [c for c in sheet.columns if c not in (payer, payer_id)]
    eras = [c for c in rest if ERA in enrollment_words.transactions(c)]
    claims = [c for c in rest if c not in eras and enrollment_words.transactions(c)]
    since = [
        c for c in rest if c not in (*eras, *claims) and any(w in c.casefold().split() for w in words.since)
    ]
    texts = frame[sheet.columns].fillna("").astype("str").agg(" ".join, axis=1).str.casefold()
    closed = "|".join(rf"\b{re.escape(word)}\b" for word in words.closed)
    none = pd.Series(None, frame.index, dtype="str")
    return pd.DataFrame({
        "payer_name": frame[payer].str.replace(rf"\s*\([^)]*(?:{closed})[^)]*\)\s*$", "", regex=True, flags=re.I),
        "payer_id": none if payer_id is None else frame[payer_id],
        "claims_on": _flags(frame, claims), "eras_on": _flags(frame, eras),
        "is_closed": texts.str.contains(closed, regex=True),
        "since": frame[since[0]] if since else none,
        "source_file": frame["source_file"], "source_row": frame["source_row"],
    })  # fmt: skip


def _flags(frame: pd.DataFrame, columns: list[str]) -> pd.Series:
    """What the first of the columns says in each row: on, off, or neither."""
    if not columns:
        return pd.Series(pd.NA, frame.index, dtype="boolean")
    words = _words()
    heads = frame[columns[0]].str.casefold().str.extract(r"^\s*([a-z]+(?:/[a-z]+)?)")[0]
    told = dict.fromkeys(words.on, True) | dict.fromkeys(words.off, False)
    return heads.map(told).astype("boolean")


def _words() -> ListWords:
    return reference.load("office_ally_list", ListWords)
