"""What the rest of a practice's files knows of its patients: the cutover, the payer list, dates of service."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pandas as pd

from cutover.columns import conform, empty
from cutover.errors import InputError
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.states import balance, is_resolved, is_untold
from cutover.reading.era.archive import Archive
from cutover.reading.intake.reader import read_intake
from cutover.reading.mapping.record import FILES
from cutover.reading.patients.clients_map import versions
from cutover.reading.patients.id_maps import ID_MAP, newest
from cutover.reading.payers.lists import PayerLists, lists_for
from cutover.reading.payers.same import NONE_PROVEN, SamePayers, same_for
from cutover.reading.practice.book import Practice, cutover_date

INTAKE = "intake.xlsx"
# one row per patient as the claims name one: `account` as the payer echoes it, letters of the name, member ID
SERVICES = {
    "account": "str",
    "last": "str",
    "first": "str",
    "member": "str",
    "first_day": "datetime64[ms]",
    "last_day": "datetime64[ms]",
}
# one row per account that the claim history names: its claims, the last service, what is open on them
CLAIM_ACCOUNTS = {
    "account_number": "str",
    "claims": "Int64",
    "last_service": "datetime64[ms]",
    "open_cents": "Int64",
}


@dataclass(frozen=True)
class Known:
    """What is known beside the export; each part may be unknown, and a report then says so.

    `cutover` is the planned day, `payers` the payer list in force (PAYER_LIST), `services` the days of
    service of the remittances (SERVICES), `open_accounts` the account numbers with an open claim, `claim_accounts`
    all accounts of the claim history (CLAIM_ACCOUNTS), `id_map` the client's own map of patients to Medi IDs (ID_MAP),
    of the `id_maps` that are on file the newest, `same` the names of payers that the client's files prove to be one's.
    `notes` are sentences about what could not be read, `files`
    (FILES) says which files were looked at.
    """

    cutover: dt.date | None = None
    payers: pd.DataFrame | None = None
    services: pd.DataFrame | None = None
    open_accounts: frozenset[str] | None = None
    notes: tuple[str, ...] = field(default=())
    files: pd.DataFrame = field(default_factory=lambda: empty(FILES))
    claim_accounts: pd.DataFrame | None = None
    id_map: pd.DataFrame = field(default_factory=lambda: empty(ID_MAP))
    id_maps: int = 0
    same: SamePayers = NONE_PROVEN


def load_known(practice: Practice, archive: Archive, as_of: dt.date) -> Known:
    """Return what intake, payer list and ERA archive know on a day; no absent or broken file raises."""
    cutover, said = _cutover(practice)
    payers, lists = _payers(practice, as_of)
    services, claims = services_of(archive), load_claims(practice, archive)
    maps = versions(practice)
    files = pd.concat([part.astype(object) for part in (lists.files, claims.files)], ignore_index=True)
    return Known(
        cutover,
        payers,
        services if len(services) else None,
        open_accounts(claims.history),
        (*said, *lists.notes),
        conform(files, FILES),
        claim_accounts(claims.history),
        newest(maps),
        len(maps),
        same_for(practice),
    )


def open_accounts(history: pd.DataFrame) -> frozenset[str] | None:
    """Return the account numbers with a claim that no payer has settled; None where no claim history tells any."""
    history = history[~is_untold(history)]
    if history.empty:
        return None
    waiting = history[~is_resolved(history)]
    return frozenset(waiting["patient_control_number"].dropna())


def claim_accounts(history: pd.DataFrame) -> pd.DataFrame | None:
    """Return the accounts of the claim history, one row each (CLAIM_ACCOUNTS); None where there is no history."""
    if history.empty:
        return None
    left = balance(history).mask(is_resolved(history), 0)
    told = history.assign(account_number=history["patient_control_number"], open_cents=left)
    found = told.groupby("account_number", as_index=False).agg(
        claims=("account_number", "size"),
        last_service=("service_from", "max"),
    )
    found["open_cents"] = told.groupby("account_number")["open_cents"].sum(min_count=1).to_numpy()
    return found.astype(CLAIM_ACCOUNTS)


def _cutover(practice: Practice) -> tuple[dt.date | None, tuple[str, ...]]:
    path = practice.raw / INTAKE
    if not path.is_file():
        return None, ()
    try:
        return cutover_date(read_intake(path, INTAKE)), ()
    except InputError as error:
        return None, (str(error),)


def _payers(practice: Practice, as_of: dt.date) -> tuple[pd.DataFrame | None, PayerLists]:
    """The latest list not after the day, else the first one there is."""
    lists = lists_for(practice)
    if lists.frame.empty:
        return None, lists
    day = max((d for d in lists.dates if d <= as_of), default=lists.dates[0])
    frame = lists.frame[lists.frame["list_date"] == pd.Timestamp(day)]
    return frame.reset_index(drop=True), lists


def services_of(archive: Archive) -> pd.DataFrame:
    """Return the first and last service of each patient that the counting 835s name (SERVICES)."""
    claims = archive.claims
    if claims.empty:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in SERVICES.items()})
    days = archive.services.groupby(["content", "claim_id"])["service_date"].agg(["min", "max"])
    days.columns = ["first_day", "last_day"]
    told = claims.merge(days, how="left", left_on=["content", "claim_id"], right_index=True)
    told = told[~_set_aside(told, archive)]
    frame = pd.DataFrame(
        {
            "account": told["patient_control_number"],
            "last": letters(told["patient_last_name"]),
            "first": letters(told["patient_first_name"]),
            "member": plain_id(told["patient_id"].fillna(told["insured_id"])),
            "first_day": told["first_day"].fillna(told["statement_from"]),
            "last_day": told["last_day"].fillna(told["statement_from"]),
        }
    ).astype(SERVICES)
    keys = ["account", "last", "first", "member"]
    spans = frame.groupby(keys, dropna=False).agg({"first_day": "min", "last_day": "max"})
    return spans.reset_index().astype(SERVICES)


def _set_aside(claims: pd.DataFrame, archive: Archive) -> pd.Series:
    aside = archive.payments[archive.payments["set_aside"].notna()][["content", "payment_id"]]
    found = claims[["content", "payment_id"]].merge(
        aside.assign(aside=True).drop_duplicates(), how="left", on=["content", "payment_id"]
    )
    return found["aside"].notna().set_axis(claims.index)


def letters(text: pd.Series) -> pd.Series:
    """Return a name in lower-case letters alone, "" where it is null."""
    return text.fillna("").str.lower().str.replace(r"[^a-z\u00c0-\u024f]", "", regex=True)


def plain_id(text: pd.Series) -> pd.Series:
    """Return an identifier as it is compared: letters and digits, capitals."""
    return text.str.upper().str.replace(r"[^A-Z0-9]", "", regex=True)
