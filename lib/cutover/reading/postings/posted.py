"""Tables of posted money, read through a crosswalk: what postings and deposits have in common."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from cutover.columns import Column
from cutover.reading.files import values as text_values
from cutover.reading.kept import store
from cutover.reading.mapping import folder as mapped_files
from cutover.reading.mapping.folder import Mapped, Typed
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.mapping.targets import Target
from cutover.reading.postings.tables import POSTED_FILES, POSTED_SET_ASIDE
from cutover.reading.practice.book import Practice
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.known_columns import knowledge_of

NO_MONEY = "no amount can be read in it"
Posted = Mapped


def load(
    practice: Practice,
    folder: str,
    source: str,
    target: Target,
    columns: tuple[Column, ...],
    typed: Typed,
    lacking: str = NO_MONEY,
    is_of: Callable[[bytes], bool] = lambda _data: True,
    shaped: Callable[[MappedTable], MappedTable] = lambda table: table,
) -> Posted:
    """Return what the files below a folder of a practice say; an absent folder is one without files.

    `rows` has the contract given, `set_aside` that of POSTED_SET_ASIDE, `files` that of POSTED_FILES. `typed` turns
    mapped text into rows of the contract and tells of each why it is not used. No file raises. Exports of overlapping
    days have the same rows: each counts once (`mapped_files.Kind.day`). `lacking` is a further reason
    of a row that lacks something. `is_of` tells by a file's bytes whether it may be of this kind, `shaped` fills in
    what a table lacks and its own cells tell.
    """

    def read() -> Posted:
        judge = Judge(practice)
        day = next(c.name for c in columns if c.name.endswith("_date"))
        kind = mapped_files.Kind(
            source,
            target,
            columns,
            POSTED_SET_ASIDE,
            POSTED_FILES,
            typed,
            aside=lambda rows: rows.rename(columns={"paid_cents": "amount_cents", day: "day"}),
            day=day,
            owner=lambda sheet, found, content: judge.of_sheet(sheet, content, folder, found),
            lacking=frozenset({NO_MONEY, lacking}),
            is_of=is_of,
            shaped=shaped,
        )
        return mapped_files.load(practice.raw / folder, practice.raw, knowledge_of(practice), kind)

    return store.of(practice, f"{source}-{folder}", read)


def money(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the cents of a column and why a row cannot be used: null where its amount was read."""
    cents = text_values.cents(texts)
    return cents, pd.Series(None, texts.index, dtype="str").mask(cents.isna(), NO_MONEY)
