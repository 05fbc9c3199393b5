"""Everything that a practice's folder holds: each file once, what it is, whether it opens, whose it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

import pandas as pd

from cutover.columns import Column, conform, empty, framed
from cutover.errors import InputError
from cutover.reading.claims import receipts
from cutover.reading.era import lists
from cutover.reading.era.archive import TEXT, Archive, load_archive, without_files
from cutover.reading.files.zips import CAPS, Caps, walk
from cutover.reading.intake.reader import Intake, read_intake
from cutover.reading.kept import store
from cutover.reading.practice import file_owner, file_subject, periods
from cutover.reading.practice.book import INTAKE, Practice, siblings
from cutover.reading.practice.file_inspection import Look, look, payees, sentence
from cutover.reading.practice.file_names import is_copy
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.places import moved
from cutover.reading.practice.tables import (
    ASIDE,
    CLUTTER,
    EMPTY,
    HELD_DAYS,
    HELD_FILES,
    HELD_IDENTIFIERS,
    HELD_MENTIONS,
    HELD_NOTES,
    HELD_ROWS_ASIDE,
    HELD_SHEETS,
    OPENS,
    SHUT,
)

ARCHIVES = ("era", "medi_era")  # folders that the archive reads, with a cache


@dataclass(frozen=True)
class Holdings:
    """What a practice's folder holds, by the contracts of `holding_columns`.

    `files` has one row per file of every folder; `sheets`, `rows_aside`, `notes`, `days`, `identifiers` and `mentions`
    hang on it by `source_file`. `era` and `medi_era` are the archives of those folders. `intake` is None where there is
    no workbook that opens, and `intake_problem` then says why.
    """

    practice: Practice
    files: pd.DataFrame
    sheets: pd.DataFrame
    rows_aside: pd.DataFrame
    notes: pd.DataFrame
    days: pd.DataFrame
    identifiers: pd.DataFrame
    mentions: pd.DataFrame
    era: Archive
    medi_era: Archive
    intake: Intake | None
    intake_problem: str

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The files that count: neither copies nor what an operating system left."""
        return self.files[self.files["duplicate_of"].isna() & (self.files["state"] != CLUTTER)]


def load_holdings(practice: Practice, caps: Caps = CAPS) -> Holdings:
    """Return what a practice's folder holds; an absent folder or intake is normal and raises nothing.

    The ERA folders come from the archive and its cache; what the other files hold is kept with the practice's
    readings. The client's other practices are looked at only where a file holds an identifier that is not its own.
    Raises InputError where one may not look into the folder.
    """
    _check_rights(practice)
    seen = store.of(practice, "holdings", lambda: _seen(practice)) if caps is CAPS else _seen(practice, caps)
    era, medi_era = _archives(practice, caps).values()
    intake, problem = _intake(practice)
    held = (seen.files, seen.sheets, seen.rows_aside, seen.notes, seen.days, seen.identifiers, seen.mentions)
    return Holdings(practice, *held, era, medi_era, intake, problem)


@dataclass(frozen=True)
class _Seen:
    """What the files of a practice's folder hold: the tables of Holdings."""

    files: pd.DataFrame
    sheets: pd.DataFrame
    rows_aside: pd.DataFrame
    notes: pd.DataFrame
    days: pd.DataFrame
    identifiers: pd.DataFrame
    mentions: pd.DataFrame


def _archives(practice: Practice, caps: Caps) -> dict[str, Archive]:
    return {folder: load_archive(practice, folder, caps=caps) for folder in ARCHIVES}


def _seen(practice: Practice, caps: Caps = CAPS) -> _Seen:
    """Look into every file."""
    archives = _archives(practice, caps)
    entries = walk(practice.raw, practice.raw, caps, without=ARCHIVES, documents=True)
    judge = Judge(practice)
    homes = moved(practice.raw)
    placed = [(entry, homes.get(entry.source_file.partition("!")[0], "")) for entry in entries]
    looks = [look(entry, judge, home) for entry, home in placed if home not in ARCHIVES]
    eras = [
        _of_archive(archive, folder) if len(archive.files) else _of_no_archive()
        for folder, archive in archives.items()
    ]
    files = pd.concat(
        [_files([found.row for found in looks]), *(rows for rows, *_ in eras)], ignore_index=True
    )
    answers = _answers(practice, looks)
    identifiers = pd.concat([_hung(looks, "identifiers"), answers, *(ids for *_, ids in eras)])
    days = pd.concat([_hung(looks, "days"), *(days for _, days, _ in eras)])
    return _Seen(
        files=_marked(files),
        sheets=_hung_rows(looks, "sheets", HELD_SHEETS),
        rows_aside=_hung_rows(looks, "rows_aside", HELD_ROWS_ASIDE),
        notes=_hung_rows(looks, "notes", HELD_NOTES),
        days=conform(days[[c.name for c in HELD_DAYS]].reset_index(drop=True), HELD_DAYS),
        identifiers=_owned(identifiers, practice),
        mentions=_frame(_mentions(looks), HELD_MENTIONS),
    )


def _answers(practice: Practice, looks: Iterable[Look]) -> pd.DataFrame:
    """The receipts that are the practice's by their claims alone: the provider that they name is a placeholder."""
    named = [
        found.row
        for found in looks
        if found.row.get("subject") == file_subject.STATUS and found.identifiers is not None
    ]
    names = {row["source_file"] for row in named}
    claims = [
        receipts.load_receipts(practice, folder).claims for folder in sorted({row["folder"] for row in named})
    ]
    bare = pd.concat([empty(receipts.ANSWERED), *(one[one["provider_npi"].isna()] for one in claims)])
    counted = bare.loc[bare["source_file"].isin(names), "source_file"].value_counts()
    told = counted.rename_axis("source_file").reset_index(name="rows")
    return told.assign(kind=file_owner.ROWS, value=file_owner.OWN)[["source_file", *file_owner.SHAPE]]


