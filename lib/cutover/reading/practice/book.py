"""The book on disk: where clients and practices lie, and who a practice is."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cutover import at_work
from cutover.errors import InputError, UsageError, meant
from cutover.intake.sheets import MARK_HEADER
from cutover.reading.intake.reader import Intake, no_intake, read_intake
from cutover.reading.intake.unread import UnreadCell, unread_cells
from cutover.reading.kept import program
from cutover.reading.practice import choice, identity, private_file
from cutover.reading.practice.folders import RESERVED as RESERVED  # who asks for the book asks for these too
from cutover.reading.practice.folders import checked_slug, practices, project_home
from cutover.reading.practice.folders import clients as clients
from cutover.reading.practice.payees import NOBODY, kept_payees
from cutover.result import Severity

INTAKE = "intake.xlsx"
_YEARS = (2000, 2099)  # years of a report's day; HIPAA's first transactions are of 2000
_LONGEST_NAME = 200  # characters; a name stands in the head of every page
# sheets and columns of what a practice is known by: where one of these cannot be read, the practice stops
_IDENTITY_SHEETS = ("practice", "providers")
_NAMED = ("npis", "tins", "providers", "legal_names", "problems")  # sets of words, as kept
_CANNOT, _OF_NPIS = " cannot be read, wanted ", (", NPI", ", Group NPIs")
_IDENTITY_COLUMNS = ("Practice name", "Tax IDs", "Group NPIs", "NPI", MARK_HEADER)


@dataclass(frozen=True)
class Practice:
    """One practice: its identity and its folders.

    `npis` and `tins` are what a payment's payee is held against, digits only. `cutover` is the planned day of its
    cutover, null where the intake does not say it. `problems` says which cells of its identity cannot be read: what
    fits none of its identifiers may then be its own, and is unknown, never another's. `providers` are the names of its
    providers. `unread_cells` are the places of its intake that are filled and cannot be read.
    `stated_name` is "" where nobody wrote down a name, null where that is not known apart. `assumed` says what stands
    in for what the intake does not say where it is asked. `provider_npis` are the pairs of name and NPI of its
    providers, groups apart; `legal_names` are the names of its groups and its other names. Without an intake
    (`has_intake`) all its answers are unknown.
    """

    client: str
    slug: str
    name: str
    npis: frozenset[str]
    tins: frozenset[str]
    home: Path
    cutover: dt.date | None = None
    problems: tuple[str, ...] = ()
    providers: frozenset[str] = frozenset()
    unread_cells: tuple[UnreadCell, ...] = ()
    stated_name: str | None = None
    assumed: tuple[str, ...] = ()
    provider_npis: frozenset[tuple[str, str]] = frozenset()
    legal_names: frozenset[str] = frozenset()
    has_intake: bool = True

    @property
    def written_name(self) -> str:
        """The name that somebody wrote down, "" where the folder's stands in: no row is held against that one."""
        return self.name if self.stated_name is None else self.stated_name

    @property
    def tins_are_known(self) -> bool:
        """Whether it has a Tax ID and all that its intake lacks of its identity are NPIs."""
        return bool(self.tins) and all(
            problem.partition(_CANNOT)[0].endswith(_OF_NPIS) for problem in self.problems
        )

    @property
    def raw(self) -> Path:
        """What the client sent; never written to."""
        return self.home / "data" / "raw" / self.client / self.slug

    @property
    def processed(self) -> Path:
        """What can be rebuilt from `raw` at any time."""
        return self.home / "data" / "processed" / self.client / self.slug

    @property
    def desk(self) -> Path:
        """What people wrote down of it at the desk: no file that a client sent tells it again."""
        return self.home / "data" / "desk" / self.client / self.slug

    @property
    def reports(self) -> Path:
        """Where its reports go."""
        return self.home / "reports" / self.client / self.slug


@dataclass(frozen=True)
class Book:
    """All practices of a client, as one report is about them: its name and its folders."""

    client: str
    name: str
    home: Path

    @property
    def raw(self) -> Path:
        """What the client sent of all its practices; never written to."""
        return self.home / "data" / "raw" / self.client

    @property
    def desk(self) -> Path:
        """What people wrote down of the whole book at the desk."""
        return self.home / "data" / "desk" / self.client

    @property
    def reports(self) -> Path:
        """Where the reports about the whole book go."""
        return self.home / "reports" / self.client


