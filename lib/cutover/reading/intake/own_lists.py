"""The client's own lists of appeals, of claims to be worked and of calls to payers, under whatever headers they have.

They are no workbooks of this program: a list is known by its columns, and by what its title, file or sheet is called.
What they say of a claim counts as what people wrote down of it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

import pandas as pd

from cutover import reference
from cutover.columns import Column, Kind, Privacy, conform, empty, framed
from cutover.errors import InputError
from cutover.reading.files import report_rows
from cutover.reading.files import values as text_values
from cutover.reading.files.kind import OLE, ZIP
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.zips import Entry, walk, walk_paths
from cutover.reading.kept import store
from cutover.reading.mapping.said_once import is_said_once
from cutover.reading.mapping.sheet_grid import Grid, grid_of
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.mapping.unused_sheets import unused
from cutover.reading.practice import places
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import is_clutter, stem

FOLDERS = ("handoff", "claims", "denials", "appeals", "notes", "calls")
HANDOFF = FOLDERS[0]
_OF_ALL_KINDS = ("reports", "aging")  # folders in which such lists lie beside others
READ_ELSEWHERE = ("claims", "denials")  # whose files are told of as claims
APPEAL, WORK, CALL = "appeals", "work list", "calls"
SOURCE = "lists of the client's own"
SUBJECTS = {APPEAL: "a list of appeals", WORK: "a work list", CALL: "a log of calls to payers"}
USED = "07 and 08 take owners, next steps and days from it"
NO_NUMBER = "neither a claim number nor a payer's reference"
OWN_LIST = (
    Column("list", Kind.TEXT, "List", f"{APPEAL}, {WORK}, {CALL}"),
    Column("kind", Kind.TEXT, "Kind", "appeal, lien, dispute or the like; null in the other lists"),
    Column("payer", Kind.TEXT, "Payer", "as written"),
    Column("amount_cents", Kind.CENTS, "At stake", "null where the list does not tell"),
    Column("level", Kind.TEXT, "Level"),
    Column("filed_on", Kind.DATE, "Filed"),
    Column("said_on", Kind.DATE, "Called on"),
    Column("act_on", Kind.DATE, "To be done by"),
    Column("result", Kind.TEXT, "Result", "as written", Privacy.DESK),
    Column("owner", Kind.TEXT, "Owner", "", Privacy.DESK),
    Column("kept_at", Kind.TEXT, "Kept at", "", Privacy.DESK),
    Column("next_action", Kind.TEXT, "Next step", "", Privacy.PHI),
    Column("said", Kind.TEXT, "The payer's answer", "", Privacy.PHI),
    Column("claim_number", Kind.TEXT, "Claim no.", "", Privacy.PHI),
    Column("reference", Kind.TEXT, "Payer's reference", "", Privacy.PHI),
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
    Column("source_sheet", Kind.TEXT, "Sheet", "null where the file has none", Privacy.DESK),
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)
# one row per file that is called such a list, and holds none that can be read
UNREAD_LISTS = (
    Column("why", Kind.TEXT, "Why"),
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
)
_TOO_LARGE = "it is too large for a list that people keep"
_NO_LIST = "no row heads claims beside an owner, a next step or its day, or appeals"
_MOST_BYTES, _MOST_ROWS, _FIRST_ROWS, _LONGEST = 1_000_000, 2_000, 15, 40
_BEGIN = 1 << 16  # bytes of a text, or of the texts of a workbook, in which its headers stand
_DATES, _MONEY = frozenset({"filed", "act", "day"}), frozenset({"amount"})
_ORDER = ("claim", "reference", "act", "filed", "owner", "payer", "step", "level", "kind", "amount", "kept", "reason",
          "day", "said", "result")  # fmt: skip
_TELLING = ("owner", "act", "step")  # of which a list to be worked has two; one that is called so an owner


@dataclass(frozen=True)
class Words:
    """The file `data/reference/work_lists.toml`."""

    call_again: tuple[str, ...]
    call_titles: tuple[str, ...]
    work_titles: tuple[str, ...]
    denial_titles: tuple[str, ...]
    list_words: tuple[str, ...]
    claim_words: frozenset[str]
    day_words: frozenset[str]
    decided: frozenset[str]
    no_appeals: frozenset[str]
    nobody: frozenset[str]
    money: frozenset[str]
    columns: dict[str, tuple[str, ...]]
    appeal_kinds: dict[str, str]
    levels: dict[str, str]


@cache
def words() -> Words:
    """Return the words of such lists."""
    return reference.load("work_lists", Words)


@dataclass(frozen=True)
class OwnLists:
    """The lists of a practice, wherever they lie: their `rows` (OWN_LIST), and the files that are called one, and hold
    none that can be read (`unread`, UNREAD_LISTS)."""

    rows: pd.DataFrame = field(default_factory=lambda: empty(OWN_LIST))
    unread: pd.DataFrame = field(default_factory=lambda: empty(UNREAD_LISTS))


def load_own_lists(practice: Practice) -> pd.DataFrame:
    """Return every row of the client's own lists (OWN_LIST), file by file; none raises. The same bytes count once."""
    return load_every(practice).rows


