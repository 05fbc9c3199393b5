"""The client's own plan of its rollout: a table or a list, at the client's level, of practices with places and days.

It is told by its cells: a column whose cells name practices of the client, beside one of days or of places; in a text,
lines that begin with a practice (`own_plan_texts`). Of several versions the newest counts; of two of which neither is
newer none does.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cutover import reference
from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.errors import InputError
from cutover.lookup import has_phrase, meant
from cutover.reading.files import values
from cutover.reading.files.days import month_first
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.kept import opened, store
from cutover.reading.practice import folders, own_plan_texts
from cutover.reading.practice.book import Practice, siblings
from cutover.reading.practice.file_names import is_clutter

_ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv")
_TEXTS = (".txt", ".md", "")
_OTHERS = ("enrollment.xlsx",)  # a workbook of its own
_MOST_BYTES = 1_000_000  # a plan of some practices is small
_SHARE = 2 / 3  # of the cells of a column that name a practice of the client
PLANNED = (
    Column("slug", Kind.TEXT, "Practice"),
    Column("place", Kind.COUNT, "Place in its order"),
    Column("day", Kind.DATE, "Day in it"),
    Column("closes_on", Kind.DATE, "Old account closes", "the day that it has for the end of the old system"),
    Column("said", Kind.TEXT, "In place of a day", "", Privacy.DESK),
    Column("remark", Kind.TEXT, "Remark", "", Privacy.DESK),
    Column("version", Kind.TEXT, "Version", "", Privacy.DESK),
    Column("source_file", Kind.TEXT, "File", "", Privacy.PHI),
    Column("source_sheet", Kind.TEXT, "Sheet", "", Privacy.DESK),
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)


@dataclass(frozen=True)
class PlanWords:
    """Words in the headers of a plan, those before the number of a version, and those that a plan of text has.

    `closes` and `account` stand together in the header of the day on which the old account ends, with none of `work`.
    """

    text: tuple[str, ...]
    day: frozenset[str]
    place: frozenset[str]
    remark: frozenset[str]
    version: frozenset[str]
    closes: frozenset[str]
    account: frozenset[str]
    work: frozenset[str]


@dataclass(frozen=True)
class OwnPlan:
    """What the newest version says (`rows`, PLANNED), and in words what was left out of this or of older ones."""

    rows: pd.DataFrame
    notes: tuple[str, ...] = ()


def load_own_plan(home: Path, client: str, names: Mapping[str, str]) -> OwnPlan:
    """Return the client's own plan; `names` are those of its practices by slug. No file raises."""
    found = [part for path, name in _files(home, client) for part in _plans(path, name, names)]
    if not found:
        return OwnPlan(empty(PLANNED))
    rank = max(part[0] for part in found)
    newest = [part for part in found if part[0] == rank]
    files = ", ".join(dict.fromkeys(f"{rows['version'].iloc[0]} ({file})" for _, rows, file, _ in newest))
    if len(newest) > 1 and not all(_alike(newest[0][1], rows) for _, rows, *_ in newest[1:]):
        return OwnPlan(
            empty(PLANNED), (f"Plans of the client differ, and none is newer: {files}. None is used.",)
        )
    _, rows, _, notes = newest[0]
    older = [f"An older version of the client's plan is not used: {r['version'].iloc[0]} ({file})."
             for at, r, file, _ in found if at != rank]  # fmt: skip
    return OwnPlan(rows, (*notes, *older))


def planned_day(practice: Practice) -> dt.date | None:
    """Return the day that the client's own plan has for a practice, None where it has none that is sure."""
    return _one_day(practice, "day")


def planned_closing(practice: Practice) -> dt.date | None:
    """Return the day on which the old account of a practice closes by the client's own plan; None where it has none."""
    return _one_day(practice, "closes_on")


def _one_day(practice: Practice, name: str) -> dt.date | None:
    days = store.of(practice, "own-plan", lambda: _of(practice), worth=0)[name].dropna()
    return days.iloc[0].date() if len(days) == 1 else None


def _of(practice: Practice) -> pd.DataFrame:
    names = {one.slug: one.name for one in (practice, *siblings(practice))}
    rows = load_own_plan(practice.home, practice.client, names).rows
    return rows[rows["slug"].eq(practice.slug)].reset_index(drop=True)


def _files(home: Path, client: str) -> Iterator[tuple[Path, str]]:
    """The small spreadsheets and texts at the client's level: beside its practices, and in its folders of papers."""
    root = home / "data" / "raw" / client
    below = [root / name for name in folders.papers(home, client)]
    paths = [path for path in root.iterdir() if path.is_file()] if root.is_dir() else []
    paths += [
        Path(entry.path) for folder in below for entry in opened.entries(str(folder)) if entry.is_file()
    ]
    for path in sorted(paths):
        is_one = (
            path.suffix.lower() in (*_ENDINGS, *_TEXTS)
            and path.name not in _OTHERS
            and not is_clutter(path.name)
        )
        if is_one and path.stat().st_size <= _MOST_BYTES:
            yield path, str(path.relative_to(root))


def _plans(path: Path, name: str, names: Mapping[str, str]) -> Iterator[tuple]:
    """Each plan of a file: what it ranks by, its rows, its file, and what was left out of it."""
    if path.suffix.lower() in _TEXTS:
        above, rows, notes = own_plan_texts.rows(path.read_bytes(), name, names)
        if len(rows) and has_phrase(" ".join((*above, name)), _known().text):
            kept, twice = _once(rows, "")
            yield _ranked(kept, (*above, Path(name).stem), name, notes + twice)
        return
    try:
        sheets = read_spreadsheet(path, name).sheets
    except InputError:
        return
    for sheet in sheets:
        rows, notes = _rows(sheet, names)
        if len(rows):
            told = (sheet.name or "", *sheet.above, Path(name).stem)
            yield _ranked(rows, told, name, notes, sheet.name, is_hidden=sheet.hidden)