def client_name(home: Path, client: str) -> str:
    """Return the name of a client from `client.toml`, its slug where that file does not say it."""
    where = f"{checked_slug(client)}/client.toml"
    try:
        return name_in(read_settings(home / "data" / "raw" / where, where, ""), where)
    except InputError:
        return client


def load_practice(home: Path, client: str, practice: str, *, by_payee: bool = True) -> Practice:
    """Return a practice with its identity from `intake.xlsx` in its folder.

    The name and the Tax IDs are those of the sheet `practice`, the NPIs all those of the sheet `providers` and the
    group NPIs of the form; `identity.stated` tells what stands in for what is absent. Where the intake names neither
    a Tax ID nor an NPI, the one payee of all its remittances is taken, unconfirmed (not with `by_payee=False`); that
    and cells that cannot be read are `problems`. Without a workbook the practice is the payee of nearly all its
    remittances, and all answers are unknown. Raises UsageError where no such practice exists; InputError where the
    workbook does not open, or no Tax ID and no NPI is known.
    """
    if practice not in practices(home, checked_slug(client)):
        there = practices(home, client)
        known = ", ".join(there) or "none"
        todo = meant(practice, there)
        raise UsageError(f"no practice {practice!r} of client {client!r} (there: {known}). {todo}")
    where = f"{client}/{practice}/{INTAKE}"
    try:
        intake = read_intake(home / "data" / "raw" / client / practice / INTAKE, where)
    except InputError as error:
        if not _is_absent(home, client, practice):
            raise
        return _by_remittances(home, client, practice, error)
    problems = unread_identity(intake)
    who = identity.stated(intake, practice)
    if not who.is_known:
        others = _ids_of_others(home, client, practice) if by_payee else []
        found = kept_payees(*_folders(home, client, practice)) if by_payee else NOBODY
        who, why = identity.by_payee(who, found, others)
        problems = (*problems, *filter(None, [why]))
    if not who.is_known:
        raise identity.unknown(intake, where, problems)
    return Practice(
        client,
        practice,
        who.name,
        who.npis,
        who.tins,
        home,
        cutover=cutover_date(intake),
        problems=problems,
        providers=frozenset(intake.values("providers", "name")),
        unread_cells=unread_cells(intake),
        stated_name=who.stated_name,
        assumed=who.assumed,
        provider_npis=_provider_npis(intake),
        legal_names=_legal_names(intake),
    )


def _provider_npis(intake: Intake) -> frozenset[tuple[str, str]]:
    """The name and the NPI of each provider that an intake lists, but for groups."""
    told = intake.tables["providers"].dropna(subset=["name", "npi"])
    told = told[told["npi_type"].ne("group").fillna(True)]
    return frozenset(zip(told["name"].astype(str), told["npi"].astype(str), strict=True))


def _legal_names(intake: Intake) -> frozenset[str]:
    """The names of the groups that an intake lists, and the other names of the practice."""
    told = intake.tables["providers"].dropna(subset=["name"])
    groups = told.loc[told["npi_type"].eq("group").fillna(False).astype(bool), "name"]
    return frozenset(groups.astype(str)) | frozenset(intake.values("practice", "other_names"))


def _by_remittances(home: Path, client: str, practice: str, missing: InputError) -> Practice:
    """A practice without an intake, as its remittances name it; raises `missing` with what they name otherwise."""
    found = kept_payees(*_folders(home, client, practice))
    who, why = identity.by_remittances(found, practice, _ids_of_others(home, client, practice))
    if who is None:
        raise InputError(missing.where, f"{missing.found} ({why})" if why else missing.found, missing.todo)
    return Practice(
        client,
        practice,
        who.name,
        who.npis,
        who.tins,
        home,
        stated_name=who.stated_name,
        assumed=who.assumed,
        has_intake=False,
    )


def _ids_of_others(home: Path, client: str, practice: str) -> list[str]:
    """The Tax IDs and NPIs of the client's other practices, without an intake those that their remittances name."""
    found: list[str] = []
    for slug in practices(home, client):
        if slug == practice:
            continue
        if _is_absent(home, client, slug):
            chief = kept_payees(*_folders(home, client, slug)).chief
            found += (*chief.tins, *chief.npis) if chief else ()
        elif (other := remembered(home, client, slug)) is not None:
            found += (*other.tins, *other.npis)
    return found


def _is_absent(home: Path, client: str, practice: str) -> bool:
    return not (home / "data" / "raw" / client / practice / INTAKE).exists()