def load_every(practice: Practice) -> OwnLists:
    """Return the client's own lists, and what may be one and is not read."""
    return store.of(practice, "own_lists", lambda: _read_all(practice))


def is_decided(results: pd.Series) -> pd.Series:
    """Return which results say that an appeal is under way no more: `overturned`, `paid in full`."""
    return results.fillna("").map(lambda text: bool(set(_plain(text).split()) & words().decided)).astype(bool)


def _read_all(practice: Practice) -> OwnLists:
    parts, unread, seen = [], [], set()
    for entry in _entries(practice.raw):
        if is_clutter(entry.source_file) or (entry.data is not None and entry.data in seen):
            continue
        rows = list_rows(entry)
        if len(rows):
            seen.add(entry.data)
            parts.append(rows)
        elif why := _why_not(entry):
            unread.append((why, entry.source_file))
    return OwnLists(
        conform(pd.concat(parts, ignore_index=True), OWN_LIST) if parts else empty(OWN_LIST),
        framed(unread, UNREAD_LISTS),
    )


def _entries(raw: Path) -> Iterator[Entry]:
    """Every file of the folders in which such lists usually lie, then the tables of all others."""
    for folder in (*FOLDERS, *_OF_ALL_KINDS):
        yield from walk(raw / folder, raw, documents=True)
    for path in places.tables_elsewhere(raw, (*FOLDERS, *_OF_ALL_KINDS)):
        if path.stat().st_size <= _MOST_BYTES or _is_called_one(path.relative_to(raw).as_posix()):
            yield from walk_paths([path], raw, documents=True)


def _why_not(entry: Entry) -> str:
    """Why a file that is called such a list holds none that can be read, "" for one that is not called so."""
    if (entry.kind == "zip" and not entry.reason) or not _is_called_one(entry.source_file):
        return ""
    if entry.data is not None and len(entry.data) > _MOST_BYTES:
        return _TOO_LARGE
    return entry.reason or _NO_LIST


def _is_called_one(source_file: str) -> bool:
    """Whether a table, or a document called a list, has the name of such a list.

    What came back tells its own files, and a list of denials is read as one. Elsewhere a list to be worked may be of
    anything.
    """
    named, folder = _plain(stem(source_file)), source_file.partition("/")[0]
    if folder == HANDOFF or not (places.is_table(source_file) or _says(named, words().list_words)):
        return False
    if _says(named, words().appeal_kinds):
        return True
    is_of_denials = folder in READ_ELSEWHERE and _says(named, words().denial_titles)
    titles = (*words().call_titles, *words().work_titles)
    return folder in (*FOLDERS, *_OF_ALL_KINDS) and not is_of_denials and _says(named, titles)


