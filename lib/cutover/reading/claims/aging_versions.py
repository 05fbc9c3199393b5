"""Several versions of an A/R aging of one day: the newest counts, and the ones before it are in no comparison.

Two reports are versions where their names differ by nothing but the words for a version, or where they list the same
claims with mostly the same amounts. Which is the newer is told by the names of file, folder and sheet alone: words
such as `wrong` or `corrected`, and numbers such as `v2`. Where they tell nothing, both count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

import pandas as pd

from cutover.columns import Column, Kind, Privacy, framed
from cutover.identifiers import compared
from cutover.reading.claims.aging_words import ALL, SUBTOTAL, TOTAL, words
from cutover.reading.practice.file_names import base_name

SUPERSEDED = (
    Column("day", Kind.DATE, "As of"),
    Column("report", Kind.TEXT, "Aging", "path below the practice's folder", Privacy.PHI),
    Column("newer", Kind.TEXT, "In its place", "path below the practice's folder", Privacy.PHI),
    Column("amount_cents", Kind.CENTS, "Its open amount", "what its rows add up to"),
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
    Column("source_sheet", Kind.TEXT, "Sheet", "null where its file has no other such sheet", Privacy.DESK),
)
_VERSION = re.compile(r"\b(?:v|ver|vers|version|rev|revision) ?(\d{1,2})\b")
_WORD = re.compile(r"[a-z]+|\d+")
Place = tuple[str, str | None]


@dataclass(frozen=True)
class _Report:
    """One aging: its rows, and what its names say of its version."""

    place: Place
    called: str
    rows: pd.DataFrame
    stem: str
    rank: tuple[bool, bool, int]

    @property
    def kind(self) -> tuple:
        row = self.rows.iloc[0]
        return tuple(
            None if pd.isna(row[name]) else row[name]
            for name in ("day", "is_by_claim", "is_of_payers", "is_without_denied")
        )


def newest(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of agings (AGING_REPORT) without versions that a newer one of their day takes the place of.

    The second frame names those (SUPERSEDED).
    """
    if rows["day"].nunique() == rows[["source_file", "source_sheet"]].drop_duplicates().shape[0]:
        return rows, framed([], SUPERSEDED)  # no two of one day
    reports = [
        _report(file, sheet, part)
        for (file, sheet), part in rows.groupby(["source_file", "source_sheet"], sort=False, dropna=False)
    ]
    gone: dict[Place, tuple] = {}
    for one in reports:
        better = [other for other in reports if other.rank > one.rank and _is_version(one, other)]
        if better:
            last = max(better, key=lambda other: other.rank)
            gone[one.place] = (one.kind[0], one.called, last.called, _amount(one.rows), *one.place)
    return rows[~is_of(rows, set(gone))].reset_index(drop=True), framed(list(gone.values()), SUPERSEDED)


def is_of(rows: pd.DataFrame, places: set[Place]) -> pd.Series:
    """Return which rows are of these files and sheets; a place without a sheet is its whole file."""
    told = [place in places or (place[0], None) in places for place in place_of(rows)]
    return pd.Series(told, rows.index, dtype=bool)


def place_of(rows: pd.DataFrame) -> pd.Series:
    """Return the file and sheet of each row, a sheet None where the file has none."""
    sheets = rows["source_sheet"].astype(object).where(rows["source_sheet"].notna(), None)
    return pd.Series(list(zip(rows["source_file"], sheets, strict=True)), rows.index, dtype=object)


def places_of(superseded: pd.DataFrame) -> set[Place]:
    """Return the files and sheets of SUPERSEDED, a sheet None where the file is one aging alone."""
    return set(place_of(superseded))


def _report(file: str, sheet: object, rows: pd.DataFrame) -> _Report:
    named = sheet if isinstance(sheet, str) else None
    called = f"{file}, sheet {named}" if named else str(file)
    said = _plain(f"{PurePath(base_name(str(file))).stem} {named or ''}")
    path = set(_WORD.findall(_plain(f"{file} {named or ''}")))
    number = max((int(hit) for hit in _VERSION.findall(said)), default=0)
    rank = (not path & words().outdated, bool(set(_WORD.findall(said)) & words().corrected), number)
    left = _WORD.findall(_VERSION.sub(" ", said))
    stem = " ".join(word for word in left if word not in words().outdated | words().corrected)
    return _Report((str(file), named), called, rows, stem, rank)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+|\d+", text.lower()))


def _is_version(one: _Report, other: _Report) -> bool:
    if one is other or one.kind != other.kind or one.kind[0] is None:
        return False
    return one.stem == other.stem or _are_alike(one.rows, other.rows)


def _are_alike(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two agings by claim list mostly the same claims with mostly the same amounts, and not all the same."""
    first, second = _claims(one), _claims(other)
    both = first.index.intersection(second.index)
    if first.empty or second.empty or 2 * len(both) < max(len(first), len(second)):
        return False
    same = int(first[both].eq(second[both]).sum())
    return 2 * same >= len(both) and not (same == len(first) == len(second))


def _claims(rows: pd.DataFrame) -> pd.Series:
    claims = rows[rows["claim"].notna() & rows["band"].eq(ALL)]
    return claims.groupby(compared(claims["claim"]))["amount_cents"].sum()


def _amount(rows: pd.DataFrame) -> int | None:
    return in_all(rows[~rows["role"].isin([TOTAL, SUBTOTAL])])


def in_all(rows: pd.DataFrame) -> int | None:
    """Return what rows of an aging add up to in cents: by their totals of all ages, where they have any, else by bands.

    None where no amount is known.
    """
    whole = rows[rows["band"].eq(ALL)]
    amounts = (whole if len(whole) else rows)["amount_cents"].dropna()
    return int(amounts.sum()) if len(amounts) else None