def _folders(home: Path, client: str, practice: str) -> tuple[Path, Path]:
    """Where the files of a practice lie, and what was read of them."""
    return home / "data" / "raw" / client / practice, home / "data" / "processed" / client / practice


def intake_of(practice: Practice) -> Intake:
    """Return what a practice's intake says; without one, where its remittances tell who it is, nothing of any sheet.

    Raises InputError where the workbook does not open.
    """
    where = f"{practice.client}/{practice.slug}/{INTAKE}"
    try:
        return read_intake(practice.raw / INTAKE, where)
    except InputError:
        if practice.has_intake:
            raise
        return no_intake(where)


def opened(
    client: str, practice: str, as_of: str | dt.date, *, known: bool = True
) -> tuple[Practice, dt.date]:
    """Return the practice and the day that a notebook's parameters name, or those that were chosen in 00_start.

    A choice stands in for parameters that nobody has edited since, and in no batch (`choice.instead`). `known=False`
    takes a practice whose identity is not known as well (`found_practice`). Raises UsageError for a practice that is
    not there and for a day that cannot be read (`read_day`), InputError as `load_practice`.
    """
    at_work.watch()
    home = project_home()
    if found := choice.instead(home, client, practice, as_of):
        client, practice, as_of = found.client, found.practice, found.day
        print(
            f"As chosen in 00_start: {client}/{practice}, as of {as_of}. The first time, reading takes longer."
        )
    day = read_day(as_of)
    who = load_practice(home, client, practice) if known else found_practice(home, client, practice)[0]
    return who, day


def opened_book(client: str, as_of: str | dt.date) -> tuple[Book, dt.date]:
    """Return the book of a client and the day, of the parameters or as chosen; UsageError as `opened`."""
    at_work.watch()
    home = project_home()
    if found := choice.instead(home, client, None, as_of):
        client, as_of = found.client, found.day
        print(f"As chosen in 00_start: {client}, as of {as_of}. The first time, reading takes longer.")
    day = read_day(as_of)
    practices(home, client)
    return Book(client, client_name(home, client), home), day


def read_day(as_of: str | dt.date) -> dt.date:
    """Return the day of a report.

    It may be written as 2026-07-31 or, month first, as 7/31/2026. Raises UsageError for any other text, and for a day
    of no report's century: what is reckoned from it would leave the calendar.
    """
    day = as_of if isinstance(as_of, dt.date) else _day_in(str(as_of).strip())
    if day is None:
        raise UsageError(f"as_of is {as_of!r}, not a day that there is. Write it as 2026-07-31.")
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise UsageError(f"as_of is {day}: reports are made for days of {_YEARS[0]} to {_YEARS[1]}.")
    return day


def _day_in(text: str) -> dt.date | None:
    for form in ("%Y-%m-%d", "%m/%d/%Y"):
        with contextlib.suppress(ValueError):
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007
    return None


def cutover_date(intake: Intake) -> dt.date | None:
    """Return the cutover date that an intake states, None where it does not say."""
    days = intake.tables["practice"]["cutover_date"].dropna()
    return days.iloc[0].date() if len(days) else None


def practice_state(intake: Intake) -> str | None:
    """Return the two letters of the state that an intake states for its practice, None where it does not say."""
    states = intake.tables["practice"]["state"].dropna()
    return states.iloc[0] if len(states) else None


def found_practice(home: Path, client: str, practice: str) -> tuple[Practice, str]:
    """Return a practice whatever its intake says, and why its identity is not known ("" where it is).

    Without a usable identity its name is its slug and it has neither NPIs nor Tax IDs: nothing can then be
    held against it. Raises UsageError where no such practice exists.
    """
    try:
        return load_practice(home, client, practice), ""
    except InputError as error:
        return Practice(client, practice, practice, frozenset(), frozenset(), home), str(error)


def practice_at(path: Path) -> Practice | None:
    """Return the practice in whose own folder a path lies; None where it lies in none, or nothing says who it is."""
    home = project_home()
    raw = home / "data" / "raw"
    inside = path.resolve().relative_to(raw).parts if path.resolve().is_relative_to(raw) else ()
    if len(inside) < 3 or inside[1] not in practices(home, inside[0]):
        return None
    return remembered(home, *inside[:2])


def siblings(practice: Practice) -> tuple[Practice, ...]:
    """Return the client's other practices whose intake says who they are."""
    if not (practice.home / "data" / "raw" / practice.client).is_dir():
        return ()
    return _siblings(practice.home, practice.client, practice.slug)