def list_rows(entry: Entry) -> pd.DataFrame:
    """Return the rows of the lists of a file (OWN_LIST), without rows where it holds none, or does not open."""
    data, name = entry.data, entry.source_file
    if data is None or not 0 < len(data) <= _MOST_BYTES or not _may_be_one(data, name):
        return empty(OWN_LIST)
    try:
        sheets = read_spreadsheet(data, name).sheets
    except InputError:
        return empty(OWN_LIST)
    parts = [
        _of_grid(_without_totals(sheet), sheet.name or "", name)
        for sheet, is_out in zip(sheets, unused(sheets), strict=True)
        if not is_out and len(sheet.frame) <= _MOST_ROWS
    ]
    parts = [part for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else empty(OWN_LIST)


def _without_totals(sheet: Sheet) -> Grid:
    """The rows of a sheet but its totals, which are nobody's to work."""
    totals = sheet.set_aside.loc[sheet.set_aside["reason"] == report_rows.TOTAL, "source_row"]
    rows = frozenset(totals.astype(int))
    return [one for one in grid_of(sheet) if one[0] not in rows]


def of_table(table: MappedTable) -> pd.DataFrame:
    """Return the rows of a list that a table among the claims is (OWN_LIST), none of a table of claims or of others."""
    sheet = table.sheet
    if not table.may_be_other or len(sheet.frame) > _MOST_ROWS:
        return empty(OWN_LIST)
    name = next(iter(sheet.frame["source_file"].head(1)), "")
    return _of_grid(_without_totals(sheet), sheet.name or "", str(name))


def columns_taken(table: MappedTable, source_file: str) -> frozenset[str]:
    """Return the columns that are taken of a table that is a list of the client's own, whatever else it is."""
    sheet = table.sheet
    if len(sheet.frame) > _MOST_ROWS or _of_grid(_without_totals(sheet), sheet.name or "", source_file).empty:
        return frozenset()
    names = [name for name in sheet.columns if not is_said_once(name)]
    heads = [_plain(name) for name in names]
    found = _places(heads, sheet.frame[names].set_axis(range(len(names)), axis=1), _again(heads))
    return frozenset(names[place] for place in found.values())


def subject_of_list(table: MappedTable) -> str:
    """Return the subject of a table among the claims that is a list of the client's own, "" of any other."""
    rows = of_table(table)
    return SUBJECTS[rows["list"].iloc[0]] if len(rows) else ""


def subject_of_file(entry: Entry) -> str:
    """Return the subject of a file that holds such a list, "" of any other."""
    rows = list_rows(entry)
    return SUBJECTS[rows["list"].iloc[0]] if len(rows) else ""


def told(rows: pd.DataFrame, rows_in: int) -> str:
    """Return in words what a list of the client's own is used for, and how many of its rows are not."""
    what = " and ".join(SUBJECTS[name] for name in rows["list"].unique())
    left = rows_in - len(rows)
    aside = f"; {left:,} set aside: {NO_NUMBER}" if left > 0 else ""
    return f"{what}: {USED}; it lists no claims{aside}"


def told_of(entry: Entry) -> tuple[int, str]:
    """Return how many rows of lists a file has, and what they are used for; 0 for any other file."""
    rows = list_rows(entry)
    return len(rows), told(rows, len(rows)) if len(rows) else ""


def _may_be_one(data: bytes, name: str) -> bool:
    """Whether the beginning of a file has headers of such a list: an appeal's word, a call's, or two of a work list.

    One that is called a work list needs but an owner.
    """
    text = f" {_plain(f'{_texts_of(data)} {stem(name)}')} "
    if any(f" {word} " in text for word in (*words().appeal_kinds, *words().call_again)):
        return True
    told = [any(f" {head} " in text for head in words().columns[key]) for key in _TELLING]
    return sum(told) > 1 or (told[0] and _says(text, words().work_titles))


def _texts_of(data: bytes) -> str:
    """The first texts of a file; of a workbook those of its cells, which are packed; of an old one all may be there."""
    if data.startswith(OLE):
        return " ".join(words().call_again)
    if not data.startswith(ZIP):
        return data[:_BEGIN].decode("utf-8-sig", "replace")
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = [
                n
                for n in packed.namelist()
                if re.search(r"sharedStrings|sheet\d+\.xml$|content\.xml$|workbook\.xml$", n)
            ]
            begins = [packed.open(part).read(_BEGIN).decode("utf-8", "replace") for part in parts[:8]]
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError):
        return ""
    return re.sub(r"<[^>]*>", " ", " ".join(begins))


def _of_grid(grid: Grid, sheet: str, source_file: str) -> pd.DataFrame:
    for at, (_, cells) in enumerate(grid[:_FIRST_ROWS]):
        heads = [_plain(cell) for cell in cells]
        if sum(map(bool, heads)) < 3 or any(len(cell) > _LONGEST for cell in cells):
            continue
        below = [(row, one) for row, one in grid[at + 1 :] if sum(map(bool, one)) > 1]
        table = pd.DataFrame(
            [[one[n] if n < len(one) else "" for n in range(len(heads))] for _, one in below], dtype="str"
        ).replace("", None)
        if table.empty:
            continue
        named = _plain(" ".join([stem(source_file), sheet, *(c for _, above in grid[:at] for c in above)]))
        found = _list(heads, table, named, is_elsewhere=source_file.partition("/")[0] not in FOLDERS)
        if found is not None:
            rows = found.assign(source_row=[row for row, _ in below])
            rows = rows[rows[["claim_number", "reference"]].notna().any(axis=1)]
            return conform(rows.assign(source_file=source_file, source_sheet=sheet or None), OWN_LIST)
    return empty(OWN_LIST)