def _ranked(
    rows: pd.DataFrame, told: tuple[str, ...], name: str, notes: tuple[str, ...], sheet: str | None = None,
    *, is_hidden: bool = False,
) -> tuple:  # fmt: skip
    number, day = _version(told), _day(told)
    words = f"version {number}" if number is not None else f"of {day:%Y-%m-%d}" if day else sheet or name
    rank = (-1 if number is None else number, day or pd.Timestamp.min, not is_hidden)
    return (
        rank,
        conform(rows.assign(version=words).reindex(columns=[c.name for c in PLANNED]), PLANNED),
        name,
        notes,
    )


def _rows(sheet: Sheet, names: Mapping[str, str]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The rows of a plan (PLANNED), none where the table is no plan; and which rows name no practice."""
    words, least = _known(), min(2, len(names))
    slugs = {name: sheet.frame[name].map(lambda said: meant(said, names)) for name in sheet.columns}
    below = _below(sheet, slugs)
    frame = sheet.frame[~below]
    slugs = {name: found[~below] for name, found in slugs.items()}
    named = [
        name
        for name, found in slugs.items()
        if found.nunique() >= least and found.notna().sum() >= _SHARE * frame[name].notna().sum()
    ]
    closes = _column(sheet, words.closes, _has_days, also=words.account, none_of=words.work)
    day = _column(sheet, words.day, _has_days, but=closes)
    place = _column(sheet, words.place, lambda cells: _places(cells).notna().any())
    if len(named) != 1 or (day is None and place is None and closes is None):
        return empty(PLANNED), ()
    remark = _column(sheet, words.remark, lambda cells: cells.notna().any(), but=closes)
    slug, none = slugs[named[0]], pd.Series(None, frame.index, dtype="str")
    days = none.astype("datetime64[ms]") if day is None else _days(frame[day])
    rows = frame.assign(
        slug=slug.astype("str"), day=days, place=None if place is None else _places(frame[place]),
        closes_on=none.astype("datetime64[ms]") if closes is None else _days(frame[closes]),
        said=none if day is None else frame[day].where(days.isna()), remark=none if remark is None else frame[remark],
    )  # fmt: skip
    strange = frame.loc[slug.isna() & frame[named[0]].notna(), "source_row"]
    notes = tuple(
        f"{sheet.place}row {row} of the client's plan names no practice that is known." for row in strange
    )
    notes += tuple(
        f"{sheet.place}row {row} stands alone below the client's plan; it is taken as a remark and is not used."
        for row in sheet.frame.loc[below, "source_row"]
    )
    kept, twice = _once(rows, sheet.place)
    return kept.reindex(columns=[c.name for c in PLANNED]), notes + twice


def _below(sheet: Sheet, slugs: Mapping[str, pd.Series]) -> pd.Series:
    """Which rows lie below all that name a practice and hold one cell alone: words below are no row."""
    cells = sheet.frame[list(sheet.columns)].notna().sum(axis=1)
    is_named = pd.concat(slugs, axis=1).notna().any(axis=1) & cells.gt(1)
    return cells.eq(1) & ~is_named[::-1].cummax()[::-1]


def _once(rows: pd.DataFrame, place: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The rows of practices that a plan has once, and in words those that it has twice."""
    again = rows["slug"].duplicated(keep=False) & rows["slug"].notna()
    twice = rows.loc[again, "slug"].unique()
    notes = tuple(f"{place}the client's plan has {slug} twice; it is left out." for slug in twice)
    return rows[rows["slug"].notna() & ~again], notes


def _column(
    sheet: Sheet, words: Iterable[str], holds, *, also: Iterable[str] = (), none_of: Iterable[str] = (),
    but: str | None = None,
) -> str | None:  # fmt: skip
    """The first column other than `but` whose header has such words and whose cells hold what is asked.

    The header has one of the words and one of `also`, where any are given, and none of `none_of`.
    """
    for name, header in zip(sheet.columns, sheet.header, strict=True):
        is_meant = has_phrase(header, words) and not has_phrase(header, none_of)
        is_meant &= not also or has_phrase(header, also)
        if name != but and is_meant and holds(sheet.frame[name]):
            return name
    return None


def _has_days(cells: pd.Series) -> bool:
    return bool(_days(cells).notna().any())


def _days(cells: pd.Series) -> pd.Series:
    return values.dates(month_first(cells.astype("str")))


def _places(cells: pd.Series) -> pd.Series:
    numbers = cells.astype("str").str.extract(r"^\s*#?(\d{1,3})(?:[.)]|st|nd|rd|th)?(?:\.0)?\s*$")[0]
    return numbers.astype("Int64")


def _version(told: Iterable[str]) -> int | None:
    words = "|".join(sorted(_known().version, key=len, reverse=True))
    found = re.findall(rf"\b(?:{words})[ ._]*(\d{{1,3}})\b", " ".join(told).casefold().replace("_", " "))
    return max(map(int, found)) if found else None


def _day(told: Iterable[str]) -> pd.Timestamp | None:
    days = [day for text in told for day in values.days_in_name(text)]
    return pd.Timestamp(max(days)) if days else None


def _alike(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    said = ["slug", "place", "day", "closes_on", "said"]
    first, second = (rows[said].sort_values("slug").reset_index(drop=True) for rows in (one, other))
    return first.equals(second)


def _known() -> PlanWords:
    return reference.load("rollout_wishes", PlanWords)