def _siblings(home: Path, client: str, practice: str) -> tuple[Practice, ...]:
    found = [remembered(home, client, slug) for slug in practices(home, client) if slug != practice]
    return tuple(other for other in found if other is not None)


def remembered(home: Path, client: str, practice: str) -> Practice | None:
    """Return a practice as it was when its intake had these bytes, None where nothing says who it is.

    Without an intake it is as its remittances name it.

    Opening a workbook takes longer than all that is asked of it here, so that what it says is kept in
    `data/processed`, with the digest of its bytes. That file can be deleted at any time.
    """
    path = home / "data" / "raw" / client / practice / INTAKE
    kept = home / "data" / "processed" / client / practice / "identity.json"
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        with contextlib.suppress(InputError):
            return load_practice(home, client, practice)
        return None
    except OSError:
        return None
    said = private_file.read_json(kept)
    if said.get("intake") == digest and said.get("program") == program.digest():
        return _from_json(said["practice"], home, client, practice) if said["practice"] else None
    found = None
    with contextlib.suppress(InputError):
        found = load_practice(home, client, practice, by_payee=False)
    whole = {"program": program.digest(), "intake": digest, "practice": found and _as_json(found)}
    private_file.write(kept, json.dumps(whole).encode())
    return found


def _as_json(found: Practice) -> dict:
    said = {name: sorted(getattr(found, name)) for name in _NAMED}
    return said | {"name": found.name, "cutover": found.cutover and found.cutover.isoformat(),
                   "unread_cells": found.unread_cells, "stated_name": found.stated_name,
                   "assumed": found.assumed, "provider_npis": sorted(found.provider_npis)}  # fmt: skip


def _from_json(said: dict, home: Path, client: str, slug: str) -> Practice:
    npis, tins, providers, legal_names = (frozenset(said[name]) for name in _NAMED[:-1])
    cutover = said["cutover"] and dt.date.fromisoformat(said["cutover"])
    return Practice(
        client,
        slug,
        said["name"],
        npis,
        tins,
        home,
        cutover=cutover or None,
        problems=tuple(said["problems"]),
        providers=providers,
        unread_cells=tuple(UnreadCell(*cell) for cell in said["unread_cells"]),
        stated_name=said["stated_name"],
        assumed=tuple(said["assumed"]),
        provider_npis=frozenset((name, npi) for name, npi in said["provider_npis"]),
        legal_names=legal_names,
    )


def read_settings(path: Path, where: str, todo: str) -> dict:
    """Return what a TOML file says; raises InputError that names it `where`, with `todo` where it is missing."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise InputError(where, "missing", todo) from None
    except OSError as error:
        raise InputError(
            where, f"it cannot be opened ({error.strerror})", "Put a readable file here."
        ) from None
    except UnicodeDecodeError:
        raise InputError(where, "not UTF-8 text", "Save it as plain text in UTF-8.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        what = "nested too deep" if isinstance(error, RecursionError) else str(error)
        raise InputError(where, f"not valid TOML ({what})", "Correct it.") from None


def name_in(said: dict, where: str) -> str:
    """Return the name in a settings file; raises InputError where there is none that a page can show."""
    name = said.get("name")
    if not isinstance(name, str) or not name.strip():
        raise InputError(where, "no name", 'Add a line like name = "Cedar Grove Family Medicine".')
    plain = " ".join(name.split())
    if len(plain) > _LONGEST_NAME or not plain.isprintable():
        found = f"a name of more than {_LONGEST_NAME} characters, or with characters that cannot be shown"
        raise InputError(where, found, "Shorten it to one plain line.")
    return plain


def unread_identity(intake: Intake) -> tuple[str, ...]:
    """Return the cells of the identity that cannot be read: by their place, without what stands there."""
    wrong = [problem for problem in intake.problems.itertuples() if _is_of_identity(problem)]
    return tuple(f"{_place(problem)}{_CANNOT}{problem.wanted}" for problem in wrong)


def _place(problem) -> str:
    parts = [
        problem.sheet,
        None if pd.isna(problem.source_row) else f"row {problem.source_row}",
        problem.column,
    ]
    return ", ".join(part for part in parts if part is not None and not pd.isna(part))


def _is_of_identity(problem) -> bool:
    """Whether a problem leaves part of the identity unread; one without a column is about the whole sheet."""
    if problem.severity != Severity.HIGH or problem.sheet not in _IDENTITY_SHEETS:
        return False
    return pd.isna(problem.column) or problem.column in _IDENTITY_COLUMNS