def _list(
    heads: Sequence[str], table: pd.DataFrame, named: str, is_elsewhere: bool = False
) -> pd.DataFrame | None:
    """The rows of a table where its heads and its title say that it is such a list, None of any other.

    In a folder for something else (`is_elsewhere`) a list to be worked must say that its numbers are those of claims.
    """
    again = _again(heads)
    places = _places(heads, table, again)
    kinds = _kinds(table, places.get("kind"), named)
    told = {key for key in _TELLING if key in places}
    which = None
    if again or (_says(named, words().call_titles) and {"claim", "act", "day"} <= set(places)):
        which = CALL if "claim" in places and "act" in places else None
    elif kinds is not None and {"claim", "reference"} & set(places) and {"filed", *_TELLING} & set(places):
        which = APPEAL if {"amount", "reference"} & set(places) else None
    if which is None and "claim" in places and told:
        is_titled = _says(named, words().work_titles)
        is_work = len(told) > 1 and (is_titled or not set(heads) & words().money)
        which = WORK if is_work or (is_titled and "owner" in told) else None
    is_named = "claim" in places and bool(set(heads[places["claim"]].split()) & words().claim_words)
    if which is None or (is_elsewhere and which != APPEAL and not is_named):
        return None
    if which == APPEAL and "result" not in places and "said" in places:
        places["result"] = places.pop("said")  # nobody was called
    return _told(which, table, places, kinds)


def _again(heads: Sequence[str]) -> dict[str, int]:
    """The column of the day on which a payer is called again, where there is one."""
    return next(({"act": n} for n, head in enumerate(heads) if head in words().call_again), {})


def _places(heads: Sequence[str], table: pd.DataFrame, taken: dict[str, int]) -> dict[str, int]:
    """The column of each field, by its head and by what its cells hold; no column is of two fields."""
    found = dict(taken)
    order: tuple[str, ...] = _ORDER
    if "who" in heads and not set(words().columns["payer"]) - {"who"} & set(heads):
        order = ("payer", *(one for one in order if one != "payer"))
    for key in order:
        if key in found:
            continue
        for head in words().columns[key]:
            place = next((n for n, one in enumerate(heads) if one == head and n not in found.values()), None)
            if place is not None and _fits(key, table[place]):
                found[key] = place
                break
        if key == "act" and key not in found:
            days = [n for n, head in enumerate(heads) if n not in found.values() and _is_day_of_step(head)]
            found |= {key: days[0]} if len(days) == 1 and _fits(key, table[days[0]]) else {}
    return found


def _is_day_of_step(head: str) -> bool:
    """Whether a head is that of a next step and of its day, in any words: `next step due`."""
    said = head.split()
    steps = {*words().columns["step"], *words().columns["act"]}
    return any(
        " ".join(said[:n]) in steps and set(said[n:]) <= words().day_words for n in range(1, len(said))
    )


def _fits(key: str, cells: pd.Series) -> bool:
    """Whether the cells of a column may be of a field: days, amounts, or neither; an empty column is any."""
    filled = cells.dropna()
    if filled.empty:
        return True
    is_day = 2 * int(text_values.dates(filled).notna().sum()) > len(filled)
    if key in _DATES:
        return is_day
    if key in _MONEY:
        return not is_day and 2 * int(text_values.cents(filled).notna().sum()) > len(filled)
    return not is_day


def _kinds(table: pd.DataFrame, place: int | None, named: str) -> pd.Series | None:
    """What each row is about, None where neither a column nor the title speaks of appeals or the like."""
    told = words().appeal_kinds
    if place is not None:
        each = table[place].map(lambda text: next((told[w] for w in _plain(text).split() if w in told), None))
        if 2 * int(each.notna().sum()) > len(each):
            return each.astype("str")
    hit = [told[word] for word in named.split() if word in told]
    return pd.Series(hit[0] if len(set(hit)) == 1 else "appeal", table.index, dtype="str") if hit else None


def _told(
    which: str, table: pd.DataFrame, places: Mapping[str, int], kinds: pd.Series | None
) -> pd.DataFrame:
    def texts(key: str) -> pd.Series:
        return (
            table[places[key]].astype("str") if key in places else pd.Series(None, table.index, dtype="str")
        )

    owner = texts("owner")
    levels = texts("level").map(lambda text: words().levels.get(_plain(text), "other"), na_action="ignore")
    return pd.DataFrame({
        "list": which, "kind": kinds if which == APPEAL else None, "payer": texts("payer"),
        "amount_cents": text_values.cents(texts("amount")), "level": levels,
        "filed_on": text_values.dates(texts("filed")), "said_on": text_values.dates(texts("day")),
        "act_on": text_values.dates(texts("act")), "result": texts("result"),
        "owner": owner.mask(owner.fillna("").map(_plain).isin(words().nobody)), "kept_at": texts("kept"),
        "next_action": texts("step"), "said": texts("said") if which == CALL else None,
        "claim_number": text_values.identifiers(texts("claim")),
        "reference": text_values.identifiers(texts("reference")),
    })  # fmt: skip


def _says(named: str, phrases: Collection[str]) -> bool:
    return any(f" {phrase} " in f" {named} " for phrase in phrases)


def _plain(text: object) -> str:
    """A header, title or cell in words: lower case, letters and digits alone, without apostrophes."""
    if not isinstance(text, str):
        return ""
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"['\u2019]", "", text.lower()).replace("_", " ")))