def _frame(rows: list[dict], columns: tuple[Column, ...]) -> pd.DataFrame:
    if not rows:
        return empty(columns)
    return framed(rows, columns)


def _files(rows: list[dict]) -> pd.DataFrame:
    return _frame(rows, HELD_FILES)


def _hung(looks: Iterable[Look], name: str) -> pd.DataFrame:
    parts = [
        part.assign(source_file=found.row["source_file"])
        for found in looks
        if (part := getattr(found, name)) is not None and len(part)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _hung_rows(looks: Iterable[Look], name: str, columns: tuple[Column, ...]) -> pd.DataFrame:
    rows = [
        {"source_file": found.row["source_file"], **row} for found in looks for row in getattr(found, name)
    ]
    return _frame(rows, columns)


def _mentions(looks: Iterable[Look]) -> list[dict]:
    return [
        {"source_file": found.row["source_file"], "term": term, "rows": n}
        for found in looks
        for term, n in found.mentions.items()
    ]


def _guess(said: pd.DataFrame) -> pd.Series:
    """What a file of an archive may be, of which its content tells nothing."""
    empty = said["kind"].eq("empty")
    guess = pd.Series("of unknown kind", index=said.index).mask(empty, "an empty file")
    return guess.mask(empty & said["state"].eq("unreadable"), "an empty ERA file")


_STATE = {"read": OPENS, "duplicate": OPENS, "unreadable": SHUT, "refused": SHUT}


def _of_archive(archive: Archive, folder: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The files of an archive in the columns of all files, with their days and payees."""
    said = archive.files
    state = said["state"].map(_STATE).fillna(OPENS)
    state = state.mask(said["kind"] == "empty", EMPTY).mask(said["kind"] == "system file", CLUTTER)
    state = state.mask(said["kind"].isin(["unknown", lists.NOTE]) & (state == OPENS), ASIDE)
    subject = said["kind"].map(file_subject.OF_KIND).astype("str")
    frame = said.reindex(columns=[c.name for c in HELD_FILES]).assign(
        folder=[file_subject.folder_of(name) for name in said["source_file"]],
        format=said["kind"],
        subject=subject,
        told_by=pd.Series("content", index=said.index).where(subject.notna()),
        guess=_guess(said).where(subject.isna()),
        state=state,
        sentence=said["reason"],
        rows=said["payment_count"],
        stated_day=said["name_date"],
        duplicate_of=None,
    )
    payments = archive.payments
    day = payments["payment_date"].fillna(payments["production_date"]).fillna(payments["isa_date"])
    days = payments.assign(day=day, role=periods.PAYMENT).dropna(subset="day")
    days = (
        days.groupby(["source_file", "role", "day"], as_index=False).size().rename(columns={"size": "rows"})
    )
    texts = archive.not_own[(archive.not_own["source"] == TEXT) & ~archive.not_own["counts"].astype(bool)]
    strange = texts.assign(kind=file_owner.ROWS, value=texts["whose"])[["source_file", *file_owner.SHAPE]]
    return conform(frame, HELD_FILES), days, pd.concat([payees(payments), strange], ignore_index=True)


@cache
def _of_no_archive() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The same of a folder without files, which most practices have; nobody writes into these frames."""
    return _of_archive(without_files(), "")


def _marked(files: pd.DataFrame) -> pd.DataFrame:
    """The files with every surplus copy of the same bytes marked; the one in its usual folder counts.

    Empty files and those of an operating system are alike everywhere and no copies of each other.
    """
    usual = [
        s in file_subject.FOLDERS.get(f, ()) for f, s in zip(files["folder"], files["subject"], strict=True)
    ]
    order = files.assign(away=[not u for u in usual], copy=files["source_file"].map(is_copy))
    same = order[order["content"].notna() & ~order["state"].isin([EMPTY, CLUTTER])]
    same = same.sort_values(["away", "copy", "source_file"])
    first = same.groupby("content")["source_file"].transform("first")
    surplus = first[same["source_file"] != first]
    marked = files.assign(duplicate_of=surplus.reindex(files.index).astype("str"))
    return conform(marked, HELD_FILES).sort_values("source_file", ignore_index=True)


def _owned(identifiers: pd.DataFrame, practice: Practice) -> pd.DataFrame:
    """The identifiers with whose they are."""
    if identifiers.empty:
        return empty(HELD_IDENTIFIERS)
    told = identifiers.reset_index(drop=True)
    own = file_owner.owners(told, practice, ())
    strange = len(own) < len(told) or not own["is_own"].fillna(False).all()
    owned = file_owner.owners(told, practice, siblings(practice)) if strange else own
    return conform(owned[[c.name for c in HELD_IDENTIFIERS]], HELD_IDENTIFIERS)


def _check_rights(practice: Practice) -> None:
    try:
        next(practice.raw.iterdir(), None)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        where, found = f"{practice.client}/{practice.slug}", f"the folder cannot be read ({error.strerror})"
        raise InputError(where, found, "Give yourself the right to read it.") from None


def _intake(practice: Practice) -> tuple[Intake | None, str]:
    path = practice.raw / INTAKE
    if not path.exists():
        return None, "There is no intake workbook. Make one with `cutover new` and fill in what is known."
    try:
        return read_intake(path, INTAKE), ""
    except InputError as error:
        return None, sentence(error)
